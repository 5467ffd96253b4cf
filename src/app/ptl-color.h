#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void ptl_widget_get_color (GtkWidget *widget,
                           GdkRGBA   *out_color);

G_END_DECLS
