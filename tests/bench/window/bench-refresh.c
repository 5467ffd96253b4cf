/*
 * How long a refresh keeps the main thread of the whole window: 10,000 listeners of 200 processes, read from a made-up /proc, of
 * which at each reading 200 have gone, 200 are new and 200 others have another owner; a page is shown, and all ports or the
 * listeners are listed, with and without a search. What is timed is the longest run of the main loop without a look at what a
 * person does, from the reading's arrival to the frame that shows it; the run that paints is timed apart.
 *
 * Prints medians and worst values in milliseconds of this thread's work; never fails, as it is no test.
 */
#include "config.h"

#include "find-widget.h"

#include <gtk/gtk.h>

#include "app/ptl-listener-table.h"
#include "app/ptl-window.h"
#include "bench-loop.h"
#include "bench-root.h"
#include "catalog/ptl-catalog.h"

#define N_LISTENERS 10000
#define N_CHANGES   200
#define N_ROUNDS    25
#define TO_REACH    4.0

/* After a reading, until all has settled that follows from it. */
#define SETTLE_MS   150

typedef struct
{
  GtkApplication *application;
  PtlMonitor     *monitor;
  PtlWindow      *window;
  PtlSnapshot    *before; /* borrowed */
  BenchRoot       root;
  BenchLoop       loop;
} Bench;

static gboolean
is_read (gpointer data)
{
  Bench *bench = data;

  return ptl_monitor_get_snapshot (bench->monitor) != bench->before && !ptl_monitor_get_reading (bench->monitor);
}

static void
read_again (Bench *bench)
{
  bench->before = ptl_monitor_get_snapshot (bench->monitor);
  bench_loop_reset (&bench->loop);
  ptl_monitor_refresh (bench->monitor);
  if (!bench_loop_wait (&bench->loop, is_read, bench))
    g_error ("Nothing was read");
  bench_loop_spin (&bench->loop, SETTLE_MS);
}

static void
measure (Bench      *bench,
         PtlPlace    place,
         const char *text,
         guint16     port)
{
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) frames = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *name = g_strdup_printf ("%s, searching for “%s”", place == PTL_PLACE_LISTENING ? "listening now" : "all ports", text);

  ptl_window_set_place (bench->window, place);
  gtk_editable_set_text (find_widget (bench->window, GTK_TYPE_SEARCH_ENTRY), text);
  bench_loop_spin (&bench->loop, 500);
  ptl_window_show_port (bench->window, port);
  bench_loop_spin (&bench->loop, 500);

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      bench_root_churn (&bench->root, N_CHANGES, N_CHANGES);
      read_again (bench);
      g_array_append_val (runs, bench->loop.longest);
      g_array_append_val (frames, bench->loop.longest_frame);
    }

  bench_report (name, runs, TO_REACH);
  bench_report ("    the run that paints it", frames, 0);
}

static void
run (Bench *bench)
{
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();
  g_autoptr (PtlBook) book = ptl_book_new (NULL);
  PtlHostRoots roots = { .no_netlink = TRUE };
  guint16 port;

  gtk_css_provider_load_from_resource (style, "/app/portolan/Portolan/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);

  roots.proc = roots.cgroup = bench->root.path;
  bench->monitor = ptl_monitor_new (ptl_host_new (&roots));
  /* Readings are when they are asked for. */
  ptl_monitor_set_interval (bench->monitor, 1000 * 1000);
  bench->window = PTL_WINDOW (ptl_window_new (bench->application, ptl_catalog_get_default (NULL), bench->monitor, book));
  ptl_monitor_set_interval (bench->monitor, 1000 * 1000);
  gtk_window_set_default_size (GTK_WINDOW (bench->window), 1280, 760);
  gtk_widget_realize (GTK_WIDGET (bench->window));
  bench_loop_init (&bench->loop, GTK_WIDGET (bench->window));
  gtk_window_present (GTK_WINDOW (bench->window));
  if (!bench_loop_wait (&bench->loop, is_read, bench))
    g_error ("Nothing was read");
  bench_loop_spin (&bench->loop, 1000);
  g_print ("%u listeners, %u of unknown owners; %u gone, %u new and %u changed at each refresh\n",
           ptl_snapshot_get_n (ptl_monitor_get_snapshot (bench->monitor)),
           ptl_snapshot_get_unknown_owners (ptl_monitor_get_snapshot (bench->monitor)), N_CHANGES, N_CHANGES, N_CHANGES);

  port = bench_root_middle (&bench->root);
  measure (bench, PTL_PLACE_ALL, "", port);
  measure (bench, PTL_PLACE_ALL, "http", 80);
  measure (bench, PTL_PLACE_ALL, "is:listening", port);
  measure (bench, PTL_PLACE_LISTENING, "", port);
  measure (bench, PTL_PLACE_LISTENING, "daemon", port);

  gtk_window_destroy (GTK_WINDOW (bench->window));
  g_clear_object (&bench->monitor);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GError) error = NULL;
  Bench bench = { 0 };

  gtk_init ();
  if (ptl_catalog_get_default (&error) == NULL)
    g_error ("%s", error->message);

  bench.application = gtk_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  if (!g_application_register (G_APPLICATION (bench.application), NULL, &error))
    g_error ("%s", error->message);

  bench_root_init (&bench.root, N_LISTENERS);
  run (&bench);
  bench_root_clear (&bench.root);
  g_object_unref (bench.application);

  return 0;
}
