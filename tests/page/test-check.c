#include "config.h"

#include <string.h>

#include "fixture.h"
#include "page/ptl-check.h"
#include "page/ptl-free.h"
#include "page/ptl-listener-filter.h"
#include "page/ptl-listener-json.h"

/* Whether a port can be used, which ports are good to pick, and which listeners a query means. */

static PtlCheck *
check (PtlHostFacts *facts,
       PtlSnapshot  *snapshot,
       guint16       port,
       PtlTransport  transport)
{
  return ptl_check_new (ptl_catalog_get_default (NULL), facts, snapshot, NULL, port, transport);
}

static void
test_in_use (void)
{
  g_autoptr (PtlHostFacts) facts = fixture_facts ("linux", 32768, 60999, 1024, FALSE);
  g_autoptr (PtlSnapshot) snapshot = fixture_snapshot (fixture_listener (PTL_TRANSPORT_TCP, "127.0.0.1", 8080), NULL);
  g_autoptr (PtlCheck) tcp = check (facts, snapshot, 8080, PTL_TRANSPORT_TCP);
  g_autoptr (PtlCheck) udp = check (facts, snapshot, 8080, PTL_TRANSPORT_UDP);
  const PtlReason *reason = fixture_find_reason (tcp, PTL_REASON_IN_USE);

  g_assert_true (tcp->known);
  g_assert_false (tcp->usable);
  g_assert_nonnull (reason);
  g_assert_true (reason->blocks);
  assert_says (reason->text, "127.0.0.1:8080 is in use by");
  g_assert_true (udp->usable);
  g_assert_null (fixture_find_reason (udp, PTL_REASON_IN_USE));
}

static void
test_privileged (void)
{
  g_autoptr (PtlHostFacts) user = fixture_facts ("linux", 32768, 60999, 1024, FALSE);
  g_autoptr (PtlHostFacts) root = fixture_facts ("linux", 32768, 60999, 1024, TRUE);
  g_autoptr (PtlHostFacts) lowered = fixture_facts ("linux", 32768, 60999, 80, FALSE);
  g_autoptr (PtlSnapshot) snapshot = fixture_snapshot (NULL, NULL);
  g_autoptr (PtlCheck) a = check (user, snapshot, 81, PTL_TRANSPORT_TCP);
  g_autoptr (PtlCheck) b = check (root, snapshot, 81, PTL_TRANSPORT_TCP);
  g_autoptr (PtlCheck) c = check (lowered, snapshot, 81, PTL_TRANSPORT_TCP);
  g_autoptr (PtlCheck) d = check (user, snapshot, 1024, PTL_TRANSPORT_TCP);

  g_assert_false (a->usable);
  g_assert_true (fixture_find_reason (a, PTL_REASON_PRIVILEGED)->blocks);
  g_assert_true (b->usable);
  g_assert_false (fixture_find_reason (b, PTL_REASON_PRIVILEGED)->blocks);
  g_assert_true (c->usable);
  g_assert_null (fixture_find_reason (c, PTL_REASON_PRIVILEGED));
  g_assert_true (d->usable);
  g_assert_null (fixture_find_reason (d, PTL_REASON_PRIVILEGED));
}

/* As macOS has it: who listens on all addresses needs nothing, who listens on one does. */
static void
test_one_address (void)
{
  g_autoptr (PtlHostFacts) user = fixture_facts ("macos", 49152, 65535, 0, FALSE);
  g_autoptr (PtlHostFacts) root = fixture_facts ("macos", 49152, 65535, 0, TRUE);
  g_autoptr (PtlSnapshot) snapshot = fixture_snapshot (NULL, NULL);
  g_autoptr (PtlCheck) low = NULL;
  g_autoptr (PtlCheck) low_root = NULL;
  g_autoptr (PtlCheck) high = NULL;

  user->one_address_start = root->one_address_start = 1024;
  low = check (user, snapshot, 81, PTL_TRANSPORT_TCP);
  low_root = check (root, snapshot, 81, PTL_TRANSPORT_TCP);
  high = check (user, snapshot, 1024, PTL_TRANSPORT_TCP);

  g_assert_true (low->usable);
  g_assert_false (fixture_find_reason (low, PTL_REASON_PRIVILEGED)->blocks);
  assert_says (fixture_find_reason (low, PTL_REASON_PRIVILEGED)->text, "on one address alone");
  assert_says (fixture_find_reason (low, PTL_REASON_PRIVILEGED)->text, "you do not have it");
  assert_says (fixture_find_reason (low_root, PTL_REASON_PRIVILEGED)->text, "and you have it");
  g_assert_null (fixture_find_reason (high, PTL_REASON_PRIVILEGED));
}

/* A reserved port can be asked for by number, an excluded one can't, and an ephemeral one may be lost. */
static void
test_set_aside (void)
{
  g_autoptr (PtlHostFacts) facts = fixture_facts ("linux", 32768, 60999, 1024, FALSE);
  g_autoptr (PtlSnapshot) snapshot = fixture_snapshot (NULL, NULL);
  g_autoptr (PtlCheck) reserved = NULL;
  g_autoptr (PtlCheck) excluded = NULL;
  g_autoptr (PtlCheck) ephemeral = NULL;
  PtlInterval a = { 40000, 40010 }, b = { 50000, 50059 };

  g_clear_pointer (&facts->reserved, g_array_unref);
  facts->reserved = g_array_new (FALSE, FALSE, sizeof (PtlInterval));
  g_array_append_val (facts->reserved, a);
  facts->excluded = g_array_new (FALSE, FALSE, sizeof (PtlInterval));
  g_array_append_val (facts->excluded, b);

  reserved = check (facts, snapshot, 40005, PTL_TRANSPORT_TCP);
  excluded = check (facts, snapshot, 50059, PTL_TRANSPORT_TCP);
  ephemeral = check (facts, snapshot, 45000, PTL_TRANSPORT_UDP);

  g_assert_true (reserved->usable);
  g_assert_false (fixture_find_reason (reserved, PTL_REASON_RESERVED)->blocks);
  g_assert_null (fixture_find_reason (reserved, PTL_REASON_EPHEMERAL));
  g_assert_false (excluded->usable);
  g_assert_true (fixture_find_reason (excluded, PTL_REASON_EXCLUDED)->blocks);
  g_assert_true (ephemeral->usable);
  g_assert_false (fixture_find_reason (ephemeral, PTL_REASON_EPHEMERAL)->blocks);
}

static void
test_browser_blocked_and_zero (void)
{
  g_autoptr (PtlSnapshot) snapshot = fixture_snapshot (NULL, NULL);
  g_autoptr (PtlCheck) blocked = check (NULL, snapshot, 6667, PTL_TRANSPORT_TCP);
  g_autoptr (PtlCheck) zero = check (NULL, snapshot, 0, PTL_TRANSPORT_TCP);

  g_assert_true (blocked->usable);
  g_assert_false (fixture_find_reason (blocked, PTL_REASON_BROWSER_BLOCKED)->blocks);
  g_assert_false (zero->usable);
  g_assert_true (fixture_find_reason (zero, PTL_REASON_RESERVED)->blocks);
}

/* Of a transport that the computer cannot speak, no port is free; the page says what check says. */
static void
test_support (void)
{
  static const struct
  {
    PtlSupport    support;
    guint16       port;
    gboolean      known;
    gboolean      usable;
    PtlReasonCode code;   /* of the one reason that is looked at */
    gboolean      blocks;
    const char   *text;
    const char   *json;
    const char   *page;
  } cases[] = {
    { PTL_SUPPORT_ABSENT, 8080, TRUE, FALSE, PTL_REASON_UNSUPPORTED, TRUE, "cannot speak SCTP now",
      "\"usable\":false,\"reasons\":[{\"code\":\"unsupported\",\"blocks\":true",
      "You cannot listen on 8080 (SCTP) right now. This computer cannot speak SCTP now" },
    /* That a privilege would be needed besides is of no interest. */
    { PTL_SUPPORT_ABSENT, 80, TRUE, FALSE, PTL_REASON_UNSUPPORTED, TRUE, "cannot speak SCTP now",
      "\"usable\":false,\"reasons\":[{\"code\":\"unsupported\"", "You cannot listen on 80 (SCTP) right now. This computer" },
    { PTL_SUPPORT_ON_DEMAND, 8080, TRUE, TRUE, PTL_REASON_NOT_LOADED, FALSE, "has not loaded SCTP yet",
      "\"usable\":true,\"reasons\":[{\"code\":\"not-loaded\",\"blocks\":false",
      "You can listen on 8080 (SCTP) right now: nothing here stands against it. This computer’s system has not loaded SCTP" },
    { PTL_SUPPORT_UNKNOWN, 8080, FALSE, TRUE, PTL_REASON_UNSUPPORTED, FALSE, "could not be found out",
      "\"usable\":null", "Whether you can listen on 8080/sctp is not known. Whether this computer can speak SCTP" },
    { PTL_SUPPORT_UNKNOWN, 80, TRUE, FALSE, PTL_REASON_PRIVILEGED, TRUE, "need a privilege",
      "\"usable\":false", "You cannot listen on 80 (SCTP) right now. Ports below 1024" },
  };
  g_autoptr (PtlSnapshot) snapshot = fixture_snapshot (NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PtlHostFacts) facts = fixture_facts ("linux", 32768, 60999, 1024, FALSE);
      g_autoptr (PtlCheck) sctp = NULL;
      g_autoptr (PtlCheck) tcp = NULL;
      g_autoptr (PtlPage) page = NULL;
      g_autofree char *json = NULL;
      g_autofree char *words = NULL;
      const PtlReason *reason;

      facts->support[PTL_TRANSPORT_SCTP] = cases[i].support;
      facts->support_source = "/proc/net/protocols";
      sctp = check (facts, snapshot, cases[i].port, PTL_TRANSPORT_SCTP);
      tcp = check (facts, snapshot, 8080, PTL_TRANSPORT_TCP);
      reason = fixture_find_reason (sctp, cases[i].code);

      g_assert_cmpint (sctp->known, ==, cases[i].known);
      g_assert_cmpint (sctp->usable, ==, cases[i].usable);
      g_assert_nonnull (reason);
      g_assert_cmpint (reason->blocks, ==, cases[i].blocks);
      assert_says (reason->text, cases[i].text);
      if (cases[i].support == PTL_SUPPORT_ABSENT)
        g_assert_cmpuint (sctp->reasons->len, ==, 1);
      g_assert_true (tcp->known && tcp->usable);
      g_assert_cmpuint (tcp->reasons->len, ==, 0);

      json = ptl_check_to_json (sctp);
      assert_says (json, cases[i].json);
      page = ptl_page_new_for (ptl_catalog_get_default (NULL), facts, snapshot, NULL, NULL, NULL, cases[i].port,
                               PTL_TRANSPORT_BIT (PTL_TRANSPORT_SCTP));
      words = fixture_words (page, PTL_SECTION_USABLE);
      assert_says (words, cases[i].page);
    }
}

/* Where the listeners are not known, nothing is promised; what blocks anyway is known to. */
static void
test_unknown (void)
{
  g_autoptr (PtlHostFacts) facts = fixture_facts ("linux", 32768, 60999, 1024, FALSE);
  g_autoptr (PtlCheck) open = check (facts, NULL, 8080, PTL_TRANSPORT_TCP);
  g_autoptr (PtlCheck) privileged = check (facts, NULL, 80, PTL_TRANSPORT_TCP);

  g_assert_false (open->known);
  g_assert_true (privileged->known);
  g_assert_false (privileged->usable);
}

static void
test_free (void)
{
  PtlCatalog *catalog = ptl_catalog_get_default (NULL);
  g_autoptr (PtlHostFacts) facts = fixture_facts ("linux", 20000, 20999, 1024, FALSE);
  g_autoptr (PtlSnapshot) snapshot = fixture_snapshot (NULL, NULL);
  g_autoptr (GArray) ports = ptl_free_list (catalog, facts, snapshot, 1, 65535);
  g_autoptr (GArray) none = ptl_free_list (catalog, facts, snapshot, 49152, 65535);
  g_autoptr (GArray) after = NULL;
  g_autoptr (PtlSnapshot) busy = NULL;
  guint16 first;

  g_assert_cmpuint (ports->len, >, 1000);
  g_assert_cmpuint (none->len, ==, 0);

  for (guint i = 0; i < ports->len; i++)
    {
      guint16 port = g_array_index (ports, guint16, i);

      g_assert_cmpuint (port, >=, 1024);
      g_assert_cmpuint (port, <, 32768);
      g_assert_false (port >= 20000 && port <= 20999);
      g_assert_false (port >= 30000 && port <= 32767); /* Kubernetes NodePort */
      for (guint j = 0; j < PTL_N_REGISTRY_TRANSPORTS; j++)
        g_assert_cmpint (ptl_catalog_get_status (catalog, port, j), ==, PTL_STATUS_UNASSIGNED);
      g_assert_cmpuint (ptl_catalog_get_n_notes (catalog, port), ==, 0);
      g_assert_false (ptl_catalog_is_browser_blocked (catalog, port));
    }

  first = g_array_index (ports, guint16, 0);
  busy = fixture_snapshot (fixture_listener (PTL_TRANSPORT_UDP, "127.0.0.1", first), NULL);
  after = ptl_free_list (catalog, facts, busy, 1, 65535);
  g_assert_cmpuint (after->len, ==, ports->len - 1);
  g_assert_cmpuint (g_array_index (after, guint16, 0), !=, first);
}

static gboolean
matches (const PtlListener *listener,
         const char        *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PtlQuery) query = ptl_query_parse (text, &error);
  g_autoptr (PtlListenerFilter) filter = NULL;

  g_assert_no_error (error);
  filter = ptl_listener_filter_new (ptl_catalog_get_default (NULL), NULL, query);

  return ptl_listener_filter_matches (filter, listener);
}

static void
test_filter (void)
{
  g_autoptr (PtlListener) listener = fixture_listener (PTL_TRANSPORT_TCP, "127.0.0.1", 5432);
  g_autoptr (PtlProcess) process = fixture_process (99, "Postgrès", "postgres -D data");

  ptl_listener_add_owner (listener, process, PTL_EVIDENCE_DESCRIPTOR, TRUE);
  listener->unit = g_strdup ("db.service");
  listener->user = g_strdup ("alice");

  g_assert_true (matches (listener, ""));
  g_assert_true (matches (listener, "tcp"));
  g_assert_false (matches (listener, "udp"));
  g_assert_true (matches (listener, "54"));
  g_assert_false (matches (listener, "432"));
  g_assert_true (matches (listener, "5000-6000"));
  g_assert_true (matches (listener, "postgres"));
  g_assert_true (matches (listener, "process:POSTGRES pid:99 user:alice unit:db"));
  g_assert_false (matches (listener, "pid:9"));
  g_assert_false (matches (listener, "process:nginx"));
  g_assert_true (matches (listener, "-process:nginx"));
  g_assert_false (matches (listener, "-postgresql"));
  g_assert_true (matches (listener, "is:listening is:registered"));
  g_assert_false (matches (listener, "is:exposed"));
  g_assert_false (matches (listener, "is:unassigned"));
  g_assert_true (matches (listener, "range:user"));
  g_assert_false (matches (listener, "container:web"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/page/check/in-use", test_in_use);
  g_test_add_func ("/page/check/privileged", test_privileged);
  g_test_add_func ("/page/check/one-address", test_one_address);
  g_test_add_func ("/page/check/set-aside", test_set_aside);
  g_test_add_func ("/page/check/browser-blocked-and-zero", test_browser_blocked_and_zero);
  g_test_add_func ("/page/check/support", test_support);
  g_test_add_func ("/page/check/unknown", test_unknown);
  g_test_add_func ("/page/free", test_free);
  g_test_add_func ("/page/filter", test_filter);

  return g_test_run ();
}
