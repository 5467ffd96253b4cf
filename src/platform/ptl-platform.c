#include "config.h"

#include "platform/ptl-platform.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

/**
 * ptl_platform_start:
 *
 * Makes a program speak the user's language. First thing in main().
 */
void
ptl_platform_start (void)
{
  /* LC_ALL has nine more, each a file to open; those that GTK needs it sets itself. */
  static const int categories[] = {
    LC_CTYPE,
#ifdef LC_MESSAGES
    LC_MESSAGES,
#endif
    LC_TIME,
  };
  const char *locale_dir = g_getenv ("PORTOLAN_LOCALE_DIR");
  g_autofree char *own_dir = NULL;

  ptl_platform_init ();

  /* A build folder has translations too. */
  if (locale_dir == NULL)
    locale_dir = own_dir = ptl_platform_get_locale_dir ();

  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    setlocale (categories[i], "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  /* So GLib sees at once where there is no translation, and asks for none. */
  textdomain (GETTEXT_PACKAGE);
}
