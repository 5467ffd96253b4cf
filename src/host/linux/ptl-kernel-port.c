#include "config.h"

#include "host/linux/ptl-kernel-port.h"

#include "host/linux/ptl-linux-file.h"
#include "host/linux/ptl-netlink-attribute.h"

#include <linux/amt.h>
#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>

/* More are no computer's. */
#define MAX_PORTS 4096

/**
 * ptl_kernel_ports_take:
 * @ports: (element-type PtlKernelPort): ports
 * @port: what to add, all but the name
 * @name: its name, which is cut where it is too long
 *
 * Adds a port, if it is one. Any thread.
 */
void
ptl_kernel_ports_take (GArray              *ports,
                       const PtlKernelPort *port,
                       const char          *name)
{
  PtlKernelPort result = *port;

  if (port->port == 0 || ports->len >= MAX_PORTS)
    return;

  g_utf8_strncpy (result.name, name, (sizeof result.name - 1) / 4);
  g_array_append_val (ports, result);
}

static void
add_port (GArray      *ports,
          PtlTransport transport,
          guint        port,
          gboolean     ipv4,
          gboolean     ipv6,
          const char  *name)
{
  const PtlKernelPort result = { .transport = transport, .port = port, .ipv4 = ipv4, .ipv6 = ipv6 };

  if (port <= G_MAXUINT16)
    ptl_kernel_ports_take (ports, &result, name);
}

/**
 * ptl_kernel_ports_parse_nfsd:
 * @text: (array length=length): the bytes of /proc/fs/nfsd/portlist: lines "TRANSPORT PORT" (nfsd(7))
 * @length: how many
 * @ports: (element-type PtlKernelPort): what is found is added
 *
 * Reads on which ports the kernel's NFS server listens. A line that makes no sense is passed over. Any thread.
 */
void
ptl_kernel_ports_parse_nfsd (const char *text,
                             gsize       length,
                             GArray     *ports)
{
  g_autofree char *valid = ptl_linux_dup_text (text, length);
  g_auto (GStrv) lines = g_strsplit (valid, "\n", MAX_PORTS);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *blank = strchr (lines[i], ' ');
      PtlTransport transport;
      guint64 port;

      if (blank == NULL ||
          !ptl_transport_from_string (lines[i], blank - lines[i], &transport) ||
          !g_ascii_string_to_unsigned (blank + 1, 10, 1, G_MAXUINT16, &port, NULL))
        continue;

      /* The line does not tell the family. */
      add_port (ports, transport, port, TRUE, TRUE, "nfsd");
    }
}

/**
 * ptl_kernel_ports_build_dump:
 * @buffer: (array length=size): at least 64 bytes
 * @size: how many
 * @sequence: the number that the answers will bear
 *
 * Writes the request for all network interfaces (rtnetlink(7), RTM_GETLINK). Any thread.
 *
 * Returns: how many bytes to send
 */
gsize
ptl_kernel_ports_build_dump (guint8 *buffer,
                             gsize   size,
                             guint32 sequence)
{
  struct
  {
    struct nlmsghdr  header;
    struct ifinfomsg info;
  } request = { 0 };

  g_return_val_if_fail (size >= sizeof request, 0);

  request.header.nlmsg_len = sizeof request;
  request.header.nlmsg_type = RTM_GETLINK;
  request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  request.header.nlmsg_seq = sequence;
  memcpy (buffer, &request, sizeof request);

  return sizeof request;
}

/*
 * The kinds of interface that say on which port of UDP the kernel takes their packets: attributes of IFLA_INFO_DATA, 0 for none.
 * Without one that says otherwise they take those of IPv4 alone (vxlan_sock_add(), geneve_open(), amt_create_sock(),
 * bareudp_create_sock(); which of the two the last takes depends on how the kernel was built).
 */
static const struct
{
  const char *kind;
  guint16     port;    /* in network order */
  guint16     ipv6[2]; /* where either is there, it is IPv6 instead */
  guint16     both;    /* where it is there, and no byte that is 0, it is both */
} kinds[] = {
  { "vxlan", IFLA_VXLAN_PORT, { IFLA_VXLAN_GROUP6, IFLA_VXLAN_LOCAL6 }, IFLA_VXLAN_COLLECT_METADATA },
  { "geneve", IFLA_GENEVE_PORT, { IFLA_GENEVE_REMOTE6 }, IFLA_GENEVE_COLLECT_METADATA },
  { "bareudp", IFLA_BAREUDP_PORT, { 0 }, IFLA_BAREUDP_PORT },
  { "amt", IFLA_AMT_RELAY_PORT, { 0 }, 0 },
};

/* The kernel writes it with a byte that is 0, and need not. */
static gboolean
is_kind (const guint8 *kind,
         gsize         length,
         const char   *expected)
{
  gsize expected_length = strlen (expected);

  return length >= expected_length && memcmp (kind, expected, expected_length) == 0 &&
         (length == expected_length || kind[expected_length] == '\0');
}

/* A name has at most 15 bytes (IFNAMSIZ); those that are no UTF-8 become characters of three. */
static char *
dup_name (const guint8 *name,
          gsize         length,
          const char   *kind)
{
  g_autofree char *valid = ptl_linux_dup_text (name, MIN (length, 15));

  return g_strdup_printf ("%s (%s)", valid, kind);
}

static void
parse_link (const guint8           *bytes,
            gsize                   length,
            const struct ifinfomsg *message,
            GArray                 *ports,
            GArray                 *silent)
{
  gsize info_length = 0;
  gsize kind_length = 0;
  gsize data_length = 0;
  gsize name_length = 0;
  gsize port_length = 0;
  const guint8 *info = ptl_netlink_find_attribute (bytes, length, IFLA_LINKINFO, &info_length);
  const guint8 *kind = info != NULL ? ptl_netlink_find_attribute (info, info_length, IFLA_INFO_KIND, &kind_length) : NULL;
  const guint8 *data = kind != NULL ? ptl_netlink_find_attribute (info, info_length, IFLA_INFO_DATA, &data_length) : NULL;
  const guint8 *name = ptl_netlink_find_attribute (bytes, length, IFLA_IFNAME, &name_length);

  if (name != NULL && kind != NULL && is_kind (kind, kind_length, "wireguard") && silent->len < MAX_PORTS)
    {
      PtlKernelLink link = { .index = message->ifi_index };
      g_autofree char *text = dup_name (name, name_length, "wireguard");

      g_utf8_strncpy (link.name, text, (sizeof link.name - 1) / 4);
      g_array_append_val (silent, link);
      return;
    }

  if (data == NULL || name == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      gsize value_length = 0;
      gboolean ipv6 = FALSE;
      gboolean both = FALSE;
      g_autofree char *text = NULL;
      const guint8 *port, *value;

      if (!is_kind (kind, kind_length, kinds[i].kind))
        continue;

      port = ptl_netlink_find_attribute (data, data_length, kinds[i].port, &port_length);
      if (port == NULL || port_length < 2)
        return;

      for (guint j = 0; j < G_N_ELEMENTS (kinds[i].ipv6); j++)
        ipv6 |= kinds[i].ipv6[j] != 0 && ptl_netlink_find_attribute (data, data_length, kinds[i].ipv6[j], &value_length) != NULL;
      value = kinds[i].both != 0 ? ptl_netlink_find_attribute (data, data_length, kinds[i].both, &value_length) : NULL;
      both = value != NULL && (value_length != 1 || *value != 0);

      text = dup_name (name, name_length, kinds[i].kind);
      add_port (ports, PTL_TRANSPORT_UDP, (guint) port[0] << 8 | port[1], !ipv6 || both, ipv6 || both, text);
      return;
    }
}

/**
 * ptl_kernel_ports_parse_links:
 * @bytes: (array length=length): one answer of the kernel to ptl_kernel_ports_build_dump()
 * @length: how many
 * @sequence: the number of the request
 * @ports: (element-type PtlKernelPort): what is found is added
 * @silent: (element-type PtlKernelLink): the interfaces are added that take packets on a port too, but do not tell here on which
 *
 * Reads which interfaces take packets on a port, for which no process is needed. Any thread.
 *
 * Returns: whether more answers follow
 */
gboolean
ptl_kernel_ports_parse_links (const guint8 *bytes,
                              gsize         length,
                              guint32       sequence,
                              GArray       *ports,
                              GArray       *silent)
{
  const gsize start = NLMSG_HDRLEN + NLMSG_ALIGN (sizeof (struct ifinfomsg));
  struct nlmsghdr header;

  while (length >= sizeof header)
    {
      gsize step;

      memcpy (&header, bytes, sizeof header);
      if (header.nlmsg_len < sizeof header || header.nlmsg_len > length)
        return FALSE;

      if (header.nlmsg_seq == sequence)
        {
          if (header.nlmsg_type == NLMSG_DONE || header.nlmsg_type == NLMSG_ERROR)
            return FALSE;
          if (header.nlmsg_type == RTM_NEWLINK && header.nlmsg_len >= start)
            {
              struct ifinfomsg info;

              memcpy (&info, bytes + NLMSG_HDRLEN, sizeof info);
              /* An interface that is down has no socket, and the port may be a process's. */
              if (info.ifi_flags & IFF_UP)
                parse_link (bytes + start, header.nlmsg_len - start, &info, ports, silent);
            }
        }

      step = MIN (NLMSG_ALIGN (header.nlmsg_len), length);
      bytes += step;
      length -= step;
    }

  return TRUE;
}
