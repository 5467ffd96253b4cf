#include "config.h"

#include "app/ptl-listener-splices.h"

/* How to tell a list view that the table's rows are others; see ptl-splices.c. Knows nothing of GTK. */

static guint64
get_id (GPtrArray *listed,
        guint      position)
{
  return ((PtlListenerEntry *) g_ptr_array_index (listed, position))->id;
}

/**
 * ptl_listener_runs_new:
 * @before: rows
 * @after: the rows that follow
 * @out_moved: (out): whether rows that are in both have changed places
 *
 * Finds the rows that stay. Any thread.
 *
 * Returns: (transfer full) (element-type PtlListenerRun): they, in order; those that have changed places are left out
 */
GArray *
ptl_listener_runs_new (PtlListenerRows *before,
                       PtlListenerRows *after,
                       gboolean        *out_moved)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (PtlListenerRun));
  PtlListenerRun run = { 0 };
  guint i = 0, j = 0;

  *out_moved = FALSE;
  while (i < before->listed->len && j < after->listed->len)
    {
      guint64 x = get_id (before->listed, i);
      guint64 y = get_id (after->listed, j);
      guint x_goes_to, y_comes_from;

      if (x == y)
        {
          if (run.length == 0)
            run = (PtlListenerRun) { i, j, 0 };
          run.length++;
          i++;
          j++;
          continue;
        }

      if (run.length > 0)
        g_array_append_val (runs, run);
      run.length = 0;

      if (!ptl_listener_rows_find (after, x, &x_goes_to))
        {
          i++;
        }
      else if (!ptl_listener_rows_find (before, y, &y_comes_from))
        {
          j++;
        }
      else
        {
          /* Both are in both. The one that has gone farther is the one that has moved. */
          *out_moved = TRUE;
          if (x_goes_to < j || (y_comes_from >= i && x_goes_to - j > y_comes_from - i))
            i++;
          else
            j++;
        }
    }
  if (run.length > 0)
    g_array_append_val (runs, run);

  return runs;
}

/* Whether one run has these rows, in both lists. */
static gboolean
is_in_run (GArray *runs,
           guint   from,
           guint   to,
           guint   length)
{
  guint low = 0;
  guint high = runs->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (runs, PtlListenerRun, middle).from <= from)
        low = middle + 1;
      else
        high = middle;
    }
  if (low == 0)
    return FALSE;

  {
    PtlListenerRun *run = &g_array_index (runs, PtlListenerRun, low - 1);

    return from + length <= run->from + run->length && from - run->from == to - run->to;
  }
}

typedef struct
{
  const PtlListenerShown *before;
  const PtlListenerShown *after;
  GArray                 *runs; /* (nullable) */
} Comparison;

static gboolean
same_rows_cb (guint    old,
              guint    new,
              guint    n,
              gpointer user_data)
{
  Comparison *self = user_data;
  guint old_top = self->before->top->len;
  guint new_top = self->after->top->len;

  if (n == 0)
    return TRUE;
  if (n == 1)
    return ptl_listener_shown_get (self->before, old)->id == ptl_listener_shown_get (self->after, new)->id;

  /* What is kept at the top is kept of what was listed. */
  if (old == new && new + n <= new_top)
    return TRUE;

  return old >= old_top && new >= new_top &&
         is_in_run (self->runs, old - old_top + self->before->from, new - new_top + self->after->from, n);
}

/**
 * ptl_listener_splices_new:
 * @before: what is listed
 * @after: what is to be listed
 * @runs: (element-type PtlListenerRun): what stays, between the rows of @before and those of @after
 * @watched: (element-type guint64): the ids of rows that somebody may have widgets for, in no order
 *
 * Finds how to tell of the change in few steps.
 *
 * Returns: (transfer full) (element-type PtlSplice): the steps, upwards
 */
GArray *
ptl_listener_splices_new (const PtlListenerShown *before,
                          const PtlListenerShown *after,
                          GArray                 *runs,
                          GArray                 *watched)
{
  Comparison comparison = { before, after, runs };
  g_autoptr (GArray) located = g_array_sized_new (FALSE, FALSE, sizeof (PtlWatchedRow), watched->len);

  for (guint i = 0; i < watched->len; i++)
    {
      guint64 id = g_array_index (watched, guint64, i);
      PtlWatchedRow row = { 0, PTL_NOWHERE };

      if (!ptl_listener_shown_find (before, id, &row.old))
        continue;
      ptl_listener_shown_find (after, id, &row.new);
      g_array_append_val (located, row);
    }

  return ptl_splices_new (located, ptl_listener_shown_get_n (before), ptl_listener_shown_get_n (after),
                          same_rows_cb, &comparison);
}

/**
 * ptl_listener_splices_new_for_all:
 * @before: what is listed
 * @after: what is to be listed, in another order or of another search
 *
 * Finds how to tell of another list.
 *
 * Returns: (transfer full) (element-type PtlSplice): the steps, upwards
 */
GArray *
ptl_listener_splices_new_for_all (const PtlListenerShown *before,
                                  const PtlListenerShown *after)
{
  guint n_old = ptl_listener_shown_get_n (before);
  guint n_new = ptl_listener_shown_get_n (after);
  guint same = 0;

  while (same < n_old && same < n_new &&
         ptl_listener_shown_get (before, same)->id == ptl_listener_shown_get (after, same)->id)
    same++;
  if (same == n_old && same == n_new)
    return g_array_new (FALSE, FALSE, sizeof (PtlSplice));

  return ptl_splices_new_for_all (n_old, n_new);
}
