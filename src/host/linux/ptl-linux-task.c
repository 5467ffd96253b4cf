#include "config.h"

#include "host/linux/ptl-linux-task.h"

#include "host/linux/ptl-linux-file.h"
#include "host/ptl-host.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SOCKET_PREFIX  "socket:["
#define NETWORK_PREFIX "net:["

/* An entry of a directory of descriptors with a number below 10,000, and what the longest name could take. */
#define ENTRY_BYTES     24
#define MIN_ENTRY_BYTES 288

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

  return self;
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
  g_clear_pointer (&self->holdings, g_array_unref);
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
      g_clear_pointer (&self->holdings, g_array_unref);
      ptl_linux_task_forget_process (self);
      self->position = 0;
      self->walked = FALSE;
      self->walked_in = 0;
      self->network = 0;
      self->network_checks = PTL_LINUX_NETWORK_CHECKS;
    }

  self->identity_inode = info->st_ino;
  self->identity_time = time;
}

/*
 * Opens the directory of descriptors and identifies the process by it; -1 where it can't be opened. O_PATH is a little faster
 * than O_RDONLY, and enough to look names up, but does not tell whether the descriptors are shown to us.
 */
static int
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
      g_clear_pointer (&self->holdings, g_array_unref);
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

/* The inode of the socket that a descriptor is; 0 where it is none. */
static guint32
read_socket (int         directory,
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

static void
mark_owned (PtlLinuxWalk *walk,
            guint32       place)
{
  if (g_atomic_int_compare_and_exchange (&walk->owned[place], 0, 1))
    g_atomic_int_add (&walk->n_open, -1);
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
  int directory = ptl_linux_task_open (self, proc, O_PATH);
  guint kept = 0;

  if (directory < 0)
    return;

  /* None where another process has the number now. */
  for (guint i = 0; self->holdings != NULL && i < self->holdings->len; i++)
    {
      PtlLinuxHolding holding = g_array_index (self->holdings, PtlLinuxHolding, i);
      char name[16];

      snprintf (name, sizeof name, "%d", holding.descriptor);
      if (read_socket (directory, name) == holding.inode)
        g_array_index (self->holdings, PtlLinuxHolding, kept++) = holding;
    }

  close (directory);

  if (self->holdings != NULL)
    {
      g_array_set_size (self->holdings, kept);
      if (kept == 0)
        g_clear_pointer (&self->holdings, g_array_unref);
    }
}

static int
compare_holdings (gconstpointer a,
                  gconstpointer b)
{
  const PtlLinuxHolding *holding_a = a;
  const PtlLinuxHolding *holding_b = b;

  if (holding_a->inode != holding_b->inode)
    return holding_a->inode < holding_b->inode ? -1 : 1;

  return holding_a->descriptor - holding_b->descriptor;
}

/* One descriptor of a socket is enough. */
static void
ptl_linux_task_sort_holdings (PtlLinuxTask *self)
{
  guint kept = 1;

  g_array_sort (self->holdings, compare_holdings);
  for (guint i = 1; i < self->holdings->len; i++)
    {
      PtlLinuxHolding holding = g_array_index (self->holdings, PtlLinuxHolding, i);

      if (holding.inode != g_array_index (self->holdings, PtlLinuxHolding, kept - 1).inode)
        g_array_index (self->holdings, PtlLinuxHolding, kept++) = holding;
    }
  g_array_set_size (self->holdings, kept);
}

/**
 * ptl_linux_task_read_network:
 * @self: a task
 * @proc: directory of processes
 *
 * Looks which network namespace the process is in. Blocks. Any thread, one for each task.
 */
void
ptl_linux_task_read_network (PtlLinuxTask *self,
                             int           proc)
{
  const gsize prefix = strlen (NETWORK_PREFIX);
  char target[64];
  char path[32];
  gssize length;

  self->network = 0;
  snprintf (path, sizeof path, "%" G_GINT64_FORMAT "/ns/net", self->pid);

  /* The link's text has the number too, and following the link would take twice as long. */
  length = readlinkat (proc, path, target, sizeof target - 1);
  if (length <= (gssize) prefix || memcmp (target, NETWORK_PREFIX, prefix) != 0)
    return;

  target[length] = '\0';
  self->network = g_ascii_strtoull (target + prefix, NULL, 10);
}

/**
 * ptl_linux_task_walk:
 * @self: a task
 * @walk: what is wanted, and how far to go
 *
 * Goes through the process's descriptors, from where the last walk of this reading was left off, and notes the sockets that
 * are wanted. Blocks. Any thread, one for each task.
 *
 * Returns: how many descriptors were looked at
 */
guint
ptl_linux_task_walk (PtlLinuxTask *self,
                     PtlLinuxWalk *walk)
{
  char buffer[8192] __attribute__ ((aligned (8)));
  gsize size = CLAMP ((gsize) walk->depth * ENTRY_BYTES + 2 * ENTRY_BYTES, MIN_ENTRY_BYTES, sizeof buffer);
  gboolean added = FALSE;
  gboolean from_start;
  guint seen = 0;
  int directory;

  if ((walk->until_found && g_atomic_int_get (&walk->n_open) == 0) ||
      (walk->deadline != 0 && g_get_monotonic_time () > walk->deadline) ||
      ptl_host_is_cancelled (walk->cancelled))
    return 0;

  if (self->kernel_thread && !walk->resume)
    {
      self->walked = TRUE;
      self->walked_in = walk->reading;
      return 0;
    }

  directory = ptl_linux_task_open (self, walk->proc, O_RDONLY);
  if (directory < 0)
    {
      self->walked = TRUE;
      self->walked_in = walk->reading;
      self->position = 0;
      return 0;
    }

  if (self->walked_in != walk->reading)
    {
      if (!walk->resume)
        self->position = 0;
      if (self->position == 0)
        ptl_linux_task_read_network (self, walk->proc);
      self->walked = FALSE;
      self->walked_in = walk->reading;
    }
  if (self->position != 0 && lseek (directory, self->position, SEEK_SET) < 0)
    self->position = 0;
  from_start = self->position == 0;

  while (seen < walk->depth)
    {
      gssize length = getdents64 (directory, buffer, size);

      if (length <= 0)
        {
          self->walked = TRUE;
          self->unread = length < 0 && errno != ENOENT && errno != ESRCH;
          self->empty = from_start && seen == 0;
          self->position = 0;
          break;
        }

      for (gssize at = 0; at < length;)
        {
          const struct dirent64 *entry = (const struct dirent64 *) (buffer + at);
          PtlLinuxHolding holding;
          guint32 place;

          at += entry->d_reclen;
          self->position = entry->d_off;
          if (!g_ascii_isdigit (entry->d_name[0]))
            continue;

          seen++;
          holding.inode = read_socket (directory, entry->d_name);
          place = ptl_inode_map_lookup (walk->wanted, holding.inode);
          if (place == PTL_INODE_MAP_NONE)
            continue;

          holding.descriptor = (int) g_ascii_strtoll (entry->d_name, NULL, 10);
          if (self->holdings == NULL)
            self->holdings = g_array_new (FALSE, FALSE, sizeof (PtlLinuxHolding));
          g_array_append_val (self->holdings, holding);
          added = TRUE;
          mark_owned (walk, place);
        }
    }

  close (directory);
  if (added)
    ptl_linux_task_sort_holdings (self);
  /* Its number is a process's by now. */
  if (seen > 0)
    self->kernel_thread = FALSE;

  return seen;
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
