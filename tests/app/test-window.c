#include "config.h"

#include "find-widget.h"

#include <glib/gstdio.h>
#include <gtk/gtk.h>
#include <string.h>

#include "app/ptl-free-dialog.h"
#include "app/ptl-listener-table.h"
#include "app/ptl-long-value.h"
#include "app/ptl-page-view.h"
#include "app/ptl-panes.h"
#include "app/ptl-port-list.h"
#include "app/ptl-range-bar.h"
#include "app/ptl-window.h"

/* The window in this process, on a root of /proc of its own, where nothing listens but what a test says. */

#define TCP_HEADER "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"

/*
 * GTK's file dialog asks libcloudproviders for the folders of cloud services, and that forgets two names of files. The stack that
 * LeakSanitizer keeps ends at GLib, which has no frame pointers, so that no suppression could name the library.
 */
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#define ignore_leaks()  __lsan_disable ()
#define respect_leaks() __lsan_enable ()
#else
#define ignore_leaks()
#define respect_leaks()
#endif

/* One for all tests: a process can register only one. */
static GtkApplication *application;

typedef struct
{
  char           *root;
  PtlMonitor     *monitor;
  PtlWindow      *window;
} Fixture;

static void
spin (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  while (g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
}

/* Runs the main loop until @test holds; a test that never does fails. */
#define wait_for(test)                                              \
  G_STMT_START                                                      \
  {                                                                 \
    gint64 wait_end = g_get_monotonic_time () + 40 * G_USEC_PER_SEC; \
                                                                    \
    while (!(test) && g_get_monotonic_time () < wait_end)           \
      spin (5);                                                     \
    g_assert_true (test);                                           \
  }                                                                 \
  G_STMT_END

/* Has the files of the fixture's /proc say that exactly these TCP ports listen, on every address. */
static void
set_listeners (Fixture       *fixture,
               const guint16 *ports,
               guint          n_ports)
{
  g_autofree char *net = g_build_filename (fixture->root, "net", NULL);
  g_autofree char *path = g_build_filename (net, "tcp", NULL);
  g_autoptr (GString) text = g_string_new (TCP_HEADER);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n_ports; i++)
    g_string_append_printf (text,
                            "%4u: 00000000:%04X 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 %u 1 0 100 0 0 10 0\n",
                            i, ports[i], 1000 + ports[i]);

  g_assert_cmpint (g_mkdir_with_parents (net, 0700), ==, 0);
  g_file_set_contents (path, text->str, -1, &error);
  g_assert_no_error (error);
}

static void
setup (Fixture      *fixture,
       gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  PtlCatalog *catalog = ptl_catalog_get_default (&error);
  g_autoptr (PtlBook) book = ptl_book_new (NULL);
  PtlHostRoots roots = { .no_netlink = TRUE };

  g_assert_no_error (error);

  fixture->root = g_dir_make_tmp ("portolan-window-XXXXXX", &error);
  g_assert_no_error (error);
  set_listeners (fixture, NULL, 0);
  roots.proc = fixture->root;
  roots.cgroup = fixture->root;

  fixture->monitor = ptl_monitor_new (ptl_host_new (&roots));
  fixture->window = PTL_WINDOW (ptl_window_new (application, catalog, fixture->monitor, book));
  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_for (ptl_monitor_get_snapshot (fixture->monitor) != NULL);
}

static void
teardown (Fixture      *fixture,
          gconstpointer data)
{
  g_autofree char *net = g_build_filename (fixture->root, "net", NULL);
  g_autofree char *path = g_build_filename (net, "tcp", NULL);

  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->monitor);
  spin (20);
  g_remove (path);
  g_rmdir (net);
  g_rmdir (fixture->root);
  g_free (fixture->root);
}

static void
type_text (Fixture    *fixture,
           const char *text)
{
  gtk_editable_set_text (find_widget (fixture->window, GTK_TYPE_SEARCH_ENTRY), text);
}

static int
shown_port (Fixture *fixture)
{
  PtlPage *page = ptl_page_view_get_page (find_widget (fixture->window, PTL_TYPE_PAGE_VIEW));

  return page != NULL ? ptl_page_get_port (page) : -1;
}

static guint
count_rows (Fixture *fixture)
{
  GtkListView *view = find_widget (fixture->window, GTK_TYPE_LIST_VIEW);

  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (view)));
}

static PtlListenerTable *
get_table (Fixture *fixture)
{
  return find_widget (fixture->window, PTL_TYPE_LISTENER_TABLE);
}

/* Those in the table, what is gone left out. */
static guint
count_listeners (Fixture *fixture)
{
  return ptl_listener_model_get_n_listeners (ptl_listener_table_get_model (get_table (fixture)));
}

static void
test_typing_shows_the_page (Fixture      *fixture,
                            gconstpointer data)
{
  g_assert_cmpuint (count_rows (fixture), ==, 65536);
  g_assert_cmpint (shown_port (fixture), ==, -1);

  type_text (fixture, "60683");
  wait_for (shown_port (fixture) == 60683);
  g_assert_nonnull (find_widget (find_widget (fixture->window, PTL_TYPE_PAGE_VIEW), PTL_TYPE_RANGE_BAR));

  type_text (fixture, "postgres");
  wait_for (shown_port (fixture) == 5432);

  /* Without words the whole list is back, and the port that was read stays. */
  type_text (fixture, "");
  spin (100);
  g_assert_cmpuint (count_rows (fixture), ==, 65536);
  g_assert_cmpint (shown_port (fixture), ==, 5432);
}

static void
test_focus_starts_in_search (Fixture      *fixture,
                             gconstpointer data)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));

  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_is_ancestor (focus, find_widget (fixture->window, GTK_TYPE_SEARCH_ENTRY)));
}

static gboolean
has_focus_in (Fixture *fixture,
              GType    type)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));

  return focus != NULL && gtk_widget_get_ancestor (focus, type) != NULL;
}

static void
test_enter_and_escape (Fixture      *fixture,
                       gconstpointer data)
{
  GtkEditable *search = find_widget (fixture->window, GTK_TYPE_SEARCH_ENTRY);

  type_text (fixture, "443");
  wait_for (shown_port (fixture) == 443);
  g_signal_emit_by_name (search, "activate");
  g_assert_true (has_focus_in (fixture, PTL_TYPE_PAGE_VIEW));

  /* From the page back to the search, which keeps its words; then they go. */
  g_signal_emit_by_name (search, "stop-search");
  g_assert_true (has_focus_in (fixture, GTK_TYPE_SEARCH_ENTRY));
  g_assert_cmpstr (gtk_editable_get_text (search), ==, "443");
  g_signal_emit_by_name (search, "stop-search");
  g_assert_cmpstr (gtk_editable_get_text (search), ==, "");
  g_assert_cmpint (shown_port (fixture), ==, 443);
}

static void
test_bad_queries_say_why (Fixture      *fixture,
                          gconstpointer data)
{
  const char *queries[] = { "70000", "is:foo", "\"unbalanced", "8000-70", "zzzzqqqqxxxx" };
  GtkStack *stack = GTK_STACK (gtk_widget_get_ancestor (find_widget (fixture->window, PTL_TYPE_PORT_LIST), GTK_TYPE_STACK));

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      type_text (fixture, queries[i]);
      g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "empty");
      spin (50);
      g_assert_cmpint (shown_port (fixture), ==, -1);
    }

  type_text (fixture, "443");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "list");
}

static void
test_listeners_come_and_go (Fixture      *fixture,
                            gconstpointer data)
{
  const guint16 two[] = { 8080, 60683 };
  const guint16 three[] = { 443, 8080, 60683 };
  PtlListenerTable *table;

  set_listeners (fixture, two, 2);
  ptl_monitor_refresh (fixture->monitor);
  /* The table is not there before it is asked for. */
  g_assert_null (get_table (fixture));
  ptl_window_set_place (fixture->window, PTL_PLACE_LISTENING);
  table = get_table (fixture);
  wait_for (count_listeners (fixture) == 2);

  g_assert_true (ptl_listener_table_select (table, 60683));
  wait_for (shown_port (fixture) == 60683);

  /* One more above: the selection stays on its port. */
  set_listeners (fixture, three, 3);
  ptl_monitor_refresh (fixture->monitor);
  wait_for (count_listeners (fixture) == 3);
  g_assert_cmpint (ptl_listener_table_get_selected (table), ==, 60683);
  g_assert_cmpint (shown_port (fixture), ==, 60683);

  /* It goes: after a few seconds its row does too, what is read does not. */
  set_listeners (fixture, three, 2);
  ptl_monitor_refresh (fixture->monitor);
  wait_for (count_listeners (fixture) == 2);
  g_assert_true (ptl_listener_model_find_port (ptl_listener_table_get_model (table), 60683, NULL));
  g_assert_cmpint (shown_port (fixture), ==, 60683);
  wait_for (!ptl_listener_model_find_port (ptl_listener_table_get_model (table), 60683, NULL));
  g_assert_cmpint (shown_port (fixture), ==, 60683);
}

static void
test_place_keeps_words (Fixture      *fixture,
                        gconstpointer data)
{
  const guint16 ports[] = { 443, 8080 };

  set_listeners (fixture, ports, 2);
  ptl_monitor_refresh (fixture->monitor);
  spin (300);

  type_text (fixture, "8080");
  ptl_window_set_place (fixture->window, PTL_PLACE_LISTENING);
  wait_for (count_listeners (fixture) == 1);
  type_text (fixture, "");
  wait_for (count_listeners (fixture) == 2);
  ptl_window_set_place (fixture->window, PTL_PLACE_ALL);
  g_assert_cmpuint (count_rows (fixture), ==, 65536);
}

static void
test_narrow_shows_one_pane (Fixture      *fixture,
                            gconstpointer data)
{
  PtlPanes *panes = find_widget (fixture->window, PTL_TYPE_PANES);
  PtlPortList *list = find_widget (fixture->window, PTL_TYPE_PORT_LIST);
  PtlPageView *view = find_widget (fixture->window, PTL_TYPE_PAGE_VIEW);

  g_assert_false (ptl_panes_get_narrow (panes));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (list)) && gtk_widget_get_mapped (GTK_WIDGET (view)));

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 640);
  wait_for (ptl_panes_get_narrow (panes));
  wait_for (!gtk_widget_get_mapped (GTK_WIDGET (view)));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (fixture->window)), <=, 420);

  ptl_window_show_port (fixture->window, 443);
  wait_for (gtk_widget_get_mapped (GTK_WIDGET (view)) && !gtk_widget_get_mapped (GTK_WIDGET (list)));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.back", NULL);
  wait_for (gtk_widget_get_mapped (GTK_WIDGET (list)));
}

static void
test_pause_stops_reading (Fixture      *fixture,
                          gconstpointer data)
{
  g_assert_true (ptl_monitor_get_running (fixture->monitor));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.pause", NULL);
  g_assert_false (ptl_monitor_get_running (fixture->monitor));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.pause", NULL);
  g_assert_true (ptl_monitor_get_running (fixture->monitor));

  gtk_widget_set_visible (GTK_WIDGET (fixture->window), FALSE);
  g_assert_false (ptl_monitor_get_running (fixture->monitor));
}

static void
test_interval_is_chosen (Fixture      *fixture,
                         gconstpointer data)
{
  guint interval;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.refresh-interval", "u", 5000u);
  g_assert_cmpuint (ptl_monitor_get_interval (fixture->monitor), ==, 5000);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.refresh-interval", "u", 2000u);
  g_object_get (fixture->window, "refresh-interval", &interval, NULL);
  g_assert_cmpuint (interval, ==, 2000);
}

static gboolean
says (GtkWidget  *widget,
      const char *text)
{
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (says (child, text))
        return TRUE;
    }

  return FALSE;
}

/* That nothing listens is another answer than that nobody could look. */
static void
test_empty_lists_say_why (Fixture      *fixture,
                          gconstpointer data)
{
  PtlHostRoots roots = { .proc = "/nonexistent", .cgroup = "/nonexistent", .no_netlink = TRUE };
  g_autoptr (PtlMonitor) blind = ptl_monitor_new (ptl_host_new (&roots));
  g_autoptr (PtlBook) book = ptl_book_new (NULL);
  PtlWindow *other;

  ptl_window_set_place (fixture->window, PTL_PLACE_LISTENING);
  g_assert_true (says (GTK_WIDGET (fixture->window), "Nothing listens on this computer"));
  type_text (fixture, "nginx");
  g_assert_true (says (GTK_WIDGET (fixture->window), "No listener matches"));
  ptl_window_set_place (fixture->window, PTL_PLACE_ALL);
  type_text (fixture, "zzzzqqqqxxxx");
  g_assert_true (says (GTK_WIDGET (fixture->window), "No port matches"));

  other = PTL_WINDOW (ptl_window_new (application, ptl_catalog_get_default (NULL), blind, book));
  ptl_window_set_place (other, PTL_PLACE_LISTENING);
  g_assert_true (says (GTK_WIDGET (other), "Reading the listeners…"));
  gtk_window_present (GTK_WINDOW (other));
  wait_for (says (GTK_WIDGET (other), "The listeners can’t be read"));
  g_assert_false (says (GTK_WIDGET (other), "Nothing listens on this computer"));
  gtk_window_destroy (GTK_WINDOW (other));
}

static void
test_history (Fixture      *fixture,
              gconstpointer data)
{
  type_text (fixture, "22");
  wait_for (shown_port (fixture) == 22);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-port", "q", 443);
  wait_for (shown_port (fixture) == 443);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.history-back", NULL);
  wait_for (shown_port (fixture) == 22);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.history-forward", NULL);
  wait_for (shown_port (fixture) == 443);
}

static void
clipboard_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  *(char **) data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static char *
read_clipboard (Fixture *fixture)
{
  char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (fixture->window)), NULL, clipboard_cb, &text);
  wait_for (text != NULL);

  return text;
}

static void
test_copying (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *number = NULL;
  g_autofree char *page = NULL;
  g_autofree char *report = NULL;

  type_text (fixture, "5432");
  wait_for (shown_port (fixture) == 5432);

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.copy-number", NULL);
  number = read_clipboard (fixture);
  g_assert_cmpstr (number, ==, "5432");

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.copy-page", NULL);
  page = read_clipboard (fixture);
  g_assert_true (g_str_has_prefix (page, "Port 5432\n"));
  g_assert_nonnull (strstr (page, "Commonly used"));

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.copy-report", NULL);
  report = read_clipboard (fixture);
  g_assert_nonnull (strstr (report, "Port 5432"));
  g_assert_nonnull (strstr (report, PTL_VERSION));
  g_assert_nonnull (strstr (report, ptl_catalog_get_registry_date (ptl_catalog_get_default (NULL))));
}

/* What is too long to be shown at once can be read, and copied whole. */
static void
test_long_value (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *value = g_strnfill (4000, 'x');
  const PtlDetail detail = { .value = value, .literal = TRUE, .first = 400 };
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *box = find_widget (gtk_window_get_child (GTK_WINDOW (fixture->window)), GTK_TYPE_BOX);
  GtkWidget *acts;
  g_autofree char *copied = NULL;

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_CHAR);
  gtk_box_append (GTK_BOX (box), ptl_long_value_new (&detail, label));
  acts = gtk_widget_get_next_sibling (label);

  g_assert_cmpuint (strlen (gtk_label_get_text (GTK_LABEL (label))), ==, 400 + strlen (" …"));
  g_signal_emit_by_name (gtk_widget_get_last_child (acts), "clicked");
  copied = read_clipboard (fixture);
  g_assert_true (g_str_equal (copied, value));

  g_signal_emit_by_name (gtk_widget_get_first_child (acts), "clicked");
  g_assert_true (g_str_equal (gtk_label_get_text (GTK_LABEL (label)), value));
  g_assert_false (gtk_widget_get_visible (gtk_widget_get_first_child (acts)));
}

static void
test_free_port (Fixture      *fixture,
                gconstpointer data)
{
  GtkWidget *dialog = ptl_free_dialog_new (GTK_WINDOW (fixture->window), ptl_catalog_get_default (NULL), fixture->monitor);
  GtkLabel *label = find_widget (gtk_window_get_child (GTK_WINDOW (dialog)), GTK_TYPE_LABEL);
  guint64 port = 0;

  /* A worker looks for it. */
  g_assert_cmpstr (gtk_label_get_text (label), ==, "–");
  wait_for (g_ascii_string_to_unsigned (gtk_label_get_text (label), 10, 1024, 49151, &port, NULL));
  g_assert_cmpint (ptl_catalog_get_status (ptl_catalog_get_default (NULL), port, PTL_TRANSPORT_TCP), ==,
                   PTL_STATUS_UNASSIGNED);
  g_assert_cmpuint (ptl_catalog_get_n_notes (ptl_catalog_get_default (NULL), port), ==, 0);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_controls_have_names (Fixture      *fixture,
                          gconstpointer data)
{
  gtk_test_accessible_assert_property (find_widget (fixture->window, GTK_TYPE_SEARCH_ENTRY),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Search for a port, a name or a program");
  gtk_test_accessible_assert_property (find_widget (fixture->window, GTK_TYPE_LIST_VIEW),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Ports");
  type_text (fixture, "60683");
  wait_for (shown_port (fixture) == 60683);
  gtk_test_accessible_assert_role (find_widget (fixture->window, PTL_TYPE_RANGE_BAR), GTK_ACCESSIBLE_ROLE_IMG);
  g_assert_true (gtk_test_accessible_has_property (find_widget (fixture->window, PTL_TYPE_RANGE_BAR),
                                                   GTK_ACCESSIBLE_PROPERTY_LABEL));
}

/* Whether there is something in the file yet; asked again, it forgets what it read before. */
static gboolean
read_file (const char  *path,
           char       **text)
{
  g_clear_pointer (text, g_free);

  return g_file_get_contents (path, text, NULL, NULL) && (*text)[0] != '\0';
}

/* Saves through the dialog that a person gets, which GTK itself makes of what it has deprecated since 4.10. */
G_GNUC_BEGIN_IGNORE_DEPRECATIONS
static char *
save_list (Fixture    *fixture,
           const char *action,
           const char *name)
{
  g_autofree char *path = g_build_filename (fixture->root, name, NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->root);
  g_autoptr (GError) error = NULL;
  GtkWidget *dialog = NULL;
  GLogLevelFlags fatal;
  char *text = NULL;

  /* GTK's own file dialog (4.18) complains of itself while its folder is loaded. */
  fatal = g_log_set_always_fatal (G_LOG_FATAL_MASK);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, NULL);
  ignore_leaks ();
  for (guint i = 0; i < 400 && dialog == NULL; i++)
    {
      GListModel *toplevels = gtk_window_get_toplevels ();

      spin (10);
      for (guint k = 0; k < g_list_model_get_n_items (toplevels); k++)
        {
          g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, k);

          if (GTK_IS_FILE_CHOOSER_DIALOG (window) && gtk_widget_get_mapped (window))
            dialog = window;
        }
    }
  respect_leaks ();
  g_assert_nonnull (dialog);

  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), folder, &error);
  g_assert_no_error (error);
  g_object_ref (dialog);
  /* The folder is loaded in the background, and says nothing when it is; until then the dialog accepts nothing. */
  for (guint i = 0; i < 20 && gtk_widget_get_visible (dialog); i++)
    {
      gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
      spin (200);
      gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_ACCEPT);
      spin (100);
    }
  g_object_unref (dialog);
  wait_for (read_file (path, &text));
  g_log_set_always_fatal (fatal);
  g_remove (path);

  return text;
}
G_GNUC_END_IGNORE_DEPRECATIONS

static void
test_export (Fixture      *fixture,
             gconstpointer data)
{
  const guint16 ports[] = { 443, 60683 };
  g_autofree char *csv = NULL;
  g_autofree char *json = NULL;
  g_autofree char *found = NULL;

  set_listeners (fixture, ports, 2);
  ptl_monitor_refresh (fixture->monitor);
  ptl_window_set_place (fixture->window, PTL_PLACE_LISTENING);
  wait_for (count_listeners (fixture) == 2);

  /* In the table's order, not in that of the numbers. */
  g_object_set (get_table (fixture), "descending", TRUE, NULL);
  csv = save_list (fixture, "win.export-csv", "listeners.csv");
  g_assert_true (g_str_has_prefix (csv, "transport,family,address,port,"));
  g_assert_nonnull (strstr (csv, "0.0.0.0,443,"));
  g_assert_nonnull (strstr (csv, "0.0.0.0,60683,"));
  g_assert_true (strstr (csv, ",60683,") < strstr (csv, ",443,"));

  type_text (fixture, "https tcp");
  wait_for (count_listeners (fixture) == 1);
  json = save_list (fixture, "win.export-json", "listeners.json");
  g_assert_nonnull (strstr (json, "\"port\":443"));
  g_assert_null (strstr (json, "\"port\":60683"));

  ptl_window_set_place (fixture->window, PTL_PLACE_ALL);
  type_text (fixture, "60683");
  found = save_list (fixture, "win.export-csv", "ports.csv");
  g_assert_true (g_str_has_prefix (found, "port,name,transports,description,product,why\r\n60683,"));
}

static gboolean
has_owner (Fixture *fixture)
{
  PtlSnapshot *snapshot = ptl_monitor_get_snapshot (fixture->monitor);

  return ptl_snapshot_get_n (snapshot) == 1 && ptl_snapshot_get (snapshot, 0)->owners->len == 1;
}

/* A pkexec that is a script stands for the real one: what it lets through is shown, and what makes no sense changes nothing. */
static void
test_hidden_owners (Fixture      *fixture,
                    gconstpointer data)
{
  const guint16 ports[] = { 8080 };
  const char *const scripts[] = {
    "#!/bin/sh\nexit 126\n",
    "#!/bin/sh\nprintf 'portolan-owners 2\\nprocess\\t700\\t30\\t0\\t1\\t0\\t\\tx\\t\\t\\nholds\\t9080\\nend\\t3\\n'\n",
    "#!/bin/sh\n[ $# = 2 ] && [ \"$2\" = 2 ] || exit 3\nprintf 'portolan-owners 2\\nprocess\\t700\\t30\\t0\\t1\\t0\\t\\tx\\t\\t\\nholds\\t9080\\nend\\t2\\n'\n",
  };
  g_autofree char *folder = g_dir_make_tmp ("portolan-pkexec-XXXXXX", NULL);
  g_autofree char *pkexec = g_build_filename (folder, "pkexec", NULL);
  g_autofree char *process = g_build_filename (fixture->root, "700", NULL);
  g_autofree char *descriptors = g_build_filename (process, "fd", NULL);
  g_autofree char *stat = g_build_filename (process, "stat", NULL);
  g_autofree char *path = g_strdup (g_getenv ("PATH"));
  g_autofree char *with_fake = g_strdup_printf ("%s:%s", folder, path);

  g_setenv ("PATH", with_fake, TRUE);
  g_setenv ("PORTOLAN_OWNERS", "/bin/true", TRUE);
  g_assert_cmpint (g_mkdir_with_parents (descriptors, 0700), ==, 0);
  g_assert_true (g_file_set_contents (stat, "700 (hidden) S 1 1 1 0 -1 4194560 10 0 0 0 1 2 0 0 20 0 1 0 30 100 200 300 0\n", -1, NULL));

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_assert_true (g_file_set_contents_full (pkexec, scripts[i], -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
      if (i == 0)
        {
          set_listeners (fixture, ports, 1);
          ptl_monitor_refresh (fixture->monitor);
          wait_for (ptl_snapshot_get_n (ptl_monitor_get_snapshot (fixture->monitor)) == 1);
        }
      gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-owners", NULL);
      if (i < 2)
        {
          spin (500);
          g_assert_false (has_owner (fixture));
        }
    }
  wait_for (has_owner (fixture));

  g_setenv ("PATH", path, TRUE);
  g_unsetenv ("PORTOLAN_OWNERS");
  g_remove (pkexec);
  g_rmdir (folder);
  g_remove (stat);
  g_rmdir (descriptors);
  g_rmdir (process);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GError) error = NULL;
  int status;

  gtk_test_init (&argc, &argv, NULL);

  application = gtk_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);

#define add(name, test) g_test_add ("/app/window/" name, Fixture, NULL, setup, test, teardown)
  add ("typing-shows-the-page", test_typing_shows_the_page);
  add ("focus-starts-in-search", test_focus_starts_in_search);
  add ("enter-and-escape", test_enter_and_escape);
  add ("bad-queries-say-why", test_bad_queries_say_why);
  add ("listeners-come-and-go", test_listeners_come_and_go);
  add ("place-keeps-words", test_place_keeps_words);
  add ("narrow-shows-one-pane", test_narrow_shows_one_pane);
  add ("pause-stops-reading", test_pause_stops_reading);
  add ("history", test_history);
  add ("copying", test_copying);
  add ("long-value", test_long_value);
  add ("free-port", test_free_port);
  add ("controls-have-names", test_controls_have_names);
  add ("interval-is-chosen", test_interval_is_chosen);
  add ("empty-lists-say-why", test_empty_lists_say_why);
  add ("export", test_export);
  add ("hidden-owners", test_hidden_owners);
#undef add

  status = g_test_run ();
  g_object_unref (application);

  return status;
}
