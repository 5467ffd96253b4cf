#include "config.h"

#include "host/linux/ptl-linux-unheld.h"

#include "host/linux/ptl-linux-file.h"
#include "host/linux/ptl-linux-pids.h"
#include "host/linux/ptl-linux-threads.h"
#include "host/linux/ptl-linux-walk.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/*
 * That nobody was found is no evidence that there is nobody: the process may be another user's, or in a namespace that we don't
 * see into, or have opened the socket just now, or have closed it. What is left once all of that is ruled out is most often the
 * kernel's own. A process can have it only where none keeps a socket for long, such as on its way to another process (unix(7)),
 * among io_uring's own descriptors (io_uring_register_files(3)), or with a thread that has left the others' (unshare(2)).
 */

/* The initial namespace of processes, which sees all others: PROC_PID_INIT_INO in the kernel's include/linux/proc_ns.h. */
#define ALL_PROCESSES "pid:[4026531836]"

static gboolean
sees_all_processes (int proc)
{
  char link[64];
  gssize length = readlinkat (proc, "self/ns/pid", link, sizeof link);

  return length == (gssize) strlen (ALL_PROCESSES) && memcmp (link, ALL_PROCESSES, length) == 0;
}

/* Whether the last reading looked at every descriptor of every process. */
static gboolean
saw_all (int             proc,
         PtlLinuxOwners *owners)
{
  GPtrArray *tasks = ptl_linux_owners_get_tasks (owners);
  guint reading = ptl_linux_owners_get_reading (owners);

  /* Were /proc to hide processes (hidepid in proc(5)), the first would be one of them. */
  if (!sees_all_processes (proc) || ptl_linux_owners_find_task (owners, 1) == NULL)
    return FALSE;

  for (guint i = 0; i < tasks->len; i++)
    {
      const PtlLinuxTask *task = g_ptr_array_index (tasks, i);

      if (!task->walked || task->walked_in != reading)
        return FALSE;
      if (!task->kernel_thread && (task->hidden || task->unread || (task->empty && ptl_linux_threads_are_left (proc, task->pid))))
        return FALSE;
    }

  return TRUE;
}

/**
 * ptl_linux_unheld_list:
 * @proc: /proc's descriptor
 * @owners: a memory, after ptl_linux_owners_resolve()
 * @sockets: (array length=n_sockets): the sockets of this reading
 * @n_sockets: how many
 * @given_up: (array length=n_sockets): those that an earlier reading looked for everywhere
 *
 * Finds those that no process holds, where every process could be looked at. They are only so for certain after
 * ptl_linux_unheld_confirm(). Blocks, if there are any.
 *
 * Returns: (transfer full) (nullable) (array length=n_sockets): PTL_UNHELD_UNCLEAR for those; %NULL where there are none, or it
 *   can't be known
 */
guint8 *
ptl_linux_unheld_list (int                   proc,
                       PtlLinuxOwners       *owners,
                       const PtlLinuxSocket *sockets,
                       guint                 n_sockets,
                       const guint8         *given_up)
{
  guint8 *unheld = NULL;

  for (guint i = 0; i < n_sockets; i++)
    {
      guint n_owners;

      ptl_linux_owners_get (owners, i, &n_owners);
      if (n_owners > 0 || given_up[i] || sockets[i].inode == 0)
        continue;

      if (unheld == NULL)
        {
          if (proc < 0 || !saw_all (proc, owners))
            return NULL;
          unheld = g_new0 (guint8, n_sockets);
        }
      unheld[i] = PTL_UNHELD_UNCLEAR;
    }

  return unheld;
}

/* Whether a process that began since the reading did holds one of the sockets, or can't be looked at. */
static gboolean
newcomers_hold (int                proc,
                PtlLinuxOwners    *owners,
                const PtlInodeMap *wanted,
                guint              n_sockets)
{
  g_autoptr (GArray) pids = ptl_linux_pids_list_all (proc);
  g_autofree gint *owned = g_new0 (gint, (gsize) n_sockets + 1);
  PtlLinuxWalk walk = { .proc = proc, .reading = 1, .depth = G_MAXINT, .wanted = wanted, .owned = owned };
  gboolean held = pids == NULL;

  for (guint i = 0; !held && i < pids->len; i++)
    {
      gint64 pid = g_array_index (pids, gint64, i);
      PtlLinuxTask *task;

      if (ptl_linux_owners_find_task (owners, pid) != NULL)
        continue;

      task = ptl_linux_task_new (pid);
      ptl_linux_walk_visit (&walk, task);
      held = task->holdings != NULL || task->unread;
      ptl_linux_task_free (task);
    }

  return held;
}

/**
 * ptl_linux_unheld_confirm:
 * @unheld: (array length=n_sockets): what ptl_linux_unheld_list() found
 * @proc: /proc's descriptor
 * @owners: the memory that it was found in
 * @sockets: (array length=n_sockets): the sockets of this reading
 * @n_sockets: how many
 * @later: (array length=n_later): the sockets as they were read after that
 * @n_later: how many
 *
 * Makes those certain that are still there, where no process came meanwhile that may hold them. Blocks.
 */
void
ptl_linux_unheld_confirm (guint8               *unheld,
                          int                   proc,
                          PtlLinuxOwners       *owners,
                          const PtlLinuxSocket *sockets,
                          guint                 n_sockets,
                          const PtlLinuxSocket *later,
                          guint                 n_later)
{
  g_autoptr (GHashTable) there = NULL;
  g_auto (PtlInodeMap) wanted = { 0 };

  ptl_inode_map_init (&wanted, n_sockets);
  for (guint i = 0; i < n_sockets; i++)
    {
      if (unheld[i] == PTL_UNHELD_UNCLEAR)
        ptl_inode_map_insert (&wanted, sockets[i].inode, i);
    }

  if (newcomers_hold (proc, owners, &wanted, n_sockets))
    return;

  there = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < n_later; i++)
    g_hash_table_insert (there, GUINT_TO_POINTER (later[i].inode), (gpointer) &later[i]);

  for (guint i = 0; i < n_sockets; i++)
    {
      const PtlLinuxSocket *now = g_hash_table_lookup (there, GUINT_TO_POINTER (sockets[i].inode));

      if (unheld[i] == PTL_UNHELD_UNCLEAR && now != NULL && now->cookie == sockets[i].cookie && now->port == sockets[i].port)
        unheld[i] = PTL_UNHELD_CERTAIN;
    }
}
