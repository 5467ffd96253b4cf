#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "app/ptl-application.h"

int
main (int   argc,
      char *argv[])
{
  const char *locale_dir = g_getenv ("PORTOLAN_LOCALE_DIR");
  g_autoptr (PtlApplication) application = NULL;

  setlocale (LC_ALL, "");
  /* A build folder has translations too. */
  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : PTL_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = ptl_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
