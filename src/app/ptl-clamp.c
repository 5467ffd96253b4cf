#include "config.h"

#include "app/ptl-clamp.h"

/*
 * PtlClamp: keeps its child from growing wider than is good to read, and in the middle of what is left.
 */
struct _PtlClamp
{
  GtkWidget  parent_instance;

  GtkWidget *child; /* (owned) (nullable) */
  int        minimum;
  int        maximum;
};

enum
{
  PROP_0,
  PROP_CHILD,
  PROP_MAXIMUM,
  PROP_MINIMUM,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PtlClamp, ptl_clamp, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
ptl_clamp_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ptl_clamp_measure (GtkWidget      *widget,
                   GtkOrientation  orientation,
                   int             for_size,
                   int            *minimum,
                   int            *natural,
                   int            *minimum_baseline,
                   int            *natural_baseline)
{
  PtlClamp *self = PTL_CLAMP (widget);

  if (self->child == NULL)
    return;

  if (orientation == GTK_ORIENTATION_HORIZONTAL && self->minimum >= 0)
    {
      *minimum = self->minimum;
      *natural = self->maximum;
      return;
    }

  if (orientation == GTK_ORIENTATION_VERTICAL && for_size > self->maximum)
    for_size = self->maximum;

  gtk_widget_measure (self->child, orientation, for_size, minimum, natural, NULL, NULL);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*minimum, MIN (*natural, self->maximum));
}

static void
ptl_clamp_size_allocate (GtkWidget *widget,
                         int        width,
                         int        height,
                         int        baseline)
{
  PtlClamp *self = PTL_CLAMP (widget);
  int child_width = MIN (width, self->maximum);

  if (self->child == NULL)
    return;

  gtk_widget_size_allocate (self->child,
                            &(GtkAllocation) { MAX (0, (width - child_width) / 2), 0, child_width, height },
                            baseline);
}

static void
ptl_clamp_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  PtlClamp *self = PTL_CLAMP (object);

  switch (prop_id)
    {
    case PROP_CHILD:
      g_value_set_object (value, self->child);
      break;

    case PROP_MAXIMUM:
      g_value_set_int (value, self->maximum);
      break;

    case PROP_MINIMUM:
      g_value_set_int (value, self->minimum);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ptl_clamp_set_property (GObject      *object,
                        guint         prop_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  PtlClamp *self = PTL_CLAMP (object);

  switch (prop_id)
    {
    case PROP_CHILD:
      g_clear_pointer (&self->child, gtk_widget_unparent);
      self->child = g_value_get_object (value);
      if (self->child != NULL)
        gtk_widget_set_parent (self->child, GTK_WIDGET (self));
      break;

    case PROP_MAXIMUM:
      self->maximum = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;

    case PROP_MINIMUM:
      self->minimum = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ptl_clamp_dispose (GObject *object)
{
  PtlClamp *self = PTL_CLAMP (object);

  g_clear_pointer (&self->child, gtk_widget_unparent);

  G_OBJECT_CLASS (ptl_clamp_parent_class)->dispose (object);
}

static void
ptl_clamp_class_init (PtlClampClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ptl_clamp_dispose;
  object_class->get_property = ptl_clamp_get_property;
  object_class->set_property = ptl_clamp_set_property;

  widget_class->get_request_mode = ptl_clamp_get_request_mode;
  widget_class->measure = ptl_clamp_measure;
  widget_class->size_allocate = ptl_clamp_size_allocate;

  /**
   * PtlClamp:child:
   *
   * The one child.
   */
  properties[PROP_CHILD] =
    g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  /**
   * PtlClamp:maximum:
   *
   * How wide the child may grow, in pixels.
   */
  properties[PROP_MAXIMUM] =
    g_param_spec_int ("maximum", NULL, NULL, 0, G_MAXINT, 640,
                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  /**
   * PtlClamp:minimum:
   *
   * How narrow the child may become, in pixels; -1 to ask the child. A child of many wrapping labels can tell, but shapes
   * all its text to find out.
   */
  properties[PROP_MINIMUM] =
    g_param_spec_int ("minimum", NULL, NULL, -1, G_MAXINT, -1,
                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ptl_clamp_init (PtlClamp *self)
{
  self->minimum = -1;
  self->maximum = 640;
}
