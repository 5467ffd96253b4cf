#include "config.h"

#include "app/ptl-listener-table-private.h"

#include "app/ptl-listener-row.h"

/*
 * How the table of listeners takes a new reading: what is selected stays selected, what has the focus keeps it, and what the
 * pointer is on stays under it.
 */

/* How often is looked whether a mark has been seen for long enough. */
#define TICK_MS 500

static GtkAdjustment *
get_adjustment (PtlListenerTable *self)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled));
}

static PtlListenerRow *
find_pointed (PtlListenerTable *self)
{
  GtkWidget *picked;

  if (!self->pointed || !gtk_widget_get_mapped (GTK_WIDGET (self->view)))
    return NULL;

  picked = gtk_widget_pick (GTK_WIDGET (self->view), self->pointer_x, self->pointer_y, GTK_PICK_DEFAULT);
  if (picked == NULL)
    return NULL;
  if (!PTL_IS_LISTENER_ROW (picked))
    picked = gtk_widget_get_first_child (picked);

  return PTL_IS_LISTENER_ROW (picked) ? PTL_LISTENER_ROW (picked) : NULL;
}

/*
 * Finds the row under the pointer, and has the list keep its place by that row: GtkListView keeps one row where it is on
 * screen whatever comes and goes, and takes for it the row that it was last asked to scroll to.
 */
static gboolean
hold_pointed (PtlListenerTable *self,
              PtlListenerHold  *hold)
{
  GtkAdjustment *adjustment = get_adjustment (self);
  double value = gtk_adjustment_get_value (adjustment);
  double page = gtk_adjustment_get_page_size (adjustment);
  PtlListenerRow *pointed = find_pointed (self);
  PtlListenerItem *item;
  double row;
  guint position;

  if (pointed == NULL)
    return FALSE;

  /* All rows are of one height. */
  row = gtk_widget_get_height (gtk_widget_get_parent (GTK_WIDGET (pointed)));
  item = ptl_listener_row_get_item (pointed);
  if (item == NULL || row <= 0 || !ptl_listener_model_find_item (self->model, item, &position))
    return FALSE;

  hold->id = ptl_listener_item_get_id (item);
  hold->above = value / row;
  hold->page = page / row;

  /* A row that is cut at an edge would be scrolled into view. */
  if (position * row < value)
    position++;
  else if ((position + 1) * row > value + page && position > 0)
    position--;
  if (position < g_list_model_get_n_items (G_LIST_MODEL (self->model)))
    ptl_listener_table_scroll_to (self, position);

  return TRUE;
}

static gboolean
has_focus_inside (PtlListenerTable *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == GTK_WIDGET (self->view) || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view)));
}

static gboolean tick_cb (gpointer data);

/* To be called after each change of the rows: gives back what went with a row. */
static void
settle_view (PtlListenerTable *self,
             gboolean          had_focus)
{
  ptl_listener_table_restore_selection (self);
  if (had_focus && !has_focus_inside (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
  if (self->tick_id == 0 && ptl_listener_model_has_marks (self->model))
    self->tick_id = g_timeout_add (TICK_MS, tick_cb, self);
}

static guint64
get_pointed_id (PtlListenerTable *self)
{
  PtlListenerRow *pointed = find_pointed (self);
  PtlListenerItem *item = pointed != NULL ? ptl_listener_row_get_item (pointed) : NULL;

  return item != NULL ? ptl_listener_item_get_id (item) : 0;
}

static gboolean
tick_cb (gpointer data)
{
  PtlListenerTable *self = data;
  PtlListenerRows *rows = ptl_listener_model_get_rows (self->model);

  if (!ptl_listener_model_has_marks (self->model))
    {
      self->tick_id = 0;
      return G_SOURCE_REMOVE;
    }

  if (rows->next_end <= g_get_monotonic_time () && !ptl_listener_planner_is_busy (self->planner))
    ptl_listener_planner_expire (self->planner, get_pointed_id (self));

  return G_SOURCE_CONTINUE;
}

/**
 * ptl_listener_table_take_plan:
 * @plan: a plan that starts from the model's rows
 * @data: the table
 *
 * Shows what a worker has worked out. What is selected stays so, what has the focus keeps it, what the pointer is on stays
 * under it.
 */
void
ptl_listener_table_take_plan (PtlListenerPlan *plan,
                              gpointer         data)
{
  PtlListenerTable *self = PTL_LISTENER_TABLE (data);
  PtlListenerHold hold = { 0 };
  gboolean held = hold_pointed (self, &hold);
  gboolean had_focus = has_focus_inside (self);

  self->frozen++;
  ptl_listener_model_take (self->model, plan, held ? &hold : NULL);
  self->frozen--;
  settle_view (self, had_focus);
  ptl_listener_table_tell_settled (self);
}

/**
 * ptl_listener_table_point:
 * @x: where the pointer is, in the list view's coordinates
 * @y: the same
 *
 * Notes which row must not move.
 */
void
ptl_listener_table_point (PtlListenerTable *self,
                          double            x,
                          double            y)
{
  self->pointed = TRUE;
  self->pointer_x = x;
  self->pointer_y = y;
}

/**
 * ptl_listener_table_unpoint:
 *
 * The pointer has left: lists what had to wait for that.
 */
void
ptl_listener_table_unpoint (PtlListenerTable *self)
{
  gboolean had_focus = has_focus_inside (self);

  self->pointed = FALSE;
  if (!ptl_listener_model_is_held (self->model))
    return;

  self->frozen++;
  ptl_listener_model_settle (self->model);
  self->frozen--;
  settle_view (self, had_focus);
  ptl_listener_table_tell_settled (self);
}

/**
 * ptl_listener_table_update:
 * @snapshot: the newest reading
 * @results: (nullable): what the same search finds now; %NULL for all that have a listener
 *
 * Has a new reading shown as soon as a worker has worked out what that changes; #PtlListenerTable::settled tells when.
 */
void
ptl_listener_table_update (PtlListenerTable *self,
                           PtlSnapshot      *snapshot,
                           PtlResults       *results)
{
  g_return_if_fail (PTL_IS_LISTENER_TABLE (self));

  ptl_listener_planner_update (self->planner, snapshot, results);
}

/**
 * ptl_listener_table_update_now:
 * @snapshot: the newest reading
 * @results: (nullable): what the search finds in it; %NULL for all that have a listener
 *
 * Shows a reading at once, for somebody who has just asked for something else and waits for it.
 */
void
ptl_listener_table_update_now (PtlListenerTable *self,
                               PtlSnapshot      *snapshot,
                               PtlResults       *results)
{
  gboolean had_focus;

  g_return_if_fail (PTL_IS_LISTENER_TABLE (self));

  ptl_listener_planner_forget (self->planner);
  if (ptl_listener_model_get_rows (self->model)->snapshot == snapshot)
    return;

  had_focus = has_focus_inside (self);
  self->frozen++;
  ptl_listener_model_update (self->model, snapshot, results, g_get_monotonic_time (), NULL);
  self->frozen--;
  settle_view (self, had_focus);
}
