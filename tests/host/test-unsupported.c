#include "config.h"

#include "host/ptl-host.h"

/* The folder for systems that nobody has written yet: it says so. */

static void
test_says_so (void)
{
  g_autoptr (PtlHost) host = ptl_host_new (NULL);
  g_autoptr (PtlHostFacts) facts = ptl_host_read_facts (host);
  g_autoptr (GError) error = NULL;

  g_assert_null (ptl_host_read (host, NULL, &error));
  g_assert_error (error, PTL_HOST_ERROR, PTL_HOST_ERROR_UNSUPPORTED);
  g_assert_cmpstr (error->message, ==, "Reading what listens is not supported here.");
  g_assert_cmpstr (ptl_host_get_os (), ==, "unknown");
  g_assert_cmpstr (facts->os, ==, "unknown");
  g_assert_cmpuint (facts->ephemeral->len, ==, 0);
  g_assert_null (facts->reserved);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/host/unsupported/says-so", test_says_so);

  return g_test_run ();
}
