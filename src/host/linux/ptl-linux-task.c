#include "config.h"

#include "host/linux/ptl-linux-task.h"

#include "host/linux/ptl-linux-file.h"
#include "host/linux/ptl-linux-processor-clock.h"
#include "host/ptl-host.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define SOCKET_PREFIX  "socket:["
#define NETWORK_PREFIX "net:["

/*
 * Directories that are kept open, to save opening them for each reading: no more than so many in all, and than this part of the
 * descriptors that our program may have.
 */
#define MAX_KEPT  256
#define KEPT_PART 4

static gint n_kept = 0; /* (atomic): of all tasks, as the limit is the program's */

/**
 * ptl_linux_task_new:
 * @pid: a process's number
 *
 * Makes a task of which nothing is known yet.
 *
 * Returns: (transfer full): a task
 */
PtlLinuxTask *
ptl_linux_task_new (gint64 pid)
{
  PtlLinuxTask *self = g_new0 (PtlLinuxTask, 1);

  self->pid = pid;
  self->directory = -1;
  self->ran = PTL_LINUX_PROCESSOR_CLOCK_UNKNOWN;

  return self;
}

/**
 * ptl_linux_task_drop:
 * @self: a task
 *
 * Forgets what the process was seen to hold. Any thread, one for each task.
 */
void
ptl_linux_task_drop (PtlLinuxTask *self)
{
  g_clear_pointer (&self->holdings, g_array_unref);
  if (self->directory >= 0)
    {
      close (self->directory);
      self->directory = -1;
      g_atomic_int_add (&n_kept, -1);
    }
}

static void
ptl_linux_task_forget_process (PtlLinuxTask *self)
{
  g_clear_pointer (&self->process, ptl_process_unref);
  ptl_cgroup_owner_clear (&self->cgroup);
}

/**
 * ptl_linux_task_free:
 * @self: (transfer full): a task
 *
 * Frees it.
 */
void
ptl_linux_task_free (PtlLinuxTask *self)
{
  ptl_linux_task_drop (self);
  ptl_linux_task_forget_process (self);
  g_free (self);
}

/* Notes who the process is; forgets all where its number is another's by now. */
static void
ptl_linux_task_identify (PtlLinuxTask      *self,
                         const struct stat *info)
{
  gint64 time = (gint64) info->st_ctim.tv_sec * 1000000000 + info->st_ctim.tv_nsec;

  if (self->identity_inode == info->st_ino && self->identity_time == time)
    return;

  if (self->identity_inode != 0)
    {
      ptl_linux_task_drop (self);
      ptl_linux_task_forget_process (self);
      self->position = 0;
      self->walked = FALSE;
      self->walked_in = 0;
      self->glanced_in = 0;
      self->network = 0;
      self->network_checks = PTL_LINUX_NETWORK_CHECKS;
    }

  self->identity_inode = info->st_ino;
  self->identity_time = time;
}

/**
 * ptl_linux_task_open:
 * @self: a task
 * @proc: directory of processes
 * @flags: O_RDONLY, or O_PATH, which is a little faster and enough to look names up, but does not tell whether the descriptors
 *   are shown to us
 *
 * Opens the directory of descriptors, and identifies the process by it. Blocks. Any thread, one for each task.
 *
 * Returns: a descriptor to close(), or -1
 */
int
ptl_linux_task_open (PtlLinuxTask *self,
                     int           proc,
                     int           flags)
{
  struct stat info;
  char path[32];
  int fd;

  snprintf (path, sizeof path, "%" G_GINT64_FORMAT "/fd", self->pid);
  do
    fd = openat (proc, path, flags | O_DIRECTORY | O_CLOEXEC);
  while (fd < 0 && errno == EINTR);

  if (fd < 0)
    {
      self->hidden = errno == EACCES || errno == EPERM;
      self->unread = errno != ENOENT && errno != ESRCH;
      if (fstatat (proc, path, &info, 0) == 0)
        ptl_linux_task_identify (self, &info);
      ptl_linux_task_drop (self);
      return -1;
    }

  self->unread = fstat (fd, &info) < 0;
  if (self->unread)
    {
      close (fd);
      return -1;
    }

  self->hidden = FALSE;
  ptl_linux_task_identify (self, &info);

  return fd;
}

/**
 * ptl_linux_task_read_socket:
 * @directory: an open directory of descriptors
 * @name: a descriptor's number
 *
 * Looks which socket a descriptor is. Blocks. Any thread.
 *
 * Returns: the socket's inode; 0 where it is none, or with errno, which is untouched otherwise
 */
guint32
ptl_linux_task_read_socket (int         directory,
                            const char *name)
{
  char target[64];
  gssize length = readlinkat (directory, name, target, sizeof target - 1);
  const gsize prefix = strlen (SOCKET_PREFIX);
  guint32 inode = 0;

  if (length <= (gssize) prefix || memcmp (target, SOCKET_PREFIX, prefix) != 0)
    return 0;

  for (gssize i = prefix; i < length && g_ascii_isdigit (target[i]); i++)
    inode = inode * 10 + (guint32) (target[i] - '0');

  return inode;
}

/* Whether descriptors could be kept for good without our program's own coming to want some. */
static gboolean
may_keep (void)
{
  static gsize most = 0;

  if (g_once_init_enter (&most))
    {
      struct rlimit limit;
      gsize n = 1;

      if (getrlimit (RLIMIT_NOFILE, &limit) == 0)
        n += MIN (limit.rlim_cur / KEPT_PART, MAX_KEPT);
      g_once_init_leave (&most, n);
    }

  if ((gsize) g_atomic_int_add (&n_kept, 1) < most - 1)
    return TRUE;

  g_atomic_int_add (&n_kept, -1);

  return FALSE;
}

/* Drops what the process does not hold any more; returns whether it holds all that it held. */
static gboolean
check_holdings (PtlLinuxTask *self,
                int           directory)
{
  guint n = self->holdings != NULL ? self->holdings->len : 0;
  guint kept = 0;
  char name[16] = { 0 };

  for (guint i = 0; i < n; i++)
    {
      PtlLinuxHolding holding = g_array_index (self->holdings, PtlLinuxHolding, i);

      if (ptl_linux_task_read_socket (directory, ptl_linux_put_number (name + sizeof name - 1, holding.descriptor)) ==
          holding.inode)
        g_array_index (self->holdings, PtlLinuxHolding, kept++) = holding;
    }

  if (n > 0)
    g_array_set_size (self->holdings, kept);

  return kept == n;
}

/**
 * ptl_linux_task_slept:
 * @self: a task that holds something
 *
 * Looks whether the process has run since its holdings were last looked at. Who has not run can't have closed anything, nor have
 * become another process: nobody else changes a process's descriptors, even what a debugger or a supervisor has done to them
 * (ptrace(2), seccomp_unotify(2)) the process does itself when it is woken. Only who shares its table of descriptors with
 * another process (clone(2), CLONE_FILES) can lose one in its sleep; the two hold the same sockets then. Any thread, one for each
 * task.
 *
 * Returns: whether it has not, so that ptl_linux_task_verify() would find what there was
 */
gboolean
ptl_linux_task_slept (PtlLinuxTask *self)
{
  gint64 before = self->ran;

  self->ran = ptl_linux_processor_clock_read (self->pid);

  return !self->shares && self->ran == before && before != PTL_LINUX_PROCESSOR_CLOCK_UNKNOWN;
}

/**
 * ptl_linux_task_verify:
 * @self: a task that holds something
 * @proc: /proc's descriptor
 *
 * Looks whether the process still is who it was, and still holds what it held; drops what it does not. Blocks. Any thread,
 * one for each task.
 */
void
ptl_linux_task_verify (PtlLinuxTask *self,
                       int           proc)
{
  int directory;

  /*
   * An open directory stays with its process, and shows nothing once that has ended: who still holds everything by it is who it
   * was, whatever else there may be by its number.
   */
  if (self->directory >= 0)
    {
      if (check_holdings (self, self->directory))
        return;
      if (self->holdings->len == 0)
        ptl_linux_task_drop (self);
    }

  directory = ptl_linux_task_open (self, proc, O_PATH);
  if (directory < 0)
    return;

  /* None where another process has the number now. */
  check_holdings (self, directory);
  if (self->holdings != NULL && self->holdings->len == 0)
    ptl_linux_task_drop (self);

  if (self->holdings != NULL && self->directory < 0 && may_keep ())
    self->directory = directory;
  else
    close (directory);
}

/**
 * ptl_linux_task_read_network:
 * @self: a task
 * @proc: directory of processes
 * @reading: for which reading
 *
 * Looks which network namespace the process is in. Blocks. Any thread, one for each task.
 */
void
ptl_linux_task_read_network (PtlLinuxTask *self,
                             int           proc,
                             guint         reading)
{
  const gsize prefix = strlen (NETWORK_PREFIX);
  char target[64];
  char path[32];
  gssize length;

  self->network = 0;
  self->network_in = reading;
  snprintf (path, sizeof path, "%" G_GINT64_FORMAT "/ns/net", self->pid);

  /* The link's text has the number too, and following the link would take twice as long. */
  length = readlinkat (proc, path, target, sizeof target - 1);
  if (length <= (gssize) prefix || memcmp (target, NETWORK_PREFIX, prefix) != 0)
    return;

  target[length] = '\0';
  self->network = g_ascii_strtoull (target + prefix, NULL, 10);
}

/**
 * ptl_linux_task_look:
 * @self: a task
 * @proc: /proc's descriptor
 *
 * Looks who the process is, and whether its descriptors are shown. Blocks. Any thread, one for each task.
 */
void
ptl_linux_task_look (PtlLinuxTask *self,
                     int           proc)
{
  int directory = ptl_linux_task_open (self, proc, O_RDONLY);

  if (directory >= 0)
    close (directory);
}

/**
 * ptl_linux_task_read_process:
 * @self: a task that was visited in this reading
 * @proc: /proc's descriptor
 * @clock: how to count time
 *
 * Reads what the process is, anew where anything about it changed: a program may become another (execve(2)), rename itself
 * or be moved to another control group. Where it has ended, @process stays or becomes %NULL. Blocks. Any thread, one for
 * each task.
 */
void
ptl_linux_task_read_process (PtlLinuxTask        *self,
                             int                  proc,
                             const PtlLinuxClock *clock)
{
  g_autoptr (PtlLinuxProcessBytes) bytes = NULL;
  struct stat info;
  char path[32];
  int directory;

  /* With this, which comes by turns, the next reading looks at what it holds too, however long it sleeps. */
  self->ran = PTL_LINUX_PROCESSOR_CLOCK_UNKNOWN;

  snprintf (path, sizeof path, "%" G_GINT64_FORMAT, self->pid);
  directory = openat (proc, path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0)
    {
      ptl_linux_task_forget_process (self);
      return;
    }

  /* What follows is read below one descriptor of /proc/PID, and so of one process: the one that was visited. */
  if (fstatat (directory, "fd", &info, 0) < 0 ||
      info.st_ino != self->identity_inode ||
      (gint64) info.st_ctim.tv_sec * 1000000000 + info.st_ctim.tv_nsec != self->identity_time ||
      (bytes = ptl_linux_process_bytes_read (directory)) == NULL)
    {
      close (directory);
      ptl_linux_task_forget_process (self);
      return;
    }

  if (self->process == NULL || self->signature != bytes->signature)
    {
      g_autofree char *cgroup = NULL;
      gboolean unified;

      ptl_linux_task_forget_process (self);
      self->process_is_new = TRUE;
      self->process = ptl_linux_process_new (directory, self->pid, clock, bytes);
      self->signature = bytes->signature;
      cgroup = ptl_cgroup_file_dup_path ((const char *) bytes->cgroup->data, bytes->cgroup->len, &unified);
      ptl_cgroup_path_parse (cgroup != NULL ? cgroup : "/", &self->cgroup);
    }

  close (directory);
}
