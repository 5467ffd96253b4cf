#include "config.h"

#include "service.h"

#include <glib/gstdio.h>

#define SERVICE_NAME PTL_APP_ID ".SearchProvider"
#define FILE_NAME    SERVICE_NAME ".service"

/**
 * service_install:
 * @program: the path of portolan-search-provider
 * @option: (nullable): what it is started with
 *
 * Makes a folder with the service file.
 *
 * Returns: (transfer full): the folder, for service_remove()
 */
char *
service_install (const char *program,
                 const char *option)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("portolan-provider-XXXXXX", &error);
  g_autofree char *file = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  file = g_build_filename (folder, FILE_NAME, NULL);
  text = g_strdup_printf ("[D-BUS Service]\nName=" SERVICE_NAME "\nExec=%s%s%s\n", program,
                          option != NULL ? " " : "", option != NULL ? option : "");
  g_file_set_contents (file, text, -1, &error);
  g_assert_no_error (error);

  return folder;
}

/**
 * service_remove:
 * @folder: (transfer full): what service_install() made
 */
void
service_remove (char *folder)
{
  g_autofree char *owned = folder;
  g_autofree char *file = g_build_filename (folder, FILE_NAME, NULL);

  g_assert_cmpint (g_unlink (file), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/**
 * service_call:
 * @bus: the session bus
 * @method: a method of the shell's interface
 * @parameters: (transfer floating): its arguments
 * @error: return location
 *
 * Calls the provider, which the bus starts if need be.
 *
 * Returns: (transfer full) (nullable): the answer
 */
GVariant *
service_call (GDBusConnection *bus,
              const char      *method,
              GVariant        *parameters,
              GError         **error)
{
  return g_dbus_connection_call_sync (bus, SERVICE_NAME, "/app/portolan/Portolan/SearchProvider",
                                      "org.gnome.Shell.SearchProvider2", method, parameters, NULL,
                                      G_DBUS_CALL_FLAGS_NONE, 30000, NULL, error);
}

/**
 * service_is_up:
 * @bus: the session bus
 *
 * Returns: whether the provider runs
 */
gboolean
service_is_up (GDBusConnection *bus)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                                             "org.freedesktop.DBus", "NameHasOwner",
                                                             g_variant_new ("(s)", SERVICE_NAME), NULL,
                                                             G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  gboolean up;

  g_assert_no_error (error);
  g_variant_get (answer, "(b)", &up);

  return up;
}
