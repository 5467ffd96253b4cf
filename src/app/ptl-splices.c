#include "config.h"

#include "app/ptl-splices.h"

/*
 * How a list view is told that its rows are others. It keeps widgets for some two hundred rows, around those on screen. These it
 * is told of exactly, for they are to stay with their widgets. What lies between is replaced at once, however much it is: where
 * it has no widgets, GtkListView asks for none of the rows that one change brings. But each change costs it as much as looking
 * at all its widgets, so there are few of them. Knows nothing of GTK.
 */

/* Rows with widgets belong together if no more than so many lie between them. */
#define NEAR 32

/* GtkListView (4.8) keeps some 200 row widgets. */
#define HEAD 256

typedef struct
{
  PtlSameRowsFunc  same;
  gpointer         user_data;
  GArray          *splices;
} Comparison;

static int
compare_watched (gconstpointer a,
                 gconstpointer b)
{
  guint x = ((const PtlWatchedRow *) a)->old, y = ((const PtlWatchedRow *) b)->old;

  return (x > y) - (x < y);
}

/*
 * Leaves of the new places a longest series that ascends: what is not in it has changed places. @tails has for each length the
 * end of that series of it which ends lowest.
 */
static void
drop_moved (PtlWatchedRow *rows,
            guint          n)
{
  g_autofree guint *tails = g_new (guint, n + 1);
  g_autofree guint *previous = g_new (guint, n + 1);
  guint length = 0;

  for (guint i = 0; i < n; i++)
    {
      guint low = 0;
      guint high = length;

      previous[i] = PTL_NOWHERE;
      if (rows[i].new == PTL_NOWHERE)
        continue;
      while (low < high)
        {
          guint middle = low + (high - low) / 2;

          if (rows[tails[middle]].new < rows[i].new)
            low = middle + 1;
          else
            high = middle;
        }
      previous[i] = low > 0 ? tails[low - 1] : PTL_NOWHERE;
      tails[low] = i;
      length = MAX (length, low + 1);
    }

  for (guint i = n, kept = length > 0 ? tails[length - 1] : PTL_NOWHERE; i > 0; i--)
    {
      if (i - 1 == kept)
        kept = previous[kept];
      else
        rows[i - 1].new = PTL_NOWHERE;
    }
}

static void
add_splice (GArray *splices,
            guint   position,
            guint   removed,
            guint   added)
{
  PtlSplice splice = { position, removed, added };

  if (removed > 0 || added > 0)
    g_array_append_val (splices, splice);
}

/*
 * Where a row goes that a view keeps in mind, as the focus, it takes the next one for it. That must not be one that is about to
 * go, with thousands of others, so what lies below is told first.
 */
static void
turn_upwards (GArray *splices)
{
  for (guint i = 0; i < splices->len / 2; i++)
    {
      PtlSplice splice = g_array_index (splices, PtlSplice, i);

      g_array_index (splices, PtlSplice, i) = g_array_index (splices, PtlSplice, splices->len - 1 - i);
      g_array_index (splices, PtlSplice, splices->len - 1 - i) = splice;
    }
}

/* Rows without widgets. */
static void
compare_gap (Comparison *self,
             guint       old,
             guint       old_end,
             guint       new,
             guint       new_end)
{
  if (old_end - old == new_end - new && self->same (old, new, old_end - old, self->user_data))
    return;

  add_splice (self->splices, old, old_end - old, new_end - new);
}

/* Rows of which many have widgets: from the first to the last that differs. */
static void
compare_near (Comparison *self,
              guint       old,
              guint       old_end,
              guint       new,
              guint       new_end)
{
  while (old < old_end && new < new_end && self->same (old, new, 1, self->user_data))
    {
      old++;
      new++;
    }
  while (old < old_end && new < new_end && self->same (old_end - 1, new_end - 1, 1, self->user_data))
    {
      old_end--;
      new_end--;
    }

  add_splice (self->splices, old, old_end - old, new_end - new);
}

/**
 * ptl_splices_new:
 * @watched: (element-type PtlWatchedRow): the rows of the old list that somebody may have widgets for, in any order; is changed
 * @n_old: how many rows the old list has
 * @n_new: how many the new one has
 * @same: compares rows
 * @user_data: for @same
 *
 * Finds how to tell of a change in few steps. Takes a time that grows with the number of @watched, not with that of the rows.
 *
 * Returns: (transfer full) (element-type PtlSplice): the steps, upwards
 */
GArray *
ptl_splices_new (GArray          *watched,
                 guint            n_old,
                 guint            n_new,
                 PtlSameRowsFunc  same,
                 gpointer         user_data)
{
  Comparison self = { same, user_data, g_array_new (FALSE, FALSE, sizeof (PtlSplice)) };
  guint old = 0, new = 0;

  g_array_sort (watched, compare_watched);
  drop_moved ((PtlWatchedRow *) (gpointer) watched->data, watched->len);

  for (guint i = 0; i < watched->len;)
    {
      guint old_start = g_array_index (watched, PtlWatchedRow, i).old;
      guint old_end = old_start;
      guint new_start = PTL_NOWHERE, new_end = new;

      for (; i < watched->len; i++)
        {
          PtlWatchedRow *row = &g_array_index (watched, PtlWatchedRow, i);

          if (row->old - old_end > NEAR ||
              (new_start != PTL_NOWHERE && row->new != PTL_NOWHERE && row->new - new_end > NEAR))
            break;
          old_end = row->old + 1;
          if (row->new == PTL_NOWHERE)
            continue;
          if (new_start == PTL_NOWHERE)
            new_start = row->new;
          new_end = row->new + 1;
        }
      if (new_start == PTL_NOWHERE)
        new_start = new;

      compare_gap (&self, old, old_start, new, new_start);
      compare_near (&self, old_start, old_end, new_start, new_end);
      old = old_end;
      new = new_end;
    }
  compare_gap (&self, old, n_old, new, n_new);
  turn_upwards (self.splices);

  return self.splices;
}

/**
 * ptl_splices_new_for_all:
 * @n_old: how many rows the old list has
 * @n_new: how many the new one has
 *
 * Tells of quite another list: the tail away, the new tail, the head for another. Where one step took rows away that have widgets
 * and brought others, GtkListView (4.8) would ask for each of those that it is brought, in search of the ones it lost.
 *
 * Returns: (transfer full) (element-type PtlSplice): the steps, upwards
 */
GArray *
ptl_splices_new_for_all (guint n_old,
                         guint n_new)
{
  GArray *splices = g_array_new (FALSE, FALSE, sizeof (PtlSplice));
  guint head = MIN (HEAD, MIN (n_old, n_new));

  add_splice (splices, head, n_old - head, 0);
  add_splice (splices, head, 0, n_new - head);
  add_splice (splices, 0, head, head);

  return splices;
}
