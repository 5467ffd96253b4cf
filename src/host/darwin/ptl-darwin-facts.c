#include "config.h"

#include "host/darwin/ptl-darwin-facts.h"

#include "host/darwin/ptl-darwin-restricted.h"
#include "host/darwin/ptl-darwin-sysctl.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/sysctl.h>
#include <unistd.h>

/* IPPORT_RESERVED, <netinet/in.h> */
#define RESERVED_PORTS 1024

/*
 * Darwin 18 is macOS 10.14. From then on the kernel asks for the privilege for one address alone: XNU, in_pcbbind(),
 * in6_pcbbind().
 */
#define FIRST_OPEN_RELEASE 18

/*
 * What bind() to port 0 and connect() take a port from, unless the program asked for another range by IP_PORTRANGE,
 * which few do: in_pcbbind() in bsd/netinet/in_pcb.c and in6_pcbsetport() in bsd/netinet6/in6_src.c of XNU. One
 * setting is for TCP and UDP, IPv4 and IPv6. Where the first is the larger, the kernel counts down.
 */
static void
read_ephemeral (PtlHostFacts *facts)
{
  static const PtlTransport transports[] = { PTL_TRANSPORT_TCP, PTL_TRANSPORT_UDP };
  static const PtlFamily families[] = { PTL_FAMILY_IPV4, PTL_FAMILY_IPV6 };
  int first;
  int last;

  if (!ptl_darwin_sysctl_read_int ("net.inet.ip.portrange.first", &first) ||
      !ptl_darwin_sysctl_read_int ("net.inet.ip.portrange.last", &last) ||
      MIN (first, last) < 1 || MAX (first, last) > G_MAXUINT16)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (transports); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (families); j++)
        {
          PtlEphemeral ephemeral = {
            .transport = transports[i],
            .family = families[j],
            .ports = { .first = (guint16) MIN (first, last), .last = (guint16) MAX (first, last) },
          };

          g_array_append_val (facts->ephemeral, ephemeral);
        }
    }
  facts->ephemeral_source = g_strdup ("net.inet.ip.portrange.first, net.inet.ip.portrange.last");
}

static void
read_privileged (PtlHostFacts *facts)
{
  char release[64] = "";
  size_t length = sizeof release - 1;
  long major;

  facts->may_bind_privileged = geteuid () == 0;
  if (sysctlbyname ("kern.osrelease", release, &length, NULL, 0) != 0)
    return;

  major = strtol (release, NULL, 10);
  if (major <= 0)
    return;

  facts->unprivileged_start = major < FIRST_OPEN_RELEASE ? RESERVED_PORTS : 0;
  facts->one_address_start = RESERVED_PORTS;
  facts->privileged_source = g_strdup_printf ("kern.osrelease: %ld", major);
}

/* A system that has no such list keeps no such ports. */
static void
read_restricted (PtlHostFacts *facts)
{
  g_autoptr (GByteArray) bitmap = g_byte_array_new ();
  g_autoptr (GArray) ports = g_array_new (FALSE, FALSE, sizeof (PtlInterval));

  if (!ptl_darwin_sysctl_read_name ("net.restricted_port.bitmap", bitmap) ||
      !ptl_darwin_restricted_parse (bitmap->data, bitmap->len, ports))
    return;

  facts->excluded = g_steal_pointer (&ports);
  facts->excluded_source = g_strdup ("net.restricted_port.bitmap");
}

/**
 * ptl_darwin_facts_read:
 *
 * Reads what this computer's configuration says of ports. What can't be read stays unknown; a set of reserved ports,
 * as Linux has one, does not exist. Any thread.
 *
 * Returns: (transfer full): the facts
 */
PtlHostFacts *
ptl_darwin_facts_read (void)
{
  PtlHostFacts *facts = ptl_host_facts_new ("macos");

  read_ephemeral (facts);
  read_privileged (facts);
  read_restricted (facts);

  return facts;
}

/**
 * ptl_darwin_facts_get_support:
 * @transport: a transport
 *
 * Asks the system for a socket of a transport. Nothing is loaded for that. Any thread.
 *
 * Returns: whether programs can have one: of SCTP and DCCP, of which nothing is read here, it is at most not known
 */
PtlSupport
ptl_darwin_facts_get_support (PtlTransport transport)
{
  /* The numbers of IANA's registry of protocols; Apple's headers know neither. */
  static const int protocols[PTL_N_TRANSPORTS] = { [PTL_TRANSPORT_SCTP] = 132, [PTL_TRANSPORT_DCCP] = 33 };
  int fd;

  if (protocols[transport] == 0)
    return PTL_SUPPORT_PRESENT;

  fd = socket (AF_INET, SOCK_STREAM, protocols[transport]);
  if (fd >= 0)
    close (fd);

  return fd < 0 && (errno == EPROTONOSUPPORT || errno == EPROTOTYPE) ? PTL_SUPPORT_ABSENT : PTL_SUPPORT_UNKNOWN;
}
