#include "config.h"

#include "host/ptl-host.h"

#include "host/windows/ptl-windows-system.h"

PtlBindResult
ptl_host_try_family (gboolean     ipv6,
                     PtlTransport transport,
                     guint16      port)
{
  gboolean udp = transport == PTL_TRANSPORT_UDP;
  const struct sockaddr_in any = { .sin_family = AF_INET, .sin_port = g_htons (port) };
  const struct sockaddr_in6 any6 = { .sin6_family = AF_INET6, .sin6_port = g_htons (port) };
  const struct sockaddr *address = ipv6 ? (const struct sockaddr *) &any6 : (const struct sockaddr *) &any;
  int length = ipv6 ? sizeof any6 : sizeof any;
  SOCKET opened;
  WSADATA data;
  /* Of what was not asked: no such family here, for example, which says nothing of the port. */
  int error = WSAEAFNOSUPPORT;

  if (transport != PTL_TRANSPORT_TCP && !udp)
    return PTL_BIND_UNKNOWN;

  if (WSAStartup (MAKEWORD (2, 2), &data) != 0)
    return PTL_BIND_UNKNOWN;

  opened = socket (address->sa_family, udp ? SOCK_DGRAM : SOCK_STREAM, 0);

  /*
   * Without SO_REUSEADDR, which on Windows would bind beside a socket in use. A socket binds over closing connections without it
   * ("Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE").
   */
  if (opened != INVALID_SOCKET)
    {
      error = bind (opened, address, length) != 0 ? WSAGetLastError () : 0;
      closesocket (opened);
    }
  WSACleanup ();

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

void
ptl_host_read_support (PtlHost      *self,
                       PtlTransport  transport,
                       PtlHostFacts *facts)
{
  /* The numbers of IANA's registry of protocols. Windows has neither; somebody's driver may bring one. */
  static const int protocols[PTL_N_TRANSPORTS] = { [PTL_TRANSPORT_SCTP] = 132, [PTL_TRANSPORT_DCCP] = 33 };
  SOCKET opened;
  WSADATA data;
  int error;

  if (protocols[transport] == 0)
    {
      facts->support[transport] = PTL_SUPPORT_PRESENT;
      return;
    }

  facts->support[transport] = PTL_SUPPORT_UNKNOWN;
  if (WSAStartup (MAKEWORD (2, 2), &data) != 0)
    return;

  opened = socket (AF_INET, SOCK_STREAM, protocols[transport]);
  error = opened == INVALID_SOCKET ? WSAGetLastError () : 0;
  if (opened != INVALID_SOCKET)
    closesocket (opened);
  WSACleanup ();

  if (error == WSAEPROTONOSUPPORT || error == WSAESOCKTNOSUPPORT || error == WSAEPROTOTYPE)
    facts->support[transport] = PTL_SUPPORT_ABSENT;
}
