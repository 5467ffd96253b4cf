#include "config.h"

#include "find-widget.h"

#include <gtk/gtk.h>

#include "app/ptl-listener-header.h"
#include "app/ptl-listener-row.h"
#include "app/ptl-listener-table.h"
#include "app/ptl-owner-icons.h"
#include "listener-fixture.h"

/* The table of listeners on screen, with made-up readings. */

typedef struct
{
  GtkWidget        *window;
  PtlListenerTable *table;
  GPtrArray        *listeners;
  guint             told; /* the port that was last said to be selected */
} Fixture;

#define wait_for(test)                                               \
  G_STMT_START                                                       \
  {                                                                  \
    gint64 wait_end = g_get_monotonic_time () + 40 * G_USEC_PER_SEC; \
                                                                     \
    while (!(test) && g_get_monotonic_time () < wait_end)            \
      spin (5);                                                      \
    g_assert_true (test);                                            \
  }                                                                  \
  G_STMT_END

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

static GtkSingleSelection *
get_selection (Fixture *fixture)
{
  return GTK_SINGLE_SELECTION (gtk_list_view_get_model (find_widget (fixture->table, GTK_TYPE_LIST_VIEW)));
}

static PtlListenerItem *
get_selected_item (Fixture *fixture)
{
  return gtk_single_selection_get_selected_item (get_selection (fixture));
}

static guint
port_at (Fixture *fixture,
         guint    position)
{
  g_autoptr (PtlListenerItem) item = g_list_model_get_item (G_LIST_MODEL (get_selection (fixture)), position);

  return ptl_listener_item_get_port (item);
}

static GtkWidget *
find_row (Fixture *fixture,
          guint16  port)
{
  GtkWidget *view = find_widget (fixture->table, GTK_TYPE_LIST_VIEW);

  for (GtkWidget *child = gtk_widget_get_first_child (view); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);
      PtlListenerItem *item = PTL_IS_LISTENER_ROW (row) ? ptl_listener_row_get_item (PTL_LISTENER_ROW (row)) : NULL;

      if (item != NULL && !ptl_listener_item_is_heading (item) && ptl_listener_item_get_port (item) == port)
        return child;
    }

  return NULL;
}

/* The title of a column, as a button. */
static GtkWidget *
find_title (Fixture   *fixture,
            PtlColumn  column)
{
  GtkWidget *button = gtk_widget_get_first_child (find_widget (fixture->table, PTL_TYPE_LISTENER_HEADER));

  for (PtlColumn i = 0; i < column; i++)
    button = gtk_widget_get_next_sibling (button);

  return button;
}

static void
read_again (Fixture *fixture)
{
  g_autoptr (PtlSnapshot) snapshot = make_snapshot (fixture->listeners);
  PtlListenerModel *model = ptl_listener_table_get_model (fixture->table);

  ptl_listener_table_update (fixture->table, snapshot, NULL);
  wait_for (ptl_listener_model_get_rows (model)->snapshot == snapshot);
}

static void
selected_cb (Fixture *fixture,
             guint    port)
{
  fixture->told = port;
}

static void
setup (Fixture      *fixture,
       gconstpointer data)
{
  static const char * const names[] = { "nginx", "postgres", "node" };

  fixture->listeners = new_listeners ();
  for (guint i = 0; i < 60; i++)
    g_ptr_array_add (fixture->listeners,
                     make_listener (1000 + 10 * i, i % 2 == 0 ? "0.0.0.0" : "127.0.0.1", 100 + i, names[i % 3], 1 + i));

  fixture->told = 0;
  fixture->window = gtk_window_new ();
  fixture->table = g_object_new (PTL_TYPE_LISTENER_TABLE, NULL);
  g_signal_connect_swapped (fixture->table, "selected", G_CALLBACK (selected_cb), fixture);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->table));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1000, 500);
  gtk_window_present (GTK_WINDOW (fixture->window));
  ptl_listener_table_show_results (fixture->table, NULL, NULL, NULL);
  read_again (fixture);
  wait_for (find_row (fixture, 1000) != NULL && gtk_widget_get_width (find_row (fixture, 1000)) > 900);
}

static void
teardown (Fixture      *fixture,
          gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_ptr_array_unref (fixture->listeners);
  spin (20);
}

static double
get_scroll (Fixture *fixture)
{
  return gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (find_widget (fixture->table, GTK_TYPE_SCROLLED_WINDOW)));
}

static double
get_y (Fixture *fixture,
       guint16  port)
{
  graphene_rect_t bounds;
  GtkWidget *row = find_row (fixture, port);

  g_assert_nonnull (row);
  g_assert_true (gtk_widget_compute_bounds (row, GTK_WIDGET (fixture->table), &bounds));

  return bounds.origin.y;
}

static void
test_titles_sort (Fixture      *fixture,
                  gconstpointer data)
{
  GtkWidget *port = find_title (fixture, PTL_COLUMN_PORT);
  GtkWidget *owner = find_title (fixture, PTL_COLUMN_OWNER);
  g_autofree char *column = NULL;

  gtk_test_accessible_assert_property (port, GTK_ACCESSIBLE_PROPERTY_LABEL, "Port, sorted ascending");
  gtk_test_accessible_assert_property (owner, GTK_ACCESSIBLE_PROPERTY_LABEL, "Program, sort by it");

  g_signal_emit_by_name (port, "clicked");
  g_assert_cmpuint (port_at (fixture, 0), ==, 1590);
  gtk_test_accessible_assert_property (port, GTK_ACCESSIBLE_PROPERTY_LABEL, "Port, sorted descending");

  /* Another column begins ascending; of the same program, the numbers ascend. */
  g_signal_emit_by_name (owner, "clicked");
  g_assert_cmpuint (port_at (fixture, 0), ==, 1000);
  g_assert_cmpuint (port_at (fixture, 1), ==, 1030);
  g_assert_cmpuint (port_at (fixture, 59), ==, 1580);
  gtk_test_accessible_assert_property (owner, GTK_ACCESSIBLE_PROPERTY_LABEL, "Program, sorted ascending");
  gtk_test_accessible_assert_property (port, GTK_ACCESSIBLE_PROPERTY_LABEL, "Port, sort by it");
  g_object_get (fixture->table, "sort-column", &column, NULL);
  g_assert_cmpstr (column, ==, "owner");
}

static void
test_rows_speak (Fixture      *fixture,
                 gconstpointer data)
{
  PtlListener *listener = make_listener (1001, "127.0.0.1", 7, "redis", 900);

  gtk_test_accessible_assert_property (find_row (fixture, 1000), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "1000, tcp, every interface, IPv4, nginx, User somebody, Since 2023-11-14");
  g_ptr_array_add (fixture->listeners, listener);
  read_again (fixture);
  wait_for (find_row (fixture, 1001) != NULL);
  gtk_test_accessible_assert_property (find_row (fixture, 1001), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "1001, tcp, this computer only, redis, User somebody, Since 2023-11-14, new");

  g_ptr_array_remove_fast (fixture->listeners, listener);
  read_again (fixture);
  gtk_test_accessible_assert_property (find_row (fixture, 1001), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "1001, tcp, this computer only, redis, User somebody, Since 2023-11-14, gone");
  wait_for (find_row (fixture, 1001) == NULL);
}

/* Whatever comes and goes: the same row is selected, has the focus, and stands where it stood. */
static void
test_refresh_moves_nothing (Fixture      *fixture,
                            gconstpointer data)
{
  GtkWidget *focus;
  PtlListenerItem *item;
  double y;

  g_assert_true (ptl_listener_table_select (fixture->table, 1400));
  g_assert_cmpuint (fixture->told, ==, 1400);
  spin (100);
  gtk_widget_grab_focus (find_row (fixture, 1400));
  spin (50);
  focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  item = get_selected_item (fixture);
  y = get_y (fixture, 1400);
  g_assert_cmpfloat (get_scroll (fixture), >, 0);
  g_assert_true (focus == find_row (fixture, 1400));

  for (guint i = 0; i < 12; i++)
    {
      g_ptr_array_add (fixture->listeners, make_listener (1001 + 45 * i, "0.0.0.0", 7, "redis", 1000 + i));
      g_ptr_array_remove_index (fixture->listeners, i);
      read_again (fixture);
      spin (50);
      g_assert_true (get_selected_item (fixture) == item);
      g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == find_row (fixture, 1400));
    }
  g_assert_cmpuint (fixture->told, ==, 1400);
  g_assert_cmpfloat_with_epsilon (get_y (fixture, 1400), y, 1);
  g_assert_cmpint (ptl_listener_table_get_selected (fixture->table), ==, 1400);
}

/* What was chosen goes for good, and is there again later. */
static void
test_selection_comes_back (Fixture      *fixture,
                           gconstpointer data)
{
  g_assert_true (ptl_listener_table_select (fixture->table, 1050));
  g_ptr_array_remove_index (fixture->listeners, 5);
  read_again (fixture);
  g_assert_cmpuint (ptl_listener_item_get_port (get_selected_item (fixture)), ==, 1050);
  wait_for (get_selected_item (fixture) == NULL);
  g_assert_cmpint (ptl_listener_table_get_selected (fixture->table), ==, 1050);

  fixture->told = 0;
  g_ptr_array_add (fixture->listeners, make_listener (1050, "127.0.0.1", 7, "redis", 900));
  read_again (fixture);
  g_assert_nonnull (get_selected_item (fixture));
  g_assert_cmpuint (ptl_listener_item_get_port (get_selected_item (fixture)), ==, 1050);
  /* The page is on screen already. */
  g_assert_cmpuint (fixture->told, ==, 0);
}

/* A focused row that goes for good leaves the focus in the table. */
static void
test_focus_outlives_its_row (Fixture      *fixture,
                             gconstpointer data)
{
  GtkWidget *focus;

  gtk_widget_grab_focus (find_row (fixture, 1050));
  g_ptr_array_remove_index (fixture->listeners, 5);
  read_again (fixture);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == find_row (fixture, 1050));
  wait_for (find_row (fixture, 1050) == NULL);
  focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_is_ancestor (focus, GTK_WIDGET (fixture->table)));
}

/* The pointer's own events: what an X server sends is not at hand in every test. */
static void
point_at (Fixture *fixture,
          guint16  port)
{
  GtkWidget *view = find_widget (fixture->table, GTK_TYPE_LIST_VIEW);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (view);
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (find_row (fixture, port), view, &bounds));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_MOTION (controller))
        g_signal_emit_by_name (controller, "motion", (double) bounds.origin.x + 20, (double) bounds.origin.y + 5);
    }
}

static void
test_pointer_keeps_its_row (Fixture      *fixture,
                            gconstpointer data)
{
  double y;

  /* At the very top, and further down; rows come above and below. */
  for (guint port = 1020; port <= 1220; port += 200)
    {
      if (port > 1100)
        g_assert_true (ptl_listener_table_select (fixture->table, 1300));
      spin (100);
      point_at (fixture, port);
      y = get_y (fixture, port);

      for (guint i = 0; i < 5; i++)
        {
          g_ptr_array_add (fixture->listeners, make_listener (900 + port + i, "0.0.0.0", 7, "redis", 5000 + port + i));
          g_ptr_array_add (fixture->listeners, make_listener (500 + i, "0.0.0.0", 7, "redis", 8000 + port + i));
          read_again (fixture);
          spin (60);
          g_assert_cmpfloat_with_epsilon (get_y (fixture, port), y, 1);
        }
    }
}

static void
group_by_process (Fixture *fixture)
{
  GtkDropDown *group = NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (gtk_widget_get_first_child (GTK_WIDGET (fixture->table)));
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_DROP_DOWN (child))
        group = GTK_DROP_DOWN (child);
    }
  g_assert_nonnull (group);
  gtk_drop_down_set_selected (group, PTL_GROUPING_PROCESS);
}

static void
test_groups (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (PtlListenerItem) first = NULL;

  group_by_process (fixture);
  first = g_list_model_get_item (G_LIST_MODEL (get_selection (fixture)), 0);
  g_assert_true (ptl_listener_item_is_heading (first));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (get_selection (fixture))), ==, 63);
  spin (100);
  gtk_test_accessible_assert_property (gtk_widget_get_first_child (find_widget (fixture->table, GTK_TYPE_LIST_VIEW)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "nginx, 20 listeners");

  /* Arrow keys pass headings by, downwards and upwards. */
  ptl_listener_table_move (fixture->table, 0);
  g_assert_cmpuint (fixture->told, ==, 1000);
  ptl_listener_table_move (fixture->table, 20);
  g_assert_false (ptl_listener_item_is_heading (get_selected_item (fixture)));
  g_assert_cmpuint (fixture->told, ==, 1020);
  ptl_listener_table_move (fixture->table, -1);
  g_assert_cmpuint (fixture->told, ==, 1570);
  ptl_listener_table_move (fixture->table, -1000);
  g_assert_cmpuint (fixture->told, ==, 1000);
}

static void
test_narrow_has_two_lines (Fixture      *fixture,
                           gconstpointer data)
{
  GtkWidget *header = find_widget (fixture->table, PTL_TYPE_LISTENER_HEADER);
  int wide;

  spin (200);
  wide = gtk_widget_get_height (find_row (fixture, 1000));
  g_assert_true (gtk_widget_get_mapped (header));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 500);
  wait_for (!gtk_widget_get_mapped (header));
  wait_for (gtk_widget_get_height (find_row (fixture, 1000)) > wide * 5 / 4);
  g_assert_cmpint (gtk_widget_get_width (fixture->window), <=, 400);
}

/* Whether there is a tooltip anywhere in the middle of a row's line. */
static gboolean
has_tooltip (GtkWidget *row,
             int        y)
{
  g_autoptr (GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  gboolean shown = FALSE;

  for (int x = 0; x < gtk_widget_get_width (row) && !shown; x += 5)
    g_signal_emit_by_name (row, "query-tooltip", x, y, FALSE, tooltip, &shown);

  return shown;
}

/* What its room cuts is read whole in a tooltip; what is not has none. */
static void
test_what_is_cut_has_a_tooltip (Fixture      *fixture,
                                gconstpointer data)
{
  GtkWidget *row;

  g_ptr_array_add (fixture->listeners, make_listener (999, "0.0.0.0", 7, "a-program-whose-name-needs-more-room-than-there-is", 77));
  read_again (fixture);
  wait_for (find_row (fixture, 999) != NULL);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 500);
  wait_for (!gtk_widget_get_mapped (find_widget (fixture->table, PTL_TYPE_LISTENER_HEADER)));
  row = gtk_widget_get_first_child (find_row (fixture, 999));
  wait_for (has_tooltip (row, gtk_widget_get_height (row) / 3));
  row = gtk_widget_get_first_child (find_row (fixture, 1000));
  g_assert_false (has_tooltip (row, gtk_widget_get_height (row) / 3));
}

/* The most telling of what is known of an owner; one that is hidden is not taken for a program. */
static void
test_owners_have_icons (Fixture      *fixture,
                        gconstpointer data)
{
  g_autoptr (PtlListener) hidden = make_listener (80, "0.0.0.0", 0, NULL, 1);
  g_autoptr (PtlListener) owned = make_listener (80, "0.0.0.0", 5, "nginx", 2);
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (fixture->window));

  g_assert_cmpstr (ptl_owner_icons_get_kind (hidden), ==, "changes-prevent-symbolic");
  hidden->unheld = TRUE;
  g_assert_cmpstr (ptl_owner_icons_get_kind (hidden), ==, "dialog-question-symbolic");
  g_assert_true (gtk_icon_theme_has_icon (theme, ptl_owner_icons_get_kind (hidden)));
  g_assert_cmpstr (ptl_owner_icons_get_kind (owned), ==, "application-x-executable-symbolic");
  g_assert_true (gtk_icon_theme_has_icon (theme, ptl_owner_icons_get_kind (owned)));

  owned->unit = g_strdup ("app-gnome-1.scope");
  g_assert_cmpstr (ptl_owner_icons_get_kind (owned), ==, "application-x-executable-symbolic");
  g_free (owned->unit);
  owned->unit = g_strdup ("nginx.service");
  g_assert_cmpstr (ptl_owner_icons_get_kind (owned), ==, "emblem-system-symbolic");
  owned->container_id = g_strdup ("0123456789ab");
  g_assert_cmpstr (ptl_owner_icons_get_kind (owned), ==, "package-x-generic-symbolic");
  owned->kernel = TRUE;
  g_assert_cmpstr (ptl_owner_icons_get_kind (owned), ==, "computer-symbolic");
}

/* Tab goes through titles and choices, takes the rows for one stop, and finds its way out at both ends. */
static void
test_tab_goes_through (Fixture      *fixture,
                       gconstpointer data)
{
  GtkWidget *table = GTK_WIDGET (fixture->table);
  GtkWidget *view = find_widget (fixture->table, GTK_TYPE_LIST_VIEW);
  GtkWidget *header = find_widget (fixture->table, PTL_TYPE_LISTENER_HEADER);
  guint n_titles = 0, n_rows = 0, n_stops = 0;

  for (guint turn = 0; turn < 2; turn++)
    {
      GtkDirectionType direction = turn == 0 ? GTK_DIR_TAB_FORWARD : GTK_DIR_TAB_BACKWARD;

      gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
      n_titles = n_rows = n_stops = 0;
      while (gtk_widget_child_focus (table, direction) && n_stops < 100)
        {
          GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));

          n_stops++;
          n_titles += gtk_widget_is_ancestor (focus, header);
          n_rows += gtk_widget_get_parent (focus) == view;
        }
      g_assert_cmpuint (n_rows, ==, 1);
      g_assert_cmpuint (n_titles, >=, 5);
      g_assert_cmpuint (n_stops, ==, n_rows + n_titles + 1);
    }
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

#define add(name, test) g_test_add ("/app/listener-table/" name, Fixture, NULL, setup, test, teardown)
  add ("titles-sort", test_titles_sort);
  add ("rows-speak", test_rows_speak);
  add ("refresh-moves-nothing", test_refresh_moves_nothing);
  add ("selection-comes-back", test_selection_comes_back);
  add ("focus-outlives-its-row", test_focus_outlives_its_row);
  add ("pointer-keeps-its-row", test_pointer_keeps_its_row);
  add ("groups", test_groups);
  add ("narrow-has-two-lines", test_narrow_has_two_lines);
  add ("what-is-cut-has-a-tooltip", test_what_is_cut_has_a_tooltip);
  add ("owners-have-icons", test_owners_have_icons);
  add ("tab-goes-through", test_tab_goes_through);
#undef add

  return g_test_run ();
}
