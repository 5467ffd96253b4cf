#include "config.h"

#include <string.h>

#include "fixture.h"
#include "host/ptl-host.h"
#include "page/ptl-check.h"
#include "page/ptl-free.h"
#include "page/ptl-listener-filter.h"

/* What is said of a Windows computer: made up, so that it is tested on every system. */

static PtlHostFacts *
windows_facts (void)
{
  PtlHostFacts *facts = fixture_facts ("windows", 0, 0, 0, FALSE);
  PtlInterval set_aside = { 52311, 52311, PTL_TRANSPORT_BIT (PTL_TRANSPORT_UDP) };

  facts->excluded_unlisted = TRUE;
  facts->excluded_command = "test exclusions";
  facts->reserved = g_array_new (FALSE, FALSE, sizeof (PtlInterval));
  g_array_append_val (facts->reserved, set_aside);
  facts->reserved_source = g_strdup ("test.reserved");

  return facts;
}

static PtlListener *
system_listener (void)
{
  PtlListener *listener = fixture_listener (PTL_TRANSPORT_TCP, "::", 5985);
  g_autoptr (PtlProcess) process = ptl_process_new (4);

  process->name = g_strdup ("System");
  ptl_listener_add_owner (listener, process, PTL_EVIDENCE_TABLE, TRUE);
  listener->kernel = TRUE;
  listener->kernel_name = g_strdup ("http.sys");
  listener->urls = g_new0 (char *, 2);
  listener->urls[0] = g_strdup ("http://+:5985/wsman/");

  return listener;
}

static PtlListener *
service_listener (void)
{
  PtlListener *listener = fixture_listener (PTL_TRANSPORT_UDP, "0.0.0.0", 5353);
  g_autoptr (PtlProcess) process = fixture_process (1040, "svchost.exe", "svchost.exe -k NetworkService");

  g_free (process->executable);
  process->executable = g_strdup ("C:\\Windows\\System32\\svchost.exe");
  ptl_listener_add_owner (listener, process, PTL_EVIDENCE_TABLE, TRUE);
  listener->unit = g_strdup ("Dnscache");

  return listener;
}

static void
test_kernel (void)
{
  g_autoptr (PtlHostFacts) facts = windows_facts ();
  g_autoptr (PtlSnapshot) snapshot = fixture_snapshot (system_listener (), NULL);
  g_autoptr (PtlPage) page = fixture_page (facts, snapshot, 5985);
  g_autofree char *words = fixture_words (page, PTL_SECTION_HERE_NOW);

  assert_says (words, "http.sys");
  assert_says (words, "System (PID 4)");
  assert_says (words, "http://+:5985/wsman/");
  assert_says (words, "which of them are served right now is not shown");
  assert_does_not_say (words, "there is no process");
  g_assert_cmpuint (ptl_snapshot_get_unknown_owners (snapshot), ==, 0);
}

static void
test_service (void)
{
  g_autoptr (PtlHostFacts) facts = windows_facts ();
  g_autoptr (PtlSnapshot) snapshot = fixture_snapshot (service_listener (), NULL);
  g_autoptr (PtlPage) page = fixture_page (facts, snapshot, 5353);
  g_autofree char *words = fixture_words (page, PTL_SECTION_HERE_NOW);

  assert_says (words, "Dnscache");
  assert_says (words, "Service");
  assert_does_not_say (words, "Unit");
  assert_says (words, "the system’s own table of sockets names the process");
  g_assert_cmpstr (ptl_listener_get_owner_label (ptl_snapshot_get (snapshot, 0)), ==, "Dnscache");
}

/* To who is no administrator, Windows tells of a service's process no more than its name and when it began. */
static void
test_no_administrator (void)
{
  PtlListener *listener = fixture_listener (PTL_TRANSPORT_UDP, "0.0.0.0", 5353);
  g_autoptr (PtlHostFacts) facts = windows_facts ();
  g_autoptr (PtlProcess) process = ptl_process_new (1040);
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autoptr (PtlPage) page = NULL;
  g_autofree char *words = NULL;

  process->name = g_strdup ("svchost.exe");
  process->start_ticks = 1;
  ptl_listener_add_owner (listener, process, PTL_EVIDENCE_TABLE, TRUE);
  listener->unit = g_strdup ("Dnscache");
  g_clear_pointer (&listener->user, g_free);
  snapshot = fixture_snapshot (listener, NULL);
  page = fixture_page (facts, snapshot, 5353);
  words = fixture_words (page, PTL_SECTION_HERE_NOW);

  assert_says (words, "svchost.exe (PID 1040)");
  assert_says (words, "Service: Dnscache");
  assert_says (words, "The system does not show you more of this process.");
  assert_does_not_say (words, "hidden");
  assert_does_not_say (words, "User:");
}

/* The name of a program is what stands behind the last backslash; its folders mean nothing. */
static void
test_filter (void)
{
  static const struct
  {
    const char *query;
    gboolean    matches;
  } queries[] = {
    { "process:svchost", TRUE },
    { "process:system32", FALSE },
    { "unit:dnscache", TRUE },
  };
  g_autoptr (PtlListener) listener = service_listener ();

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (PtlQuery) query = ptl_query_parse (queries[i].query, NULL);
      g_autoptr (PtlListenerFilter) filter = ptl_listener_filter_new (ptl_catalog_get_default (NULL), NULL, query);

      g_assert_cmpint (ptl_listener_filter_matches (filter, listener), ==, queries[i].matches);
    }
}

/* What can't be read is not known, and a default is called one. */
static void
test_range (void)
{
  g_autoptr (PtlHostFacts) facts = windows_facts ();
  g_autoptr (PtlPage) high = fixture_page (facts, NULL, 50000);
  g_autoptr (PtlPage) low = fixture_page (facts, NULL, 80);
  g_autofree char *words = fixture_words (high, PTL_SECTION_RANGE);
  g_autofree char *low_words = fixture_words (low, PTL_SECTION_RANGE);

  assert_says (words, "is not known");
  assert_says (words, "Unless somebody changed it, it is 49152–65535: that is the default of Windows Vista and later.");
  assert_does_not_say (words, "This computer’s ephemeral range is");
  assert_says (words, "Whether 50000 lies in a range that this computer excludes is not known");
  assert_says (words, "The command “test exclusions” lists such ranges.");
  assert_says (low_words, "no port needs a privilege");
}

/* What was set aside for one transport is not for the other. */
static void
test_set_aside (void)
{
  PtlCatalog *catalog = ptl_catalog_get_default (NULL);
  g_autoptr (PtlHostFacts) facts = windows_facts ();
  g_autoptr (PtlSnapshot) snapshot = fixture_snapshot (NULL, NULL);
  g_autoptr (PtlCheck) udp = ptl_check_new (catalog, facts, snapshot, NULL, 52311, PTL_TRANSPORT_UDP);
  g_autoptr (PtlCheck) tcp = ptl_check_new (catalog, facts, snapshot, NULL, 52311, PTL_TRANSPORT_TCP);

  g_assert_nonnull (fixture_find_reason (udp, PTL_REASON_RESERVED));
  g_assert_false (fixture_find_reason (udp, PTL_REASON_RESERVED)->blocks);
  g_assert_null (fixture_find_reason (tcp, PTL_REASON_RESERVED));
}

/* In place of the system's: the linker finds it here before it looks into the library. */
static PtlBindResult bind_result;
static PtlBindResult udp_bind_result;

PtlBindResult
ptl_host_try_bind (PtlTransport transport,
                   guint16      port)
{
  switch (transport)
    {
    case PTL_TRANSPORT_TCP:
      return bind_result;

    case PTL_TRANSPORT_UDP:
      return udp_bind_result;

    default:
      return PTL_BIND_UNKNOWN;
    }
}

/* Only trying tells of excluded ports: until then there is a doubt, and afterwards none. */
static void
test_try (void)
{
  static const struct
  {
    PtlBindResult result;
    gboolean      usable;
    gboolean      excluded; /* there is a reason with this code … */
    gboolean      blocks;   /* … and it blocks */
  } cases[] = {
    { PTL_BIND_POSSIBLE, TRUE, FALSE, FALSE },
    { PTL_BIND_REFUSED, FALSE, TRUE, TRUE },
    { PTL_BIND_IN_USE, FALSE, FALSE, FALSE },
    { PTL_BIND_UNKNOWN, TRUE, TRUE, FALSE },
  };
  PtlCatalog *catalog = ptl_catalog_get_default (NULL);
  g_autoptr (PtlHostFacts) facts = windows_facts ();
  g_autoptr (PtlSnapshot) snapshot = fixture_snapshot (NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PtlCheck) check = ptl_check_new (catalog, facts, snapshot, NULL, 8099, PTL_TRANSPORT_TCP);

      g_assert_true (check->usable);
      g_assert_nonnull (fixture_find_reason (check, PTL_REASON_EXCLUDED));
      g_assert_false (fixture_find_reason (check, PTL_REASON_EXCLUDED)->blocks);

      bind_result = cases[i].result;
      ptl_check_try (check);
      g_assert_cmpint (check->usable, ==, cases[i].usable);
      g_assert_cmpint (fixture_find_reason (check, PTL_REASON_EXCLUDED) != NULL, ==, cases[i].excluded);
      if (cases[i].excluded)
        g_assert_cmpint (fixture_find_reason (check, PTL_REASON_EXCLUDED)->blocks, ==, cases[i].blocks);
      g_assert_null (fixture_find_reason (check, PTL_REASON_PRIVILEGED));
    }
}

/* The page of a port that was tried says so, of each transport what it is; that nothing was tried is no answer either way. */
static void
test_trial (void)
{
  static const struct
  {
    PtlBindResult tcp;
    PtlBindResult udp;
    const char   *range;  /* what the section on the range says … */
    const char   *usable; /* … and the one on using it … */
    const char   *json;   /* … and JSON */
  } cases[] = {
    { PTL_BIND_POSSIBLE, PTL_BIND_POSSIBLE, "50100 lies in no range that this computer excludes",
      "You can listen on 50100 (TCP and UDP) right now", "\"excluded\":false" },
    { PTL_BIND_REFUSED, PTL_BIND_POSSIBLE, "50100 most likely lies in a range that this computer excludes",
      "You cannot listen on 50100 (TCP) right now. The system refuses it, though nothing was seen to have it: most likely it lies in a range",
      "\"excluded\":true" },
    { PTL_BIND_POSSIBLE, PTL_BIND_IN_USE, "Whether 50100 lies in a range that this computer excludes is not known",
      "You cannot listen on 50100 (UDP) right now. The system refuses it as in use", "\"excluded\":null" },
    { PTL_BIND_UNKNOWN, PTL_BIND_UNKNOWN, "Whether 50100 lies in a range that this computer excludes is not known",
      "only trying tells", "\"excluded\":null" },
  };
  PtlCatalog *catalog = ptl_catalog_get_default (NULL);
  g_autoptr (PtlHostFacts) facts = windows_facts ();
  g_autoptr (PtlSnapshot) snapshot = fixture_snapshot (NULL, NULL);

  g_assert_true (ptl_trial_is_of_use (facts, 50100));
  g_assert_false (ptl_trial_is_of_use (facts, 0));
  g_assert_false (ptl_trial_is_of_use (NULL, 50100));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PtlTrial trial = { 0 };
      g_autoptr (PtlPage) page = NULL;
      g_autoptr (PtlPage) other = NULL;
      g_autofree char *range = NULL;
      g_autofree char *usable = NULL;
      g_autofree char *of_other = NULL;
      g_autofree char *json = NULL;

      bind_result = cases[i].tcp;
      udp_bind_result = cases[i].udp;
      ptl_trial_run (&trial, 50100);
      page = ptl_page_new_for (catalog, facts, snapshot, NULL, NULL, &trial, 50100, 0);
      range = fixture_words (page, PTL_SECTION_RANGE);
      usable = fixture_words (page, PTL_SECTION_USABLE);
      json = ptl_page_to_json (page);
      assert_says (range, cases[i].range);
      assert_says (usable, cases[i].usable);
      assert_says (json, cases[i].json);

      other = ptl_page_new_for (catalog, facts, snapshot, NULL, NULL, &trial, 50101, 0);
      of_other = fixture_words (other, PTL_SECTION_RANGE);
      assert_says (of_other, "Whether 50101 lies in a range that this computer excludes is not known");
    }
}

/* On what somebody listens there is no riddle. */
static void
test_listened_to (void)
{
  g_autoptr (PtlHostFacts) facts = windows_facts ();
  g_autoptr (PtlSnapshot) snapshot = fixture_snapshot (system_listener (), NULL);
  g_autoptr (PtlPage) page = fixture_page (facts, snapshot, 5985);
  g_autofree char *words = fixture_words (page, PTL_SECTION_RANGE);

  assert_does_not_say (words, "excludes");
}

/* A port that the system refuses on one of the two is not offered. */
static void
test_free (void)
{
  PtlCatalog *catalog = ptl_catalog_get_default (NULL);
  g_autoptr (PtlHostFacts) facts = windows_facts ();
  g_autoptr (PtlSnapshot) snapshot = fixture_snapshot (NULL, NULL);

  bind_result = udp_bind_result = PTL_BIND_POSSIBLE;
  g_assert_true (ptl_free_try (catalog, facts, snapshot, 8099));
  udp_bind_result = PTL_BIND_REFUSED;
  g_assert_false (ptl_free_try (catalog, facts, snapshot, 8099));
  bind_result = PTL_BIND_REFUSED;
  udp_bind_result = PTL_BIND_POSSIBLE;
  g_assert_false (ptl_free_try (catalog, facts, snapshot, 8099));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/page/windows/kernel", test_kernel);
  g_test_add_func ("/page/windows/service", test_service);
  g_test_add_func ("/page/windows/no-administrator", test_no_administrator);
  g_test_add_func ("/page/windows/filter", test_filter);
  g_test_add_func ("/page/windows/range", test_range);
  g_test_add_func ("/page/windows/set-aside", test_set_aside);
  g_test_add_func ("/page/windows/try", test_try);
  g_test_add_func ("/page/windows/trial", test_trial);
  g_test_add_func ("/page/windows/listened-to", test_listened_to);
  g_test_add_func ("/page/windows/free", test_free);

  return g_test_run ();
}
