#include "config.h"

#include "host/linux/ptl-linux-owners.h"

#include <string.h>

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

/* Whether a group is a login session of systemd's: "/user.slice/user-1000.slice/session-3.scope". */
static gboolean
is_session (const char *path)
{
  const char *name = path != NULL ? strrchr (path, '/') : NULL;

  return name != NULL && g_str_has_prefix (name, "/session-") && g_str_has_suffix (name, ".scope");
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
 * @socket: a socket that no visible process holds
 *
 * Finds the process that likely holds a socket: of the processes in its control group those whose descriptors are hidden from
 * us and that run as its user, if there are such, and that is a single one, or all others come from it. In a login session these
 * come from the login, which holds nothing, so that there only a single one is likely. Blocks.
 *
 * Returns: (transfer none) (nullable): a task with a process, until the next reading; %NULL where nothing is likely
 */
PtlLinuxTask *
ptl_linux_owners_guess (PtlLinuxOwners       *self,
                        int                   proc,
                        PtlLinuxCgroups      *cgroups,
                        PtlLinuxUsers        *users,
                        const PtlLinuxSocket *socket)
{
  g_autoptr (GArray) pids = ptl_linux_cgroups_list_pids (cgroups, socket->cgroup_id);
  g_autoptr (GPtrArray) candidates = g_ptr_array_new ();
  g_autoptr (GPtrArray) same_user = g_ptr_array_new ();
  GPtrArray *likely;
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
      if (task->process == NULL)
        continue;
      g_ptr_array_add (candidates, task->process);
      if (task->process->uid == socket->uid)
        g_ptr_array_add (same_user, task->process);
    }

  /* A server that has become another user since has none of the socket's. */
  likely = same_user->len > 0 ? same_user : candidates;
  if (likely->len > 1 && is_session (ptl_linux_cgroups_get_path (cgroups, socket->cgroup_id)))
    return NULL;

  eldest = ptl_linux_find_eldest (likely);

  return eldest != NULL ? ptl_linux_owners_find_task (self, eldest->pid) : NULL;
}
