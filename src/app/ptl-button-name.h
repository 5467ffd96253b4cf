#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void ptl_button_name_by_label (GtkWidget *button);

G_END_DECLS
