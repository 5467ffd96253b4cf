#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gpointer find_widget (gpointer parent,
                      GType    type);

G_END_DECLS
