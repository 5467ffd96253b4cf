#include "config.h"

#include "app/ptl-listener-advance.h"

#include "app/ptl-listener-merge.h"
#include "app/ptl-listener-text.h"

/*
 * The rows that follow others. Each step makes one array out of the one before: the entries of all listeners, by port, with
 * their marks; which of them the search lets through; these in the table's order; and these below headings. What stayed as it
 * was is taken over and not computed again. Any thread; knows nothing of GTK.
 */

/* How long a row that is gone waits further where the pointer is on it. Microseconds. */
#define HELD_TIME G_USEC_PER_SEC

/* --- entries ------------------------------------------------------------------------------------------------------- */

/* The index in the rows before of each entry; by itself where nothing was merged. */
static void
copy_entries (PtlListenerMerge *self,
              PtlListenerRows  *before)
{
  self->next_id = before->next_id;
  self->entries = g_ptr_array_new_full (before->entries->len, (GDestroyNotify) ptl_listener_entry_unref);
  self->origins = g_array_sized_new (FALSE, FALSE, sizeof (guint), before->entries->len);
  for (guint i = 0; i < before->entries->len; i++)
    {
      g_ptr_array_add (self->entries, ptl_listener_entry_ref (g_ptr_array_index (before->entries, i)));
      g_array_append_val (self->origins, i);
    }
}

/* Returns: (transfer full) (nullable): @entry as it is when its mark has ended; NULL where it goes */
static PtlListenerEntry *
end_mark (PtlListenerEntry         *entry,
          const PtlListenerRequest *request)
{
  if (entry->mark == PTL_MARK_NEW)
    return ptl_listener_entry_new_marked (entry, PTL_MARK_NONE, 0);
  if (entry->id == request->held)
    return ptl_listener_entry_new_marked (entry, PTL_MARK_GONE, request->now + HELD_TIME);

  return NULL;
}

static void
expire (PtlListenerMerge         *self,
        const PtlListenerRequest *request)
{
  guint n = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      PtlListenerEntry *entry = g_ptr_array_index (self->entries, i);

      if (entry->mark != PTL_MARK_NONE && entry->marked_until <= request->now)
        {
          PtlListenerEntry *ended = end_mark (entry, request);

          ptl_listener_entry_unref (entry);
          if (ended == NULL)
            continue;
          entry = ended;
        }

      self->entries->pdata[n] = entry;
      g_array_index (self->origins, guint, n++) = g_array_index (self->origins, guint, i);
    }

  /* The references went with the pointers. */
  g_ptr_array_set_free_func (self->entries, NULL);
  g_ptr_array_set_size (self->entries, n);
  g_ptr_array_set_free_func (self->entries, (GDestroyNotify) ptl_listener_entry_unref);
  g_array_set_size (self->origins, n);
}

/* --- what the search lets through ---------------------------------------------------------------------------------- */

static gboolean
is_wanted (PtlListenerRows          *self,
           PtlListenerEntry         *entry,
           PtlListenerRows          *before,
           guint                     origin,
           const PtlListenerRequest *request)
{
  /* Of one that is gone, a search knows nothing any more; it goes when its time is over. */
  if (entry->mark == PTL_MARK_GONE)
    return request->another_search ? !self->sieve->filtered && ptl_listener_sieve_fits (self->sieve, entry)
                                   : before->wanted[origin];

  if (self->sieve == before->sieve && origin != PTL_NO_ORIGIN && entry == g_ptr_array_index (before->entries, origin))
    return before->wanted[origin];

  return ptl_listener_sieve_wants (self->sieve, entry);
}

static void
sift (PtlListenerRows          *self,
      GArray                   *origins,
      PtlListenerRows          *before,
      const PtlListenerRequest *request)
{
  self->wanted = g_new (guint8, self->entries->len + 1);
  self->next_end = G_MAXINT64;
  for (guint i = 0; i < self->entries->len; i++)
    {
      PtlListenerEntry *entry = g_ptr_array_index (self->entries, i);

      self->wanted[i] = is_wanted (self, entry, before, g_array_index (origins, guint, i), request);
      self->n_listeners += self->wanted[i] && entry->mark != PTL_MARK_GONE;
      if (entry->mark != PTL_MARK_NONE)
        self->next_end = MIN (self->next_end, entry->marked_until);
    }
}

/* --- the order ----------------------------------------------------------------------------------------------------- */

static PtlListenerEntry *
get_entry (PtlListenerRows *self,
           guint            index)
{
  return g_ptr_array_index (self->entries, index);
}

static int
compare_indices (gconstpointer a,
                 gconstpointer b,
                 gpointer      data)
{
  PtlListenerRows *self = data;

  return ptl_listener_order_compare (&self->order, get_entry (self, *(const guint *) a), get_entry (self, *(const guint *) b));
}

/* Returns: (transfer full) (element-type guint): those of the rows before that stay where they are, sorted as they were */
static GArray *
keep_sorted (PtlListenerRows *self,
             GArray          *origins,
             PtlListenerRows *before,
             guint8          *kept)
{
  g_autofree guint *now_at = g_new (guint, before->entries->len + 1);
  GArray *sorted = g_array_sized_new (FALSE, FALSE, sizeof (guint), before->sorted->len);

  for (guint i = 0; i < before->entries->len; i++)
    now_at[i] = PTL_NO_ORIGIN;
  for (guint i = 0; i < origins->len; i++)
    {
      if (g_array_index (origins, guint, i) != PTL_NO_ORIGIN)
        now_at[g_array_index (origins, guint, i)] = i;
    }

  for (guint k = 0; k < before->sorted->len; k++)
    {
      guint origin = g_array_index (before->sorted, guint, k);
      guint i = now_at[origin];

      /* What says something else may still have to stand where it stood: if it compares as it did. */
      if (i == PTL_NO_ORIGIN || !self->wanted[i] ||
          ptl_listener_order_compare (&self->order, get_entry (before, origin), get_entry (self, i)) != 0)
        continue;
      g_array_append_val (sorted, i);
      kept[i] = TRUE;
    }

  return sorted;
}

/* Puts @coming, which is sorted, into @kept, which is. */
static GArray *
merge_sorted (PtlListenerRows *self,
              GArray          *kept,
              GArray          *coming)
{
  GArray *merged = g_array_sized_new (FALSE, FALSE, sizeof (guint), kept->len + coming->len);
  guint at = 0;

  for (guint k = 0; k < coming->len; k++)
    {
      guint index = g_array_index (coming, guint, k);
      guint low = at;
      guint high = kept->len;

      while (low < high)
        {
          guint middle = low + (high - low) / 2;

          if (compare_indices (&g_array_index (kept, guint, middle), &index, self) < 0)
            low = middle + 1;
          else
            high = middle;
        }
      if (low > at)
        g_array_append_vals (merged, &g_array_index (kept, guint, at), low - at);
      g_array_append_val (merged, index);
      at = low;
    }
  if (at < kept->len)
    g_array_append_vals (merged, &g_array_index (kept, guint, at), kept->len - at);

  return merged;
}

static void
sort (PtlListenerRows *self,
      GArray          *origins,
      PtlListenerRows *before)
{
  g_autofree guint8 *kept = g_new0 (guint8, self->entries->len + 1);
  g_autoptr (GArray) stayed = NULL;
  g_autoptr (GArray) coming = g_array_new (FALSE, FALSE, sizeof (guint));

  if (ptl_listener_order_equal (&self->order, &before->order))
    stayed = keep_sorted (self, origins, before, kept);
  else
    stayed = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < self->entries->len; i++)
    {
      if (self->wanted[i] && !kept[i])
        g_array_append_val (coming, i);
    }
  g_array_sort_with_data (coming, compare_indices, self);
  self->sorted = merge_sorted (self, stayed, coming);
}

/* --- headings ------------------------------------------------------------------------------------------------------ */

/* Returns: (transfer full) (nullable): group → its heading, borrowed from @before; NULL where the grouping is another */
static GHashTable *
collect_headings (PtlListenerRows *self,
                  PtlListenerRows *before)
{
  GHashTable *headings;

  if (before->order.grouping != self->order.grouping)
    return NULL;

  headings = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i + 1 < before->listed->len; i++)
    {
      PtlListenerEntry *heading = g_ptr_array_index (before->listed, i);
      PtlListenerEntry *first = g_ptr_array_index (before->listed, i + 1);

      if (heading->title != NULL)
        g_hash_table_insert (headings, (gpointer) ptl_listener_order_get_group_id (&before->order, first), heading);
    }

  return headings;
}

static PtlListenerEntry *
make_heading (PtlListenerRows  *self,
              GHashTable       *known,
              PtlListenerEntry *first,
              guint             n_rows)
{
  PtlListenerEntry *before = known != NULL ? g_hash_table_lookup (known, ptl_listener_order_get_group_id (&self->order, first))
                                           : NULL;
  g_autofree char *title = ptl_listener_text_group (&self->order, first);

  if (before != NULL && before->n_rows == n_rows && g_str_equal (before->title, title))
    return ptl_listener_entry_ref (before);

  return ptl_listener_entry_new_heading (before != NULL ? before->id : self->next_id++, title, n_rows);
}

static void
list (PtlListenerRows *self,
      PtlListenerRows *before)
{
  g_autoptr (GHashTable) known = collect_headings (self, before);
  guint n = self->sorted->len;

  self->headings = g_ptr_array_new_with_free_func ((GDestroyNotify) ptl_listener_entry_unref);
  self->listed = g_ptr_array_sized_new (n + n / 8);
  for (guint from = 0, to; from < n; from = to)
    {
      PtlListenerEntry *first = get_entry (self, g_array_index (self->sorted, guint, from));
      guint n_rows = 0;

      if (self->order.grouping == PTL_GROUPING_NONE)
        {
          for (to = from; to < n; to++)
            g_ptr_array_add (self->listed, get_entry (self, g_array_index (self->sorted, guint, to)));
          break;
        }

      for (to = from; to < n; to++)
        {
          PtlListenerEntry *entry = get_entry (self, g_array_index (self->sorted, guint, to));

          if (!ptl_listener_order_same_group (&self->order, first, entry))
            break;
          n_rows += entry->mark != PTL_MARK_GONE;
        }
      g_ptr_array_add (self->headings, make_heading (self, known, first, n_rows));
      g_ptr_array_add (self->listed, g_ptr_array_index (self->headings, self->headings->len - 1));
      for (guint i = from; i < to; i++)
        g_ptr_array_add (self->listed, get_entry (self, g_array_index (self->sorted, guint, i)));
    }
}

/**
 * ptl_listener_rows_advance:
 * @before: the rows as they are
 * @request: what is to be another
 *
 * Makes the rows that follow. What stays keeps its id, and its entry where it says the same. What is new and what is gone is
 * marked for %PTL_LISTENER_MARK_TIME, but for the very first reading. Any thread.
 *
 * Returns: (transfer full): the rows
 */
PtlListenerRows *
ptl_listener_rows_advance (PtlListenerRows          *before,
                           const PtlListenerRequest *request)
{
  g_auto (PtlListenerMerge) merge = { NULL };
  g_autoptr (PtlListenerRows) self = ptl_listener_rows_new ();

  if (request->snapshot != NULL && request->snapshot != before->snapshot)
    ptl_listener_merge_init (&merge, before->entries, before->snapshot, request->snapshot, before->next_id,
                             request->now + PTL_LISTENER_MARK_TIME);
  else
    copy_entries (&merge, before);
  if (request->expire)
    expire (&merge, request);

  self->order = request->order != NULL ? *request->order : before->order;
  g_clear_pointer (&self->sieve, ptl_listener_sieve_unref);
  self->sieve = ptl_listener_sieve_ref (request->sieve != NULL ? request->sieve : before->sieve);
  if (request->snapshot != NULL)
    self->snapshot = ptl_snapshot_ref (request->snapshot);
  else if (before->snapshot != NULL)
    self->snapshot = ptl_snapshot_ref (before->snapshot);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  self->entries = g_ptr_array_ref (merge.entries);
  self->next_id = merge.next_id;

  g_clear_pointer (&self->sorted, g_array_unref);
  g_clear_pointer (&self->headings, g_ptr_array_unref);
  g_clear_pointer (&self->listed, g_ptr_array_unref);
  sift (self, merge.origins, before, request);
  sort (self, merge.origins, before);
  list (self, before);
  ptl_listener_rows_index (self);

  return g_steal_pointer (&self);
}
