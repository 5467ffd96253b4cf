/*
 * How long a refresh of the table of listeners keeps the main thread: 10,000 listeners, of which at each refresh 200 have gone,
 * 200 are new and 200 others have changed; the table is on screen, scrolled to its middle,
 * sorted and grouped in each way in turn. What is timed is what the window does with a new reading: merge, filter, sort,
 * and what GTK does at once with the change. The frame that follows is timed apart, beside one in which nothing came.
 *
 * Prints medians and worst values in milliseconds of this thread's work; never fails, as it is no test.
 */
#include "config.h"

#include <gtk/gtk.h>
#include <time.h>

#include "app/ptl-listener-sieve.h"
#include "app/ptl-listener-table.h"
#include "bench-rows.h"
#include "catalog/ptl-catalog.h"

#define N_LISTENERS 10000
#define N_CHANGES   200
#define N_ROUNDS    40
#define TO_REACH    4.0

typedef struct
{
  GtkWidget        *window;
  PtlListenerTable *table;
  BenchRows         rows;
  PtlQuery         *query;
  gboolean          painted;
} Bench;

/* Milliseconds that this thread has worked: on a busy machine, what it had to wait for others is not its doing. */
static double
thread_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
report (const char *what,
        GArray     *times,
        gboolean    judged)
{
  g_array_sort (times, compare_doubles);
  g_print ("%-44s median %6.2f ms, worst of %u %6.2f ms", what,
           g_array_index (times, double, times->len / 2), times->len, g_array_index (times, double, times->len - 1));
  if (judged)
    g_print ("   (to reach: %.0f ms)", TO_REACH);
  g_print ("\n");
}

static void
spin (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  while (g_get_monotonic_time () < end)
    {
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (200);
    }
}

static void
after_paint_cb (Bench *bench)
{
  bench->painted = TRUE;
}

static double
wait_for_frame (Bench  *bench,
                gint64  from)
{
  bench->painted = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (bench->table));
  while (!bench->painted)
    g_main_context_iteration (NULL, TRUE);

  return (g_get_monotonic_time () - from) / 1000.0;
}

static double
refresh (Bench       *bench,
         PtlSnapshot *snapshot)
{
  g_autoptr (PtlResults) results = NULL;
  double from;

  /* Where the ports have to be searched, a worker does it. */
  if (ptl_listener_sieve_needs_results (bench->query))
    results = ptl_search (ptl_catalog_get_default (NULL), snapshot, NULL, bench->query);

  from = thread_time ();
  ptl_listener_table_update (bench->table, snapshot, results);

  return thread_time () - from;
}

static void
measure (Bench      *bench,
         const char *column,
         const char *grouping)
{
  g_autoptr (GArray) refreshes = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) frames = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) plain = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *name = g_strdup_printf ("by %s, grouped by %s: refresh", column, grouping);

  g_object_set (bench->table, "sort-column", column, "grouping", grouping, NULL);
  spin (300);

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autoptr (PtlSnapshot) snapshot = bench_rows_next (&bench->rows, N_CHANGES, N_CHANGES);
      double took = refresh (bench, snapshot);
      double frame = wait_for_frame (bench, g_get_monotonic_time ());

      g_array_append_val (refreshes, took);
      g_array_append_val (frames, frame);
      spin (20);
      frame = wait_for_frame (bench, g_get_monotonic_time ());
      g_array_append_val (plain, frame);

      /* Refreshes are two seconds apart, and rows say for five that they are gone. */
      if (i % 2 == 1)
        ptl_listener_model_expire (ptl_listener_table_get_model (bench->table),
                                   g_get_monotonic_time () + PTL_LISTENER_MARK_TIME, NULL);
    }

  report (name, refreshes, TRUE);
  report ("    the frame after it", frames, FALSE);
  report ("    a frame when nothing came", plain, FALSE);
}

/* Rows that were marked as gone leave when their time is over, all at once: the same bound holds for that. */
static void
measure_expiry (Bench *bench)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  PtlListenerModel *model = ptl_listener_table_get_model (bench->table);

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autoptr (PtlSnapshot) snapshot = bench_rows_next (&bench->rows, N_CHANGES, N_CHANGES);
      double from, took;

      refresh (bench, snapshot);
      wait_for_frame (bench, g_get_monotonic_time ());
      from = thread_time ();
      ptl_listener_model_expire (model, g_get_monotonic_time () + PTL_LISTENER_MARK_TIME, NULL);
      took = thread_time () - from;
      g_array_append_val (times, took);
      wait_for_frame (bench, g_get_monotonic_time ());
    }

  report ("rows of what is gone leave", times, TRUE);
}

static GtkWidget *
find_scrolled (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_SCROLLED_WINDOW (child))
        return child;
    }

  return NULL;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GError) error = NULL;
  Bench bench = { 0 };
  g_autoptr (PtlSnapshot) first = NULL;
  g_autoptr (PtlResults) results = NULL;
  GtkAdjustment *adjustment;
  gint64 from;

  gtk_init ();
  if (ptl_catalog_get_default (&error) == NULL)
    g_error ("%s", error->message);

  bench.query = ptl_query_parse ("is:listening", NULL);
  bench_rows_init (&bench.rows, N_LISTENERS);

  bench.window = gtk_window_new ();
  bench.table = g_object_new (PTL_TYPE_LISTENER_TABLE, NULL);
  gtk_window_set_child (GTK_WINDOW (bench.window), GTK_WIDGET (bench.table));
  gtk_window_set_default_size (GTK_WINDOW (bench.window), 1000, 760);
  gtk_window_present (GTK_WINDOW (bench.window));
  g_signal_connect_swapped (gtk_widget_get_frame_clock (bench.window), "after-paint", G_CALLBACK (after_paint_cb), &bench);
  spin (300);

  first = bench_rows_next (&bench.rows, 0, 0);
  results = ptl_search (ptl_catalog_get_default (NULL), first, NULL, bench.query);
  ptl_listener_table_show_results (bench.table, results, bench.query, NULL);
  from = g_get_monotonic_time ();
  ptl_listener_table_update (bench.table, first, results);
  g_print ("%u listeners, %u gone, %u new and %u changed at each refresh; the first reading took %.1f ms\n",
           N_LISTENERS, N_CHANGES, N_CHANGES, N_CHANGES, (g_get_monotonic_time () - from) / 1000.0);
  spin (300);

  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (find_scrolled (GTK_WIDGET (bench.table))));
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment) / 2);
  spin (200);

  measure (&bench, "port", "none");
  measure (&bench, "owner", "none");
  measure (&bench, "port", "process");
  measure (&bench, "since", "exposure");
  measure_expiry (&bench);

  /* With a word typed, what is wanted is another set of ports each time. */
  ptl_query_unref (bench.query);
  bench.query = ptl_query_parse ("is:listening daemon", NULL);
  g_clear_pointer (&results, ptl_results_unref);
  results = ptl_search (ptl_catalog_get_default (NULL), first, NULL, bench.query);
  ptl_listener_table_show_results (bench.table, results, bench.query, NULL);
  g_print ("the same, searching for daemon:\n");
  measure (&bench, "port", "none");

  gtk_window_destroy (GTK_WINDOW (bench.window));
  bench_rows_clear (&bench.rows);
  ptl_query_unref (bench.query);

  return 0;
}
