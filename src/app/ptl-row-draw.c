#include "config.h"

#include "app/ptl-row-draw.h"

#include "app/ptl-row-metrics.h"

/* What rows that draw themselves share. Coordinates are those of a row that is read from left to right; where it is not,
 * they are mirrored here. */

#define TAG_PADDING 6

typedef struct
{
  GdkRectangle  area; /* in the row */
  char         *text; /* (owned) */
} Cut;

static void
cut_clear (gpointer data)
{
  g_free (((Cut *) data)->text);
}

/**
 * ptl_row_cuts_new:
 *
 * Returns: (transfer full): a list of nothing, to be emptied by g_array_set_size() before each drawing
 */
PtlRowCuts *
ptl_row_cuts_new (void)
{
  PtlRowCuts *self = g_array_new (FALSE, FALSE, sizeof (Cut));

  g_array_set_clear_func (self, cut_clear);

  return self;
}

/**
 * ptl_row_cuts_query_tooltip:
 * @self: what was cut when the row was last drawn
 * @x: the pointer's place in the row
 * @y: likewise
 * @tooltip: a tooltip
 *
 * Sets a tooltip to the whole of a text that was cut, where the pointer is at one.
 *
 * Returns: whether it is, so that the tooltip is to be shown
 */
gboolean
ptl_row_cuts_query_tooltip (PtlRowCuts *self,
                            int         x,
                            int         y,
                            GtkTooltip *tooltip)
{
  for (guint i = 0; i < self->len; i++)
    {
      const Cut *cut = &g_array_index (self, Cut, i);

      if (gdk_rectangle_contains_point (&cut->area, x, y))
        {
          gtk_tooltip_set_text (tooltip, cut->text);
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * ptl_row_draw_text:
 * @widget: the row
 * @cuts: where to add the text if it is cut
 * @text: one line
 * @attributes: (nullable): how to write it
 * @color: in which colour
 * @x: where it may begin
 * @y: the top of the line
 * @width: how much room there is; what does not fit is cut, and dots say so
 * @at_end: whether to set it at the end of that room
 *
 * Writes one line.
 *
 * Returns: how wide it is, in pixels
 */
int
ptl_row_draw_text (GtkWidget     *widget,
                   GtkSnapshot   *snapshot,
                   PtlRowCuts    *cuts,
                   const char    *text,
                   PangoAttrList *attributes,
                   const GdkRGBA *color,
                   int            x,
                   int            y,
                   int            width,
                   gboolean       at_end)
{
  g_autoptr (PangoLayout) layout = NULL;
  PangoRectangle logical;
  int left;

  if (width <= 0)
    return 0;

  layout = gtk_widget_create_pango_layout (widget, text);
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_get_pixel_extents (layout, NULL, &logical);

  /* The layout sets text of the other direction at the other end of its width; logical.x says where it came to stand. */
  left = at_end ? x + width - logical.width : x;
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    left = gtk_widget_get_width (widget) - left - logical.width;

  if (pango_layout_is_ellipsized (layout))
    {
      Cut cut = { { left, y, logical.width, logical.height }, g_strdup (text) };

      g_array_append_val (cuts, cut);
    }

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (left - logical.x, y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);

  return logical.width;
}

/**
 * ptl_row_draw_puts_digits_at_end:
 * @widget: what shows a column of numbers
 *
 * Says where numbers stand in their column. Digits are written from left to right in every language, so their last
 * ones stand below each other only at the right, which is the column's end or its start.
 *
 * Returns: whether at its end
 */
gboolean
ptl_row_draw_puts_digits_at_end (GtkWidget *widget)
{
  return gtk_widget_get_direction (widget) != GTK_TEXT_DIR_RTL;
}

/**
 * ptl_row_draw_tag:
 * @widget: the row
 * @text: a word
 * @color: the row's colour
 * @end: where the tag has to end
 * @y: the top of the line
 * @line_height: of the line
 *
 * Draws a word in an outline: a mark that needs no colour.
 *
 * Returns: how much room it takes, in pixels
 */
int
ptl_row_draw_tag (GtkWidget     *widget,
                  GtkSnapshot   *snapshot,
                  const char    *text,
                  const GdkRGBA *color,
                  int            end,
                  int            y,
                  int            line_height)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  GskRoundedRect outline;
  int width, height, left;

  pango_attr_list_insert (attributes, pango_attr_scale_new (PTL_ROW_SMALL));
  pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, &width, &height);
  width += 2 * TAG_PADDING;

  left = end - width;
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    left = gtk_widget_get_width (widget) - left - width;
  y += (line_height - height) / 2;

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (left, y, width, height), height / 2.0f);
  gtk_snapshot_append_border (snapshot, &outline, (const float[4]) { 1, 1, 1, 1 },
                              (const GdkRGBA[4]) { *color, *color, *color, *color });
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (left + TAG_PADDING, y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);

  return width;
}
