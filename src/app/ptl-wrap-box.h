#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PTL_TYPE_WRAP_BOX (ptl_wrap_box_get_type ())

G_DECLARE_FINAL_TYPE (PtlWrapBox, ptl_wrap_box, PTL, WRAP_BOX, GtkWidget)

GtkWidget *ptl_wrap_box_new    (void);
void       ptl_wrap_box_append (PtlWrapBox *self,
                                GtkWidget  *child);

G_END_DECLS
