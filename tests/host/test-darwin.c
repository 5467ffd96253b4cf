#include "config.h"

#include "darwin-bytes.h"

#include "host/darwin/ptl-darwin-fdinfo.h"
#include "host/darwin/ptl-darwin-pcblist.h"
#include "host/darwin/ptl-darwin-procargs.h"
#include "host/darwin/ptl-darwin-restricted.h"
#include "host/ptl-host-facts.h"

#include <string.h>

/* Pure parsers of what Apple's kernel answers; they are the same on every system. */

#define TCP     6
#define UDP     17
#define INET    2
#define INET6   30
#define V4      1
#define V6      2
#define LISTEN  1

static const DarwinSocket any_ipv4 = {
  .local_port = 8080, .family = INET, .vflag = V4, .state = LISTEN, .handle = 0x1122334455667788, .uid = 501, .last_pid = 4242,
  .queue = 3, .backlog = 128,
};
static const DarwinSocket loopback_ipv4 = {
  .local_port = 631, .family = INET, .vflag = V4, .state = LISTEN, .handle = 2, .uid = 0, .last_pid = 1,
  .local = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 127, 0, 0, 1 },
};
static const DarwinSocket connected = {
  .local_port = 50000, .foreign_port = 443, .family = INET, .vflag = V4, .state = 4, .handle = 3, .uid = 501, .last_pid = 4242,
  .local = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 2 },
};
static const DarwinSocket dual = {
  .local_port = 7000, .family = INET6, .vflag = V4 | V6, .state = LISTEN, .handle = 4, .uid = 501, .last_pid = 77,
};
static const DarwinSocket only_ipv6 = {
  .local_port = 7001, .family = INET6, .vflag = V6, .flags = 0x8000, .state = LISTEN, .handle = 5, .uid = 501, .last_pid = 77,
};
static const DarwinSocket link_local = {
  .local_port = 7002, .family = INET6, .vflag = V6, .state = LISTEN, .handle = 6, .uid = 501, .last_pid = 77,
  .local = { 0xfe, 0x80, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 },
};
static const DarwinSocket mapped = {
  .local_port = 7003, .family = INET6, .vflag = V4, .state = LISTEN, .handle = 7, .uid = 501, .last_pid = 77,
  .local = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127, 0, 0, 1 },
};
static const DarwinSocket on_interface = {
  .local_port = 7004, .family = INET, .vflag = V4, .flags = 0x4000, .state = LISTEN, .handle = 8, .uid = 501, .last_pid = 77,
};

static GArray *
new_sockets (void)
{
  return g_array_new (FALSE, FALSE, sizeof (PtlDarwinSocket));
}

static const PtlDarwinSocket *
get (GArray *sockets,
     guint   index)
{
  g_assert_cmpuint (index, <, sockets->len);

  return &g_array_index (sockets, PtlDarwinSocket, index);
}

static void
assert_address (const PtlDarwinSocket *socket,
                PtlFamily              family,
                const guint8          *address)
{
  g_assert_cmpint (socket->family, ==, family);
  g_assert_cmpmem (socket->address, sizeof socket->address, address, 16);
}

/* What the sockets above are, whoever tells of them; of all but the connected one, in their order. */
static void
assert_tcp_sockets (GArray *sockets)
{
  static const guint8 zeros[16] = { 0 };
  static const guint8 loopback[16] = { 127, 0, 0, 1 };
  static const guint8 link[16] = { 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 };
  static const guint8 mapped_loopback[16] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127, 0, 0, 1 };

  g_assert_cmpuint (sockets->len, ==, 7);

  g_assert_cmpuint (get (sockets, 0)->port, ==, 8080);
  g_assert_cmpuint (get (sockets, 0)->transport, ==, PTL_TRANSPORT_TCP);
  g_assert_cmphex (get (sockets, 0)->handle, ==, 0x1122334455667788);
  g_assert_cmpint (get (sockets, 0)->queue, ==, 3);
  g_assert_cmpint (get (sockets, 0)->backlog, ==, 128);
  assert_address (get (sockets, 0), PTL_FAMILY_IPV4, zeros);
  g_assert_false (get (sockets, 0)->bound);

  g_assert_cmpuint (get (sockets, 1)->port, ==, 631);
  assert_address (get (sockets, 1), PTL_FAMILY_IPV4, loopback);

  assert_address (get (sockets, 2), PTL_FAMILY_DUAL, zeros);
  assert_address (get (sockets, 3), PTL_FAMILY_IPV6, zeros);

  assert_address (get (sockets, 4), PTL_FAMILY_IPV6, link);
  g_assert_cmpuint (get (sockets, 4)->scope, ==, 4);

  assert_address (get (sockets, 5), PTL_FAMILY_IPV6, mapped_loopback);
  g_assert_cmpuint (get (sockets, 5)->scope, ==, 0);

  g_assert_true (get (sockets, 6)->bound);
}

static void
test_table_tcp (gconstpointer data)
{
  const DarwinSocket tcp[] = { any_ipv4, loopback_ipv4, connected, dual, only_ipv6, link_local, mapped, on_interface };
  g_autoptr (GByteArray) bytes = darwin_pcblist_new ((DarwinShape) GPOINTER_TO_UINT (data), TCP, tcp, G_N_ELEMENTS (tcp));
  g_autoptr (GArray) sockets = new_sockets ();

  g_assert_true (ptl_darwin_pcblist_parse (bytes->data, bytes->len, PTL_TRANSPORT_TCP, sockets));
  assert_tcp_sockets (sockets);
  g_assert_cmpint (get (sockets, 0)->uid, ==, 501);
  g_assert_cmpint (get (sockets, 0)->last_pid, ==, 4242);
  g_assert_cmpint (get (sockets, 1)->uid, ==, 0);
  g_assert_cmpint (get (sockets, 1)->last_pid, ==, 1);
}

static void
test_table_udp (void)
{
  DarwinSocket udp[] = { any_ipv4, connected, any_ipv4 };
  g_autoptr (GArray) sockets = new_sockets ();
  g_autoptr (GByteArray) bytes = NULL;

  udp[0].local_port = 5353;
  udp[0].unread = 1500;
  udp[2].local_port = 0; /* not bound yet */
  bytes = darwin_pcblist_new (DARWIN_NEW, UDP, udp, G_N_ELEMENTS (udp));

  g_assert_true (ptl_darwin_pcblist_parse (bytes->data, bytes->len, PTL_TRANSPORT_UDP, sockets));
  g_assert_cmpuint (sockets->len, ==, 1);
  g_assert_cmpuint (get (sockets, 0)->port, ==, 5353);
  g_assert_cmpuint (get (sockets, 0)->transport, ==, PTL_TRANSPORT_UDP);
  g_assert_cmpint (get (sockets, 0)->queue, ==, 1500);
  g_assert_cmpint (get (sockets, 0)->backlog, ==, -1);
}

static void
test_table_empty (void)
{
  g_autoptr (GByteArray) bytes = darwin_pcblist_new (DARWIN_NEW, TCP, NULL, 0);
  g_autoptr (GArray) sockets = new_sockets ();

  g_assert_true (ptl_darwin_pcblist_parse (bytes->data, bytes->len, PTL_TRANSPORT_TCP, sockets));
  g_assert_cmpuint (sockets->len, ==, 0);

  g_assert_false (ptl_darwin_pcblist_parse ((const guint8 *) "", 0, PTL_TRANSPORT_TCP, sockets));
}

/* Whatever is missing at the end, that it is missing is seen, and what is there is read. */
static void
test_table_cut (void)
{
  const DarwinSocket tcp[] = { any_ipv4, dual };
  g_autoptr (GByteArray) bytes = darwin_pcblist_new (DARWIN_NEW, TCP, tcp, G_N_ELEMENTS (tcp));

  for (guint length = 0; length < bytes->len; length++)
    {
      g_autofree guint8 *cut = g_memdup2 (bytes->data, MAX (length, 1));
      g_autoptr (GArray) sockets = new_sockets ();

      g_assert_false (ptl_darwin_pcblist_parse (cut, length, PTL_TRANSPORT_TCP, sockets));
      g_assert_cmpuint (sockets->len, <=, 2);
      if (length > bytes->len / 2 + 24)
        g_assert_cmpuint (get (sockets, 0)->port, ==, 8080);
    }
}

/* A system that moved the fields is not believed. */
static void
test_table_moved (void)
{
  g_autoptr (GByteArray) bytes = darwin_pcblist_new (DARWIN_NEW, 132, &any_ipv4, 1);
  g_autoptr (GByteArray) tcp = darwin_pcblist_new (DARWIN_NEW, TCP, &any_ipv4, 1);
  g_autoptr (GArray) sockets = new_sockets ();
  guint32 length = 16;

  g_assert_false (ptl_darwin_pcblist_parse (bytes->data, bytes->len, PTL_TRANSPORT_UDP, sockets));
  g_assert_cmpuint (sockets->len, ==, 0);

  memcpy (tcp->data + 24, &length, sizeof length);
  g_assert_false (ptl_darwin_pcblist_parse (tcp->data, tcp->len, PTL_TRANSPORT_TCP, sockets));
  g_assert_cmpuint (sockets->len, ==, 0);
}

static void
test_descriptor (void)
{
  const DarwinSocket tcp[] = { any_ipv4, loopback_ipv4, connected, dual, only_ipv6, link_local, mapped, on_interface };
  g_autoptr (GArray) sockets = new_sockets ();
  g_autoptr (GByteArray) udp = NULL;
  DarwinSocket bound = any_ipv4;
  PtlDarwinSocket socket;

  for (guint i = 0; i < G_N_ELEMENTS (tcp); i++)
    {
      g_autoptr (GByteArray) bytes = darwin_fdinfo_new (TCP, &tcp[i]);

      if (ptl_darwin_fdinfo_parse (bytes->data, bytes->len, &socket))
        g_array_append_val (sockets, socket);
      g_assert_false (ptl_darwin_fdinfo_parse (bytes->data, PTL_DARWIN_FDINFO_BYTES - 1, &socket));
    }
  assert_tcp_sockets (sockets);
  g_assert_cmpint (get (sockets, 0)->uid, ==, -1);

  bound.unread = 12;
  udp = darwin_fdinfo_new (UDP, &bound);
  g_assert_true (ptl_darwin_fdinfo_parse (udp->data, udp->len, &socket));
  g_assert_cmpint (socket.transport, ==, PTL_TRANSPORT_UDP);
  g_assert_cmpint (socket.queue, ==, 12);
  g_clear_pointer (&udp, g_byte_array_unref);

  udp = darwin_fdinfo_new (UDP, &connected);
  g_assert_false (ptl_darwin_fdinfo_parse (udp->data, udp->len, &socket));
  g_clear_pointer (&udp, g_byte_array_unref);

  /* A raw socket of ICMP has a kind like UDP's. */
  udp = darwin_fdinfo_new (1, &bound);
  g_assert_false (ptl_darwin_fdinfo_parse (udp->data, udp->len, &socket));
}

static void
assert_arguments (const GByteArray  *bytes,
                  const char *const *expected,
                  const char        *expected_job)
{
  g_auto (GStrv) command = NULL;
  g_autofree char *job = NULL;
  gboolean cut = TRUE;

  g_assert_true (ptl_darwin_procargs_parse ((const char *) bytes->data, bytes->len, &command, &cut, &job));
  g_assert_cmpstrv ((char **) command, (char **) expected);
  g_assert_cmpstr (job, ==, expected_job);
  g_assert_false (cut);
}

static void
test_arguments (void)
{
  static const char *const smbd[] = { "/usr/sbin/smbd", "", "-v", "PATH=/usr/bin", "XPC_SERVICE_NAME=com.apple.smbd", NULL };
  static const char *const smbd_command[] = { "/usr/sbin/smbd", "", "-v", NULL };
  static const char *const no_name[] = { "", "x", "XPC_SERVICE_NAME=0", NULL };
  static const char *const no_name_command[] = { "", "x", NULL };
  static const char *const application[] = { "Safari", "XPC_SERVICE_NAME=application.com.apple.Safari.1.2", NULL };
  static const char *const application_command[] = { "Safari", NULL };
  static const char *const liar[] = { "XPC_SERVICE_NAME=com.apple.liar", NULL };
  g_autoptr (GByteArray) a = darwin_procargs_new (3, "/usr/sbin/smbd", smbd);
  g_autoptr (GByteArray) b = darwin_procargs_new (2, "/a/b/cd", no_name); /* with its NUL it takes eight bytes */
  g_autoptr (GByteArray) c = darwin_procargs_new (1, "/Applications/Safari.app/Contents/MacOS/Safari", application);
  g_autoptr (GByteArray) d = darwin_procargs_new (1, "/bin/x", liar);

  assert_arguments (a, smbd_command, "com.apple.smbd");
  assert_arguments (b, no_name_command, NULL);
  assert_arguments (c, application_command, NULL);
  assert_arguments (d, liar, NULL);
}

static void
test_arguments_odd (void)
{
  static const char *const two[] = { "one", "t\xffwo", NULL };
  static const char *const two_valid[] = { "one", "t\357\277\275wo", NULL };
  g_autoptr (GByteArray) more_than_there_are = darwin_procargs_new (G_MAXINT32, "/bin/x", two);
  g_autoptr (GByteArray) negative = darwin_procargs_new (-1, "/bin/x", two);
  g_autoptr (GByteArray) none = darwin_procargs_new (0, "/bin/x", two + 2);
  g_autoptr (GByteArray) narrow = g_byte_array_new ();
  g_auto (GStrv) command = NULL;
  g_autofree char *job = NULL;
  gboolean cut;

  assert_arguments (more_than_there_are, two_valid, NULL);
  g_assert_false (ptl_darwin_procargs_parse ((const char *) negative->data, negative->len, &command, &cut, &job));
  g_assert_false (ptl_darwin_procargs_parse ("\1\0\0\0", 4, &command, &cut, &job));
  assert_arguments (none, NULL, NULL);

  /* As a 32-bit program has it: aligned to four bytes. */
  g_byte_array_append (narrow, (const guint8 *) "\1\0\0\0/b/x/y/z/12\0one", 20);
  assert_arguments (narrow, (const char *const[]) { "one", NULL }, NULL);

  /* The last argument needs no end. */
  g_byte_array_set_size (more_than_there_are, more_than_there_are->len - 1);
  assert_arguments (more_than_there_are, two_valid, NULL);
}

static void
test_arguments_many (void)
{
  g_autofree char *big = g_strnfill (PTL_DARWIN_PROCARGS_MAX_BYTES + 1000, 'x');
  const char *long_one[] = { "a", big, "XPC_SERVICE_NAME=job", NULL };
  const char *many[PTL_DARWIN_PROCARGS_MAX_ARGUMENTS + 3];
  g_autoptr (GByteArray) a = darwin_procargs_new (2, "/bin/x", long_one);
  g_autoptr (GByteArray) b = NULL;
  g_auto (GStrv) command = NULL;
  g_auto (GStrv) many_command = NULL;
  g_autofree char *job = NULL;
  g_autofree char *many_job = NULL;
  gboolean cut = FALSE;

  g_assert_true (ptl_darwin_procargs_parse ((const char *) a->data, a->len, &command, &cut, &job));
  g_assert_true (cut);
  g_assert_cmpuint (strlen (command[1]), ==, PTL_DARWIN_PROCARGS_MAX_BYTES - 1);
  g_assert_cmpstr (job, ==, "job");

  for (guint i = 0; i < G_N_ELEMENTS (many); i++)
    many[i] = "y";
  many[G_N_ELEMENTS (many) - 2] = "XPC_SERVICE_NAME=other";
  many[G_N_ELEMENTS (many) - 1] = NULL;
  b = darwin_procargs_new (PTL_DARWIN_PROCARGS_MAX_ARGUMENTS + 1, "/bin/x", many);

  cut = FALSE;
  g_assert_true (ptl_darwin_procargs_parse ((const char *) b->data, b->len, &many_command, &cut, &many_job));
  g_assert_true (cut);
  g_assert_cmpuint (g_strv_length (many_command), ==, PTL_DARWIN_PROCARGS_MAX_ARGUMENTS);
  g_assert_cmpstr (many_job, ==, "other");
}

/* The ports that the system keeps for itself: a bit each; of one the transport is known. */
static void
test_restricted (void)
{
  static const guint16 set[] = { 0, 8, 9, 10, 16, 55554, 55555, 65535 };
  static const PtlInterval expected[] = {
    { 8, 10, 0 }, { 16, 16, 0 }, { 55554, 55554, 0 }, { 55555, 55555, 1 << PTL_TRANSPORT_TCP }, { 65535, 65535, 0 },
  };
  g_autofree guint8 *bitmap = g_malloc0 (8192);
  g_autoptr (GArray) ports = g_array_new (FALSE, FALSE, sizeof (PtlInterval));

  g_assert_true (ptl_darwin_restricted_parse (bitmap, 8192, ports));
  g_assert_cmpuint (ports->len, ==, 0);

  /* As the kernel sets them: words of 64 bits, the lowest byte first. */
  for (guint i = 0; i < G_N_ELEMENTS (set); i++)
    {
      guint64 word;

      memcpy (&word, bitmap + set[i] / 64 * 8, sizeof word);
      word = GUINT64_TO_LE (GUINT64_FROM_LE (word) | G_GUINT64_CONSTANT (1) << set[i] % 64);
      memcpy (bitmap + set[i] / 64 * 8, &word, sizeof word);
    }
  g_assert_false (ptl_darwin_restricted_parse (bitmap, 8191, ports));
  g_assert_false (ptl_darwin_restricted_parse (bitmap, 0, ports));
  g_assert_cmpuint (ports->len, ==, 0);

  g_assert_true (ptl_darwin_restricted_parse (bitmap, 8192, ports));
  g_assert_cmpuint (ports->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < ports->len; i++)
    {
      const PtlInterval *interval = &g_array_index (ports, PtlInterval, i);

      g_assert_cmpuint (interval->first, ==, expected[i].first);
      g_assert_cmpuint (interval->last, ==, expected[i].last);
      g_assert_cmpuint (interval->transports, ==, expected[i].transports);
    }
  g_assert_true (ptl_host_facts_in_intervals (ports, 55555, PTL_TRANSPORT_BIT (PTL_TRANSPORT_TCP)));
  g_assert_false (ptl_host_facts_in_intervals (ports, 55555, PTL_TRANSPORT_BIT (PTL_TRANSPORT_UDP)));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/darwin/table/tcp/old", GUINT_TO_POINTER (DARWIN_OLD), test_table_tcp);
  g_test_add_data_func ("/darwin/table/tcp/new", GUINT_TO_POINTER (DARWIN_NEW), test_table_tcp);
  g_test_add_func ("/darwin/table/udp", test_table_udp);
  g_test_add_func ("/darwin/table/empty", test_table_empty);
  g_test_add_func ("/darwin/table/cut", test_table_cut);
  g_test_add_func ("/darwin/table/moved", test_table_moved);
  g_test_add_func ("/darwin/descriptor", test_descriptor);
  g_test_add_func ("/darwin/arguments", test_arguments);
  g_test_add_func ("/darwin/arguments/odd", test_arguments_odd);
  g_test_add_func ("/darwin/arguments/many", test_arguments_many);
  g_test_add_func ("/darwin/restricted", test_restricted);

  return g_test_run ();
}
