#include "config.h"

#include "app/ptl-button-name.h"

/**
 * ptl_button_name_by_label:
 * @button: a GtkButton with a label that has a mnemonic
 *
 * Has screen readers name the button by what is read on it. GTK (4.8) names it by the label as it is written, underscore
 * included, and then by what is read on it besides.
 */
void
ptl_button_name_by_label (GtkWidget *button)
{
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (button));

  g_return_if_fail (GTK_IS_LABEL (label));

  gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
}

/**
 * ptl_button_set_name:
 * @button: a button
 * @name: what screen readers name it, in place of what is read on it
 *
 * Names a button. Later GTKs (4.12 on) have it labelled by what is read on it, which would go before the name.
 */
void
ptl_button_set_name (GtkWidget  *button,
                     const char *name)
{
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
