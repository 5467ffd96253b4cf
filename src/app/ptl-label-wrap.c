#include "config.h"

#include "app/ptl-label-wrap.h"

/**
 * ptl_label_wrap_where_it_must:
 * @label: a GtkLabel of a few words
 *
 * Has a label stand in one line, and in several only where the page is narrower than that: large text asks for more than a narrow
 * page has.
 */
void
ptl_label_wrap_where_it_must (GtkWidget *label)
{
  g_return_if_fail (GTK_IS_LABEL (label));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
}
