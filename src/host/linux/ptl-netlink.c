#include "config.h"

#include "host/linux/ptl-netlink.h"

#include "host/linux/ptl-sock-diag.h"
#include "host/ptl-host.h"

#include <errno.h>
#include <linux/netlink.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

/* The kernel fills at most 32 KiB a datagram, and as much as was offered the last time (af_netlink.c). */
#define BUFFER_SIZE 32768

/* How often a dump is begun anew when the table changes under it. */
#define MAX_REPEATS 4

/**
 * ptl_netlink_open:
 *
 * Opens a socket for ptl_netlink_dump(). Any thread.
 *
 * Returns: a descriptor to close(), or -1 with errno where the kernel refuses
 */
int
ptl_netlink_open (void)
{
  /* The kernel answers at once; the time limit is for kernels that don't, and sandboxes that swallow the request. */
  struct timeval limit = { .tv_sec = 5 };
  int fd = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);

  if (fd < 0)
    return -1;

  if (setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) < 0)
    {
      int saved_errno = errno;

      close (fd);
      errno = saved_errno;
      return -1;
    }

  return fd;
}

static gpointer
open_in_thread (gpointer data)
{
  if (setns (GPOINTER_TO_INT (data), CLONE_NEWNET) < 0)
    return GINT_TO_POINTER (-1);

  return GINT_TO_POINTER (ptl_netlink_open ());
}

/**
 * ptl_netlink_open_in:
 * @network: a descriptor of a network namespace, such as /proc/PID/ns/net
 *
 * Opens a socket for ptl_netlink_dump() that asks about another network namespace than ours. A socket stays in the one where it
 * was made, and so a thread goes there to make it, and ends. That takes CAP_SYS_ADMIN (setns(2)). Blocks for some fifty
 * microseconds; any thread.
 *
 * Returns: a descriptor to close(), or -1 where the kernel refuses
 */
int
ptl_netlink_open_in (int network)
{
  GThread *thread = g_thread_try_new ("portolan-network", open_in_thread, GINT_TO_POINTER (network), NULL);

  return thread != NULL ? GPOINTER_TO_INT (g_thread_join (thread)) : -1;
}

static gboolean
send_request (int     fd,
              int     family,
              int     protocol,
              guint32 states,
              guint16 port,
              guint32 sequence)
{
  guint8 request[PTL_SOCK_DIAG_REQUEST_MAX];
  gsize length = ptl_sock_diag_build_request (request, family, protocol, states, port, sequence);
  struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
  gssize sent;

  do
    sent = sendto (fd, request, length, 0, (struct sockaddr *) &kernel, sizeof kernel);
  while (sent < 0 && errno == EINTR);

  return sent == (gssize) length;
}

/* One datagram from the kernel; what anybody else sends is dropped. */
static gssize
receive (int           fd,
         guint8       *buffer,
         const gint   *cancelled,
         gboolean     *truncated)
{
  for (;;)
    {
      struct sockaddr_nl sender = { 0 };
      struct iovec iov = { .iov_base = buffer, .iov_len = BUFFER_SIZE };
      struct msghdr message = { .msg_name = &sender, .msg_namelen = sizeof sender, .msg_iov = &iov, .msg_iovlen = 1 };
      gssize received = recvmsg (fd, &message, 0);

      if (received < 0 && errno == EINTR && !ptl_host_is_cancelled (cancelled))
        continue;
      if (received < 0)
        return -1;
      if (message.msg_namelen != sizeof sender || sender.nl_family != AF_NETLINK || sender.nl_pid != 0)
        continue;

      *truncated = (message.msg_flags & MSG_TRUNC) != 0;

      return received;
    }
}

static PtlNetlinkResult
result_of_error (int error)
{
  switch (error)
    {
    case ENOENT:
    case EPROTONOSUPPORT:
    case EAFNOSUPPORT:
    case EOPNOTSUPP:
    case EINVAL: /* before 5.9 the kernel does not know the attribute that names MPTCP */
      return PTL_NETLINK_ABSENT;

    case EINTR:
    case EAGAIN:
    case ENOBUFS:
    case ENOMEM:
      return PTL_NETLINK_INCOMPLETE;

    default:
      return PTL_NETLINK_REFUSED;
    }
}

static PtlNetlinkResult
dump_once (int           fd,
           int           family,
           int           protocol,
           guint32       states,
           guint16       port,
           guint8       *buffer,
           const gint   *cancelled,
           GArray       *sockets)
{
  static gint last_sequence = 0;
  PtlSockDiagAnswer answer = { 0 };
  gboolean lost = FALSE;
  guint32 sequence;

  /* Never the same twice, so that what is left of an abandoned dump can't be taken for this one's answer. */
  sequence = (guint32) g_atomic_int_add (&last_sequence, 1) + 1;

  if (!send_request (fd, family, protocol, states, port, sequence))
    return result_of_error (errno);

  while (!answer.done)
    {
      gboolean truncated;
      gssize received = receive (fd, buffer, cancelled, &truncated);

      if (received < 0)
        return errno == EAGAIN || errno == ENOBUFS ? PTL_NETLINK_INCOMPLETE : result_of_error (errno);
      if (received == 0)
        return PTL_NETLINK_INCOMPLETE;

      lost |= truncated;
      ptl_sock_diag_parse (buffer, received, sequence, family, protocol, states, sockets, &answer);
    }

  if (answer.error != 0)
    return result_of_error (answer.error);

  return lost || answer.interrupted || answer.malformed ? PTL_NETLINK_INCOMPLETE : PTL_NETLINK_OK;
}

/**
 * ptl_netlink_dump:
 * @fd: from ptl_netlink_open()
 * @family: AF_INET or AF_INET6
 * @protocol: PTL_PROTO_…
 * @states: mask of 1 << state
 * @port: the sockets' port, or 0 for every port
 * @cancelled: (nullable) (atomic): not 0 to give up; looked at between two tries
 * @sockets: (element-type PtlLinuxSocket): where the sockets are added; nothing is, unless the result is
 *   %PTL_NETLINK_OK or %PTL_NETLINK_INCOMPLETE
 *
 * Asks the kernel for all sockets of a family and protocol. A dump under which the table changed is repeated a few times.
 * Blocks, for as long as the kernel takes to write the answer. One thread at a time for each @fd.
 *
 * Returns: how it went
 */
PtlNetlinkResult
ptl_netlink_dump (int           fd,
                  int           family,
                  int           protocol,
                  guint32       states,
                  guint16       port,
                  const gint   *cancelled,
                  GArray       *sockets)
{
  guint8 buffer[BUFFER_SIZE] __attribute__ ((aligned (8)));
  guint before = sockets->len;
  PtlNetlinkResult result = PTL_NETLINK_INCOMPLETE;

  for (guint i = 0; i < MAX_REPEATS && result == PTL_NETLINK_INCOMPLETE; i++)
    {
      if (i > 0 && ptl_host_is_cancelled (cancelled))
        break;

      g_array_set_size (sockets, before);
      result = dump_once (fd, family, protocol, states, port, buffer, cancelled, sockets);
    }

  if (result != PTL_NETLINK_OK && result != PTL_NETLINK_INCOMPLETE)
    g_array_set_size (sockets, before);

  return result;
}
