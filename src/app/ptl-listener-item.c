#include "config.h"

#include "app/ptl-listener-item-private.h"

/*
 * PtlListenerItem: one row of the table of listeners: the sockets of one owner on one address, or the heading of a
 * group of such rows. It stays the same object from reading to reading for as long as that listener is there, which is
 * what keeps selection, focus and place on screen. Belongs to the main thread.
 */

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

  g_clear_pointer (&self->listener, ptl_listener_free);
  g_clear_pointer (&self->sockets, g_ptr_array_unref);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->column_key, g_free);
  g_clear_pointer (&self->group_key, g_free);

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

static void
take_listeners (PtlListenerItem *self,
                GPtrArray       *listeners)
{
  g_clear_pointer (&self->listener, ptl_listener_free);
  g_clear_pointer (&self->sockets, g_ptr_array_unref);

  self->listener = ptl_listener_ref (g_ptr_array_index (listeners, 0));
  if (listeners->len == 1)
    return;

  self->sockets = g_ptr_array_new_full (listeners->len, (GDestroyNotify) ptl_listener_free);
  for (guint i = 0; i < listeners->len; i++)
    g_ptr_array_add (self->sockets, ptl_listener_ref (g_ptr_array_index (listeners, i)));
}

/**
 * ptl_listener_item_new:
 * @listeners: (element-type PtlListener): the sockets that the row stands for, at least one; the item takes references
 *
 * Returns: (transfer full): an item without a mark
 */
PtlListenerItem *
ptl_listener_item_new (GPtrArray *listeners)
{
  PtlListenerItem *self;

  g_return_val_if_fail (listeners != NULL && listeners->len > 0, NULL);

  self = g_object_new (PTL_TYPE_LISTENER_ITEM, NULL);
  take_listeners (self, listeners);

  return self;
}

/**
 * ptl_listener_item_new_heading:
 * @title: what the rows below it have in common
 *
 * Returns: (transfer full): an item that is no listener, but the heading of a group
 */
PtlListenerItem *
ptl_listener_item_new_heading (const char *title)
{
  PtlListenerItem *self = g_object_new (PTL_TYPE_LISTENER_ITEM, NULL);

  self->title = g_strdup (title);

  return self;
}

/**
 * ptl_listener_item_is_heading:
 *
 * Returns: whether it is the heading of a group; the calls about listeners are not for such an item
 */
gboolean
ptl_listener_item_is_heading (PtlListenerItem *self)
{
  return self->title != NULL;
}

/**
 * ptl_listener_item_get_title:
 *
 * Returns: (transfer none) (nullable): a heading's words
 */
const char *
ptl_listener_item_get_title (PtlListenerItem *self)
{
  return self->title;
}

/**
 * ptl_listener_item_get_n_rows:
 *
 * Returns: how many listeners a heading has below it, those that are gone left out
 */
guint
ptl_listener_item_get_n_rows (PtlListenerItem *self)
{
  return self->n_rows;
}

/**
 * ptl_listener_item_set_n_rows:
 * @n_rows: how many listeners a heading has below it
 *
 * Emits #PtlListenerItem::changed where it is another number.
 */
void
ptl_listener_item_set_n_rows (PtlListenerItem *self,
                              guint            n_rows)
{
  if (self->n_rows == n_rows)
    return;

  self->n_rows = n_rows;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * ptl_listener_item_get_port:
 *
 * Returns: the listener's port; it never changes
 */
guint16
ptl_listener_item_get_port (PtlListenerItem *self)
{
  g_return_val_if_fail (self->listener != NULL, 0);

  return self->listener->port;
}

/**
 * ptl_listener_item_get_listener:
 *
 * Gets the first of the sockets; all of them have the same address and the same owner.
 *
 * Returns: (transfer none) (nullable): the socket; %NULL of a heading
 */
const PtlListener *
ptl_listener_item_get_listener (PtlListenerItem *self)
{
  return self->listener;
}

/**
 * ptl_listener_item_get_n_sockets:
 *
 * Returns: how many sockets the row stands for
 */
guint
ptl_listener_item_get_n_sockets (PtlListenerItem *self)
{
  if (self->listener == NULL)
    return 0;

  return self->sockets != NULL ? self->sockets->len : 1;
}

/**
 * ptl_listener_item_get_socket:
 * @index: less than ptl_listener_item_get_n_sockets()
 *
 * Returns: (transfer none): one of the sockets
 */
const PtlListener *
ptl_listener_item_get_socket (PtlListenerItem *self,
                              guint            index)
{
  g_return_val_if_fail (index < ptl_listener_item_get_n_sockets (self), NULL);

  return self->sockets != NULL ? g_ptr_array_index (self->sockets, index) : self->listener;
}

/**
 * ptl_listener_item_get_mark:
 *
 * Returns: whether the listener has just come, or has gone
 */
PtlMark
ptl_listener_item_get_mark (PtlListenerItem *self)
{
  return self->mark;
}

/**
 * ptl_listener_item_get_marked_until:
 *
 * Returns: the monotonic time in microseconds at which the mark has been seen for long enough
 */
gint64
ptl_listener_item_get_marked_until (PtlListenerItem *self)
{
  return self->marked_until;
}

/**
 * ptl_listener_item_set_mark:
 * @mark: what the row says of itself
 * @until: for how long, in monotonic microseconds
 *
 * Emits #PtlListenerItem::changed where it is another mark.
 */
void
ptl_listener_item_set_mark (PtlListenerItem *self,
                            PtlMark          mark,
                            gint64           until)
{
  self->marked_until = until;
  if (self->mark == mark)
    return;

  self->mark = mark;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* How many wait in a queue is in no column, so it alone is no reason to draw. */
static gboolean
shows_the_same (const PtlListener *a,
                const PtlListener *b)
{
  PtlListener like_a = *b;

  if (a == b)
    return TRUE;

  like_a.queue = a->queue;
  like_a.backlog = a->backlog;
  like_a.inode = a->inode;

  return ptl_listener_equal (a, &like_a);
}

/**
 * ptl_listener_item_update:
 * @listeners: (element-type PtlListener): what the row stands for now
 *
 * Takes over what a new reading says. Emits #PtlListenerItem::changed only where the row shows something else.
 *
 * Returns: whether it does, or is to be sorted otherwise, as another socket that looks the same may be
 */
gboolean
ptl_listener_item_update (PtlListenerItem *self,
                          GPtrArray       *listeners)
{
  gboolean same, moved;

  g_return_val_if_fail (self->listener != NULL, FALSE);
  g_return_val_if_fail (listeners->len > 0, FALSE);

  moved = ptl_listener_compare (self->listener, g_ptr_array_index (listeners, 0)) != 0;
  same = listeners->len == ptl_listener_item_get_n_sockets (self);
  for (guint i = 0; same && i < listeners->len; i++)
    same = shows_the_same (ptl_listener_item_get_socket (self, i), g_ptr_array_index (listeners, i));

  take_listeners (self, listeners);
  if (same)
    return moved;

  g_clear_pointer (&self->column_key, g_free);
  g_clear_pointer (&self->group_key, g_free);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);

  return TRUE;
}
