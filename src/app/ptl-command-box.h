#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *ptl_command_box_new (GPtrArray *facts);

G_END_DECLS
