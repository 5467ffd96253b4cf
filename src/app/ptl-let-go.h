#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void ptl_let_go (gpointer       data,
                 GDestroyNotify let_go);

G_END_DECLS
