#include "config.h"

#include "app/ptl-application.h"
#include "platform/ptl-platform.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr (PtlApplication) application = NULL;

  ptl_platform_start ();

  application = ptl_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
