#include "config.h"

#include "host/ptl-host.h"

#include "host/windows/ptl-windows-system.h"

static PtlBindResult
try_address (const struct sockaddr *address,
             int                    length,
             gboolean               udp)
{
  SOCKET opened = socket (address->sa_family, udp ? SOCK_DGRAM : SOCK_STREAM, 0);
  int error = 0;

  /* No such family here, which says nothing of the port. */
  if (opened == INVALID_SOCKET)
    return PTL_BIND_UNKNOWN;

  /*
   * Without SO_REUSEADDR, which on Windows would bind beside a socket in use. A socket binds over closing connections without it
   * ("Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE").
   */
  if (bind (opened, address, length) != 0)
    error = WSAGetLastError ();
  closesocket (opened);

  switch (error)
    {
    case 0:
      return PTL_BIND_POSSIBLE;

    case WSAEADDRINUSE:
      return PTL_BIND_IN_USE;

    /* An excluded range, see ptl-windows-reserved.c; a socket of another user is in use (ptl-check.c has the source). */
    case WSAEACCES:
      return PTL_BIND_REFUSED;

    default:
      /* No address of that family, for example. */
      return PTL_BIND_UNKNOWN;
    }
}

PtlBindResult
ptl_host_try_bind (PtlTransport transport,
                   guint16      port)
{
  const struct sockaddr_in ipv4 = { .sin_family = AF_INET, .sin_port = g_htons (port) };
  const struct sockaddr_in6 ipv6 = { .sin6_family = AF_INET6, .sin6_port = g_htons (port) };
  gboolean udp = transport == PTL_TRANSPORT_UDP;
  PtlBindResult first;
  PtlBindResult second;
  WSADATA data;

  if ((transport != PTL_TRANSPORT_TCP && !udp) || WSAStartup (MAKEWORD (2, 2), &data) != 0)
    return PTL_BIND_UNKNOWN;

  first = try_address ((const struct sockaddr *) &ipv4, sizeof ipv4, udp);
  second = first == PTL_BIND_IN_USE || first == PTL_BIND_REFUSED
           ? PTL_BIND_UNKNOWN
           : try_address ((const struct sockaddr *) &ipv6, sizeof ipv6, udp);
  WSACleanup ();

  return second == PTL_BIND_UNKNOWN ? first : second;
}
