#include "config.h"

#include "service.h"

#include <stdio.h>
#include <stdlib.h>

/*
 * Times the calls that the shell makes of the search provider, from the call to the answer, beside a call to the bus itself:
 * the first one, for which the bus has to start the program, and those of somebody who goes on typing. An answer should be
 * there within 50 ms.
 *
 *   bench-provider PORTOLAN-SEARCH-PROVIDER [STARTS]
 */

#define DEFAULT_STARTS 21
#define N_KEYSTROKES   40

static GVariant *
timed (GDBusConnection *bus,
       const char      *method,
       const char      *term,
       GArray          *times)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) terms = g_strsplit (term, " ", -1);
  gint64 start = g_get_monotonic_time ();
  GVariant *answer = service_call (bus, method, g_variant_new ("(^as)", terms), &error);
  double time = (g_get_monotonic_time () - start) / 1000.0;

  g_assert_no_error (error);
  g_array_append_val (times, time);

  return answer;
}

static int
compare (const void *a,
         const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
print (const char *name,
       GArray     *times)
{
  qsort (times->data, times->len, sizeof (double), compare);
  printf ("  %-48s %4u times   median %7.2f ms   worst %7.2f ms\n", name, times->len,
          g_array_index (times, double, times->len / 2), g_array_index (times, double, times->len - 1));
}

int
main (int    argc,
      char **argv)
{
  static const char *const typed[] = { "5432", "postgres", "60683", "remote desktop", "is:listening" };
  guint n_starts = argc > 2 ? (guint) atoi (argv[2]) : DEFAULT_STARTS;
  g_autoptr (GArray) ping = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) first = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) results = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) metas = g_array_new (FALSE, FALSE, sizeof (double));
  char *folder;

  if (argc < 2 || n_starts == 0)
    {
      fprintf (stderr, "Usage: bench-provider PORTOLAN-SEARCH-PROVIDER [STARTS]\n");
      return 2;
    }

  folder = service_install (argv[1], NULL);

  for (guint i = 0; i < n_starts; i++)
    {
      g_autoptr (GTestDBus) test_bus = g_test_dbus_new (G_TEST_DBUS_NONE);
      g_autoptr (GDBusConnection) bus = NULL;
      g_autoptr (GError) error = NULL;
      gint64 start;
      double time;

      g_test_dbus_add_service_dir (test_bus, folder);
      g_test_dbus_up (test_bus);
      bus = g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (test_bus),
                                                    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                      G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                    NULL, NULL, &error);
      g_assert_no_error (error);

      start = g_get_monotonic_time ();
      service_is_up (bus);
      time = (g_get_monotonic_time () - start) / 1000.0;
      g_array_append_val (ping, time);

      g_variant_unref (timed (bus, "GetInitialResultSet", "60683", first));
      for (guint j = 0; j < N_KEYSTROKES; j++)
        {
          g_variant_unref (timed (bus, "GetInitialResultSet", typed[j % G_N_ELEMENTS (typed)], results));
          g_variant_unref (timed (bus, "GetResultMetas", "5432 8080 3000 60683 22", metas));
        }

      g_dbus_connection_close_sync (bus, NULL, NULL);
      g_test_dbus_down (test_bus);
    }

  printf ("The search provider, from the call to the answer\n");
  print ("a call to the bus itself", ping);
  print ("the first results, with the program's start", first);
  print ("results, while it runs", results);
  print ("what is shown of five results", metas);

  service_remove (folder);

  return 0;
}
