#include "config.h"

#include "host/ptl-host.h"

#include "host/linux/ptl-linux-file.h"
#include "host/linux/ptl-linux-socket.h"
#include "host/linux/ptl-linux-support.h"

#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct
{
  PtlTransport transport;
  int          type;
  int          protocol;
  const char  *name; /* (nullable): in /proc/net/protocols, where a module may have to be loaded for it */
} Kind;

static const Kind kinds[] = {
  { PTL_TRANSPORT_TCP, SOCK_STREAM, IPPROTO_TCP, NULL },
  { PTL_TRANSPORT_UDP, SOCK_DGRAM, IPPROTO_UDP, NULL },
  { PTL_TRANSPORT_SCTP, SOCK_STREAM, PTL_PROTO_SCTP, "SCTP" },
  { PTL_TRANSPORT_DCCP, SOCK_DCCP, PTL_PROTO_DCCP, "DCCP" },
};

static const Kind *
find_kind (PtlTransport transport)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (kinds[i].transport == transport)
        return &kinds[i];
    }

  return NULL;
}

/* To open a socket of a transport whose module is not loaded would load it, which is not for us to do. */
static gboolean
is_loaded (const Kind *kind)
{
  gboolean loaded;
  int proc;

  if (kind->name == NULL)
    return TRUE;

  proc = ptl_linux_open_root ("/proc");
  loaded = proc >= 0 && ptl_linux_support_is_registered (proc, kind->name);
  if (proc >= 0)
    close (proc);

  return loaded;
}

PtlBindResult
ptl_host_try_family (gboolean     ipv6,
                     PtlTransport transport,
                     guint16      port)
{
  const Kind *kind = find_kind (transport);
  const struct sockaddr_in any = { .sin_family = AF_INET, .sin_port = g_htons (port) };
  const struct sockaddr_in6 any6 = { .sin6_family = AF_INET6, .sin6_port = g_htons (port) };
  const struct sockaddr *address = ipv6 ? (const struct sockaddr *) &any6 : (const struct sockaddr *) &any;
  socklen_t length = ipv6 ? sizeof any6 : sizeof any;
  const int yes = 1;
  int saved_errno = 0;
  int fd;

  if (kind == NULL || !is_loaded (kind))
    return PTL_BIND_UNKNOWN;
  fd = socket (address->sa_family, kind->type | SOCK_CLOEXEC, kind->protocol);

  /* No such family here, which says nothing of the port. */
  if (fd < 0)
    return PTL_BIND_UNKNOWN;

  /* So a TCP socket binds over connections that are closing, as a server's does; a UDP socket would bind beside one in use. */
  if (kind->type != SOCK_DGRAM)
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
