#include "config.h"

#include "host/ptl-host.h"

#include <gio/gio.h>

/* ptl_host_try_family() for systems that have no way of their own: a folder of src/host/ lists this file if it wants it. */

PtlBindResult
ptl_host_try_family (gboolean     ipv6,
                     PtlTransport transport,
                     guint16      port)
{
  gboolean udp = transport == PTL_TRANSPORT_UDP;
  GSocketFamily family = ipv6 ? G_SOCKET_FAMILY_IPV6 : G_SOCKET_FAMILY_IPV4;
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GInetAddress) any = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  if (transport != PTL_TRANSPORT_TCP && !udp)
    return PTL_BIND_UNKNOWN;

  socket = g_socket_new (family, udp ? G_SOCKET_TYPE_DATAGRAM : G_SOCKET_TYPE_STREAM,
                         udp ? G_SOCKET_PROTOCOL_UDP : G_SOCKET_PROTOCOL_TCP, NULL);
  if (socket == NULL)
    return PTL_BIND_UNKNOWN; /* no such family here, which says nothing of the port */

  any = g_inet_address_new_any (family);
  address = g_inet_socket_address_new (any, port);

  /* With allow_reuse a TCP socket binds over connections that are closing, as a server's does. It is off for UDP, where it would
   * bind beside a socket in use. */
  if (g_socket_bind (socket, address, !udp, &error))
    return PTL_BIND_POSSIBLE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
    return PTL_BIND_IN_USE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return PTL_BIND_REFUSED;

  return PTL_BIND_UNKNOWN;
}
