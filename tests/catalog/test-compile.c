#include "config.h"

#include <string.h>

#include "catalog/compile/ptl-note-check.h"
#include "catalog/ptl-catalog.h"
#include "fixture.h"

/* From text to a catalog and back: what is right is found again, what is wrong is named and left out. */

static PtlCatalog *
open_standard (void)
{
  g_autoptr (GBytes) bytes = fixture_standard ();
  g_autoptr (GError) error = NULL;
  PtlCatalog *catalog = ptl_catalog_new_from_bytes (bytes, &error);

  g_assert_no_error (error);

  return catalog;
}

static void
assert_registration (PtlCatalog   *catalog,
                     guint16       port,
                     guint         index,
                     PtlTransport  transport,
                     PtlStatus     status,
                     const char   *name)
{
  PtlRegistration row;

  g_assert_cmpuint (index, <, ptl_catalog_get_n_registrations (catalog, port));
  ptl_catalog_get_registration (catalog, port, index, &row);
  g_assert_cmpint (row.transport, ==, transport);
  g_assert_cmpint (row.status, ==, status);
  g_assert_cmpstr (row.name, ==, name);
}

static void
test_order (void)
{
  g_autoptr (PtlCatalog) catalog = open_standard ();

  g_assert_cmpuint (ptl_catalog_get_n_registrations (catalog, 80), ==, 5);
  assert_registration (catalog, 80, 0, PTL_TRANSPORT_TCP, PTL_STATUS_ASSIGNED, "http");
  assert_registration (catalog, 80, 1, PTL_TRANSPORT_TCP, PTL_STATUS_ALIAS, "www");
  assert_registration (catalog, 80, 2, PTL_TRANSPORT_TCP, PTL_STATUS_ASSIGNED, "www-http");
  assert_registration (catalog, 80, 3, PTL_TRANSPORT_UDP, PTL_STATUS_ASSIGNED, "http");
  assert_registration (catalog, 80, 4, PTL_TRANSPORT_SCTP, PTL_STATUS_ASSIGNED, "http");

  /* An alias follows the name whose description it has; what is no more comes last. */
  assert_registration (catalog, 700, 0, PTL_TRANSPORT_TCP, PTL_STATUS_ASSIGNED, "second");
  assert_registration (catalog, 700, 1, PTL_TRANSPORT_TCP, PTL_STATUS_ASSIGNED, "first");
  assert_registration (catalog, 700, 2, PTL_TRANSPORT_TCP, PTL_STATUS_ALIAS, "first-too");
  assert_registration (catalog, 700, 3, PTL_TRANSPORT_TCP, PTL_STATUS_FORMERLY, "old");
  assert_registration (catalog, 700, 4, PTL_TRANSPORT_UDP, PTL_STATUS_RESERVED, NULL);

  /* A port's own name comes before that of the range around it. */
  assert_registration (catalog, 4205, 0, PTL_TRANSPORT_TCP, PTL_STATUS_ASSIGNED, "inside");
  assert_registration (catalog, 4205, 1, PTL_TRANSPORT_TCP, PTL_STATUS_ASSIGNED, "multi");
  assert_registration (catalog, 4205, 2, PTL_TRANSPORT_UDP, PTL_STATUS_ASSIGNED, "multi");
}

static void
test_fields (void)
{
  g_autoptr (PtlCatalog) catalog = open_standard ();
  PtlRegistration row;

  ptl_catalog_get_registration (catalog, 80, 0, &row);
  g_assert_cmpstr (row.description, ==, "World Wide Web HTTP");
  g_assert_cmpstr (row.registered, ==, "2021-10-01");
  g_assert_cmpstr (row.references, ==, "RFC 9110");
  g_assert_null (row.unauthorized_use);
  g_assert_null (row.note);
  ptl_catalog_get_registration (catalog, 80, 2, &row);
  g_assert_cmpstr (row.note, ==, "A duplicate.");
  ptl_catalog_get_registration (catalog, 5000, 0, &row);
  g_assert_cmpstr (row.unauthorized_use, ==, "Seen on 5000");
  ptl_catalog_get_registration (catalog, 4203, 0, &row);
  g_assert_cmpuint (row.first, ==, 4200);
  g_assert_cmpuint (row.last, ==, 4209);
  g_assert_cmpstr (ptl_catalog_get_registry_date (catalog), ==, "2026-01-02");
}

static void
test_status (void)
{
  g_autoptr (PtlCatalog) catalog = open_standard ();
  static const struct
  {
    guint16   port;
    PtlStatus status[PTL_N_TRANSPORTS];
  } cases[] = {
#define U PTL_STATUS_UNASSIGNED
#define A PTL_STATUS_ASSIGNED
#define R PTL_STATUS_RESERVED
#define D PTL_STATUS_DYNAMIC
    { 0, { R, U, U, U, U } }, { 8, { R, R, R, R, R } }, { 10, { U, U, U, U, U } }, { 24, { A, U, U, U, U } },
    { 80, { A, A, A, U, A } }, { 700, { A, R, U, U, R } }, { 4204, { A, A, U, U, A } }, { 5000, { U, U, U, U, U } },
    { 49151, { U, U, U, U, U } }, { 49152, { D, D, D, D, D } }, { 60000, { D, D, D, D, D } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      for (PtlTransport t = 0; t < PTL_N_TRANSPORTS; t++)
        g_assert_cmpint (ptl_catalog_get_status (catalog, cases[i].port, t), ==, cases[i].status[t]);
    }
}

static void
test_notes (void)
{
  g_autoptr (PtlCatalog) catalog = open_standard ();
  static const char *const order[] = { "angular", "range-note", "multi-user", "other-use", "worm" };
  static const char *const conventions[] = { "convention-narrow", "convention" };
  PtlNote note;
  PtlCatalogSource source;

  g_assert_cmpuint (ptl_catalog_get_total_notes (catalog), ==, 7);

  /* Uses before conflicts before what malware did; the surer first; one port before several; conventions apart. */
  g_assert_cmpuint (ptl_catalog_get_n_notes (catalog, 4200), ==, G_N_ELEMENTS (order));
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      ptl_catalog_get_note (catalog, 4200, i, &note);
      g_assert_cmpstr (note.id, ==, order[i]);
    }
  g_assert_cmpuint (ptl_catalog_get_n_conventions (catalog, 4200), ==, G_N_ELEMENTS (conventions));
  for (guint i = 0; i < G_N_ELEMENTS (conventions); i++)
    {
      ptl_catalog_get_convention (catalog, 4200, i, &note);
      g_assert_cmpstr (note.id, ==, conventions[i]);
    }

  ptl_catalog_get_note (catalog, 80, 0, &note);
  g_assert_cmpstr (note.field, ==, "fixture");
  g_assert_cmpstr (note.product, ==, "Web Server");
  g_assert_cmpstr (note.names, ==, "nginx;apache");
  g_assert_cmpuint (note.transports, ==, PTL_TRANSPORT_BIT (PTL_TRANSPORT_TCP) | PTL_TRANSPORT_BIT (PTL_TRANSPORT_UDP));
  g_assert_cmpint (note.kind, ==, PTL_NOTE_DE_FACTO);
  g_assert_cmpint (note.confidence, ==, PTL_CONFIDENCE_HIGH);
  g_assert_null (note.platforms);
  g_assert_cmpuint (note.n_sources, ==, 2);
  ptl_catalog_get_source (catalog, note.first_source, &source);
  g_assert_cmpstr (source.title, ==, "Some");
  g_assert_cmpstr (source.url, ==, "https://example.org/a");
  ptl_catalog_get_source (catalog, note.first_source + 1, &source);
  g_assert_cmpstr (source.title, ==, "Another book");
  g_assert_null (source.url);

  ptl_catalog_get_note (catalog, 4200, 0, &note);
  g_assert_cmpstr (note.platforms, ==, "linux;macos");
  g_assert_cmpstr (note.since, ==, "2016");
  g_assert_cmpstr (note.until, ==, "2.0");
}

static void
test_relation (void)
{
  g_autoptr (PtlCatalog) catalog = open_standard ();
  PtlNote note;

  ptl_catalog_get_note (catalog, 80, 0, &note); /* by its service */
  g_assert_cmpint (note.relation, ==, PTL_RELATION_SAME);
  ptl_catalog_get_note (catalog, 4200, 2, &note); /* by its product, in the description */
  g_assert_cmpstr (note.id, ==, "multi-user");
  g_assert_cmpint (note.relation, ==, PTL_RELATION_SAME);
  ptl_catalog_get_note (catalog, 4200, 0, &note);
  g_assert_cmpint (note.relation, ==, PTL_RELATION_CONFLICTS);
  ptl_catalog_get_note (catalog, 60000, 0, &note);
  g_assert_cmpint (note.relation, ==, PTL_RELATION_NONE);
}

static void
test_summary (void)
{
  g_autoptr (PtlCatalog) catalog = open_standard ();
  PtlSummary summary;

  ptl_catalog_get_summary (catalog, 80, &summary);
  g_assert_cmpstr (summary.name, ==, "http");
  g_assert_cmpstr (summary.description, ==, "World Wide Web HTTP");
  g_assert_cmpstr (summary.product, ==, "Web Server");
  g_assert_cmpuint (summary.n_products, ==, 1);
  g_assert_cmpuint (summary.transports, ==, 7);
  g_assert_cmpint (summary.status, ==, PTL_STATUS_ASSIGNED);

  ptl_catalog_get_summary (catalog, 24, &summary);
  g_assert_null (summary.name);
  g_assert_cmpstr (summary.description, ==, "any private mail system");

  ptl_catalog_get_summary (catalog, 8, &summary);
  g_assert_null (summary.name);
  g_assert_null (summary.description);
  g_assert_cmpint (summary.status, ==, PTL_STATUS_RESERVED);

  ptl_catalog_get_summary (catalog, 60000, &summary);
  g_assert_cmpstr (summary.product, ==, "Lonely");
  g_assert_cmpint (summary.status, ==, PTL_STATUS_DYNAMIC);
}

static void
test_world (void)
{
  g_autoptr (PtlCatalog) catalog = open_standard ();
  PtlSystem system;
  PtlCatalogSource source;

  g_assert_cmpuint (ptl_catalog_get_n_systems (catalog), ==, 1);
  ptl_catalog_get_system (catalog, 0, &system);
  g_assert_cmpstr (system.name, ==, "System X");
  g_assert_cmpstr (system.source.url, ==, "https://example.org/x");
  g_assert_true (ptl_catalog_is_browser_blocked (catalog, 1));
  g_assert_true (ptl_catalog_is_browser_blocked (catalog, 80));
  g_assert_false (ptl_catalog_is_browser_blocked (catalog, 2));
  ptl_catalog_get_blocked_source (catalog, &source);
  g_assert_cmpstr (source.title, ==, "Standard");
}

/* The same text gives the same bytes, so a build can be repeated. */
static void
test_repeatable (void)
{
  g_autoptr (GBytes) first = fixture_standard ();
  g_autoptr (GBytes) second = fixture_standard ();

  g_assert_true (g_bytes_equal (first, second));
}

#define GOOD_STANZA "[good]\nports=1\ntransports=tcp\nproduct=P\nkind=unofficial\nconfidence=low\ntext=T.\nsource=S\n"

static const struct
{
  const char *stanza; /* stands on lines 9 and below, behind a good one */
  const char *report;
} broken_notes[] = {
  { "[bad]\nports=1\ntransports=tcp\nproduct=P\nkind=unofficial\nconfidence=low\ntext=T.\n",
    "data/notes/fixture.ini:9: [bad]: “source” is missing; every note has it." },
  { "[bad]\nports=70000\ntransports=tcp\nproduct=P\nkind=unofficial\nconfidence=low\ntext=T.\nsource=S\n",
    "data/notes/fixture.ini:10: [bad]: “70000” is not right for ports; write one port or one range from 0 to 65535, such as "
    "26379 or 8000-8100." },
  { "[bad]\nports=9-1\ntransports=tcp\nproduct=P\nkind=unofficial\nconfidence=low\ntext=T.\nsource=S\n", "fixture.ini:10: " },
  { "[bad]\nports=1;2\ntransports=tcp\nproduct=P\nkind=unofficial\nconfidence=low\ntext=T.\nsource=S\n", "fixture.ini:10: " },
  { "[bad]\nports=1-2000\ntransports=tcp\nproduct=P\nkind=unofficial\nconfidence=low\ntext=T.\nsource=S\n", "range-convention" },
  { "[bad]\nports=1\ntransports=tcp,udp\nproduct=P\nkind=unofficial\nconfidence=low\ntext=T.\nsource=S\n", "fixture.ini:11: " },
  { "[bad]\nports=1\ntransports=udplite\nproduct=P\nkind=unofficial\nconfidence=low\ntext=T.\nsource=S\n", "fixture.ini:11: " },
  { "[bad]\nports=1\ntransports=tcp\nproduct=\nkind=unofficial\nconfidence=low\ntext=T.\nsource=S\n", "“product” is missing" },
  { "[bad]\nports=1\ntransports=tcp\nproduct=P\nkind=nice\nconfidence=low\ntext=T.\nsource=S\n", "a kind is unofficial" },
  { "[bad]\nports=1\ntransports=tcp\nproduct=P\nkind=unofficial\nconfidence=sure\ntext=T.\nsource=S\n", "high, medium or low" },
  { "[bad]\nports=1\ntransports=tcp\nproduct=P\nkind=unofficial\nconfidence=low\ntext=T\nsource=S\n", "full stop" },
  { "[bad]\nports=1\ntransports=tcp\nproduct=P\nkind=unofficial\nconfidence=low\ntext=T.\nsource=S\nchecked=today\n", "fixture.ini:17: " },
  { "[bad]\nports=1\ntransports=tcp\nproduct=P\nkind=unofficial\nconfidence=low\ntext=T.\nsource=S <http:/x>\n", "no source" },
  { "[bad]\nports=1\ntransports=tcp\nproduct=P\nkind=unofficial\nconfidence=low\ntext=T.\nsource=<https://x.org>\n", "no source" },
  { "[bad]\nports=1\ntransports=tcp\nproduct=P\nkind=unofficial\nconfidence=low\ntext=T.\nsource=S\nevidence=x\n",
    "fixture.ini:17: [bad]: “x” is no evidence" },
  { "[bad]\nports=1\nprots=2\ntransports=tcp\nproduct=P\nkind=unofficial\nconfidence=low\ntext=T.\nsource=S\n",
    "fixture.ini:11: [bad]: there is no key “prots”" },
  { "[bad]\nports=1\nports=2\ntransports=tcp\nproduct=P\nkind=unofficial\nconfidence=low\ntext=T.\nsource=S\n", "second time" },
  { "[bad]\nnonsense\nports=1\n", "fixture.ini:10: [bad]: a line is KEY=VALUE" },
  { "[Bad Id]\nports=1\n", "fixture.ini:9: [Bad Id]: the id is not right" },
  { "[good]\nports=1\n", "fixture.ini:9: [good]: the id is there already" },
  { "[bad\nports=1\n", "fixture.ini:9: “[bad” begins no stanza" },
  { "[bad]\nproduct=\xff\n", "fixture.ini:10: [bad]: the line is not UTF-8 text." },
};

static void
test_broken_notes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (broken_notes); i++)
    {
      g_autoptr (PtlCompileReport) report = ptl_compile_report_new ();
      g_autofree char *text = g_strconcat (GOOD_STANZA, broken_notes[i].stanza,
                                           "[after]\nports=2\ntransports=tcp\nproduct=A\nkind=unofficial\nconfidence=low\n"
                                           "text=T.\nsource=S\n", NULL);
      g_autoptr (GBytes) bytes = fixture_compile (fixture_registry, text, report);
      g_autoptr (PtlCatalog) catalog = ptl_catalog_new_from_bytes (bytes, NULL);

      g_test_message ("%s", ptl_compile_report_get (report, 0));
      g_assert_cmpuint (ptl_compile_report_get_n (report), ==, 1);
      g_assert_nonnull (strstr (ptl_compile_report_get (report, 0), broken_notes[i].report));
      g_assert_true (g_utf8_validate (ptl_compile_report_get (report, 0), -1, NULL));

      /* The stanzas before and after stand. */
      g_assert_cmpuint (ptl_catalog_get_total_notes (catalog), ==, 2);
      g_assert_cmpuint (ptl_catalog_get_n_notes (catalog, 1), ==, 1);
      g_assert_cmpuint (ptl_catalog_get_n_notes (catalog, 2), ==, 1);
    }
}

static void
test_broken_registry (void)
{
  static const char *const lines[][2] = {
    { "80\t80\ttcp\tassigned\thttp\tx\t\t\t\n", "ten columns" },
    { "80\t80\ttcp\tassigned\thttp\tx\t\t\t\t\t\n", "ten columns" },
    { "80\t79\ttcp\tassigned\thttp\tx\t\t\t\t\n", "first two columns" },
    { "\t79\ttcp\tassigned\thttp\tx\t\t\t\t\n", "first two columns" },
    { "080\t80\ttcp\tassigned\thttp\tx\t\t\t\t\n", "first two columns" },
    { "80\t80\tTLS\tassigned\thttp\tx\t\t\t\t\n", "third column" },
    { "80\t80\ttcp\tdynamic\thttp\tx\t\t\t\t\n", "fourth column" },
    { "80\t80\ttcp\tassigned\thttp\tx\t2021-13-01\t\t\t\n", "seventh column" },
    { "80\t80\ttcp\talias\t\tx\t\t\t\t\n", "an alias has a name" },
    { "50000\t50000\ttcp\tassigned\tx\tx\t\t\t\t\n", "no port above 49151" },
    { "80\t80\ttcp\tassigned\t\xff\tx\t\t\t\t\n", "not UTF-8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (PtlCompileReport) report = ptl_compile_report_new ();
      g_autofree char *text = g_strconcat ("# one\n", lines[i][0], fixture_registry, NULL);
      g_autoptr (GBytes) bytes = fixture_compile (text, fixture_notes, report);
      g_autoptr (PtlCatalog) catalog = ptl_catalog_new_from_bytes (bytes, NULL);

      g_test_message ("%s", ptl_compile_report_get (report, 0));
      g_assert_cmpuint (ptl_compile_report_get_n (report), ==, 1);
      g_assert_true (g_str_has_prefix (ptl_compile_report_get (report, 0), "data/registry/registry.tsv:2: "));
      g_assert_nonnull (strstr (ptl_compile_report_get (report, 0), lines[i][1]));
      g_assert_cmpuint (ptl_catalog_get_n_registrations (catalog, 80), ==, 5);
    }
}

/* What the closer look finds, with what it must not mind beside it. */
static void
test_check (void)
{
#define NOTE(id, port, product, kind, text) \
  "[" id "]\nports=" port "\ntransports=tcp\nproduct=" product "\nkind=" kind "\nconfidence=low\ntext=" text "\nsource=S\n"
  static const struct
  {
    const char *notes;
    const char *report; /* NULL where there is nothing to find */
  } cases[] = {
    { NOTE ("a", "60000", "A", "unofficial", "IANA registered it for something."), "says that the port is registered" },
    { NOTE ("a", "60000", "A", "unofficial", "It is the official port of A."), "says that the port is registered" },
    { NOTE ("a", "60000", "A", "unofficial", "80 is registered for HTTP, this is not."), NULL },
    { NOTE ("a", "60000", "A", "unofficial", "Nothing is registered here."), NULL },
    { NOTE ("a", "80", "A", "conflict", "The port is unassigned."), "says that the port is not registered" },
    { NOTE ("a", "80", "A", "conflict", "The next one, 82, is unassigned."), NULL },
    { NOTE ("a", "80", "A", "conflict", "IANA registered it for HTTP."), NULL },
    { NOTE ("a", "80", "A", "conflict", "IANA registered 80 for the World Wide Web."), NULL },
    { NOTE ("a", "80", "A", "conflict", "IANA registered it for gopher."), "by no such name" },
    { NOTE ("a", "80", "A", "conflict", "IANA registered it for something else."), NULL },
    { NOTE ("a", "60000", "A", "conflict", "T."), "the kind is unofficial" },
    { NOTE ("a", "80", "HTTP", "conflict", "T."), "the kind is de-facto" },
    { NOTE ("a", "80", "HTTP", "unofficial", "T."), "the kind is de-facto" },
    { NOTE ("a", "60000", "A", "unofficial", "T.") NOTE ("b", "60000", "A", "unofficial", "U."), "says the same" },
    { NOTE ("a", "60000", "Big A", "unofficial", "A shows its page here to the people.")
      NOTE ("b", "60000-60001", "Big Alpha", "unofficial", "A shows its page here to the people."), NULL },
    { NOTE ("a", "60000", "Alpha One", "unofficial", "A shows its page here to the people.")
      NOTE ("b", "60000-60001", "Alpha", "unofficial", "A shows its page here, to the people."), "says the same" },
    { NOTE ("a", "60000", "A", "unofficial", "T.") NOTE ("b", "60001", "A", "unofficial", "T."), NULL },
  };
#undef NOTE

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PtlCompileReport) report = ptl_compile_report_new ();
      g_autoptr (GPtrArray) rows =
        ptl_registry_read (fixture_registry, strlen (fixture_registry), "data/registry/registry.tsv", report);
      g_autoptr (GPtrArray) notes = ptl_notes_new ();

      ptl_notes_read (notes, cases[i].notes, strlen (cases[i].notes), "data/notes/fixture.ini", report);
      g_assert_cmpuint (ptl_compile_report_get_n (report), ==, 0);

      ptl_notes_check (notes, rows, report);
      g_test_message ("%u: %s", i, ptl_compile_report_get_n (report) > 0 ? ptl_compile_report_get (report, 0) : "nothing");
      g_assert_cmpuint (ptl_compile_report_get_n (report), ==, cases[i].report != NULL);
      if (cases[i].report != NULL)
        g_assert_nonnull (strstr (ptl_compile_report_get (report, 0), cases[i].report));
    }
}

static void
test_counts (void)
{
  g_autoptr (PtlCompileReport) report = ptl_compile_report_new ();
  g_autoptr (GPtrArray) rows =
    ptl_registry_read (fixture_registry, strlen (fixture_registry), "data/registry/registry.tsv", report);
  g_autoptr (GPtrArray) notes = ptl_notes_new ();
  g_autofree char *counts = NULL;

  ptl_notes_read (notes, fixture_notes, strlen (fixture_notes), "data/notes/fixture.ini", report);
  counts = ptl_notes_counts (notes, rows);
  g_assert_true (g_str_has_prefix (counts, "9 notes, 1 held against their sources, 10 sources, 1 pieces of evidence\n"));
  g_assert_nonnull (strstr (counts, "  malware-history                  1\n"));
  g_assert_nonnull (strstr (counts, "  range-convention                 2\n"));
  g_assert_nonnull (strstr (counts, "  fixture                          9\n"));
}

/* What most people mean by a port stands first, whatever is registered there; malware never does. */
static void
test_foremost (void)
{
  static const char notes[] =
    "[a-known]\nports=4200\ntransports=tcp\nproduct=Known\nforemost=yes\nkind=unofficial\nconfidence=high\ntext=T.\nsource=S\n\n"
    "[famous]\nports=4200\ntransports=tcp\nproduct=Famous\nforemost=first\nkind=conflict\nconfidence=medium\ntext=T.\nsource=S\n\n"
    "[plain]\nports=4200\ntransports=tcp\nproduct=Plain\nkind=unofficial\nconfidence=high\ntext=T.\nsource=S\n\n"
    "[other]\nports=4200\ntransports=tcp\nproduct=Other\nkind=conflict\nconfidence=high\ntext=T.\nsource=S\n\n"
    "[worm]\nports=4200\ntransports=tcp\nproduct=Worm\nforemost=yes\nkind=malware-history\nconfidence=high\ntext=T.\nsource=S\n";
  static const char *const order[] = { "famous", "a-known", "plain", "other", "worm" };
  g_autoptr (PtlCompileReport) report = ptl_compile_report_new ();
  g_autoptr (GBytes) bytes = fixture_compile (fixture_registry, notes, report);
  g_autoptr (GError) error = NULL;
  g_autoptr (PtlCatalog) catalog = ptl_catalog_new_from_bytes (bytes, &error);
  PtlNote note;

  g_assert_no_error (error);
  g_assert_cmpuint (ptl_catalog_get_n_notes (catalog, 4200), ==, G_N_ELEMENTS (order));
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      ptl_catalog_get_note (catalog, 4200, i, &note);
      g_assert_cmpstr (note.id, ==, order[i]);
      g_assert_cmpint (note.foremost, ==, i < 2 || g_str_equal (note.id, "worm"));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/compile/order", test_order);
  g_test_add_func ("/compile/fields", test_fields);
  g_test_add_func ("/compile/status", test_status);
  g_test_add_func ("/compile/notes", test_notes);
  g_test_add_func ("/compile/foremost", test_foremost);
  g_test_add_func ("/compile/relation", test_relation);
  g_test_add_func ("/compile/summary", test_summary);
  g_test_add_func ("/compile/world", test_world);
  g_test_add_func ("/compile/repeatable", test_repeatable);
  g_test_add_func ("/compile/broken-notes", test_broken_notes);
  g_test_add_func ("/compile/broken-registry", test_broken_registry);
  g_test_add_func ("/compile/check", test_check);
  g_test_add_func ("/compile/counts", test_counts);

  return g_test_run ();
}
