#include "config.h"

#include "platform/darwin/ptl-darwin-bundle.h"

/* Where Homebrew has what GTK needs besides: on Apple's processors, and on Intel's. A bundle may be started without its shell. */
#define DATA_DIRS "/opt/homebrew/share:/usr/local/share:/usr/share"

/**
 * ptl_darwin_bundle_find_resources:
 * @program: the path of a program
 *
 * Finds the folder of what an application's bundle brings along: Portolan.app/Contents/Resources for a program in
 * Portolan.app/Contents/MacOS (Apple, Bundle Programming Guide). Looks at the path alone. Any thread.
 *
 * Returns: (transfer full) (nullable): the folder; %NULL where the program is in no bundle
 */
char *
ptl_darwin_bundle_find_resources (const char *program)
{
  g_autofree char *folder = g_path_get_dirname (program);
  g_autofree char *contents = g_path_get_dirname (folder);
  g_autofree char *bundle = g_path_get_dirname (contents);

  if (!g_path_is_absolute (program) || !g_str_has_suffix (folder, "/Contents/MacOS") || !g_str_has_suffix (bundle, ".app"))
    return NULL;

  return g_build_filename (contents, "Resources", NULL);
}

/**
 * ptl_darwin_bundle_add_data_dir:
 * @data_dir: a folder
 * @data_dirs: (nullable): the environment's XDG_DATA_DIRS
 *
 * Makes the list of folders in which GLib and GTK look for settings' schemas and icons, with @data_dir first. Any thread.
 *
 * Returns: (transfer full): the list
 */
char *
ptl_darwin_bundle_add_data_dir (const char *data_dir,
                                const char *data_dirs)
{
  return g_strconcat (data_dir, ":", data_dirs != NULL && *data_dirs != '\0' ? data_dirs : DATA_DIRS, NULL);
}
