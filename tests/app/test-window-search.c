#include "config.h"

#include <unistd.h>

#include "translated-window.h"

#include "app/ptl-page-view.h"
#include "app/ptl-start-page.h"

/* What stands beside the search: the chips of its filters, and what the window offers while nothing is looked up. */

static GtkApplication *application;
static const guint16 listeners[] = { 80, 60683 };

/* Runs the main loop until @test holds; a test that never does fails. */
#define wait_for(test)                                  \
  G_STMT_START                                          \
  {                                                     \
    for (guint wait = 0; wait < 4000 && !(test); wait++) \
      translated_spin (10);                             \
    g_assert_true (test);                               \
  }                                                     \
  G_STMT_END

static void
assert_filters (const char *text,
                const char *filters)
{
  g_auto (GStrv) found = ptl_window_find_filters (text);
  g_autofree char *joined = g_strjoinv ("|", found);

  g_assert_cmpstr (joined, ==, filters);
}

static void
test_find (void)
{
  assert_filters ("", "");
  assert_filters ("postgres 80 \"remote desktop\"", "");
  assert_filters ("is:listening tcp UDP", "");
  assert_filters ("web process:nginx -udp  range:dynamic", "process:nginx|-udp|range:dynamic");
  assert_filters ("process:\"my server\" -\"two words\" 8000-8100", "process:\"my server\"|-\"two words\"|8000-8100");
  assert_filters ("8080/udp port:80", "");
  assert_filters ("is:nonsense process:nginx", "");
}

static void
assert_removed (const char *text,
                const char *filter,
                const char *rest)
{
  g_autofree char *removed = ptl_window_remove_filter (text, filter);

  g_assert_cmpstr (removed, ==, rest);
}

static void
test_remove (void)
{
  assert_removed ("process:nginx", "process:nginx", "");
  assert_removed ("  web  process:nginx  8080/udp ", "process:nginx", "web 8080/udp");
  assert_removed ("process:\"my server\" -udp", "process:\"my server\"", "-udp");
  assert_removed ("-udp udp -udp", "-udp", "udp");
}

static GtkWidget *
find_filter (gpointer    parent,
             const char *text)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found;

      if (gtk_widget_has_css_class (child, "filter") &&
          g_str_equal (gtk_label_get_text (translated_find (child, GTK_TYPE_LABEL, NULL)), text))
        return child;

      found = find_filter (child, text);
      if (found != NULL)
        return found;
    }

  return NULL;
}

/* A filter that was typed has a chip, which takes it away and leaves the focus where something can be typed. */
static void
test_chips (void)
{
  PtlWindow *window = translated_open (application, 1120, listeners, G_N_ELEMENTS (listeners));
  GtkEditable *search = translated_find (window, GTK_TYPE_SEARCH_ENTRY, NULL);
  GtkWidget *chip;
  int position = 1;

  gtk_editable_set_text (search, "8 -udp range:user");
  wait_for (find_filter (window, "-udp") != NULL && find_filter (window, "range:user") != NULL);
  g_assert_null (find_filter (window, "8"));

  chip = find_filter (window, "range:user");
  gtk_editable_insert_text (search, "0", 1, &position);
  translated_spin (50);
  g_assert_cmpstr (gtk_editable_get_text (search), ==, "80 -udp range:user");
  g_assert_true (find_filter (window, "range:user") == chip);

  gtk_widget_grab_focus (chip);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == chip);
  g_signal_emit_by_name (chip, "clicked");
  translated_spin (50);
  g_assert_cmpstr (gtk_editable_get_text (search), ==, "80 -udp");
  g_assert_null (find_filter (window, "range:user"));
  g_assert_nonnull (find_filter (window, "-udp"));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == GTK_WIDGET (gtk_editable_get_delegate (search)));

  translated_close (window);
}

static char *
read_clipboard (PtlWindow *window)
{
  GdkContentProvider *content = gdk_clipboard_get_content (gtk_widget_get_clipboard (GTK_WIDGET (window)));
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_assert_nonnull (content);
  g_assert_true (gdk_content_provider_get_value (content, &value, NULL));

  return g_value_dup_string (&value);
}

/* The search is copied as the programs take it, with the place that it was made in; and that it was is said. */
static void
test_copy (void)
{
  PtlWindow *window = translated_open (application, 1120, listeners, G_N_ELEMENTS (listeners));
  GtkEditable *search = translated_find (window, GTK_TYPE_SEARCH_ENTRY, NULL);
  g_autofree char *copied = NULL;

  gtk_editable_set_text (search, " -udp  range:user ");
  ptl_window_set_place (window, PTL_PLACE_LISTENING);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.copy-search", NULL);
  copied = read_clipboard (window);
  g_assert_cmpstr (copied, ==, "is:listening  -udp  range:user");
  g_assert_cmpstr (gtk_label_get_text (translated_find (window, GTK_TYPE_LABEL, "status")), ==,
                   "Copied: is:listening  -udp  range:user");

  translated_close (window);
}

static guint
count_links (GtkWidget *start)
{
  guint n = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (start); row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      for (GtkWidget *link = gtk_widget_get_first_child (row); link != NULL; link = gtk_widget_get_next_sibling (link))
        n += GTK_IS_BUTTON (link);
    }

  return n;
}

/* At the start there are examples; a port that was looked up is offered there from then on. */
static void
test_start (void)
{
  PtlWindow *window = translated_open (application, 1120, listeners, G_N_ELEMENTS (listeners));
  GtkEditable *search = translated_find (window, GTK_TYPE_SEARCH_ENTRY, NULL);
  PtlPageView *view = translated_find (window, PTL_TYPE_PAGE_VIEW, NULL);
  GtkWidget *start = NULL, *link;

  wait_for ((start = translated_find (window, PTL_TYPE_START_PAGE, NULL)) != NULL && count_links (start) == 4);
  link = translated_find (start, GTK_TYPE_BUTTON, "chip");
  gtk_widget_grab_focus (link);
  g_signal_emit_by_name (link, "clicked");
  wait_for (ptl_page_view_get_page (view) != NULL);
  g_assert_cmpstr (gtk_editable_get_text (search), ==, "60683");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == GTK_WIDGET (gtk_editable_get_delegate (search)));

  /* Read long enough to count as looked up. */
  translated_spin (1500);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.start", NULL);
  g_assert_null (ptl_page_view_get_page (view));
  g_assert_cmpstr (gtk_editable_get_text (search), ==, "");
  wait_for ((start = translated_find (window, PTL_TYPE_START_PAGE, NULL)) != NULL && count_links (start) == 5);

  /* What was shown last is what lies behind. */
  gtk_widget_activate_action (GTK_WIDGET (window), "win.history-back", NULL);
  wait_for (ptl_page_view_get_page (view) != NULL);
  g_assert_cmpuint (ptl_page_get_port (ptl_page_view_get_page (view)), ==, 60683);

  translated_close (window);
}

/* What is asked for before anybody knows who listens is chosen as soon as that is known. */
static void
test_first_reading (gconstpointer data)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (PtlMonitor) monitor = ptl_monitor_new (ptl_host_new (NULL));
  g_autoptr (PtlBook) book = ptl_book_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *query = g_strdup_printf ("pid:%d", (int) getpid ());
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, &error);
  GtkWidget *window = ptl_window_new (application, ptl_catalog_get_default (NULL), monitor, book);
  PtlPageView *view;

  g_assert_no_error (error);
  ptl_window_look_up (PTL_WINDOW (window), query);
  ptl_window_set_place (PTL_WINDOW (window), GPOINTER_TO_UINT (data));
  gtk_window_present (GTK_WINDOW (window));
  wait_for ((view = translated_find (window, PTL_TYPE_PAGE_VIEW, NULL)) != NULL && ptl_page_view_get_page (view) != NULL);
  g_assert_cmpuint (ptl_page_get_port (ptl_page_view_get_page (view)), ==, port);

  gtk_window_destroy (GTK_WINDOW (window));
  translated_spin (20);
}

/* The Tab key goes through all that can be done on a page, and out of it; nothing on it says it took the focus and did not. */
static void
test_tab (void)
{
  PtlWindow *window = translated_open (application, 1120, listeners, G_N_ELEMENTS (listeners));
  GtkEditable *search = translated_find (window, GTK_TYPE_SEARCH_ENTRY, NULL);
  PtlPageView *view = translated_find (window, PTL_TYPE_PAGE_VIEW, NULL);
  GtkWidget *focus, *first = NULL, *last = NULL, *related = NULL;
  guint n_inside = 0, n_related = 0, n_links = 0;

  gtk_editable_set_text (search, "80");
  g_signal_emit_by_name (search, "activate");
  wait_for (ptl_page_view_get_page (view) != NULL);
  wait_for (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), GTK_WIDGET (view)));

  for (guint i = 0; i < 1000; i++)
    {
      g_signal_emit_by_name (window, "move-focus", GTK_DIR_TAB_FORWARD);
      focus = gtk_window_get_focus (GTK_WINDOW (window));
      g_assert_nonnull (focus);
      if (!gtk_widget_is_ancestor (focus, GTK_WIDGET (view)))
        break;

      /* Links are stops of their own in one label. */
      g_assert_true (focus != last || GTK_IS_LABEL (focus));
      n_inside++;
      if (first == NULL)
        first = focus;
      if (related == NULL && gtk_widget_has_css_class (focus, "related"))
        related = focus;
      n_related += gtk_widget_has_css_class (focus, "related");
      n_links += GTK_IS_LABEL (focus);
      last = focus;
    }

  g_assert_false (gtk_widget_is_ancestor (focus, GTK_WIDGET (view)));
  g_assert_cmpuint (n_inside, >, 20);
  g_assert_cmpuint (n_related, >, 2);
  g_assert_cmpuint (n_links, >, 2);

  /* Who follows a link is on the page that it leads to, and finds its first thing first. */
  gtk_widget_grab_focus (related);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == related);
  g_signal_emit_by_name (related, "clicked");
  wait_for (ptl_page_get_port (ptl_page_view_get_page (view)) != 80);
  focus = gtk_window_get_focus (GTK_WINDOW (window));
  g_assert_true (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (view)));
  g_signal_emit_by_name (window, "move-focus", GTK_DIR_TAB_FORWARD);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == first);

  translated_close (window);
}

/* Escape takes a step back each time: out of the page, out of the search, out of the port. */
static void
test_escape (void)
{
  PtlWindow *window = translated_open (application, 1120, listeners, G_N_ELEMENTS (listeners));
  GtkEditable *search = translated_find (window, GTK_TYPE_SEARCH_ENTRY, NULL);
  PtlPageView *view = translated_find (window, PTL_TYPE_PAGE_VIEW, NULL);

  gtk_widget_grab_focus (GTK_WIDGET (search));
  gtk_editable_set_text (search, "80");
  /* Before there is a page to go to. */
  g_signal_emit_by_name (search, "activate");
  wait_for (ptl_page_view_get_page (view) != NULL);
  wait_for (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), GTK_WIDGET (view)));

  g_signal_emit_by_name (search, "stop-search");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == GTK_WIDGET (gtk_editable_get_delegate (search)));
  g_assert_cmpstr (gtk_editable_get_text (search), ==, "80");

  g_signal_emit_by_name (search, "stop-search");
  g_assert_cmpstr (gtk_editable_get_text (search), ==, "");
  g_assert_nonnull (ptl_page_view_get_page (view));

  g_signal_emit_by_name (search, "stop-search");
  g_assert_null (ptl_page_view_get_page (view));
  translated_spin (300);
  g_assert_null (ptl_page_view_get_page (view));

  translated_close (window);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  application = translated_init (&argc, &argv);

  g_test_add_func ("/app/window-search/find", test_find);
  g_test_add_func ("/app/window-search/remove", test_remove);
  g_test_add_func ("/app/window-search/chips", test_chips);
  g_test_add_func ("/app/window-search/copy", test_copy);
  g_test_add_func ("/app/window-search/start", test_start);
  g_test_add_data_func ("/app/window-search/first-reading", GUINT_TO_POINTER (PTL_PLACE_ALL), test_first_reading);
  g_test_add_data_func ("/app/window-search/first-reading-in-the-table", GUINT_TO_POINTER (PTL_PLACE_LISTENING),
                        test_first_reading);
  g_test_add_func ("/app/window-search/tab", test_tab);
  g_test_add_func ("/app/window-search/escape", test_escape);

  status = g_test_run ();
  g_object_unref (application);

  return status;
}
