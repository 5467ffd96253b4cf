#include "config.h"

#include "host/darwin/ptl-darwin-owners.h"

#include "host/darwin/ptl-darwin-descriptors.h"
#include "host/ptl-host.h"

struct _PtlDarwinOwners
{
  GHashTable *tasks;      /* (unowned) (element-type gint64 PtlDarwinTask) */
  GHashTable *holders;    /* (owned) (element-type guint64 GPtrArray): by the socket's handle; arrays of PtlDarwinTask, unowned */
  GHashTable *hidden;     /* (owned) (element-type PtlDarwinTask): a set: whose descriptors the system did not show */
};

/**
 * ptl_darwin_owners_new:
 * @tasks: (transfer none) (element-type gint64 PtlDarwinTask): all processes; they must live as long
 *
 * Makes a memory of no owners.
 *
 * Returns: (transfer full): the memory
 */
PtlDarwinOwners *
ptl_darwin_owners_new (GHashTable *tasks)
{
  PtlDarwinOwners *self = g_new0 (PtlDarwinOwners, 1);

  self->tasks = tasks;
  self->holders = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->hidden = g_hash_table_new (NULL, NULL);

  return self;
}

/**
 * ptl_darwin_owners_free:
 * @self: (transfer full): a memory
 *
 * Frees it.
 */
void
ptl_darwin_owners_free (PtlDarwinOwners *self)
{
  g_hash_table_unref (self->holders);
  g_hash_table_unref (self->hidden);
  g_free (self);
}

static gboolean
is_known (GHashTable            *known,
          const PtlDarwinSocket *socket)
{
  return g_hash_table_contains (known, &socket->handle);
}

static void
add_holder (PtlDarwinOwners *self,
            guint64          handle,
            PtlDarwinTask   *task)
{
  GPtrArray *holders = g_hash_table_lookup (self->holders, &handle);

  if (holders == NULL)
    {
      holders = g_ptr_array_new ();
      g_hash_table_insert (self->holders, g_memdup2 (&handle, sizeof handle), holders);
    }

  /* Several descriptors of one process may be of one socket; they come one after another. */
  if (holders->len == 0 || g_ptr_array_index (holders, holders->len - 1) != task)
    g_ptr_array_add (holders, task);
}

static int
compare_tasks (gconstpointer a,
               gconstpointer b)
{
  const PtlDarwinTask *task_a = *(PtlDarwinTask *const *) a;
  const PtlDarwinTask *task_b = *(PtlDarwinTask *const *) b;

  return (task_a->pid > task_b->pid) - (task_a->pid < task_b->pid);
}

static GPtrArray *
list_tasks (PtlDarwinOwners *self)
{
  GPtrArray *list = g_ptr_array_sized_new (g_hash_table_size (self->tasks));
  GHashTableIter iter;
  gpointer task;

  g_hash_table_iter_init (&iter, self->tasks);
  while (g_hash_table_iter_next (&iter, NULL, &task))
    g_ptr_array_add (list, task);
  g_ptr_array_sort (list, compare_tasks);

  return list;
}

/**
 * ptl_darwin_owners_walk:
 * @self: a memory
 * @sockets: (element-type PtlDarwinSocket): what is known already; waiting sockets that only a descriptor shows are
 *   added
 * @cancelled: (nullable) (atomic): stops the walk, see ptl_host_read()
 *
 * Looks at the descriptors of all processes that the system shows to this user. Blocks.
 */
void
ptl_darwin_owners_walk (PtlDarwinOwners *self,
                        GArray          *sockets,
                        const gint      *cancelled)
{
  g_autoptr (GPtrArray) tasks = list_tasks (self);
  g_autoptr (GArray) held = g_array_new (FALSE, FALSE, sizeof (PtlDarwinSocket));
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < sockets->len; i++)
    g_hash_table_add (known, g_memdup2 (&g_array_index (sockets, PtlDarwinSocket, i).handle, sizeof (guint64)));

  for (guint i = 0; i < tasks->len && !ptl_host_is_cancelled (cancelled); i++)
    {
      PtlDarwinTask *task = g_ptr_array_index (tasks, i);

      /* Process 0 is the kernel's own. */
      if (task->pid <= 0)
        continue;

      g_array_set_size (held, 0);
      if (ptl_darwin_descriptors_read (task->pid, held) == PTL_DARWIN_DESCRIPTORS_HIDDEN)
        g_hash_table_add (self->hidden, task);

      for (guint j = 0; j < held->len; j++)
        {
          const PtlDarwinSocket *socket = &g_array_index (held, PtlDarwinSocket, j);

          add_holder (self, socket->handle, task);
          if (!is_known (known, socket))
            {
              g_array_append_vals (sockets, socket, 1);
              g_hash_table_add (known, g_memdup2 (&socket->handle, sizeof (guint64)));
            }
        }
    }
}

/**
 * ptl_darwin_owners_get:
 * @self: a memory, after the walk
 * @socket: a socket
 *
 * Finds who was seen to hold a socket.
 *
 * Returns: (transfer none) (nullable) (element-type PtlDarwinTask): the processes; %NULL where nobody was seen
 */
GPtrArray *
ptl_darwin_owners_get (PtlDarwinOwners       *self,
                       const PtlDarwinSocket *socket)
{
  return socket->handle != 0 ? g_hash_table_lookup (self->holders, &socket->handle) : NULL;
}

/**
 * ptl_darwin_owners_guess:
 * @self: a memory, after the walk
 * @socket: a socket that nobody was seen to hold
 *
 * Finds the process that likely holds a socket: the one that the kernel's table says used it last. It may have handed
 * the socket on since. Where its descriptors were looked at, it has: it was not seen to hold the socket. Sockets that
 * programs keep outside the kernel have no descriptors (XNU, nstat_userland_list_snapshot() in bsd/net/ntstat.c).
 *
 * Returns: (transfer none) (nullable): the process; %NULL where none is likely
 */
PtlDarwinTask *
ptl_darwin_owners_guess (PtlDarwinOwners       *self,
                         const PtlDarwinSocket *socket)
{
  PtlDarwinTask *task = g_hash_table_lookup (self->tasks, &socket->last_pid);

  if (task == NULL || task->pid <= 0)
    return NULL;

  return socket->handle == 0 || g_hash_table_contains (self->hidden, task) ? task : NULL;
}

/**
 * ptl_darwin_owners_has_hidden:
 * @self: a memory, after the walk
 *
 * Returns: whether the system kept the descriptors of any process from this user
 */
gboolean
ptl_darwin_owners_has_hidden (PtlDarwinOwners *self)
{
  return g_hash_table_size (self->hidden) > 0;
}
