#include "config.h"

#include "app/ptl-listener-header.h"

#include <glib/gi18n-lib.h>

#include "app/ptl-listener-text.h"

/*
 * PtlListenerHeader: the titles above the table's columns, each a button that sorts by it. It tells with "sort" which one
 * was clicked; the buttons stand where the rows' cells do.
 */
struct _PtlListenerHeader
{
  GtkWidget                 parent_instance;

  const PtlListenerColumns *columns; /* (nullable): the table's; outlives the header */
  GtkWidget                *buttons[PTL_N_COLUMNS]; /* (owned) */
  GtkWidget                *arrows[PTL_N_COLUMNS];  /* inside the buttons */
};

enum
{
  SIGNAL_SORT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PtlListenerHeader, ptl_listener_header, GTK_TYPE_WIDGET)

static void
clicked_cb (PtlListenerHeader *self,
            GtkWidget         *button)
{
  for (PtlColumn column = 0; column < PTL_N_COLUMNS; column++)
    {
      if (self->buttons[column] == button)
        g_signal_emit (self, signals[SIGNAL_SORT], 0, (guint) column);
    }
}

static void
ptl_listener_header_measure (GtkWidget      *widget,
                             GtkOrientation  orientation,
                             int             for_size,
                             int            *minimum,
                             int            *natural,
                             int            *minimum_baseline,
                             int            *natural_baseline)
{
  PtlListenerHeader *self = PTL_LISTENER_HEADER (widget);

  /* As wide as the rows are: the titles that there is no room for are left out with their columns. */
  *minimum = *natural = 0;
  for (PtlColumn column = 0; column < PTL_N_COLUMNS; column++)
    {
      int button_minimum, button_natural;

      gtk_widget_measure (self->buttons[column], orientation, -1, &button_minimum, &button_natural, NULL, NULL);
      if (orientation == GTK_ORIENTATION_VERTICAL)
        {
          *minimum = MAX (*minimum, button_minimum);
          *natural = MAX (*natural, button_natural);
        }
    }
}

static void
ptl_listener_header_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  PtlListenerHeader *self = PTL_LISTENER_HEADER (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  for (PtlColumn column = 0; column < PTL_N_COLUMNS; column++)
    {
      const PtlListenerColumns *c = self->columns;
      GtkAllocation area;
      int minimum;

      gtk_widget_set_child_visible (self->buttons[column], c != NULL && c->cells[column].visible);
      if (c == NULL || !c->cells[column].visible)
        continue;

      gtk_widget_measure (self->buttons[column], GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      area = (GtkAllocation) { c->cells[column].x - c->gap / 2, 0, MAX (minimum, c->cells[column].width + c->gap), height };
      if (rtl)
        area.x = width - area.x - area.width;
      gtk_widget_size_allocate (self->buttons[column], &area, -1);
    }
}

static void
ptl_listener_header_dispose (GObject *object)
{
  PtlListenerHeader *self = PTL_LISTENER_HEADER (object);

  for (PtlColumn column = 0; column < PTL_N_COLUMNS; column++)
    g_clear_pointer (&self->buttons[column], gtk_widget_unparent);

  G_OBJECT_CLASS (ptl_listener_header_parent_class)->dispose (object);
}

static void
ptl_listener_header_class_init (PtlListenerHeaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ptl_listener_header_dispose;

  widget_class->measure = ptl_listener_header_measure;
  widget_class->size_allocate = ptl_listener_header_size_allocate;

  /**
   * PtlListenerHeader::sort:
   * @column: a PtlColumn
   *
   * The person clicked a column's title.
   */
  signals[SIGNAL_SORT] =
    g_signal_new ("sort", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_css_name (widget_class, "listenerheader");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
make_button (PtlListenerHeader *self,
             PtlColumn          column)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  GtkWidget *label = gtk_label_new (ptl_column_get_title (column));

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  self->arrows[column] = gtk_image_new ();
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), self->arrows[column]);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  if (column == PTL_COLUMN_SINCE)
    gtk_widget_set_tooltip_text (button, _("When the program was started"));
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);

  return button;
}

static void
ptl_listener_header_init (PtlListenerHeader *self)
{
  for (PtlColumn column = 0; column < PTL_N_COLUMNS; column++)
    {
      self->buttons[column] = make_button (self, column);
      gtk_widget_set_parent (self->buttons[column], GTK_WIDGET (self));
    }
  ptl_listener_header_set_order (self, &(PtlListenerOrder) { PTL_COLUMN_PORT, FALSE, PTL_GROUPING_NONE });
}

/**
 * ptl_listener_header_set_columns:
 * @columns: where the cells stand; has to outlive the header. Queue an allocation when they stand elsewhere
 */
void
ptl_listener_header_set_columns (PtlListenerHeader        *self,
                                 const PtlListenerColumns *columns)
{
  g_return_if_fail (PTL_IS_LISTENER_HEADER (self));

  self->columns = columns;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/**
 * ptl_listener_header_set_order:
 * @order: how the rows are sorted
 *
 * Shows, and has a screen reader say, by which column the rows are sorted, and in which direction.
 */
void
ptl_listener_header_set_order (PtlListenerHeader      *self,
                               const PtlListenerOrder *order)
{
  g_return_if_fail (PTL_IS_LISTENER_HEADER (self));

  for (PtlColumn column = 0; column < PTL_N_COLUMNS; column++)
    {
      gboolean sorted = order->column == column;
      const char *title = ptl_column_get_title (column);
      g_autofree char *name = NULL;

      if (!sorted)
        /* Translators: %s is the title of a column of the table. */
        name = g_strdup_printf (_("%s, sort by it"), title);
      else if (order->descending)
        name = g_strdup_printf (_("%s, sorted descending"), title);
      else
        name = g_strdup_printf (_("%s, sorted ascending"), title);

      gtk_image_set_from_icon_name (GTK_IMAGE (self->arrows[column]),
                                    order->descending ? "pan-down-symbolic" : "pan-up-symbolic");
      gtk_widget_set_visible (self->arrows[column], sorted);
      if (sorted)
        gtk_widget_add_css_class (self->buttons[column], "sorted");
      else
        gtk_widget_remove_css_class (self->buttons[column], "sorted");
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons[column]), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
}
