#include "config.h"

#include "bench-load.h"
#include "service.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * Times the calls that the shell makes of the search provider, from the call to the answer, beside a call to the bus itself:
 * the first one, for which the bus has to start the program, and those of somebody who goes on typing. An answer should be
 * there within 50 ms, also where much listens, and where other programs want every processor.
 *
 *   bench-provider PORTOLAN-SEARCH-PROVIDER [STARTS]
 */

#define DEFAULT_STARTS 11
#define N_KEYSTROKES   20

/* Between two keystrokes: microseconds. Somebody who types fast has 100 ms. */
#define REST 60000

static const struct
{
  const char *name;
  guint       n_listeners;
  guint       n_processes;
  guint       n_descriptors;
  gboolean    busy;
} loads[] = {
  { "nothing listens", 0, 0, 0, FALSE },
  { "10,000 listeners, 2,000 processes, 140,000 descriptors", 10000, 2000, 140000, FALSE },
  { "the same, and as many programs that compute as there are processors", 10000, 2000, 140000, TRUE },
};

/* Programs that take all the time they get. */
static GArray *
start_computing (void)
{
  GArray *pids = g_array_new (FALSE, FALSE, sizeof (pid_t));

  for (guint i = 0; i < g_get_num_processors (); i++)
    {
      pid_t pid = fork ();

      if (pid == 0)
        {
          prctl (PR_SET_PDEATHSIG, SIGKILL);
          for (volatile guint n = 0;; n++)
            ;
        }
      g_array_append_val (pids, pid);
    }

  return pids;
}

static void
stop_computing (GArray *pids)
{
  for (guint i = 0; i < pids->len; i++)
    {
      kill (g_array_index (pids, pid_t, i), SIGKILL);
      waitpid (g_array_index (pids, pid_t, i), NULL, 0);
    }
  g_array_unref (pids);
}

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

static void
measure (const char *folder,
         guint       n_starts)
{
  static const char *const typed[] = { "5432", "postgres", "60683", "remote desktop", "is:listening" };
  g_autoptr (GArray) ping = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) first = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) results = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) metas = g_array_new (FALSE, FALSE, sizeof (double));

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
          g_usleep (REST);
        }

      g_dbus_connection_close_sync (bus, NULL, NULL);
      g_test_dbus_down (test_bus);
    }

  print ("a call to the bus itself", ping);
  print ("the first results, with the program's start", first);
  print ("results, while it runs", results);
  print ("what is shown of five results", metas);
}

int
main (int    argc,
      char **argv)
{
  guint n_starts = argc > 2 ? (guint) atoi (argv[2]) : DEFAULT_STARTS;
  char *folder;

  if (argc < 2 || n_starts == 0)
    {
      fprintf (stderr, "Usage: bench-provider PORTOLAN-SEARCH-PROVIDER [STARTS]\n");
      return 2;
    }

  if (!bench_enter_namespaces ())
    {
      fprintf (stderr, "bench-provider: this system gives no namespaces to measure in.\n");
      return 77;
    }

  folder = service_install (argv[1], NULL);
  printf ("The search provider, from the call to the answer\n");
  for (guint i = 0; i < G_N_ELEMENTS (loads); i++)
    {
      BenchLoad *load = bench_load_start (loads[i].n_listeners, loads[i].n_processes, loads[i].n_descriptors);
      GArray *computing = loads[i].busy ? start_computing () : NULL;

      if (load == NULL)
        {
          fprintf (stderr, "bench-provider: the processes that listen could not be started.\n");
          return 1;
        }
      printf ("%s\n", loads[i].name);
      measure (folder, n_starts);
      fflush (stdout);

      g_clear_pointer (&computing, stop_computing);
      bench_load_stop (load);
    }
  service_remove (folder);

  return 0;
}
