#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void ptl_label_wrap_where_it_must (GtkWidget *label);

G_END_DECLS
