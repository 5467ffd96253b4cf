#include "config.h"

#include "host/ptl-snapshot.h"

#include <stdlib.h>

#define N_PORTS 65536

struct _PtlSnapshot
{
  gatomicrefcount ref_count;

  GPtrArray *listeners; /* (owned) (element-type PtlListener): sorted once sealed */
  char      *method;    /* (owned) */
  char      *reason;    /* (owned) (nullable): why it is incomplete */
  char      *hidden_reason; /* (owned) (nullable): why the owners are hidden, all of them */
  char      *hidden_remedy; /* (owned) (nullable): a command that changes that */
  gint64     taken_at;
  guint      n_ports;
  guint      unknown_owners;
  gboolean   hidden_owners;
  gboolean   incomplete;
  gboolean   sealed;

  guint8     ports[N_PORTS / 8]; /* one bit a port: asked for each row that is drawn */
};

/**
 * ptl_snapshot_new:
 * @method: how it was read, as JSON writes it: "sock_diag", "procfs" …
 *
 * Makes an empty snapshot, to be filled and sealed by one thread.
 *
 * Returns: (transfer full): a snapshot
 */
PtlSnapshot *
ptl_snapshot_new (const char *method)
{
  PtlSnapshot *self;

  g_return_val_if_fail (method != NULL, NULL);

  self = g_new0 (PtlSnapshot, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->listeners = g_ptr_array_new_with_free_func ((GDestroyNotify) ptl_listener_free);
  self->method = g_strdup (method);

  return self;
}

/**
 * ptl_snapshot_take_listener:
 * @self: a snapshot that is not sealed yet
 * @listener: (transfer full): a listener
 *
 * Adds a listener, in any order. Only the thread that makes @self.
 */
void
ptl_snapshot_take_listener (PtlSnapshot *self,
                            PtlListener *listener)
{
  g_return_if_fail (self != NULL && !self->sealed);
  g_return_if_fail (listener != NULL);

  g_ptr_array_add (self->listeners, listener);
}

/**
 * ptl_snapshot_set_incomplete:
 * @self: a snapshot that is not sealed yet
 * @reason: why, as one sentence for people
 *
 * Says that listeners may be missing. The first reason stays. Only the thread that makes @self.
 */
void
ptl_snapshot_set_incomplete (PtlSnapshot *self,
                             const char  *reason)
{
  g_return_if_fail (self != NULL && !self->sealed);
  g_return_if_fail (reason != NULL);

  self->incomplete = TRUE;
  if (self->reason == NULL)
    self->reason = g_strdup (reason);
}

/**
 * ptl_snapshot_set_hidden:
 * @self: a snapshot that is not sealed yet
 * @reason: why, and what can be done, as sentences for people
 * @remedy: (nullable): a command that does it
 *
 * Says that where Portolan runs the owners are hidden from it, whosever they are. Only the thread that makes @self.
 */
void
ptl_snapshot_set_hidden (PtlSnapshot *self,
                         const char  *reason,
                         const char  *remedy)
{
  g_return_if_fail (self != NULL && !self->sealed);
  g_return_if_fail (reason != NULL);

  g_free (self->hidden_reason);
  g_free (self->hidden_remedy);
  self->hidden_reason = g_strdup (reason);
  self->hidden_remedy = g_strdup (remedy);
}

static int
compare_listeners (gconstpointer a,
                   gconstpointer b)
{
  return ptl_listener_compare (*(const PtlListener *const *) a, *(const PtlListener *const *) b);
}

static gboolean
is_sorted (const GPtrArray *listeners)
{
  for (guint i = 1; i < listeners->len; i++)
    {
      if (ptl_listener_compare (g_ptr_array_index (listeners, i - 1), g_ptr_array_index (listeners, i)) > 0)
        return FALSE;
    }

  return TRUE;
}

static void
order_by_byte (gpointer *from,
               gpointer *to,
               guint     n,
               guint     shift)
{
  guint next[257] = { 0 };

  for (guint i = 0; i < n; i++)
    next[(((const PtlListener *) from[i])->port >> shift & 0xff) + 1]++;
  for (guint i = 1; i < 256; i++)
    next[i] += next[i - 1];
  for (guint i = 0; i < n; i++)
    to[next[((const PtlListener *) from[i])->port >> shift & 0xff]++] = from[i];
}

/* By the two bytes of the port, and the few of one port by everything: with ten thousand that saves a millisecond. */
static void
sort (GPtrArray *listeners)
{
  g_autofree gpointer *other = g_new (gpointer, listeners->len);
  guint first = 0;

  order_by_byte (listeners->pdata, other, listeners->len, 0);
  order_by_byte (other, listeners->pdata, listeners->len, 8);

  for (guint i = 1; i <= listeners->len; i++)
    {
      if (i < listeners->len &&
          ((const PtlListener *) listeners->pdata[i])->port == ((const PtlListener *) listeners->pdata[first])->port)
        continue;
      if (i - first > 1)
        qsort (&listeners->pdata[first], i - first, sizeof (gpointer), compare_listeners);
      first = i;
    }
}

/* Unknown is what has nothing to show for it: not even a unit or a container, nor that no process has it. */
static gboolean
owner_is_unknown (const PtlListener *listener)
{
  return !listener->kernel &&
         !listener->unheld &&
         listener->owners->len == 0 &&
         listener->unit == NULL &&
         listener->container_id == NULL &&
         listener->container_runtime == NULL;
}

/* Who was seen once is no more than likely from then on, but is not hidden. */
static gboolean
owner_is_hidden (const PtlListener *listener)
{
  const PtlOwner *owner = listener->owners->len > 0 ? g_ptr_array_index (listener->owners, 0) : NULL;

  return !listener->kernel && !listener->unheld &&
         (owner == NULL || (!owner->certain && owner->evidence != PTL_EVIDENCE_DESCRIPTOR));
}

/**
 * ptl_snapshot_seal:
 * @self: a snapshot that is not sealed yet
 * @taken_at: when it was read, in microseconds since 1970 UTC
 *
 * Sorts the listeners and makes the snapshot immutable: from here on any thread may use it.
 */
void
ptl_snapshot_seal (PtlSnapshot *self,
                   gint64       taken_at)
{
  g_return_if_fail (self != NULL && !self->sealed);

  if (!is_sorted (self->listeners))
    sort (self->listeners);

  for (guint i = 0; i < self->listeners->len; i++)
    {
      const PtlListener *listener = g_ptr_array_index (self->listeners, i);
      guint8 bit = 1u << (listener->port % 8);

      if ((self->ports[listener->port / 8] & bit) == 0)
        {
          self->ports[listener->port / 8] |= bit;
          self->n_ports++;
        }
      if (owner_is_unknown (listener))
        self->unknown_owners++;
      self->hidden_owners = self->hidden_owners || owner_is_hidden (listener);
    }

  self->taken_at = taken_at;
  self->sealed = TRUE;
}

/**
 * ptl_snapshot_ref:
 * @self: a snapshot
 *
 * Takes another reference. Any thread.
 *
 * Returns: (transfer full): @self
 */
PtlSnapshot *
ptl_snapshot_ref (PtlSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * ptl_snapshot_unref:
 * @self: (transfer full): a snapshot
 *
 * Gives a reference back. Any thread.
 */
void
ptl_snapshot_unref (PtlSnapshot *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->listeners);
  g_free (self->method);
  g_free (self->reason);
  g_free (self->hidden_reason);
  g_free (self->hidden_remedy);
  g_free (self);
}

/**
 * ptl_snapshot_equal:
 * @a: a sealed snapshot
 * @b: another
 *
 * Compares what is shown of two snapshots, but for when they were taken. Any thread.
 *
 * Returns: whether the two say the same
 */
gboolean
ptl_snapshot_equal (PtlSnapshot *a,
                    PtlSnapshot *b)
{
  g_return_val_if_fail (a != NULL && a->sealed, FALSE);
  g_return_val_if_fail (b != NULL && b->sealed, FALSE);

  if (a->listeners->len != b->listeners->len ||
      a->incomplete != b->incomplete ||
      g_strcmp0 (a->method, b->method) != 0 ||
      g_strcmp0 (a->reason, b->reason) != 0 ||
      g_strcmp0 (a->hidden_reason, b->hidden_reason) != 0 ||
      g_strcmp0 (a->hidden_remedy, b->hidden_remedy) != 0)
    return FALSE;

  for (guint i = 0; i < a->listeners->len; i++)
    {
      if (!ptl_listener_equal (g_ptr_array_index (a->listeners, i), g_ptr_array_index (b->listeners, i)))
        return FALSE;
    }

  return TRUE;
}

/**
 * ptl_snapshot_get_n:
 * @self: a sealed snapshot
 *
 * Returns: how many listeners there are
 */
guint
ptl_snapshot_get_n (PtlSnapshot *self)
{
  g_return_val_if_fail (self != NULL && self->sealed, 0);

  return self->listeners->len;
}

/**
 * ptl_snapshot_get:
 * @self: a sealed snapshot
 * @index: less than ptl_snapshot_get_n()
 *
 * Gets a listener; they are sorted by ptl_listener_compare(). Any thread.
 *
 * Returns: (transfer none): the listener; it lives as long as @self
 */
const PtlListener *
ptl_snapshot_get (PtlSnapshot *self,
                  guint        index)
{
  g_return_val_if_fail (self != NULL && self->sealed, NULL);
  g_return_val_if_fail (index < self->listeners->len, NULL);

  return g_ptr_array_index (self->listeners, index);
}

/**
 * ptl_snapshot_find_port:
 * @self: a sealed snapshot
 * @port: a port
 * @out_first: (out) (optional): the index of the port's first listener; untouched where there is none
 *
 * Finds a port's listeners, which follow one another. Takes a time that grows with the logarithm of the listeners' number,
 * and none for a port without listeners. Any thread.
 *
 * Returns: how many listeners the port has
 */
guint
ptl_snapshot_find_port (PtlSnapshot *self,
                        guint16      port,
                        guint       *out_first)
{
  guint low = 0;
  guint high;
  guint n;

  g_return_val_if_fail (self != NULL && self->sealed, 0);

  if (!ptl_snapshot_has_port (self, port))
    return 0;

  high = self->listeners->len;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const PtlListener *listener = g_ptr_array_index (self->listeners, middle);

      if (listener->port < port)
        low = middle + 1;
      else
        high = middle;
    }

  for (n = 0; low + n < self->listeners->len; n++)
    {
      const PtlListener *listener = g_ptr_array_index (self->listeners, low + n);

      if (listener->port != port)
        break;
    }

  if (out_first != NULL)
    *out_first = low;

  return n;
}

/**
 * ptl_snapshot_has_port:
 * @self: a sealed snapshot
 * @port: a port
 *
 * Looks one bit up. Any thread.
 *
 * Returns: whether anything listens on @port, with any transport
 */
gboolean
ptl_snapshot_has_port (PtlSnapshot *self,
                       guint16      port)
{
  g_return_val_if_fail (self != NULL && self->sealed, FALSE);

  return (self->ports[port / 8] & (1u << (port % 8))) != 0;
}

/**
 * ptl_snapshot_get_n_ports:
 * @self: a sealed snapshot
 *
 * Returns: how many different ports have a listener
 */
guint
ptl_snapshot_get_n_ports (PtlSnapshot *self)
{
  g_return_val_if_fail (self != NULL && self->sealed, 0);

  return self->n_ports;
}

/**
 * ptl_snapshot_get_taken_at:
 * @self: a sealed snapshot
 *
 * Returns: when it was read, in microseconds since 1970 UTC
 */
gint64
ptl_snapshot_get_taken_at (PtlSnapshot *self)
{
  g_return_val_if_fail (self != NULL && self->sealed, 0);

  return self->taken_at;
}

/**
 * ptl_snapshot_get_method:
 * @self: a snapshot
 *
 * Returns: (transfer none): how it was read: "sock_diag", "procfs" …
 */
const char *
ptl_snapshot_get_method (PtlSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->method;
}

/**
 * ptl_snapshot_is_complete:
 * @self: a snapshot
 *
 * Returns: whether every listener that the system shows this user is in it
 */
gboolean
ptl_snapshot_is_complete (PtlSnapshot *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return !self->incomplete;
}

/**
 * ptl_snapshot_get_reason:
 * @self: a snapshot
 *
 * Returns: (transfer none) (nullable): why it is incomplete, as one sentence; %NULL where it is complete
 */
const char *
ptl_snapshot_get_reason (PtlSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->reason;
}

/**
 * ptl_snapshot_get_hidden_reason:
 * @self: a snapshot
 *
 * Returns: (transfer none) (nullable): why the owners are hidden where Portolan runs, whosever they are, and what can be done,
 *   as sentences; %NULL where they are not
 */
const char *
ptl_snapshot_get_hidden_reason (PtlSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->hidden_reason;
}

/**
 * ptl_snapshot_get_hidden_remedy:
 * @self: a snapshot
 *
 * Returns: (transfer none) (nullable): the command that ptl_snapshot_get_hidden_reason() speaks of; %NULL where there is none
 */
const char *
ptl_snapshot_get_hidden_remedy (PtlSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->hidden_remedy;
}

/**
 * ptl_snapshot_get_unknown_owners:
 * @self: a sealed snapshot
 *
 * Counts the listeners of which neither process nor unit nor container is known, and that are neither the kernel's own nor
 * without a process. They are hidden from this user, not free. Any thread.
 *
 * Returns: how many there are
 */
guint
ptl_snapshot_get_unknown_owners (PtlSnapshot *self)
{
  g_return_val_if_fail (self != NULL && self->sealed, 0);

  return self->unknown_owners;
}

/**
 * ptl_snapshot_has_hidden_owners:
 * @self: a sealed snapshot
 *
 * Tells whether somebody with more rights could see more owners. Any thread.
 *
 * Returns: whether the process that holds one of the listeners was not seen, nor is the kernel itself the owner
 */
gboolean
ptl_snapshot_has_hidden_owners (PtlSnapshot *self)
{
  g_return_val_if_fail (self != NULL && self->sealed, FALSE);

  return self->hidden_owners;
}
