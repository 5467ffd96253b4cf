#include "config.h"

#include <string.h>

#include "fixture.h"

/* What something on a port likely is: what most people mean by the number, what is registered, and what else uses it. */

static char *
likely_words (guint16 port)
{
  g_autoptr (PtlCatalog) catalog = fixture_catalog ();
  g_autoptr (PtlPage) page = ptl_page_new (catalog, NULL, NULL, NULL, NULL, port);

  return fixture_words (page, PTL_SECTION_LIKELY);
}

/* Who everybody means comes before the name in the registry, which nobody uses. */
static void
test_foremost (void)
{
  g_autofree char *words = likely_words (12321);

  assert_says (words, "Most likely what most people mean by this number: Made-up Famous. "
                      "Or something else that is known to use the number: Made-up Obscure. "
                      "Registered there is warehouse-sss. "
                      "The registry tells who asked for the number, not what runs on it.");
}

static void
test_foremost_unregistered (void)
{
  g_autofree char *words = likely_words (12390);

  assert_says (words, "Most likely what most people mean by this number: Made-up Household Name. "
                      "Or something else that is known to use the number: Made-up Guest.");
  assert_does_not_say (words, "egist");
}

/* Without anybody whom everybody means, the registration is as good as any. */
static void
test_conflict (void)
{
  g_autofree char *words = likely_words (82);

  assert_says (words, "Perhaps what is registered there, xfer. Or something else that is known to use the number: ");
  assert_says (words, "Made-up pair");
  assert_does_not_say (words, "most people");
}

static void
test_known_and_registered (void)
{
  g_autofree char *words = likely_words (12322);

  assert_says (words, "Most likely what is registered there: warehouse. Known to use the number for that: Made-up Storehouse.");
}

static void
test_registered_alone (void)
{
  g_autofree char *words = likely_words (12345);

  assert_says (words, "Perhaps italk, as registered. That is no proof");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/page/likely/foremost", test_foremost);
  g_test_add_func ("/page/likely/foremost-unregistered", test_foremost_unregistered);
  g_test_add_func ("/page/likely/conflict", test_conflict);
  g_test_add_func ("/page/likely/known-and-registered", test_known_and_registered);
  g_test_add_func ("/page/likely/registered-alone", test_registered_alone);

  return g_test_run ();
}
