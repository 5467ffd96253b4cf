#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PTL_TYPE_APPLICATION (ptl_application_get_type ())

G_DECLARE_FINAL_TYPE (PtlApplication, ptl_application, PTL, APPLICATION, GtkApplication)

PtlApplication *ptl_application_new (void);

G_END_DECLS
