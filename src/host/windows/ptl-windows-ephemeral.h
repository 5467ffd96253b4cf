#pragma once

#include <glib.h>

G_BEGIN_DECLS

GArray *ptl_windows_ephemeral_read (void);

G_END_DECLS
