#include "config.h"

#include "platform/ptl-platform.h"

#include "platform/darwin/ptl-darwin-bundle.h"

#include <mach-o/dyld.h>
#include <sys/param.h>

/*
 * Where files are on macOS: in the bundle of the application, or, where the program is in none, as on every other Unix.
 */

/* (transfer full) (nullable) */
static char *
find_resources (void)
{
  char path[MAXPATHLEN * 4];
  uint32_t size = sizeof path;
  g_autofree char *program = NULL;

  if (_NSGetExecutablePath (path, &size) != 0)
    return NULL;

  /* The path may lead over "." and "..". */
  program = g_canonicalize_filename (path, NULL);

  return ptl_darwin_bundle_find_resources (program);
}

void
ptl_platform_init (void)
{
  g_autofree char *resources = find_resources ();
  g_autofree char *share = NULL;
  g_autofree char *data_dirs = NULL;

  if (resources == NULL)
    return;

  share = g_build_filename (resources, "share", NULL);
  data_dirs = ptl_darwin_bundle_add_data_dir (share, g_getenv ("XDG_DATA_DIRS"));
  g_setenv ("XDG_DATA_DIRS", data_dirs, TRUE);
}

char *
ptl_platform_get_locale_dir (void)
{
  g_autofree char *resources = find_resources ();

  return resources != NULL ? g_build_filename (resources, "share", "locale", NULL) : g_strdup (PTL_LOCALE_DIR);
}
