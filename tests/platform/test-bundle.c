#include "config.h"

#include "platform/darwin/ptl-darwin-bundle.h"

static void
test_resources (void)
{
  static const struct
  {
    const char *program;
    const char *resources;
  } cases[] = {
    { "/Applications/Portolan.app/Contents/MacOS/portolan", "/Applications/Portolan.app/Contents/Resources" },
    { "/Users/a b/My.app/Contents/MacOS/portolan-cli", "/Users/a b/My.app/Contents/Resources" },
    { "/opt/homebrew/bin/portolan", NULL },
    { "/x/Contents/MacOS/portolan", NULL },
    { "/Portolan.app/Contents/Helpers/portolan", NULL },
    { "Portolan.app/Contents/MacOS/portolan", NULL },
    { "/portolan", NULL },
    { "portolan", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *resources = ptl_darwin_bundle_find_resources (cases[i].program);

      g_assert_cmpstr (resources, ==, cases[i].resources);
    }
}

static void
test_data_dirs (void)
{
  g_autofree char *own = ptl_darwin_bundle_add_data_dir ("/b/share", "/c:/d");
  g_autofree char *unset = ptl_darwin_bundle_add_data_dir ("/b/share", NULL);
  g_autofree char *empty = ptl_darwin_bundle_add_data_dir ("/b/share", "");

  g_assert_cmpstr (own, ==, "/b/share:/c:/d");
  g_assert_true (g_str_has_prefix (unset, "/b/share:/opt/homebrew/share:"));
  g_assert_cmpstr (empty, ==, unset);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/platform/bundle/resources", test_resources);
  g_test_add_func ("/platform/bundle/data-dirs", test_data_dirs);

  return g_test_run ();
}
