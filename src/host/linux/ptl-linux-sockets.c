#include "config.h"

#include "host/linux/ptl-linux-sockets.h"

#include "host/linux/ptl-linux-file.h"
#include "host/linux/ptl-netlink.h"
#include "host/linux/ptl-proc-net.h"
#include "host/ptl-host.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A hundred bytes a line or more, for as many sockets as a big server has. */
#define MAX_TABLE_BYTES (256 * 1024 * 1024)

/* What to ask for. A UDP socket that waits for anybody is bound and not connected, which the kernel calls CLOSE. */
static const struct
{
  guint16     protocol;
  guint8      family;
  guint8      state;
  gboolean    rare;  /* most often there are none, and to see that in /proc/net/protocols is quicker than to ask for them */
  const char *name;  /* in /proc/net/protocols */
  const char *table; /* (nullable): below /proc */
} questions[] = {
  { PTL_PROTO_TCP, AF_INET, PTL_STATE_LISTEN, FALSE, "TCP", "net/tcp" },
  { PTL_PROTO_TCP, AF_INET6, PTL_STATE_LISTEN, FALSE, "TCPv6", "net/tcp6" },
  { PTL_PROTO_UDP, AF_INET, PTL_STATE_CLOSE, FALSE, "UDP", "net/udp" },
  { PTL_PROTO_UDP, AF_INET6, PTL_STATE_CLOSE, FALSE, "UDPv6", "net/udp6" },
  { PTL_PROTO_UDPLITE, AF_INET, PTL_STATE_CLOSE, TRUE, "UDP-Lite", "net/udplite" },
  { PTL_PROTO_UDPLITE, AF_INET6, PTL_STATE_CLOSE, TRUE, "UDPLITEv6", "net/udplite6" },
  { PTL_PROTO_SCTP, AF_INET, PTL_STATE_LISTEN, TRUE, "SCTP", NULL },
  { PTL_PROTO_SCTP, AF_INET6, PTL_STATE_LISTEN, TRUE, "SCTPv6", NULL },
  { PTL_PROTO_DCCP, AF_INET, PTL_STATE_LISTEN, TRUE, "DCCP", NULL },
  { PTL_PROTO_DCCP, AF_INET6, PTL_STATE_LISTEN, TRUE, "DCCPv6", NULL },
  { PTL_PROTO_MPTCP, AF_INET, PTL_STATE_LISTEN, TRUE, "MPTCP", NULL },
  { PTL_PROTO_MPTCP, AF_INET6, PTL_STATE_LISTEN, TRUE, "MPTCPv6", NULL },
};

/*
 * A listener of MPTCP shows twice: as itself, and as the TCP socket below it, which carries the same inode (kernel commit
 * 55b31d0c0d0e's rule for subflows). One entry is left, marked.
 */
static void
merge_multipath (GArray *sockets)
{
  g_autoptr (GHashTable) inodes = g_hash_table_new (NULL, NULL);
  guint kept = 0;

  for (guint i = 0; i < sockets->len; i++)
    {
      const PtlLinuxSocket *socket = &g_array_index (sockets, PtlLinuxSocket, i);

      if (socket->protocol == PTL_PROTO_MPTCP && socket->inode != 0)
        g_hash_table_add (inodes, GUINT_TO_POINTER (socket->inode));
    }

  if (g_hash_table_size (inodes) == 0)
    return;

  for (guint i = 0; i < sockets->len; i++)
    {
      PtlLinuxSocket *socket = &g_array_index (sockets, PtlLinuxSocket, i);

      if (socket->protocol == PTL_PROTO_TCP && socket->inode != 0 &&
          g_hash_table_remove (inodes, GUINT_TO_POINTER (socket->inode)))
        socket->multipath = TRUE;
    }

  /* What is left in the set had no TCP socket below it: it started to listen between the two dumps. */
  for (guint i = 0; i < sockets->len; i++)
    {
      PtlLinuxSocket socket = g_array_index (sockets, PtlLinuxSocket, i);

      if (socket.protocol == PTL_PROTO_MPTCP)
        {
          if (!g_hash_table_contains (inodes, GUINT_TO_POINTER (socket.inode)))
            continue;
          socket.protocol = PTL_PROTO_TCP;
        }
      g_array_index (sockets, PtlLinuxSocket, kept++) = socket;
    }
  g_array_set_size (sockets, kept);
}

/* Whether the kernel says that there is no socket of the kind a question is about; what it says is read once, into @protocols. */
static gboolean
is_unused (int          directory,
           guint        question,
           GByteArray **protocols)
{
  if (*protocols == NULL)
    {
      *protocols = g_byte_array_new ();
      ptl_linux_read_file (directory, "net/protocols", 65536, *protocols);
    }

  return (*protocols)->len > 0 &&
         ptl_proc_protocols_is_unused ((const char *) (*protocols)->data, (*protocols)->len, questions[question].name);
}

/* A bound socket that has no port can't be reached. */
static void
drop_portless (GArray *sockets)
{
  guint kept = 0;

  for (guint i = 0; i < sockets->len; i++)
    {
      const PtlLinuxSocket *socket = &g_array_index (sockets, PtlLinuxSocket, i);

      if (socket->port != 0)
        g_array_index (sockets, PtlLinuxSocket, kept++) = *socket;
    }
  g_array_set_size (sockets, kept);
}

/*
 * Tables don't say whether an IPv6 wildcard takes IPv4 too. Where IPv4's wildcard has the same port by itself, it can't;
 * else it does, unless this computer's default (net.ipv6.bindv6only) is otherwise. Too much exposure is the safer error.
 */
static void
infer_v6only (int     proc,
              GArray *sockets)
{
  static const guint8 zeros[16] = { 0 };
  g_autoptr (GHashTable) taken = g_hash_table_new (NULL, NULL);
  g_autoptr (GByteArray) buffer = NULL;
  gint8 usual = -1;

  for (guint i = 0; i < sockets->len; i++)
    {
      const PtlLinuxSocket *socket = &g_array_index (sockets, PtlLinuxSocket, i);

      if (socket->family == AF_INET && memcmp (socket->address, zeros, 4) == 0)
        g_hash_table_add (taken, GUINT_TO_POINTER ((guint) socket->protocol << 16 | socket->port));
    }

  for (guint i = 0; i < sockets->len; i++)
    {
      PtlLinuxSocket *socket = &g_array_index (sockets, PtlLinuxSocket, i);

      if (socket->v6only >= 0 || memcmp (socket->address, zeros, sizeof zeros) != 0)
        continue;

      if (usual < 0)
        {
          buffer = g_byte_array_new ();
          usual = ptl_linux_read_file (proc, "sys/net/ipv6/bindv6only", 16, buffer) && buffer->data[0] == '1';
        }

      if (g_hash_table_contains (taken, GUINT_TO_POINTER ((guint) socket->protocol << 16 | socket->port)))
        socket->v6only = 1;
      else
        socket->v6only = usual;
    }
}

/**
 * ptl_linux_sockets_read:
 * @proc: /proc's descriptor
 * @no_netlink: read the tables even where netlink would answer
 * @port: the one port that is asked about; there may be other ports' sockets all the same. 0 for every port
 * @cancelled: (nullable) (atomic): not 0 to give up
 * @result: (out caller-allocates): the sockets; cleared with ptl_linux_sockets_clear(); untouched on failure
 * @error: PTL_HOST_ERROR_REFUSED or PTL_HOST_ERROR_CANCELLED
 *
 * Reads all sockets that wait, in the reader's own network namespace: by sock_diag(7), and from the tables below /proc/net
 * what netlink does not tell. Blocks. Any thread.
 *
 * Returns: whether anything answered
 */
gboolean
ptl_linux_sockets_read (int               proc,
                        gboolean          no_netlink,
                        guint16           port,
                        const gint       *cancelled,
                        PtlLinuxSockets  *result,
                        GError          **error)
{
  g_autoptr (GArray) sockets = g_array_new (FALSE, FALSE, sizeof (PtlLinuxSocket));
  g_autoptr (GByteArray) buffer = NULL;
  g_autoptr (GByteArray) protocols = NULL;
  gboolean complete = TRUE;
  guint n_netlink = 0;
  guint n_tables = 0;
  int netlink = -1;
  int saved_errno = 0;

  if (!no_netlink)
    netlink = ptl_netlink_open ();

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      PtlNetlinkResult answer = PTL_NETLINK_REFUSED;

      if (ptl_host_is_cancelled (cancelled))
        break;

      if (netlink >= 0 && questions[i].rare && is_unused (proc, i, &protocols))
        continue;

      if (netlink >= 0)
        answer = ptl_netlink_dump (netlink, questions[i].family, questions[i].protocol, 1u << questions[i].state, port,
                                   cancelled, sockets);

      if (answer == PTL_NETLINK_OK || answer == PTL_NETLINK_INCOMPLETE)
        {
          n_netlink++;
          complete &= answer == PTL_NETLINK_OK;
          continue;
        }

      /* Where the module that would tell is missing, the table may still be there. */
      if (questions[i].table == NULL)
        continue;

      if (buffer == NULL)
        buffer = g_byte_array_new ();
      if (ptl_linux_read_file (proc, questions[i].table, MAX_TABLE_BYTES, buffer))
        {
          n_tables++;
          complete &= ptl_proc_net_parse ((const char *) buffer->data, buffer->len, questions[i].family,
                                          questions[i].protocol, questions[i].state, sockets);
        }
      else if (errno != ENOENT)
        {
          /* No such file means no such family; anything else hides sockets from us. */
          saved_errno = errno;
          complete = FALSE;
        }
    }

  if (netlink >= 0)
    close (netlink);

  if (ptl_host_set_error_if_cancelled (cancelled, error))
    return FALSE;

  if (n_netlink == 0 && n_tables == 0)
    {
      if (saved_errno != 0)
        g_set_error (error, PTL_HOST_ERROR, PTL_HOST_ERROR_REFUSED,
                     _("The system does not let Portolan read its sockets: %s."), g_strerror (saved_errno));
      else
        g_set_error_literal (error, PTL_HOST_ERROR, PTL_HOST_ERROR_REFUSED,
                             _("The system does not let Portolan read its sockets: neither netlink nor /proc/net answers."));
      return FALSE;
    }

  merge_multipath (sockets);
  drop_portless (sockets);
  if (n_tables > 0)
    infer_v6only (proc, sockets);

  result->sockets = g_steal_pointer (&sockets);
  result->method = n_netlink > 0 ? "sock_diag" : "procfs";
  result->complete = complete;

  return TRUE;
}

/*
 * By netlink, where we may go into the other namespace to ask: a twentieth of the time, and it tells what tables don't, such as
 * MPTCP and V6ONLY. Returns whether it answered.
 */
static gboolean
ask_network (int       directory,
             GArray   *sockets,
             gboolean *out_whole)
{
  g_autoptr (GByteArray) protocols = NULL;
  gboolean answered = TRUE;
  int network;
  int netlink;

  if (geteuid () != 0)
    return FALSE;

  network = openat (directory, "ns/net", O_RDONLY | O_CLOEXEC);
  if (network < 0)
    return FALSE;

  netlink = ptl_netlink_open_in (network);
  close (network);
  if (netlink < 0)
    return FALSE;

  for (guint i = 0; answered && i < G_N_ELEMENTS (questions); i++)
    {
      PtlNetlinkResult answer;

      if (is_unused (directory, i, &protocols))
        continue;

      answer = ptl_netlink_dump (netlink, questions[i].family, questions[i].protocol, 1u << questions[i].state, 0, NULL, sockets);
      /* Of what netlink does not know there may be a table. */
      answered = answer == PTL_NETLINK_OK || answer == PTL_NETLINK_INCOMPLETE || questions[i].table == NULL;
      *out_whole &= answer != PTL_NETLINK_INCOMPLETE;
    }
  close (netlink);

  return answered;
}

static gboolean
read_tables (int     directory,
             GArray *sockets)
{
  g_autoptr (GByteArray) buffer = g_byte_array_new ();
  g_autoptr (GByteArray) protocols = NULL;
  gboolean whole = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      /* The kernel goes through every namespace's sockets to write one's table; most sandboxes have none at all. */
      if (questions[i].table != NULL && !is_unused (directory, i, &protocols) &&
          ptl_linux_read_file (directory, questions[i].table, MAX_TABLE_BYTES, buffer))
        whole &= ptl_proc_net_parse ((const char *) buffer->data, buffer->len, questions[i].family,
                                     questions[i].protocol, questions[i].state, sockets);
    }

  infer_v6only (directory, sockets);

  return whole;
}

/**
 * ptl_linux_sockets_read_network:
 * @directory: the descriptor of a directory that has net/tcp, ns/net and so on, such as /proc/PID
 * @namespace_index: what to mark the sockets with
 * @no_netlink: read the tables even where netlink would answer
 * @sockets: (element-type PtlLinuxSocket): where the sockets are added
 *
 * Reads the sockets that wait in another network namespace. Blocks. Any thread.
 *
 * Returns: whether all that was read made sense, and nothing is missing
 */
gboolean
ptl_linux_sockets_read_network (int       directory,
                                guint     namespace_index,
                                gboolean  no_netlink,
                                GArray   *sockets)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (PtlLinuxSocket));
  gboolean whole = TRUE;

  if (!no_netlink && ask_network (directory, found, &whole))
    {
      merge_multipath (found);
      drop_portless (found);
    }
  else
    {
      g_array_set_size (found, 0);
      whole = read_tables (directory, found);
    }

  for (guint i = 0; i < found->len; i++)
    g_array_index (found, PtlLinuxSocket, i).namespace_index = namespace_index;
  if (found->len > 0)
    g_array_append_vals (sockets, found->data, found->len);

  return whole;
}

/**
 * ptl_linux_sockets_clear:
 * @self: what ptl_linux_sockets_read() filled in
 *
 * Frees what is in @self.
 */
void
ptl_linux_sockets_clear (PtlLinuxSockets *self)
{
  g_clear_pointer (&self->sockets, g_array_unref);
}
