#include "config.h"

#include "host/ptl-host.h"

/**
 * ptl_host_try_bind:
 * @transport: the transport; others than TCP and UDP are tried on some systems
 * @port: a port, not 0
 *
 * Binds a socket to the port for a moment, on the wildcard address of IPv4 and then of IPv6, without listening and without
 * sending anything. Blocks for well under a millisecond. Any thread.
 *
 * Returns: what became of it; of the two families, the one that could not be had
 */
PtlBindResult
ptl_host_try_bind (PtlTransport transport,
                   guint16      port)
{
  PtlBindResult first;
  PtlBindResult second;

  first = ptl_host_try_family (FALSE, transport, port);
  if (first == PTL_BIND_IN_USE || first == PTL_BIND_REFUSED)
    return first;

  second = ptl_host_try_family (TRUE, transport, port);

  return second == PTL_BIND_UNKNOWN ? first : second;
}
