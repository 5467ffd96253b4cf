#include "config.h"

#include "host/ptl-host.h"

#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

PtlBindResult
ptl_host_try_family (gboolean ipv6,
                     gboolean udp,
                     guint16  port)
{
  const struct sockaddr_in any = { .sin_family = AF_INET, .sin_port = g_htons (port) };
  const struct sockaddr_in6 any6 = { .sin6_family = AF_INET6, .sin6_port = g_htons (port) };
  const struct sockaddr *address = ipv6 ? (const struct sockaddr *) &any6 : (const struct sockaddr *) &any;
  socklen_t length = ipv6 ? sizeof any6 : sizeof any;
  int fd = socket (address->sa_family, (udp ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC, 0);
  const int yes = 1;
  int saved_errno = 0;

  /* No such family here, which says nothing of the port. */
  if (fd < 0)
    return PTL_BIND_UNKNOWN;

  /* So a TCP socket binds over connections that are closing, as a server's does; a UDP socket would bind beside one in use. */
  if (!udp)
    setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind (fd, address, length) < 0)
    saved_errno = errno;
  close (fd);

  switch (saved_errno)
    {
    case 0:
      return PTL_BIND_POSSIBLE;

    case EADDRINUSE:
      return PTL_BIND_IN_USE;

    case EACCES:
    case EPERM:
      return PTL_BIND_REFUSED;

    default:
      /* No address of that family, for example. */
      return PTL_BIND_UNKNOWN;
    }
}
