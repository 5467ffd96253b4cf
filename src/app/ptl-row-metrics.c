#include "config.h"

#include "app/ptl-row-metrics.h"

#define PADDING 8
#define SPACING 2
#define GAP     12

static int
line_height (PangoLayout *layout,
             const char  *markup,
             int         *out_width)
{
  int height;

  pango_layout_set_markup (layout, markup, -1);
  pango_layout_get_pixel_size (layout, out_width, &height);

  return height;
}

/**
 * ptl_row_metrics_measure:
 * @widget: a widget whose font the rows have
 *
 * Measures what the rows of a list share. To be called again when the font changes.
 */
void
ptl_row_metrics_measure (PtlRowMetrics *self,
                         GtkWidget     *widget)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, NULL);
  int first, second, unused;

  first = line_height (layout, "<b>00000</b>", &self->number_width);
  second = line_height (layout, "<span size=\"90%\">Xg</span>", &unused);

  self->gap = GAP;
  self->first_line = PADDING;
  self->second_line = PADDING + first + SPACING;
  self->height = self->second_line + second + PADDING;
  self->only_line = (self->height - first) / 2;
}
