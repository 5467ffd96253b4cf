#include "config.h"

#include "bench-floor.h"
#include "bench-load.h"

#include "host/ptl-host.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * What reading the listeners costs beside ss and lsof, at three sizes, all measured by turns in one run; what a steady refresh
 * costs an idle desktop that is left open; and with what it grows. The load lives in namespaces of its own, so that the sizes are
 * what they say.
 *
 *   bench-listeners [RUNS]
 */

#define DEFAULT_RUNS 7

/* A reader that stays open refreshes many times; the first few of these are not counted. */
#define STEADY_WARM 3
#define STEADY_RUNS 5

/* A window that is open reads so often (DEFAULT_INTERVAL in src/host/ptl-monitor.c), and here so many times: seconds. */
#define IDLE_INTERVAL 2
#define IDLE_RUNS     10

/* What grows is looked at for longer, as it is compared with itself. */
#define GROWTH_RUNS 40

typedef enum
{
  FIRST,
  STEADY,
  AWAKE,
  FLOOR,
  SS_PLAIN,
  SS_PROCESSES,
  LSOF,
  N_MEASURES
} Measure;

static const char *const names[N_MEASURES] = {
  [FIRST] = "first snapshot",
  [STEADY] = "steady refresh",
  [AWAKE] = "refresh when every process has run",
  [FLOOR] = "a bare dump, each descriptor once",
  [SS_PLAIN] = "ss -Htuln",
  [SS_PROCESSES] = "ss -Htulnp",
  [LSOF] = "lsof -nP -iTCP -sTCP:LISTEN -iUDP",
};

static const struct
{
  const char *name;
  guint       n_listeners;
  guint       n_processes;
  guint       n_descriptors;
} sizes[] = {
  { "an idle desktop: 60 listeners", 60, 300, 6000 },
  { "1,000 listeners", 1000, 200, 14000 },
  { "10,000 listeners", 10000, 2000, 140000 },
};

/* Milliseconds on the wall, and of all processors; both are negative where there is nothing to measure. */
typedef struct
{
  double wall;
  double processor;
} Cost;

static double
now (void)
{
  return (double) g_get_monotonic_time () / 1000.0;
}

static double
processor_time (int who)
{
  struct rusage usage;

  getrusage (who, &usage);

  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000.0 +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000.0;
}

static Cost
measure_program (const char *const *arguments)
{
  g_autofree char *path = g_find_program_in_path (arguments[0]);
  Cost cost = { -1, -1 };
  double start = now ();
  double processor = processor_time (RUSAGE_CHILDREN);
  int status;
  pid_t pid;

  if (path == NULL)
    return cost;

  pid = vfork ();
  if (pid == 0)
    {
      int null = open ("/dev/null", O_RDWR);

      dup2 (null, STDOUT_FILENO);
      dup2 (null, STDERR_FILENO);
      execv (path, (char *const *) arguments);
      _exit (127);
    }
  if (pid < 0 || waitpid (pid, &status, 0) < 0 || !WIFEXITED (status) || WEXITSTATUS (status) == 127)
    return cost;

  cost.wall = now () - start;
  cost.processor = processor_time (RUSAGE_CHILDREN) - processor;

  return cost;
}

static PtlSnapshot *
read_host (PtlHost *host)
{
  g_autoptr (GError) error = NULL;
  PtlSnapshot *snapshot = ptl_host_read (host, NULL, &error);

  if (snapshot == NULL)
    g_error ("%s", error->message);

  return snapshot;
}

static guint
count_owned (PtlSnapshot *snapshot)
{
  guint n = 0;

  for (guint i = 0; i < ptl_snapshot_get_n (snapshot); i++)
    n += ptl_snapshot_get (snapshot, i)->owners->len > 0;

  return n;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  const double *double_a = a;
  const double *double_b = b;

  return (*double_a > *double_b) - (*double_a < *double_b);
}

/* Of the numbers at an offset in each cost. */
static double
median (const GArray *costs,
        gsize         offset)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < costs->len; i++)
    g_array_append_vals (values, costs->data + i * sizeof (Cost) + offset, 1);
  if (values->len == 0)
    return -1;

  g_array_sort (values, compare_doubles);

  return g_array_index (values, double, values->len / 2);
}

static void
add (GArray *costs,
     Cost    cost)
{
  if (cost.wall >= 0)
    g_array_append_val (costs, cost);
}

/* Reads once, in place of the last snapshot, as the monitor does. */
static Cost
measure_reading (PtlHost      *host,
                 PtlSnapshot **last,
                 guint         n_listeners)
{
  double processor = processor_time (RUSAGE_SELF);
  double start = now ();
  PtlSnapshot *snapshot = read_host (host);
  Cost cost = { now () - start, processor_time (RUSAGE_SELF) - processor };

  /* A fast answer that is wrong would be worth nothing. */
  if (ptl_snapshot_get_n (snapshot) != n_listeners || count_owned (snapshot) != n_listeners)
    g_error ("%u of %u listeners were found, %u with owners", ptl_snapshot_get_n (snapshot), n_listeners,
             count_owned (snapshot));

  g_clear_pointer (last, ptl_snapshot_unref);
  *last = snapshot;

  return cost;
}

static void
measure_portolan (BenchLoad *load,
                  GArray   **values,
                  guint      n_listeners)
{
  PtlHost *host = ptl_host_new (NULL);
  PtlSnapshot *last = NULL;

  for (guint i = 0; i <= STEADY_WARM + STEADY_RUNS; i++)
    {
      Cost cost = measure_reading (host, &last, n_listeners);

      if (i == 0)
        add (values[FIRST], cost);
      else if (i > STEADY_WARM)
        add (values[STEADY], cost);
    }
  for (guint i = 0; i < STEADY_RUNS; i++)
    {
      bench_load_wake (load);
      add (values[AWAKE], measure_reading (host, &last, n_listeners));
    }

  ptl_snapshot_unref (last);
  ptl_host_free (host);
}

/* On one processor, where a refresh may use more. */
static void
measure_floor (GArray *values)
{
  BenchFloor *floor = bench_floor_new ();

  for (guint i = 0; i <= STEADY_RUNS; i++)
    {
      double processor = processor_time (RUSAGE_SELF);
      double start = now ();

      bench_floor_read (floor);
      if (i > 0)
        add (values, (Cost) { now () - start, processor_time (RUSAGE_SELF) - processor });
    }

  bench_floor_free (floor);
}

/* What it costs to leave the window open: real readings, as far apart as they are there. */
static void
measure_idle (void)
{
  BenchLoad *load = bench_load_start (sizes[0].n_listeners, sizes[0].n_processes, sizes[0].n_descriptors);
  PtlHost *host = ptl_host_new (NULL);
  PtlSnapshot *last = NULL;
  double spent = 0;

  if (load == NULL)
    return;

  for (guint i = 0; i <= IDLE_RUNS; i++)
    {
      Cost cost = measure_reading (host, &last, sizes[0].n_listeners);

      /* The first has everything to find out. */
      if (i > 0)
        spent += cost.processor;
      if (i < IDLE_RUNS)
        g_usleep (IDLE_INTERVAL * G_USEC_PER_SEC);
    }

  ptl_snapshot_unref (last);
  ptl_host_free (host);
  bench_load_stop (load);

  printf ("\nThe same left open, a refresh every %d seconds, mean of %d\n", IDLE_INTERVAL, IDLE_RUNS);
  printf ("  %-36s %27.2f ms %8.3f %% of a core\n", "steady refresh", spent / IDLE_RUNS,
          spent / IDLE_RUNS / (IDLE_INTERVAL * 10.0));
  fflush (stdout);
}

/* Among others that listen to nothing, with which nothing should grow; a refresh and ss, each as a part of what was without. */
static void
measure_growth (void)
{
  static const char *const ss_processes[] = { "ss", "-Htulnp", NULL };
  static const struct
  {
    guint n_listeners;
    guint n_others;
    guint n_descriptors; /* of the others */
  } steps[] = {
    { 1000, 0, 0 },
    { 1000, 1800, 0 },
    { 1000, 1800, 126000 },
    { 10000, 0, 0 },
  };
  Cost first[2] = { 0 };

  printf ("\nWith what a steady refresh grows, medians of %d; the listeners are in 200 processes with 14000 descriptors\n",
          GROWTH_RUNS);
  printf ("  %-36s %12s %8s %14s %8s %14s %8s\n", "", "time", "growth", "processor time", "growth", "ss -Htulnp", "growth");

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      BenchLoad *load = bench_load_start (steps[i].n_listeners, 200, 14000);
      BenchLoad *others = steps[i].n_others > 0 ? bench_load_start (0, steps[i].n_others, steps[i].n_descriptors) : NULL;
      GArray *costs[] = { g_array_new (FALSE, FALSE, sizeof (Cost)), g_array_new (FALSE, FALSE, sizeof (Cost)) };
      g_autofree char *name = g_strdup_printf ("%u, %u processes, %u descriptors", steps[i].n_listeners, 200 + steps[i].n_others,
                                               14000 + steps[i].n_descriptors);
      PtlHost *host = ptl_host_new (NULL);
      PtlSnapshot *last = NULL;
      Cost medians[2];

      if (load == NULL || (steps[i].n_others > 0 && others == NULL))
        g_error ("%s: the load could not be made here", name);

      for (guint j = 0; j <= STEADY_WARM + GROWTH_RUNS; j++)
        {
          Cost cost = measure_reading (host, &last, steps[i].n_listeners);

          if (j > STEADY_WARM)
            add (costs[0], cost);
          else
            g_usleep (G_USEC_PER_SEC);
          if (j % (GROWTH_RUNS / 4) == 0)
            add (costs[1], measure_program (ss_processes));
        }

      for (guint j = 0; j < G_N_ELEMENTS (medians); j++)
        {
          medians[j].wall = median (costs[j], offsetof (Cost, wall));
          medians[j].processor = median (costs[j], offsetof (Cost, processor));
          if (i == 0)
            first[j] = medians[j];
          g_array_unref (costs[j]);
        }
      printf ("  %-36s %9.2f ms %8.2f %11.2f ms %8.2f", name, medians[0].wall, medians[0].wall / first[0].wall,
              medians[0].processor, medians[0].processor / first[0].processor);
      if (medians[1].wall > 0)
        printf (" %11.2f ms %8.2f", medians[1].processor, medians[1].processor / first[1].processor);
      printf ("\n");
      fflush (stdout);

      ptl_snapshot_unref (last);
      ptl_host_free (host);
      if (others != NULL)
        bench_load_stop (others);
      bench_load_stop (load);
    }
}

static void
measure_size (guint index,
              guint n_runs)
{
  static const char *const ss_plain[] = { "ss", "-Htuln", NULL };
  static const char *const ss_processes[] = { "ss", "-Htulnp", NULL };
  static const char *const lsof[] = { "lsof", "-nP", "-iTCP", "-sTCP:LISTEN", "-iUDP", NULL };
  BenchLoad *load = bench_load_start (sizes[index].n_listeners, sizes[index].n_processes, sizes[index].n_descriptors);
  GArray *values[N_MEASURES];
  Cost medians[N_MEASURES];

  if (load == NULL)
    {
      printf ("%s: the load could not be made here\n", sizes[index].name);
      return;
    }

  for (guint i = 0; i < N_MEASURES; i++)
    values[i] = g_array_new (FALSE, FALSE, sizeof (Cost));

  for (guint i = 0; i < n_runs; i++)
    {
      add (values[SS_PROCESSES], measure_program (ss_processes));
      measure_portolan (load, values, sizes[index].n_listeners);
      measure_floor (values[FLOOR]);
      add (values[SS_PLAIN], measure_program (ss_plain));
      if (i < 3)
        add (values[LSOF], measure_program (lsof));
    }

  bench_load_stop (load);

  printf ("\n%s in %u processes with %u descriptors, medians of %u runs\n", sizes[index].name, sizes[index].n_processes,
          sizes[index].n_descriptors, n_runs);
  printf ("  %-36s %12s %8s %14s %8s\n", "", "time", "of ss", "processor time", "of ss");
  for (guint i = 0; i < N_MEASURES; i++)
    {
      medians[i].wall = median (values[i], offsetof (Cost, wall));
      medians[i].processor = median (values[i], offsetof (Cost, processor));
      g_array_unref (values[i]);
    }
  for (guint i = 0; i < N_MEASURES; i++)
    {
      if (medians[i].wall < 0)
        printf ("  %-36s %12s\n", names[i], "none");
      else if (medians[SS_PROCESSES].wall > 0)
        printf ("  %-36s %9.2f ms %8.3f %11.2f ms %8.3f\n", names[i], medians[i].wall, medians[i].wall / medians[SS_PROCESSES].wall,
                medians[i].processor, medians[i].processor / medians[SS_PROCESSES].processor);
      else
        printf ("  %-36s %9.2f ms %8s %11.2f ms\n", names[i], medians[i].wall, "", medians[i].processor);
    }
  fflush (stdout);
}

int
main (int   argc,
      char *argv[])
{
  guint n_runs = argc > 1 ? (guint) atoi (argv[1]) : DEFAULT_RUNS;
  double load[3] = { 0 };
  struct utsname name;

  if (!bench_enter_namespaces ())
    {
      printf ("Namespaces of its own, in which to make the load, are not to be had here.\n");
      return 77;
    }

  uname (&name);
  if (getloadavg (load, 3) < 0)
    load[0] = 0;
  printf ("Linux %s, %u processors, load %.2f\n", name.release, g_get_num_processors (), load[0]);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    measure_size (i, n_runs);
  measure_idle ();
  measure_growth ();

  return 0;
}
