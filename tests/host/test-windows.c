#include "config.h"

#include "host/windows/ptl-windows-rows.h"
#include "host/windows/ptl-windows-text.h"
#include "host/windows/ptl-windows-times.h"

#include <string.h>

/* What reads Windows's bytes and words, on every system: wine.tables was recorded, windows-made.tables made by hand. */

#define NOW (G_GUINT64_CONSTANT (0x01DC5F0000000000))

/* The sockets of a fixture. */
static GArray *
read_fixture (const char *name,
              gboolean    join,
              gboolean   *out_whole)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "host", "fixtures", name, NULL);
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  GArray *sockets = g_array_new (FALSE, FALSE, sizeof (PtlWindowsSocket));
  gsize size;
  gsize at = 0;

  g_file_get_contents (path, &bytes, &size, &error);
  g_assert_no_error (error);

  *out_whole = TRUE;
  for (guint table = 0; table < PTL_WINDOWS_N_TABLES; table++)
    {
      guint32 length;

      g_assert_cmpuint (size - at, >=, sizeof length);
      memcpy (&length, bytes + at, sizeof length);
      length = GUINT32_FROM_LE (length);
      at += sizeof length;
      g_assert_cmpuint (size - at, >=, length);
      *out_whole &= ptl_windows_rows_parse ((const guint8 *) bytes + at, length, table, sockets);
      at += length;
    }
  g_assert_cmpuint (at, ==, size);

  if (join)
    ptl_windows_rows_join_dual (sockets);

  return sockets;
}

/* The one socket of a table's port; NULL where there is none. */
static const PtlWindowsSocket *
find (const GArray    *sockets,
      PtlWindowsTable  table,
      guint16          port)
{
  const PtlWindowsSocket *found = NULL;

  for (guint i = 0; i < sockets->len; i++)
    {
      const PtlWindowsSocket *socket = &g_array_index (sockets, PtlWindowsSocket, i);

      if (socket->table != table || socket->port != port)
        continue;
      g_assert_null (found);
      found = socket;
    }

  return found;
}

static guint
count (const GArray *sockets,
       guint16       port)
{
  guint n = 0;

  for (guint i = 0; i < sockets->len; i++)
    n += g_array_index (sockets, PtlWindowsSocket, i).port == port;

  return n;
}

static void
test_recorded (void)
{
  static const guint8 loopback[16] = { 127, 0, 0, 1 };
  static const guint8 loopback6[16] = { [15] = 1 };
  gboolean whole;
  g_autoptr (GArray) sockets = read_fixture ("wine.tables", TRUE, &whole);
  const PtlWindowsSocket *socket;

  g_assert_true (whole);
  g_assert_cmpuint (sockets->len, ==, 7);

  socket = find (sockets, PTL_WINDOWS_TABLE_TCP4, 4001);
  g_assert_nonnull (socket);
  g_assert_cmpuint (socket->pid, ==, 32);
  g_assert_cmpuint (socket->created, ==, 0);
  g_assert_cmpuint (socket->module, ==, 0);

  socket = find (sockets, PTL_WINDOWS_TABLE_TCP4, 4002);
  g_assert_nonnull (socket);
  g_assert_cmpmem (socket->address, 16, loopback, 16);

  g_assert_nonnull (find (sockets, PTL_WINDOWS_TABLE_TCP6, 4003));
  g_assert_nonnull (find (sockets, PTL_WINDOWS_TABLE_TCP6, 4004));
  socket = find (sockets, PTL_WINDOWS_TABLE_TCP6, 4005);
  g_assert_nonnull (socket);
  g_assert_cmpmem (socket->address, 16, loopback6, 16);
  g_assert_cmpuint (socket->scope, ==, 0);

  socket = find (sockets, PTL_WINDOWS_TABLE_UDP4, 4006);
  g_assert_nonnull (socket);
  g_assert_cmpmem (socket->address, 16, loopback, 16);
  g_assert_nonnull (find (sockets, PTL_WINDOWS_TABLE_UDP6, 4007));
}

static void
test_made (void)
{
  gboolean whole;
  g_autoptr (GArray) sockets = read_fixture ("windows-made.tables", FALSE, &whole);
  const PtlWindowsSocket *socket;

  g_assert_true (whole);
  g_assert_cmpuint (sockets->len, ==, 9 + 8 + 3 + 3);

  socket = find (sockets, PTL_WINDOWS_TABLE_TCP4, 135);
  g_assert_nonnull (socket);
  g_assert_cmpuint (socket->row, ==, 0);
  g_assert_cmpuint (socket->pid, ==, 1040);
  g_assert_cmpuint (socket->created, ==, NOW);
  g_assert_cmpuint (socket->module, ==, 77);

  g_assert_nonnull (find (sockets, PTL_WINDOWS_TABLE_TCP4, 8001));
  /* A connection is no listener. */
  g_assert_null (find (sockets, PTL_WINDOWS_TABLE_TCP4, 51234));

  socket = find (sockets, PTL_WINDOWS_TABLE_TCP6, 1900);
  g_assert_nonnull (socket);
  g_assert_cmpuint (socket->row, ==, 6);
  g_assert_cmpuint (socket->scope, ==, 12);
  g_assert_cmpuint (socket->address[0], ==, 0xfe);
  g_assert_cmpuint (socket->address[15], ==, 0xf0);
  g_assert_cmpuint (socket->pid, ==, 2000);

  socket = find (sockets, PTL_WINDOWS_TABLE_UDP4, 5353);
  g_assert_nonnull (socket);
  g_assert_cmpuint (socket->pid, ==, 3000);
  g_assert_cmpuint (socket->module, ==, 32);
  g_assert_cmpuint (socket->created, <, NOW);

  socket = find (sockets, PTL_WINDOWS_TABLE_UDP6, 546);
  g_assert_nonnull (socket);
  g_assert_cmpuint (socket->scope, ==, 12);
  g_assert_cmpuint (socket->created, ==, NOW);
}

/* Two rows become one socket where that is sure, and nowhere else. */
static void
test_dual (void)
{
  gboolean whole;
  g_autoptr (GArray) sockets = read_fixture ("windows-made.tables", TRUE, &whole);

  g_assert_cmpuint (sockets->len, ==, 23 - 2);

  g_assert_null (find (sockets, PTL_WINDOWS_TABLE_TCP4, 135));
  g_assert_true (find (sockets, PTL_WINDOWS_TABLE_TCP6, 135)->dual);
  g_assert_null (find (sockets, PTL_WINDOWS_TABLE_UDP4, 500));
  g_assert_true (find (sockets, PTL_WINDOWS_TABLE_UDP6, 500)->dual);

  /* Bound at different moments. */
  g_assert_nonnull (find (sockets, PTL_WINDOWS_TABLE_TCP4, 8000));
  g_assert_false (find (sockets, PTL_WINDOWS_TABLE_TCP6, 8000)->dual);
  /* Not the wildcard address; no time; not one process; not one service. */
  g_assert_cmpuint (count (sockets, 8001), ==, 2);
  g_assert_cmpuint (count (sockets, 8002), ==, 2);
  g_assert_cmpuint (count (sockets, 8004), ==, 2);
  g_assert_cmpuint (count (sockets, 5353), ==, 2);
  /* Two that could be the half. */
  g_assert_cmpuint (count (sockets, 8003), ==, 3);

  for (guint i = 0; i < sockets->len; i++)
    {
      const PtlWindowsSocket *socket = &g_array_index (sockets, PtlWindowsSocket, i);

      g_assert_true (!socket->dual || socket->port == 135 || socket->port == 500);
    }
}

/* A table that ends too early gives the rows that are whole, and says that there should be more. */
static void
test_cut (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "host", "fixtures", "wine.tables", NULL);
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));

  for (gsize length = 0; length < 8 + 2 * 160; length++)
    {
      g_autofree guint8 *copy = g_memdup2 (bytes + 4, length);
      g_autoptr (GArray) sockets = g_array_new (FALSE, FALSE, sizeof (PtlWindowsSocket));

      g_assert_false (ptl_windows_rows_parse (copy, length, PTL_WINDOWS_TABLE_TCP4, sockets));
      g_assert_cmpuint (sockets->len, ==, length < 8 ? 0 : (length - 8) / 160);
    }
}

static void
test_text (void)
{
  static const guint8 plain[] = { 'p', 0, 0xe4, 0, 0x3d, 0xd8, 0x00, 0xde, 0, 0, 'x', 0 };
  static const guint8 halves[] = { 0x3d, 0xd8, 'a', 0, 0x00, 0xde, 'b', 0, 0x3d, 0xd8 };
  g_autofree char *a = ptl_windows_text_to_utf8 (plain, sizeof plain);
  g_autofree char *b = ptl_windows_text_to_utf8 (halves, sizeof halves);
  g_autofree char *c = ptl_windows_text_to_utf8 (plain, 3);
  g_autofree char *d = ptl_windows_text_to_utf8 (NULL, 0);
  static const gunichar2 wide[] = { 'n', 'g', 'i', 'n', 'x', 0 };
  static const gunichar2 empty[] = { 0 };
  g_autofree char *e = ptl_windows_text_dup (wide);

  g_assert_cmpstr (a, ==, "pä😀");
  g_assert_cmpstr (b, ==, "\357\277\275a\357\277\275b\357\277\275");
  g_assert_cmpstr (c, ==, "p");
  g_assert_cmpstr (d, ==, "");
  g_assert_cmpstr (e, ==, "nginx");
  g_assert_null (ptl_windows_text_dup (empty));
  g_assert_null (ptl_windows_text_dup (NULL));
}

/* A text in an answer lies where the answer says, if that is in the answer. */
static void
test_find (void)
{
  static const guint8 bytes[32] = { 0 };
  static const struct
  {
    guint64 pointer;
    gsize   n;
    int     at; /* -1 for nowhere */
    gsize   out_n;
  } cases[] = {
    { 0x1010, G_MAXSIZE, 16, 16 },
    { 0x1010, 10, 16, 10 },
    { 0x1010, 16, 16, 16 },
    { 0x1010, 17, -1, 0 },
    { 0x1000, G_MAXSIZE, 0, 32 },
    { 0x1020, 0, 32, 0 },
    { 0x1021, 0, -1, 0 },
    { 0x0fff, 4, -1, 0 },
    { 0, 0, -1, 0 },
    { G_MAXUINT64, G_MAXSIZE, -1, 0 },
    { 0x1010, G_MAXSIZE - 1, -1, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize n = 0;
      const guint8 *found = ptl_windows_text_find (bytes, sizeof bytes, 0x1000, cases[i].pointer, cases[i].n, &n);

      if (cases[i].at < 0)
        g_assert_null (found);
      else
        g_assert_true (found == bytes + cases[i].at);
      g_assert_cmpuint (n, ==, cases[i].out_n);
    }
}

static void
test_url (void)
{
  static const struct
  {
    const char *url;
    guint16     port;
  } urls[] = {
    { "http://+:5985/wsman/", 5985 },
    { "HTTPS://*:5986/wsman/", 5986 },
    { "http://+:80/Temporary_Listen_Addresses/", 80 },
    { "https://[::1]:8443/", 8443 },
    { "http://www.example.com:8080:192.0.2.1/", 8080 },
    { "http://[fe80::1]:47001", 47001 },
    { "http://host/", 0 },
    { "http://:80/", 0 },
    { "http://+:/", 0 },
    { "http://+:0/", 0 },
    { "http://+:65536/", 0 },
    { "http://+:80x/", 0 },
    { "http://[::1/", 0 },
    { "ftp://+:21/", 0 },
    { "", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      guint16 port = 0;

      g_assert_cmpint (ptl_windows_url_get_port (urls[i].url, &port), ==, urls[i].port != 0);
      g_assert_cmpuint (port, ==, urls[i].port);
    }
}

static void
test_reserved (void)
{
  static const char *const wrong[] = { "", "cc57", "cc57010", "cc5701000", "cc57g100", "00000100", "cc570000", "ffff0200", "default" };
  PtlInterval ports = { 0 };

  g_assert_true (ptl_windows_reserved_parse ("cc570100", &ports));
  g_assert_cmpuint (ports.first, ==, 52311);
  g_assert_cmpuint (ports.last, ==, 52311);
  g_assert_true (ptl_windows_reserved_parse ("C3503C00", &ports));
  g_assert_cmpuint (ports.first, ==, 50000);
  g_assert_cmpuint (ports.last, ==, 50059);
  g_assert_true (ptl_windows_reserved_parse ("0001ffff", &ports));
  g_assert_cmpuint (ports.last, ==, 65535);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (ptl_windows_reserved_parse (wrong[i], &ports));
}

static void
add_entry (GByteArray *list,
           guint       size,
           gboolean    last,
           guint64     pid,
           guint64     created)
{
  guint at = list->len;
  guint32 next = GUINT32_TO_LE (last ? 0 : size);

  pid = GUINT64_TO_LE (pid);
  created = GUINT64_TO_LE (created);
  g_byte_array_set_size (list, at + size);
  memset (list->data + at, 0xee, size);
  memcpy (list->data + at, &next, sizeof next);
  memcpy (list->data + at + 32, &created, sizeof created);
  memcpy (list->data + at + 80, &pid, sizeof pid);
}

static guint64
get_time (GHashTable *times,
          guint       pid)
{
  const guint64 *time = g_hash_table_lookup (times, GUINT_TO_POINTER (pid));

  return time != NULL ? *time : 0;
}

static void
test_times (void)
{
  g_autoptr (GHashTable) times = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autoptr (GHashTable) cut = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autoptr (GByteArray) list = g_byte_array_new ();
  guint32 wrong = GUINT32_TO_LE (8);

  /* Of different sizes: each entry's threads and name stand behind it. The first is the idle process, which has no number. */
  add_entry (list, 320, FALSE, 0, NOW);
  add_entry (list, 400, FALSE, 4, NOW + 1);
  add_entry (list, 88, FALSE, 1040, NOW + 2);
  add_entry (list, 256, TRUE, 5000, NOW + 3);

  g_assert_true (ptl_windows_times_parse (list->data, list->len, times));
  g_assert_cmpuint (g_hash_table_size (times), ==, 3);
  g_assert_cmpuint (get_time (times, 4), ==, NOW + 1);
  g_assert_cmpuint (get_time (times, 1040), ==, NOW + 2);
  g_assert_cmpuint (get_time (times, 5000), ==, NOW + 3);

  g_assert_false (ptl_windows_times_parse (list->data, list->len - 200, cut));
  g_assert_cmpuint (g_hash_table_size (cut), ==, 2);
  g_assert_false (ptl_windows_times_parse (list->data, 0, cut));

  /* An entry can't begin within the one before. */
  memcpy (list->data + 320, &wrong, sizeof wrong);
  g_hash_table_remove_all (cut);
  g_assert_false (ptl_windows_times_parse (list->data, list->len, cut));
  g_assert_cmpuint (g_hash_table_size (cut), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/host/windows/recorded", test_recorded);
  g_test_add_func ("/host/windows/made", test_made);
  g_test_add_func ("/host/windows/dual", test_dual);
  g_test_add_func ("/host/windows/cut", test_cut);
  g_test_add_func ("/host/windows/text", test_text);
  g_test_add_func ("/host/windows/find", test_find);
  g_test_add_func ("/host/windows/url", test_url);
  g_test_add_func ("/host/windows/reserved", test_reserved);
  g_test_add_func ("/host/windows/times", test_times);

  return g_test_run ();
}
