#include "config.h"

#include "find-widget.h"

/* The first widget of a type at or below another. What pops up is left out: that of a drop-down has a search entry of its own. */
gpointer
find_widget (gpointer parent,
             GType    type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (parent, type))
    return parent;

  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = GTK_IS_POPOVER (child) ? NULL : find_widget (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}
