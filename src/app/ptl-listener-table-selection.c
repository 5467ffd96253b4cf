#include "config.h"

#include "app/ptl-listener-row.h"
#include "app/ptl-listener-table-private.h"

/*
 * What is selected in the table of listeners: a row for as long as it is there, and the port that is being read beyond that.
 */

/**
 * ptl_listener_table_chosen:
 *
 * What follows when another row is selected, by whomever.
 */
void
ptl_listener_table_chosen (PtlListenerTable *self)
{
  PtlListenerItem *item = gtk_single_selection_get_selected_item (self->selection);

  /* A row that went away takes its selection with it, but not what the person reads. */
  if (self->frozen > 0 || item == NULL || ptl_listener_item_is_heading (item))
    return;

  g_set_object (&self->chosen, item);
  if (ptl_listener_item_get_port (item) == self->selected)
    return;

  self->selected = ptl_listener_item_get_port (item);
  ptl_listener_table_tell_selected (self);
}

/**
 * ptl_listener_table_scroll_to:
 * @position: a row
 *
 * Brings a row into view.
 */
void
ptl_listener_table_scroll_to (PtlListenerTable *self,
                              guint             position)
{
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}

/**
 * ptl_listener_table_restore_selection:
 *
 * Selects again, after the rows have changed, what was selected. Tells nobody.
 */
void
ptl_listener_table_restore_selection (PtlListenerTable *self)
{
  guint position = GTK_INVALID_LIST_POSITION;

  /* Where its row has left, another of the port that is read is as good, be it the same program come back. */
  if ((self->chosen == NULL || !ptl_listener_model_find_item (self->model, self->chosen, &position)) && self->selected >= 0)
    ptl_listener_model_find_port (self->model, self->selected, &position);

  self->frozen++;
  if (gtk_single_selection_get_selected (self->selection) != position)
    gtk_single_selection_set_selected (self->selection, position);
  if (position != GTK_INVALID_LIST_POSITION)
    g_set_object (&self->chosen, gtk_single_selection_get_selected_item (self->selection));
  self->frozen--;
}

/**
 * ptl_listener_table_select:
 * @port: a port
 *
 * Selects a listener on @port, the one that was selected already where it is one, and brings it into view.
 *
 * Returns: whether one is listed
 */
gboolean
ptl_listener_table_select (PtlListenerTable *self,
                           guint16           port)
{
  guint position;

  g_return_val_if_fail (PTL_IS_LISTENER_TABLE (self), FALSE);

  if (self->chosen != NULL && ptl_listener_item_get_port (self->chosen) == port &&
      ptl_listener_model_find_item (self->model, self->chosen, &position))
    ;
  else if (!ptl_listener_model_find_port (self->model, port, &position))
    {
      self->selected = port;
      g_clear_object (&self->chosen);
      ptl_listener_table_restore_selection (self);
      return FALSE;
    }

  gtk_single_selection_set_selected (self->selection, position);
  ptl_listener_table_chosen (self);
  ptl_listener_table_scroll_to (self, position);

  return TRUE;
}

/**
 * ptl_listener_table_unselect:
 *
 * Lets go of the port that was chosen.
 */
void
ptl_listener_table_unselect (PtlListenerTable *self)
{
  g_return_if_fail (PTL_IS_LISTENER_TABLE (self));

  self->selected = -1;
  g_clear_object (&self->chosen);
  ptl_listener_table_restore_selection (self);
}

/**
 * ptl_listener_table_select_best:
 * @results: (nullable): what a search found, best first; %NULL for nothing in particular
 *
 * Selects a listener on the best port, or the first of the table.
 *
 * Returns: whether there is one
 */
gboolean
ptl_listener_table_select_best (PtlListenerTable *self,
                                PtlResults       *results)
{
  guint n_found;

  g_return_val_if_fail (PTL_IS_LISTENER_TABLE (self), FALSE);

  n_found = results != NULL ? ptl_results_get_n (results) : 0;
  for (guint i = 0; i < n_found; i++)
    {
      if (ptl_listener_model_find_port (self->model, ptl_results_get_ports (results)[i], NULL))
        return ptl_listener_table_select (self, ptl_results_get_ports (results)[i]);
    }

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->model)); i++)
    {
      g_autoptr (PtlListenerItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), i);

      if (!ptl_listener_item_is_heading (item))
        return ptl_listener_table_select (self, ptl_listener_item_get_port (item));
    }

  return FALSE;
}

/**
 * ptl_listener_table_move:
 * @steps: rows to go down, or up where negative
 *
 * Moves the selection, as the arrow keys do from the search entry, past headings. Stops at both ends.
 */
void
ptl_listener_table_move (PtlListenerTable *self,
                         int               steps)
{
  gint64 n, position;
  int step = steps < 0 ? -1 : 1;

  g_return_if_fail (PTL_IS_LISTENER_TABLE (self));

  n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  position = gtk_single_selection_get_selected (self->selection);
  position = position == GTK_INVALID_LIST_POSITION ? 0 : CLAMP (position + steps, 0, n - 1);

  /* At the upper end a heading has nothing above it: turn round. */
  for (guint turns = 0; position >= 0 && position < n;)
    {
      g_autoptr (PtlListenerItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), position);

      if (!ptl_listener_item_is_heading (item))
        {
          gtk_single_selection_set_selected (self->selection, position);
          ptl_listener_table_scroll_to (self, position);
          return;
        }
      if (position == 0 && step < 0 && turns++ == 0)
        step = 1;
      position += step;
    }
}

/**
 * ptl_listener_table_focus_rows:
 *
 * Has a row take the focus: GtkListView gives it to the one that had it last or is the first, and keeps it itself where that is a
 * heading, which takes none. Then the first listener on screen does.
 *
 * Returns: whether a row has it
 */
gboolean
ptl_listener_table_focus_rows (PtlListenerTable *self)
{
  GtkWidget *view = GTK_WIDGET (self->view);

  if (gtk_widget_grab_focus (view) && !gtk_widget_is_focus (view))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (view); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);
      PtlListenerItem *item = PTL_IS_LISTENER_ROW (row) ? ptl_listener_row_get_item (PTL_LISTENER_ROW (row)) : NULL;
      graphene_point_t top;

      if (item != NULL && !ptl_listener_item_is_heading (item) &&
          gtk_widget_compute_point (child, view, &GRAPHENE_POINT_INIT (0, 0), &top) && top.y >= 0)
        return gtk_widget_grab_focus (child);
    }

  return FALSE;
}

/**
 * ptl_listener_table_get_selected:
 *
 * Returns: the port that was chosen last, or -1
 */
int
ptl_listener_table_get_selected (PtlListenerTable *self)
{
  g_return_val_if_fail (PTL_IS_LISTENER_TABLE (self), -1);

  return self->selected;
}
