#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void ptl_button_name_by_label (GtkWidget  *button);
void ptl_button_set_name      (GtkWidget  *button,
                               const char *name);

G_END_DECLS
