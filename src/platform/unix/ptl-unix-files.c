#include "config.h"

#include "platform/ptl-platform.h"

/*
 * Where files are on every system but Windows and macOS: where they were installed.
 */

void
ptl_platform_init (void)
{
}

char *
ptl_platform_get_locale_dir (void)
{
  return g_strdup (PTL_LOCALE_DIR);
}
