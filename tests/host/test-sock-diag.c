#include "config.h"

#include "host/linux/ptl-proc-net.h"
#include "host/linux/ptl-sock-diag.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

/* The kernel's answers, recorded and made up: record-fixtures.py. */

#define RECORDED_SEQUENCE 0x70746C31

typedef struct
{
  const char *name;
  const char *address;
  guint16     port;
  gint8       v6only;
  gint64      backlog;
  gboolean    bound;
} Expected;

typedef struct
{
  const char    *name;
  int            family;
  int            protocol;
  guint8         state;
  const Expected sockets[5];
} Record;

static const Record records[] = {
  { "tcp", AF_INET, PTL_PROTO_TCP, PTL_STATE_LISTEN,
    { { "web", "0.0.0.0", 8080, 0, 128, FALSE },
      { "database", "127.0.0.1", 5432, 0, 4096, FALSE },
      { "bound", "0.0.0.0", 9000, 0, 1, TRUE },
      { "multipath", "127.0.0.1", 7000, 0, 3, FALSE } } },
  { "tcp6", AF_INET6, PTL_PROTO_TCP, PTL_STATE_LISTEN,
    { { "dual", "::", 443, 0, 511, FALSE },
      { "six", "::", 8443, 1, 5, FALSE },
      { "loopback6", "::1", 631, 1, 5, FALSE } } },
  { "udp", AF_INET, PTL_PROTO_UDP, PTL_STATE_CLOSE, { { "names", "127.0.0.53", 53, 0, -1, FALSE } } },
  { "udp6", AF_INET6, PTL_PROTO_UDP, PTL_STATE_CLOSE, { { "mdns", "::", 5353, 0, -1, FALSE } } },
  { "udplite", AF_INET, PTL_PROTO_UDPLITE, PTL_STATE_CLOSE, { { "lite", "0.0.0.0", 4000, 0, -1, FALSE } } },
  { "mptcp", AF_INET, PTL_PROTO_MPTCP, PTL_STATE_LISTEN, { { "multipath", "127.0.0.1", 7000, 0, 3, FALSE } } },
};

static GBytes *
load (const char *name,
      const char *ending)
{
  g_autofree char *base = g_strconcat (name, ending, NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "host", "fixtures", base, NULL);
  g_autoptr (GError) error = NULL;
  char *text;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (text, length);
}

static const PtlLinuxSocket *
find_port (GArray *sockets,
           guint16 port)
{
  const PtlLinuxSocket *found = NULL;

  for (guint i = 0; i < sockets->len; i++)
    {
      const PtlLinuxSocket *socket = &g_array_index (sockets, PtlLinuxSocket, i);

      if (socket->port == port)
        {
          g_assert_null (found);
          found = socket;
        }
    }
  g_assert_nonnull (found);

  return found;
}

static GArray *
parse_dump (const Record      *record,
            PtlSockDiagAnswer *answer)
{
  GArray *sockets = g_array_new (FALSE, FALSE, sizeof (PtlLinuxSocket));
  g_autoptr (GBytes) bytes = load (record->name, ".dump");
  gsize size;
  const guint8 *at = g_bytes_get_data (bytes, &size);
  const guint8 *end = at + size;

  while (at < end)
    {
      guint32 length;

      memcpy (&length, at, sizeof length);
      at += sizeof length;
      ptl_sock_diag_parse (at, length, RECORDED_SEQUENCE, record->family, record->protocol, 1u << record->state, sockets,
                           answer);
      at += length;
    }

  return sockets;
}

static void
assert_common (const PtlLinuxSocket *socket,
               const Record         *record,
               const Expected       *expected,
               GKeyFile             *names)
{
  guint8 address[16] = { 0 };

  g_assert_cmpint (inet_pton (record->family, expected->address, address), ==, 1);
  g_assert_cmpmem (socket->address, 16, address, 16);
  g_assert_cmpuint (socket->inode, ==, g_key_file_get_uint64 (names, expected->name, "inode", NULL));
  g_assert_cmpuint (socket->inode, !=, 0);
  g_assert_cmpuint (socket->uid, ==, 0);
  g_assert_cmpuint (socket->queue, ==, 0);
  g_assert_cmpuint (socket->family, ==, record->family);
  g_assert_cmpuint (socket->protocol, ==, record->protocol);
  g_assert_cmpuint (socket->state, ==, record->state);
  g_assert_cmpuint (socket->namespace_index, ==, 0);
}

static guint
count_expected (const Record *record)
{
  guint n = 0;

  while (n < G_N_ELEMENTS (record->sockets) && record->sockets[n].name != NULL)
    n++;

  return n;
}

static GKeyFile *
load_names (void)
{
  GKeyFile *names = g_key_file_new ();
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "host", "fixtures", "sockets.ini", NULL);

  g_assert_true (g_key_file_load_from_file (names, path, G_KEY_FILE_NONE, NULL));

  return names;
}

static void
test_recorded (gconstpointer data)
{
  const Record *record = data;
  PtlSockDiagAnswer answer = { 0 };
  g_autoptr (GArray) sockets = NULL;
  g_autoptr (GKeyFile) names = load_names ();

  if (G_BYTE_ORDER != G_LITTLE_ENDIAN)
    {
      g_test_skip ("recorded on a machine of the other byte order");
      return;
    }

  sockets = parse_dump (record, &answer);
  g_assert_true (answer.done);
  g_assert_false (answer.interrupted);
  g_assert_false (answer.malformed);
  g_assert_cmpint (answer.error, ==, 0);
  g_assert_cmpuint (sockets->len, ==, count_expected (record));

  for (guint i = 0; i < sockets->len; i++)
    {
      const Expected *expected = &record->sockets[i];
      const PtlLinuxSocket *socket = find_port (sockets, expected->port);

      assert_common (socket, record, expected, names);
      g_assert_cmpint (socket->backlog, ==, expected->backlog);
      g_assert_cmpint (socket->v6only, ==, expected->v6only);
      g_assert_cmpuint (socket->ifindex, ==, expected->bound ? 1 : 0);
      /* TCP's own dump does not mark what listens below MPTCP; MPTCP's has it again, with the same inode. */
      g_assert_cmpint (socket->multipath, ==, record->protocol == PTL_PROTO_MPTCP);
      if (record->protocol == PTL_PROTO_MPTCP)
        continue;
      g_assert_cmpuint (socket->cgroup_id, ==, 1);
      if (strcmp (expected->name, "multipath") != 0)
        g_assert_cmpuint (socket->cookie, ==, g_key_file_get_uint64 (names, expected->name, "cookie", NULL));
    }
}

/* A kernel without SCTP says so at the dump's end. */
static void
test_recorded_absent (void)
{
  static const Record record = { "sctp", AF_INET, PTL_PROTO_SCTP, PTL_STATE_LISTEN, { { NULL } } };
  PtlSockDiagAnswer answer = { 0 };
  g_autoptr (GArray) sockets = NULL;

  if (G_BYTE_ORDER != G_LITTLE_ENDIAN)
    {
      g_test_skip ("recorded on a machine of the other byte order");
      return;
    }

  sockets = parse_dump (&record, &answer);
  g_assert_true (answer.done);
  g_assert_cmpint (answer.error, ==, ENOENT);
  g_assert_cmpuint (sockets->len, ==, 0);
}

static void
test_recorded_table (gconstpointer data)
{
  const Record *record = data;
  g_autoptr (GArray) sockets = g_array_new (FALSE, FALSE, sizeof (PtlLinuxSocket));
  g_autoptr (GKeyFile) names = load_names ();
  g_autoptr (GBytes) table = NULL;
  gsize size;
  const char *text;

  if (record->protocol == PTL_PROTO_MPTCP)
    {
      g_test_skip ("MPTCP has no table");
      return;
    }
  if (G_BYTE_ORDER != G_LITTLE_ENDIAN)
    {
      g_test_skip ("recorded on a machine of the other byte order");
      return;
    }

  table = load (record->name, ".table");
  text = g_bytes_get_data (table, &size);
  g_assert_true (ptl_proc_net_parse (text, size, record->family, record->protocol, record->state, sockets));
  g_assert_cmpuint (sockets->len, ==, count_expected (record));
  for (guint i = 0; i < sockets->len; i++)
    {
      const PtlLinuxSocket *socket = find_port (sockets, record->sockets[i].port);

      assert_common (socket, record, &record->sockets[i], names);
      g_assert_cmpint (socket->backlog, ==, -1);
      g_assert_cmpuint (socket->cookie, ==, 0);
      g_assert_cmpuint (socket->cgroup_id, ==, 0);
      g_assert_cmpint (socket->v6only, ==, record->family == AF_INET ? 0 : -1);
    }

  /* Another state finds none. */
  g_array_set_size (sockets, 0);
  g_assert_true (ptl_proc_net_parse (text, size, record->family, record->protocol, 1, sockets));
  g_assert_cmpuint (sockets->len, ==, 0);
}

/* --- made up ---------------------------------------------------------------------------------------------------- */

#define SEQUENCE 42

static void
add_message (GByteArray *bytes,
             guint16     type,
             guint16     flags,
             guint32     sequence,
             const void *payload,
             gsize       length)
{
  struct nlmsghdr header = {
    .nlmsg_len = sizeof header + length,
    .nlmsg_type = type,
    .nlmsg_flags = flags,
    .nlmsg_seq = sequence,
  };
  static const guint8 zeros[4] = { 0 };

  g_byte_array_append (bytes, (const guint8 *) &header, sizeof header);
  g_byte_array_append (bytes, payload, length);
  g_byte_array_append (bytes, zeros, (4 - length % 4) % 4);
}

static GByteArray *
make_payload (guint16       port,
              guint16       attribute_type,
              const guint8 *value,
              gsize         length)
{
  struct inet_diag_msg message = { .idiag_family = AF_INET, .idiag_state = PTL_STATE_LISTEN };
  struct nlattr attribute = { .nla_len = sizeof attribute + length, .nla_type = attribute_type };
  GByteArray *payload = g_byte_array_new ();

  message.id.idiag_sport = htons (port);
  message.idiag_inode = 7;
  g_byte_array_append (payload, (const guint8 *) &message, sizeof message);
  if (value != NULL)
    {
      g_byte_array_append (payload, (const guint8 *) &attribute, sizeof attribute);
      g_byte_array_append (payload, value, length);
    }

  return payload;
}

static GArray *
parse (GByteArray        *bytes,
       PtlSockDiagAnswer *answer)
{
  GArray *sockets = g_array_new (FALSE, FALSE, sizeof (PtlLinuxSocket));
  /* A copy of the exact size, so that the address sanitizer sees a byte too far. */
  g_autofree guint8 *copy = g_memdup2 (bytes->data, bytes->len);

  memset (answer, 0, sizeof *answer);
  ptl_sock_diag_parse (copy, bytes->len, SEQUENCE, AF_INET, PTL_PROTO_TCP, 1u << PTL_STATE_LISTEN, sockets, answer);

  return sockets;
}

static void
test_sequence (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GByteArray) stale = make_payload (80, 0, NULL, 0);
  g_autoptr (GByteArray) good = make_payload (81, 0, NULL, 0);
  g_autoptr (GArray) sockets = NULL;
  PtlSockDiagAnswer answer;

  add_message (bytes, SOCK_DIAG_BY_FAMILY, NLM_F_MULTI, SEQUENCE - 1, stale->data, stale->len);
  add_message (bytes, NLMSG_DONE, NLM_F_MULTI, SEQUENCE - 1, "\0\0\0\0", 4);
  add_message (bytes, SOCK_DIAG_BY_FAMILY, NLM_F_MULTI, SEQUENCE, good->data, good->len);

  sockets = parse (bytes, &answer);
  g_assert_cmpuint (sockets->len, ==, 1);
  g_assert_cmpuint (g_array_index (sockets, PtlLinuxSocket, 0).port, ==, 81);
  g_assert_false (answer.done);
}

static void
test_interrupted (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GByteArray) payload = make_payload (80, 0, NULL, 0);
  g_autoptr (GArray) sockets = NULL;
  PtlSockDiagAnswer answer;

  add_message (bytes, SOCK_DIAG_BY_FAMILY, NLM_F_MULTI | NLM_F_DUMP_INTR, SEQUENCE, payload->data, payload->len);
  sockets = parse (bytes, &answer);
  g_assert_true (answer.interrupted);
  g_assert_false (answer.done);
}

static void
test_error (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  struct nlmsgerr error = { .error = -EACCES };
  g_autoptr (GArray) sockets = NULL;
  PtlSockDiagAnswer answer;

  add_message (bytes, NLMSG_ERROR, 0, SEQUENCE, &error, sizeof error);
  sockets = parse (bytes, &answer);
  g_assert_true (answer.done);
  g_assert_cmpint (answer.error, ==, EACCES);
  g_assert_false (answer.malformed);
}

static void
test_other_family_and_state (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GByteArray) family = make_payload (80, 0, NULL, 0);
  g_autoptr (GByteArray) state = make_payload (81, 0, NULL, 0);
  g_autoptr (GByteArray) absurd = make_payload (82, 0, NULL, 0);
  g_autoptr (GArray) sockets = NULL;
  PtlSockDiagAnswer answer;

  family->data[0] = AF_INET6;
  state->data[1] = 1;
  absurd->data[1] = 200;
  add_message (bytes, SOCK_DIAG_BY_FAMILY, 0, SEQUENCE, family->data, family->len);
  add_message (bytes, SOCK_DIAG_BY_FAMILY, 0, SEQUENCE, state->data, state->len);
  add_message (bytes, SOCK_DIAG_BY_FAMILY, 0, SEQUENCE, absurd->data, absurd->len);
  sockets = parse (bytes, &answer);
  g_assert_cmpuint (sockets->len, ==, 0);
  g_assert_false (answer.malformed);
}

static void
test_attributes (void)
{
  static const guint8 cgroup[8] = { 0x2a, 0, 0, 0, 0, 0, 0, 0 };
  static const guint8 ulp[] = { 10, 0, 1, 0, 'm', 'p', 't', 'c', 'p', 0, 0, 0 };
  static const guint8 tls[] = { 8, 0, 1, 0, 't', 'l', 's', 0 };
  static const guint8 one[] = { 1 };
  static const struct
  {
    guint16       type;
    const guint8 *value;
    gsize         length;
    guint64       cgroup_id;
    gboolean      multipath;
    gint8         v6only;
  } cases[] = {
    { 21, cgroup, 8, GUINT64_FROM_LE (42), FALSE, 0 },
    { 21, cgroup, 4, 0, FALSE, 0 }, /* too short to be one */
    { 18, ulp, sizeof ulp, 0, TRUE, 0 },
    { 18, tls, sizeof tls, 0, FALSE, 0 },
    { 18, ulp, 6, 0, FALSE, 0 },
    { 11, one, 1, 0, FALSE, 1 },
    { 11, one, 0, 0, FALSE, 0 },
    { 999, cgroup, 8, 0, FALSE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autoptr (GByteArray) payload = make_payload (80, cases[i].type, cases[i].value, cases[i].length);
      g_autoptr (GArray) sockets = NULL;
      const PtlLinuxSocket *socket;
      PtlSockDiagAnswer answer;

      if (G_BYTE_ORDER != G_LITTLE_ENDIAN && cases[i].type == 18)
        continue;

      add_message (bytes, SOCK_DIAG_BY_FAMILY, 0, SEQUENCE, payload->data, payload->len);
      sockets = parse (bytes, &answer);
      g_assert_cmpuint (sockets->len, ==, 1);
      socket = &g_array_index (sockets, PtlLinuxSocket, 0);
      g_assert_cmpuint (socket->inode, ==, 7);
      g_assert_cmpuint (socket->cgroup_id, ==, cases[i].cgroup_id);
      g_assert_cmpint (socket->multipath, ==, cases[i].multipath);
      g_assert_cmpint (socket->v6only, ==, cases[i].v6only);
    }
}

/* Whatever is cut off, nothing is read beyond the end, and the dump is not taken for whole. */
static void
test_cut (void)
{
  static const guint8 cgroup[8] = { 1 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GByteArray) payload = make_payload (80, 21, cgroup, 8);
  gsize full;

  add_message (bytes, SOCK_DIAG_BY_FAMILY, NLM_F_MULTI, SEQUENCE, payload->data, payload->len);
  add_message (bytes, NLMSG_DONE, NLM_F_MULTI, SEQUENCE, "\0\0\0\0", 4);
  full = bytes->len;

  for (gsize length = 0; length <= full; length++)
    {
      g_autoptr (GByteArray) cut = g_byte_array_new ();
      g_autoptr (GArray) sockets = NULL;
      PtlSockDiagAnswer answer;

      g_byte_array_append (cut, bytes->data, length);
      sockets = parse (cut, &answer);
      g_assert_cmpint (answer.done, ==, length == full);
      if (length > 0 && length < 16)
        g_assert_true (answer.malformed);
    }
}

static void
test_lengths_that_lie (void)
{
  static const guint32 lengths[] = { 0, 1, 15, 16, 17, 87, 10000, G_MAXUINT32 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autoptr (GByteArray) payload = make_payload (80, 0, NULL, 0);
      g_autoptr (GArray) sockets = NULL;
      PtlSockDiagAnswer answer;

      add_message (bytes, SOCK_DIAG_BY_FAMILY, 0, SEQUENCE, payload->data, payload->len);
      memcpy (bytes->data, &lengths[i], sizeof lengths[i]);
      sockets = parse (bytes, &answer);
      g_assert_cmpuint (sockets->len, ==, 0);
      g_assert_true (answer.malformed);
    }
}

static void
test_request (void)
{
  guint8 buffer[PTL_SOCK_DIAG_REQUEST_MAX];
  struct nlmsghdr header;
  struct inet_diag_req_v2 request;
  struct nlattr attribute;
  guint32 protocol;
  gsize length;

  length = ptl_sock_diag_build_request (buffer, AF_INET6, PTL_PROTO_UDP, 1u << PTL_STATE_CLOSE, 0, 9);
  g_assert_cmpuint (length, ==, sizeof header + sizeof request);
  memcpy (&header, buffer, sizeof header);
  memcpy (&request, buffer + sizeof header, sizeof request);
  g_assert_cmpuint (header.nlmsg_len, ==, length);
  g_assert_cmpuint (header.nlmsg_type, ==, SOCK_DIAG_BY_FAMILY);
  g_assert_cmpuint (header.nlmsg_flags, ==, NLM_F_REQUEST | NLM_F_DUMP);
  g_assert_cmpuint (header.nlmsg_seq, ==, 9);
  g_assert_cmpuint (request.sdiag_family, ==, AF_INET6);
  g_assert_cmpuint (request.sdiag_protocol, ==, PTL_PROTO_UDP);
  g_assert_cmpuint (request.idiag_states, ==, 1u << PTL_STATE_CLOSE);

  /* MPTCP's number does not fit the field. */
  length = ptl_sock_diag_build_request (buffer, AF_INET, PTL_PROTO_MPTCP, 1u << PTL_STATE_LISTEN, 8080, 9);
  g_assert_cmpuint (length, ==, sizeof header + sizeof request + 8);
  memcpy (&header, buffer, sizeof header);
  memcpy (&attribute, buffer + sizeof header + sizeof request, sizeof attribute);
  memcpy (&protocol, buffer + length - 4, sizeof protocol);
  g_assert_cmpuint (header.nlmsg_len, ==, length);
  g_assert_cmpuint (attribute.nla_type, ==, 3);
  g_assert_cmpuint (attribute.nla_len, ==, 8);
  g_assert_cmpuint (protocol, ==, 262);
}

static void
test_bad_tables (void)
{
  static const char heading[] = "  sl  local_address rem_address   st tx_queue rx_queue\n";
  static const char good[] = "   0: 0100007F:1538 00000000:0000 0A 00000000:00000003 00:00000000 00000000  1000        0 77 1 x\n";
  static const char *const bad[] = {
    "\n",
    "garbage\n",
    "   0:\n",
    "   0: 0100007F\n",
    "   0: 0100007F:1538\n",
    "   0: 100007F:1538 00000000:0000 0A 00000000:00000003 00:00000000 00000000  1000        0 77 1 x\n",
    "   0: 0100007F:1538 00000000:0000 0A 00000000:00000003 00:00000000 00000000  1000        0\n",
    "   0: 0100007F:1538 00000000:0000 0A 00000000:00000003 00:00000000 00000000  -1        0 77 1 x\n",
    "   0: 0100007F:1538 00000000:0000 0A 00000000:00000003 00:00000000 00000000  1000        0 77x\n",
    "\xff\xfe: \x01\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *text = g_strconcat (heading, bad[i], good, NULL);
      g_autoptr (GArray) sockets = g_array_new (FALSE, FALSE, sizeof (PtlLinuxSocket));

      /* The rest is intact. */
      g_assert_false (ptl_proc_net_parse (text, strlen (text), AF_INET, PTL_PROTO_TCP, PTL_STATE_LISTEN, sockets));
      g_assert_cmpuint (sockets->len, ==, 1);
      g_assert_cmpuint (g_array_index (sockets, PtlLinuxSocket, 0).inode, ==, 77);
      g_assert_cmpuint (g_array_index (sockets, PtlLinuxSocket, 0).uid, ==, 1000);
      g_assert_cmpuint (g_array_index (sockets, PtlLinuxSocket, 0).queue, ==, 3);
    }
}

static void
test_protocols (void)
{
  g_autoptr (GBytes) bytes = load ("protocols", ".table");
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  g_assert_false (ptl_proc_protocols_is_unused (text, size, "MPTCP"));
  g_assert_true (ptl_proc_protocols_is_unused (text, size, "MPTCPv6"));
  g_assert_true (ptl_proc_protocols_is_unused (text, size, "NO-SUCH"));
  g_assert_false (ptl_proc_protocols_is_unused (text, strchr (text, '\n') + 1 - text, "NO-SUCH"));
  g_assert_false (ptl_proc_protocols_is_unused ("", 0, "NO-SUCH"));
  g_assert_false (ptl_proc_protocols_is_unused ("MPTCP", 5, "MPTCP"));
  g_assert_false (ptl_proc_protocols_is_unused ("MPTCP 10 x\n", 11, "MPTCP"));
  g_assert_true (ptl_proc_protocols_is_unused ("MPTCP 10 0\n", 11, "MPTCP"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      g_autofree char *dump = g_strdup_printf ("/host/sock-diag/recorded/%s", records[i].name);
      g_autofree char *table = g_strdup_printf ("/host/proc-net/recorded/%s", records[i].name);

      g_test_add_data_func (dump, &records[i], test_recorded);
      g_test_add_data_func (table, &records[i], test_recorded_table);
    }
  g_test_add_func ("/host/sock-diag/recorded/absent", test_recorded_absent);
  g_test_add_func ("/host/sock-diag/sequence", test_sequence);
  g_test_add_func ("/host/sock-diag/interrupted", test_interrupted);
  g_test_add_func ("/host/sock-diag/error", test_error);
  g_test_add_func ("/host/sock-diag/other-family-and-state", test_other_family_and_state);
  g_test_add_func ("/host/sock-diag/attributes", test_attributes);
  g_test_add_func ("/host/sock-diag/cut", test_cut);
  g_test_add_func ("/host/sock-diag/lengths-that-lie", test_lengths_that_lie);
  g_test_add_func ("/host/sock-diag/request", test_request);
  g_test_add_func ("/host/proc-net/bad", test_bad_tables);
  g_test_add_func ("/host/proc-net/protocols", test_protocols);

  return g_test_run ();
}
