#include "config.h"

#include "service.h"

#include <unistd.h>

/* The provider as the shell meets it: started by the bus, asked, told to open a result, and gone when nobody asks any more. */

static GDBusConnection *bus;

static GVariant *
ask (const char *method,
     GVariant   *parameters)
{
  g_autoptr (GError) error = NULL;
  GVariant *answer = service_call (bus, method, parameters, &error);

  g_assert_no_error (error);

  return answer;
}

static char **
initial (const char *term)
{
  const char *terms[] = { term, NULL };
  g_autoptr (GVariant) answer = ask ("GetInitialResultSet", g_variant_new ("(^as)", terms));
  char **ids;

  g_variant_get (answer, "(^as)", &ids);

  return ids;
}

static void
test_started_on_demand (void)
{
  g_auto (GStrv) ids = NULL;

  g_assert_false (service_is_up (bus));
  ids = initial ("5432");
  g_assert_cmpstr (ids[0], ==, "5432");
  g_assert_true (service_is_up (bus));
}

static void
test_subsearch (void)
{
  const char *previous[] = { "1", NULL };
  const char *terms[] = { "postgres", NULL };
  g_autoptr (GVariant) answer = ask ("GetSubsearchResultSet", g_variant_new ("(^as^as)", previous, terms));
  g_auto (GStrv) ids = NULL;

  g_variant_get (answer, "(^as)", &ids);
  g_assert_cmpstr (ids[0], ==, "5432");
}

/* A socket of this very test is found by its number, and the answer names the process. */
static void
test_listener (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, &error);
  g_autofree char *id = g_strdup_printf ("%u", port);
  g_autofree char *expected = g_strdup_printf ("(PID %d)", (int) getpid ());
  const char *wanted[] = { id, "70000", "x", "5432", NULL };
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GVariant) metas = NULL;
  g_autoptr (GVariant) meta = NULL;
  g_auto (GStrv) ids = NULL;
  const char *text;

  g_assert_no_error (error);

  /* What was read for the test before may still count as fresh. */
  for (guint i = 0; i < 100; i++)
    {
      g_clear_pointer (&ids, g_strfreev);
      g_clear_pointer (&answer, g_variant_unref);
      g_clear_pointer (&metas, g_variant_unref);
      g_clear_pointer (&meta, g_variant_unref);

      ids = initial (id);
      g_assert_cmpstr (ids[0], ==, id);
      answer = ask ("GetResultMetas", g_variant_new ("(^as)", wanted));
      metas = g_variant_get_child_value (answer, 0);
      meta = g_variant_get_child_value (metas, 0);
      g_assert_true (g_variant_lookup (meta, "description", "&s", &text));
      if (g_str_has_prefix (text, "Listening: "))
        break;
      g_usleep (100000);
    }

  g_assert_nonnull (g_strstr_len (text, -1, expected));
  g_assert_true (g_variant_lookup (meta, "id", "&s", &text));
  g_assert_cmpstr (text, ==, id);
  g_assert_true (g_variant_lookup (meta, "name", "&s", &text));
  g_assert_nonnull (g_strstr_len (text, -1, id));
  g_assert_true (g_variant_lookup (meta, "gicon", "&s", &text));
  g_assert_cmpstr (text, ==, PTL_APP_ID);

  /* What is no port has no meta, and does no harm. */
  g_assert_cmpuint (g_variant_n_children (metas), ==, 2);
}

/* Stands in for the application, and remembers what it was told. */
static char *told;

static void
application_called_cb (GDBusConnection       *connection,
                       const char            *sender,
                       const char            *object_path,
                       const char            *interface_name,
                       const char            *method_name,
                       GVariant              *parameters,
                       GDBusMethodInvocation *invocation,
                       gpointer               data)
{
  g_free (told);
  told = g_variant_print (parameters, FALSE);
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
called_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

/* Not as ask() does it: the application that is to be called is this very thread. */
static void
ask_while_running (const char *method,
                   GVariant   *parameters)
{
  gboolean done = FALSE;

  g_dbus_connection_call (bus, PTL_APP_ID ".SearchProvider", "/app/portolan/Portolan/SearchProvider",
                          "org.gnome.Shell.SearchProvider2", method, parameters, NULL, G_DBUS_CALL_FLAGS_NONE, 30000,
                          NULL, called_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

static void
request_name (const char *method)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                                             "org.freedesktop.DBus", method,
                                                             g_str_equal (method, "RequestName")
                                                               ? g_variant_new ("(su)", PTL_APP_ID, 0)
                                                               : g_variant_new ("(s)", PTL_APP_ID),
                                                             NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static void
test_opens_application (void)
{
  static const char xml[] =
    "<node><interface name='org.freedesktop.Application'><method name='ActivateAction'>"
    "<arg type='s' direction='in'/><arg type='av' direction='in'/><arg type='a{sv}' direction='in'/>"
    "</method></interface></node>";
  static const GDBusInterfaceVTable vtable = { .method_call = application_called_cb };
  const char *terms[] = { "remote", "desktop", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (xml, &error);
  g_autoptr (GVariant) answer = NULL;
  guint registration;

  g_assert_no_error (error);

  /* Where it can't be opened, the shell is told. */
  g_assert_null (service_call (bus, "ActivateResult", g_variant_new ("(s^asu)", "5432", terms, 7), &error));
  g_assert_nonnull (error);
  g_clear_error (&error);

  registration = g_dbus_connection_register_object (bus, "/app/portolan/Portolan", info->interfaces[0], &vtable, NULL, NULL, &error);
  g_assert_no_error (error);
  request_name ("RequestName");

  ask_while_running ("ActivateResult", g_variant_new ("(s^asu)", "5432", terms, 7));
  g_assert_cmpstr (told, ==, "('look-up', [<'5432'>], {'desktop-startup-id': <'portolan_TIME7'>})");

  ask_while_running ("LaunchSearch", g_variant_new ("(^asu)", terms, 8));
  g_assert_cmpstr (told, ==, "('look-up', [<'remote desktop'>], {'desktop-startup-id': <'portolan_TIME8'>})");

  request_name ("ReleaseName");
  g_dbus_connection_unregister_object (bus, registration);
  g_clear_pointer (&told, g_free);
}

/* --linger is three seconds here; without it, it would be thirty. */
static void
test_ends_when_idle (void)
{
  g_strfreev (initial ("22"));
  g_assert_true (service_is_up (bus));

  for (guint i = 0; i < 200 && service_is_up (bus); i++)
    g_usleep (100000);
  g_assert_false (service_is_up (bus));

  /* And it comes back. */
  g_strfreev (initial ("22"));
  g_assert_true (service_is_up (bus));
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GTestDBus) test_bus = NULL;
  g_autoptr (GError) error = NULL;
  char *folder;
  int status;

  g_test_init (&argc, &argv, NULL);
  if (argc != 2)
    g_error ("usage: test-bus PORTOLAN-SEARCH-PROVIDER");

  folder = service_install (argv[1], "--linger=3");
  test_bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_add_service_dir (test_bus, folder);
  g_test_dbus_up (test_bus);
  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);

  g_test_add_func ("/provider/bus/started-on-demand", test_started_on_demand);
  g_test_add_func ("/provider/bus/subsearch", test_subsearch);
  g_test_add_func ("/provider/bus/listener", test_listener);
  g_test_add_func ("/provider/bus/opens-application", test_opens_application);
  g_test_add_func ("/provider/bus/ends-when-idle", test_ends_when_idle);
  status = g_test_run ();

  g_clear_object (&bus);
  g_test_dbus_down (test_bus);
  service_remove (folder);

  return status;
}
