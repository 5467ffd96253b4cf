#pragma once

#include "host/ptl-snapshot.h"

G_BEGIN_DECLS

/*
 * PtlListenerGroup: the sockets of one owner on one address of one port, which people count as one listener: a server
 * with SO_REUSEPORT opens one socket for each worker. Two different owners are never in one group.
 */
typedef struct
{
  const PtlListener *listener;  /* the first of them; borrowed from the snapshot */
  GPtrArray         *listeners; /* (element-type PtlListener): all of them, borrowed */
  GPtrArray         *owners;    /* (element-type PtlOwner): of all of them, each process once; borrowed */
} PtlListenerGroup;

GPtrArray *ptl_listener_group_list  (PtlSnapshot       *snapshot,
                                     guint16            port,
                                     guint              transports);
gboolean   ptl_listener_is_here     (const PtlListener *listener);
char      *ptl_listener_describe_kernel (const PtlListener *listener);
char      *ptl_listener_describe_owner (const PtlListener *listener);

G_END_DECLS
