#include "config.h"

#include "app/ptl-range-bar.h"

#include <glib/gi18n-lib.h>

#include "catalog/ptl-catalog.h"

/*
 * PtlRangeBar: where a port lies in 0–65535, to scale: the three ranges of RFC 6335 as one bar, what this computer hands
 * out by itself as a bracket below it, and the port as a mark. Every part is a widget with a style class of its own, so
 * colours follow the theme; the bar only puts them where they belong.
 */
struct _PtlRangeBar
{
  GtkWidget  parent_instance;

  GtkWidget *segments[3];       /* by PtlRange */
  GtkWidget *segment_labels[3];
  GtkWidget *bracket;
  GtkWidget *bracket_label;
  GtkWidget *mark;
  GtkWidget *mark_label;

  guint16      port;
  gboolean     has_ephemeral;
  PtlInterval  ephemeral;
};

/* Pixels. */
#define BAR_HEIGHT     14
#define BRACKET_HEIGHT 7
#define BRACKET_GAP    3
#define MARK_WIDTH     2
#define MARK_OVERHANG  5

G_DEFINE_FINAL_TYPE (PtlRangeBar, ptl_range_bar, GTK_TYPE_WIDGET)

static int
line_height (GtkWidget *label)
{
  int height;

  gtk_widget_measure (label, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);

  return height;
}

static void
ptl_range_bar_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  PtlRangeBar *self = PTL_RANGE_BAR (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 120;
      *natural = 480;
      return;
    }

  *minimum = line_height (self->mark_label) + BAR_HEIGHT + 2 * MARK_OVERHANG + line_height (self->segment_labels[0]);
  if (self->has_ephemeral)
    *minimum += BRACKET_HEIGHT + line_height (self->bracket_label);
  *natural = *minimum;
}

/* Where the left edge of @port lies; of 65536 the right end of the bar. */
static int
port_to_x (guint port,
           int   width)
{
  return (int) ((gint64) port * width / PTL_N_PORTS);
}

static void
place (PtlRangeBar *self,
       GtkWidget   *child,
       int          x,
       int          y,
       int          width,
       int          height)
{
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (GTK_WIDGET (self)) - x - width;

  gtk_widget_size_allocate (child, &(GtkAllocation) { x, y, width, height }, -1);
}

/* Puts a label below or above the middle of something, but not beyond the ends of the bar. */
static void
place_label (PtlRangeBar *self,
             GtkWidget   *label,
             int          center,
             int          y,
             int          width,
             int          height)
{
  int minimum, natural;

  gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  natural = MAX (minimum, MIN (natural, width));
  place (self, label, CLAMP (center - natural / 2, 0, MAX (0, width - natural)), y, natural, height);
}

static void
ptl_range_bar_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  PtlRangeBar *self = PTL_RANGE_BAR (widget);
  int text = line_height (self->segment_labels[0]);
  int bar_top = line_height (self->mark_label) + MARK_OVERHANG;
  int y = bar_top + BAR_HEIGHT + MARK_OVERHANG;
  int mark_x = CLAMP (port_to_x (self->port, width), 0, width - MARK_WIDTH);

  for (guint i = 0; i < G_N_ELEMENTS (self->segments); i++)
    {
      int first = port_to_x (ptl_range_get_first (i), width);
      int end = port_to_x (ptl_range_get_last (i) + 1, width);

      place (self, self->segments[i], first, bar_top, MAX (end - first, 3), BAR_HEIGHT);
      place_label (self, self->segment_labels[i],
                   i == PTL_RANGE_SYSTEM ? 0 : (first + end) / 2, y, width, text);
    }
  y += text;

  if (self->has_ephemeral)
    {
      int first = port_to_x (self->ephemeral.first, width);
      int end = port_to_x ((guint) self->ephemeral.last + 1, width);

      place (self, self->bracket, first, y + BRACKET_GAP, MAX (end - first, 3), BRACKET_HEIGHT - BRACKET_GAP);
      place_label (self, self->bracket_label, (first + end) / 2, y + BRACKET_HEIGHT, width,
                   line_height (self->bracket_label));
    }

  place (self, self->mark, mark_x, bar_top - MARK_OVERHANG, MARK_WIDTH, BAR_HEIGHT + 2 * MARK_OVERHANG);
  place_label (self, self->mark_label, mark_x, 0, width, line_height (self->mark_label));
}

static GtkWidget *
add_part (PtlRangeBar *self,
          const char  *css_class)
{
  GtkWidget *part = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (part, css_class);
  gtk_widget_set_parent (part, GTK_WIDGET (self));

  return part;
}

static GtkWidget *
add_label (PtlRangeBar *self,
           const char  *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);
  gtk_widget_set_parent (label, GTK_WIDGET (self));

  return label;
}

static void
ptl_range_bar_dispose (GObject *object)
{
  PtlRangeBar *self = PTL_RANGE_BAR (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (ptl_range_bar_parent_class)->dispose (object);
}

static void
ptl_range_bar_class_init (PtlRangeBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ptl_range_bar_dispose;

  widget_class->measure = ptl_range_bar_measure;
  widget_class->size_allocate = ptl_range_bar_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "rangebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ptl_range_bar_init (PtlRangeBar *self)
{
  static const char *classes[] = { "system", "user", "dynamic" };
  const char *names[] = {
    C_("port range", "System"),
    C_("port range", "User"),
    C_("port range", "Dynamic"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (self->segments); i++)
    {
      self->segments[i] = add_part (self, classes[i]);
      self->segment_labels[i] = add_label (self, "caption");
      gtk_label_set_text (GTK_LABEL (self->segment_labels[i]), names[i]);
    }

  self->bracket = add_part (self, "bracket");
  self->bracket_label = add_label (self, "caption");
  self->mark = add_part (self, "mark");
  self->mark_label = add_label (self, "mark-label");
}

/**
 * ptl_range_bar_new:
 * @port: the port to mark
 * @facts: (nullable): as for ptl_range_bar_set_facts()
 *
 * Returns: (transfer floating): the picture
 */
GtkWidget *
ptl_range_bar_new (guint16             port,
                   const PtlHostFacts *facts)
{
  PtlRangeBar *self = g_object_new (PTL_TYPE_RANGE_BAR, NULL);
  g_autofree char *number = g_strdup_printf ("%u", port);

  self->port = port;
  gtk_label_set_text (GTK_LABEL (self->mark_label), number);
  ptl_range_bar_set_facts (self, facts);

  return GTK_WIDGET (self);
}

/**
 * ptl_range_bar_set_facts:
 * @facts: (nullable): what this computer hands out, where that is known; the first ephemeral range is drawn
 *
 * Draws this computer's ephemeral range, and says it to those who can't see it.
 */
void
ptl_range_bar_set_facts (PtlRangeBar        *self,
                         const PtlHostFacts *facts)
{
  g_autofree char *speech = NULL;

  g_return_if_fail (PTL_IS_RANGE_BAR (self));

  self->has_ephemeral = facts != NULL && facts->ephemeral->len > 0;

  if (self->has_ephemeral)
    {
      g_autofree char *label = NULL;

      self->ephemeral = g_array_index (facts->ephemeral, PtlEphemeral, 0).ports;
      /* Translators: a label in a picture, below a bracket: the range of ports that this computer gives to programs by itself. */
      label = g_strdup_printf (_("this computer hands out %u–%u"), self->ephemeral.first, self->ephemeral.last);
      gtk_label_set_text (GTK_LABEL (self->bracket_label), label);
      speech = g_strdup_printf (_("%u on a scale from 0 to 65535; this computer hands out %u to %u"),
                                self->port, self->ephemeral.first, self->ephemeral.last);
    }
  else
    {
      speech = g_strdup_printf (_("%u on a scale from 0 to 65535"), self->port);
    }

  gtk_widget_set_visible (self->bracket, self->has_ephemeral);
  gtk_widget_set_visible (self->bracket_label, self->has_ephemeral);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, speech, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
