#include "config.h"

#include "host/darwin/ptl-darwin-process.h"

#include "host/darwin/ptl-darwin-procargs.h"
#include "host/darwin/ptl-darwin-sysctl.h"

#include <libproc.h>
#include <string.h>
#include <sys/proc_info.h>
#include <sys/types.h>
#include <sys/sysctl.h>

static char *
read_executable (gint64 pid)
{
  char path[PROC_PIDPATHINFO_MAXSIZE];
  int length = proc_pidpath ((int) pid, path, sizeof path);

  if (length <= 0 || (gsize) length > sizeof path)
    return NULL;

  return g_utf8_make_valid (path, strnlen (path, (gsize) length));
}

static char *
read_working_directory (gint64 pid)
{
  struct proc_vnodepathinfo info;
  gsize length;

  /* Of other users' processes it is told to root alone. */
  memset (&info, 0, sizeof info);
  if (proc_pidinfo ((int) pid, PROC_PIDVNODEPATHINFO, 0, &info, sizeof info) != (int) sizeof info)
    return NULL;

  length = strnlen (info.pvi_cdir.vip_path, sizeof info.pvi_cdir.vip_path);

  return length > 0 ? g_utf8_make_valid (info.pvi_cdir.vip_path, length) : NULL;
}

static void
read_arguments (PtlProcess  *process,
                char       **out_job)
{
  int mib[] = { CTL_KERN, KERN_PROCARGS2, (int) process->pid };
  g_autoptr (GByteArray) buffer = g_byte_array_new ();

  /* Refused for other users' processes (EINVAL), and empty for those that are ending. */
  if (ptl_darwin_sysctl_read (mib, G_N_ELEMENTS (mib), buffer))
    ptl_darwin_procargs_parse ((const char *) buffer->data, buffer->len, &process->command, &process->command_cut, out_job);
}

/* The name of sixteen bytes at most is often cut; the program's file has it whole. */
static char *
make_name (const PtlDarwinTask *task,
           const char          *executable)
{
  const char *slash = executable != NULL ? strrchr (executable, '/') : NULL;

  if (slash != NULL && slash[1] != '\0' && g_str_has_prefix (slash + 1, task->name))
    return g_strdup (slash + 1);

  return g_strdup (task->name);
}

/**
 * ptl_darwin_process_read:
 * @task: a process
 * @tasks: (element-type gint64 PtlDarwinTask): all processes of the same moment
 * @users: names of users
 * @out_job: (out) (transfer full) (nullable): the job of launchd from which it likely comes, by the environment that
 *   it was started with
 *
 * Reads what there is to know of a process. What the system keeps from this user, and what is gone because the
 * process ended, stays unknown. Blocks.
 *
 * Returns: (transfer full): the process
 */
PtlProcess *
ptl_darwin_process_read (const PtlDarwinTask  *task,
                         GHashTable           *tasks,
                         PtlPosixUsers        *users,
                         char                **out_job)
{
  PtlProcess *process = ptl_process_new (task->pid);
  const PtlDarwinTask *parent = g_hash_table_lookup (tasks, &task->parent_pid);

  *out_job = NULL;
  process->parent_pid = task->parent_pid;
  process->parent_name = parent != NULL ? g_strdup (parent->name) : NULL;
  process->uid = task->uid;
  process->user = g_strdup (ptl_posix_users_get (users, (guint32) task->uid));
  process->started_at = task->started_at;
  process->start_ticks = (guint64) task->started_at;
  process->executable = read_executable (task->pid);
  process->name = make_name (task, process->executable);
  process->working_directory = read_working_directory (task->pid);
  read_arguments (process, out_job);

  return process;
}
