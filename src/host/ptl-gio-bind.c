#include "config.h"

#include "host/ptl-host.h"

#include <gio/gio.h>

/* ptl_host_try_bind() for systems that have no way of their own: a folder of src/host/ lists this file if it wants it. */

static PtlBindResult
try_family (GSocketFamily family,
            gboolean      udp,
            guint16       port)
{
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GInetAddress) any = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

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

PtlBindResult
ptl_host_try_bind (PtlTransport transport,
                   guint16      port)
{
  static const GSocketFamily families[] = { G_SOCKET_FAMILY_IPV4, G_SOCKET_FAMILY_IPV6 };
  gboolean possible = FALSE;

  if (transport != PTL_TRANSPORT_TCP && transport != PTL_TRANSPORT_UDP)
    return PTL_BIND_UNKNOWN;

  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    {
      PtlBindResult result = try_family (families[i], transport == PTL_TRANSPORT_UDP, port);

      if (result == PTL_BIND_IN_USE || result == PTL_BIND_REFUSED)
        return result;
      possible |= result == PTL_BIND_POSSIBLE;
    }

  return possible ? PTL_BIND_POSSIBLE : PTL_BIND_UNKNOWN;
}
