#include "config.h"

#include "host/linux/ptl-linux-owners.h"

/* A group of more processes than this is a whole session or a build farm: none of them stands for the others. */
#define MAX_CANDIDATES 64

static gboolean
contains_pid (GPtrArray *tasks,
              gint64     pid)
{
  for (guint i = 0; i < tasks->len; i++)
    {
      if (((PtlLinuxTask *) g_ptr_array_index (tasks, i))->pid == pid)
        return TRUE;
    }

  return FALSE;
}

/* The one whose parent is not among them; NULL where there are several. */
static PtlLinuxTask *
find_eldest (GPtrArray *tasks)
{
  PtlLinuxTask *eldest = NULL;

  for (guint i = 0; i < tasks->len; i++)
    {
      PtlLinuxTask *task = g_ptr_array_index (tasks, i);

      if (contains_pid (tasks, task->process->parent_pid))
        continue;
      if (eldest != NULL)
        return NULL;
      eldest = task;
    }

  return eldest;
}

/**
 * ptl_linux_owners_guess:
 * @self: a memory
 * @proc: /proc's descriptor
 * @cgroups: control groups
 * @users: names of users
 * @cgroup_id: the control group of a socket that no visible process holds
 *
 * Finds the process that likely holds a socket: of the processes in its control group those whose descriptors are hidden from
 * us, if that is a single one, or if all others come from it. Blocks.
 *
 * Returns: (transfer none) (nullable): a task with a process, until the next reading; %NULL where nothing is likely
 */
PtlLinuxTask *
ptl_linux_owners_guess (PtlLinuxOwners  *self,
                        int              proc,
                        PtlLinuxCgroups *cgroups,
                        PtlLinuxUsers   *users,
                        guint64          cgroup_id)
{
  g_autoptr (GArray) pids = ptl_linux_cgroups_list_pids (cgroups, cgroup_id);
  g_autoptr (GPtrArray) candidates = g_ptr_array_new ();

  if (pids == NULL || pids->len > MAX_CANDIDATES)
    return NULL;

  for (guint i = 0; i < pids->len; i++)
    {
      PtlLinuxTask *task = ptl_linux_owners_find_task (self, g_array_index (pids, gint64, i));

      if (task == NULL)
        continue;
      ptl_linux_task_look (task, proc);
      if (!task->hidden)
        continue;

      ptl_linux_owners_read_task (self, proc, users, task);
      if (task->process != NULL)
        g_ptr_array_add (candidates, task);
    }

  return find_eldest (candidates);
}
