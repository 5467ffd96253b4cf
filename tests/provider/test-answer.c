#include "config.h"

#include <string.h>

#include "fixture.h"
#include "provider/ptl-provider-answer.h"

static char **
find (PtlSnapshot *snapshot,
      const char  *text)
{
  g_auto (GStrv) terms = g_strsplit (text, " ", -1);

  return ptl_provider_find (ptl_catalog_get_default (NULL), snapshot, NULL, (const char * const *) terms);
}

/* The same query language as in the window: a star is found, and what a note says is the person's own affair there. */
static void
test_own (void)
{
  static const char * const starred[] = { "is:starred", NULL };
  static const char * const noted[] = { "großvaters", NULL };
  g_autoptr (PtlMarks) none = ptl_marks_new (g_ptr_array_new_with_free_func ((GDestroyNotify) ptl_own_mark_unref));
  g_autoptr (PtlMarks) one = ptl_marks_with_star (none, 4711, 1);
  g_autoptr (PtlMarks) marks = ptl_marks_with_note (one, 60683, "Großvaters Router", 1);
  g_auto (GStrv) by_star = ptl_provider_find (ptl_catalog_get_default (NULL), NULL, marks, starred);
  g_auto (GStrv) by_note = ptl_provider_find (ptl_catalog_get_default (NULL), NULL, marks, noted);

  g_assert_cmpstr (by_star[0], ==, "4711");
  g_assert_null (by_star[1]);
  g_assert_null (by_note[0]);
}

static PtlSnapshot *
make_snapshot (void)
{
  PtlListener *listener = fixture_listener (PTL_TRANSPORT_TCP, "127.0.0.1", 60683);
  g_autoptr (PtlProcess) process = fixture_process (812, "kittiwake", "kittiwake");

  ptl_listener_add_owner (listener, process, PTL_EVIDENCE_DESCRIPTOR, TRUE);

  return fixture_snapshot (listener, NULL);
}

/* What is typed, and the port that must come first; 0 where there must be none. */
static void
test_find (void)
{
  static const struct
  {
    const char *text;
    const char *first;
  } cases[] = {
    { "5432", "5432" },
    { "postgres", "5432" },
    { "postgresql 5432", "5432" },
    { "60683", "60683" },
    { "0", "0" },
    { "8", "8" },
    { "port:8080/udp", "8080" },
    { "8000-8100", "8000" },
    { "kittiwake", "60683" },
    { "is:listening", "60683" },
    { "p", NULL },          /* one letter */
    { "postgrse", NULL },   /* a guess would be found */
    { "is:nonsense", NULL },
    { "http://x", NULL },
    { "70000", NULL },
    { "\"", NULL },
    { "\xff", NULL },
    { "zzqqxxyyzz", NULL },
    { "", NULL },
  };
  g_autoptr (PtlSnapshot) snapshot = make_snapshot ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) ids = find (snapshot, cases[i].text);

      g_autofree char *escaped = g_strescape (cases[i].text, NULL);

      g_test_message ("%s: %s", escaped, ids[0] != NULL ? ids[0] : "nothing");
      g_assert_cmpstr (ids[0], ==, cases[i].first);
      g_assert_cmpuint (g_strv_length (ids), <=, 20);
    }
}

/* Without a reading, listeners are not found, and the rest is. */
static void
test_find_unread (void)
{
  g_auto (GStrv) kittiwake = find (NULL, "kittiwake");
  g_auto (GStrv) number = find (NULL, "60683");

  g_assert_null (kittiwake[0]);
  g_assert_cmpstr (number[0], ==, "60683");
}

static void
test_name (void)
{
  PtlCatalog *catalog = ptl_catalog_get_default (NULL);
  g_autofree char *registered = ptl_provider_name (catalog, 5432);
  g_autofree char *dynamic = ptl_provider_name (catalog, 60683);

  g_assert_cmpstr (registered, ==, "5432 · postgresql");
  /* Xsan is known there, but that is no name for the port. */
  g_assert_cmpstr (dynamic, ==, "Port 60683");
}

static void
test_describe (void)
{
  PtlCatalog *catalog = ptl_catalog_get_default (NULL);
  g_autoptr (PtlSnapshot) snapshot = make_snapshot ();
  g_autofree char *here = ptl_provider_describe (catalog, snapshot, 60683);
  g_autofree char *nothing = ptl_provider_describe (catalog, snapshot, 5432);
  g_autofree char *unread = ptl_provider_describe (catalog, NULL, 5432);

  assert_says (here, "Listening: kittiwake (PID 812) · Dynamic port");
  assert_says (nothing, "Nothing listens · User port · registered as postgresql");
  assert_does_not_say (unread, "isten");
  assert_says (unread, "User port · registered as postgresql");
}

static void
test_describe_several (void)
{
  PtlCatalog *catalog = ptl_catalog_get_default (NULL);
  g_autoptr (PtlProcess) gull = fixture_process (812, "kittiwake", "kittiwake");
  g_autoptr (PtlProcess) tern = fixture_process (813, "tern", "tern");
  PtlListener *first = fixture_listener (PTL_TRANSPORT_TCP, "127.0.0.1", 60683);
  PtlListener *same = fixture_listener (PTL_TRANSPORT_TCP, "::1", 60683);
  PtlListener *other = fixture_listener (PTL_TRANSPORT_UDP, "127.0.0.1", 60683);
  PtlListener *away = fixture_listener (PTL_TRANSPORT_UDP, "127.0.0.1", 60684);
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autofree char *two = NULL;
  g_autofree char *elsewhere = NULL;

  ptl_listener_add_owner (first, gull, PTL_EVIDENCE_DESCRIPTOR, TRUE);
  ptl_listener_add_owner (same, gull, PTL_EVIDENCE_DESCRIPTOR, TRUE);
  ptl_listener_add_owner (other, tern, PTL_EVIDENCE_DESCRIPTOR, TRUE);
  ptl_listener_add_owner (away, tern, PTL_EVIDENCE_DESCRIPTOR, TRUE);
  g_free (away->network_namespace);
  away->network_namespace = g_strdup ("4026532000");
  snapshot = fixture_snapshot (first, same, other, away, NULL);

  /* One program at two addresses is one. */
  two = ptl_provider_describe (catalog, snapshot, 60683);
  assert_says (two, "Listening: kittiwake (PID 812) and 1 other ·");

  elsewhere = ptl_provider_describe (catalog, snapshot, 60684);
  assert_says (elsewhere, "Listening in another network namespace: tern (PID 813) ·");
}

/* What could not be read whole never says that nothing listens. */
static void
test_describe_incomplete (void)
{
  PtlCatalog *catalog = ptl_catalog_get_default (NULL);
  g_autoptr (PtlSnapshot) snapshot = ptl_snapshot_new ("test");
  g_autofree char *text = NULL;

  ptl_snapshot_set_incomplete (snapshot, "a test");
  ptl_snapshot_seal (snapshot, 1);
  text = ptl_provider_describe (catalog, snapshot, 5432);
  assert_does_not_say (text, "isten");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/provider/find", test_find);
  g_test_add_func ("/provider/find/unread", test_find_unread);
  g_test_add_func ("/provider/name", test_name);
  g_test_add_func ("/provider/describe", test_describe);
  g_test_add_func ("/provider/describe/several", test_describe_several);
  g_test_add_func ("/provider/describe/incomplete", test_describe_incomplete);
  g_test_add_func ("/provider/find/own", test_own);

  return g_test_run ();
}
