#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PTL_TYPE_PANES (ptl_panes_get_type ())

G_DECLARE_FINAL_TYPE (PtlPanes, ptl_panes, PTL, PANES, GtkWidget)

gboolean ptl_panes_get_narrow     (PtlPanes *self);
gboolean ptl_panes_get_show_end   (PtlPanes *self);
void     ptl_panes_set_show_end   (PtlPanes *self,
                                   gboolean  show_end);
void     ptl_panes_set_start_wide (PtlPanes *self,
                                   gboolean  start_wide);

G_END_DECLS
