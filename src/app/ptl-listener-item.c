#include "config.h"

#include "app/ptl-listener-item.h"

/*
 * PtlListenerItem: what the table's model hands out for one row: a row that is on screen, selected, or else held by somebody.
 * It stays the same object from reading to reading for as long as anybody holds it and that row is there, which is what keeps
 * selection, focus and place on screen; what the row says is its entry. Belongs to the main thread.
 */
struct _PtlListenerItem
{
  GObject           parent_instance;

  guint64           id;
  PtlListenerEntry *entry;  /* (owned) */

  /* The model's table of living items, id → item, not owned there: the item leaves it when it goes. */
  GHashTable       *living; /* (owned) */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PtlListenerItem, ptl_listener_item, G_TYPE_OBJECT)

static void
ptl_listener_item_finalize (GObject *object)
{
  PtlListenerItem *self = PTL_LISTENER_ITEM (object);

  g_hash_table_remove (self->living, &self->id);
  g_clear_pointer (&self->living, g_hash_table_unref);
  g_clear_pointer (&self->entry, ptl_listener_entry_unref);

  G_OBJECT_CLASS (ptl_listener_item_parent_class)->finalize (object);
}

static void
ptl_listener_item_class_init (PtlListenerItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ptl_listener_item_finalize;

  /**
   * PtlListenerItem::changed:
   *
   * What the row shows is different now.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ptl_listener_item_init (PtlListenerItem *self)
{
}

/**
 * ptl_listener_item_new:
 * @entry: what the row says; a reference is taken
 * @living: a table of living items by id, with borrowed keys and values; it must not have one for @entry's
 *
 * Makes an item. It enters itself into @living and leaves it when it is finalized.
 *
 * Returns: (transfer full): the item
 */
PtlListenerItem *
ptl_listener_item_new (PtlListenerEntry *entry,
                       GHashTable       *living)
{
  PtlListenerItem *self = g_object_new (PTL_TYPE_LISTENER_ITEM, NULL);

  self->id = entry->id;
  self->entry = ptl_listener_entry_ref (entry);
  self->living = g_hash_table_ref (living);
  g_hash_table_insert (living, &self->id, self);

  return self;
}

/**
 * ptl_listener_item_update:
 * @entry: what the same row says now; a reference is taken
 *
 * Takes that over. Emits #PtlListenerItem::changed only where the row shows something else.
 */
void
ptl_listener_item_update (PtlListenerItem  *self,
                          PtlListenerEntry *entry)
{
  g_autoptr (PtlListenerEntry) before = NULL;

  g_return_if_fail (PTL_IS_LISTENER_ITEM (self));
  g_return_if_fail (entry->id == self->id);

  if (self->entry == entry)
    return;

  before = g_steal_pointer (&self->entry);
  self->entry = ptl_listener_entry_ref (entry);
  if (before->mark != entry->mark || !ptl_listener_entry_shows_same (before, entry))
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * ptl_listener_item_get_entry:
 *
 * Returns: (transfer none): what the row says; valid until the item is updated
 */
const PtlListenerEntry *
ptl_listener_item_get_entry (PtlListenerItem *self)
{
  return self->entry;
}

/**
 * ptl_listener_item_get_id:
 *
 * Returns: which row it is; it never changes
 */
guint64
ptl_listener_item_get_id (PtlListenerItem *self)
{
  g_return_val_if_fail (PTL_IS_LISTENER_ITEM (self), 0);

  return self->id;
}

/**
 * ptl_listener_item_is_heading:
 *
 * Returns: whether it is the heading of a group; the calls about listeners are not for such an item
 */
gboolean
ptl_listener_item_is_heading (PtlListenerItem *self)
{
  return self->entry->title != NULL;
}

/**
 * ptl_listener_item_get_port:
 *
 * Returns: the listener's port; it never changes
 */
guint16
ptl_listener_item_get_port (PtlListenerItem *self)
{
  g_return_val_if_fail (self->entry->listener != NULL, 0);

  return self->entry->listener->port;
}

/**
 * ptl_listener_item_get_mark:
 *
 * Returns: whether the listener has just come, or has gone
 */
PtlMark
ptl_listener_item_get_mark (PtlListenerItem *self)
{
  return self->entry->mark;
}
