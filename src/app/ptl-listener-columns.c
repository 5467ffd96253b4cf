#include "config.h"

#include "app/ptl-listener-columns.h"

#include "app/ptl-listener-text.h"

#define PADDING 7
#define SPACING 2
#define GAP     12

/* The arrow beside the title by which the table is sorted, and the space before it. */
#define ARROW 26

/* In digits: what a cell needs to be of use, and what it needs to show what most of them hold. */
static const struct
{
  int minimum;
  int natural;
} widths[PTL_N_COLUMNS] = {
  [PTL_COLUMN_PORT] = { 6, 6 },
  [PTL_COLUMN_TRANSPORT] = { 6, 6 },
  [PTL_COLUMN_ADDRESS] = { 20, 24 },
  [PTL_COLUMN_OWNER] = { 14, 20 },
  [PTL_COLUMN_UNIT] = { 14, 20 },
  [PTL_COLUMN_USER] = { 7, 11 },
  [PTL_COLUMN_SINCE] = { 8, 11 },
};

/* Which columns come as there is more room: what somebody looks for first. */
static const PtlColumn by_use[PTL_N_COLUMNS] = {
  PTL_COLUMN_PORT, PTL_COLUMN_ADDRESS, PTL_COLUMN_OWNER, PTL_COLUMN_TRANSPORT, PTL_COLUMN_USER, PTL_COLUMN_UNIT,
  PTL_COLUMN_SINCE,
};

/* With fewer columns than these, two lines say more. */
#define FEWEST 4

static const PtlColumn flexible[] = { PTL_COLUMN_ADDRESS, PTL_COLUMN_OWNER, PTL_COLUMN_UNIT };

/* In some languages a title is wider than all that stands below it. */
static int
get_minimum (const PtlListenerColumns *self,
             PtlColumn                 column)
{
  return MAX (widths[column].minimum * self->digit, self->cells[column].title);
}

static int
get_natural (const PtlListenerColumns *self,
             PtlColumn                 column)
{
  return MAX (widths[column].natural * self->digit, self->cells[column].title);
}

/**
 * ptl_listener_columns_measure:
 * @widget: a widget whose font the rows have
 *
 * Measures the font. To be called again when it changes.
 */
void
ptl_listener_columns_measure (PtlListenerColumns *self,
                              GtkWidget          *widget)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, NULL);
  int width = self->width;

  pango_layout_set_markup (layout, "<b>00000</b>", -1);
  pango_layout_get_pixel_size (layout, &self->digit, &self->line);
  self->digit = MAX (1, (self->digit + 4) / 5);
  pango_layout_set_markup (layout, "<span size=\"90%\">Xg</span>", -1);
  pango_layout_get_pixel_size (layout, NULL, &self->small_line);
  self->gap = GAP;
  /* The sizes that icons are drawn for. */
  self->icon = self->line < 22 ? 16 : self->line < 30 ? 24 : 32;
  for (PtlColumn column = 0; column < PTL_N_COLUMNS; column++)
    {
      g_autofree char *title = g_markup_printf_escaped ("<b>%s</b>", ptl_column_get_title (column));

      pango_layout_set_markup (layout, title, -1);
      pango_layout_get_pixel_size (layout, &self->cells[column].title, NULL);
      self->cells[column].title += ARROW;
    }

  self->width = -1;
  ptl_listener_columns_set_width (self, width);
}

/**
 * ptl_listener_columns_set_width:
 * @width: pixels that a row has
 *
 * Says which cells there is room for, and where they stand.
 */
void
ptl_listener_columns_set_width (PtlListenerColumns *self,
                                int                 width)
{
  int left = width - self->gap;
  int n_visible = 0, n_flexible = 0, x = self->gap;

  if (self->width == width)
    return;

  self->width = width;
  for (guint i = 0; i < PTL_N_COLUMNS; i++)
    {
      PtlColumn column = by_use[i];
      int need = get_minimum (self, column) + self->gap;

      self->cells[column].visible = need <= left && n_visible == (int) i;
      if (!self->cells[column].visible)
        continue;
      self->cells[column].width = get_minimum (self, column);
      left -= need;
      n_visible++;
    }

  self->two_lines = n_visible < FEWEST;
  self->row_height = self->two_lines ? 2 * PADDING + self->line + SPACING + self->small_line : 2 * PADDING + self->line;

  for (guint i = 0; i < PTL_N_COLUMNS && left > 0; i++)
    {
      PtlColumn column = by_use[i];
      int more = MIN (left, get_natural (self, column) - get_minimum (self, column));

      if (!self->cells[column].visible)
        continue;
      self->cells[column].width += more;
      left -= more;
    }

  for (guint i = 0; i < G_N_ELEMENTS (flexible); i++)
    n_flexible += self->cells[flexible[i]].visible;
  for (guint i = 0; i < G_N_ELEMENTS (flexible) && n_flexible > 0; i++)
    {
      if (self->cells[flexible[i]].visible)
        self->cells[flexible[i]].width += left / n_flexible;
    }

  for (PtlColumn column = 0; column < PTL_N_COLUMNS; column++)
    {
      if (!self->cells[column].visible)
        continue;
      self->cells[column].x = x;
      x += self->cells[column].width + self->gap;
    }
}
