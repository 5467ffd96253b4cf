#include "config.h"

#include "app/ptl-listener-merge.h"

#include <string.h>

#include "app/ptl-listener-item-private.h"
#include "page/ptl-listener-group.h"

/*
 * What a new reading changes in the rows. Both readings are sorted and share the listeners that stayed as they were, so the
 * walk compares pointers; only a port on which something differs is looked at more closely. Knows nothing of GTK.
 */

/**
 * ptl_listener_changes_init:
 *
 * Makes the arrays. Clear with ptl_listener_changes_clear().
 */
void
ptl_listener_changes_init (PtlListenerChanges *self)
{
  self->added = g_ptr_array_new ();
  self->gone = g_ptr_array_new ();
  self->returned = g_ptr_array_new ();
  self->changed = g_ptr_array_new ();
}

/**
 * ptl_listener_changes_clear:
 *
 * Frees the arrays.
 */
void
ptl_listener_changes_clear (PtlListenerChanges *self)
{
  g_clear_pointer (&self->added, g_ptr_array_unref);
  g_clear_pointer (&self->gone, g_ptr_array_unref);
  g_clear_pointer (&self->returned, g_ptr_array_unref);
  g_clear_pointer (&self->changed, g_ptr_array_unref);
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
shares_a_socket (PtlListenerItem        *item,
                 const PtlListenerGroup *group)
{
  for (guint i = 0; i < ptl_listener_item_get_n_sockets (item); i++)
    {
      const PtlListener *socket = ptl_listener_item_get_socket (item, i);

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
has_same_name (PtlListenerItem        *item,
               const PtlListenerGroup *group)
{
  const PtlListener *listener = group->listener;

  return item->listener->uid == listener->uid &&
         g_strcmp0 (ptl_listener_get_owner_label (item->listener), ptl_listener_get_owner_label (listener)) == 0;
}

/* The rows of one port, of which each can become one group's. */
typedef struct
{
  PtlListenerItem **items;
  guint             n_items;
  gboolean         *taken;
} Row;

static PtlListenerItem *
take_row (Row                    *rows,
          const PtlListenerGroup *group,
          gboolean              (*fits) (PtlListenerItem        *item,
                                         const PtlListenerGroup *group))
{
  for (guint i = 0; i < rows->n_items; i++)
    {
      if (!rows->taken[i] && same_address (rows->items[i]->listener, group->listener) && fits (rows->items[i], group))
        {
          rows->taken[i] = TRUE;
          return rows->items[i];
        }
    }

  return NULL;
}

static void
match_groups (Row              *rows,
              GPtrArray        *groups,
              PtlListenerItem **matches,
              gboolean        (*fits) (PtlListenerItem        *item,
                                       const PtlListenerGroup *group))
{
  for (guint i = 0; i < groups->len; i++)
    {
      if (matches[i] == NULL)
        matches[i] = take_row (rows, g_ptr_array_index (groups, i), fits);
    }
}

/* Appends the rows of one port to @into: the same objects for what stayed. */
static void
merge_port (GPtrArray          *into,
            PtlListenerItem   **items,
            guint               n_items,
            PtlSnapshot        *after,
            guint16             port,
            PtlListenerChanges *changes)
{
  g_autoptr (GPtrArray) groups = ptl_listener_group_list (after, port, ~0u);
  g_autofree gboolean *taken = g_new0 (gboolean, n_items + 1);
  g_autofree PtlListenerItem **matches = g_new0 (PtlListenerItem *, groups->len + 1);
  Row rows = { items, n_items, taken };

  /* The surest sign first, for all groups, so that none takes another's row. */
  match_groups (&rows, groups, matches, shares_a_socket);
  match_groups (&rows, groups, matches, has_same_name);

  for (guint i = 0; i < groups->len; i++)
    {
      const PtlListenerGroup *group = g_ptr_array_index (groups, i);
      PtlListenerItem *item = matches[i];

      if (item == NULL)
        {
          item = ptl_listener_item_new (group->listeners);
          g_ptr_array_add (changes->added, item);
          g_ptr_array_add (into, item);
          continue;
        }

      if (item->mark == PTL_MARK_GONE)
        g_ptr_array_add (changes->returned, item);
      if (ptl_listener_item_update (item, group->listeners))
        g_ptr_array_add (changes->changed, item);
      g_ptr_array_add (into, item);
    }

  for (guint i = 0; i < n_items; i++)
    {
      if (taken[i])
        continue;
      if (items[i]->mark != PTL_MARK_GONE)
        g_ptr_array_add (changes->gone, items[i]);
      g_ptr_array_add (into, items[i]);
    }
}

/* Appends the rows before @port to @into, unchanged. Returns the index of the first that is not. */
static guint
copy_before (GPtrArray *into,
             GPtrArray *items,
             guint      from,
             guint32    port)
{
  guint low = from;
  guint high = items->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (((PtlListenerItem *) g_ptr_array_index (items, middle))->listener->port < port)
        low = middle + 1;
      else
        high = middle;
    }

  if (low > from)
    {
      guint at = into->len;

      g_ptr_array_set_size (into, at + low - from);
      memcpy (into->pdata + at, items->pdata + from, (low - from) * sizeof (gpointer));
    }

  return low;
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

/**
 * ptl_listener_merge:
 * @items: (element-type PtlListenerItem): the rows as @before made them, by port, with those that are marked as gone;
 *   owns its items, and is brought up to date
 * @before: (nullable): the reading that @items shows
 * @after: the new one
 * @changes: what is different is added here
 *
 * Brings the rows up to date. A listener that is there in both readings keeps its object; one that is not there any more
 * keeps its row too, and it is for the caller to mark it and to remove it later. Main thread.
 */
void
ptl_listener_merge (GPtrArray          *items,
                    PtlSnapshot        *before,
                    PtlSnapshot        *after,
                    PtlListenerChanges *changes)
{
  g_autoptr (GPtrArray) merged = NULL;
  guint n_before = before != NULL ? ptl_snapshot_get_n (before) : 0;
  guint n_after = ptl_snapshot_get_n (after);
  guint i = 0, j = 0, copied = 0;

  g_return_if_fail (items != NULL);
  g_return_if_fail (after != NULL);

  if (before == after)
    return;

  merged = g_ptr_array_sized_new (items->len + 16);

  for (;;)
    {
      guint32 port;
      guint low;

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

      port = G_MAXUINT32;
      if (i < n_before)
        port = ptl_snapshot_get (before, i)->port;
      if (j < n_after)
        port = MIN (port, ptl_snapshot_get (after, j)->port);

      /* One that was passed already as equal may be of the same port, and of the same row. */
      low = copy_before (merged, items, copied, port);
      copied = low;
      while (copied < items->len && ((PtlListenerItem *) g_ptr_array_index (items, copied))->listener->port == port)
        copied++;

      merge_port (merged, (PtlListenerItem **) items->pdata + low, copied - low, after, port, changes);
      i = before != NULL ? end_of_port (before, n_before, i, port) : 0;
      j = end_of_port (after, n_after, j, port);
    }

  copy_before (merged, items, copied, G_MAXUINT32);

  /* The references move with the pointers; those of new rows are merged's already. */
  g_ptr_array_set_free_func (items, NULL);
  g_ptr_array_set_size (items, merged->len);
  if (merged->len > 0)
    memcpy (items->pdata, merged->pdata, merged->len * sizeof (gpointer));
  g_ptr_array_set_free_func (items, g_object_unref);
}
