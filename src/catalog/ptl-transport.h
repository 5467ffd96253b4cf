#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PtlTransport:
 * @PTL_TRANSPORT_TCP: TCP; on Linux also MPTCP
 * @PTL_TRANSPORT_UDP: UDP
 * @PTL_TRANSPORT_SCTP: SCTP
 * @PTL_TRANSPORT_DCCP: DCCP
 * @PTL_TRANSPORT_UDPLITE: UDP-Lite (RFC 3828); IANA's registry has no rows of its own for it
 *
 * What carries the data to a port. The first four are those of IANA's registry, in the registry's order.
 */
typedef enum
{
  PTL_TRANSPORT_TCP,
  PTL_TRANSPORT_UDP,
  PTL_TRANSPORT_SCTP,
  PTL_TRANSPORT_DCCP,
  PTL_TRANSPORT_UDPLITE,
} PtlTransport;

#define PTL_N_REGISTRY_TRANSPORTS 4
#define PTL_N_TRANSPORTS          5

/* Sets of transports are masks of these. */
#define PTL_TRANSPORT_BIT(transport) (1u << (transport))

const char *ptl_transport_to_string   (PtlTransport   transport);
const char *ptl_transport_to_display  (PtlTransport   transport);
gboolean    ptl_transport_from_string (const char    *string,
                                       gsize          length,
                                       PtlTransport  *out_transport);

G_END_DECLS
