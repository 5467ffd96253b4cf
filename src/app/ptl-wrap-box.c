#include "config.h"

#include "app/ptl-wrap-box.h"

/*
 * PtlWrapBox: small things in a row, each as wide as it likes, in further rows where one is not enough. GtkFlowBox would
 * put them in columns of one width.
 */
struct _PtlWrapBox
{
  GtkWidget parent_instance;
};

/* Pixels. */
#define SPACING 5

G_DEFINE_FINAL_TYPE (PtlWrapBox, ptl_wrap_box, GTK_TYPE_WIDGET)

/* Goes through the rows for a width; allocates the children too where @allocate. Returns the height. */
static int
lay_out (PtlWrapBox *self,
         int         width,
         gboolean    allocate)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int x = 0, y = 0, row_height = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int minimum, child_width, child_height;

      if (!gtk_widget_should_layout (child))
        continue;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &child_width, NULL, NULL);
      child_width = MAX (minimum, MIN (child_width, width));
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, child_width, NULL, &child_height, NULL, NULL);

      if (x > 0 && x + child_width > width)
        {
          y += row_height + SPACING;
          x = row_height = 0;
        }
      if (allocate)
        gtk_widget_size_allocate (child,
                                  &(GtkAllocation) { rtl ? width - x - child_width : x, y, child_width, child_height },
                                  -1);
      x += child_width + SPACING;
      row_height = MAX (row_height, child_height);
    }

  return y + row_height;
}

static GtkSizeRequestMode
ptl_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ptl_wrap_box_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  PtlWrapBox *self = PTL_WRAP_BOX (widget);

  *minimum = *natural = 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
        {
          int child_minimum, child_natural;

          if (!gtk_widget_should_layout (child))
            continue;
          gtk_widget_measure (child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
          *minimum = MAX (*minimum, child_minimum);
          *natural += child_natural + (*natural > 0 ? SPACING : 0);
        }
    }
  else
    {
      int width = for_size;

      /* Without a width, the height has to be enough for any: that of the narrowest. */
      if (width < 0)
        gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
      *minimum = *natural = lay_out (self, width, FALSE);
    }
}

static void
ptl_wrap_box_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  lay_out (PTL_WRAP_BOX (widget), width, TRUE);
}

static void
ptl_wrap_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (ptl_wrap_box_parent_class)->dispose (object);
}

static void
ptl_wrap_box_class_init (PtlWrapBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ptl_wrap_box_dispose;

  widget_class->get_request_mode = ptl_wrap_box_get_request_mode;
  widget_class->measure = ptl_wrap_box_measure;
  widget_class->size_allocate = ptl_wrap_box_size_allocate;
}

static void
ptl_wrap_box_init (PtlWrapBox *self)
{
}

/**
 * ptl_wrap_box_new:
 *
 * Returns: (transfer floating): a box with nothing in it
 */
GtkWidget *
ptl_wrap_box_new (void)
{
  return g_object_new (PTL_TYPE_WRAP_BOX, NULL);
}

/**
 * ptl_wrap_box_append:
 * @child: (transfer floating): a widget
 *
 * Puts @child after the others.
 */
void
ptl_wrap_box_append (PtlWrapBox *self,
                     GtkWidget  *child)
{
  g_return_if_fail (PTL_IS_WRAP_BOX (self));

  gtk_widget_set_parent (child, GTK_WIDGET (self));
}
