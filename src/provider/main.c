#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "provider/ptl-provider.h"

int
main (int   argc,
      char *argv[])
{
  const char *locale_dir = g_getenv ("PORTOLAN_LOCALE_DIR");
  g_autoptr (PtlProvider) provider = NULL;

  setlocale (LC_ALL, "");
  /* A build folder has translations too. */
  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : PTL_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  provider = ptl_provider_new ();

  return g_application_run (G_APPLICATION (provider), argc, argv);
}
