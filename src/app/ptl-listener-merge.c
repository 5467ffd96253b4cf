#include "config.h"

#include "app/ptl-listener-merge.h"

#include "page/ptl-listener-group.h"

/*
 * What a new reading changes in the rows. Both readings are sorted and share the listeners that stayed as they were, so the
 * walk compares pointers; only a port on which something differs is looked at more closely. Any thread; knows nothing of GTK.
 */

static void
add_entry (PtlListenerMerge *self,
           PtlListenerEntry *entry,
           guint             origin)
{
  g_ptr_array_add (self->entries, entry);
  g_array_append_val (self->origins, origin);
}

static gboolean
same_address (const PtlListener *a,
              const PtlListener *b)
{
  return a->transport == b->transport && a->family == b->family && a->multipath == b->multipath &&
         g_strcmp0 (a->address, b->address) == 0 &&
         g_strcmp0 (a->interface, b->interface) == 0 &&
         g_strcmp0 (a->network_namespace, b->network_namespace) == 0;
}

static gboolean
shares_a_socket (const PtlListenerEntry *entry,
                 const PtlListenerGroup *group)
{
  for (guint i = 0; i < ptl_listener_entry_get_n_sockets (entry); i++)
    {
      const PtlListener *socket = ptl_listener_entry_get_socket (entry, i);

      for (guint j = 0; j < group->listeners->len; j++)
        {
          const PtlListener *other = g_ptr_array_index (group->listeners, j);

          if (socket == other || (socket->inode != 0 && socket->inode == other->inode))
            return TRUE;
        }
    }

  return FALSE;
}

/* A service that was started again is the same row: what somebody looks at is still there. */
static gboolean
has_same_name (const PtlListenerEntry *entry,
               const PtlListenerGroup *group)
{
  const PtlListener *listener = group->listener;

  return entry->listener->uid == listener->uid &&
         g_strcmp0 (ptl_listener_get_owner_label (entry->listener), ptl_listener_get_owner_label (listener)) == 0;
}

/* The entries of one port, of which each can become one group's. */
typedef struct
{
  GPtrArray *entries;
  guint      first;
  guint      n;
  gboolean  *taken;
} Candidates;

static guint
take_entry (Candidates             *candidates,
            const PtlListenerGroup *group,
            gboolean              (*fits) (const PtlListenerEntry *entry,
                                           const PtlListenerGroup *group))
{
  for (guint i = 0; i < candidates->n; i++)
    {
      const PtlListenerEntry *entry = g_ptr_array_index (candidates->entries, candidates->first + i);

      if (!candidates->taken[i] && same_address (entry->listener, group->listener) && fits (entry, group))
        {
          candidates->taken[i] = TRUE;
          return candidates->first + i;
        }
    }

  return PTL_NO_ORIGIN;
}

static void
match_groups (Candidates *candidates,
              GPtrArray  *groups,
              guint      *origins,
              gboolean  (*fits) (const PtlListenerEntry *entry,
                                 const PtlListenerGroup *group))
{
  for (guint i = 0; i < groups->len; i++)
    {
      if (origins[i] == PTL_NO_ORIGIN)
        origins[i] = take_entry (candidates, g_ptr_array_index (groups, i), fits);
    }
}

static gboolean
has_sockets (const PtlListenerEntry *entry,
             GPtrArray              *listeners)
{
  if (listeners->len != ptl_listener_entry_get_n_sockets (entry))
    return FALSE;

  for (guint i = 0; i < listeners->len; i++)
    {
      if (ptl_listener_entry_get_socket (entry, i) != g_ptr_array_index (listeners, i))
        return FALSE;
    }

  return TRUE;
}

/* The same row with what it says now. */
static PtlListenerEntry *
renew (PtlListenerEntry *entry,
       GPtrArray        *listeners,
       gint64            marked_until)
{
  if (entry->mark == PTL_MARK_GONE)
    return ptl_listener_entry_new (entry->id, listeners, PTL_MARK_NEW, marked_until);
  if (has_sockets (entry, listeners))
    return ptl_listener_entry_ref (entry);

  return ptl_listener_entry_new (entry->id, listeners, entry->mark, entry->marked_until);
}

/* Appends the entries of one port: of the same row for what stayed. */
static void
merge_port (PtlListenerMerge *self,
            Candidates       *before,
            PtlSnapshot      *after,
            guint16           port,
            PtlMark           mark_of_new,
            gint64            marked_until)
{
  g_autoptr (GPtrArray) groups = ptl_listener_group_list (after, port, ~0u);
  g_autofree gboolean *taken = g_new0 (gboolean, before->n + 1);
  g_autofree guint *origins = g_new (guint, groups->len + 1);

  before->taken = taken;
  for (guint i = 0; i < groups->len; i++)
    origins[i] = PTL_NO_ORIGIN;

  /* The surest sign first, for all groups, so that none takes another's row. */
  match_groups (before, groups, origins, shares_a_socket);
  match_groups (before, groups, origins, has_same_name);

  for (guint i = 0; i < groups->len; i++)
    {
      GPtrArray *listeners = ((const PtlListenerGroup *) g_ptr_array_index (groups, i))->listeners;

      if (origins[i] == PTL_NO_ORIGIN)
        add_entry (self, ptl_listener_entry_new (self->next_id++, listeners, mark_of_new, marked_until), PTL_NO_ORIGIN);
      else
        add_entry (self, renew (g_ptr_array_index (before->entries, origins[i]), listeners, marked_until), origins[i]);
    }

  for (guint i = 0; i < before->n; i++)
    {
      PtlListenerEntry *entry = g_ptr_array_index (before->entries, before->first + i);

      if (taken[i])
        continue;
      if (entry->mark == PTL_MARK_GONE)
        add_entry (self, ptl_listener_entry_ref (entry), before->first + i);
      else
        add_entry (self, ptl_listener_entry_new_marked (entry, PTL_MARK_GONE, marked_until), before->first + i);
    }
}

static guint
end_of_port (PtlSnapshot *snapshot,
             guint        n,
             guint        at,
             guint16      port)
{
  while (at < n && ptl_snapshot_get (snapshot, at)->port == port)
    at++;

  return at;
}

/* Appends the entries from @from on before @port, unchanged. Returns the index of the first that is not before it. */
static guint
copy_before (PtlListenerMerge *self,
             GPtrArray        *entries,
             guint             from,
             guint32           port)
{
  for (; from < entries->len; from++)
    {
      PtlListenerEntry *entry = g_ptr_array_index (entries, from);

      if (entry->listener->port >= port)
        break;
      add_entry (self, ptl_listener_entry_ref (entry), from);
    }

  return from;
}

/**
 * ptl_listener_merge_init:
 * @entries: (element-type PtlListenerEntry): the entries as @before made them, by port, with those that are marked as gone
 * @before: (nullable): the reading that @entries show; with %NULL, all is there from the beginning and nothing is new
 * @after: the new one
 * @next_id: an id from which on none is taken
 * @marked_until: for how long to mark what came and what went, in monotonic microseconds
 *
 * Makes the entries of a new reading. A listener that is there in both keeps its entry's id, and its entry where it says the
 * same; one that is not there any more keeps its entry too, marked as gone. Any thread.
 */
void
ptl_listener_merge_init (PtlListenerMerge *self,
                         GPtrArray        *entries,
                         PtlSnapshot      *before,
                         PtlSnapshot      *after,
                         guint64           next_id,
                         gint64            marked_until)
{
  PtlMark mark_of_new = before != NULL ? PTL_MARK_NEW : PTL_MARK_NONE;
  guint n_before = before != NULL ? ptl_snapshot_get_n (before) : 0;
  guint n_after = ptl_snapshot_get_n (after);
  guint i = 0, j = 0, copied = 0;

  self->entries = g_ptr_array_new_full (MAX (entries->len, n_after) + 16, (GDestroyNotify) ptl_listener_entry_unref);
  self->origins = g_array_sized_new (FALSE, FALSE, sizeof (guint), MAX (entries->len, n_after) + 16);
  self->next_id = next_id;

  for (;;)
    {
      Candidates candidates = { .entries = entries };
      guint32 port = G_MAXUINT32;

      while (i < n_before && j < n_after)
        {
          const PtlListener *x = ptl_snapshot_get (before, i);
          const PtlListener *y = ptl_snapshot_get (after, j);

          if (x != y && !ptl_listener_equal (x, y))
            break;
          i++;
          j++;
        }
      if (i == n_before && j == n_after)
        break;

      if (i < n_before)
        port = ptl_snapshot_get (before, i)->port;
      if (j < n_after)
        port = MIN (port, ptl_snapshot_get (after, j)->port);

      /* One that was passed already as equal may be of the same port, and of the same row. */
      candidates.first = copied = copy_before (self, entries, copied, port);
      while (copied < entries->len && ((PtlListenerEntry *) g_ptr_array_index (entries, copied))->listener->port == port)
        copied++;
      candidates.n = copied - candidates.first;

      merge_port (self, &candidates, after, port, mark_of_new, mark_of_new != PTL_MARK_NONE ? marked_until : 0);
      i = before != NULL ? end_of_port (before, n_before, i, port) : 0;
      j = end_of_port (after, n_after, j, port);
    }

  copy_before (self, entries, copied, G_MAXUINT32);
}

/**
 * ptl_listener_merge_clear:
 *
 * Frees what it owns.
 */
void
ptl_listener_merge_clear (PtlListenerMerge *self)
{
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->origins, g_array_unref);
}
