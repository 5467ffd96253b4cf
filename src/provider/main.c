#include "config.h"

#include "platform/ptl-platform.h"
#include "provider/ptl-provider.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr (PtlProvider) provider = NULL;

  ptl_platform_start ();

  provider = ptl_provider_new ();

  return g_application_run (G_APPLICATION (provider), argc, argv);
}
