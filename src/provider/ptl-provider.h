#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PTL_TYPE_PROVIDER (ptl_provider_get_type ())

G_DECLARE_FINAL_TYPE (PtlProvider, ptl_provider, PTL, PROVIDER, GApplication)

PtlProvider *ptl_provider_new (void);

G_END_DECLS
