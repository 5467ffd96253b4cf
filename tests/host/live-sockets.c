#include "config.h"

#include "live-sockets.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef SO_COOKIE
#define SO_COOKIE 57
#endif

static gboolean
set_option (int fd,
            int level,
            int option,
            int value)
{
  return setsockopt (fd, level, option, &value, sizeof value) == 0;
}

/* A socket that waits; -1 with errno where this computer has no such thing. Port 0 lets the system choose. */
int
live_open (int          family,
           int          type,
           int          protocol,
           const char  *address,
           guint16      port,
           int          backlog,
           LiveFlags    flags)
{
  struct sockaddr_storage storage = { 0 };
  socklen_t length;
  int saved_errno;
  int fd = socket (family, type | SOCK_CLOEXEC, protocol);

  if (fd < 0)
    return -1;

  if (family == AF_INET)
    {
      struct sockaddr_in *in = (struct sockaddr_in *) &storage;

      in->sin_family = AF_INET;
      in->sin_port = htons (port);
      g_assert_cmpint (inet_pton (AF_INET, address, &in->sin_addr), ==, 1);
      length = sizeof *in;
    }
  else
    {
      struct sockaddr_in6 *in6 = (struct sockaddr_in6 *) &storage;

      in6->sin6_family = AF_INET6;
      in6->sin6_port = htons (port);
      g_assert_cmpint (inet_pton (AF_INET6, address, &in6->sin6_addr), ==, 1);
      length = sizeof *in6;
    }

  if ((family == AF_INET || set_option (fd, IPPROTO_IPV6, IPV6_V6ONLY, (flags & LIVE_V6ONLY) != 0)) &&
      (!(flags & LIVE_REUSEPORT) || set_option (fd, SOL_SOCKET, SO_REUSEPORT, 1)) &&
      (!(flags & LIVE_BIND_LO) || setsockopt (fd, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3) == 0) &&
      bind (fd, (struct sockaddr *) &storage, length) == 0 &&
      (type == SOCK_DGRAM || listen (fd, backlog) == 0))
    return fd;

  saved_errno = errno;
  close (fd);
  errno = saved_errno;

  return -1;
}

/* A network namespace begins with its loopback interface down. */
gboolean
live_bring_loopback_up (int fd)
{
  struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };

  return ioctl (fd, SIOCSIFFLAGS, &request) == 0;
}

guint64
live_get_inode (int fd)
{
  struct stat info;

  g_assert_no_errno (fstat (fd, &info));

  return info.st_ino;
}

guint64
live_get_cookie (int fd)
{
  guint64 cookie = 0;
  socklen_t length = sizeof cookie;

  g_assert_no_errno (getsockopt (fd, SOL_SOCKET, SO_COOKIE, &cookie, &length));

  return cookie;
}

guint16
live_get_port (int fd)
{
  struct sockaddr_storage storage = { 0 };
  socklen_t length = sizeof storage;

  g_assert_no_errno (getsockname (fd, (struct sockaddr *) &storage, &length));

  return ntohs (storage.ss_family == AF_INET ? ((struct sockaddr_in *) &storage)->sin_port
                                             : ((struct sockaddr_in6 *) &storage)->sin6_port);
}

/* The one listener of an inode; NULL where there is none. Two would be a mistake. */
const PtlListener *
live_find_inode (PtlSnapshot *snapshot,
                 guint64      inode)
{
  const PtlListener *found = NULL;

  for (guint i = 0; i < ptl_snapshot_get_n (snapshot); i++)
    {
      const PtlListener *listener = ptl_snapshot_get (snapshot, i);

      if (listener->inode != inode)
        continue;
      g_assert_null (found);
      found = listener;
    }

  return found;
}

const PtlListener *
live_find (PtlSnapshot *snapshot,
           int          fd)
{
  return live_find_inode (snapshot, live_get_inode (fd));
}

PtlSnapshot *
live_read (PtlHost *host)
{
  g_autoptr (GError) error = NULL;
  PtlSnapshot *snapshot = ptl_host_read (host, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (snapshot);

  return snapshot;
}

/* Sends a descriptor through a socket of the family AF_UNIX (unix(7)): until it is received, nobody need hold it. */
void
live_send_descriptor (int channel,
                      int fd)
{
  char byte = 0;
  char control[CMSG_SPACE (sizeof (int))] = { 0 };
  struct iovec iov = { &byte, 1 };
  struct msghdr message = { .msg_iov = &iov, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control };
  struct cmsghdr *header = CMSG_FIRSTHDR (&message);

  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN (sizeof (int));
  memcpy (CMSG_DATA (header), &fd, sizeof fd);
  g_assert_cmpint (sendmsg (channel, &message, 0), ==, 1);
}

/* Receives one; -1 where none came. */
int
live_receive_descriptor (int channel)
{
  char byte;
  char control[CMSG_SPACE (sizeof (int))] = { 0 };
  struct iovec iov = { &byte, 1 };
  struct msghdr message = { .msg_iov = &iov, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control };
  struct cmsghdr *header;
  int fd = -1;

  if (recvmsg (channel, &message, MSG_CMSG_CLOEXEC) == 1 && (header = CMSG_FIRSTHDR (&message)) != NULL &&
      header->cmsg_type == SCM_RIGHTS && header->cmsg_len == CMSG_LEN (sizeof (int)))
    memcpy (&fd, CMSG_DATA (header), sizeof fd);

  return fd;
}
