#pragma once

#include <glib.h>

#include "host/linux/ptl-linux-socket.h"

G_BEGIN_DECLS

/* The sockets that wait, as the kernel tells of them, before anybody asks whose they are. */
typedef struct
{
  GArray     *sockets; /* (owned) (element-type PtlLinuxSocket) */
  const char *method;  /* static */
  gboolean    complete;
} PtlLinuxSockets;

gboolean ptl_linux_sockets_read  (int               proc,
                                  gboolean          no_netlink,
                                  guint16           port,
                                  const gint       *cancelled,
                                  PtlLinuxSockets  *result,
                                  GError          **error);
gboolean ptl_linux_sockets_read_network (int       directory,
                                         guint     namespace_index,
                                         gboolean  no_netlink,
                                         GArray   *sockets);
void     ptl_linux_sockets_clear (PtlLinuxSockets  *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PtlLinuxSockets, ptl_linux_sockets_clear)

G_END_DECLS
