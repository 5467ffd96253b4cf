#include "config.h"

#include "app/ptl-focus.h"

/*
 * Where the Tab key goes in a widget of our own: GTK's default asks a widget that can hand the focus on to take it before its
 * children do, and so skips those that come first, and turns round where the person wants to leave.
 */

/**
 * ptl_focus_move:
 * @widget: a widget that does not take the focus itself
 * @direction: where to go
 * @children: (array length=n_children): its children, in order
 * @n_children: how many
 * @list: (nullable): the one among them that holds a list, which the Tab key treats as one stop: thousands of rows are the
 *   arrow keys' business
 *
 * Moves the focus into, within or out of @widget: its `focus` function.
 *
 * Returns: whether the focus is inside @widget now
 */
gboolean
ptl_focus_move (GtkWidget         *widget,
                GtkDirectionType   direction,
                GtkWidget * const *children,
                guint              n_children,
                GtkWidget         *list)
{
  gboolean backward = direction == GTK_DIR_TAB_BACKWARD || direction == GTK_DIR_UP;
  gboolean tab = direction == GTK_DIR_TAB_BACKWARD || direction == GTK_DIR_TAB_FORWARD;
  GtkWidget *inside = gtk_widget_get_focus_child (widget);
  gboolean reached = inside == NULL;

  for (guint i = 0; i < n_children; i++)
    {
      GtkWidget *child = children[backward ? n_children - 1 - i : i];

      if (child == inside)
        {
          reached = TRUE;
          if (tab && child == list)
            continue;
        }
      if (reached && gtk_widget_get_child_visible (child) && gtk_widget_child_focus (child, direction))
        return TRUE;
    }

  return FALSE;
}
