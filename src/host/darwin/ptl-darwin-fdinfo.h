#pragma once

#include "host/darwin/ptl-darwin-socket.h"

G_BEGIN_DECLS

/*
 * Where fields lie in struct socket_fdinfo of <sys/proc_info.h>; compiled on a Mac they are compared with the header.
 */
#define PTL_DARWIN_FDINFO_SO        160
#define PTL_DARWIN_FDINFO_PROTOCOL  180
#define PTL_DARWIN_FDINFO_FAMILY    184
#define PTL_DARWIN_FDINFO_QLEN      194
#define PTL_DARWIN_FDINFO_QLIMIT    198
#define PTL_DARWIN_FDINFO_RCV_CC    208
#define PTL_DARWIN_FDINFO_KIND      256
#define PTL_DARWIN_FDINFO_FPORT     264
#define PTL_DARWIN_FDINFO_LPORT     268
#define PTL_DARWIN_FDINFO_FLAGS     280
#define PTL_DARWIN_FDINFO_VFLAG     288
#define PTL_DARWIN_FDINFO_LADDR     312
#define PTL_DARWIN_FDINFO_TCP_STATE 344
#define PTL_DARWIN_FDINFO_BYTES     348 /* what is read of it */

/* soi_kind, <sys/proc_info.h> */
#define PTL_DARWIN_SOCKINFO_IN      1
#define PTL_DARWIN_SOCKINFO_TCP     2

gboolean ptl_darwin_fdinfo_parse (const guint8    *bytes,
                                  gsize            length,
                                  PtlDarwinSocket *out_socket);

G_END_DECLS
