#include "config.h"

#include "host/linux/ptl-linux-facts.h"

#include "host/linux/ptl-linux-file.h"
#include "host/linux/ptl-port-set.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* include/uapi/linux/nsfs.h; since 4.9 */
#define NS_GET_USERNS _IO (0xb7, 0x1)

/* A set of all ports, every second one named, takes 180 kB. */
#define MAX_SYSCTL_BYTES (256 * 1024)

static void
read_ephemeral (int           proc,
                PtlHostFacts *facts,
                GByteArray   *buffer)
{
  /* The one setting is for every transport and for IPv6 too (ip-sysctl.rst); the page speaks of TCP and UDP. */
  static const PtlTransport transports[] = { PTL_TRANSPORT_TCP, PTL_TRANSPORT_UDP };
  static const PtlFamily families[] = { PTL_FAMILY_IPV4, PTL_FAMILY_IPV6 };
  PtlInterval range;

  if (!ptl_linux_read_file (proc, "sys/net/ipv4/ip_local_port_range", 256, buffer) ||
      !ptl_port_range_parse ((const char *) buffer->data, &range))
    return;

  for (guint i = 0; i < G_N_ELEMENTS (transports); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (families); j++)
        {
          PtlEphemeral ephemeral = { .transport = transports[i], .family = families[j], .ports = range };

          g_array_append_val (facts->ephemeral, ephemeral);
        }
    }
  facts->ephemeral_source = g_strdup ("net.ipv4.ip_local_port_range");
}

/*
 * The capability counts in the user namespace that owns the network, so root of a namespace of his own does not have it
 * in the host's network (user_namespaces(7)).
 */
static gboolean
owns_network (int proc)
{
  gboolean owns;
  int network;
  int owner;

  network = openat (proc, "self/ns/net", O_RDONLY | O_CLOEXEC);
  if (network < 0)
    return TRUE;

  /* The kernel shows the owner only where it is our own user namespace or one below, which obeys us (ioctl_ns(2)). */
  owner = ioctl (network, NS_GET_USERNS);
  owns = owner >= 0 || errno != EPERM;

  if (owner >= 0)
    close (owner);
  close (network);

  return owns;
}

/* By capget(2), of which the C library has no function: to read /proc/self/status would take fifteen times as long. */
static gboolean
may_bind_privileged (int proc)
{
  struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
  struct __user_cap_data_struct capabilities[_LINUX_CAPABILITY_U32S_3] = { 0 };

  return syscall (SYS_capget, &header, capabilities) == 0 &&
         (capabilities[CAP_TO_INDEX (CAP_NET_BIND_SERVICE)].effective & CAP_TO_MASK (CAP_NET_BIND_SERVICE)) != 0 &&
         owns_network (proc);
}

static void
read_privileged (int           proc,
                 PtlHostFacts *facts,
                 GByteArray   *buffer)
{
  if (ptl_linux_read_file (proc, "sys/net/ipv4/ip_unprivileged_port_start", 64, buffer))
    {
      char *end;
      long start = strtol ((const char *) buffer->data, &end, 10);

      if (end != (char *) buffer->data && start >= 0 && start <= G_MAXUINT16 + 1)
        {
          facts->unprivileged_start = start;
          facts->privileged_source = g_strdup ("net.ipv4.ip_unprivileged_port_start");
        }
    }

  facts->may_bind_privileged = may_bind_privileged (proc);
}

/**
 * ptl_linux_facts_read:
 * @proc: /proc's descriptor, or -1 where it can't be opened
 *
 * Reads what this computer's configuration says of ports. What can't be read stays unknown. Any thread.
 *
 * Returns: (transfer full): the facts
 */
PtlHostFacts *
ptl_linux_facts_read (int proc)
{
  PtlHostFacts *facts = ptl_host_facts_new ("linux");
  g_autoptr (GByteArray) buffer = g_byte_array_new ();

  if (proc < 0)
    return facts;

  read_ephemeral (proc, facts, buffer);
  read_privileged (proc, facts, buffer);

  if (ptl_linux_read_file (proc, "sys/net/ipv4/ip_local_reserved_ports", MAX_SYSCTL_BYTES, buffer))
    {
      facts->reserved = ptl_port_set_parse ((const char *) buffer->data);
      if (facts->reserved != NULL)
        facts->reserved_source = g_strdup ("net.ipv4.ip_local_reserved_ports");
    }

  return facts;
}
