#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "fixture.h"
#include "json-shape.h"
#include "page/ptl-listener-json.h"

/* "explain --json" against the contract of the command line, field by field. */

static JsonObject *
parse (PtlPage     *page,
       JsonParser **out_parser)
{
  g_autofree char *document = ptl_page_to_json (page);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (g_utf8_validate (document, -1, NULL));
  g_assert_null (strchr (document, '\n'));
  json_parser_load_from_data (parser, document, -1, &error);
  g_assert_no_error (error);
  *out_parser = g_steal_pointer (&parser);

  return json_node_get_object (json_parser_get_root (*out_parser));
}

static JsonObject *
find (JsonArray  *array,
      const char *member,
      const char *value)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = json_array_get_object_element (array, i);

      if (g_strcmp0 (json_object_get_string_member_with_default (object, member, NULL), value) == 0)
        return object;
    }

  return NULL;
}

static void
test_shape (void)
{
  static const guint16 ports[] = { 0, 15, 24, 80, 514, 585, 853, 1024, 5000, 6005, 8123, 27018,
                                   30080, 49151, 49152, 60683, 65535 };

  for (guint i = 0; i < G_N_ELEMENTS (ports); i++)
    {
      g_autoptr (PtlPage) page = fixture_page (NULL, NULL, ports[i]);
      g_autoptr (JsonParser) parser = NULL;

      assert_explain_shape (parse (page, &parser), ports[i]);
    }
}

static void
test_60683 (void)
{
  g_autoptr (PtlPage) page = fixture_page (NULL, NULL, 60683);
  g_autoptr (JsonParser) parser = NULL;
  JsonObject *root = parse (page, &parser);
  JsonObject *range = json_object_get_object_member (root, "range");
  JsonObject *status = json_object_get_object_member (root, "status");
  JsonObject *host = json_object_get_object_member (root, "host");
  JsonArray *elsewhere = json_object_get_array_member (root, "ephemeral_elsewhere");
  JsonObject *openbsd = find (elsewhere, "os", "OpenBSD");
  JsonObject *linux_now = find (elsewhere, "os", "Linux since 4.2");

  g_assert_cmpstr (json_object_get_string_member (range, "name"), ==, "dynamic");
  g_assert_cmpint (json_object_get_int_member (range, "first"), ==, 49152);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "registrations")), ==, 0);
  g_assert_cmpstr (json_object_get_string_member (status, "tcp"), ==, "dynamic");
  g_assert_nonnull (find (json_object_get_array_member (root, "notes"), "product", "Xsan"));
  g_assert_nonnull (find (json_object_get_array_member (root, "conventions"), "name", "Mosh"));
  g_assert_true (json_object_get_boolean_member (host, "in_ephemeral"));
  g_assert_false (json_object_get_boolean_member (host, "privileged"));
  g_assert_nonnull (openbsd);
  g_assert_false (json_object_get_boolean_member (openbsd, "contains"));
  g_assert_nonnull (linux_now);
  g_assert_cmpint (json_object_get_int_member (linux_now, "last"), ==, 60999);
  g_assert_true (json_object_get_boolean_member (linux_now, "contains"));
}

static void
test_registrations (void)
{
  g_autoptr (PtlPage) page = fixture_page (NULL, NULL, 80);
  g_autoptr (JsonParser) parser = NULL;
  JsonArray *rows = json_object_get_array_member (parse (page, &parser), "registrations");
  JsonObject *first = json_array_get_object_element (rows, 0);
  JsonObject *second = json_array_get_object_element (rows, 1);
  JsonArray *aliases = json_object_get_array_member (first, "aliases");

  g_assert_cmpstr (json_object_get_string_member (first, "name"), ==, "http");
  g_assert_cmpstr (json_object_get_string_member (first, "transport"), ==, "tcp");
  g_assert_cmpuint (json_array_get_length (aliases), ==, 1);
  g_assert_cmpstr (json_array_get_string_element (aliases, 0), ==, "www");
  g_assert_cmpstr (json_object_get_string_member (second, "name"), ==, "www-http");
  g_assert_null (find (rows, "name", "www"));
}

static void
test_reserved_unassigned_nameless (void)
{
  g_autoptr (PtlPage) reserved = fixture_page (NULL, NULL, 11434);
  g_autoptr (PtlPage) unassigned = fixture_page (NULL, NULL, 15);
  g_autoptr (PtlPage) nameless = fixture_page (NULL, NULL, 24);
  g_autoptr (JsonParser) a = NULL;
  g_autoptr (JsonParser) b = NULL;
  g_autoptr (JsonParser) c = NULL;
  JsonObject *root = parse (reserved, &a);
  JsonObject *udp = find (json_object_get_array_member (root, "registrations"), "transport", "udp");
  JsonObject *private;

  g_assert_nonnull (udp);
  g_assert_cmpstr (json_object_get_string_member (udp, "status"), ==, "reserved");
  g_assert_true (json_object_get_null_member (udp, "name"));
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (root, "status"), "udp"), ==, "reserved");

  root = parse (unassigned, &b);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "registrations")), ==, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "registry_remarks")), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (root, "status"), "tcp"), ==, "unassigned");

  root = parse (nameless, &c);
  private = json_array_get_object_element (json_object_get_array_member (root, "registrations"), 0);
  g_assert_true (json_object_get_null_member (private, "name"));
  g_assert_cmpstr (json_object_get_string_member (private, "status"), ==, "assigned");
  g_assert_cmpstr (json_object_get_string_member (private, "description"), ==, "any private mail system");
}

/* Not known is null, never an empty list or false. */
static void
test_unknown (void)
{
  PtlCatalog *catalog = ptl_catalog_get_default (NULL);
  g_autoptr (PtlHostFacts) nothing = ptl_host_facts_new ("unknown");
  g_autoptr (PtlPage) without = ptl_page_new (catalog, NULL, NULL, NULL, NULL, 80);
  g_autoptr (PtlPage) little = NULL;
  g_autoptr (JsonParser) a = NULL;
  g_autoptr (JsonParser) b = NULL;
  JsonObject *root = parse (without, &a), *host;

  g_assert_true (json_object_get_null_member (root, "host"));
  g_assert_true (json_object_get_null_member (root, "listeners"));

  nothing->unprivileged_start = -1;
  little = ptl_page_new (catalog, nothing, NULL, NULL, NULL, 80);
  root = parse (little, &b);
  host = json_object_get_object_member (root, "host");
  g_assert_true (json_object_get_null_member (host, "ephemeral"));
  g_assert_true (json_object_get_null_member (host, "in_ephemeral"));
  g_assert_true (json_object_get_null_member (host, "privileged"));
  g_assert_true (json_object_get_null_member (host, "reserved"));
  g_assert_true (json_object_get_null_member (host, "excluded"));
}

static void
test_listeners (void)
{
  PtlListener *listener = fixture_listener (PTL_TRANSPORT_TCP, "0.0.0.0", 8080);
  PtlListener *udp = fixture_listener (PTL_TRANSPORT_UDP, "127.0.0.1", 8080);
  g_autoptr (PtlProcess) process = fixture_process (77, "bad\xff name", "run \033[1m --x=\xe2\x80\xae");
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autoptr (PtlPage) page = NULL;
  g_autoptr (PtlPage) udp_page = NULL;
  g_autoptr (JsonParser) a = NULL;
  g_autoptr (JsonParser) b = NULL;
  JsonArray *listeners;
  JsonObject *first, *owner;

  ptl_listener_add_owner (listener, process, PTL_EVIDENCE_DESCRIPTOR, TRUE);
  listener->unit = g_strdup ("web.service");
  listener->container_runtime = g_strdup ("docker");
  listener->container_id = g_strdup ("abc");
  snapshot = fixture_snapshot (listener, udp, NULL);
  page = fixture_page (NULL, snapshot, 8080);
  listeners = json_object_get_array_member (parse (page, &a), "listeners");

  g_assert_cmpuint (json_array_get_length (listeners), ==, 2);
  first = find (listeners, "transport", "tcp");
  assert_listener_shape (first);
  g_assert_cmpint (json_object_get_int_member (first, "port"), ==, 8080);
  g_assert_true (json_object_get_null_member (first, "uid"));
  g_assert_true (json_object_get_null_member (first, "backlog"));
  g_assert_cmpstr (json_object_get_string_member (first, "exposure"), ==, "all");
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (first, "unit"), "manager"), ==, "system");
  g_assert_true (json_object_get_null_member (json_object_get_object_member (first, "container"), "name"));
  owner = json_array_get_object_element (json_object_get_array_member (first, "owners"), 0);
  g_assert_cmpstr (json_object_get_string_member (owner, "name"), ==, "bad\xef\xbf\xbd name");
  g_assert_cmpstr (json_object_get_string_member (owner, "started_at"), ==, "2026-09-21T14:13:20Z");
  g_assert_cmpstr (json_object_get_string_member (owner, "evidence"), ==, "descriptor");
  g_assert_true (json_object_get_boolean_member (owner, "certain"));

  assert_listener_shape (find (listeners, "transport", "udp"));

  udp_page = ptl_page_new_for (ptl_catalog_get_default (NULL), NULL, snapshot, NULL, NULL, NULL, 8080,
                               PTL_TRANSPORT_BIT (PTL_TRANSPORT_UDP));
  listeners = json_object_get_array_member (parse (udp_page, &b), "listeners");
  g_assert_cmpuint (json_array_get_length (listeners), ==, 1);
}

static const char *
get_holder (PtlListener *listener)
{
  g_autoptr (PtlSnapshot) snapshot = fixture_snapshot (ptl_listener_copy (listener), NULL);
  g_autoptr (PtlPage) page = fixture_page (NULL, snapshot, listener->port);
  g_autoptr (JsonParser) parser = NULL;
  JsonArray *listeners = json_object_get_array_member (parse (page, &parser), "listeners");
  JsonObject *object = json_array_get_object_element (listeners, 0);

  assert_listener_shape (object);
  g_assert_cmpint (json_object_get_null_member (object, "kernel_certain"), !=, listener->kernel);
  if (listener->kernel)
    g_assert_cmpint (json_object_get_boolean_member (object, "kernel_certain"), !=, listener->kernel_is_likely);

  return g_intern_string (json_object_get_null_member (object, "holder") ? NULL
                                                                         : json_object_get_string_member (object, "holder"));
}

/* Who holds it, in a word: hidden is not none. */
static void
test_holder (void)
{
  g_autoptr (PtlListener) listener = fixture_listener (PTL_TRANSPORT_UDP, "0.0.0.0", 51820);
  g_autoptr (PtlProcess) process = ptl_process_new (5);

  g_assert_null (get_holder (listener));
  listener->unit = g_strdup ("x.service");
  g_assert_null (get_holder (listener));
  listener->unheld = TRUE;
  g_assert_cmpstr (get_holder (listener), ==, "none");
  listener->unheld = FALSE;
  listener->kernel = TRUE;
  listener->kernel_is_likely = TRUE;
  g_assert_cmpstr (get_holder (listener), ==, "kernel");
  listener->kernel_is_likely = FALSE;
  g_assert_cmpstr (get_holder (listener), ==, "kernel");
  listener->kernel = FALSE;
  ptl_listener_add_owner (listener, process, PTL_EVIDENCE_CONTROL_GROUP, FALSE);
  g_assert_cmpstr (get_holder (listener), ==, "process");
}

/* A page about one transport still tells the status on all. */
static void
test_one_transport (void)
{
  g_autoptr (PtlPage) page = ptl_page_new_for (ptl_catalog_get_default (NULL), NULL, NULL, NULL, NULL, NULL, 514,
                                               PTL_TRANSPORT_BIT (PTL_TRANSPORT_UDP));
  g_autoptr (JsonParser) parser = NULL;
  JsonObject *root = parse (page, &parser);
  JsonArray *rows = json_object_get_array_member (root, "registrations");

  assert_explain_shape (root, 514);
  g_assert_nonnull (find (rows, "name", "syslog"));
  g_assert_null (find (rows, "name", "shell"));
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (root, "status"), "tcp"), ==, "assigned");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/page/json/shape", test_shape);
  g_test_add_func ("/page/json/60683", test_60683);
  g_test_add_func ("/page/json/registrations", test_registrations);
  g_test_add_func ("/page/json/reserved-unassigned-nameless", test_reserved_unassigned_nameless);
  g_test_add_func ("/page/json/unknown", test_unknown);
  g_test_add_func ("/page/json/listeners", test_listeners);
  g_test_add_func ("/page/json/one-transport", test_one_transport);
  g_test_add_func ("/page/json/holder", test_holder);

  return g_test_run ();
}
