/*
 * How long a refresh of the table of listeners keeps the main thread: 10,000 listeners, of which at each refresh 200 have gone,
 * 200 are new and 200 others have changed; the table is on screen, scrolled to its middle, sorted and grouped in each way in
 * turn. What is timed is the longest run of the main loop without a look at what a person does, from the new reading to the
 * frame that shows it; the run that paints is timed apart, beside one in which nothing came.
 *
 * Prints medians and worst values in milliseconds of this thread's work; never fails, as it is no test.
 */
#include "config.h"

#include <gtk/gtk.h>

#include "app/ptl-listener-sieve.h"
#include "app/ptl-listener-table-private.h"
#include "bench-loop.h"
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
  BenchLoop         loop;
  BenchRows         rows;
  PtlQuery         *query;
  PtlSnapshot      *snapshot; /* (owned) (nullable): the last reading */
} Bench;

static gboolean
is_shown (gpointer data)
{
  Bench *bench = data;

  return ptl_listener_model_get_rows (bench->table->model)->snapshot == bench->snapshot;
}

/* Milliseconds of the longest run from a new reading on, and of the frame that shows it. */
static void
refresh (Bench  *bench,
         double *out_run,
         double *out_frame)
{
  g_autoptr (PtlResults) results = NULL;
  double from;

  g_clear_pointer (&bench->snapshot, ptl_snapshot_unref);
  bench->snapshot = bench_rows_next (&bench->rows, N_CHANGES, N_CHANGES);
  /* Where the ports have to be searched, a worker does it. */
  if (ptl_listener_sieve_needs_results (bench->query))
    results = ptl_search (ptl_catalog_get_default (NULL), bench->snapshot, NULL, bench->query);

  bench_loop_reset (&bench->loop);
  from = bench_thread_time ();
  ptl_listener_table_update (bench->table, bench->snapshot, results);
  bench_loop_note (&bench->loop, bench_thread_time () - from);
  if (!bench_loop_wait (&bench->loop, is_shown, bench))
    g_error ("The reading is not shown");
  bench_loop_spin (&bench->loop, 50);

  *out_run = bench->loop.longest;
  *out_frame = bench->loop.longest_frame;
}

static double
paint (Bench *bench)
{
  bench_loop_reset (&bench->loop);
  gtk_widget_queue_draw (GTK_WIDGET (bench->table));
  bench_loop_spin (&bench->loop, 50);

  return bench->loop.longest_frame;
}

/* What was marked in the last rounds goes without being timed. */
static void
expire (Bench *bench)
{
  ptl_listener_model_expire (bench->table->model, g_get_monotonic_time () + PTL_LISTENER_MARK_TIME, NULL);
  bench_loop_spin (&bench->loop, 50);
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
  bench_loop_spin (&bench->loop, 300);

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      double run, frame;

      refresh (bench, &run, &frame);
      g_array_append_val (refreshes, run);
      g_array_append_val (frames, frame);
      frame = paint (bench);
      g_array_append_val (plain, frame);

      /* Refreshes are two seconds apart, and rows say for five that they are gone. */
      if (i % 2 == 1)
        expire (bench);
    }

  bench_report (name, refreshes, TO_REACH);
  bench_report ("    the run that paints it", frames, 0);
  bench_report ("    one that paints when nothing came", plain, 0);
}

/* Rows that were marked as gone leave when their time is over, all at once: the same bound holds for that. */
static void
measure_expiry (Bench *bench)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      PtlListenerRequest request = { .expire = TRUE };
      g_autoptr (PtlListenerPlan) plan = NULL;
      double from, took, frame;

      refresh (bench, &took, &frame);

      /* A worker makes the plan. */
      request.now = g_get_monotonic_time () + PTL_LISTENER_MARK_TIME;
      plan = ptl_listener_plan_new (ptl_listener_model_get_rows (bench->table->model), &request);
      from = bench_thread_time ();
      ptl_listener_table_take_plan (plan, bench->table);
      took = bench_thread_time () - from;
      g_array_append_val (times, took);
      bench_loop_spin (&bench->loop, 50);
    }

  bench_report ("rows of what is gone leave", times, TO_REACH);
}

static void
search (Bench      *bench,
        const char *text)
{
  g_autoptr (PtlResults) results = NULL;

  g_clear_pointer (&bench->query, ptl_query_unref);
  bench->query = ptl_query_parse (text, NULL);
  results = ptl_search (ptl_catalog_get_default (NULL), bench->snapshot, NULL, bench->query);
  ptl_listener_table_show_results (bench->table, results, bench->query, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GError) error = NULL;
  Bench bench = { 0 };
  GtkAdjustment *adjustment;

  gtk_init ();
  if (ptl_catalog_get_default (&error) == NULL)
    g_error ("%s", error->message);

  bench_rows_init (&bench.rows, N_LISTENERS);
  bench.window = gtk_window_new ();
  bench.table = g_object_new (PTL_TYPE_LISTENER_TABLE, NULL);
  gtk_window_set_child (GTK_WINDOW (bench.window), GTK_WIDGET (bench.table));
  gtk_window_set_default_size (GTK_WINDOW (bench.window), 1000, 760);
  gtk_window_present (GTK_WINDOW (bench.window));
  bench_loop_init (&bench.loop, bench.window);
  bench_loop_spin (&bench.loop, 300);

  bench.snapshot = bench_rows_next (&bench.rows, 0, 0);
  search (&bench, "is:listening");
  bench_loop_reset (&bench.loop);
  ptl_listener_table_update (bench.table, bench.snapshot, NULL);
  bench_loop_wait (&bench.loop, is_shown, &bench);
  g_print ("%u listeners, %u gone, %u new and %u changed at each refresh; the first reading took %.1f ms\n",
           N_LISTENERS, N_CHANGES, N_CHANGES, N_CHANGES, bench.loop.longest);
  bench_loop_spin (&bench.loop, 300);

  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (bench.table->scrolled));
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment) / 2);
  bench_loop_spin (&bench.loop, 200);

  measure (&bench, "port", "none");
  measure (&bench, "owner", "none");
  measure (&bench, "port", "process");
  measure (&bench, "since", "exposure");
  measure_expiry (&bench);

  /* With a word typed, what is wanted is another set of ports each time. */
  search (&bench, "is:listening daemon");
  g_print ("the same, searching for daemon:\n");
  measure (&bench, "port", "none");

  gtk_window_destroy (GTK_WINDOW (bench.window));
  bench_rows_clear (&bench.rows);
  ptl_query_unref (bench.query);
  ptl_snapshot_unref (bench.snapshot);

  return 0;
}
