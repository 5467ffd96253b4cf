#include "config.h"

#include "host/linux/ptl-linux-owners.h"

/* A group of more processes than this is a whole session or a build farm: none of them stands for the others. */
#define MAX_CANDIDATES 64

static gboolean
contains_pid (GPtrArray *processes,
              gint64     pid)
{
  for (guint i = 0; i < processes->len; i++)
    {
      if (((PtlProcess *) g_ptr_array_index (processes, i))->pid == pid)
        return TRUE;
    }

  return FALSE;
}

/**
 * ptl_linux_find_eldest:
 * @processes: (element-type PtlProcess): the processes of a control group whose descriptors are hidden
 *
 * Finds the one that stands for the others: whose parent is not among them. Pure.
 *
 * Returns: (transfer none) (nullable): the process; %NULL where there are several, none, or too many
 */
PtlProcess *
ptl_linux_find_eldest (GPtrArray *processes)
{
  PtlProcess *eldest = NULL;

  if (processes->len > MAX_CANDIDATES)
    return NULL;

  for (guint i = 0; i < processes->len; i++)
    {
      PtlProcess *process = g_ptr_array_index (processes, i);

      if (contains_pid (processes, process->parent_pid))
        continue;
      if (eldest != NULL)
        return NULL;
      eldest = process;
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
  PtlProcess *eldest;

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
        g_ptr_array_add (candidates, task->process);
    }

  eldest = ptl_linux_find_eldest (candidates);

  return eldest != NULL ? ptl_linux_owners_find_task (self, eldest->pid) : NULL;
}
