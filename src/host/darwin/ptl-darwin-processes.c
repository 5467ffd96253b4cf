#include "config.h"

#include "host/darwin/ptl-darwin-processes.h"

#include "host/darwin/ptl-darwin-sysctl.h"

#include <string.h>
#include <sys/types.h>
#include <sys/sysctl.h>

static void
task_free (gpointer data)
{
  PtlDarwinTask *task = data;

  g_free (task->name);
  g_free (task);
}

static PtlDarwinTask *
make_task (const struct kinfo_proc *info)
{
  const struct timeval *start = &info->kp_proc.p_un.__p_starttime;
  PtlDarwinTask *task = g_new0 (PtlDarwinTask, 1);

  task->pid = info->kp_proc.p_pid;
  task->parent_pid = MAX (info->kp_eproc.e_ppid, 0);
  task->uid = info->kp_eproc.e_ucred.cr_uid;
  task->started_at = (gint64) start->tv_sec * G_USEC_PER_SEC + start->tv_usec;
  task->name = g_utf8_make_valid (info->kp_proc.p_comm, strnlen (info->kp_proc.p_comm, sizeof info->kp_proc.p_comm));

  return task;
}

/**
 * ptl_darwin_processes_read:
 *
 * Reads all processes, those of other users too, with the sysctl KERN_PROC_ALL. It tells of every process at once
 * when it started, which libproc tells of own processes alone. Blocks for some milliseconds. Any thread.
 *
 * Returns: (transfer full) (nullable) (element-type gint64 PtlDarwinTask): the processes by their numbers; %NULL
 *   where they can't be read, and errno tells why
 */
GHashTable *
ptl_darwin_processes_read (void)
{
  int mib[] = { CTL_KERN, KERN_PROC, KERN_PROC_ALL, 0 };
  g_autoptr (GByteArray) buffer = g_byte_array_new ();
  GHashTable *tasks;

  if (!ptl_darwin_sysctl_read (mib, G_N_ELEMENTS (mib), buffer))
    return NULL;

  tasks = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, task_free);
  for (gsize position = 0; buffer->len - position >= sizeof (struct kinfo_proc); position += sizeof (struct kinfo_proc))
    {
      struct kinfo_proc info;
      PtlDarwinTask *task;

      memcpy (&info, buffer->data + position, sizeof info);
      task = make_task (&info);
      g_hash_table_replace (tasks, &task->pid, task);
    }

  return tasks;
}
