#include "config.h"

#include "app/ptl-history.h"

static void
test_empty (void)
{
  g_autoptr (PtlHistory) history = ptl_history_new ();

  g_assert_false (ptl_history_can_back (history));
  g_assert_false (ptl_history_can_forward (history));

  ptl_history_visit (history, 22);
  g_assert_false (ptl_history_can_back (history));
}

static void
test_back_and_forward (void)
{
  g_autoptr (PtlHistory) history = ptl_history_new ();

  ptl_history_visit (history, 22);
  ptl_history_visit (history, 80);
  ptl_history_visit (history, 80);
  ptl_history_visit (history, 443);

  g_assert_cmpuint (ptl_history_back (history), ==, 80);
  g_assert_cmpuint (ptl_history_back (history), ==, 22);
  g_assert_false (ptl_history_can_back (history));
  g_assert_cmpuint (ptl_history_forward (history), ==, 80);

  /* A new one cuts what was ahead. */
  ptl_history_visit (history, 8080);
  g_assert_false (ptl_history_can_forward (history));
  g_assert_cmpuint (ptl_history_back (history), ==, 80);
}

static void
test_bounded (void)
{
  g_autoptr (PtlHistory) history = ptl_history_new ();
  guint steps = 0;

  for (guint i = 0; i < 1000; i++)
    ptl_history_visit (history, i);
  while (ptl_history_can_back (history))
    {
      g_assert_cmpuint (ptl_history_back (history), ==, 998 - steps);
      steps++;
    }

  g_assert_cmpuint (steps, ==, 199);
}

static void
test_recent (void)
{
  g_autoptr (PtlHistory) history = ptl_history_new ();
  guint16 ports[3] = { 0, };

  g_assert_cmpuint (ptl_history_get_recent (history, ports, 3), ==, 0);
  g_assert_cmpint (ptl_history_get (history), ==, -1);

  for (const guint16 *port = (const guint16[]) { 22, 80, 443, 80, 5432, 0 }; *port != 0; port++)
    ptl_history_visit (history, *port);
  ptl_history_back (history);

  g_assert_cmpint (ptl_history_get (history), ==, 80);
  g_assert_cmpuint (ptl_history_get_recent (history, ports, 3), ==, 3);
  g_assert_cmpuint (ports[0], ==, 5432);
  g_assert_cmpuint (ports[1], ==, 80);
  g_assert_cmpuint (ports[2], ==, 443);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app/history/empty", test_empty);
  g_test_add_func ("/app/history/back-and-forward", test_back_and_forward);
  g_test_add_func ("/app/history/bounded", test_bounded);
  g_test_add_func ("/app/history/recent", test_recent);

  return g_test_run ();
}
