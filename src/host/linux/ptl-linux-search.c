#include "config.h"

#include "host/linux/ptl-linux-search.h"

#include "host/linux/ptl-linux-parallel.h"

/*
 * How deep into its descriptors each process is looked before any is looked at deeper. Servers open the sockets they listen on
 * early, and descriptors that were inherited have the same number in parent and child; so most readings end after a glance or two
 * with all owners, at a fraction of what looking at everything costs.
 */
static const guint glances[] = { 1, 2, 4 };
static const guint depths[] = { 40, 256, G_MAXINT };

/* How long a reading goes on to look for further owners among new processes when each socket has one: microseconds. */
#define COMPLETION_TIME 500

/*
 * How many descriptors each later reading looks at by the way: of processes that no reading has looked at to the end, and then of
 * all, for sockets that were passed to them since.
 */
#define UNSEEN_DESCRIPTORS 96
#define SPARE_DESCRIPTORS  48

/* About what a glance takes: microseconds, measured with Linux 6.18. */
#define GLANCE_COST 3

static void
glance_at_task (gpointer item,
                gpointer user_data)
{
  ptl_linux_walk_glance (user_data, item);
}

static void
visit_task (gpointer item,
            gpointer user_data)
{
  ptl_linux_walk_visit (user_data, item);
}

/* Walks tasks, deeper in each round, as long as there is something to find. */
static void
walk_in_rounds (PtlLinuxWalk *walk,
                GPtrArray    *tasks)
{
  g_autoptr (GPtrArray) left = g_ptr_array_copy (tasks, NULL, NULL);

  g_ptr_array_set_free_func (left, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (glances) && !ptl_linux_walk_is_over (walk); i++)
    {
      walk->depth = glances[i];
      ptl_linux_parallel_for_each (left, glances[i] * GLANCE_COST, glance_at_task, walk);
    }
  for (guint i = 0; i < G_N_ELEMENTS (depths) && left->len > 0 && !ptl_linux_walk_is_over (walk); i++)
    {
      guint kept = 0;

      walk->depth = depths[i];
      ptl_linux_parallel_for_each (left, PTL_LINUX_OPEN_COST + MIN (depths[i], depths[1]) * PTL_LINUX_DESCRIPTOR_COST,
                                   visit_task, walk);

      for (guint j = 0; j < left->len; j++)
        {
          PtlLinuxTask *task = g_ptr_array_index (left, j);

          if (!task->walked || task->walked_in != walk->reading)
            left->pdata[kept++] = task;
        }
      g_ptr_array_set_size (left, kept);
    }
}

/* (element-type PtlLinuxTask): those of @tasks whose descriptors were not all looked at in this reading */
static GPtrArray *
list_unwalked (GPtrArray *tasks,
               guint      reading)
{
  GPtrArray *left = g_ptr_array_new ();

  for (guint i = 0; i < tasks->len; i++)
    {
      PtlLinuxTask *task = g_ptr_array_index (tasks, i);

      if (!task->walked || task->walked_in != reading)
        g_ptr_array_add (left, task);
    }

  return left;
}

/* The processes in the control groups of the sockets that have no owner yet. */
static GPtrArray *
list_groups (const PtlLinuxTasks  *tasks,
             PtlLinuxCgroups      *cgroups,
             const PtlLinuxWalk   *walk,
             const PtlLinuxSocket *sockets,
             guint                 n_sockets)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < n_sockets; i++)
    {
      g_autoptr (GArray) pids = NULL;

      if (walk->owned[i] != 0 || sockets[i].cgroup_id == 0 || !g_hash_table_add (seen, (gpointer) &sockets[i].cgroup_id))
        continue;

      pids = ptl_linux_cgroups_list_pids (cgroups, sockets[i].cgroup_id);
      for (guint j = 0; pids != NULL && j < pids->len; j++)
        {
          PtlLinuxTask *task = ptl_linux_tasks_find (tasks, g_array_index (pids, gint64, j));

          if (task != NULL && (!task->walked || task->walked_in != walk->reading))
            g_ptr_array_add (found, task);
        }
    }

  return found;
}

/* Goes round all processes, a little further in each reading, for sockets that were handed to them (unix(7)). */
static void
walk_slowly (PtlLinuxSearch      *self,
             PtlLinuxWalk        *walk,
             const PtlLinuxTasks *tasks)
{
  guint budget = self->unseen ? UNSEEN_DESCRIPTORS : SPARE_DESCRIPTORS;
  guint at = 0;
  guint i;

  while (at < tasks->all->len && ((PtlLinuxTask *) g_ptr_array_index (tasks->all, at))->pid < self->next_walk)
    at++;

  walk->until_found = FALSE;
  walk->resume = TRUE;
  for (i = 0; i < tasks->all->len && budget > 0; i++)
    {
      PtlLinuxTask *task = g_ptr_array_index (tasks->all, (at + i) % tasks->all->len);
      guint seen;

      if (task->walked && (self->unseen || task->walked_in == walk->reading))
        continue;

      walk->depth = budget;
      seen = ptl_linux_walk_visit (walk, task);
      /* Opening the directory costs as much as some descriptors. */
      budget -= MIN (budget, seen + 4);
      self->next_walk = task->walked ? task->pid + 1 : task->pid;
    }

  /* Once round, and nobody is left that was never looked at to the end. */
  if (self->unseen && i == tasks->all->len && budget > 0)
    self->unseen = FALSE;
}

/**
 * ptl_linux_search_run:
 * @self: what the last reading left off
 * @walk: what is wanted; what was seen to be held is marked there
 * @tasks: the processes of this reading
 * @cgroups: control groups
 * @sockets: (array length=n_sockets): the sockets
 * @n_sockets: how many
 *
 * Looks for who holds the sockets that have no owner yet: among new processes; in the socket's control group; and only for
 * what is still open among all. Then for further owners, within bounds. Blocks.
 */
void
ptl_linux_search_run (PtlLinuxSearch       *self,
                      PtlLinuxWalk         *walk,
                      const PtlLinuxTasks  *tasks,
                      PtlLinuxCgroups      *cgroups,
                      const PtlLinuxSocket *sockets,
                      guint                 n_sockets)
{
  GPtrArray *fresh = tasks->fresh;
  g_autoptr (GPtrArray) fresh_left = NULL;

  /* A new socket is most often a new process's; but in the first reading every process is new, and the groups tell more. */
  walk->until_found = TRUE;
  if (walk->reading > 1)
    walk_in_rounds (walk, fresh);

  if (walk->n_open > 0)
    {
      g_autoptr (GPtrArray) members = list_groups (tasks, cgroups, walk, sockets, n_sockets);

      walk_in_rounds (walk, members);
    }

  if (walk->n_open > 0)
    {
      g_autoptr (GPtrArray) left = list_unwalked (tasks->all, walk->reading);

      walk_in_rounds (walk, left);
    }

  /* Each socket has an owner now, or none that we can find; but it may have more than one. */
  walk->until_found = FALSE;
  walk->deadline = g_get_monotonic_time () + COMPLETION_TIME;
  fresh_left = list_unwalked (fresh, walk->reading);
  walk_in_rounds (walk, fresh_left);
  self->unseen |= fresh_left->len > 0;

  walk->deadline = 0;
  if (walk->reading > 1)
    walk_slowly (self, walk, tasks);
}
