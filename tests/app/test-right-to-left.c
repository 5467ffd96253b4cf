#include "config.h"

#include <locale.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <gtk/gtk.h>

#include "app/ptl-join.h"
#include "app/ptl-page-view.h"
#include "app/ptl-port-list.h"
#include "app/ptl-port-row.h"
#include "app/ptl-range-bar.h"
#include "app/ptl-window.h"

/* The window in Arabic, by the build folder's own translation: it is a mirror image, but for numbers and names. */

static GtkApplication *application;

static gboolean
has_class (GtkWidget  *widget,
           const char *css_class)
{
  return css_class == NULL || gtk_widget_has_css_class (widget, css_class);
}

/* The first one on screen, in depth-first order. */
static gpointer
find_widget (gpointer    parent,
             GType       type,
             const char *css_class)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (parent, type) && has_class (parent, css_class) && gtk_widget_get_mapped (parent))
    return parent;

  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = find_widget (child, type, css_class);

      if (found != NULL)
        return found;
    }

  return NULL;
}

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

static graphene_rect_t
bounds_in (gpointer widget,
           gpointer ancestor)
{
  graphene_rect_t bounds = { 0, };

  g_assert_nonnull (widget);
  g_assert_true (gtk_widget_compute_bounds (widget, ancestor, &bounds));
  g_assert_cmpfloat (bounds.size.width, >, 0);

  return bounds;
}

static float
left_of (const graphene_rect_t *rect)
{
  return rect->origin.x;
}

static float
right_of (const graphene_rect_t *rect)
{
  return rect->origin.x + rect->size.width;
}

/* Where the pieces of text that a widget draws by itself begin and end, in its own pixels and in the order of drawing. */
static void
collect_text (GskRenderNode *node,
              float          x,
              GArray        *out)
{
  graphene_rect_t bounds;

  switch (gsk_render_node_get_node_type (node))
    {
    case GSK_CONTAINER_NODE:
      for (guint i = 0; i < gsk_container_node_get_n_children (node); i++)
        collect_text (gsk_container_node_get_child (node, i), x, out);
      break;

    case GSK_TRANSFORM_NODE:
      {
        float dx, dy;

        gsk_transform_to_translate (gsk_transform_node_get_transform (node), &dx, &dy);
        collect_text (gsk_transform_node_get_child (node), x + dx, out);
        break;
      }

    case GSK_TEXT_NODE:
      gsk_render_node_get_bounds (node, &bounds);
      graphene_rect_offset (&bounds, x, 0);
      g_array_append_val (out, bounds);
      break;

    default:
      break;
    }
}

static GArray *
get_drawn_text (GtkWidget *widget)
{
  GArray *out = g_array_new (FALSE, FALSE, sizeof (graphene_rect_t));
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;

  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  collect_text (node, 0, out);
  gsk_render_node_unref (node);

  return out;
}

static void
assert_row_is_mirrored (PtlPortRow *row)
{
  g_autoptr (GArray) text = get_drawn_text (GTK_WIDGET (row));
  float width = gtk_widget_get_width (GTK_WIDGET (row));
  const graphene_rect_t *number;

  /* The number is drawn first; beside it stand the name and the transports. */
  g_assert_cmpuint (text->len, >=, 3);
  number = &g_array_index (text, graphene_rect_t, 0);
  g_assert_cmpfloat (right_of (number), <=, width);
  g_assert_cmpfloat (left_of (number), >, width / 2);
  g_assert_cmpfloat (right_of (number), >, width - 24);

  for (guint i = 1; i < text->len; i++)
    g_assert_cmpfloat (right_of (&g_array_index (text, graphene_rect_t, i)), <, left_of (number));
}

static void
test_geometry (PtlWindow *window)
{
  GtkWidget *list = find_widget (window, PTL_TYPE_PORT_LIST, NULL);
  GtkWidget *page = find_widget (window, PTL_TYPE_PAGE_VIEW, NULL);
  GtkWidget *bar = find_widget (page, PTL_TYPE_RANGE_BAR, NULL);
  graphene_rect_t list_bounds = bounds_in (list, window);
  graphene_rect_t page_bounds = bounds_in (page, window);
  graphene_rect_t system = bounds_in (find_widget (bar, GTK_TYPE_BOX, "system"), bar);
  graphene_rect_t user = bounds_in (find_widget (bar, GTK_TYPE_BOX, "user"), bar);
  graphene_rect_t dynamic = bounds_in (find_widget (bar, GTK_TYPE_BOX, "dynamic"), bar);
  graphene_rect_t mark = bounds_in (find_widget (bar, GTK_TYPE_BOX, "mark"), bar);
  float width = gtk_widget_get_width (bar);

  g_assert_cmpint (gtk_widget_get_direction (GTK_WIDGET (window)), ==, GTK_TEXT_DIR_RTL);
  g_assert_cmpfloat (left_of (&list_bounds), >=, right_of (&page_bounds));

  g_assert_cmpfloat_with_epsilon (right_of (&system), width, 1);
  g_assert_cmpfloat (left_of (&system), >=, right_of (&user) - 3);
  g_assert_cmpfloat (left_of (&user), >=, right_of (&dynamic) - 3);
  g_assert_cmpfloat_with_epsilon (left_of (&dynamic), 0, 1);

  /* 80 lies close to 0, and 0 is at the right. */
  g_assert_cmpfloat (left_of (&mark), >, width * 0.99f);

  assert_row_is_mirrored (find_widget (list, PTL_TYPE_PORT_ROW, NULL));
}

static gboolean
is_arabic (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_unichar_get_script (g_utf8_get_char (p)) == G_UNICODE_SCRIPT_ARABIC)
        return TRUE;
    }

  return FALSE;
}

/* What the window says around the page is in Arabic, and none of it is cut; names of protocols stay as they are. */
static guint
check_words (GtkWidget *widget)
{
  guint n = 0;

  if (PTL_IS_PAGE_VIEW (widget))
    return 0;

  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget))
    {
      const char *text = gtk_label_get_text (GTK_LABEL (widget));

      if (!g_str_equal (text, "TCP") && !g_str_equal (text, "UDP") && *text != '\0')
        {
          g_test_message ("%s", text);
          g_assert_true (is_arabic (text));
          g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))));
          n++;
        }
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += check_words (child);

  return n;
}

/* A line of several parts is laid out from the right, though its first part is English. */
static void
test_joined_line (PtlWindow *window)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (PangoLayout) layout = NULL;
  PangoRectangle first, last;

  ptl_join_next (line);
  g_string_append (line, "RFC 6335");
  ptl_join_next (line);
  g_string_append (line, "IANA");

  layout = gtk_widget_create_pango_layout (GTK_WIDGET (window), line->str);
  pango_layout_index_to_pos (layout, strstr (line->str, "RFC") - line->str, &first);
  pango_layout_index_to_pos (layout, strstr (line->str, "IANA") - line->str, &last);
  g_assert_cmpint (first.x, >, last.x);
}

static void
test_window (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *root = g_dir_make_tmp ("portolan-mirror-XXXXXX", &error);
  g_autoptr (PtlMonitor) monitor = NULL;
  g_autoptr (PtlBook) book = ptl_book_new (NULL);
  PtlHostRoots roots = { .no_netlink = TRUE, .proc = root, .cgroup = root };
  PtlCatalog *catalog = ptl_catalog_get_default (&error);
  GtkWidget *list = NULL;
  PtlWindow *window;

  g_assert_no_error (error);
  monitor = ptl_monitor_new (ptl_host_new (&roots));
  window = PTL_WINDOW (ptl_window_new (application, catalog, monitor, book));
  gtk_window_set_default_size (GTK_WINDOW (window), 1120, 800);
  gtk_window_present (GTK_WINDOW (window));

  for (guint i = 0; i < 400 && list == NULL; i++)
    {
      spin (10);
      list = find_widget (window, PTL_TYPE_PORT_LIST, NULL);
    }
  gtk_editable_set_text (find_widget (window, GTK_TYPE_SEARCH_ENTRY, NULL), "80");
  for (guint i = 0; i < 400 && find_widget (window, PTL_TYPE_RANGE_BAR, NULL) == NULL; i++)
    spin (10);
  spin (200);

  test_geometry (window);
  test_joined_line (window);
  g_assert_cmpuint (check_words (GTK_WIDGET (window)), >=, 7);

  gtk_window_destroy (GTK_WINDOW (window));
  spin (20);
  g_rmdir (root);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GError) error = NULL;
  int status;

  /* Not gtk_test_init(): that sets a locale in which nothing is translated. */
  g_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("PORTOLAN_LOCALE_DIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  gtk_init ();

  /* GTK turns by its own Arabic translation, which not every system has installed. */
  if (gtk_widget_get_default_direction () != GTK_TEXT_DIR_RTL)
    {
      g_test_message ("GTK has no Arabic translation here");
      gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
    }

  application = gtk_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);

  g_test_add_func ("/app/right-to-left", test_window);

  status = g_test_run ();
  g_object_unref (application);

  return status;
}
