#include "config.h"

#include "fixture.h"
#include "page/ptl-web.h"

static char *
web_address (PtlTransport  transport,
             const char   *address,
             guint16       port)
{
  g_autoptr (GError) error = NULL;
  PtlCatalog *catalog = ptl_catalog_get_default (&error);
  g_autoptr (PtlListener) listener = fixture_listener (transport, address, port);

  g_assert_no_error (error);

  return ptl_web_address (catalog, listener);
}

static void
test_browser (void)
{
  static const struct
  {
    PtlTransport  transport;
    const char   *address;
    guint16       port;
    const char   *uri;
  } cases[] = {
    { PTL_TRANSPORT_TCP, "0.0.0.0", 80, "http://localhost:80/" },
    { PTL_TRANSPORT_TCP, "::", 443, "https://localhost:443/" },
    { PTL_TRANSPORT_TCP, "127.0.0.1", 8080, "http://127.0.0.1:8080/" },
    { PTL_TRANSPORT_TCP, "::1", 5173, "http://[::1]:5173/" },
    /* Nothing speaks against a page on a port that nothing is known of. */
    { PTL_TRANSPORT_TCP, "127.0.0.1", 60691, "http://127.0.0.1:60691/" },
    { PTL_TRANSPORT_TCP, "127.0.0.1", 60683, "http://127.0.0.1:60683/" },
    { PTL_TRANSPORT_UDP, "0.0.0.0", 443, NULL },
    { PTL_TRANSPORT_TCP, "0.0.0.0", 22, NULL },
    { PTL_TRANSPORT_TCP, "0.0.0.0", 25, NULL },
    /* Browsers refuse it, whatever it is. */
    { PTL_TRANSPORT_TCP, "0.0.0.0", 6000, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *uri = web_address (cases[i].transport, cases[i].address, cases[i].port);

      g_assert_cmpstr (uri, ==, cases[i].uri);
    }
}

static void
test_socket (void)
{
  static const struct
  {
    const char *address;
    const char *written;
  } cases[] = {
    { "0.0.0.0", "localhost:8080" },
    { "::", "localhost:8080" },
    { "127.0.0.1", "127.0.0.1:8080" },
    { "192.0.2.7", "192.0.2.7:8080" },
    { "::1", "[::1]:8080" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PtlListener) listener = fixture_listener (PTL_TRANSPORT_TCP, cases[i].address, 8080);
      g_autofree char *written = ptl_web_socket_address (listener);

      g_assert_cmpstr (written, ==, cases[i].written);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/page/web/browser", test_browser);
  g_test_add_func ("/page/web/socket", test_socket);

  return g_test_run ();
}
