#include "config.h"

#include "app/ptl-listener-shown.h"

/**
 * ptl_listener_shown_init:
 * @rows: the newest rows
 *
 * Lists all of @rows. Clear with ptl_listener_shown_clear().
 */
void
ptl_listener_shown_init (PtlListenerShown *self,
                         PtlListenerRows  *rows)
{
  *self = (PtlListenerShown) {
    .top = g_ptr_array_new_with_free_func ((GDestroyNotify) ptl_listener_entry_unref),
    .rows = ptl_listener_rows_ref (rows),
  };
}

/**
 * ptl_listener_shown_clear:
 *
 * Frees what it owns.
 */
void
ptl_listener_shown_clear (PtlListenerShown *self)
{
  g_clear_pointer (&self->positions, g_hash_table_unref);
  g_clear_pointer (&self->top, g_ptr_array_unref);
  g_clear_pointer (&self->rows, ptl_listener_rows_unref);
}

/* Whether a view can show @shift rows more above the held one and have it where it is. */
static gboolean
can_scroll (const PtlListenerHold *hold,
            double                 shift,
            guint                  n_rows)
{
  double above = hold->above + shift;

  if (above < 0)
    return FALSE;

  return above == 0 || above + hold->page <= n_rows;
}

static void
keep_top (PtlListenerShown       *self,
          const PtlListenerShown *before,
          guint                   n)
{
  self->positions = g_hash_table_new (g_int64_hash, g_int64_equal);
  for (guint i = 0; i < n; i++)
    {
      PtlListenerEntry *entry = ptl_listener_shown_get (before, i);

      g_ptr_array_add (self->top, ptl_listener_entry_ref (entry));
      g_hash_table_insert (self->positions, &entry->id, GUINT_TO_POINTER (i + 1));
    }
}

/**
 * ptl_listener_shown_hold:
 * @before: what is listed now
 * @rows: the newest rows
 * @hold: (nullable): the row under the pointer
 * @moved: whether rows may have changed places since what @before lists
 *
 * Lists what may be listed of @rows while a row stays under the pointer: all of it where the view can scroll to make up for
 * it, else the rows down to the held one as they were, and below it as they are now. Clear with ptl_listener_shown_clear().
 *
 * Returns: whether anything may change; where not, nothing was initialized
 */
gboolean
ptl_listener_shown_hold (PtlListenerShown       *self,
                         const PtlListenerShown *before,
                         PtlListenerRows        *rows,
                         const PtlListenerHold  *hold,
                         gboolean                moved)
{
  guint at, to;

  if (hold == NULL || hold->id == 0 || !ptl_listener_shown_find (before, hold->id, &at))
    {
      ptl_listener_shown_init (self, rows);
      return TRUE;
    }
  if (!ptl_listener_rows_find (rows, hold->id, &to))
    return FALSE;
  if (can_scroll (hold, (double) to - at, rows->listed->len))
    {
      ptl_listener_shown_init (self, rows);
      return TRUE;
    }

  /* Of rows that changed places, one could be listed twice, or not at all. */
  if (moved || !can_scroll (hold, 0, at + rows->listed->len - to))
    return FALSE;

  ptl_listener_shown_init (self, rows);
  keep_top (self, before, at + 1);
  self->from = to + 1;
  self->held = TRUE;

  return TRUE;
}

/**
 * ptl_listener_shown_get_n:
 *
 * Returns: how many rows are listed, headings among them
 */
guint
ptl_listener_shown_get_n (const PtlListenerShown *self)
{
  return self->top->len + self->rows->listed->len - self->from;
}

/**
 * ptl_listener_shown_get:
 * @position: less than ptl_listener_shown_get_n()
 *
 * Returns: (transfer none): what is listed there
 */
PtlListenerEntry *
ptl_listener_shown_get (const PtlListenerShown *self,
                        guint                   position)
{
  if (position < self->top->len)
    return g_ptr_array_index (self->top, position);

  return g_ptr_array_index (self->rows->listed, position - self->top->len + self->from);
}

/**
 * ptl_listener_shown_find:
 * @id: an entry's id
 * @out_position: (out) (optional): where it is listed; untouched where it is not
 *
 * Returns: whether it is listed
 */
gboolean
ptl_listener_shown_find (const PtlListenerShown *self,
                         guint64                 id,
                         guint                  *out_position)
{
  guint position;

  if (self->positions != NULL)
    {
      guint found = GPOINTER_TO_UINT (g_hash_table_lookup (self->positions, &id));

      if (found != 0)
        {
          if (out_position != NULL)
            *out_position = found - 1;
          return TRUE;
        }
    }

  if (!ptl_listener_rows_find (self->rows, id, &position) || position < self->from)
    return FALSE;
  if (out_position != NULL)
    *out_position = position - self->from + self->top->len;

  return TRUE;
}
