#include "config.h"

#include "app/ptl-command-box.h"

#include <glib/gi18n-lib.h>

#include "app/ptl-button-name.h"
#include "app/ptl-fact-view.h"
#include "app/ptl-wrap-box.h"
#include "page/ptl-page.h"

/*
 * The commands of "check it yourself": those of one system at a time, this computer's first, with buttons for the others. A
 * GtkStackSwitcher would not put its buttons in two rows where large text asks for that. All have the height of the tallest, so
 * that what follows stays where it is when another is chosen, and the page need not be measured twice.
 */

static const char *
display_name (const char *os)
{
  static const struct
  {
    const char *os;
    const char *name;
  } names[] = {
    { "linux", "Linux" },
    { "macos", "macOS" },
    { "windows", "Windows" },
    { "freebsd", "FreeBSD" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_strcmp0 (names[i].os, os) == 0)
        return names[i].name;
    }

  return os != NULL ? os : _("Any system");
}

static void
toggled_cb (GtkToggleButton *button,
            GtkWidget       *page)
{
  if (gtk_toggle_button_get_active (button))
    gtk_stack_set_visible_child (GTK_STACK (gtk_widget_get_parent (page)), page);
}

/* Returns: (transfer floating): the button for a page of the stack */
static GtkWidget *
make_button (GtkWidget  *page,
             const char *name,
             GtkWidget  *group)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (name);

  if (group != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (group));
  else
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  ptl_button_name_by_label (button);
  g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), page, 0);

  return button;
}

/**
 * ptl_command_box_new:
 * @facts: (element-type PtlFact): a section's facts; only commands are shown, in the order they have
 *
 * Returns: (transfer floating): a widget with one page of commands for each system
 */
GtkWidget *
ptl_command_box_new (GPtrArray *facts)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *switcher = ptl_wrap_box_new ();

  for (guint i = 0; i < facts->len; i++)
    {
      const PtlFact *fact = g_ptr_array_index (facts, i);
      const char *os = fact->os != NULL ? fact->os : "";
      GtkWidget *page;

      if (fact->kind != PTL_FACT_COMMAND)
        continue;

      page = gtk_stack_get_child_by_name (GTK_STACK (stack), os);
      if (page == NULL)
        {
          page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
          ptl_wrap_box_append (PTL_WRAP_BOX (switcher),
                               make_button (page, display_name (fact->os), gtk_widget_get_first_child (switcher)));
          gtk_stack_add_named (GTK_STACK (stack), page, os);
        }
      gtk_box_append (GTK_BOX (page), ptl_fact_view_new (fact, FALSE));
      if (fact->text != NULL)
        gtk_box_append (GTK_BOX (page), ptl_text_label_new (fact->text, "source"));
    }

  gtk_widget_add_css_class (switcher, "systems");
  gtk_box_append (GTK_BOX (box), switcher);
  gtk_box_append (GTK_BOX (box), stack);

  return box;
}
