#include "config.h"

#include "app/ptl-start-page.h"

#include <glib/gi18n-lib.h>

#include "app/ptl-button-name.h"
#include "app/ptl-wrap-box.h"

/*
 * PtlStartPage: what somebody can begin with who has nothing to look up in mind: a few examples, and the ports that were
 * looked up since the program was started. It is empty until it is filled, as nobody misses it in the first frame.
 */
struct _PtlStartPage
{
  GtkWidget parent_instance;
};

/* Pixels. */
#define SPACING 9

/* One for each way to ask: the number that this program was made for, a well-known one, a name, and a filter. */
static const char *examples[] = { "60683", "5432", "postgres", "is:exposed" };

G_DEFINE_FINAL_TYPE (PtlStartPage, ptl_start_page, GTK_TYPE_WIDGET)

static void
clear (PtlStartPage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}

static void
add_caption (PtlStartPage *self,
             const char   *text)
{
  GtkWidget *caption = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (caption), TRUE);
  gtk_label_set_justify (GTK_LABEL (caption), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (caption, "caption");
  gtk_widget_set_margin_top (caption, SPACING);
  gtk_widget_set_parent (caption, GTK_WIDGET (self));
}

static GtkWidget *
add_row (PtlStartPage *self)
{
  GtkWidget *row = ptl_wrap_box_new ();

  gtk_widget_set_halign (row, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (row, GTK_WIDGET (self));

  return row;
}

static void
add_link (GtkWidget  *row,
          const char *text)
{
  GtkWidget *button = gtk_button_new_with_label (text);
  /* Translators: what a button does that has a port or a query on it: "Look up 60683". */
  g_autofree char *label = g_strdup_printf (_("Look up %s"), text);

  gtk_widget_add_css_class (button, "chip");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.look-up");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", text);
  ptl_button_set_name (button, label);
  ptl_wrap_box_append (PTL_WRAP_BOX (row), button);
}

static void
ptl_start_page_dispose (GObject *object)
{
  clear (PTL_START_PAGE (object));

  G_OBJECT_CLASS (ptl_start_page_parent_class)->dispose (object);
}

static void
ptl_start_page_class_init (PtlStartPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ptl_start_page_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "startpage");
}

static void
ptl_start_page_init (PtlStartPage *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), SPACING);
}

/**
 * ptl_start_page_fill:
 * @ports: (array length=n_ports) (nullable): the ports that were looked up, the last one first
 * @n_ports: how many
 *
 * Offers the examples and @ports, in place of what was offered before.
 */
void
ptl_start_page_fill (PtlStartPage  *self,
                     const guint16 *ports,
                     guint          n_ports)
{
  GtkWidget *row;

  g_return_if_fail (PTL_IS_START_PAGE (self));

  clear (self);

  add_caption (self, _("For example"));
  row = add_row (self);
  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    add_link (row, examples[i]);

  if (n_ports == 0)
    return;

  /* Translators: the ports that somebody looked up before follow. */
  add_caption (self, _("Looked up before"));
  row = add_row (self);
  for (guint i = 0; i < n_ports; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", ports[i]);

      add_link (row, text);
    }
}
