#include "config.h"

#include "app/ptl-port-row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/ptl-color.h"
#include "app/ptl-row-draw.h"
#include "app/ptl-row-text.h"

/*
 * PtlPortRow: one row of the list of ports: number, name, what it is used for, who listens. A keystroke binds some 200
 * rows of which a screen shows twenty, so a row is one widget of fixed height, and shapes its text only when it is drawn.
 */
struct _PtlPortRow
{
  GtkWidget            parent_instance;

  PtlCatalog          *catalog; /* (owned) */
  const PtlRowMetrics *metrics; /* the list's; outlives its rows */
  PtlPortItem         *item;    /* (owned) (nullable) */
  gulong               item_handler;
  const char * const  *words;   /* (nullable): the list's; what to mark */
  PtlRowCuts          *cuts;    /* (owned) */
};

G_DEFINE_FINAL_TYPE (PtlPortRow, ptl_port_row, GTK_TYPE_WIDGET)

static void
ptl_port_row_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  PtlPortRow *self = PTL_PORT_ROW (widget);
  const PtlRowMetrics *m = self->metrics;
  g_autoptr (PangoAttrList) bold = NULL;
  g_autoptr (PangoAttrList) small = NULL;
  g_auto (PtlRowText) text = { 0 };
  GdkRGBA color, dim;
  int width = gtk_widget_get_width (widget);
  int start = m->gap + m->number_width + m->gap;
  int first_line, taken;

  g_array_set_size (self->cuts, 0);
  if (self->item == NULL)
    return;

  ptl_row_text_init (&text, self->catalog, self->item);
  first_line = text.detail != NULL ? m->first_line : m->only_line;
  ptl_widget_get_color (widget, &color);
  dim = color;
  dim.alpha *= 0.7f;

  bold = pango_attr_list_new ();
  pango_attr_list_insert (bold, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_attr_list_insert (bold, pango_attr_font_features_new ("tnum=1"));
  ptl_row_draw_text (widget, snapshot, self->cuts, text.number, bold, &color, m->gap, first_line, m->number_width,
                     ptl_row_draw_puts_digits_at_end (widget));

  small = pango_attr_list_new ();
  pango_attr_list_insert (small, pango_attr_scale_new (PTL_ROW_SMALL));
  taken = ptl_row_draw_text (widget, snapshot, self->cuts, text.end, small, text.here_now ? &color : &dim,
                             start + (width - start) / 3, first_line + 1,
                             width - m->gap - start - (width - start) / 3, TRUE);

  {
    g_autoptr (PangoAttrList) marked = ptl_row_text_mark (text.name, self->words, FALSE);

    int room = width - start - taken - 2 * m->gap;
    int named = ptl_row_draw_text (widget, snapshot, self->cuts, text.name, marked, text.has_name ? &color : &dim,
                                   start, first_line, room, FALSE);

    if (text.starred && named + 2 * m->gap < room)
      ptl_row_draw_text (widget, snapshot, self->cuts, "★", small, &color, start + named + m->gap / 2, first_line + 1,
                         room - named - m->gap / 2, FALSE);
  }

  if (text.detail != NULL)
    {
      g_autoptr (PangoAttrList) marked = ptl_row_text_mark (text.detail, self->words, TRUE);

      ptl_row_draw_text (widget, snapshot, self->cuts, text.detail, marked, &dim,
                         start, m->second_line, width - start - m->gap, FALSE);
    }
}

static void
ptl_port_row_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  PtlPortRow *self = PTL_PORT_ROW (widget);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = self->metrics->height;
    }
  else
    {
      *minimum = self->metrics->number_width * 3;
      *natural = self->metrics->number_width * 9;
    }
}

static gboolean
ptl_port_row_query_tooltip (GtkWidget  *widget,
                            int         x,
                            int         y,
                            gboolean    keyboard_tooltip,
                            GtkTooltip *tooltip)
{
  return !keyboard_tooltip && ptl_row_cuts_query_tooltip (PTL_PORT_ROW (widget)->cuts, x, y, tooltip);
}

static void
item_changed_cb (PtlPortRow *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *description = ptl_port_row_describe (self->catalog, self->item);

  /* A screen reader lands on the list's own row widget, which is this widget's parent. */
  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
ptl_port_row_dispose (GObject *object)
{
  PtlPortRow *self = PTL_PORT_ROW (object);

  ptl_port_row_set_item (self, NULL);
  g_clear_pointer (&self->catalog, ptl_catalog_unref);
  g_clear_pointer (&self->cuts, g_array_unref);

  G_OBJECT_CLASS (ptl_port_row_parent_class)->dispose (object);
}

static void
ptl_port_row_class_init (PtlPortRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ptl_port_row_dispose;

  widget_class->snapshot = ptl_port_row_snapshot;
  widget_class->measure = ptl_port_row_measure;
  widget_class->query_tooltip = ptl_port_row_query_tooltip;

  gtk_widget_class_set_css_name (widget_class, "portrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ptl_port_row_init (PtlPortRow *self)
{
  self->cuts = ptl_row_cuts_new ();
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

/**
 * ptl_port_row_new:
 * @catalog: what the row tells of a port
 * @metrics: what the rows of its list share; has to outlive the row
 *
 * Returns: (transfer floating): a row without an item
 */
GtkWidget *
ptl_port_row_new (PtlCatalog          *catalog,
                  const PtlRowMetrics *metrics)
{
  PtlPortRow *self = g_object_new (PTL_TYPE_PORT_ROW, NULL);

  self->catalog = ptl_catalog_ref (catalog);
  self->metrics = metrics;

  return GTK_WIDGET (self);
}

/**
 * ptl_port_row_set_item:
 * @item: (nullable): whose port to show
 *
 * Shows another port. Cheap: text is shaped when the row is drawn.
 */
void
ptl_port_row_set_item (PtlPortRow  *self,
                       PtlPortItem *item)
{
  g_return_if_fail (PTL_IS_PORT_ROW (self));

  if (self->item != NULL)
    g_clear_signal_handler (&self->item_handler, self->item);

  g_set_object (&self->item, item);

  if (item != NULL)
    {
      self->item_handler = g_signal_connect_object (item, "notify",
                                                    G_CALLBACK (item_changed_cb), self,
                                                    G_CONNECT_SWAPPED);
      item_changed_cb (self);
    }
}

/**
 * ptl_port_row_get_item:
 *
 * Returns: (transfer none) (nullable): whose port the row shows
 */
PtlPortItem *
ptl_port_row_get_item (PtlPortRow *self)
{
  g_return_val_if_fail (PTL_IS_PORT_ROW (self), NULL);

  return self->item;
}

/**
 * ptl_port_row_set_words:
 * @words: (nullable): folded words to mark where they stand in the row; has to live until the next call
 *
 * Marks what the search matched.
 */
void
ptl_port_row_set_words (PtlPortRow         *self,
                        const char * const *words)
{
  g_return_if_fail (PTL_IS_PORT_ROW (self));

  if (self->words == words)
    return;

  self->words = words;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * ptl_port_row_describe:
 * @item: a row's item
 *
 * Says what the row shows, as one line for a screen reader.
 *
 * Returns: (transfer full): the line
 */
char *
ptl_port_row_describe (PtlCatalog  *catalog,
                       PtlPortItem *item)
{
  g_auto (PtlRowText) text = { 0 };
  g_autofree char *name = NULL;
  g_autofree char *detail = NULL;

  ptl_row_text_init (&text, catalog, item);

  if (text.starred)
    /* Translators: the name of a port in the list to which the user gave a star, as a screen reader speaks it. */
    name = g_strdup_printf (_("%s, starred"), text.name);
  else
    name = g_strdup (text.name);

  if (text.own_note != NULL)
    /* Translators: what a screen reader speaks before the user's own words on a port. */
    detail = g_strdup_printf (_("your note: %s"), text.own_note);
  else
    detail = g_strdup (text.detail != NULL ? text.detail : "");

  if (text.here_now)
    {
      const char *who = ptl_port_item_get_here_now (item);

      if (who != NULL)
        /* Translators: a row of the list as a screen reader speaks it: port, name, what it is used for, who listens. */
        return g_strdup_printf (_("%s, %s, %s, %s listens here now"), text.number, name, detail, who);

      return g_strdup_printf (_("%s, %s, %s, something listens here now"), text.number, name, detail);
    }

  return g_strdup_printf ("%s, %s%s%s", text.number, name, detail[0] != '\0' ? ", " : "", detail);
}
