#include "config.h"

#include <string.h>

#include "app/ptl-join.h"
#include "app/ptl-page-view.h"
#include "app/ptl-port-list.h"
#include "app/ptl-port-row.h"
#include "app/ptl-range-bar.h"
#include "translated-window.h"

/* The window in Arabic, by the build folder's own translation: it is a mirror image, but for numbers and names. */

static GtkApplication *application;

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
  GtkWidget *list = translated_find (window, PTL_TYPE_PORT_LIST, NULL);
  GtkWidget *page = translated_find (window, PTL_TYPE_PAGE_VIEW, NULL);
  GtkWidget *bar = translated_find (page, PTL_TYPE_RANGE_BAR, NULL);
  graphene_rect_t list_bounds = bounds_in (list, window);
  graphene_rect_t page_bounds = bounds_in (page, window);
  graphene_rect_t system = bounds_in (translated_find (bar, GTK_TYPE_BOX, "system"), bar);
  graphene_rect_t user = bounds_in (translated_find (bar, GTK_TYPE_BOX, "user"), bar);
  graphene_rect_t dynamic = bounds_in (translated_find (bar, GTK_TYPE_BOX, "dynamic"), bar);
  graphene_rect_t mark = bounds_in (translated_find (bar, GTK_TYPE_BOX, "mark"), bar);
  float width = gtk_widget_get_width (bar);

  g_assert_cmpint (gtk_widget_get_direction (GTK_WIDGET (window)), ==, GTK_TEXT_DIR_RTL);
  g_assert_cmpfloat (left_of (&list_bounds), >=, right_of (&page_bounds));

  g_assert_cmpfloat_with_epsilon (right_of (&system), width, 1);
  g_assert_cmpfloat (left_of (&system), >=, right_of (&user) - 3);
  g_assert_cmpfloat (left_of (&user), >=, right_of (&dynamic) - 3);
  g_assert_cmpfloat_with_epsilon (left_of (&dynamic), 0, 1);

  /* 80 lies close to 0, and 0 is at the right. */
  g_assert_cmpfloat (left_of (&mark), >, width * 0.99f);

  assert_row_is_mirrored (translated_find (list, PTL_TYPE_PORT_ROW, NULL));
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
static void
check_text (GtkWidget  *widget,
            const char *text,
            gpointer    data)
{
  if (!GTK_IS_LABEL (widget) || g_str_equal (text, "TCP") || g_str_equal (text, "UDP"))
    return;

  g_test_message ("%s", text);
  g_assert_true (is_arabic (text));
  g_assert_false (translated_is_cut (widget));
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
  PtlWindow *window = translated_open (application, 1120, NULL, 0);

  translated_look_up (window, "80");

  test_geometry (window);
  test_joined_line (window);
  g_assert_cmpuint (translated_check_each (window, PTL_TYPE_PAGE_VIEW, check_text, NULL), >=, 7);

  translated_close (window);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  application = translated_init (&argc, &argv);

  /* GTK turns by its own Arabic translation, which not every system has installed. */
  if (gtk_widget_get_default_direction () != GTK_TEXT_DIR_RTL)
    {
      g_test_message ("GTK has no Arabic translation here");
      gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
    }

  g_test_add_func ("/app/right-to-left", test_window);

  status = g_test_run ();
  g_object_unref (application);

  return status;
}
