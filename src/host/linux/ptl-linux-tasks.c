#include "config.h"

#include "host/linux/ptl-linux-tasks.h"

#include "host/linux/ptl-kernel-threads.h"

/**
 * ptl_linux_tasks_init:
 * @self: (out caller-allocates): an empty list
 *
 * Makes a list of no processes.
 */
void
ptl_linux_tasks_init (PtlLinuxTasks *self)
{
  self->all = g_ptr_array_new_with_free_func ((GDestroyNotify) ptl_linux_task_free);
  self->fresh = g_ptr_array_new ();
}

/**
 * ptl_linux_tasks_clear:
 * @self: a list
 *
 * Frees what is in it.
 */
void
ptl_linux_tasks_clear (PtlLinuxTasks *self)
{
  g_clear_pointer (&self->fresh, g_ptr_array_unref);
  g_clear_pointer (&self->all, g_ptr_array_unref);
}

/**
 * ptl_linux_tasks_update:
 * @self: a list
 * @proc: /proc's descriptor
 * @all_again: whether the processes that are gone must be taken out
 *
 * Takes new processes in, and now and then those that are gone out. Blocks.
 *
 * Returns: whether the processes could be listed; where not, the list is empty
 */
gboolean
ptl_linux_tasks_update (PtlLinuxTasks *self,
                        int            proc,
                        gboolean       all_again)
{
  gint64 bound;
  g_autoptr (GArray) pids = ptl_linux_pids_list_some (&self->pids, proc, all_again, &bound);
  guint n_pids = pids != NULL ? pids->len : 0;
  GPtrArray *all = g_ptr_array_new_full (n_pids, (GDestroyNotify) ptl_linux_task_free);
  gboolean first = self->all->len == 0;
  g_auto (PtlKernelThreads) kernel = { 0 };
  guint at = 0;

  if (first)
    ptl_kernel_threads_read (&kernel, proc);

  g_ptr_array_set_size (self->fresh, 0);
  /* Nobody was asked for these. */
  for (; pids != NULL && at < self->all->len && ((PtlLinuxTask *) g_ptr_array_index (self->all, at))->pid <= bound; at++)
    g_ptr_array_add (all, g_ptr_array_index (self->all, at));

  for (guint i = 0; i < n_pids; i++)
    {
      gint64 pid = g_array_index (pids, gint64, i);
      PtlLinuxTask *task = NULL;

      /* Both are sorted: what lies before is gone. */
      for (; at < self->all->len && task == NULL; at++)
        {
          PtlLinuxTask *known = g_ptr_array_index (self->all, at);

          if (known->pid > pid)
            break;
          if (known->pid < pid)
            ptl_linux_task_free (known);
          else
            task = known;
        }

      if (task == NULL)
        {
          task = ptl_linux_task_new (pid);
          task->kernel_thread = first && ptl_kernel_threads_contains (&kernel, pid);
          g_ptr_array_add (self->fresh, task);
        }
      g_ptr_array_add (all, task);
    }

  for (; at < self->all->len; at++)
    ptl_linux_task_free (g_ptr_array_index (self->all, at));

  g_ptr_array_set_free_func (self->all, NULL);
  g_ptr_array_unref (self->all);
  self->all = all;

  return pids != NULL;
}

/**
 * ptl_linux_tasks_find:
 * @self: a list
 * @pid: a process's number
 *
 * Finds a process of the last update.
 *
 * Returns: (transfer none) (nullable): its task, until the next update
 */
PtlLinuxTask *
ptl_linux_tasks_find (const PtlLinuxTasks *self,
                      gint64               pid)
{
  guint low = 0;
  guint high = self->all->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      PtlLinuxTask *task = g_ptr_array_index (self->all, middle);

      if (task->pid == pid)
        return task;
      if (task->pid < pid)
        low = middle + 1;
      else
        high = middle;
    }

  return NULL;
}
