#include "config.h"

#include "host/linux/ptl-kernel-links.h"

#include "host/linux/ptl-generic-netlink.h"

#include <errno.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

/* No more answers than these are waited for: a computer with so many interfaces has other worries. */
#define MAX_ANSWERS 4096

#define BUFFER_SIZE 65536

static int
open_netlink (int protocol)
{
  struct timeval patience = { .tv_usec = 200000 };
  int fd = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);

  if (fd >= 0 && setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) < 0)
    {
      close (fd);
      return -1;
    }

  return fd;
}

static gboolean
send_bytes (int           fd,
            const guint8 *bytes,
            gsize         length)
{
  const struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };

  return sendto (fd, bytes, length, 0, (const struct sockaddr *) &kernel, sizeof kernel) == (gssize) length;
}

/* The next datagram of the kernel's, as far as it fits; less than 1 where none comes. Other programs can send here too. */
static gssize
receive_bytes (int     fd,
               guint8 *buffer,
               gsize   size)
{
  for (guint i = 0; i < MAX_ANSWERS; i++)
    {
      struct sockaddr_nl sender = { 0 };
      socklen_t sender_length = sizeof sender;
      gssize n = recvfrom (fd, buffer, size, 0, (struct sockaddr *) &sender, &sender_length);

      if (n < 0 && errno == EINTR)
        continue;
      /* The kernel's number is 0. */
      if (n <= 0 || (sender_length == sizeof sender && sender.nl_pid == 0))
        return n;
    }

  return -1;
}

static void
read_interfaces (guint8 *buffer,
                 GArray *ports,
                 GArray *silent)
{
  const guint32 sequence = 1;
  int fd = open_netlink (NETLINK_ROUTE);
  gssize n;

  if (fd < 0)
    return;

  if (send_bytes (fd, buffer, ptl_kernel_ports_build_dump (buffer, BUFFER_SIZE, sequence)))
    {
      for (guint i = 0; i < MAX_ANSWERS && (n = receive_bytes (fd, buffer, BUFFER_SIZE)) > 0; i++)
        {
          if (!ptl_kernel_ports_parse_links (buffer, n, sequence, ports, silent))
            break;
        }
    }

  close (fd);
}

/* A family's number; 0 where the kernel has none of the name. */
static guint16
find_family (int         fd,
             guint8     *buffer,
             guint32     sequence,
             const char *name)
{
  gssize n;

  if (!send_bytes (fd, buffer, ptl_generic_build_family (buffer, BUFFER_SIZE, sequence, name)))
    return 0;

  n = receive_bytes (fd, buffer, BUFFER_SIZE);

  return n > 0 ? ptl_generic_parse_family (buffer, n, sequence) : 0;
}

/* On which port an interface listens; 0 where it is not told to us. */
static guint16
ask_wireguard (guint8  *buffer,
               guint32  interface)
{
  /* A socket for each: the rest of the answer, with its secrets, goes with it unread. */
  int fd = open_netlink (NETLINK_GENERIC);
  guint16 port = 0;
  guint16 family;
  gssize n;

  if (fd < 0)
    return 0;

  family = find_family (fd, buffer, 1, "wireguard");
  if (family != 0 && send_bytes (fd, buffer, ptl_generic_build_wireguard (buffer, BUFFER_SIZE, 2, family, interface)))
    {
      n = receive_bytes (fd, buffer, PTL_WIREGUARD_ANSWER_SIZE);
      if (n > 0)
        port = ptl_generic_parse_wireguard (buffer, n, 2, family);
    }
  close (fd);

  return port;
}

/* Takes those interfaces out of the silent that tell their port. */
static void
read_wireguard (guint8 *buffer,
                GArray *ports,
                GArray *silent)
{
  for (guint i = silent->len; i > 0; i--)
    {
      const PtlKernelLink *link = &g_array_index (silent, PtlKernelLink, i - 1);
      const PtlKernelPort port = {
        .transport = PTL_TRANSPORT_UDP, .ipv4 = TRUE, .ipv6 = TRUE, .port = ask_wireguard (buffer, link->index),
      };

      /* Whoever is not told of one is told of none. */
      if (port.port == 0)
        return;

      ptl_kernel_ports_take (ports, &port, link->name);
      g_array_remove_index (silent, i - 1);
    }
}

static void
read_fou (guint8 *buffer,
          GArray *ports)
{
  const guint32 sequence = 2;
  int fd = open_netlink (NETLINK_GENERIC);
  guint16 family;
  gssize n;

  if (fd < 0)
    return;

  family = find_family (fd, buffer, 1, "fou");
  if (family != 0 && send_bytes (fd, buffer, ptl_generic_build_fou (buffer, BUFFER_SIZE, sequence, family)))
    {
      for (guint i = 0; i < MAX_ANSWERS && (n = receive_bytes (fd, buffer, BUFFER_SIZE)) > 0; i++)
        {
          if (!ptl_generic_parse_fou (buffer, n, sequence, family, ports))
            break;
        }
    }

  close (fd);
}

/**
 * ptl_kernel_links_read:
 * @ports: (element-type PtlKernelPort): what is found is added
 * @silent: (element-type PtlKernelLink): the interfaces are added that take packets on a port too, but do not tell us on which
 *
 * Asks the kernel which interfaces and tunnels take packets on a port of UDP, in our network namespace. Blocks, for a fraction of
 * a second at most.
 */
void
ptl_kernel_links_read (GArray *ports,
                       GArray *silent)
{
  g_autofree guint8 *buffer = g_malloc (BUFFER_SIZE);

  read_interfaces (buffer, ports, silent);
  read_wireguard (buffer, ports, silent);
  read_fou (buffer, ports);
}
