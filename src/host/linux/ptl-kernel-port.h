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
  guint8       address[16]; /* in network order; zeros where it takes packets to every address */
  gboolean     is_likely;   /* such a part of the kernel is there and most often listens here, but does not say where */
  const char  *thread;      /* (nullable): static; the thread that the kernel runs where it is so, or how its name begins */
  char         name[256];   /* valid UTF-8: "nfsd", "vxlan0 (vxlan)" */
} PtlKernelPort;

/* An interface that takes packets on a port of UDP, and does not tell everybody on which. Plain data. */
typedef struct
{
  guint32 index;
  char    name[128]; /* valid UTF-8: "wg0 (wireguard)" */
} PtlKernelLink;

void     ptl_kernel_ports_take        (GArray              *ports,
                                       const PtlKernelPort *port,
                                       const char          *name);
void     ptl_kernel_ports_parse_nfsd  (const char          *text,
                                       gsize                length,
                                       GArray              *ports);
gsize    ptl_kernel_ports_build_dump  (guint8              *buffer,
                                       gsize                size,
                                       guint32              sequence);
gboolean ptl_kernel_ports_parse_links (const guint8        *bytes,
                                       gsize                length,
                                       guint32              sequence,
                                       GArray              *ports,
                                       GArray              *silent);

G_END_DECLS
