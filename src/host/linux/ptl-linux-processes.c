#include "config.h"

#include "host/linux/ptl-linux-processes.h"

#include "host/linux/ptl-linux-ancestors.h"
#include "host/linux/ptl-linux-parallel.h"

/* About what it takes to read what one process is: microseconds, measured with Linux 6.18. */
#define READ_COST 25

/* How many owners each later reading asks anew what they are, by turns; */
#define SPARE_OWNERS 8

/* and how often in a row it asks those that are new, since programs rename themselves when they have started. */
#define YOUNG_CHECKS 3

/* Of how many owners that stay what they were a reading asks anew who their ancestors are. */
#define SPARE_CHAINS 2

struct _PtlLinuxProcesses
{
  PtlLinuxClock      clock;
  gboolean           is_own;
  PtlLinuxAncestors *ancestors;  /* (owned) */
  gint64             next_check; /* the pid at which the next reading goes on to ask what owners are */
};

/**
 * ptl_linux_processes_new:
 * @is_own: whether /proc will be this computer's, not a copy of another's
 *
 * Knows nothing yet.
 *
 * Returns: (transfer full): what is known
 */
PtlLinuxProcesses *
ptl_linux_processes_new (gboolean is_own)
{
  PtlLinuxProcesses *self = g_new0 (PtlLinuxProcesses, 1);

  self->is_own = is_own;
  self->ancestors = ptl_linux_ancestors_new ();

  return self;
}

/**
 * ptl_linux_processes_free:
 * @self: (transfer full): what is known
 *
 * Frees it.
 */
void
ptl_linux_processes_free (PtlLinuxProcesses *self)
{
  ptl_linux_ancestors_free (self->ancestors);
  g_free (self);
}

/**
 * ptl_linux_processes_begin:
 * @self: what is known
 * @proc: /proc's descriptor
 * @first: whether this is the first reading
 *
 * Begins a reading. Blocks, in the first.
 */
void
ptl_linux_processes_begin (PtlLinuxProcesses *self,
                           int                proc,
                           gboolean           first)
{
  ptl_linux_ancestors_begin (self->ancestors);
  if (first)
    ptl_linux_clock_init (&self->clock, proc, self->is_own);
}

typedef struct
{
  PtlLinuxProcesses *self;
  int                proc;
} ReadContext;

static void
read_process (gpointer item,
              gpointer user_data)
{
  PtlLinuxTask *task = item;
  ReadContext *context = user_data;

  ptl_linux_task_read_process (task, context->proc, &context->self->clock);
  /* It ended, or its number is another's: what was seen of it is nobody's now. */
  if (task->process == NULL)
    ptl_linux_task_drop (task);
}

/* What other processes than the task's own tell. A process that others have seen is not changed but replaced. */
static void
name_ancestors (PtlLinuxProcesses *self,
                int                proc,
                PtlLinuxTask      *task)
{
  g_autoptr (GPtrArray) ancestors = ptl_linux_ancestors_list (self->ancestors, proc, task->process);

  if (ptl_ancestors_equal (task->process->ancestors, ancestors))
    return;

  if (!task->process_is_new)
    {
      PtlProcess *copy = ptl_process_copy (task->process);

      ptl_process_unref (task->process);
      task->process = copy;
    }

  g_clear_pointer (&task->process->ancestors, g_ptr_array_unref);
  g_clear_pointer (&task->process->parent_name, g_free);
  if (ancestors != NULL)
    {
      task->process->parent_name = g_strdup (((const PtlAncestor *) g_ptr_array_index (ancestors, 0))->name);
      task->process->ancestors = g_steal_pointer (&ancestors);
    }
}

/* Adds to a process that was just read what others tell of it. */
static void
name_process (PtlLinuxProcesses *self,
              int                proc,
              PtlLinuxUsers     *users,
              PtlLinuxTask      *task)
{
  if (task->process == NULL || !task->process_is_new)
    return;

  if (task->process->uid >= 0 && !ptl_linux_users_is_known (users, task->process->uid))
    task->process->uid = -1;
  if (task->process->uid >= 0)
    task->process->user = g_strdup (ptl_linux_users_get (users, task->process->uid));
  name_ancestors (self, proc, task);
  task->process_is_new = FALSE;
}

/**
 * ptl_linux_processes_read_task:
 * @self: what is known
 * @proc: /proc's descriptor
 * @users: names of users
 * @task: a task that was looked at in this reading
 *
 * Reads what one process is, whether or not it holds anything; nothing is read where nothing changed. Blocks.
 */
void
ptl_linux_processes_read_task (PtlLinuxProcesses *self,
                               int                proc,
                               PtlLinuxUsers     *users,
                               PtlLinuxTask      *task)
{
  ptl_linux_task_read_process (task, proc, &self->clock);
  name_process (self, proc, users, task);
}

/**
 * ptl_linux_processes_read_owners:
 * @self: what is known
 * @proc: /proc's descriptor
 * @users: names of users
 * @tasks: (element-type PtlLinuxTask): all processes of this reading, by their numbers
 * @first: whether this is the first reading
 *
 * Reads what those are that hold sockets: new ones always, of the others a number in each reading, by turns. Blocks.
 */
void
ptl_linux_processes_read_owners (PtlLinuxProcesses *self,
                                 int                proc,
                                 PtlLinuxUsers     *users,
                                 GPtrArray         *tasks,
                                 gboolean           first)
{
  g_autoptr (GPtrArray) unread = g_ptr_array_new ();
  ReadContext context = { self, proc };
  guint spare = SPARE_OWNERS;
  guint chains = SPARE_CHAINS;
  gint64 next_check = 0;

  for (guint i = 0; i < tasks->len; i++)
    {
      PtlLinuxTask *task = g_ptr_array_index (tasks, i);

      if (task->holdings == NULL)
        continue;
      if (task->process == NULL)
        {
          g_ptr_array_add (unread, task);
          task->young = first ? 0 : YOUNG_CHECKS;
        }
      else if (task->young > 0)
        {
          g_ptr_array_add (unread, task);
          task->young--;
        }
      else if (task->pid >= self->next_check)
        {
          if (spare > 0)
            {
              spare--;
              g_ptr_array_add (unread, task);
            }
          else if (next_check == 0)
            {
              next_check = task->pid;
            }
        }
    }
  self->next_check = next_check;

  ptl_linux_parallel_for_each (unread, READ_COST, read_process, &context);
  for (guint i = 0; i < unread->len; i++)
    {
      PtlLinuxTask *task = g_ptr_array_index (unread, i);

      if (task->process != NULL && !task->process_is_new && chains > 0)
        {
          chains--;
          name_ancestors (self, proc, task);
        }
      name_process (self, proc, users, task);
    }
}
