#pragma once

#include <glib.h>

#include "host/ptl-host.h"

G_BEGIN_DECLS

/* Sockets that tests open on this computer, and how to find them in a snapshot. */

#define LIVE_PROTO_MPTCP 262 /* C libraries before 2.32 have no name for it */

typedef enum
{
  LIVE_V6ONLY = 1 << 0,
  LIVE_REUSEPORT = 1 << 1,
  LIVE_BIND_LO = 1 << 2,
} LiveFlags;

int                live_open       (int          family,
                                    int          type,
                                    int          protocol,
                                    const char  *address,
                                    guint16      port,
                                    int          backlog,
                                    LiveFlags    flags);
gboolean           live_bring_loopback_up (int   fd);
guint64            live_get_inode  (int          fd);
guint64            live_get_cookie (int          fd);
guint16            live_get_port   (int          fd);
const PtlListener *live_find       (PtlSnapshot *snapshot,
                                    int          fd);
const PtlListener *live_find_inode (PtlSnapshot *snapshot,
                                    guint64      inode);
void               live_send_descriptor (int     channel,
                                         int     fd);
int                live_receive_descriptor (int  channel);
PtlSnapshot       *live_read       (PtlHost     *host);

G_END_DECLS
