#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "provider/ptl-provider.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr (PtlProvider) provider = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, PTL_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  provider = ptl_provider_new ();

  return g_application_run (G_APPLICATION (provider), argc, argv);
}
