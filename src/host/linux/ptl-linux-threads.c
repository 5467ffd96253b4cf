#include "config.h"

#include "host/linux/ptl-linux-threads.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * A process whose first thread has ended shows no descriptors, though its other threads have them still: /proc/PID/fd is that of
 * the first thread (proc_pid_fd(5)). Each thread has a folder of its own in /proc/PID/task.
 *
 * A thread that has left its process's descriptors for some of its own (unshare(2), CLONE_FILES) is not looked at: nothing tells
 * which does, and there may be ten thousand.
 */

/* More threads of a process than these are not looked at: nearly always they share their descriptors. */
#define MAX_THREADS 16

/**
 * ptl_linux_threads_are_left:
 * @proc: /proc's descriptor
 * @pid: a process that shows no descriptors
 *
 * Looks whether it has other threads than the first. Blocks for microseconds; any thread.
 *
 * Returns: whether it has
 */
gboolean
ptl_linux_threads_are_left (int    proc,
                            gint64 pid)
{
  struct stat info;
  char path[32];

  snprintf (path, sizeof path, "%" G_GINT64_FORMAT "/task", pid);

  /* As any directory, this has two links and one for each below it. */
  return fstatat (proc, path, &info, 0) == 0 && info.st_nlink > 3;
}

static DIR *
open_folder (int         directory,
             const char *path)
{
  int fd = openat (directory, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *folder = fd >= 0 ? fdopendir (fd) : NULL;

  if (folder == NULL && fd >= 0)
    close (fd);

  return folder;
}

/* Whether one of the descriptors in a folder is the socket. */
static gboolean
folder_holds (int         directory,
              const char *path,
              guint32     inode)
{
  DIR *folder = open_folder (directory, path);
  struct dirent *entry;
  gboolean held = FALSE;

  while (folder != NULL && !held && (entry = readdir (folder)) != NULL)
    {
      if (entry->d_name[0] != '.')
        held = ptl_linux_task_read_socket (dirfd (folder), entry->d_name) == inode;
    }
  if (folder != NULL)
    closedir (folder);

  return held;
}

static gboolean
threads_hold (int     proc,
              gint64  pid,
              guint32 inode)
{
  char path[300];
  DIR *threads;
  struct dirent *entry;
  gboolean held = FALSE;

  snprintf (path, sizeof path, "%" G_GINT64_FORMAT "/task", pid);
  threads = open_folder (proc, path);

  for (guint n = 0; threads != NULL && !held && n < MAX_THREADS && (entry = readdir (threads)) != NULL;)
    {
      if (entry->d_name[0] == '.')
        continue;
      snprintf (path, sizeof path, "%s/fd", entry->d_name);
      held = folder_holds (dirfd (threads), path, inode);
      n++;
    }
  if (threads != NULL)
    closedir (threads);

  return held;
}

/**
 * ptl_linux_threads_tell:
 * @told: a listener that no process is known to hold
 * @socket: what it was made of
 * @context: where to ask
 *
 * Adds the processes to it whose first thread has ended, and of which another has the socket. They are likely, not certain, as
 * what is said here is kept for a while. Blocks, where there is such a process.
 *
 * Returns: whether there is one that has it
 */
gboolean
ptl_linux_threads_tell (PtlListener           *told,
                        const PtlLinuxSocket  *socket,
                        const PtlLinuxContext *context)
{
  GPtrArray *tasks = ptl_linux_owners_get_tasks (context->owners);
  gboolean found = FALSE;

  for (guint i = 0; i < tasks->len; i++)
    {
      PtlLinuxTask *task = g_ptr_array_index (tasks, i);

      if (!task->empty || task->kernel_thread || !ptl_linux_threads_are_left (context->proc, task->pid) ||
          !threads_hold (context->proc, task->pid, socket->inode))
        continue;

      ptl_linux_owners_read_task (context->owners, context->proc, context->users, task);
      if (task->process == NULL)
        continue;
      if (!found)
        g_ptr_array_set_size (told->owners, 0);
      ptl_listener_add_owner (told, task->process, PTL_EVIDENCE_DESCRIPTOR, FALSE);
      found = TRUE;
    }

  return found;
}
