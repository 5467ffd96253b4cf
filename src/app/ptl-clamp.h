#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PTL_TYPE_CLAMP (ptl_clamp_get_type ())

G_DECLARE_FINAL_TYPE (PtlClamp, ptl_clamp, PTL, CLAMP, GtkWidget)

G_END_DECLS
