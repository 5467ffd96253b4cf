/*
 * Whether the table of listeners scrolls at 60 frames a second while listeners come and go: 10,000 of them, scrolled without
 * a rest, with a new reading each second in which 200 are gone, 200 are new and 200 others have changed. A thread makes the
 * readings, as the program's does. Beside it the same table without any change, and as yardstick a GtkColumnView of labels with
 * the same rows and columns, without any change either.
 *
 * Prints the time from frame to frame, and how much of it the main thread worked; never fails, as it is no test.
 */
#include "config.h"

#include <gtk/gtk.h>
#include <time.h>

#include "app/ptl-listener-table.h"
#include "app/ptl-listener-text.h"
#include "bench-rows.h"

#define N_LISTENERS 10000
#define N_CHANGES   200
#define SECONDS     8
#define STEP        45 /* pixels a frame: a row and a half */

typedef struct
{
  GtkAdjustment *adjustment;
  GArray        *intervals; /* (element-type double): milliseconds */
  GArray        *work;      /* (element-type double): milliseconds */
  gint64         last;
  double         worked;
  double         direction;
} Scroll;

typedef struct
{
  PtlListenerTable *table;
  BenchRows        *rows;
  gint              stop;
} Churn;

/* Milliseconds that this thread has worked. */
static double
thread_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static void
spin (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  while (g_get_monotonic_time () < end)
    {
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (100);
    }
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  Scroll *scroll = data;
  double value = gtk_adjustment_get_value (scroll->adjustment);
  double last = gtk_adjustment_get_upper (scroll->adjustment) - gtk_adjustment_get_page_size (scroll->adjustment);

  if (value + scroll->direction * STEP < 0 || value + scroll->direction * STEP > last)
    scroll->direction = -scroll->direction;
  gtk_adjustment_set_value (scroll->adjustment, value + scroll->direction * STEP);

  return G_SOURCE_CONTINUE;
}

static void
after_paint_cb (Scroll *scroll)
{
  gint64 now = g_get_monotonic_time ();
  double worked = thread_time ();

  if (scroll->last != 0)
    {
      double interval = (now - scroll->last) / 1e3;
      double work = worked - scroll->worked;

      g_array_append_val (scroll->intervals, interval);
      g_array_append_val (scroll->work, work);
    }
  scroll->last = now;
  scroll->worked = worked;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
get_quantile (GArray *sorted,
              double  quantile)
{
  return g_array_index (sorted, double, MIN (sorted->len - 1, (guint) (sorted->len * quantile)));
}

static double
get_share_above (GArray *times,
                 double  limit)
{
  guint n = 0;

  for (guint i = 0; i < times->len; i++)
    n += g_array_index (times, double, i) > limit;

  return 100.0 * n / times->len;
}

static GtkWidget *
find_scrolled (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = GTK_IS_SCROLLED_WINDOW (child) ? child : find_scrolled (child);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* Takes the content for as long as it is scrolled. */
static void
measure (const char *what,
         GtkWidget  *content,
         Churn      *churn,
         gpointer  (*in_thread) (gpointer data))
{
  Scroll scroll = { .direction = 1 };
  GtkWidget *window = gtk_window_new ();
  GThread *thread = NULL;
  guint tick;

  gtk_window_set_child (GTK_WINDOW (window), content);
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 760);
  gtk_window_present (GTK_WINDOW (window));
  spin (700);

  scroll.adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (find_scrolled (window)));
  gtk_adjustment_set_value (scroll.adjustment, gtk_adjustment_get_upper (scroll.adjustment) / 2);
  scroll.intervals = g_array_new (FALSE, FALSE, sizeof (double));
  scroll.work = g_array_new (FALSE, FALSE, sizeof (double));
  spin (300);

  if (churn != NULL)
    thread = g_thread_new ("readings", in_thread, churn);
  tick = gtk_widget_add_tick_callback (window, tick_cb, &scroll, NULL);
  g_signal_connect_swapped (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (after_paint_cb), &scroll);
  spin (SECONDS * 1000);
  gtk_widget_remove_tick_callback (window, tick);
  if (thread != NULL)
    {
      g_atomic_int_set (&churn->stop, TRUE);
      g_thread_join (thread);
      spin (50);
    }

  g_array_sort (scroll.intervals, compare_doubles);
  g_array_sort (scroll.work, compare_doubles);
  g_print ("%-36s %4u frames: median %5.1f, p95 %5.1f, worst %5.1f ms; %4.1f %% over 16.7 + 2, %4.1f %% over 33; "
           "work median %4.1f, p95 %5.1f, worst %5.1f ms, %4.1f %% over 16.7\n",
           what, scroll.intervals->len, get_quantile (scroll.intervals, 0.5), get_quantile (scroll.intervals, 0.95),
           get_quantile (scroll.intervals, 1), get_share_above (scroll.intervals, 18.7), get_share_above (scroll.intervals, 33.4),
           get_quantile (scroll.work, 0.5), get_quantile (scroll.work, 0.95), get_quantile (scroll.work, 1),
           get_share_above (scroll.work, 16.7));

  g_signal_handlers_disconnect_by_data (gtk_widget_get_frame_clock (window), &scroll);
  gtk_window_destroy (GTK_WINDOW (window));
  spin (100);
  g_array_unref (scroll.intervals);
  g_array_unref (scroll.work);
}

typedef struct
{
  PtlListenerTable *table;
  PtlSnapshot      *snapshot;
} Arrival;

static gboolean
arrive_cb (gpointer data)
{
  Arrival *arrival = data;

  ptl_listener_table_update (arrival->table, arrival->snapshot, NULL);
  ptl_snapshot_unref (arrival->snapshot);
  g_free (arrival);

  return G_SOURCE_REMOVE;
}

static gpointer
churn_in_thread (gpointer data)
{
  Churn *churn = data;

  while (!g_atomic_int_get (&churn->stop))
    {
      Arrival *arrival = g_new (Arrival, 1);

      arrival->table = churn->table;
      arrival->snapshot = bench_rows_next (churn->rows, N_CHANGES, N_CHANGES);
      g_idle_add_full (G_PRIORITY_DEFAULT, arrive_cb, arrival, NULL);
      for (guint i = 0; i < 100 && !g_atomic_int_get (&churn->stop); i++)
        g_usleep (10000);
    }

  return NULL;
}

static GtkWidget *
make_table (BenchRows *rows)
{
  GtkWidget *table = g_object_new (PTL_TYPE_LISTENER_TABLE, NULL);
  g_autoptr (PtlSnapshot) snapshot = bench_rows_next (rows, 0, 0);

  ptl_listener_table_show_results (PTL_LISTENER_TABLE (table), NULL, NULL, NULL);
  ptl_listener_table_update_now (PTL_LISTENER_TABLE (table), snapshot, NULL);

  return table;
}

static void
setup_cell_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *list_item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (list_item, label);
}

static void
bind_cell_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *list_item,
              gpointer                  column)
{
  const PtlListenerEntry *entry = ptl_listener_item_get_entry (gtk_list_item_get_item (list_item));
  g_autofree char *text = ptl_listener_text_dup (entry, GPOINTER_TO_UINT (column));

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (list_item)), text != NULL ? text : "");
}

static GtkWidget *
make_yardstick (BenchRows *rows)
{
  PtlListenerModel *model = ptl_listener_model_new ();
  g_autoptr (PtlSnapshot) snapshot = bench_rows_next (rows, 0, 0);
  GtkWidget *view = gtk_column_view_new (GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (model))));
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  ptl_listener_model_set_filter (model, NULL, NULL);
  ptl_listener_model_update (model, snapshot, NULL, 0, NULL);
  for (guint i = 0; i < PTL_N_COLUMNS; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (ptl_column_get_title (i), factory);

      g_signal_connect (factory, "setup", G_CALLBACK (setup_cell_cb), NULL);
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cell_cb), GUINT_TO_POINTER (i));
      gtk_column_view_column_set_fixed_width (column, 138);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (view), column);
    }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);

  return scrolled;
}

int
main (int   argc,
      char *argv[])
{
  BenchRows rows = { 0 };
  Churn churn = { 0 };
  GtkWidget *table;

  gtk_init ();
  bench_rows_init (&rows, N_LISTENERS);

  g_print ("%u listeners, scrolled by %u pixels a frame for %u seconds\n", N_LISTENERS, STEP, SECONDS);
  measure ("table, no change", make_table (&rows), NULL, NULL);
  table = make_table (&rows);
  churn.table = PTL_LISTENER_TABLE (table);
  churn.rows = &rows;
  measure ("table, 200 + 200 + 200 each second", table, &churn, churn_in_thread);
  measure ("yardstick: GtkColumnView, no change", make_yardstick (&rows), NULL, NULL);

  bench_rows_clear (&rows);

  return 0;
}
