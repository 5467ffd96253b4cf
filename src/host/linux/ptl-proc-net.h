#pragma once

#include <glib.h>

#include "host/linux/ptl-linux-socket.h"

G_BEGIN_DECLS

gboolean ptl_proc_net_parse (const char *text,
                             gsize       length,
                             int         family,
                             int         protocol,
                             guint8      state,
                             GArray     *sockets);
gboolean ptl_proc_protocols_is_unused (const char *text,
                                       gsize       length,
                                       const char *name);

G_END_DECLS
