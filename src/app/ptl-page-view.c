#include "config.h"

#include "app/ptl-page-view.h"

#include <glib/gi18n-lib.h>

#include "app/ptl-clamp.h"
#include "app/ptl-focus.h"
#include "app/ptl-let-go.h"
#include "app/ptl-section-view.h"
#include "app/ptl-start-page.h"
#include "app/ptl-wrap-box.h"

/*
 * PtlPageView: shows a page, or, while no port is chosen, what the program is for. A page of the same port made anew
 * changes only what reads differently; scroll position, focus and selected text stay.
 */
struct _PtlPageView
{
  GtkWidget          parent_instance;

  GtkStack          *stack;
  PtlStartPage      *start_page;
  GtkScrolledWindow *scrolled;
  GtkLabel          *title;
  GtkLabel          *subtitle;
  GtkBox            *sections;
  GtkToggleButton   *star_button;

  PtlPage           *page; /* (owned) (nullable) */
};

/* Pixels. */
#define MIN_SIZE      300
#define NATURAL_WIDTH 640

G_DEFINE_FINAL_TYPE (PtlPageView, ptl_page_view, GTK_TYPE_WIDGET)

static const PtlSection *
get_section (PtlPage *page,
             guint    index)
{
  return g_ptr_array_index (ptl_page_get_sections (page), index);
}

static gboolean
same_sections (PtlPage *a,
               PtlPage *b)
{
  guint n = ptl_page_get_sections (a)->len;

  if (n != ptl_page_get_sections (b)->len)
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      if (get_section (a, i)->kind != get_section (b, i)->kind)
        return FALSE;
    }

  return TRUE;
}

static void
build_sections (PtlPageView *self)
{
  GtkWidget *child;
  guint n = ptl_page_get_sections (self->page)->len;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->sections))) != NULL)
    gtk_box_remove (self->sections, child);

  for (guint i = 0; i < n; i++)
    gtk_box_append (self->sections, ptl_section_view_new (self->page, i));
}

static void
update_sections (PtlPageView *self)
{
  guint i = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->sections));
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    ptl_section_view_update (PTL_SECTION_VIEW (child), self->page, i++);
}

/*
 * A page wraps to any width, and scrolls; asking its hundred labels for the narrowest they could be would cost more than
 * making it.
 */
static void
ptl_page_view_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  *minimum = MIN_SIZE;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? NATURAL_WIDTH : MIN_SIZE;
}

static void
ptl_page_view_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  PtlPageView *self = PTL_PAGE_VIEW (widget);

  gtk_widget_size_allocate (GTK_WIDGET (self->stack), &(GtkAllocation) { 0, 0, width, height }, baseline);
}

/* Has the focus begin with the first thing in a widget, and not go on from where it was: with the page, that may be gone. */
static void
forget_focus (GtkWidget *widget)
{
  while (widget != NULL)
    {
      GtkWidget *child = gtk_widget_get_focus_child (widget);

      gtk_widget_set_focus_child (widget, NULL);
      widget = child;
    }
}

static gboolean
ptl_page_view_focus (GtkWidget        *widget,
                     GtkDirectionType  direction)
{
  PtlPageView *self = PTL_PAGE_VIEW (widget);
  GtkWidget *stack = GTK_WIDGET (self->stack);

  /* The page, where it has the focus itself, is scrolled by the keyboard; GTK would go past all that is on it from there. */
  if (direction == GTK_DIR_TAB_FORWARD && gtk_widget_is_focus (GTK_WIDGET (self->scrolled)))
    {
      forget_focus (gtk_scrolled_window_get_child (self->scrolled));
      return gtk_widget_child_focus (gtk_scrolled_window_get_child (self->scrolled), direction);
    }

  return ptl_focus_move (widget, direction, &stack, 1, NULL);
}

static gboolean
ptl_page_view_grab_focus (GtkWidget *widget)
{
  PtlPageView *self = PTL_PAGE_VIEW (widget);

  return self->page != NULL && gtk_widget_grab_focus (GTK_WIDGET (self->scrolled));
}

/* GtkScrolledWindow scrolls by itself on Page Up and Page Down; a reader tries the arrows and the space bar too. */
static gboolean
scroll_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   data)
{
  PtlPageView *self = PTL_PAGE_VIEW (widget);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled);
  double step = g_variant_get_double (args) * gtk_adjustment_get_page_size (adjustment);

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + step);

  return GDK_EVENT_STOP;
}

/* A full star or an empty one: the shape says it, too. */
static void
star_changed_cb (PtlPageView *self)
{
  gtk_button_set_icon_name (GTK_BUTTON (self->star_button),
                            gtk_toggle_button_get_active (self->star_button) ? "starred-symbolic" : "non-starred-symbolic");
}

static void
ptl_page_view_dispose (GObject *object)
{
  PtlPageView *self = PTL_PAGE_VIEW (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->page, ptl_page_unref);

  G_OBJECT_CLASS (ptl_page_view_parent_class)->dispose (object);
}

static void
ptl_page_view_class_init (PtlPageViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ptl_page_view_dispose;

  widget_class->focus = ptl_page_view_focus;
  widget_class->grab_focus = ptl_page_view_grab_focus;
  widget_class->measure = ptl_page_view_measure;
  widget_class->size_allocate = ptl_page_view_size_allocate;

  g_type_ensure (PTL_TYPE_CLAMP);
  g_type_ensure (PTL_TYPE_START_PAGE);
  g_type_ensure (PTL_TYPE_WRAP_BOX);

  gtk_widget_class_set_template_from_resource (widget_class, "/app/portolan/Portolan/ui/ptl-page-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PtlPageView, stack);
  gtk_widget_class_bind_template_child (widget_class, PtlPageView, start_page);
  gtk_widget_class_bind_template_child (widget_class, PtlPageView, scrolled);
  gtk_widget_class_bind_template_child (widget_class, PtlPageView, title);
  gtk_widget_class_bind_template_child (widget_class, PtlPageView, subtitle);
  gtk_widget_class_bind_template_child (widget_class, PtlPageView, sections);
  gtk_widget_class_bind_template_child (widget_class, PtlPageView, star_button);
  gtk_widget_class_bind_template_callback (widget_class, star_changed_cb);

  /* In pages. */
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Down, 0, scroll_cb, "d", 0.1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Down, 0, scroll_cb, "d", 0.1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Up, 0, scroll_cb, "d", -0.1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Up, 0, scroll_cb, "d", -0.1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_space, 0, scroll_cb, "d", 0.9);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_space, GDK_SHIFT_MASK, scroll_cb, "d", -0.9);

  gtk_widget_class_set_css_name (widget_class, "pageview");
}

static void
ptl_page_view_init (PtlPageView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * ptl_page_view_get_page:
 *
 * Returns: (transfer none) (nullable): the page that is shown
 */
PtlPage *
ptl_page_view_get_page (PtlPageView *self)
{
  g_return_val_if_fail (PTL_IS_PAGE_VIEW (self), NULL);

  return self->page;
}

/**
 * ptl_page_view_set_page:
 * @page: a page
 *
 * Shows @page: from its top where it is another port's, else as far as it reads differently, in place.
 */
void
ptl_page_view_set_page (PtlPageView *self,
                        PtlPage     *page)
{
  PtlPage *before;
  g_autofree char *number = g_strdup_printf ("%u", ptl_page_get_port (page));
  gboolean same_port;

  g_return_if_fail (PTL_IS_PAGE_VIEW (self));
  g_return_if_fail (page != NULL);

  if (self->page != NULL && ptl_page_equal (self->page, page))
    return;

  before = g_steal_pointer (&self->page);
  self->page = ptl_page_ref (page);
  same_port = before != NULL && ptl_page_get_port (before) == ptl_page_get_port (page);

  gtk_label_set_text (self->title, number);
  gtk_label_set_text (self->subtitle, ptl_page_get_subtitle (page));

  if (same_port && same_sections (before, page))
    {
      update_sections (self);
    }
  else
    {
      build_sections (self);
      if (!same_port)
        gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
    }

  gtk_stack_set_visible_child_name (self->stack, "page");

  /* It may be the last that holds a reading of long ago. */
  if (before != NULL)
    ptl_let_go (before, (GDestroyNotify) ptl_page_unref);
}

/**
 * ptl_page_view_show_start:
 * @ports: (array length=n_ports) (nullable): the ports that were looked up, the last one first
 * @n_ports: how many
 *
 * Shows no page, but what can be done to get one.
 */
void
ptl_page_view_show_start (PtlPageView   *self,
                          const guint16 *ports,
                          guint          n_ports)
{
  g_return_if_fail (PTL_IS_PAGE_VIEW (self));

  ptl_start_page_fill (self->start_page, ports, n_ports);
  gtk_stack_set_visible_child_name (self->stack, "welcome");
  g_clear_pointer (&self->page, ptl_page_unref);
}
