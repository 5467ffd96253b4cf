#include "config.h"

#include <string.h>

#include "page/ptl-search.h"

/* The search over the catalog that the program carries. */

static PtlResults *
search_with (PtlSnapshot *snapshot,
             const char  *text)
{
  g_autoptr (GError) error = NULL;
  PtlCatalog *catalog = ptl_catalog_get_default (&error);
  g_autoptr (PtlQuery) query = NULL;

  g_assert_no_error (error);
  query = ptl_query_parse (text, &error);
  g_assert_no_error (error);

  return ptl_search (catalog, snapshot, NULL, query);
}

static PtlResults *
search (const char *text)
{
  return search_with (NULL, text);
}

/* Where a port is among the results, -1 where it is not. */
static int
find (PtlResults *results,
      guint16     port)
{
  for (guint i = 0; i < ptl_results_get_n (results); i++)
    {
      if (ptl_results_get_ports (results)[i] == port)
        return i;
    }

  return -1;
}

static void
test_first (void)
{
  static const struct
  {
    const char *query;
    guint16     port;
    PtlWhy      why;
  } cases[] = {
    { "80", 80, PTL_WHY_NUMBER },
    { "60683", 60683, PTL_WHY_NUMBER },
    { "0", 0, PTL_WHY_NUMBER },
    { "http", 80, PTL_WHY_NAME },
    { "HTTP", 80, PTL_WHY_NAME },
    { "https", 443, PTL_WHY_NAME },
    { "ssh", 22, PTL_WHY_NAME },
    { "domain", 53, PTL_WHY_NAME },
    { "dns", 53, PTL_WHY_PRODUCT },
    { "postgres", 5432, PTL_WHY_PRODUCT },
    { "postgresql", 5432, PTL_WHY_NAME },
    { "postgr", 5432, PTL_WHY_NAME },
    { "rdp", 3389, PTL_WHY_PRODUCT },
    { "smb", 445, PTL_WHY_PRODUCT },
    { "k8s", 6443, PTL_WHY_PRODUCT },
    { "kubernetes", 6443, PTL_WHY_PRODUCT },
    { "mongo", 27017, PTL_WHY_PRODUCT },
    { "redis", 6379, PTL_WHY_NAME },
    { "mysql", 3306, PTL_WHY_NAME },
    { "ollama", 11434, PTL_WHY_NAME },
    { "vnc", 5900, PTL_WHY_PRODUCT },
    { "x11", 6000, PTL_WHY_NAME },
    { "\"remote desktop\"", 3389, PTL_WHY_PRODUCT },
    { "remote desktop", 3389, PTL_WHY_PRODUCT },
    { "wireguard", 51820, PTL_WHY_PRODUCT },
    { "minecraft", 25565, PTL_WHY_PRODUCT },
    { "kafka", 9092, PTL_WHY_PRODUCT },
    { "elasticsearch", 9200, PTL_WHY_PRODUCT },
    { "Pöstgrés", 5432, PTL_WHY_PRODUCT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PtlResults) results = search (cases[i].query);

      g_test_message ("%s: %u", cases[i].query, ptl_results_get_ports (results)[0]);
      g_assert_cmpuint (ptl_results_get_n (results), >, 0);
      g_assert_cmpuint (ptl_results_get_ports (results)[0], ==, cases[i].port);
      g_assert_cmpint (ptl_results_get_why (results, 0), ==, cases[i].why);
      g_assert_false (ptl_results_is_fuzzy (results));
    }
}

static void
test_numbers (void)
{
  g_autoptr (PtlResults) results = search ("80");
  const guint16 *ports = ptl_results_get_ports (results);
  static const guint16 begin[] = { 80, 800, 801, 802, 803, 804, 805, 806, 807, 808, 809, 8000, 8001 };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (begin); i++)
    g_assert_cmpuint (ports[i], ==, begin[i]);

  /* 80, 800–809, 8000–8099: then texts with "80" in them. */
  while (n < ptl_results_get_n (results) && ptl_results_get_why (results, n) == PTL_WHY_NUMBER)
    n++;
  g_assert_cmpuint (n, ==, 111);
  g_assert_cmpuint (ports[110], ==, 8099);
  g_assert_cmpuint (ptl_results_get_n (results), >, 111);
  for (; n < ptl_results_get_n (results); n++)
    g_assert_cmpint (ptl_results_get_why (results, n), >, PTL_WHY_NUMBER);
}

/* Every number finds itself first, and nothing comes twice. */
static void
test_every_number (void)
{
  for (guint port = 0; port < PTL_N_PORTS; port += 37)
    {
      g_autofree char *text = g_strdup_printf ("%u", port);
      g_autoptr (PtlResults) results = search (text);
      g_autofree guint8 *seen = g_new0 (guint8, PTL_N_PORTS);

      g_assert_cmpuint (ptl_results_get_ports (results)[0], ==, port);
      for (guint i = 0; i < ptl_results_get_n (results); i++)
        {
          g_assert_false (seen[ptl_results_get_ports (results)[i]]);
          seen[ptl_results_get_ports (results)[i]] = TRUE;
        }
    }
}

static void
test_empty (void)
{
  g_autoptr (PtlResults) results = search ("");

  g_assert_cmpuint (ptl_results_get_n (results), ==, PTL_N_PORTS);
  for (guint i = 0; i < PTL_N_PORTS; i++)
    {
      g_assert_cmpuint (ptl_results_get_ports (results)[i], ==, i);
      g_assert_cmpint (ptl_results_get_why (results, i), ==, PTL_WHY_NONE);
    }
  g_assert_null (ptl_why_to_string (PTL_WHY_NONE));
}

static void
test_filters (void)
{
  static const struct
  {
    const char *query;
    guint       n; /* G_MAXUINT where it is only to be more than none */
    guint16     first;
  } cases[] = {
    { "8000-8100", 101, 8000 },
    { "8000-8100 -8050", 100, 8000 },
    { "8000-8100 -8050-8100", 50, 8000 },
    { "range:system", 1024, 0 },
    { "range:user", 48128, 1024 },
    { "range:dynamic", 16384, 49152 },
    { "-range:dynamic", 49152, 0 },
    { "range:dynamic 60683-60690", 8, 60683 },
    { "is:blocked", 83, 0 },
    { "is:registered is:unassigned", 0, 0 },
    { "is:registered range:dynamic", 0, 0 },
    { "is:starred", 0, 0 },
    { "-is:starred", 65536, 0 },
    { "is:noted", G_MAXUINT, 1 },
    { "kind:range-convention", G_MAXUINT, 0 },
    { "kind:unofficial", G_MAXUINT, 0 },
    { "sctp http", G_MAXUINT, 80 },
    { "is:registered http", G_MAXUINT, 80 },
    { "-tcp -udp 80", G_MAXUINT, 802 },
    { "is:listening", 0, 0 },
    { "-is:listening", 65536, 0 },
    { "is:exposed", 0, 0 },
    { "process:nginx", 0, 0 },
    { "pid:1", 0, 0 },
    { "-pid:1", 65536, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PtlResults) results = search (cases[i].query);

      g_test_message ("%s: %u", cases[i].query, ptl_results_get_n (results));
      if (cases[i].n == G_MAXUINT)
        g_assert_cmpuint (ptl_results_get_n (results), >, 0);
      else
        g_assert_cmpuint (ptl_results_get_n (results), ==, cases[i].n);
      if (cases[i].first != 0)
        g_assert_cmpuint (ptl_results_get_ports (results)[0], >=, cases[i].first);
    }
}

static void
test_and_not (void)
{
  g_autoptr (PtlResults) http = search ("http");
  g_autoptr (PtlResults) alternate = search ("http alternate");
  g_autoptr (PtlResults) without = search ("http -alternate");
  g_autoptr (PtlResults) no_plex = search ("plex -32400");

  g_assert_cmpint (find (alternate, 8080), >=, 0);
  g_assert_cmpint (find (without, 8080), ==, -1);
  g_assert_cmpuint (ptl_results_get_n (alternate) + ptl_results_get_n (without), ==, ptl_results_get_n (http));

  /* An excluded number means that port alone. */
  g_assert_cmpint (find (no_plex, 32400), ==, -1);
  g_assert_cmpint (find (no_plex, 32469), >=, 0);
}

/* Whether a word comes after another does not change what is found, and a phrase finds less than its words. */
static void
test_phrase (void)
{
  g_autoptr (PtlResults) there = search ("remote desktop");
  g_autoptr (PtlResults) back = search ("desktop remote");
  g_autoptr (PtlResults) phrase = search ("\"remote desktop\"");
  g_autoptr (PtlResults) part = search ("\"ote desk\"");
  g_autoptr (PtlResults) nowhere = search ("\"desktop remote zebra\"");
  g_autoptr (PtlResults) as_said = search ("name server");
  g_autoptr (PtlResults) turned = search ("server name");

  g_assert_cmpuint (ptl_results_get_n (there), ==, ptl_results_get_n (back));
  g_assert_cmpuint (ptl_results_get_n (phrase), <, ptl_results_get_n (there));
  g_assert_cmpint (find (part, 3389), >=, 0);
  g_assert_cmpuint (ptl_results_get_n (nowhere), ==, 0);

  /* IANA calls 105 "CCSO name server protocol": what stands together as it was typed comes sooner. */
  g_assert_cmpuint (ptl_results_get_n (as_said), ==, ptl_results_get_n (turned));
  g_assert_cmpint (find (as_said, 105), <, find (turned, 105));
}

/* However much is typed, the search copes. */
static void
test_long (void)
{
  g_autofree char *word = g_strnfill (20000, 'e');
  g_autofree char *phrase = g_strdup_printf ("\"%s %s %s\"", word, "remote", word);
  g_autoptr (GString) words = g_string_new ("\"a");
  g_autoptr (PtlResults) first = search (word);
  g_autoptr (PtlResults) second = search (phrase);
  g_autoptr (PtlResults) third = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append (words, " a");
  g_string_append_c (words, '"');
  third = search (words->str);

  g_assert_cmpuint (ptl_results_get_n (first), ==, 0);
  g_assert_cmpuint (ptl_results_get_n (second), ==, 0);
  g_assert_cmpuint (ptl_results_get_n (third), ==, 0);
}

static void
test_fuzzy (void)
{
  static const struct
  {
    const char *query;
    guint16     port;
  } cases[] = {
    { "postgers", 5432 }, { "mogno", 27017 }, { "mysqll", 3306 }, { "kubernets", 6443 }, { "wiregaurd", 51820 },
    { "rediss is:registered", 6379 },
  };
  static const char *const hopeless[] = { "qzx", "zzzzqqqq", "\"mogno dingsbums\"", "xqzw", "postgersql9k" };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PtlResults) results = search (cases[i].query);

      g_test_message ("%s", cases[i].query);
      g_assert_true (ptl_results_is_fuzzy (results));
      g_assert_cmpuint (ptl_results_get_ports (results)[0], ==, cases[i].port);
    }

  for (guint i = 0; i < G_N_ELEMENTS (hopeless); i++)
    {
      g_autoptr (PtlResults) results = search (hopeless[i]);

      g_test_message ("%s", hopeless[i]);
      g_assert_cmpuint (ptl_results_get_n (results), ==, 0);
      g_assert_false (ptl_results_is_fuzzy (results));
    }
}

static void
add_listener (PtlSnapshot  *snapshot,
              guint16       port,
              PtlTransport  transport,
              PtlExposure   exposure,
              const char   *process_name,
              gint64        pid,
              const char   *user)
{
  PtlListener *listener = ptl_listener_new ();
  PtlProcess *process = ptl_process_new (pid);

  listener->port = port;
  listener->transport = transport;
  listener->exposure = exposure;
  listener->address = g_strdup ("127.0.0.1");
  listener->network_namespace = g_strdup ("host");
  process->name = g_strdup (process_name);
  process->executable = g_strdup_printf ("/usr/lib/%s-bin", process_name);
  process->user = g_strdup (user);
  process->uid = g_str_equal (user, "root") ? 0 : 1000;
  ptl_listener_add_owner (listener, process, PTL_EVIDENCE_DESCRIPTOR, TRUE);
  ptl_process_unref (process);

  if (port == 4711)
    {
      listener->unit = g_strdup ("zebrafish.service");
      listener->container_name = g_strdup ("web-front");
      listener->container_id = g_strdup ("deadbeef0123");
      listener->container_runtime = g_strdup ("docker");
    }

  ptl_snapshot_take_listener (snapshot, listener);
}

static PtlSnapshot *
make_snapshot (void)
{
  PtlSnapshot *snapshot = ptl_snapshot_new ("procfs");

  add_listener (snapshot, 4711, PTL_TRANSPORT_TCP, PTL_EXPOSURE_LOOPBACK, "Zürichsee", 77, "anna");
  add_listener (snapshot, 4711, PTL_TRANSPORT_TCP, PTL_EXPOSURE_ALL, "quokka", 78, "root");
  add_listener (snapshot, 4712, PTL_TRANSPORT_UDP, PTL_EXPOSURE_NETWORK, "quokka", 78, "root");
  add_listener (snapshot, 60683, PTL_TRANSPORT_SCTP, PTL_EXPOSURE_LOOPBACK, "node", 79, "anna");
  ptl_snapshot_seal (snapshot, 1);

  return snapshot;
}

static void
test_listeners (void)
{
  g_autoptr (PtlSnapshot) snapshot = make_snapshot ();
  static const struct
  {
    const char *query;
    int         n;
    guint16     ports[4];
  } cases[] = {
    { "is:listening", 3, { 4711, 4712, 60683 } },
    { "is:exposed", 2, { 4711, 4712 } },
    { "-is:listening 4710-4713", 2, { 4710, 4713 } },
    { "is:listening -is:exposed", 1, { 60683 } },
    { "process:quok", 2, { 4711, 4712 } },
    { "process:QUOKKA is:exposed", 2, { 4711, 4712 } },
    /* both terms must hold for one and the same listener */
    { "process:zurich is:exposed", 0, { 0 } },
    { "process:zürichsee", 1, { 4711 } },
    { "process:node-bin", 1, { 60683 } },
    { "is:listening -process:node", 2, { 4711, 4712 } },
    { "user:root", 2, { 4711, 4712 } },
    { "user:0", 2, { 4711, 4712 } },
    { "user:ann", 2, { 4711, 60683 } },
    { "user:oot", 0, { 0 } },
    { "unit:zebra", 1, { 4711 } },
    { "container:web", 1, { 4711 } },
    { "container:deadbe", 1, { 4711 } },
    { "container:beef", 0, { 0 } },
    { "pid:78", 2, { 4711, 4712 } },
    { "pid:78 pid:79", 0, { 0 } },
    { "is:listening udp", 1, { 4712 } },
    { "is:listening sctp", 1, { 60683 } },
    { "is:listening -udp -4711", 1, { 60683 } },
    { "sctp 60683", 1, { 60683 } },
    { "quokka", 2, { 4711, 4712 } },
    { "zebrafish", 1, { 4711 } },
    { "quokka is:listening tcp", 1, { 4711 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PtlResults) results = search_with (snapshot, cases[i].query);

      g_test_message ("%s: %u", cases[i].query, ptl_results_get_n (results));
      g_assert_cmpint (ptl_results_get_n (results), ==, cases[i].n);
      for (int j = 0; j < cases[i].n; j++)
        g_assert_cmpuint (ptl_results_get_ports (results)[j], ==, cases[i].ports[j]);
    }

  {
    g_autoptr (PtlResults) results = search_with (snapshot, "quokka");
    g_autoptr (PtlResults) root = search_with (snapshot, "root");

    g_assert_cmpint (ptl_results_get_why (results, 0), ==, PTL_WHY_LISTENER);
    g_assert_cmpstr (ptl_why_to_string (PTL_WHY_LISTENER), ==, "listener");

    /* A plain word does not ask for the user. */
    g_assert_cmpint (find (root, 4712), ==, -1);
  }
}

static void
test_own (void)
{
  static const struct
  {
    const char *query;
    guint       n;
    guint16     first;
    PtlWhy      why;
  } cases[] = {
    { "is:starred", 2, 80, PTL_WHY_NONE },
    { "is:mine", 3, 80, PTL_WHY_NONE },
    { "is:mine -is:starred", 1, 60683, PTL_WHY_NONE },
    { "is:starred 4000-5000", 1, 4711, PTL_WHY_NONE },
    { "\"großvaters router\"", 1, 60683, PTL_WHY_NOTE },
    { "grossvaters", 1, 60683, PTL_WHY_NOTE },
    { "is:starred grossvaters", 0, 0, PTL_WHY_NONE },
  };
  g_autoptr (PtlMarks) none = ptl_marks_new (g_ptr_array_new_with_free_func ((GDestroyNotify) ptl_own_mark_unref));
  g_autoptr (PtlMarks) one = ptl_marks_with_star (none, 4711, 1);
  g_autoptr (PtlMarks) two = ptl_marks_with_star (one, 80, 1);
  g_autoptr (PtlMarks) marks = ptl_marks_with_note (two, 60683, "Großvaters Router", 1);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PtlQuery) query = ptl_query_parse (cases[i].query, NULL);
      g_autoptr (PtlResults) results = ptl_search (ptl_catalog_get_default (NULL), NULL, marks, query);

      g_test_message ("%s", cases[i].query);
      g_assert_cmpuint (ptl_results_get_n (results), ==, cases[i].n);
      if (cases[i].n == 0)
        continue;
      g_assert_cmpuint (ptl_results_get_ports (results)[0], ==, cases[i].first);
      g_assert_cmpint (ptl_results_get_why (results, 0), ==, cases[i].why);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/search/first", test_first);
  g_test_add_func ("/search/numbers", test_numbers);
  g_test_add_func ("/search/every-number", test_every_number);
  g_test_add_func ("/search/empty", test_empty);
  g_test_add_func ("/search/filters", test_filters);
  g_test_add_func ("/search/and-not", test_and_not);
  g_test_add_func ("/search/phrase", test_phrase);
  g_test_add_func ("/search/long", test_long);
  g_test_add_func ("/search/fuzzy", test_fuzzy);
  g_test_add_func ("/search/listeners", test_listeners);
  g_test_add_func ("/search/own", test_own);

  return g_test_run ();
}
