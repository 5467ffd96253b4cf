#include "config.h"

#include "app/ptl-listener-row.h"

#include <glib/gi18n-lib.h>

#include "app/ptl-color.h"
#include "app/ptl-join.h"
#include "app/ptl-listener-text.h"
#include "app/ptl-row-draw.h"
#include "app/ptl-row-text.h"

/*
 * PtlListenerRow: one row of the table of listeners, or a heading. Like PtlPortRow it is one widget that shapes its text when
 * it is drawn; where the columns stand, the table says.
 */
struct _PtlListenerRow
{
  GtkWidget                 parent_instance;

  const PtlListenerColumns *columns; /* the table's; outlives its rows */
  PtlOwnerIcons            *icons;   /* the table's; outlives its rows */
  PtlListenerItem          *item;    /* (owned) (nullable) */
  gulong                    item_handler;
  const char * const       *words;   /* (nullable): the table's; what to mark */
  PtlRowCuts               *cuts;    /* (owned) */
};

/* Between the icon and the owner. */
#define ICON_GAP 8

G_DEFINE_FINAL_TYPE (PtlListenerRow, ptl_listener_row, GTK_TYPE_WIDGET)

static const char *
name_of_unknown (PtlListenerItem *item,
                 PtlColumn        column)
{
  if (column != PTL_COLUMN_OWNER)
    return NULL;

  return ptl_listener_item_get_entry (item)->listener->unheld ? _("no process was found") : _("hidden from you");
}

static PangoAttrList *
bold_digits (void)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));

  return attributes;
}

static void
draw_heading (PtlListenerRow *self,
              GtkSnapshot    *snapshot,
              const GdkRGBA  *color,
              const GdkRGBA  *dim)
{
  const PtlListenerColumns *c = self->columns;
  GtkWidget *widget = GTK_WIDGET (self);
  g_autoptr (PangoAttrList) bold = pango_attr_list_new ();
  g_autofree char *count = NULL;
  int width = gtk_widget_get_width (widget);
  int y = gtk_widget_get_height (widget) - c->line - 5;
  int taken;

  pango_attr_list_insert (bold, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  taken = ptl_row_draw_text (widget, snapshot, self->cuts, ptl_listener_item_get_entry (self->item)->title, bold, color,
                             c->gap, y, width - 6 * c->gap, FALSE);
  count = g_strdup_printf ("%u", ptl_listener_item_get_entry (self->item)->n_rows);
  ptl_row_draw_text (widget, snapshot, self->cuts, count, NULL, dim, c->gap + taken + c->gap, y, 4 * c->gap, FALSE);
  gtk_snapshot_append_color (snapshot, &(GdkRGBA) { dim->red, dim->green, dim->blue, dim->alpha * 0.3f },
                             &GRAPHENE_RECT_INIT (c->gap, gtk_widget_get_height (widget) - 1, width - 2 * c->gap, 1));
}

static void
draw_icon (PtlListenerRow *self,
           GtkSnapshot    *snapshot,
           const GdkRGBA  *color,
           int             x,
           int             y)
{
  ptl_owner_icons_draw (self->icons, GTK_WIDGET (self), snapshot, ptl_listener_item_get_entry (self->item)->listener, color,
                        x, y + (self->columns->line - self->columns->icon) / 2, self->columns->icon);
}

static void
draw_cell (PtlListenerRow *self,
           GtkSnapshot    *snapshot,
           PtlColumn       column,
           const GdkRGBA  *color,
           const GdkRGBA  *dim,
           int             y,
           int             taken_at_end)
{
  const PtlListenerColumns *c = self->columns;
  g_autofree char *text = ptl_listener_text_dup (ptl_listener_item_get_entry (self->item), column);
  g_autoptr (PangoAttrList) attributes = NULL;
  const char *unknown = name_of_unknown (self->item, column);
  gboolean plain = column == PTL_COLUMN_PORT || column == PTL_COLUMN_OWNER || column == PTL_COLUMN_ADDRESS;
  int x = c->cells[column].x;

  if (text == NULL && unknown == NULL)
    return;

  if (column == PTL_COLUMN_PORT)
    attributes = bold_digits ();
  else
    attributes = ptl_row_text_mark (text != NULL ? text : unknown, text != NULL ? self->words : NULL, FALSE);

  if (column == PTL_COLUMN_OWNER)
    {
      draw_icon (self, snapshot, dim, x, y);
      x += c->icon + ICON_GAP;
    }

  ptl_row_draw_text (GTK_WIDGET (self), snapshot, self->cuts, text != NULL ? text : unknown, attributes,
                     text != NULL && plain ? color : dim,
                     x, y, c->cells[column].x + c->cells[column].width - x - taken_at_end,
                     column == PTL_COLUMN_PORT && ptl_row_draw_puts_digits_at_end (GTK_WIDGET (self)));
}

static void
draw_columns (PtlListenerRow *self,
              GtkSnapshot    *snapshot,
              const GdkRGBA  *color,
              const GdkRGBA  *dim)
{
  const PtlListenerColumns *c = self->columns;
  const char *mark = ptl_listener_text_mark (ptl_listener_item_get_entry (self->item));
  int y = (gtk_widget_get_height (GTK_WIDGET (self)) - c->line) / 2;
  int taken = 0;

  if (mark != NULL)
    taken = ptl_row_draw_tag (GTK_WIDGET (self), snapshot, mark, color,
                              c->cells[PTL_COLUMN_OWNER].x + c->cells[PTL_COLUMN_OWNER].width, y, c->line) + c->gap / 2;

  for (PtlColumn column = 0; column < PTL_N_COLUMNS; column++)
    {
      if (c->cells[column].visible)
        draw_cell (self, snapshot, column, color, dim, y, column == PTL_COLUMN_OWNER ? taken : 0);
    }
}

/* The second line: everything else, most telling first, as far as there is room. */
static char *
join_details (PtlListenerRow *self)
{
  static const PtlColumn details[] = {
    PTL_COLUMN_ADDRESS, PTL_COLUMN_TRANSPORT, PTL_COLUMN_UNIT, PTL_COLUMN_USER, PTL_COLUMN_SINCE,
  };
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (details); i++)
    {
      g_autofree char *text = ptl_listener_text_dup (ptl_listener_item_get_entry (self->item), details[i]);

      if (text != NULL)
        {
          ptl_join_next (line);
          g_string_append (line, text);
        }
    }

  return g_string_free (g_steal_pointer (&line), FALSE);
}

static void
draw_two_lines (PtlListenerRow *self,
                GtkSnapshot    *snapshot,
                const GdkRGBA  *color,
                const GdkRGBA  *dim)
{
  const PtlListenerColumns *c = self->columns;
  GtkWidget *widget = GTK_WIDGET (self);
  const char *mark = ptl_listener_text_mark (ptl_listener_item_get_entry (self->item));
  g_autofree char *port = ptl_listener_text_dup (ptl_listener_item_get_entry (self->item), PTL_COLUMN_PORT);
  g_autofree char *owner = ptl_listener_text_dup (ptl_listener_item_get_entry (self->item), PTL_COLUMN_OWNER);
  g_autofree char *details = join_details (self);
  g_autoptr (PangoAttrList) digits = bold_digits ();
  g_autoptr (PangoAttrList) owner_marks = NULL;
  g_autoptr (PangoAttrList) detail_marks = NULL;
  int width = gtk_widget_get_width (widget);
  int number = 5 * c->digit;
  int start = c->gap + number + c->gap;
  int owner_start = start + c->icon + ICON_GAP;
  int top = (gtk_widget_get_height (widget) - c->line - c->small_line) / 2;
  int taken = 0;

  ptl_row_draw_text (widget, snapshot, self->cuts, port, digits, color, c->gap, top, number,
                     ptl_row_draw_puts_digits_at_end (widget));
  if (mark != NULL)
    taken = ptl_row_draw_tag (widget, snapshot, mark, color, width - c->gap, top, c->line) + c->gap;

  owner_marks = ptl_row_text_mark (owner != NULL ? owner : "", self->words, FALSE);
  ptl_row_draw_text (widget, snapshot, self->cuts, owner != NULL ? owner : name_of_unknown (self->item, PTL_COLUMN_OWNER),
                     owner_marks, owner != NULL ? color : dim, owner_start, top, width - owner_start - taken - c->gap, FALSE);
  draw_icon (self, snapshot, dim, start, top);

  detail_marks = ptl_row_text_mark (details, self->words, TRUE);
  ptl_row_draw_text (widget, snapshot, self->cuts, details, detail_marks, dim,
                     start, top + c->line, width - start - c->gap, FALSE);
}

static void
ptl_listener_row_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  PtlListenerRow *self = PTL_LISTENER_ROW (widget);
  GdkRGBA color, dim;

  g_array_set_size (self->cuts, 0);
  if (self->item == NULL)
    return;

  ptl_widget_get_color (widget, &color);
  /* What is gone is dimmed; the word beside it says the same to those who can't tell. */
  if (ptl_listener_item_get_mark (self->item) == PTL_MARK_GONE)
    color.alpha *= 0.6f;
  dim = color;
  dim.alpha *= 0.75f;

  if (ptl_listener_item_is_heading (self->item))
    draw_heading (self, snapshot, &color, &dim);
  else if (self->columns->two_lines)
    draw_two_lines (self, snapshot, &color, &dim);
  else
    draw_columns (self, snapshot, &color, &dim);
}

static void
ptl_listener_row_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  PtlListenerRow *self = PTL_LISTENER_ROW (widget);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = self->columns->row_height;
    }
  else
    {
      *minimum = self->columns->digit * 16;
      *natural = self->columns->digit * 45;
    }
}

static gboolean
ptl_listener_row_query_tooltip (GtkWidget  *widget,
                                int         x,
                                int         y,
                                gboolean    keyboard_tooltip,
                                GtkTooltip *tooltip)
{
  return !keyboard_tooltip && ptl_row_cuts_query_tooltip (PTL_LISTENER_ROW (widget)->cuts, x, y, tooltip);
}

static void
item_changed_cb (PtlListenerRow *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *description = ptl_listener_text_describe (ptl_listener_item_get_entry (self->item));

  /* A screen reader lands on the list's own row widget, which is this widget's parent. */
  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
ptl_listener_row_dispose (GObject *object)
{
  PtlListenerRow *self = PTL_LISTENER_ROW (object);

  ptl_listener_row_set_item (self, NULL);
  g_clear_pointer (&self->cuts, g_array_unref);

  G_OBJECT_CLASS (ptl_listener_row_parent_class)->dispose (object);
}

static void
ptl_listener_row_class_init (PtlListenerRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ptl_listener_row_dispose;

  widget_class->snapshot = ptl_listener_row_snapshot;
  widget_class->measure = ptl_listener_row_measure;
  widget_class->query_tooltip = ptl_listener_row_query_tooltip;

  gtk_widget_class_set_css_name (widget_class, "listenerrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ptl_listener_row_init (PtlListenerRow *self)
{
  self->cuts = ptl_row_cuts_new ();
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

/**
 * ptl_listener_row_new:
 * @columns: where the cells stand; has to outlive the row
 * @icons: the owners' icons; has to outlive the row
 *
 * Returns: (transfer floating): a row without an item
 */
GtkWidget *
ptl_listener_row_new (const PtlListenerColumns *columns,
                      PtlOwnerIcons            *icons)
{
  PtlListenerRow *self = g_object_new (PTL_TYPE_LISTENER_ROW, NULL);

  self->columns = columns;
  self->icons = icons;

  return GTK_WIDGET (self);
}

/**
 * ptl_listener_row_set_item:
 * @item: (nullable): what to show
 *
 * Shows another listener. Cheap: text is shaped when the row is drawn.
 */
void
ptl_listener_row_set_item (PtlListenerRow  *self,
                           PtlListenerItem *item)
{
  g_return_if_fail (PTL_IS_LISTENER_ROW (self));

  if (self->item != NULL)
    g_clear_signal_handler (&self->item_handler, self->item);

  g_set_object (&self->item, item);

  if (item != NULL)
    {
      self->item_handler = g_signal_connect_object (item, "changed", G_CALLBACK (item_changed_cb), self,
                                                    G_CONNECT_SWAPPED);
      item_changed_cb (self);
    }
}

/**
 * ptl_listener_row_get_item:
 *
 * Returns: (transfer none) (nullable): what the row shows
 */
PtlListenerItem *
ptl_listener_row_get_item (PtlListenerRow *self)
{
  g_return_val_if_fail (PTL_IS_LISTENER_ROW (self), NULL);

  return self->item;
}

/**
 * ptl_listener_row_set_words:
 * @words: (nullable): folded words to mark where they stand in the row; has to live until the next call
 *
 * Marks what the search matched.
 */
void
ptl_listener_row_set_words (PtlListenerRow     *self,
                            const char * const *words)
{
  g_return_if_fail (PTL_IS_LISTENER_ROW (self));

  if (self->words == words)
    return;

  self->words = words;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
