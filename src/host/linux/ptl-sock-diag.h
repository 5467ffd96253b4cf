#pragma once

#include <glib.h>

#include "host/linux/ptl-linux-socket.h"

G_BEGIN_DECLS

/*
 * The language of NETLINK_SOCK_DIAG (sock_diag(7)): requests and answers as bytes. Pure: nothing here talks to the kernel.
 */

#define PTL_SOCK_DIAG_REQUEST_MAX 128

typedef struct
{
  gboolean done;        /* the dump's last message was seen */
  gboolean interrupted; /* the table changed under the dump: NLM_F_DUMP_INTR */
  int      error;       /* what the kernel refused with, as an errno; 0 where it did not */
  gboolean malformed;   /* bytes that make no sense: the dump can't be trusted to be whole */
} PtlSockDiagAnswer;

gsize ptl_sock_diag_build_request (guint8            *buffer,
                                   int                family,
                                   int                protocol,
                                   guint32            states,
                                   guint16            port,
                                   guint32            sequence);
void  ptl_sock_diag_parse         (const guint8      *bytes,
                                   gsize              length,
                                   guint32            sequence,
                                   int                family,
                                   int                protocol,
                                   guint32            states,
                                   GArray            *sockets,
                                   PtlSockDiagAnswer *answer);

G_END_DECLS
