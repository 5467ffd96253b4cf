#include "config.h"

#include "host/linux/ptl-linux-kernel.h"

#include "host/linux/ptl-kernel-port.h"
#include "host/linux/ptl-linux-file.h"

#include <errno.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

/* No more answers than these are waited for: a computer with so many interfaces has other worries. */
#define MAX_ANSWERS 4096

struct _PtlLinuxKernel
{
  GArray  *ports;  /* (owned) (element-type PtlKernelPort) */
  gboolean is_own; /* /proc is this computer's, and so the interfaces are */
  gboolean read;   /* in this reading */
};

/**
 * ptl_linux_kernel_new:
 * @is_own: whether /proc will be this computer's, not a copy of another's
 *
 * Reads nothing yet.
 *
 * Returns: (transfer full): a memory of no ports
 */
PtlLinuxKernel *
ptl_linux_kernel_new (gboolean is_own)
{
  PtlLinuxKernel *self = g_new0 (PtlLinuxKernel, 1);

  self->ports = g_array_new (FALSE, TRUE, sizeof (PtlKernelPort));
  self->is_own = is_own;

  return self;
}

/**
 * ptl_linux_kernel_free:
 * @self: (transfer full): a memory
 *
 * Frees it.
 */
void
ptl_linux_kernel_free (PtlLinuxKernel *self)
{
  g_array_unref (self->ports);
  g_free (self);
}

/**
 * ptl_linux_kernel_begin:
 * @self: a memory
 *
 * Begins a reading: what the last one knew is read anew when it is asked for.
 */
void
ptl_linux_kernel_begin (PtlLinuxKernel *self)
{
  self->read = FALSE;
}

static void
read_links (GArray *ports)
{
  struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
  struct timeval patience = { .tv_usec = 200000 };
  g_autofree guint8 *buffer = NULL;
  const gsize size = 65536;
  const guint32 sequence = 1;
  gsize length;
  int fd = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

  if (fd < 0)
    return;

  buffer = g_malloc (size);
  length = ptl_kernel_ports_build_dump (buffer, size, sequence);
  if (setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0 &&
      sendto (fd, buffer, length, 0, (struct sockaddr *) &kernel, sizeof kernel) == (gssize) length)
    {
      for (guint i = 0; i < MAX_ANSWERS; i++)
        {
          struct sockaddr_nl sender = { 0 };
          socklen_t sender_length = sizeof sender;
          gssize n = recvfrom (fd, buffer, size, 0, (struct sockaddr *) &sender, &sender_length);

          if (n < 0 && errno == EINTR)
            continue;
          if (n <= 0)
            break;
          /* Other programs can send here too; the kernel's number is 0. */
          if (sender_length != sizeof sender || sender.nl_pid != 0)
            continue;
          if (!ptl_kernel_ports_parse_links (buffer, n, sequence, ports))
            break;
        }
    }

  close (fd);
}

/**
 * ptl_linux_kernel_find:
 * @self: a memory
 * @proc: /proc's descriptor
 * @transport: of a listener that no process is known to hold
 * @family: of the listener
 * @port: of the listener
 *
 * Tells whether the kernel says that it listens there itself: as an NFS server, or for a VXLAN, Geneve or bare UDP interface that
 * is up. Blocks, once a reading and for well under a millisecond.
 *
 * Returns: (transfer none) (nullable): what listens, until the next reading: "nfsd", "vxlan0 (vxlan)"; %NULL where nothing is known
 */
const char *
ptl_linux_kernel_find (PtlLinuxKernel *self,
                       int             proc,
                       PtlTransport    transport,
                       PtlFamily       family,
                       guint16         port)
{
  if (!self->read)
    {
      g_autoptr (GByteArray) buffer = g_byte_array_new ();

      g_array_set_size (self->ports, 0);
      if (proc >= 0 && ptl_linux_read_file (proc, "fs/nfsd/portlist", 65536, buffer))
        ptl_kernel_ports_parse_nfsd ((const char *) buffer->data, buffer->len, self->ports);
      if (self->is_own)
        read_links (self->ports);
      self->read = TRUE;
    }

  for (guint i = 0; i < self->ports->len; i++)
    {
      const PtlKernelPort *known = &g_array_index (self->ports, PtlKernelPort, i);

      if (known->transport == transport && known->port == port && (family == PTL_FAMILY_IPV4 ? known->ipv4 : known->ipv6))
        return known->name;
    }

  return NULL;
}
