#include "config.h"

#include <string.h>

#include "catalog/ptl-catalog.h"

/* The catalog that the program carries, compared with what is known of IANA's registry. */

static PtlCatalog *
get_catalog (void)
{
  g_autoptr (GError) error = NULL;
  PtlCatalog *catalog = ptl_catalog_get_default (&error);

  g_assert_no_error (error);
  g_assert_nonnull (catalog);

  return catalog;
}

/* What came into the registry since February 2026, when the numbers below were counted. */
static gboolean
is_newest (guint port)
{
  static const guint16 newest[] = { 4480, 4794, 5319, 6610, 9183, 30939, 34965, 34966 };

  for (guint i = 0; i < G_N_ELEMENTS (newest); i++)
    {
      if (newest[i] == port)
        return TRUE;
    }

  return FALSE;
}

static void
test_counts (void)
{
  PtlCatalog *catalog = get_catalog ();
  guint named = 0, newest = 0, other = 0, unassigned = 0, dynamic = 0;

  for (guint port = 0; port < PTL_N_PORTS; port++)
    {
      guint n = ptl_catalog_get_n_registrations (catalog, port);
      gboolean has_name = FALSE, has_remark = FALSE;

      for (guint i = 0; i < n; i++)
        {
          PtlRegistration row;

          ptl_catalog_get_registration (catalog, port, i, &row);
          g_assert_cmpuint (row.first, <=, port);
          g_assert_cmpuint (row.last, >=, port);
          has_name |= row.status == PTL_STATUS_ASSIGNED && row.name != NULL;
          has_remark |= row.status == PTL_STATUS_ASSIGNED || row.status == PTL_STATUS_RESERVED;
          /* "Removed", "De-registered": without a name, and yet not plainly unassigned. */
          has_remark |= row.status == PTL_STATUS_UNASSIGNED &&
                        g_ascii_strncasecmp (row.description, "unassigned", strlen ("unassigned")) != 0;
        }

      if (port >= 49152)
        dynamic++;
      else if (has_name && is_newest (port))
        newest++;
      else if (has_name)
        named++;
      else if (has_remark)
        other++;
      else
        unassigned++;
    }

  g_assert_cmpuint (newest, ==, 8);
  g_assert_cmpuint (named, ==, 6342);
  g_assert_cmpuint (other, ==, 82);
  g_assert_cmpuint (unassigned + newest, ==, 42728);
  g_assert_cmpuint (dynamic, ==, 16384);
}

/* Where a registration of that name is among a port's, -1 where it is not. */
static int
find_registration (guint16          port,
                   PtlTransport     transport,
                   const char      *name,
                   PtlRegistration *out_row)
{
  PtlCatalog *catalog = get_catalog ();

  for (guint i = 0; i < ptl_catalog_get_n_registrations (catalog, port); i++)
    {
      ptl_catalog_get_registration (catalog, port, i, out_row);
      if (out_row->transport == transport && g_strcmp0 (out_row->name, name) == 0)
        return i;
    }

  return -1;
}

static void
test_eighty (void)
{
  PtlCatalog *catalog = get_catalog ();
  PtlRegistration row;
  PtlSummary summary;
  int http = find_registration (80, PTL_TRANSPORT_TCP, "http", &row);

  g_assert_cmpint (http, ==, 0);
  g_assert_cmpint (row.status, ==, PTL_STATUS_ASSIGNED);
  g_assert_cmpint (find_registration (80, PTL_TRANSPORT_TCP, "www", &row), ==, 1);
  g_assert_cmpint (row.status, ==, PTL_STATUS_ALIAS);
  g_assert_cmpint (find_registration (80, PTL_TRANSPORT_TCP, "www-http", &row), ==, 2);
  g_assert_cmpint (row.status, ==, PTL_STATUS_ASSIGNED);
  g_assert_cmpint (find_registration (80, PTL_TRANSPORT_UDP, "http", &row), ==, 3);

  ptl_catalog_get_summary (catalog, 80, &summary);
  g_assert_cmpstr (summary.name, ==, "http");
  g_assert_cmpint (summary.status, ==, PTL_STATUS_ASSIGNED);
  g_assert_cmpuint (summary.transports, ==, PTL_TRANSPORT_BIT (PTL_TRANSPORT_TCP) |
                    PTL_TRANSPORT_BIT (PTL_TRANSPORT_UDP) | PTL_TRANSPORT_BIT (PTL_TRANSPORT_SCTP));
}

static void
assert_status (guint16      port,
               PtlTransport transport,
               PtlStatus    status)
{
  PtlStatus found = ptl_catalog_get_status (get_catalog (), port, transport);

  if (found != status)
    g_error ("%u/%s is %s, not %s", port, ptl_transport_to_string (transport),
             ptl_status_to_string (found), ptl_status_to_string (status));
}

static void
test_statuses (void)
{
  assert_status (0, PTL_TRANSPORT_TCP, PTL_STATUS_RESERVED);
  assert_status (24, PTL_TRANSPORT_TCP, PTL_STATUS_ASSIGNED); /* any private mail system */
  assert_status (80, PTL_TRANSPORT_DCCP, PTL_STATUS_UNASSIGNED);
  assert_status (230, PTL_TRANSPORT_SCTP, PTL_STATUS_RESERVED); /* a row for every transport */
  assert_status (4200, PTL_TRANSPORT_UDP, PTL_STATUS_ASSIGNED); /* an assigned one: TCP and UDP */
  assert_status (4200, PTL_TRANSPORT_SCTP, PTL_STATUS_UNASSIGNED);
  assert_status (5000, PTL_TRANSPORT_TCP, PTL_STATUS_ASSIGNED);
  assert_status (49151, PTL_TRANSPORT_DCCP, PTL_STATUS_RESERVED);
  assert_status (49152, PTL_TRANSPORT_TCP, PTL_STATUS_DYNAMIC);
  assert_status (65535, PTL_TRANSPORT_UDPLITE, PTL_STATUS_DYNAMIC);

  /* Registered, whatever lists say. */
  assert_status (11434, PTL_TRANSPORT_TCP, PTL_STATUS_ASSIGNED);
  assert_status (27017, PTL_TRANSPORT_TCP, PTL_STATUS_ASSIGNED);
  assert_status (32400, PTL_TRANSPORT_TCP, PTL_STATUS_ASSIGNED);
  assert_status (31337, PTL_TRANSPORT_TCP, PTL_STATUS_ASSIGNED);

  /* Not registered, whatever lists say. */
  assert_status (81, PTL_TRANSPORT_TCP, PTL_STATUS_UNASSIGNED); /* hosts2-ns went long ago */
  assert_status (51820, PTL_TRANSPORT_UDP, PTL_STATUS_DYNAMIC);
  assert_status (64738, PTL_TRANSPORT_TCP, PTL_STATUS_DYNAMIC);
  assert_status (50051, PTL_TRANSPORT_TCP, PTL_STATUS_DYNAMIC);
  assert_status (8472, PTL_TRANSPORT_UDP, PTL_STATUS_ASSIGNED); /* otv, not VXLAN */
  assert_status (4789, PTL_TRANSPORT_UDP, PTL_STATUS_ASSIGNED);
}

static void
test_names (void)
{
  static const struct
  {
    guint16      port;
    PtlTransport transport;
    const char  *name;
  } names[] = {
    { 53, PTL_TRANSPORT_UDP, "domain" },
    { 113, PTL_TRANSPORT_TCP, "auth" },
    { 113, PTL_TRANSPORT_TCP, "ident" },
    { 465, PTL_TRANSPORT_TCP, "submissions" },
    { 465, PTL_TRANSPORT_TCP, "urd" },
    { 514, PTL_TRANSPORT_TCP, "shell" },
    { 514, PTL_TRANSPORT_UDP, "syslog" },
    { 853, PTL_TRANSPORT_TCP, "domain-s" },
    { 3000, PTL_TRANSPORT_TCP, "hbci" },
    { 3478, PTL_TRANSPORT_UDP, "stun" },
    { 4789, PTL_TRANSPORT_UDP, "vxlan" },
    { 5000, PTL_TRANSPORT_TCP, "commplex-main" },
    { 5432, PTL_TRANSPORT_TCP, "postgresql" },
    { 6063, PTL_TRANSPORT_TCP, "x11" },
    { 6888, PTL_TRANSPORT_TCP, "muse" },
    { 8472, PTL_TRANSPORT_UDP, "otv" },
    { 11434, PTL_TRANSPORT_TCP, "ollama" },
    { 27009, PTL_TRANSPORT_TCP, "flex-lm" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      PtlRegistration row;

      g_test_message ("%u/%s %s", names[i].port, ptl_transport_to_string (names[i].transport), names[i].name);
      g_assert_cmpint (find_registration (names[i].port, names[i].transport, names[i].name, &row), >=, 0);
      g_assert_cmpint (row.status, ==, PTL_STATUS_ASSIGNED);
    }

  {
    PtlRegistration row;

    g_assert_cmpint (find_registration (514, PTL_TRANSPORT_TCP, "syslog", &row), ==, -1);
    g_assert_cmpint (find_registration (81, PTL_TRANSPORT_TCP, "hosts2-ns", &row), ==, -1);
  }
}

static void
test_notes (void)
{
  PtlCatalog *catalog = get_catalog ();
  guint n = 0;

  g_assert_cmpuint (ptl_catalog_get_total_notes (catalog), >=, 150);

  for (guint port = 0; port < PTL_N_PORTS; port++)
    {
      for (guint i = 0; i < ptl_catalog_get_n_notes (catalog, port); i++)
        {
          PtlNote note;
          PtlCatalogSource source;

          ptl_catalog_get_note (catalog, port, i, &note);
          g_assert_cmpuint (note.first, <=, port);
          g_assert_cmpuint (note.last, >=, port);
          g_assert_cmpint (note.kind, !=, PTL_NOTE_RANGE_CONVENTION);
          g_assert_cmpuint (note.transports, !=, 0);
          g_assert_cmpuint (strlen (note.text), >=, 5);
          g_assert_cmpuint (note.n_sources, >, 0);
          ptl_catalog_get_source (catalog, note.first_source + note.n_sources - 1, &source);
          g_assert_cmpuint (strlen (source.title), >, 3);
          if (note.first == port)
            n++;
        }
    }

  g_assert_cmpuint (n, ==, ptl_catalog_get_total_notes (catalog));
}

static void
test_xsan (void)
{
  PtlCatalog *catalog = get_catalog ();
  PtlNote note;
  gboolean found = FALSE;

  g_assert_cmpuint (ptl_catalog_get_n_notes (catalog, 60683), >=, 1);
  ptl_catalog_get_note (catalog, 60683, 0, &note);
  g_assert_cmpstr (note.product, ==, "Xsan");
  g_assert_cmpint (note.confidence, ==, PTL_CONFIDENCE_LOW);
  g_assert_cmpint (note.relation, ==, PTL_RELATION_NONE);

  for (guint i = 0; i < ptl_catalog_get_n_conventions (catalog, 60683); i++)
    {
      ptl_catalog_get_convention (catalog, 60683, i, &note);
      g_assert_cmpint (note.kind, ==, PTL_NOTE_RANGE_CONVENTION);
      found |= g_str_equal (note.id, "mosh-sessions");
    }
  g_assert_true (found);
}

static void
test_blocked (void)
{
  PtlCatalog *catalog = get_catalog ();
  PtlCatalogSource source;
  guint n = 0;

  for (guint port = 0; port < PTL_N_PORTS; port++)
    n += ptl_catalog_is_browser_blocked (catalog, port);

  g_assert_cmpuint (n, ==, 83);
  g_assert_true (ptl_catalog_is_browser_blocked (catalog, 6000));
  g_assert_false (ptl_catalog_is_browser_blocked (catalog, 6001));
  ptl_catalog_get_blocked_source (catalog, &source);
  g_assert_true (g_str_has_prefix (source.url, "https://"));
}

static void
test_systems (void)
{
  PtlCatalog *catalog = get_catalog ();
  gboolean linux_found = FALSE;

  g_assert_cmpuint (ptl_catalog_get_n_systems (catalog), >=, 7);
  for (guint i = 0; i < ptl_catalog_get_n_systems (catalog); i++)
    {
      PtlSystem system;

      ptl_catalog_get_system (catalog, i, &system);
      g_assert_cmpuint (system.first, <, system.last);
      g_assert_cmpstr (system.source.title, !=, "");
      linux_found |= g_str_equal (system.os, "linux") && system.first == 32768 && system.last == 60999;
    }
  g_assert_true (linux_found);
}

/* The ports to which the notes lead from each to the next are those that a look at all notes finds. */
static void
test_product_ports (void)
{
  PtlCatalog *catalog = get_catalog ();
  guint n_found = 0;

  for (guint port = 0; port < PTL_N_PORTS; port += port < 10000 ? 1 : 501)
    {
      g_autoptr (GHashTable) products = g_hash_table_new (g_str_hash, g_str_equal);
      PtlProductPort ports[12];
      PtlNote note;
      guint n = ptl_catalog_list_product_ports (catalog, port, ports, G_N_ELEMENTS (ports));
      guint at = 0;

      for (guint i = 0; i < ptl_catalog_get_n_notes (catalog, port); i++)
        {
          ptl_catalog_get_note (catalog, port, i, &note);
          g_hash_table_add (products, (gpointer) note.product);
        }

      for (guint other = 1; other < PTL_N_PORTS && g_hash_table_size (products) > 0 && at < G_N_ELEMENTS (ports); other++)
        {
          const char *product = NULL;

          for (guint i = 0; i < ptl_catalog_get_n_notes (catalog, other) && product == NULL; i++)
            {
              ptl_catalog_get_note (catalog, other, i, &note);
              if (note.first == other && (port < note.first || port > note.last) &&
                  g_hash_table_contains (products, note.product))
                product = note.product;
            }
          if (product == NULL)
            continue;

          g_assert_cmpuint (at, <, n);
          g_assert_cmpuint (ports[at].port, ==, other);
          g_assert_cmpstr (ports[at].product, ==, product);
          at++;
        }
      g_assert_cmpuint (at, ==, n);
      n_found += n;
    }
  g_assert_cmpuint (n_found, >, 50);
}

static void
test_date (void)
{
  g_assert_cmpstr (ptl_catalog_get_registry_date (get_catalog ()), ==, "2026-09-17");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/catalog/real/counts", test_counts);
  g_test_add_func ("/catalog/real/eighty", test_eighty);
  g_test_add_func ("/catalog/real/statuses", test_statuses);
  g_test_add_func ("/catalog/real/names", test_names);
  g_test_add_func ("/catalog/real/notes", test_notes);
  g_test_add_func ("/catalog/real/xsan", test_xsan);
  g_test_add_func ("/catalog/real/blocked", test_blocked);
  g_test_add_func ("/catalog/real/systems", test_systems);
  g_test_add_func ("/catalog/real/product-ports", test_product_ports);
  g_test_add_func ("/catalog/real/date", test_date);

  return g_test_run ();
}
