#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean ptl_focus_move (GtkWidget         *widget,
                         GtkDirectionType   direction,
                         GtkWidget * const *children,
                         guint              n_children,
                         GtkWidget         *list);

G_END_DECLS
