#include "config.h"

#include "app/ptl-panes.h"

/*
 * PtlPanes: two panes side by side where there is room for both, one at a time where there is not.
 */
struct _PtlPanes
{
  GtkWidget  parent_instance;

  GtkWidget *start;     /* (owned) */
  GtkWidget *separator; /* (owned) */
  GtkWidget *end;       /* (owned) */
  gboolean   narrow;
  gboolean   show_end;  /* which of the two shows while narrow */
  gboolean   start_wide; /* the first pane holds a table */
  guint      notify_id;
};

enum
{
  PROP_0,
  PROP_START,
  PROP_END,
  PROP_NARROW,
  PROP_SHOW_END,
  PROP_START_WIDE,
  N_PROPS,
};

/*
 * Pixels, with text of the usual size. Below FOLD there is not room for a list and lines of some fifty characters beside it. With
 * larger text, a list needs more room, and lines of fewer characters are better than no list.
 */
#define FOLD         720
#define FOLD_LARGER  260 /* more of it, with text twice as large */
#define START_MAX    440
#define START_MIN    300
#define START_SHARE  0.38
#define SHARE_LARGER 0.1

/* The same where the first pane is wide: it takes what a page of some fifty characters leaves. */
#define WIDE_MAX     900
#define WIDE_SHARE   0.58
#define END_MIN      400

/* Pixels: 11 points, the usual size of text. */
#define USUAL_FONT (11 * 96 / 72.0)

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PtlPanes, ptl_panes, GTK_TYPE_WIDGET)

/* How much larger than usual text is: 1 for as large as usual or smaller, 2 for twice as large or more. */
static double
get_text_scale (PtlPanes *self)
{
  PangoFontDescription *font = pango_context_get_font_description (gtk_widget_get_pango_context (GTK_WIDGET (self)));
  double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;

  /* GTK gives fonts their size in pixels. */
  return CLAMP (size / USUAL_FONT, 1.0, 2.0);
}

static int
get_fold (double scale)
{
  return FOLD + FOLD_LARGER * (scale - 1);
}

static int
start_width_for (PtlPanes *self,
                 int       width,
                 double    scale)
{
  if (!self->start_wide)
    return CLAMP ((int) (width * (START_SHARE + SHARE_LARGER * (scale - 1))), START_MIN, (int) (START_MAX * scale));

  return CLAMP (MIN ((int) (width * WIDE_SHARE), width - END_MIN), START_MIN, (int) (WIDE_MAX * scale));
}

static GtkSizeRequestMode
ptl_panes_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ptl_panes_measure (GtkWidget      *widget,
                   GtkOrientation  orientation,
                   int             for_size,
                   int            *minimum,
                   int            *natural,
                   int            *minimum_baseline,
                   int            *natural_baseline)
{
  PtlPanes *self = PTL_PANES (widget);
  int start_min, start_nat, end_min, end_nat;

  /* Chips and places take more rows the narrower the first pane is. Without a width, it is the least height that any asks for. */
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
    {
      double scale = get_text_scale (self);

      gtk_widget_measure (self->start, GTK_ORIENTATION_HORIZONTAL, -1, &start_min, NULL, NULL, NULL);
      if (for_size >= get_fold (scale))
        for_size = start_width_for (self, for_size, scale);
      for_size = MAX (for_size, start_min);
    }
  else
    {
      for_size = -1;
    }

  gtk_widget_measure (self->start, orientation, for_size, &start_min, &start_nat, NULL, NULL);
  gtk_widget_measure (self->end, orientation, -1, &end_min, &end_nat, NULL, NULL);

  *minimum = MAX (start_min, end_min);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = start_nat + end_nat;
  else
    *natural = MAX (start_nat, end_nat);
}

static gboolean
notify_narrow_cb (gpointer data)
{
  PtlPanes *self = data;

  self->notify_id = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);

  return G_SOURCE_REMOVE;
}

static void
update_visibility (PtlPanes *self)
{
  gtk_widget_set_child_visible (self->start, !self->narrow || !self->show_end);
  gtk_widget_set_child_visible (self->end, !self->narrow || self->show_end);
  gtk_widget_set_child_visible (self->separator, !self->narrow);
}

static void
ptl_panes_size_allocate (GtkWidget *widget,
                         int        width,
                         int        height,
                         int        baseline)
{
  PtlPanes *self = PTL_PANES (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  double scale = get_text_scale (self);
  int start_min, end_min, line;
  gboolean narrow;

  gtk_widget_measure (self->start, GTK_ORIENTATION_HORIZONTAL, -1, &start_min, NULL, NULL, NULL);
  gtk_widget_measure (self->end, GTK_ORIENTATION_HORIZONTAL, -1, &end_min, NULL, NULL, NULL);
  gtk_widget_measure (self->separator, GTK_ORIENTATION_HORIZONTAL, -1, &line, NULL, NULL, NULL);

  narrow = width < MAX (get_fold (scale), start_min + line + end_min);
  if (narrow != self->narrow)
    {
      self->narrow = narrow;
      /* Whoever listens changes other widgets, which is not to be done in the middle of an allocation. */
      if (self->notify_id == 0)
        self->notify_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, notify_narrow_cb, self, NULL);
    }
  update_visibility (self);

  if (narrow)
    {
      GtkWidget *child = self->show_end ? self->end : self->start;

      gtk_widget_size_allocate (child, &(GtkAllocation) { 0, 0, width, height }, baseline);
    }
  else
    {
      int start_width = MAX (start_min, start_width_for (self, width, scale));
      int end_width = width - start_width - line;

      gtk_widget_size_allocate (self->start,
                                &(GtkAllocation) { rtl ? end_width + line : 0, 0, start_width, height },
                                baseline);
      gtk_widget_size_allocate (self->separator,
                                &(GtkAllocation) { rtl ? end_width : start_width, 0, line, height },
                                baseline);
      gtk_widget_size_allocate (self->end,
                                &(GtkAllocation) { rtl ? 0 : start_width + line, 0, end_width, height },
                                baseline);
    }
}

static void
set_pane (PtlPanes   *self,
          GtkWidget **pane,
          GtkWidget  *child)
{
  g_clear_pointer (pane, gtk_widget_unparent);
  *pane = child;
  gtk_widget_insert_before (child, GTK_WIDGET (self), pane == &self->start ? self->separator : NULL);
}

static void
ptl_panes_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  PtlPanes *self = PTL_PANES (object);

  switch (prop_id)
    {
    case PROP_START:
      g_value_set_object (value, self->start);
      break;

    case PROP_END:
      g_value_set_object (value, self->end);
      break;

    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;

    case PROP_SHOW_END:
      g_value_set_boolean (value, self->show_end);
      break;

    case PROP_START_WIDE:
      g_value_set_boolean (value, self->start_wide);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ptl_panes_set_property (GObject      *object,
                        guint         prop_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  PtlPanes *self = PTL_PANES (object);

  switch (prop_id)
    {
    case PROP_START:
      set_pane (self, &self->start, g_value_get_object (value));
      break;

    case PROP_END:
      set_pane (self, &self->end, g_value_get_object (value));
      break;

    case PROP_SHOW_END:
      ptl_panes_set_show_end (self, g_value_get_boolean (value));
      break;

    case PROP_START_WIDE:
      ptl_panes_set_start_wide (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ptl_panes_dispose (GObject *object)
{
  PtlPanes *self = PTL_PANES (object);

  g_clear_handle_id (&self->notify_id, g_source_remove);
  g_clear_pointer (&self->start, gtk_widget_unparent);
  g_clear_pointer (&self->separator, gtk_widget_unparent);
  g_clear_pointer (&self->end, gtk_widget_unparent);

  G_OBJECT_CLASS (ptl_panes_parent_class)->dispose (object);
}

static void
ptl_panes_class_init (PtlPanesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ptl_panes_dispose;
  object_class->get_property = ptl_panes_get_property;
  object_class->set_property = ptl_panes_set_property;

  widget_class->get_request_mode = ptl_panes_get_request_mode;
  widget_class->measure = ptl_panes_measure;
  widget_class->size_allocate = ptl_panes_size_allocate;

  /**
   * PtlPanes:start:
   *
   * The pane that comes first: the list.
   */
  properties[PROP_START] =
    g_param_spec_object ("start", NULL, NULL, GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  /**
   * PtlPanes:end:
   *
   * The pane that comes second: the page.
   */
  properties[PROP_END] =
    g_param_spec_object ("end", NULL, NULL, GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  /**
   * PtlPanes:narrow:
   *
   * Whether there is room for one pane only. Notified from an idle after the size changed.
   */
  properties[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * PtlPanes:show-end:
   *
   * Whether the second pane is the one that shows while there is room for one only.
   */
  properties[PROP_SHOW_END] =
    g_param_spec_boolean ("show-end", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * PtlPanes:start-wide:
   *
   * Whether the first pane is given more room than a list needs, because it holds a table.
   */
  properties[PROP_START_WIDE] =
    g_param_spec_boolean ("start-wide", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ptl_panes_init (PtlPanes *self)
{
  self->separator = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_parent (self->separator, GTK_WIDGET (self));
}

/**
 * ptl_panes_get_narrow:
 *
 * Returns: whether there is room for one pane only
 */
gboolean
ptl_panes_get_narrow (PtlPanes *self)
{
  g_return_val_if_fail (PTL_IS_PANES (self), FALSE);

  return self->narrow;
}

/**
 * ptl_panes_get_show_end:
 *
 * Returns: whether the second pane is the one that shows while narrow
 */
gboolean
ptl_panes_get_show_end (PtlPanes *self)
{
  g_return_val_if_fail (PTL_IS_PANES (self), FALSE);

  return self->show_end;
}

/**
 * ptl_panes_set_show_end:
 * @show_end: whether the second pane is the one that shows while narrow
 *
 * Chooses the pane that shows where there is room for one only; makes no difference where there is room for both.
 */
void
ptl_panes_set_show_end (PtlPanes *self,
                        gboolean  show_end)
{
  g_return_if_fail (PTL_IS_PANES (self));

  if (self->show_end == show_end)
    return;

  self->show_end = show_end;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_END]);
}

/**
 * ptl_panes_set_start_wide:
 * @start_wide: whether the first pane holds a table
 *
 * Divides the room anew.
 */
void
ptl_panes_set_start_wide (PtlPanes *self,
                          gboolean  start_wide)
{
  g_return_if_fail (PTL_IS_PANES (self));

  if (self->start_wide == start_wide)
    return;

  self->start_wide = start_wide;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_START_WIDE]);
}
