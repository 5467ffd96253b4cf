#pragma once

#include "host/darwin/ptl-darwin-socket.h"

G_BEGIN_DECLS

gboolean ptl_darwin_tables_read (GArray *sockets);

G_END_DECLS
