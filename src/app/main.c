#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "app/ptl-application.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr (PtlApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, PTL_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = ptl_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
