#include "config.h"

#include "host/linux/ptl-generic-netlink.h"
#include "host/linux/ptl-kernel-config.h"
#include "host/linux/ptl-kernel-guess.h"
#include "host/linux/ptl-kernel-port.h"
#include "host/linux/ptl-linux-unheld.h"
#include "host/linux/ptl-rpcbind-answer.h"

#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <linux/amt.h>
#include <linux/fou.h>
#include <linux/genetlink.h>
#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/wireguard.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* What the kernel answers about the ports on which it listens itself: bytes made by hand, as few computers have them all. */

static const PtlKernelPort *
get_port (GArray *ports,
          guint   index)
{
  g_assert_cmpuint (index, <, ports->len);

  return &g_array_index (ports, PtlKernelPort, index);
}

static void
test_nfsd (void)
{
  static const char text[] = "rdma 20049\nudp 2049\ntcp 2049\ntcp\ntcp 0\ntcp 70000\n tcp 1\ntcp 2049x\n";
  g_autoptr (GArray) ports = g_array_new (FALSE, TRUE, sizeof (PtlKernelPort));

  ptl_kernel_ports_parse_nfsd (text, strlen (text), ports);
  g_assert_cmpuint (ports->len, ==, 2);
  g_assert_cmpint (get_port (ports, 0)->transport, ==, PTL_TRANSPORT_UDP);
  g_assert_cmpuint (get_port (ports, 0)->port, ==, 2049);
  g_assert_cmpint (get_port (ports, 1)->transport, ==, PTL_TRANSPORT_TCP);
  g_assert_cmpstr (get_port (ports, 1)->name, ==, "nfsd");
}

static void
add_attribute (GByteArray   *bytes,
               guint16       type,
               gconstpointer data,
               gsize         length)
{
  static const guint8 zeros[4] = { 0 };
  struct rtattr attribute = { .rta_len = sizeof attribute + length, .rta_type = type };

  g_byte_array_append (bytes, (const guint8 *) &attribute, sizeof attribute);
  g_byte_array_append (bytes, data, length);
  g_byte_array_append (bytes, zeros, RTA_ALIGN (length) - length);
}

static void
add_link (GByteArray *bytes,
          const char *name,
          const char *kind,
          guint16     attribute,
          guint16     port,
          guint16     other, /* 0 for none */
          gboolean    up)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_autoptr (GByteArray) info = g_byte_array_new ();
  g_autoptr (GByteArray) link = g_byte_array_new ();
  const struct ifinfomsg message = { .ifi_flags = up ? IFF_UP : 0, .ifi_index = 11 };
  const guint8 big_endian[2] = { port >> 8, port & 0xff };
  struct nlmsghdr header = { .nlmsg_type = RTM_NEWLINK, .nlmsg_seq = 7 };

  add_attribute (data, attribute, big_endian, 2);
  if (other != 0)
    add_attribute (data, other, "\x01", 1);
  add_attribute (info, IFLA_INFO_KIND, kind, strlen (kind) + 1);
  add_attribute (info, IFLA_INFO_DATA, data->data, data->len);
  add_attribute (link, IFLA_IFNAME, name, strlen (name) + 1);
  add_attribute (link, IFLA_LINKINFO, info->data, info->len);

  header.nlmsg_len = sizeof header + sizeof message + link->len;
  g_byte_array_append (bytes, (const guint8 *) &header, sizeof header);
  g_byte_array_append (bytes, (const guint8 *) &message, sizeof message);
  g_byte_array_append (bytes, link->data, link->len);
}

static void
test_links (void)
{
  static const gboolean families[][2] = {
    { TRUE, FALSE }, { TRUE, FALSE }, { FALSE, TRUE }, { FALSE, TRUE }, { TRUE, TRUE }, { FALSE, TRUE }, { TRUE, TRUE },
    { TRUE, FALSE },
  };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GArray) ports = g_array_new (FALSE, TRUE, sizeof (PtlKernelPort));
  g_autoptr (GArray) silent = g_array_new (FALSE, TRUE, sizeof (PtlKernelLink));

  add_link (bytes, "vx0", "vxlan", IFLA_VXLAN_PORT, 4789, 0, TRUE);
  add_link (bytes, "br0", "bridge", IFLA_VXLAN_PORT, 4790, 0, TRUE);
  add_link (bytes, "vx1", "vxlanish", IFLA_VXLAN_PORT, 4791, 0, TRUE);
  add_link (bytes, "gen0", "geneve", IFLA_GENEVE_PORT, 6081, 0, TRUE);
  add_link (bytes, "vx2", "vxlan", IFLA_VXLAN_TTL, 9, 0, TRUE);
  add_link (bytes, "vx3", "vxlan", IFLA_VXLAN_PORT, 4792, IFLA_VXLAN_GROUP6, TRUE);
  add_link (bytes, "vx4", "vxlan", IFLA_VXLAN_PORT, 4793, IFLA_VXLAN_LOCAL6, TRUE);
  add_link (bytes, "vx5", "vxlan", IFLA_VXLAN_PORT, 4794, IFLA_VXLAN_COLLECT_METADATA, TRUE);
  add_link (bytes, "gen1", "geneve", IFLA_GENEVE_PORT, 6082, IFLA_GENEVE_REMOTE6, TRUE);
  add_link (bytes, "bare", "bareudp", IFLA_BAREUDP_PORT, 6635, 0, TRUE);
  add_link (bytes, "down", "vxlan", IFLA_VXLAN_PORT, 4795, 0, FALSE);
  add_link (bytes, "amt0", "amt", IFLA_AMT_RELAY_PORT, 2268, 0, TRUE);
  add_link (bytes, "wg\xff", "wireguard", 1, 1, 0, TRUE);
  add_link (bytes, "wg1", "wireguard", 1, 1, 0, FALSE);
  g_assert_true (ptl_kernel_ports_parse_links (bytes->data, bytes->len, 7, ports, silent));
  g_assert_cmpuint (ports->len, ==, G_N_ELEMENTS (families));
  for (guint i = 0; i < ports->len; i++)
    {
      g_assert_cmpint (get_port (ports, i)->ipv4, ==, families[i][0]);
      g_assert_cmpint (get_port (ports, i)->ipv6, ==, families[i][1]);
    }
  g_assert_cmpstr (get_port (ports, 0)->name, ==, "vx0 (vxlan)");
  g_assert_cmpuint (get_port (ports, 0)->port, ==, 4789);
  g_assert_cmpint (get_port (ports, 0)->transport, ==, PTL_TRANSPORT_UDP);
  g_assert_cmpstr (get_port (ports, 1)->name, ==, "gen0 (geneve)");
  g_assert_cmpuint (get_port (ports, 1)->port, ==, 6081);

  /* That it is up is all that an interface of WireGuard tells. */
  g_assert_cmpuint (silent->len, ==, 1);
  g_assert_cmpuint (g_array_index (silent, PtlKernelLink, 0).index, ==, 11);
  g_assert_cmpstr (g_array_index (silent, PtlKernelLink, 0).name, ==, "wg\xef\xbf\xbd (wireguard)");

  /* An answer to somebody else's question, and one that is cut anywhere. */
  g_array_set_size (ports, 0);
  ptl_kernel_ports_parse_links (bytes->data, bytes->len, 8, ports, silent);
  g_assert_cmpuint (ports->len, ==, 0);
  for (guint length = 0; length < bytes->len; length++)
    {
      g_autofree guint8 *cut = g_memdup2 (bytes->data, length);

      ptl_kernel_ports_parse_links (cut, length, 7, ports, silent);
    }
  g_assert_cmpuint (ports->len, >, 0);
}

static GByteArray *
new_generic (guint32 sequence,
             guint16 family,
             guint8  command)
{
  GByteArray *bytes = g_byte_array_new ();
  const struct nlmsghdr header = { .nlmsg_type = family, .nlmsg_seq = sequence };
  const struct genlmsghdr generic = { .cmd = command, .version = 1 };

  g_byte_array_append (bytes, (const guint8 *) &header, sizeof header);
  g_byte_array_append (bytes, (const guint8 *) &generic, sizeof generic);

  return bytes;
}

static void
finish_generic (GByteArray *bytes)
{
  ((struct nlmsghdr *) (gpointer) bytes->data)->nlmsg_len = bytes->len;
}

/* Which family has which number: what is sent, and what comes back. */
static void
test_generic_family (void)
{
  static const guint8 request[] = {
    28, 0, 0, 0, 16, 0, 1, 0, 5, 0, 0, 0, 0, 0, 0, 0, /* GENL_ID_CTRL, NLM_F_REQUEST, the sequence */
    3, 1, 0, 0,                                       /* CTRL_CMD_GETFAMILY */
    8, 0, 2, 0, 'f', 'o', 'u', 0,                     /* CTRL_ATTR_FAMILY_NAME */
  };
  g_autoptr (GByteArray) bytes = new_generic (5, GENL_ID_CTRL, CTRL_CMD_NEWFAMILY);
  guint8 buffer[PTL_GENERIC_REQUEST_SIZE];
  const guint16 id = 0x1c;

  g_assert_cmpuint (ptl_generic_build_family (buffer, sizeof buffer, 5, "fou"), ==, 28);
  g_assert_cmpmem (buffer, 28, request, sizeof request);
  /* The longest name there may be fits. */
  g_assert_cmpuint (ptl_generic_build_family (buffer, sizeof buffer, 5, "fifteen letters"), ==, 40);

  add_attribute (bytes, CTRL_ATTR_FAMILY_NAME, "fou", 4);
  add_attribute (bytes, CTRL_ATTR_FAMILY_ID, &id, 2);
  finish_generic (bytes);
  g_assert_cmpuint (ptl_generic_parse_family (bytes->data, bytes->len, 5), ==, 0x1c);
  g_assert_cmpuint (ptl_generic_parse_family (bytes->data, bytes->len, 6), ==, 0);
  for (guint length = 0; length < bytes->len - 2; length++)
    {
      g_autofree guint8 *cut = g_memdup2 (bytes->data, length);

      g_assert_cmpuint (ptl_generic_parse_family (cut, length, 5), ==, 0);
    }
}

/* WireGuard tells its port first, and its private key after it: the first is read, and the second never. */
static void
test_wireguard (void)
{
  g_autoptr (GByteArray) bytes = new_generic (2, 30, WG_CMD_GET_DEVICE);
  g_autoptr (GByteArray) error = g_byte_array_new ();
  const struct nlmsghdr refusal = { .nlmsg_len = sizeof refusal + 4, .nlmsg_type = NLMSG_ERROR, .nlmsg_seq = 2 };
  guint8 buffer[PTL_GENERIC_REQUEST_SIZE];
  g_autofree guint8 *cut = NULL;
  const guint16 port = 51820;
  const guint32 mark = 7;
  struct nlmsghdr header;
  guint32 index;

  g_assert_cmpuint (ptl_generic_build_wireguard (buffer, sizeof buffer, 2, 30, 11), ==, 28);
  memcpy (&header, buffer, sizeof header);
  g_assert_cmpint (header.nlmsg_type, ==, 30);
  g_assert_cmpint (header.nlmsg_flags, ==, NLM_F_REQUEST | NLM_F_DUMP);
  g_assert_cmpint (buffer[sizeof header], ==, WG_CMD_GET_DEVICE);
  g_assert_cmpint (buffer[sizeof header + 6], ==, WGDEVICE_A_IFINDEX);
  memcpy (&index, buffer + 24, sizeof index);
  g_assert_cmpuint (index, ==, 11);

  add_attribute (bytes, WGDEVICE_A_LISTEN_PORT, &port, 2);
  add_attribute (bytes, WGDEVICE_A_FWMARK, &mark, 4);
  add_attribute (bytes, WGDEVICE_A_PRIVATE_KEY, "secret secret secret secret secre", 32);
  finish_generic (bytes);
  cut = g_memdup2 (bytes->data, PTL_WIREGUARD_ANSWER_SIZE);
  g_assert_cmpuint (ptl_generic_parse_wireguard (cut, PTL_WIREGUARD_ANSWER_SIZE, 2, 30), ==, 51820);
  g_assert_null (g_strstr_len ((const char *) cut, PTL_WIREGUARD_ANSWER_SIZE, "secret"));

  /* Another family's, another question's, a refusal, and less than is needed. */
  g_assert_cmpuint (ptl_generic_parse_wireguard (cut, PTL_WIREGUARD_ANSWER_SIZE, 2, 31), ==, 0);
  g_assert_cmpuint (ptl_generic_parse_wireguard (cut, PTL_WIREGUARD_ANSWER_SIZE, 3, 30), ==, 0);
  g_assert_cmpuint (ptl_generic_parse_wireguard (cut, PTL_WIREGUARD_ANSWER_SIZE - 3, 2, 30), ==, 0);
  g_byte_array_append (error, (const guint8 *) &refusal, sizeof refusal);
  g_byte_array_append (error, (const guint8 *) "\xff\xff\xff\xff", 4);
  g_assert_cmpuint (ptl_generic_parse_wireguard (error->data, error->len, 2, 30), ==, 0);
}

static void
add_fou (GByteArray   *bytes,
         guint8        family,
         guint16       port,
         guint8        type,
         const guint8 *address)
{
  g_autoptr (GByteArray) message = new_generic (2, 31, FOU_CMD_GET);
  const guint8 big_endian[2] = { port >> 8, port & 0xff };

  add_attribute (message, FOU_ATTR_AF, &family, 1);
  add_attribute (message, FOU_ATTR_PORT, big_endian, 2);
  add_attribute (message, FOU_ATTR_TYPE, &type, 1);
  add_attribute (message, family == AF_INET ? FOU_ATTR_LOCAL_V4 : FOU_ATTR_LOCAL_V6, address, family == AF_INET ? 4 : 16);
  finish_generic (message);
  g_byte_array_append (bytes, message->data, message->len);
}

static void
test_fou (void)
{
  static const guint8 any[16] = { 0 };
  static const guint8 local[16] = { 192, 0, 2, 1 };
  const struct nlmsghdr done = { .nlmsg_len = sizeof done + 4, .nlmsg_type = NLMSG_DONE, .nlmsg_seq = 2 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GArray) ports = g_array_new (FALSE, TRUE, sizeof (PtlKernelPort));
  guint8 buffer[PTL_GENERIC_REQUEST_SIZE];

  g_assert_cmpuint (ptl_generic_build_fou (buffer, sizeof buffer, 2, 31), ==, 20);

  add_fou (bytes, AF_INET, 5555, FOU_ENCAP_DIRECT, local);
  add_fou (bytes, AF_INET6, 6080, FOU_ENCAP_GUE, any);
  add_fou (bytes, AF_UNIX, 7, FOU_ENCAP_GUE, any);
  add_fou (bytes, AF_INET, 0, FOU_ENCAP_GUE, any);
  g_assert_true (ptl_generic_parse_fou (bytes->data, bytes->len, 2, 31, ports));
  g_assert_cmpuint (ports->len, ==, 2);
  g_assert_cmpstr (get_port (ports, 0)->name, ==, "fou");
  g_assert_cmpuint (get_port (ports, 0)->port, ==, 5555);
  g_assert_true (get_port (ports, 0)->ipv4 && !get_port (ports, 0)->ipv6);
  g_assert_cmpmem (get_port (ports, 0)->address, 16, local, 16);
  g_assert_cmpstr (get_port (ports, 1)->name, ==, "gue");
  g_assert_true (get_port (ports, 1)->ipv6 && !get_port (ports, 1)->ipv4);

  g_byte_array_append (bytes, (const guint8 *) &done, sizeof done);
  g_byte_array_append (bytes, any, 4);
  g_assert_false (ptl_generic_parse_fou (bytes->data, bytes->len, 2, 31, ports));
  g_array_set_size (ports, 0);
  g_assert_true (ptl_generic_parse_fou (bytes->data, bytes->len, 3, 31, ports));
  g_assert_cmpuint (ports->len, ==, 0);
  for (guint length = 0; length < bytes->len; length++)
    {
      g_autofree guint8 *cut = g_memdup2 (bytes->data, length);

      ptl_generic_parse_fou (cut, length, 2, 31, ports);
    }
}

/* What targets of iSCSI and NVMe are set up to listen on. */
static void
test_targets (void)
{
  static const guint8 local[16] = { 192, 0, 2, 1 };
  static const guint8 local6[16] = { 0x20, 0x01, 0x0d, 0xb8, [15] = 1 };
  static const char *const wrong[] = {
    "", ":", ":3260", "192.0.2.1", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:65536", "192.0.2.1:3260x", "host:3260", "[]:1", "[:1",
    "[2001:db8::1]", "[2001:db8::1:3260",
  };
  g_autoptr (GArray) ports = g_array_new (FALSE, TRUE, sizeof (PtlKernelPort));

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    ptl_kernel_ports_parse_portal (wrong[i], ports);
  ptl_kernel_ports_parse_nvmet ("rdma", "192.0.2.1", "4420", ports);
  ptl_kernel_ports_parse_nvmet ("tcp", "nowhere", "4420", ports);
  ptl_kernel_ports_parse_nvmet ("tcp", "192.0.2.1", "", ports);
  g_assert_cmpuint (ports->len, ==, 0);

  ptl_kernel_ports_parse_portal ("192.0.2.1:3260", ports);
  ptl_kernel_ports_parse_portal ("[2001:db8::1]:3261", ports);
  ptl_kernel_ports_parse_nvmet ("tcp", "0.0.0.0", "4420", ports);
  g_assert_cmpuint (ports->len, ==, 3);
  g_assert_cmpuint (get_port (ports, 0)->port, ==, 3260);
  g_assert_true (get_port (ports, 0)->ipv4 && get_port (ports, 0)->is_likely);
  g_assert_cmpmem (get_port (ports, 0)->address, 16, local, 16);
  g_assert_cmpstr (get_port (ports, 0)->thread, ==, "iscsi_np");
  g_assert_cmpuint (get_port (ports, 1)->port, ==, 3261);
  g_assert_cmpmem (get_port (ports, 1)->address, 16, local6, 16);
  g_assert_cmpuint (get_port (ports, 2)->port, ==, 4420);
  g_assert_cmpstr (get_port (ports, 2)->name, ==, "nvmet_tcp");
  g_assert_null (get_port (ports, 2)->thread);
}

/* A socket as WireGuard opens it; held by nobody. */
static void
add_socket (GArray *sockets,
            guint8  family,
            guint16 port)
{
  const PtlLinuxSocket socket = {
    .family = family, .protocol = PTL_PROTO_UDP, .port = port, .v6only = family == AF_INET6, .inode = sockets->len + 1,
  };

  g_array_append_val (sockets, socket);
}

/* Where the interfaces likely listen: the likely ports, as "name:port …". */
static char *
guess (GArray     *sockets,
       guint       n_links,
       const char *known)
{
  g_autofree char *proc = g_dir_make_tmp ("portolan-XXXXXX", NULL);
  g_autofree char *net = g_build_filename (proc, "net", NULL);
  g_autofree char *inet6 = g_build_filename (net, "if_inet6", NULL);
  g_autofree guint8 *given_up = g_new0 (guint8, sockets->len);
  g_autofree guint8 *unheld = g_new0 (guint8, sockets->len);
  g_autoptr (PtlLinuxOwners) owners = ptl_linux_owners_new (FALSE);
  g_autoptr (PtlLinuxCgroups) cgroups = ptl_linux_cgroups_new (proc);
  g_autoptr (PtlLinuxUsers) users = ptl_linux_users_new (FALSE);
  g_autoptr (GArray) silent = g_array_new (FALSE, TRUE, sizeof (PtlKernelLink));
  g_autoptr (GArray) ports = g_array_new (FALSE, TRUE, sizeof (PtlKernelPort));
  g_autoptr (GString) text = g_string_new (NULL);
  const PtlLinuxSocket *all = (const PtlLinuxSocket *) sockets->data;
  PtlLinuxContext context = { .cgroups = cgroups, .owners = owners, .sockets = all, .n_sockets = sockets->len, .unheld = unheld };

  g_assert_no_errno (g_mkdir (net, 0700));
  g_assert_true (g_file_set_contents (inet6, "", 0, NULL));
  context.proc = open (proc, O_PATH | O_DIRECTORY | O_CLOEXEC);
  g_assert_no_errno (context.proc);
  memset (unheld, PTL_UNHELD_CERTAIN, sockets->len);
  ptl_linux_owners_begin (owners, context.proc, TRUE);
  ptl_linux_owners_resolve (owners, context.proc, cgroups, users, all, sockets->len, given_up, NULL);

  for (guint i = 0; i < n_links; i++)
    {
      PtlKernelLink link = { .index = i + 1 };

      g_snprintf (link.name, sizeof link.name, "wg%u (wireguard)", i);
      g_array_append_val (silent, link);
    }
  if (known != NULL)
    ptl_kernel_ports_parse_nfsd (known, strlen (known), ports);
  ptl_kernel_guess_links (silent, &context, ports);

  for (guint i = 0; i < ports->len; i++)
    {
      if (get_port (ports, i)->is_likely)
        g_string_append_printf (text, "%s:%u ", get_port (ports, i)->name, get_port (ports, i)->port);
    }
  close (context.proc);
  g_remove (inet6);
  g_remove (net);
  g_remove (proc);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_guess (GArray     *sockets,
              guint       n_links,
              const char *known,
              const char *expected)
{
  g_autofree char *text = guess (sockets, n_links, known);

  g_assert_cmpstr (text, ==, expected);
}

/* Of an interface that does not tell its port, it is told where it is the only one that it can be. */
static void
test_guess (void)
{
  g_autoptr (GArray) sockets = g_array_new (FALSE, FALSE, sizeof (PtlLinuxSocket));

  add_socket (sockets, AF_INET, 40000);
  assert_guess (sockets, 1, NULL, "");
  add_socket (sockets, AF_INET6, 40000);
  assert_guess (sockets, 1, NULL, "wg0 (wireguard):40000 ");
  assert_guess (sockets, 0, NULL, "");
  assert_guess (sockets, 1, "udp 40000\n", "");

  /* Neither user, interface, address nor family is another's. */
  g_array_index (sockets, PtlLinuxSocket, 1).uid = 5;
  assert_guess (sockets, 1, NULL, "");
  g_array_index (sockets, PtlLinuxSocket, 1).uid = 0;
  g_array_index (sockets, PtlLinuxSocket, 1).v6only = 0;
  assert_guess (sockets, 1, NULL, "");
  g_array_index (sockets, PtlLinuxSocket, 1).v6only = 1;
  g_array_index (sockets, PtlLinuxSocket, 0).address[3] = 1;
  assert_guess (sockets, 1, NULL, "");
  g_array_index (sockets, PtlLinuxSocket, 0).address[3] = 0;
  g_array_index (sockets, PtlLinuxSocket, 0).ifindex = 1;
  assert_guess (sockets, 1, NULL, "");
  g_array_index (sockets, PtlLinuxSocket, 0).ifindex = 0;

  /* More sockets than interfaces: the usual port, or none. */
  add_socket (sockets, AF_INET, 40001);
  add_socket (sockets, AF_INET6, 40001);
  assert_guess (sockets, 1, NULL, "");
  assert_guess (sockets, 2, NULL, "wireguard:40000 wireguard:40001 ");
  add_socket (sockets, AF_INET, 51820);
  add_socket (sockets, AF_INET6, 51820);
  assert_guess (sockets, 1, NULL, "wg0 (wireguard):51820 ");
}

static char *
describe (GArray *ports)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ports->len; i++)
    {
      const PtlKernelPort *port = get_port (ports, i);

      g_assert_true (port->is_likely);
      g_assert_cmpint (port->ipv4, !=, port->ipv6);
      g_string_append_printf (text, "%s%s:%s%s:%u.%u", i > 0 ? " " : "", port->name, ptl_transport_to_string (port->transport),
                              port->ipv6 ? "6" : "", port->port, port->address[port->ipv6 ? 15 : 3]);
    }

  return g_string_free (text, FALSE);
}

/* What a real rpcbind answered, whole, in fragments, cut off anywhere, and what is no list. */
static void
test_rpcbind (void)
{
  static const char expected[] = "lockd:udp:38177.0 lockd:tcp:41479.0 lockd:tcp6:42763.0 nfsd:tcp:2049.0 nfsd:tcp:2050.1";
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "host", "fixtures", "rpcbind.answer", NULL);
  g_autoptr (GArray) ports = g_array_new (FALSE, TRUE, sizeof (PtlKernelPort));
  g_autoptr (GByteArray) split = g_byte_array_new ();
  static const guint8 first_head[] = { 0, 0, 0, 200 };
  g_autofree char *contents = NULL;
  g_autofree char *text = NULL;
  g_autofree char *split_text = NULL;
  guint8 *bytes;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  bytes = (guint8 *) contents;
  g_assert_true (ptl_rpcbind_answer_is_whole (bytes, length));
  g_assert_true (ptl_rpcbind_answer_parse (bytes, length, ports));
  text = describe (ports);
  g_assert_cmpstr (text, ==, expected);

  for (gsize i = 0; i < length; i++)
    {
      g_autofree guint8 *part = g_memdup2 (bytes, i);

      g_array_set_size (ports, 0);
      g_assert_false (ptl_rpcbind_answer_is_whole (part, i));
      g_assert_false (ptl_rpcbind_answer_parse (part, i, ports));
      g_assert_cmpuint (ports->len, ==, 0);
    }

  /* The same in two fragments: the head, 200 bytes, and the rest. */
  g_byte_array_append (split, first_head, sizeof first_head);
  g_byte_array_append (split, bytes + 4, 200);
  g_byte_array_append (split, (const guint8[]) { 0x80, 0, (length - 204) >> 8, (length - 204) & 255 }, 4);
  g_byte_array_append (split, bytes + 204, length - 204);
  g_array_set_size (ports, 0);
  g_assert_true (ptl_rpcbind_answer_is_whole (split->data, split->len));
  g_assert_true (ptl_rpcbind_answer_parse (split->data, split->len, ports));
  split_text = describe (ports);
  g_assert_cmpstr (split_text, ==, expected);

  /* Another's answer, a question, a refusal, an error, a text longer than any. */
  for (guint i = 0; i < 5; i++)
    {
      static const gsize at[] = { 7, 11, 15, 27, 41 };
      g_autofree guint8 *changed = g_memdup2 (bytes, length);

      changed[at[i]] ^= 2;
      g_array_set_size (ports, 0);
      g_assert_false (ptl_rpcbind_answer_parse (changed, length, ports));
      g_assert_cmpuint (ports->len, ==, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/host/kernel-ports/nfsd", test_nfsd);
  g_test_add_func ("/host/kernel-ports/links", test_links);
  g_test_add_func ("/host/kernel-ports/generic-family", test_generic_family);
  g_test_add_func ("/host/kernel-ports/wireguard", test_wireguard);
  g_test_add_func ("/host/kernel-ports/fou", test_fou);
  g_test_add_func ("/host/kernel-ports/targets", test_targets);
  g_test_add_func ("/host/kernel-ports/guess", test_guess);
  g_test_add_func ("/host/kernel-ports/rpcbind", test_rpcbind);

  return g_test_run ();
}
