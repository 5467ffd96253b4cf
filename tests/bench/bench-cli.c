#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * Times whole processes of portolan-cli beside the smallest GLib programs there can be: one that prints a line, and one that
 * prints a line with GIO and json-glib linked in as portolan-cli has them. All take turns, so that what else the computer does
 * falls on all alike, and the medians are compared.
 *
 *   bench-cli LINE LINE-WITH-GIO PORTOLAN-CLI [RUNS]
 */

#define DEFAULT_RUNS 101
#define N_MEASURES   6

typedef struct
{
  const char *name;
  const char *argv[5];
  GArray     *times; /* (element-type double): milliseconds */
} Measure;

static double
run (char **argv)
{
  posix_spawn_file_actions_t actions;
  gint64 start;
  int status = 0, result;
  pid_t pid;

  posix_spawn_file_actions_init (&actions);
  posix_spawn_file_actions_addopen (&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);

  start = g_get_monotonic_time ();
  result = posix_spawn (&pid, argv[0], &actions, NULL, argv, environ);
  if (result != 0)
    {
      fprintf (stderr, "%s: %s\n", argv[0], strerror (result));
      exit (1);
    }
  while (waitpid (pid, &status, 0) < 0 && errno == EINTR)
    continue;
  posix_spawn_file_actions_destroy (&actions);

  /* That a port can't be had is an answer too: SCTP is not spoken everywhere. */
  if (!WIFEXITED (status) || WEXITSTATUS (status) > 1)
    {
      fprintf (stderr, "%s ended with status %d\n", argv[0], status);
      exit (1);
    }

  return (g_get_monotonic_time () - start) / 1000.0;
}

/* On what there is to look at for one port depends how long that takes: each process, and each network there is besides ours. */
static void
print_surroundings (void)
{
  g_autoptr (GDir) proc = g_dir_open ("/proc", 0, NULL);
  g_autoptr (GHashTable) networks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *name;
  guint n = 0;

  while (proc != NULL && (name = g_dir_read_name (proc)) != NULL)
    {
      g_autofree char *path = g_strdup_printf ("/proc/%s/ns/net", name);
      char *network = g_ascii_isdigit (*name) ? g_file_read_link (path, NULL) : NULL;

      n += g_ascii_isdigit (*name);
      if (network != NULL)
        g_hash_table_add (networks, network);
    }

  if (n > 0)
    printf ("Among %u processes, in %u networks that may be looked into\n", n, g_hash_table_size (networks));
}

static int
compare (const void *a,
         const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (GArray *values)
{
  qsort (values->data, values->len, sizeof (double), compare);

  return g_array_index (values, double, values->len / 2);
}

int
main (int    argc,
      char **argv)
{
  guint n_runs = argc > 4 ? (guint) atoi (argv[4]) : DEFAULT_RUNS;
  double line;

  if (argc < 4 || n_runs == 0)
    {
      fprintf (stderr, "Usage: bench-cli LINE LINE-WITH-GIO PORTOLAN-CLI [RUNS]\n");
      return 2;
    }

  {
    Measure measures[N_MEASURES] = {
      { "a GLib program that prints one line", { argv[1], NULL }, NULL },
      { "the same with GIO and json-glib", { argv[2], NULL }, NULL },
      { "portolan-cli --version", { argv[3], "--version", NULL }, NULL },
      { "portolan-cli explain 60683", { argv[3], "explain", "60683", NULL }, NULL },
      { "portolan-cli explain 60683 --json", { argv[3], "explain", "60683", "--json", NULL }, NULL },
      { "portolan-cli check 60683/sctp", { argv[3], "check", "60683/sctp", NULL }, NULL },
    };

    for (guint i = 0; i < N_MEASURES; i++)
      measures[i].times = g_array_new (FALSE, FALSE, sizeof (double));

    for (guint i = 0; i < n_runs; i++)
      {
        for (guint j = 0; j < N_MEASURES; j++)
          {
            double time = run ((char **) measures[j].argv);

            g_array_append_val (measures[j].times, time);
          }
      }

    print_surroundings ();
    printf ("Whole processes, medians of %u runs in turns\n", n_runs);
    line = median (measures[0].times);
    for (guint i = 0; i < N_MEASURES; i++)
      {
        double time = median (measures[i].times);

        printf ("  %-38s %7.2f ms   %5.2f of one line\n", measures[i].name, time, time / line);
        g_array_unref (measures[i].times);
      }
  }

  return 0;
}
