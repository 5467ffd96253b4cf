#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  PTL_NETLINK_OK,
  PTL_NETLINK_INCOMPLETE, /* sockets may be missing: the table kept changing, or an answer was lost */
  PTL_NETLINK_ABSENT,     /* the kernel has no such family or protocol, or no way to tell of it */
  PTL_NETLINK_REFUSED,    /* netlink does not answer us */
} PtlNetlinkResult;

int              ptl_netlink_open (void);
int              ptl_netlink_open_in (int       network);
PtlNetlinkResult ptl_netlink_dump (int           fd,
                                   int           family,
                                   int           protocol,
                                   guint32       states,
                                   guint16       port,
                                   const gint   *cancelled,
                                   GArray       *sockets);

G_END_DECLS
