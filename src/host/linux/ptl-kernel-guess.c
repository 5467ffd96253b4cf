#include "config.h"

#include "host/linux/ptl-kernel-guess.h"

#include "host/linux/ptl-linux-unheld.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The root of all control groups has this number (kernfs, since 5.5); everybody may be there. */
#define ROOT_GROUP 1

/* A group of more processes than these has certainly some that are hidden. */
#define MAX_GROUP 4096

/* What wg-quick(8) and most who write of WireGuard use; the kernel takes any where none is given. */
#define WIREGUARD_PORT 51820

/**
 * ptl_kernel_guess_may_be_hidden:
 * @socket: a socket that no process is seen to hold
 * @context: where to ask
 *
 * Tells whether a process of the control group that made the socket may hold it unseen. A socket that outlives all processes
 * of its group, or whose group has none but such as don't hold it, was likely made by the kernel on somebody's behalf, whose
 * group it then has. Blocks.
 *
 * Returns: whether that may be; also where it can't be known
 */
gboolean
ptl_kernel_guess_may_be_hidden (const PtlLinuxSocket  *socket,
                                const PtlLinuxContext *context)
{
  g_autoptr (GArray) pids = NULL;

  if (socket->cgroup_id <= ROOT_GROUP || !ptl_linux_cgroups_sees_root (context->cgroups))
    return TRUE;

  pids = ptl_linux_cgroups_list_pids (context->cgroups, socket->cgroup_id);
  if (pids == NULL)
    return ptl_linux_cgroups_get_path (context->cgroups, socket->cgroup_id) != NULL;

  for (guint i = 0; i < pids->len; i++)
    {
      PtlLinuxTask *task = ptl_linux_owners_find_task (context->owners, g_array_index (pids, gint64, i));

      if (i > MAX_GROUP || task == NULL)
        return TRUE;
      ptl_linux_task_look (task, context->proc);
      if (task->hidden || task->unread)
        return TRUE;
    }

  return FALSE;
}

/* Whether a socket is like those that WireGuard opens: root's, for packets to every address, and with no holder. */
static gboolean
is_plain (guint                  index,
          const PtlLinuxContext *context)
{
  static const guint8 zeros[16] = { 0 };
  const PtlLinuxSocket *socket = &context->sockets[index];
  guint n_owners;

  if (socket->protocol != PTL_PROTO_UDP || socket->namespace_index != 0 || socket->uid != 0 || socket->ifindex != 0 ||
      memcmp (socket->address, zeros, sizeof zeros) != 0)
    return FALSE;

  ptl_linux_owners_get (context->owners, index, &n_owners);

  return n_owners == 0;
}

/* There is one of IPv6 too, for that alone, opened by the same, and no third. */
static gboolean
has_twin (guint                  index,
          const PtlLinuxContext *context)
{
  const PtlLinuxSocket *socket = &context->sockets[index];
  guint n_twins = 0;

  for (guint i = 0; i < context->n_sockets; i++)
    {
      const PtlLinuxSocket *other = &context->sockets[i];

      if (i == index || other->port != socket->port || other->protocol != socket->protocol || other->namespace_index != 0)
        continue;
      if (other->family != AF_INET6 || other->v6only != 1 || other->cgroup_id != socket->cgroup_id || !is_plain (i, context))
        return FALSE;
      n_twins++;
    }

  /* Where the kernel has no IPv6, neither has it such a socket. */
  return n_twins == 1 || (n_twins == 0 && faccessat (context->proc, "net/if_inet6", F_OK, 0) < 0);
}

static gboolean
is_known (guint16 port,
          GArray *ports)
{
  for (guint i = 0; i < ports->len; i++)
    {
      const PtlKernelPort *known = &g_array_index (ports, PtlKernelPort, i);

      if (!known->is_likely && known->transport == PTL_TRANSPORT_UDP && known->port == port)
        return TRUE;
    }

  return FALSE;
}

/**
 * ptl_kernel_guess_links:
 * @silent: (element-type PtlKernelLink): interfaces that are up, and don't tell us where they listen
 * @context: where to ask; the sockets of this reading
 * @ports: (element-type PtlKernelPort): the ports where the kernel is known to listen, to which the likely ones are added
 *
 * Looks among the sockets for those that are likely such an interface's: where there are no more that look like it than there are
 * interfaces, and else the one at WireGuard's usual port. Blocks.
 */
void
ptl_kernel_guess_links (GArray                *silent,
                        const PtlLinuxContext *context,
                        GArray                *ports)
{
  const char *name = silent->len == 1 ? g_array_index (silent, PtlKernelLink, 0).name : "wireguard";
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint16));

  for (guint i = 0; i < context->n_sockets; i++)
    {
      const PtlLinuxSocket *socket = &context->sockets[i];

      if (socket->family != AF_INET || !is_plain (i, context) || is_known (socket->port, ports) || !has_twin (i, context))
        continue;
      if ((context->unheld == NULL || context->unheld[i] != PTL_UNHELD_CERTAIN) &&
          ptl_kernel_guess_may_be_hidden (socket, context))
        continue;

      g_array_append_val (found, socket->port);
    }

  for (guint i = 0; i < found->len; i++)
    {
      const PtlKernelPort port = {
        .transport = PTL_TRANSPORT_UDP, .port = g_array_index (found, guint16, i), .ipv4 = TRUE, .ipv6 = TRUE, .is_likely = TRUE,
      };

      if (found->len <= silent->len || port.port == WIREGUARD_PORT)
        ptl_kernel_ports_take (ports, &port, name);
    }
}
