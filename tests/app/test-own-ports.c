#include "config.h"

#include "find-widget.h"

#include <glib/gstdio.h>
#include <gtk/gtk.h>
#include <string.h>

#include "app/ptl-note-dialog.h"
#include "app/ptl-page-view.h"
#include "app/ptl-port-list.h"
#include "app/ptl-port-row.h"
#include "app/ptl-window.h"
#include "book/ptl-book-file.h"

/* Stars, notes and the place for them, in a window in this process, with a book of the test's own. */

static GtkApplication *application;

typedef struct
{
  char      *root;   /* an empty folder in the place of /proc */
  char      *path;   /* of the book */
  PtlBook   *book;
  PtlWindow *window;
} Fixture;

/* Runs the main loop until @test holds; a test that never does fails. */
#define wait_for(test)                                               \
  G_STMT_START                                                       \
  {                                                                  \
    gint64 wait_end = g_get_monotonic_time () + 40 * G_USEC_PER_SEC; \
                                                                     \
    while (!(test) && g_get_monotonic_time () < wait_end)            \
      g_main_context_iteration (NULL, FALSE);                        \
    g_assert_true (test);                                            \
  }                                                                  \
  G_STMT_END

static void
setup (Fixture       *fixture,
       gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PtlMonitor) monitor = NULL;
  PtlHostRoots roots = { .no_netlink = TRUE };

  fixture->root = g_dir_make_tmp ("portolan-own-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->root, "book", NULL);
  roots.proc = roots.cgroup = fixture->root;

  if (data != NULL)
    g_assert_true (g_file_set_contents (fixture->path, data, -1, NULL));

  monitor = ptl_monitor_new (ptl_host_new (&roots));
  fixture->book = ptl_book_new (fixture->path);
  fixture->window = PTL_WINDOW (ptl_window_new (application, ptl_catalog_get_default (NULL), monitor, fixture->book));
  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_for (ptl_book_get_marks (fixture->book) != NULL || ptl_book_get_error (fixture->book) != NULL);
}

static void
teardown (Fixture       *fixture,
          gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ptl_book_close (fixture->book);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&fixture->book);
  g_remove (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->root), ==, 0);
  g_free (fixture->path);
  g_free (fixture->root);
}

static PtlPage *
get_page (Fixture *fixture)
{
  return ptl_page_view_get_page (find_widget (fixture->window, PTL_TYPE_PAGE_VIEW));
}

static void
look_up (Fixture *fixture,
         guint16  port)
{
  g_autofree char *text = g_strdup_printf ("%u", port);

  ptl_window_look_up (fixture->window, text);
  wait_for (get_page (fixture) != NULL && ptl_page_get_port (get_page (fixture)) == port);
}

static void
activate (Fixture    *fixture,
          const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, NULL));
}

static GListModel *
get_ports (Fixture *fixture)
{
  return G_LIST_MODEL (gtk_list_view_get_model (find_widget (find_widget (fixture->window, PTL_TYPE_PORT_LIST),
                                                             GTK_TYPE_LIST_VIEW)));
}

static char *
describe_first (Fixture *fixture)
{
  g_autoptr (PtlPortItem) item = g_list_model_get_item (get_ports (fixture), 0);

  return ptl_port_row_describe (ptl_catalog_get_default (NULL), item);
}

static GtkWindow *
get_dialog (void)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (PTL_IS_NOTE_DIALOG (window))
        return window;
    }

  return NULL;
}

static void
test_star (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gboolean starred;

  look_up (fixture, 60683);
  before = describe_first (fixture);
  g_assert_null (strstr (before, "starred"));

  activate (fixture, "win.star");
  g_object_get (fixture->window, "starred", &starred, NULL);
  g_assert_true (starred);
  g_assert_true (g_str_has_suffix (ptl_page_get_subtitle (get_page (fixture)), "starred"));
  after = describe_first (fixture);
  g_assert_nonnull (strstr (after, "starred"));

  /* The star is the port's: another has none, and going back finds it. */
  look_up (fixture, 80);
  g_object_get (fixture->window, "starred", &starred, NULL);
  g_assert_false (starred);
  look_up (fixture, 60683);
  g_object_get (fixture->window, "starred", &starred, NULL);
  g_assert_true (starred);

  activate (fixture, "win.star");
  g_assert_cmpuint (ptl_marks_get_n (ptl_book_get_marks (fixture->book)), ==, 0);
}

static void
test_place (Fixture       *fixture,
            gconstpointer  data)
{
  GtkStack *stack = find_widget (find_widget (fixture->window, PTL_TYPE_PORT_LIST), GTK_TYPE_WIDGET);
  g_autofree char *first = NULL;

  stack = GTK_STACK (gtk_widget_get_ancestor (GTK_WIDGET (stack), GTK_TYPE_STACK));
  look_up (fixture, 5432);
  activate (fixture, "win.star");
  look_up (fixture, 22);
  activate (fixture, "win.star");

  ptl_window_look_up (fixture->window, "");
  ptl_window_set_place (fixture->window, PTL_PLACE_MINE);
  g_assert_cmpuint (g_list_model_get_n_items (get_ports (fixture)), ==, 2);
  first = describe_first (fixture);
  g_assert_true (g_str_has_prefix (first, "22, ssh, starred"));

  /* The page of 22 is still shown; without its star it leaves the place, and the page stays. */
  activate (fixture, "win.star");
  wait_for (g_list_model_get_n_items (get_ports (fixture)) == 1);
  g_assert_cmpuint (ptl_page_get_port (get_page (fixture)), ==, 22);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "list");

  ptl_book_set_star (fixture->book, 5432, FALSE);
  wait_for (g_str_equal (gtk_stack_get_visible_child_name (stack), "empty"));
}

static void
test_note (Fixture       *fixture,
           gconstpointer  data)
{
  static const char hostile[] = "<b>bold</b> & \xe2\x80\xae more\nsecond line";
  g_autoptr (PtlMarks) on_disk = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *described = NULL;
  GtkTextView *view;

  look_up (fixture, 60683);
  activate (fixture, "win.edit-note");
  g_assert_nonnull (get_dialog ());
  view = find_widget (get_dialog (), GTK_TYPE_TEXT_VIEW);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), hostile, -1);
  gtk_window_close (get_dialog ());
  wait_for (get_dialog () == NULL);

  g_assert_cmpstr (ptl_marks_find (ptl_book_get_marks (fixture->book), 60683)->note, ==, hostile);
  described = describe_first (fixture);
  g_assert_nonnull (strstr (described, "your note: <b>bold</b> & \\u202e more"));
  g_assert_null (strstr (described, "second line"));

  /* It is there again when it is opened again, and an empty text takes it away. */
  activate (fixture, "win.edit-note");
  view = find_widget (get_dialog (), GTK_TYPE_TEXT_VIEW);
  g_assert_cmpint (gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (view)), ==, g_utf8_strlen (hostile, -1));
  g_assert_false (gtk_text_buffer_get_can_undo (gtk_text_view_get_buffer (view)));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), "  \n", -1);
  gtk_window_destroy (get_dialog ());
  wait_for (get_dialog () == NULL);

  ptl_book_close (fixture->book);
  on_disk = ptl_book_read_marks (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ptl_marks_get_n (on_disk), ==, 0);
}

static void
test_long_note (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *text = g_strnfill (PTL_OWN_NOTE_MAX + 10, 'x');
  GtkTextBuffer *buffer;

  look_up (fixture, 60683);
  activate (fixture, "win.edit-note");
  buffer = gtk_text_view_get_buffer (find_widget (get_dialog (), GTK_TYPE_TEXT_VIEW));
  gtk_text_buffer_set_text (buffer, text, -1);
  g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), ==, PTL_OWN_NOTE_MAX);
  gtk_window_close (get_dialog ());
  wait_for (get_dialog () == NULL);
}

/* A book that can't be read: nothing is offered that could not be kept, and the place says why. */
static void
test_damaged (Fixture       *fixture,
              gconstpointer  data)
{
  gboolean starred;

  g_assert_nonnull (ptl_book_get_error (fixture->book));
  look_up (fixture, 80);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.star", NULL);
  g_object_get (fixture->window, "starred", &starred, NULL);
  g_assert_false (starred);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.edit-note", NULL);
  g_assert_null (get_dialog ());

  ptl_window_set_place (fixture->window, PTL_PLACE_MINE);
  g_assert_cmpuint (g_list_model_get_n_items (get_ports (fixture)), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  gtk_test_init (&argc, &argv, NULL);

  application = gtk_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);

  g_test_add ("/own-ports/star", Fixture, NULL, setup, test_star, teardown);
  g_test_add ("/own-ports/place", Fixture, NULL, setup, test_place, teardown);
  g_test_add ("/own-ports/note", Fixture, NULL, setup, test_note, teardown);
  g_test_add ("/own-ports/long-note", Fixture, NULL, setup, test_long_note, teardown);
  g_test_add ("/own-ports/damaged", Fixture, "This is no book, and long enough to be taken for one by its length.",
              setup, test_damaged, teardown);

  status = g_test_run ();
  g_object_unref (application);

  return status;
}
