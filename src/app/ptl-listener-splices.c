#include "config.h"

#include "app/ptl-listener-splices.h"

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

#define NOWHERE G_MAXUINT

/* --- what stays in two lists --------------------------------------------------------------------------------------- */

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

/* --- the rows with widgets ----------------------------------------------------------------------------------------- */

typedef struct
{
  guint old;
  guint new; /* NOWHERE where it has left, or changed places */
} Watched;

static int
compare_watched (gconstpointer a,
                 gconstpointer b)
{
  guint x = ((const Watched *) a)->old, y = ((const Watched *) b)->old;

  return (x > y) - (x < y);
}

/*
 * Leaves of the new places a longest series that ascends: what is not in it has changed places. @tails has for each length the
 * end of that series of it which ends lowest.
 */
static void
drop_moved (Watched *rows,
            guint    n)
{
  g_autofree guint *tails = g_new (guint, n + 1);
  g_autofree guint *previous = g_new (guint, n + 1);
  guint length = 0;

  for (guint i = 0; i < n; i++)
    {
      guint low = 0;
      guint high = length;

      previous[i] = NOWHERE;
      if (rows[i].new == NOWHERE)
        continue;
      while (low < high)
        {
          guint middle = low + (high - low) / 2;

          if (rows[tails[middle]].new < rows[i].new)
            low = middle + 1;
          else
            high = middle;
        }
      previous[i] = low > 0 ? tails[low - 1] : NOWHERE;
      tails[low] = i;
      length = MAX (length, low + 1);
    }

  for (guint i = n, kept = length > 0 ? tails[length - 1] : NOWHERE; i > 0; i--)
    {
      if (i - 1 == kept)
        kept = previous[kept];
      else
        rows[i - 1].new = NOWHERE;
    }
}

/* Returns: (transfer full) (element-type Watched): those that were listed, in order */
static GArray *
locate (const PtlListenerShown *before,
        const PtlListenerShown *after,
        GArray                 *watched)
{
  GArray *located = g_array_sized_new (FALSE, FALSE, sizeof (Watched), watched->len);

  for (guint i = 0; i < watched->len; i++)
    {
      guint64 id = g_array_index (watched, guint64, i);
      Watched row = { 0, NOWHERE };

      if (!ptl_listener_shown_find (before, id, &row.old))
        continue;
      ptl_listener_shown_find (after, id, &row.new);
      g_array_append_val (located, row);
    }
  g_array_sort (located, compare_watched);
  drop_moved ((Watched *) (gpointer) located->data, located->len);

  return located;
}

/* --- splices ------------------------------------------------------------------------------------------------------- */

typedef struct
{
  const PtlListenerShown *before;
  const PtlListenerShown *after;
  GArray                 *runs;
  GArray                 *splices;
} Comparison;

static void
add_splice (GArray *splices,
            guint   position,
            guint   removed,
            guint   added)
{
  PtlListenerSplice splice = { position, removed, added };

  if (removed > 0 || added > 0)
    g_array_append_val (splices, splice);
}

static gboolean
same_row (Comparison *self,
          guint       old,
          guint       new)
{
  return ptl_listener_shown_get (self->before, old)->id == ptl_listener_shown_get (self->after, new)->id;
}

/* Rows without widgets. */
static void
compare_gap (Comparison *self,
             guint       old,
             guint       old_end,
             guint       new,
             guint       new_end)
{
  guint old_top = self->before->top->len;
  guint new_top = self->after->top->len;

  if (old_end - old == new_end - new)
    {
      /* What is kept at the top is kept of what was listed. */
      if (old == new && new_end <= new_top)
        return;
      if (old >= old_top && new >= new_top &&
          is_in_run (self->runs, old - old_top + self->before->from, new - new_top + self->after->from, old_end - old))
        return;
    }

  add_splice (self->splices, new, old_end - old, new_end - new);
}

/* Rows of which many have widgets: from the first to the last that differs. */
static void
compare_near (Comparison *self,
              guint       old,
              guint       old_end,
              guint       new,
              guint       new_end)
{
  while (old < old_end && new < new_end && same_row (self, old, new))
    {
      old++;
      new++;
    }
  while (old < old_end && new < new_end && same_row (self, old_end - 1, new_end - 1))
    {
      old_end--;
      new_end--;
    }

  add_splice (self->splices, new, old_end - old, new_end - new);
}

/**
 * ptl_listener_splices_new:
 * @before: what is listed
 * @after: what is to be listed
 * @runs: (element-type PtlListenerRun): what stays, between the rows of @before and those of @after
 * @watched: (element-type guint64): the ids of rows that somebody may have widgets for, in no order
 *
 * Finds how to tell of the change in few steps. Takes a time that grows with the number of @watched, not with that of the rows.
 *
 * Returns: (transfer full) (element-type PtlListenerSplice): the steps, downwards
 */
GArray *
ptl_listener_splices_new (const PtlListenerShown *before,
                          const PtlListenerShown *after,
                          GArray                 *runs,
                          GArray                 *watched)
{
  g_autoptr (GArray) located = locate (before, after, watched);
  Comparison self = { before, after, runs, g_array_new (FALSE, FALSE, sizeof (PtlListenerSplice)) };
  guint old = 0, new = 0;

  for (guint i = 0; i < located->len;)
    {
      guint old_start = g_array_index (located, Watched, i).old;
      guint old_end = old_start;
      guint new_start = NOWHERE, new_end = new;

      for (; i < located->len; i++)
        {
          Watched *row = &g_array_index (located, Watched, i);

          if (row->old - old_end > NEAR || (new_start != NOWHERE && row->new != NOWHERE && row->new - new_end > NEAR))
            break;
          old_end = row->old + 1;
          if (row->new == NOWHERE)
            continue;
          if (new_start == NOWHERE)
            new_start = row->new;
          new_end = row->new + 1;
        }
      if (new_start == NOWHERE)
        new_start = new;

      compare_gap (&self, old, old_start, new, new_start);
      compare_near (&self, old_start, old_end, new_start, new_end);
      old = old_end;
      new = new_end;
    }
  compare_gap (&self, old, ptl_listener_shown_get_n (before), new, ptl_listener_shown_get_n (after));

  return self.splices;
}

/**
 * ptl_listener_splices_new_for_all:
 * @before: what is listed
 * @after: what is to be listed, in another order or of another search
 *
 * Finds how to tell of another list: the head for another, the tail away, the new tail. Where one step took rows away that have
 * widgets and brought others, GtkListView (4.8) would ask for each of those that it is brought, in search of the ones it lost.
 *
 * Returns: (transfer full) (element-type PtlListenerSplice): the steps, downwards
 */
GArray *
ptl_listener_splices_new_for_all (const PtlListenerShown *before,
                                  const PtlListenerShown *after)
{
  GArray *splices = g_array_new (FALSE, FALSE, sizeof (PtlListenerSplice));
  Comparison self = { before, after, NULL, splices };
  guint n_old = ptl_listener_shown_get_n (before);
  guint n_new = ptl_listener_shown_get_n (after);
  guint head = MIN (HEAD, MIN (n_old, n_new));
  guint same = 0;

  while (same < n_old && same < n_new && same_row (&self, same, same))
    same++;
  if (same == n_old && same == n_new)
    return splices;

  add_splice (splices, 0, head, head);
  add_splice (splices, head, n_old - head, 0);
  add_splice (splices, head, 0, n_new - head);

  return splices;
}
