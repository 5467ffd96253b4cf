#include "config.h"

#include <gtk/gtk.h>

#include "app/ptl-color-scheme.h"

/* A settings portal of our own on the test's bus, asked by ptl-color-scheme.c as it would ask the desktop's. */

#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define APPEARANCE  "org.freedesktop.appearance"

static const char portal_xml[] =
  "<node><interface name='org.freedesktop.portal.Settings'>"
  "<method name='Read'><arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='v' direction='out'/></method>"
  "<signal name='SettingChanged'><arg type='s'/><arg type='s'/><arg type='v'/></signal>"
  "</interface></node>";

static guint n_asked;

static void
method_call_cb (GDBusConnection       *connection,
                const char            *sender,
                const char            *path,
                const char            *interface,
                const char            *method,
                GVariant              *parameters,
                GDBusMethodInvocation *invocation,
                gpointer               data)
{
  const char *group, *key;

  g_variant_get (parameters, "(&s&s)", &group, &key);
  g_assert_cmpstr (group, ==, APPEARANCE);
  g_assert_cmpstr (key, ==, "color-scheme");
  n_asked++;

  /* Read answers with a variant in a variant, as the real one does. */
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(v)", g_variant_new_variant (g_variant_new_uint32 (1))));
}

static gboolean
prefers_dark (void)
{
  gboolean dark;

  g_object_get (gtk_settings_get_default (), "gtk-application-prefer-dark-theme", &dark, NULL);

  return dark;
}

static void
wait_for_dark (gboolean dark)
{
  gint64 end = g_get_monotonic_time () + 40 * G_USEC_PER_SEC;

  while (prefers_dark () != dark && g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_cmpint (prefers_dark (), ==, dark);
}

static void
tell (GDBusConnection *bus,
      const char      *group,
      GVariant        *value)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_emit_signal (bus, NULL, PORTAL_PATH, "org.freedesktop.portal.Settings", "SettingChanged",
                                 g_variant_new ("(ssv)", group, "color-scheme", value), &error);
  g_assert_no_error (error);
}

static void
test_follow (void)
{
  static const GDBusInterfaceVTable vtable = { .method_call = method_call_cb };
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (portal_xml, &error);
  g_autoptr (GVariant) owned = NULL;

  g_assert_no_error (error);

  if (gtk_check_version (4, 20, 0) == NULL)
    {
      g_test_skip ("This GTK follows the portal by itself");
      return;
    }

  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (bus, PORTAL_PATH, node->interfaces[0], &vtable, NULL, NULL, &error);
  g_assert_no_error (error);
  owned = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                       "RequestName", g_variant_new ("(su)", "org.freedesktop.portal.Desktop", 4),
                                       NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);

  g_assert_false (prefers_dark ());
  ptl_color_scheme_follow ();
  wait_for_dark (TRUE);
  g_assert_cmpuint (n_asked, ==, 1);

  tell (bus, APPEARANCE, g_variant_new_uint32 (0));
  wait_for_dark (FALSE);
  tell (bus, APPEARANCE, g_variant_new_uint32 (1));
  wait_for_dark (TRUE);

  /* What is no number, or about something else, is let be. */
  tell (bus, APPEARANCE, g_variant_new_string ("dark"));
  tell (bus, "org.example", g_variant_new_uint32 (0));
  for (guint i = 0; i < 100; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_true (prefers_dark ());
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app/color-scheme/follow", test_follow);

  return g_test_run ();
}
