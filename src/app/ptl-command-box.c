#include "config.h"

#include "app/ptl-command-box.h"

#include <glib/gi18n-lib.h>

#include "app/ptl-fact-view.h"
#include "page/ptl-page.h"

/*
 * The commands of "check it yourself": those of one system at a time, this computer's first, with a switcher for the others.
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
  GtkWidget *switcher = gtk_stack_switcher_new ();

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
          gtk_stack_add_titled (GTK_STACK (stack), page, os, display_name (fact->os));
        }
      gtk_box_append (GTK_BOX (page), ptl_fact_view_new (fact, FALSE));
      if (fact->text != NULL)
        gtk_box_append (GTK_BOX (page), ptl_text_label_new (fact->text, "source"));
    }

  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), GTK_STACK (stack));
  gtk_widget_set_halign (switcher, GTK_ALIGN_START);
  gtk_widget_add_css_class (switcher, "systems");
  gtk_box_append (GTK_BOX (box), switcher);
  gtk_box_append (GTK_BOX (box), stack);

  return box;
}
