#include "config.h"

#include "app/ptl-listener-entry.h"

#include "app/ptl-listener-text.h"

static PtlListenerEntry *
entry_new (guint64 id)
{
  PtlListenerEntry *self = g_new0 (PtlListenerEntry, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->id = id;

  return self;
}

/**
 * ptl_listener_entry_new:
 * @id: which row it is
 * @listeners: (element-type PtlListener): the sockets that the row stands for, at least one; references are taken
 * @mark: what the row says of itself
 * @marked_until: for how long, in monotonic microseconds
 *
 * Makes what a row says. Any thread.
 *
 * Returns: (transfer full): the entry
 */
PtlListenerEntry *
ptl_listener_entry_new (guint64    id,
                        GPtrArray *listeners,
                        PtlMark    mark,
                        gint64     marked_until)
{
  PtlListenerEntry *self;

  g_return_val_if_fail (listeners != NULL && listeners->len > 0, NULL);

  self = entry_new (id);
  self->mark = mark;
  self->marked_until = marked_until;
  self->listener = ptl_listener_ref (g_ptr_array_index (listeners, 0));
  if (listeners->len > 1)
    {
      self->sockets = g_ptr_array_new_full (listeners->len, (GDestroyNotify) ptl_listener_free);
      for (guint i = 0; i < listeners->len; i++)
        g_ptr_array_add (self->sockets, ptl_listener_ref (g_ptr_array_index (listeners, i)));
    }

  return self;
}

/**
 * ptl_listener_entry_new_heading:
 * @id: which heading it is
 * @title: what the rows below it have in common
 * @n_rows: how many listeners there are below it
 *
 * Makes what a heading says. Any thread.
 *
 * Returns: (transfer full): the entry
 */
PtlListenerEntry *
ptl_listener_entry_new_heading (guint64     id,
                                const char *title,
                                guint       n_rows)
{
  PtlListenerEntry *self;

  g_return_val_if_fail (title != NULL, NULL);

  self = entry_new (id);
  self->title = g_strdup (title);
  self->n_rows = n_rows;

  return self;
}

/**
 * ptl_listener_entry_new_marked:
 * @self: what a listener's row says
 * @mark: what it is to say of itself
 * @marked_until: for how long, in monotonic microseconds
 *
 * Makes the same with another mark. Any thread.
 *
 * Returns: (transfer full): the entry
 */
PtlListenerEntry *
ptl_listener_entry_new_marked (const PtlListenerEntry *self,
                               PtlMark                 mark,
                               gint64                  marked_until)
{
  PtlListenerEntry *marked;

  g_return_val_if_fail (self != NULL && self->listener != NULL, NULL);

  marked = entry_new (self->id);
  marked->mark = mark;
  marked->marked_until = marked_until;
  marked->listener = ptl_listener_ref (self->listener);
  marked->sockets = self->sockets != NULL ? g_ptr_array_ref (self->sockets) : NULL;
  for (guint i = 0; i < PTL_N_KEYS; i++)
    {
      GRefString *key = g_atomic_pointer_get ((GRefString **) &self->keys[i]);

      marked->keys[i] = key != NULL ? g_ref_string_acquire (key) : NULL;
    }

  return marked;
}

/**
 * ptl_listener_entry_ref:
 *
 * Takes another reference. Any thread.
 *
 * Returns: (transfer full): @self
 */
PtlListenerEntry *
ptl_listener_entry_ref (const PtlListenerEntry *self)
{
  PtlListenerEntry *mutable = (PtlListenerEntry *) self;

  g_atomic_ref_count_inc (&mutable->ref_count);

  return mutable;
}

/**
 * ptl_listener_entry_unref:
 * @self: (transfer full): an entry
 *
 * Gives a reference back. Any thread.
 */
void
ptl_listener_entry_unref (PtlListenerEntry *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (guint i = 0; i < PTL_N_KEYS; i++)
    g_clear_pointer (&self->keys[i], g_ref_string_release);
  g_clear_pointer (&self->listener, ptl_listener_free);
  g_clear_pointer (&self->sockets, g_ptr_array_unref);
  g_free (self->title);
  g_free (self);
}

/**
 * ptl_listener_entry_get_n_sockets:
 *
 * Returns: how many sockets the row stands for; 0 of a heading
 */
guint
ptl_listener_entry_get_n_sockets (const PtlListenerEntry *self)
{
  if (self->listener == NULL)
    return 0;

  return self->sockets != NULL ? self->sockets->len : 1;
}

/**
 * ptl_listener_entry_get_socket:
 * @index: less than ptl_listener_entry_get_n_sockets()
 *
 * Returns: (transfer none): one of the sockets
 */
const PtlListener *
ptl_listener_entry_get_socket (const PtlListenerEntry *self,
                               guint                   index)
{
  g_return_val_if_fail (index < ptl_listener_entry_get_n_sockets (self), NULL);

  return self->sockets != NULL ? g_ptr_array_index (self->sockets, index) : self->listener;
}

/* How many wait in a queue is in no column, so it alone is no reason to draw. */
static gboolean
listener_shows_same (const PtlListener *a,
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
 * ptl_listener_entry_shows_same:
 * @other: another entry
 *
 * Compares what a row shows of them, the marks left out. Any thread.
 *
 * Returns: whether it is the same
 */
gboolean
ptl_listener_entry_shows_same (const PtlListenerEntry *self,
                               const PtlListenerEntry *other)
{
  guint n = ptl_listener_entry_get_n_sockets (self);

  if (self == other)
    return TRUE;
  if (n != ptl_listener_entry_get_n_sockets (other) || self->n_rows != other->n_rows ||
      g_strcmp0 (self->title, other->title) != 0)
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      if (!listener_shows_same (ptl_listener_entry_get_socket (self, i), ptl_listener_entry_get_socket (other, i)))
        return FALSE;
    }

  return TRUE;
}

static char *
dup_text (const PtlListenerEntry *self,
          PtlKey                  key)
{
  switch (key)
    {
    case PTL_KEY_OWNER:
      return ptl_listener_text_dup (self, PTL_COLUMN_OWNER);
    case PTL_KEY_UNIT:
      return ptl_listener_text_dup (self, PTL_COLUMN_UNIT);
    case PTL_KEY_USER:
      return ptl_listener_text_dup (self, PTL_COLUMN_USER);
    case PTL_KEY_PROGRAM:
      return ptl_listener_text_dup_program (self);
    case PTL_N_KEYS:
    default:
      g_return_val_if_reached (NULL);
    }
}

static GRefString *
make_key (const PtlListenerEntry *self,
          PtlKey                  key)
{
  g_autofree char *text = dup_text (self, key);
  g_autofree char *collated = NULL;

  if (text == NULL || *text == '\0')
    return g_ref_string_new ("");

  collated = g_utf8_collate_key (text, -1);

  return g_ref_string_new (collated);
}

/**
 * ptl_listener_entry_get_key:
 * @self: what a listener's row says
 * @key: one of the texts that rows are sorted by
 *
 * Gets what strcmp() sorts by, as the locale has it. It is made once. Any thread.
 *
 * Returns: (transfer none): the key; "" where nothing is known
 */
const char *
ptl_listener_entry_get_key (const PtlListenerEntry *self,
                            PtlKey                  key)
{
  GRefString **slot = (GRefString **) &self->keys[key];
  GRefString *made = g_atomic_pointer_get (slot);

  if (made != NULL)
    return made;

  made = make_key (self, key);
  if (g_atomic_pointer_compare_and_exchange (slot, NULL, made))
    return made;

  /* Another thread was faster. */
  g_ref_string_release (made);

  return g_atomic_pointer_get (slot);
}
