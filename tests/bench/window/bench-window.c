/*
 * One run of a window, timed from inside: `bench-window app|columns|empty`. Says on stdout, one figure a line:
 *
 *   start MILLISECONDS   from $PTL_BENCH_START (CLOCK_MONOTONIC, microseconds) to the first painted frame
 *   memory KIBIBYTES     what is the program's own and no file's, after the window has settled
 *   key MILLISECONDS     from a changed search to the frame that shows it, once for each keystroke
 *
 * "columns" is the yardstick for keystrokes: the same ports in a six-column GtkColumnView behind a GtkFilterListModel.
 * "empty" is the yardstick for start and memory: a window with nothing in it.
 */
#include "config.h"

#include <gtk/gtk.h>

#include "app/ptl-window.h"
#include "catalog/ptl-catalog.h"

/* What somebody types: each prefix of each is one keystroke. */
static const char *queries[] = { "60683", "postgres", "http", "80", "e", "mail server" };

#define SETTLE_MS 150

typedef struct
{
  GtkApplication *application;
  const char     *mode;
  GtkWidget      *window;
  GtkEditable    *entry;
  GtkFilter      *filter;
  PtlMonitor     *monitor;
  gboolean        painted;
  gint64          keyed_at;
  guint           query;
  guint           typed;
} Bench;

/* --- the yardstick ------------------------------------------------------------------------------------------- */

#define BENCH_TYPE_ROW (bench_row_get_type ())
G_DECLARE_FINAL_TYPE (BenchRow, bench_row, BENCH, ROW, GObject)

struct _BenchRow
{
  GObject  parent_instance;

  char    *cells[6];
  char    *folded;
};

G_DEFINE_FINAL_TYPE (BenchRow, bench_row, G_TYPE_OBJECT)

static void
bench_row_finalize (GObject *object)
{
  BenchRow *self = BENCH_ROW (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->cells); i++)
    g_free (self->cells[i]);
  g_free (self->folded);

  G_OBJECT_CLASS (bench_row_parent_class)->finalize (object);
}

static void
bench_row_class_init (BenchRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bench_row_finalize;
}

static void
bench_row_init (BenchRow *self)
{
}

static BenchRow *
bench_row_new (PtlCatalog *catalog,
               guint16     port)
{
  BenchRow *self = g_object_new (BENCH_TYPE_ROW, NULL);
  PtlSummary summary;
  g_autofree char *all = NULL;

  ptl_catalog_get_summary (catalog, port, &summary);
  self->cells[0] = g_strdup_printf ("%u", port);
  self->cells[1] = g_strdup (summary.name != NULL ? summary.name : "");
  self->cells[2] = g_strdup (summary.description != NULL ? summary.description : "");
  self->cells[3] = g_strdup (summary.product != NULL ? summary.product : "");
  self->cells[4] = g_strdup (ptl_status_to_string (summary.status));
  self->cells[5] = g_strdup (ptl_range_to_string (ptl_range_of_port (port)));
  all = g_strjoin (" ", self->cells[0], self->cells[1], self->cells[2], self->cells[3], NULL);
  self->folded = g_utf8_casefold (all, -1);

  return self;
}

static gboolean
match_row (gpointer item,
           gpointer data)
{
  Bench *bench = data;
  g_autofree char *wanted = g_utf8_casefold (gtk_editable_get_text (bench->entry), -1);

  return strstr (BENCH_ROW (item)->folded, wanted) != NULL;
}

static void
setup_cell_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_cell_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *item,
              gpointer                  column)
{
  BenchRow *row = gtk_list_item_get_item (item);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), row->cells[GPOINTER_TO_UINT (column)]);
}

static void
filter_cb (Bench *bench)
{
  gtk_filter_changed (bench->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static GtkWidget *
make_columns (Bench *bench)
{
  static const char *titles[] = { "Port", "Name", "Description", "Product", "Status", "Range" };
  GtkWidget *window = gtk_application_window_new (bench->application);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *entry = gtk_search_entry_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GListStore *store = g_list_store_new (BENCH_TYPE_ROW);
  PtlCatalog *catalog = ptl_catalog_get_default (NULL);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_full (PTL_N_PORTS, g_object_unref);
  GtkFilterListModel *filtered;
  GtkWidget *view;

  for (guint i = 0; i < PTL_N_PORTS; i++)
    g_ptr_array_add (rows, bench_row_new (catalog, i));
  g_list_store_splice (store, 0, 0, rows->pdata, rows->len);

  bench->entry = GTK_EDITABLE (entry);
  bench->filter = GTK_FILTER (gtk_custom_filter_new (match_row, bench, NULL));
  filtered = gtk_filter_list_model_new (G_LIST_MODEL (store), g_object_ref (bench->filter));
  view = gtk_column_view_new (GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (filtered))));

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      GtkColumnViewColumn *column;

      g_signal_connect (factory, "setup", G_CALLBACK (setup_cell_cb), NULL);
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cell_cb), GUINT_TO_POINTER (i));
      column = gtk_column_view_column_new (titles[i], factory);
      gtk_column_view_column_set_expand (column, i == 2);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (view), column);
      g_object_unref (column);
    }

  g_signal_connect_swapped (entry, "changed", G_CALLBACK (filter_cb), bench);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_window_set_child (GTK_WINDOW (window), box);

  return window;
}

/* --- ours ---------------------------------------------------------------------------------------------------- */

static GtkEditable *
find_editable (GtkWidget *widget)
{
  if (GTK_IS_SEARCH_ENTRY (widget))
    return GTK_EDITABLE (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      /* A drop-down has a search entry of its own in what pops up from it. */
      GtkEditable *found = GTK_IS_POPOVER (child) ? NULL : find_editable (child);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkWidget *
make_app (Bench *bench)
{
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();
  g_autoptr (PtlBook) book = ptl_book_new (NULL);
  GtkWidget *window;

  /* As PtlApplication does, which this is not, so that all three programs have the same plain GtkApplication. */
  gtk_css_provider_load_from_resource (style, "/app/portolan/Portolan/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);

  bench->monitor = ptl_monitor_new (ptl_host_new (NULL));
  window = ptl_window_new (bench->application, ptl_catalog_get_default (NULL), bench->monitor, book);
  bench->entry = find_editable (window);

  return window;
}

/* --- the run ------------------------------------------------------------------------------------------------- */

static void
print_memory (void)
{
  g_autofree char *text = NULL;
  guint64 total = 0;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL))
    return;

  for (const char *line = text; line != NULL; line = strchr (line, '\n') != NULL ? strchr (line, '\n') + 1 : NULL)
    {
      if (g_str_has_prefix (line, "Anonymous:"))
        total += g_ascii_strtoull (strchr (line, ':') + 1, NULL, 10);
    }
  g_print ("memory %" G_GUINT64_FORMAT "\n", total);
}

static gboolean
type_key_cb (gpointer data)
{
  Bench *bench = data;
  g_autofree char *text = NULL;

  if (bench->query == G_N_ELEMENTS (queries))
    {
      gtk_window_destroy (GTK_WINDOW (bench->window));
      return G_SOURCE_REMOVE;
    }

  bench->typed++;
  text = g_strndup (queries[bench->query], bench->typed);
  if (queries[bench->query][bench->typed] == '\0')
    {
      bench->query++;
      bench->typed = 0;
    }

  bench->keyed_at = g_get_monotonic_time ();
  gtk_editable_set_text (bench->entry, text);

  return G_SOURCE_REMOVE;
}

static gboolean
settled_cb (gpointer data)
{
  Bench *bench = data;

  print_memory ();
  if (bench->entry == NULL)
    gtk_window_destroy (GTK_WINDOW (bench->window));
  else
    type_key_cb (bench);

  return G_SOURCE_REMOVE;
}

static void
after_paint_cb (GdkFrameClock *clock,
                Bench         *bench)
{
  gint64 now = g_get_monotonic_time ();

  if (!bench->painted)
    {
      const char *start = g_getenv ("PTL_BENCH_START");

      bench->painted = TRUE;
      if (start != NULL)
        g_print ("start %.2f\n", (now - g_ascii_strtoll (start, NULL, 10)) / 1000.0);
      g_timeout_add (1500, settled_cb, bench);
    }
  else if (bench->keyed_at != 0)
    {
      g_print ("key %.2f\n", (now - bench->keyed_at) / 1000.0);
      bench->keyed_at = 0;
      g_timeout_add (SETTLE_MS, type_key_cb, bench);
    }
}

static void
activate_cb (GtkApplication *application,
             Bench          *bench)
{
  if (g_str_equal (bench->mode, "app"))
    bench->window = make_app (bench);
  else if (g_str_equal (bench->mode, "columns"))
    bench->window = make_columns (bench);
  else
    bench->window = gtk_application_window_new (application);

  gtk_window_set_default_size (GTK_WINDOW (bench->window), 1080, 760);
  gtk_widget_realize (bench->window);
  g_signal_connect_after (gtk_widget_get_frame_clock (bench->window), "after-paint", G_CALLBACK (after_paint_cb), bench);
  gtk_window_present (GTK_WINDOW (bench->window));
}

int
main (int   argc,
      char *argv[])
{
  Bench bench = { .mode = argc > 1 ? argv[1] : "empty" };
  int status;

  bench.application = gtk_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_signal_connect (bench.application, "activate", G_CALLBACK (activate_cb), &bench);
  status = g_application_run (G_APPLICATION (bench.application), 1, argv);
  g_clear_object (&bench.monitor);
  g_object_unref (bench.application);

  return status;
}
