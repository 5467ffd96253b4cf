#include "config.h"

#include "app/ptl-listener-rows.h"

/**
 * ptl_listener_rows_new:
 *
 * Returns: (transfer full): no rows, sorted by port, of a search that lets everything through
 */
PtlListenerRows *
ptl_listener_rows_new (void)
{
  PtlListenerRows *self = g_new0 (PtlListenerRows, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->positions = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->sieve = ptl_listener_sieve_new (NULL, NULL);
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) ptl_listener_entry_unref);
  self->sorted = g_array_new (FALSE, FALSE, sizeof (guint));
  self->headings = g_ptr_array_new_with_free_func ((GDestroyNotify) ptl_listener_entry_unref);
  self->listed = g_ptr_array_new ();
  self->next_id = 1;
  self->next_end = G_MAXINT64;

  return self;
}

/**
 * ptl_listener_rows_ref:
 *
 * Takes another reference. Any thread.
 *
 * Returns: (transfer full): @self
 */
PtlListenerRows *
ptl_listener_rows_ref (PtlListenerRows *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * ptl_listener_rows_unref:
 * @self: (transfer full): rows
 *
 * Gives a reference back. The last one takes a time that grows with the number of rows. Any thread.
 */
void
ptl_listener_rows_unref (PtlListenerRows *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->positions);
  ptl_listener_sieve_unref (self->sieve);
  g_clear_pointer (&self->snapshot, ptl_snapshot_unref);
  g_ptr_array_unref (self->listed);
  g_array_unref (self->sorted);
  g_ptr_array_unref (self->entries);
  g_ptr_array_unref (self->headings);
  g_free (self->wanted);
  g_free (self);
}

/**
 * ptl_listener_rows_index:
 *
 * Notes where each row stands; to be called once, when they are listed. Only the thread that makes them.
 */
void
ptl_listener_rows_index (PtlListenerRows *self)
{
  for (guint i = 0; i < self->listed->len; i++)
    {
      PtlListenerEntry *entry = g_ptr_array_index (self->listed, i);

      g_hash_table_insert (self->positions, &entry->id, GUINT_TO_POINTER (i + 1));
    }
}

/**
 * ptl_listener_rows_find:
 * @id: an entry's id
 * @out_position: (out) (optional): where it is listed; untouched where it is not
 *
 * Returns: whether it is listed
 */
gboolean
ptl_listener_rows_find (PtlListenerRows *self,
                        guint64          id,
                        guint           *out_position)
{
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (self->positions, &id));

  if (found == 0)
    return FALSE;
  if (out_position != NULL)
    *out_position = found - 1;

  return TRUE;
}

/**
 * ptl_listener_rows_find_entry:
 * @id: an entry's id
 *
 * Returns: (transfer none) (nullable): the entry; %NULL where it is not listed
 */
PtlListenerEntry *
ptl_listener_rows_find_entry (PtlListenerRows *self,
                              guint64          id)
{
  guint position;

  return ptl_listener_rows_find (self, id, &position) ? g_ptr_array_index (self->listed, position) : NULL;
}

/**
 * ptl_listener_rows_find_port:
 * @port: a port
 *
 * Returns: the index in the entries of the first that is not of a lesser port; their number where there is none
 */
guint
ptl_listener_rows_find_port (PtlListenerRows *self,
                             guint16          port)
{
  guint low = 0;
  guint high = self->entries->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (((PtlListenerEntry *) g_ptr_array_index (self->entries, middle))->listener->port < port)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}
