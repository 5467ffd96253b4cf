#pragma once

#include <glib.h>

#include "catalog/ptl-transport.h"

G_BEGIN_DECLS

/* A port that the kernel itself listens on, as it says somewhere. Plain data. */
typedef struct
{
  PtlTransport transport;
  guint16      port;
  gboolean     ipv4; /* it may be a socket of IPv4, */
  gboolean     ipv6; /* of IPv6, or there are both */
  char         name[64]; /* valid UTF-8: "nfsd", "vxlan0 (vxlan)" */
} PtlKernelPort;

void     ptl_kernel_ports_parse_nfsd  (const char   *text,
                                       gsize         length,
                                       GArray       *ports);
gsize    ptl_kernel_ports_build_dump  (guint8       *buffer,
                                       gsize         size,
                                       guint32       sequence);
gboolean ptl_kernel_ports_parse_links (const guint8 *bytes,
                                       gsize         length,
                                       guint32       sequence,
                                       GArray       *ports);

G_END_DECLS
