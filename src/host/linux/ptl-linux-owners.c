#include "config.h"

#include "host/linux/ptl-linux-owners.h"

#include "host/linux/ptl-linux-parallel.h"
#include "host/linux/ptl-linux-processes.h"
#include "host/linux/ptl-linux-processor-clock.h"
#include "host/linux/ptl-linux-search.h"

/* To list fewer processes, or to look at fewer descriptors, takes less than to start a thread. */
#define MANY_TASKS    500
#define MANY_HOLDINGS 250

/* About what it takes to look which network one process is in: microseconds, measured with Linux 6.18. */
#define NETWORK_COST 3

/* What is known of the clocks that tell whether a process ran. */
typedef enum
{
  CLOCKS_UNASKED,
  CLOCKS_TELL,
  CLOCKS_DO_NOT_TELL
} Clocks;

struct _PtlLinuxOwners
{
  guint              reading;   /* counts from 1 */
  PtlLinuxTasks      tasks;
  PtlLinuxProcesses *processes; /* (owned) */
  Clocks             clocks;
  guint              n_looked;  /* how many descriptors the last reading looked at anew */
  PtlLinuxSearch     search;

  guint             *first;     /* (owned): for each socket, where its owners begin; one more at the end */
  PtlLinuxTask     **owners;    /* (owned) */
};

/**
 * ptl_linux_owners_new:
 * @is_own: whether /proc will be this computer's, not a copy of another's
 *
 * Makes a memory of nothing.
 *
 * Returns: (transfer full): the memory
 */
PtlLinuxOwners *
ptl_linux_owners_new (gboolean is_own)
{
  PtlLinuxOwners *self = g_new0 (PtlLinuxOwners, 1);

  self->processes = ptl_linux_processes_new (is_own);
  self->clocks = is_own ? CLOCKS_UNASKED : CLOCKS_DO_NOT_TELL;
  ptl_linux_tasks_init (&self->tasks);

  return self;
}

/**
 * ptl_linux_owners_free:
 * @self: (transfer full): a memory
 *
 * Frees it.
 */
void
ptl_linux_owners_free (PtlLinuxOwners *self)
{
  ptl_linux_tasks_clear (&self->tasks);
  ptl_linux_processes_free (self->processes);
  g_free (self->first);
  g_free (self->owners);
  g_free (self);
}

static void
verify_task (gpointer item,
             gpointer user_data)
{
  ptl_linux_task_verify (item, GPOINTER_TO_INT (user_data));
}

typedef struct
{
  int   proc;
  guint reading;
} NetworkContext;

static void
read_network (gpointer item,
              gpointer user_data)
{
  const NetworkContext *context = user_data;

  ptl_linux_task_read_network (item, context->proc, context->reading);
}

static void
ptl_linux_owners_link (PtlLinuxOwners    *self,
                       const PtlInodeMap *wanted,
                       guint              n_sockets)
{
  g_autofree guint *next = NULL;
  guint total = 0;

  g_free (self->first);
  self->first = g_new0 (guint, (gsize) n_sockets + 1);
  for (guint pass = 0; pass < 2; pass++)
    {
      for (guint i = 0; i < self->tasks.all->len; i++)
        {
          PtlLinuxTask *task = g_ptr_array_index (self->tasks.all, i);

          task->shares = FALSE;
          for (guint j = 0; task->holdings != NULL && j < task->holdings->len; j++)
            {
              guint32 place = ptl_inode_map_lookup (wanted, g_array_index (task->holdings, PtlLinuxHolding, j).inode);

              if (place == PTL_INODE_MAP_NONE)
                continue;
              if (pass == 0)
                {
                  self->first[place]++;
                }
              else
                {
                  self->owners[next[place]++] = task;
                  task->shares |= self->first[place + 1] - self->first[place] > 1;
                }
            }
        }

      if (pass == 0)
        {
          for (guint i = 0; i <= n_sockets; i++)
            {
              guint n = self->first[i];

              self->first[i] = total;
              total += n;
            }
          g_free (self->owners);
          self->owners = g_new (PtlLinuxTask *, (gsize) total + 1);
          next = g_memdup2 (self->first, sizeof (guint) * ((gsize) n_sockets + 1));
        }
    }
}

/**
 * ptl_linux_owners_is_big:
 * @self: a memory
 *
 * Tells whether to begin a reading takes long enough to be done beside something else.
 *
 * Returns: whether it does
 */
gboolean
ptl_linux_owners_is_big (PtlLinuxOwners *self)
{
  return self->reading == 0 || self->tasks.all->len >= MANY_TASKS || self->n_looked >= MANY_HOLDINGS;
}

/* (element-type PtlLinuxTask): those of @holders whose descriptors must be looked at again */
static GPtrArray *
list_awake (PtlLinuxOwners *self,
            int             proc,
            GPtrArray      *holders)
{
  GPtrArray *awake = g_ptr_array_new ();

  self->n_looked = 0;
  if (self->clocks == CLOCKS_UNASKED && holders->len > 0)
    self->clocks = ptl_linux_processor_clock_knows (proc) ? CLOCKS_TELL : CLOCKS_DO_NOT_TELL;

  for (guint i = 0; i < holders->len; i++)
    {
      PtlLinuxTask *task = g_ptr_array_index (holders, i);

      if (self->clocks == CLOCKS_TELL && ptl_linux_task_slept (task))
        continue;
      g_ptr_array_add (awake, task);
      self->n_looked += task->holdings->len;
    }

  return awake;
}

/**
 * ptl_linux_owners_begin:
 * @self: a memory
 * @proc: /proc's descriptor
 * @all_again: whether processes that have ended must be forgotten at once; else they are by and by
 *
 * Begins a reading: lists new processes, looks which network namespaces those are in that are new, and looks anew at each
 * descriptor that the last reading knew for a socket that waits, where its process has run since.
 * Needs no sockets, and so may run beside the reading of those. Blocks.
 *
 * Returns: whether the processes could be listed; where not, no owner will be known
 */
gboolean
ptl_linux_owners_begin (PtlLinuxOwners *self,
                        int             proc,
                        gboolean        all_again)
{
  g_autoptr (GPtrArray) holders = g_ptr_array_new ();
  g_autoptr (GPtrArray) movers = g_ptr_array_new ();
  g_autoptr (GPtrArray) awake = NULL;
  NetworkContext network = { proc, self->reading + 1 };

  ptl_linux_processes_begin (self->processes, proc, self->reading == 0);
  if (!ptl_linux_tasks_update (&self->tasks, proc, all_again))
    return FALSE;

  for (guint i = 0; i < self->tasks.fresh->len; i++)
    {
      PtlLinuxTask *task = g_ptr_array_index (self->tasks.fresh, i);

      /* What is there from the beginning has long done what it does when it starts. */
      task->network_checks = task->kernel_thread ? 0 : self->reading > 0 ? PTL_LINUX_NETWORK_CHECKS : 1;
    }

  for (guint i = 0; i < self->tasks.all->len; i++)
    {
      PtlLinuxTask *task = g_ptr_array_index (self->tasks.all, i);

      if (task->holdings != NULL)
        g_ptr_array_add (holders, task);
      if (task->network_checks > 0)
        {
          task->network_checks--;
          g_ptr_array_add (movers, task);
        }
    }
  awake = list_awake (self, proc, holders);
  if (awake->len > 0)
    ptl_linux_parallel_for_each (awake, PTL_LINUX_OPEN_COST + self->n_looked * PTL_LINUX_DESCRIPTOR_COST / awake->len,
                                 verify_task, GINT_TO_POINTER (proc));
  ptl_linux_parallel_for_each (movers, NETWORK_COST, read_network, &network);

  return TRUE;
}

/* Drops what is held of sockets that are gone, and notes which have an owner. */
static void
ptl_linux_owners_mark (PtlLinuxOwners *self,
                       PtlLinuxWalk   *walk)
{
  for (guint i = 0; i < self->tasks.all->len; i++)
    {
      PtlLinuxTask *task = g_ptr_array_index (self->tasks.all, i);
      guint kept = 0;

      if (task->holdings == NULL)
        continue;

      for (guint j = 0; j < task->holdings->len; j++)
        {
          PtlLinuxHolding holding = g_array_index (task->holdings, PtlLinuxHolding, j);
          guint32 place = ptl_inode_map_lookup (walk->wanted, holding.inode);

          if (place == PTL_INODE_MAP_NONE)
            continue;
          if (walk->owned[place] == 0)
            walk->n_open--;
          walk->owned[place] = 1;
          g_array_index (task->holdings, PtlLinuxHolding, kept++) = holding;
        }
      g_array_set_size (task->holdings, kept);
      if (kept == 0)
        ptl_linux_task_drop (task);
    }
}

/**
 * ptl_linux_owners_resolve:
 * @self: a memory, after ptl_linux_owners_begin()
 * @proc: /proc's descriptor
 * @cgroups: control groups, to look there first
 * @users: names of users
 * @sockets: (array length=n_sockets): the sockets
 * @n_sockets: how many
 * @given_up: (array length=n_sockets): non-zero where an earlier reading looked everywhere for an owner of the same socket, and
 *   found none: one that turns up later is found by the way
 * @cancelled: (nullable) (atomic): not 0 to give up
 *
 * Finds the processes that hold the sockets: those that were known before; then among new processes; then in the socket's
 * control group; and only for what is still open among all. Blocks.
 */
void
ptl_linux_owners_resolve (PtlLinuxOwners       *self,
                          int                   proc,
                          PtlLinuxCgroups      *cgroups,
                          PtlLinuxUsers        *users,
                          const PtlLinuxSocket *sockets,
                          guint                 n_sockets,
                          const guint8         *given_up,
                          const gint           *cancelled)
{
  g_auto (PtlInodeMap) wanted = { 0 };
  g_autofree gint *owned = g_new0 (gint, (gsize) n_sockets + 1);
  PtlLinuxWalk walk = { .proc = proc, .wanted = &wanted, .owned = owned, .cancelled = cancelled };

  self->reading++;
  walk.reading = self->reading;

  ptl_inode_map_init (&wanted, n_sockets);
  for (guint i = 0; i < n_sockets; i++)
    {
      if (sockets[i].inode != 0)
        ptl_inode_map_insert (&wanted, sockets[i].inode, i);
      if (sockets[i].inode == 0 || given_up[i])
        owned[i] = 2;
      else
        walk.n_open++;
    }

  ptl_linux_owners_mark (self, &walk);
  ptl_linux_search_run (&self->search, &walk, &self->tasks, cgroups, sockets, n_sockets);
  ptl_linux_processes_read_owners (self->processes, proc, users, self->tasks.all, self->reading == 1);
  ptl_linux_owners_link (self, &wanted, n_sockets);
}

/**
 * ptl_linux_owners_get:
 * @self: a memory
 * @index: the place of a socket in the last reading
 * @out_n: (out): how many hold it
 *
 * Gets the processes that hold a socket, by their numbers.
 *
 * Returns: (transfer none) (array length=out_n): tasks with a process, until the next reading
 */
PtlLinuxTask **
ptl_linux_owners_get (PtlLinuxOwners *self,
                      guint           index,
                      guint          *out_n)
{
  *out_n = self->first[index + 1] - self->first[index];

  return self->owners + self->first[index];
}

/**
 * ptl_linux_owners_find_task:
 * @self: a memory
 * @pid: a process's number
 *
 * Finds a process of the last reading.
 *
 * Returns: (transfer none) (nullable): its task, until the next reading
 */
PtlLinuxTask *
ptl_linux_owners_find_task (PtlLinuxOwners *self,
                            gint64          pid)
{
  return ptl_linux_tasks_find (&self->tasks, pid);
}

/**
 * ptl_linux_owners_read_task:
 * @self: a memory
 * @proc: /proc's descriptor
 * @users: names of users
 * @task: a task that was looked at in this reading
 *
 * Reads what a process is, whether or not it holds anything; nothing is read where nothing changed. Blocks.
 */
void
ptl_linux_owners_read_task (PtlLinuxOwners *self,
                            int             proc,
                            PtlLinuxUsers  *users,
                            PtlLinuxTask   *task)
{
  ptl_linux_processes_read_task (self->processes, proc, users, task);
}

/**
 * ptl_linux_owners_get_tasks:
 * @self: a memory
 *
 * Gets all processes of the last reading, by their numbers.
 *
 * Returns: (transfer none) (element-type PtlLinuxTask): tasks, until the next reading
 */
GPtrArray *
ptl_linux_owners_get_tasks (PtlLinuxOwners *self)
{
  return self->tasks.all;
}

/**
 * ptl_linux_owners_get_reading:
 * @self: a memory
 *
 * Returns: the number of the last reading, which tasks that were walked to the end in it have in walked_in
 */
guint
ptl_linux_owners_get_reading (PtlLinuxOwners *self)
{
  return self->reading;
}
