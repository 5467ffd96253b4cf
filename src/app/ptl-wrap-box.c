#include "config.h"

#include "app/ptl-wrap-box.h"

/*
 * PtlWrapBox: small things in a row, each as wide as it likes, in further rows where one is not enough. GtkFlowBox would
 * put them in columns of one width. One that fills its rows has its children share the whole width: evenly where all
 * have room for that in one row, which it then links to one control by the style class "linked".
 */
struct _PtlWrapBox
{
  GtkWidget parent_instance;

  gboolean  fill;
  gboolean  wrapped;   /* by the last allocation */
  guint     linked_id;
};

enum
{
  PROP_0,
  PROP_FILL,
  N_PROPS,
};

/* Pixels. */
#define SPACING 5

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PtlWrapBox, ptl_wrap_box, GTK_TYPE_WIDGET)

static gboolean
update_linked_cb (gpointer data)
{
  PtlWrapBox *self = data;

  self->linked_id = 0;
  if (self->wrapped)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "linked");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "linked");

  return G_SOURCE_REMOVE;
}

static int
get_width (GtkWidget *child,
           int        available)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);

  return MAX (minimum, MIN (natural, available));
}

/* Where all children have room beside each other: the width of each; 0 where they have not. */
static int
get_even_width (PtlWrapBox *self,
                int         width,
                guint      *out_n)
{
  guint n = 0;
  int widest = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_should_layout (child))
        continue;
      widest = MAX (widest, get_width (child, G_MAXINT));
      n++;
    }

  *out_n = n;

  return n > 0 && widest * (int) n <= width ? width / (int) n : 0;
}

/* Puts a row's children beside each other, with what is left of the width shared out among them. */
static void
allocate_row (PtlWrapBox *self,
              GtkWidget  *first,
              GtkWidget  *end,
              int         width,
              int         y,
              int         height,
              int         rest,
              guint       n)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int x = 0;

  for (GtkWidget *child = first; child != end; child = gtk_widget_get_next_sibling (child))
    {
      int child_width;

      if (!gtk_widget_should_layout (child))
        continue;

      child_width = get_width (child, width);
      if (self->fill)
        child_width += rest / (int) n;

      gtk_widget_size_allocate (child, &(GtkAllocation) { rtl ? width - x - child_width : x, y, child_width, height }, -1);
      x += child_width + SPACING;
    }
}

/* Goes through the rows for a width; allocates the children too where @allocate. Returns the height. */
static int
lay_out (PtlWrapBox *self,
         int         width,
         gboolean    allocate)
{
  GtkWidget *first = NULL, *child;
  int x = 0, y = 0, row_height = 0;
  guint n = 0;

  for (child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_width, child_height;

      if (!gtk_widget_should_layout (child))
        continue;

      child_width = get_width (child, width);
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, child_width, NULL, &child_height, NULL, NULL);

      if (x > 0 && x + child_width > width)
        {
          if (allocate)
            allocate_row (self, first, child, width, y, row_height, width - x + SPACING, n);
          y += row_height + SPACING;
          x = row_height = 0;
          n = 0;
        }
      if (x == 0)
        first = child;
      x += child_width + SPACING;
      row_height = MAX (row_height, child_height);
      n++;
    }

  if (allocate && first != NULL)
    allocate_row (self, first, NULL, width, y, row_height, width - x + SPACING, n);

  return y + row_height;
}

/* All in one row, of one width. Returns the height. */
static int
lay_out_evenly (PtlWrapBox *self,
                int         width,
                int         child_width,
                gboolean    allocate,
                int         height)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int x = 0, row_height = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_height;

      if (!gtk_widget_should_layout (child))
        continue;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, child_width, NULL, &child_height, NULL, NULL);
      row_height = MAX (row_height, child_height);
      if (allocate)
        gtk_widget_size_allocate (child, &(GtkAllocation) { rtl ? width - x - child_width : x, 0, child_width, height }, -1);
      x += child_width;
    }

  return row_height;
}

static int
measure_height (PtlWrapBox *self,
                int         width)
{
  guint n;
  int even = self->fill ? get_even_width (self, width, &n) : 0;

  return even > 0 ? lay_out_evenly (self, width, even, FALSE, 0) : lay_out (self, width, FALSE);
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

      /* Without a width, the height is that of one row, as a label's is: it must not be more than what any width asks for. */
      if (width < 0)
        gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
      *minimum = *natural = measure_height (self, width);
    }
}

static void
ptl_wrap_box_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  PtlWrapBox *self = PTL_WRAP_BOX (widget);
  guint n;
  int even = self->fill ? get_even_width (self, width, &n) : 0;
  gboolean wrapped = even == 0;

  if (even > 0)
    lay_out_evenly (self, width, even, TRUE, height);
  else
    lay_out (self, width, TRUE);

  /* Style is not to be changed in the middle of an allocation. */
  if (self->fill && wrapped != self->wrapped && self->linked_id == 0)
    self->linked_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, update_linked_cb, self, NULL);
  self->wrapped = wrapped;
}

static void
ptl_wrap_box_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  if (prop_id == PROP_FILL)
    g_value_set_boolean (value, PTL_WRAP_BOX (object)->fill);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
ptl_wrap_box_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  if (prop_id == PROP_FILL)
    PTL_WRAP_BOX (object)->fill = g_value_get_boolean (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
ptl_wrap_box_dispose (GObject *object)
{
  GtkWidget *child;

  g_clear_handle_id (&PTL_WRAP_BOX (object)->linked_id, g_source_remove);
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
  object_class->get_property = ptl_wrap_box_get_property;
  object_class->set_property = ptl_wrap_box_set_property;

  widget_class->get_request_mode = ptl_wrap_box_get_request_mode;
  widget_class->measure = ptl_wrap_box_measure;
  widget_class->size_allocate = ptl_wrap_box_size_allocate;

  /**
   * PtlWrapBox:fill:
   *
   * Whether the children share the whole width of each row.
   */
  properties[PROP_FILL] =
    g_param_spec_boolean ("fill", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
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
