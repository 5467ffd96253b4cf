#include "config.h"

#include "app/ptl-long-value.h"

#include <glib/gi18n-lib.h>

#include "app/ptl-button-name.h"
#include "app/ptl-label-wrap.h"
#include "app/ptl-wrap-box.h"

/*
 * The start of a value that is too long for a page, such as a command line of thousands of characters, with what it takes to
 * read and to copy it whole.
 */

static void
show_all_cb (GtkButton *button,
             gpointer   data)
{
  GtkLabel *label = GTK_LABEL (data);

  gtk_label_set_text (label, g_object_get_data (G_OBJECT (button), "ptl-value"));
  /* The focus goes on to the other button, and not to where the window begins. */
  if (gtk_widget_has_focus (GTK_WIDGET (button)))
    gtk_widget_grab_focus (gtk_widget_get_next_sibling (GTK_WIDGET (button)));
  gtk_widget_set_visible (GTK_WIDGET (button), FALSE);
}

static GtkWidget *
make_button (const char *text)
{
  GtkWidget *button = gtk_button_new_with_label (text);

  ptl_button_name_by_label (button);
  ptl_label_wrap_where_it_must (gtk_button_get_child (GTK_BUTTON (button)));

  return button;
}

/**
 * ptl_long_value_new:
 * @detail: a detail with a long value; not kept
 * @label: the label that is to show it
 *
 * Has @label show the start of the value, with a button that shows all of it and one that copies it.
 *
 * Returns: (transfer floating): the widget that holds all three
 */
GtkWidget *
ptl_long_value_new (const PtlDetail *detail,
                    GtkWidget       *label)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *acts = ptl_wrap_box_new ();
  GtkWidget *show_all = make_button (_("Show All"));
  GtkWidget *copy = make_button (_("Copy All"));
  g_autofree char *start = g_strndup (detail->value, detail->first);
  g_autofree char *words = g_strconcat (start, " …", NULL);

  gtk_label_set_text (GTK_LABEL (label), words);
  g_object_set_data_full (G_OBJECT (show_all), "ptl-value", g_strdup (detail->value), g_free);
  g_signal_connect_object (show_all, "clicked", G_CALLBACK (show_all_cb), label, 0);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (copy), "win.copy-text");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (copy), "s", detail->value);

  ptl_wrap_box_append (PTL_WRAP_BOX (acts), show_all);
  ptl_wrap_box_append (PTL_WRAP_BOX (acts), copy);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), acts);

  return box;
}
