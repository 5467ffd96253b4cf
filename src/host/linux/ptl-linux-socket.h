#pragma once

#include <glib.h>

#include "catalog/ptl-transport.h"

G_BEGIN_DECLS

/* The numbers the kernel knows them by (linux/in.h); older C libraries lack some. */
#define PTL_PROTO_TCP     6
#define PTL_PROTO_UDP     17
#define PTL_PROTO_DCCP    33
#define PTL_PROTO_SCTP    132
#define PTL_PROTO_UDPLITE 136
#define PTL_PROTO_MPTCP   262

/* include/net/tcp_states.h; the other transports borrow them. */
#define PTL_STATE_CLOSE  7
#define PTL_STATE_LISTEN 10

/* One socket as the kernel tells of it, whichever way it was asked. Plain data: compared and copied as bytes. */
typedef struct
{
  guint64 cookie;      /* 0 where unknown */
  guint64 cgroup_id;   /* 0 where unknown */
  guint32 inode;       /* 0 where the socket has no file */
  guint32 uid;
  guint32 ifindex;     /* 0 where it is bound to no interface */
  guint32 queue;
  gint64  backlog;     /* -1 where unknown */
  guint8  address[16]; /* network order; IPv4 in the first four */
  guint16 port;
  guint16 protocol;    /* PTL_PROTO_… */
  guint8  family;      /* AF_INET or AF_INET6 */
  guint8  state;
  gint8   v6only;      /* -1 where unknown */
  guint8  multipath;
  guint32 namespace_index; /* 0 for the reader's own */
  guint32 padding;     /* so that every byte has a value */
} PtlLinuxSocket;

G_STATIC_ASSERT (sizeof (PtlLinuxSocket) == 72);

G_END_DECLS
