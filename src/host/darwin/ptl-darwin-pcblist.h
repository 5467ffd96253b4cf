#pragma once

#include "host/darwin/ptl-darwin-socket.h"

G_BEGIN_DECLS

gboolean ptl_darwin_pcblist_parse (const guint8 *bytes,
                                   gsize         length,
                                   PtlTransport  transport,
                                   GArray       *sockets);

G_END_DECLS
