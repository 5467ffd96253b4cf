#pragma once

#include "host/ptl-listener.h"

G_BEGIN_DECLS

/*
 * Apple's numbers, by name, as other systems' headers have others: bsd/sys/socket.h, bsd/netinet/in.h, tcp_fsm.h and
 * in_pcb.h of XNU.
 */
#define PTL_DARWIN_AF_INET        2
#define PTL_DARWIN_AF_INET6       30
#define PTL_DARWIN_PROTO_TCP      6
#define PTL_DARWIN_PROTO_UDP      17
#define PTL_DARWIN_TCPS_LISTEN    1
#define PTL_DARWIN_INP_IPV4       0x1    /* inp_vflag: the socket takes IPv4 */
#define PTL_DARWIN_INP_IPV6       0x2    /* inp_vflag: the socket takes IPv6 */
#define PTL_DARWIN_INP_BOUND_IF   0x4000 /* inp_flags: it is bound to an interface (IP_BOUND_IF) */

/* A socket that waits, as XNU tells of it. Plain; a copy is as good as the original. */
typedef struct
{
  PtlTransport transport;
  PtlFamily    family;
  guint8       address[16]; /* network order; the first four for PTL_FAMILY_IPV4 */
  guint16      port;
  guint32      scope;       /* the index of the interface whose address it is; 0 where it is no address of one link */
  gboolean     bound;       /* to one interface, whose name the kernel does not tell */
  guint64      handle;      /* what the kernel calls the socket in all its answers; 0 where it has no name */
  gint64       uid;         /* who made it; -1 where unknown */
  gint64       queue;       /* waiting to be accepted, or bytes to be read; -1 where unknown */
  gint64       backlog;     /* -1 where unknown or without meaning */
  gint64       last_pid;    /* the process that used it last; 0 where unknown */
} PtlDarwinSocket;

void     ptl_darwin_socket_init        (PtlDarwinSocket       *self,
                                        PtlTransport           transport);
gboolean ptl_darwin_socket_set_address (PtlDarwinSocket       *self,
                                        guint32                family,
                                        guint8                 vflag,
                                        guint32                flags,
                                        const guint8          *local);

G_END_DECLS
