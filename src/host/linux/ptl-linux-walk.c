#include "config.h"

#include "host/linux/ptl-linux-walk.h"

#include "host/linux/ptl-linux-file.h"
#include "host/ptl-host.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* An entry of a directory of descriptors with a number below 10,000, and what the longest name could take. */
#define ENTRY_BYTES     24
#define MIN_ENTRY_BYTES 288

/*
 * The descriptors to glance at. The first three are the standard streams, which few listen on (inetd's services do). What systemd
 * hands over begins with the fourth (sd_listen_fds(3)), and servers open what they listen on early, where the kernel gives the
 * lowest number that is free (POSIX, 2.6 File Descriptor Allocation).
 */
#define FIRST_GLANCE '3'
#define LAST_GLANCE  '9'

/* Servers open what they listen on in a row: where a socket was seen, the look goes on, over gaps no wider than this. */
#define MAX_GAP 4

/* As the numbers are given from below, so many that are not there tell that there are hardly more. */
#define MAX_MISSES 2

static void
mark_owned (PtlLinuxWalk *self,
            guint32       place)
{
  if (g_atomic_int_compare_and_exchange (&self->owned[place], 0, 1))
    g_atomic_int_add (&self->n_open, -1);
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
sort_holdings (GArray *holdings)
{
  guint kept = 1;

  g_array_sort (holdings, compare_holdings);
  for (guint i = 1; i < holdings->len; i++)
    {
      PtlLinuxHolding holding = g_array_index (holdings, PtlLinuxHolding, i);

      if (holding.inode != g_array_index (holdings, PtlLinuxHolding, kept - 1).inode)
        g_array_index (holdings, PtlLinuxHolding, kept++) = holding;
    }
  g_array_set_size (holdings, kept);
}

/* Looks at one descriptor; returns whether the process holds a socket by it that is wanted. */
static gboolean
look_at (PtlLinuxWalk *self,
         PtlLinuxTask *task,
         int           directory,
         const char   *name)
{
  PtlLinuxHolding holding;
  guint32 place;

  holding.inode = ptl_linux_task_read_socket (directory, name);
  place = ptl_inode_map_lookup (self->wanted, holding.inode);
  if (place == PTL_INODE_MAP_NONE)
    return FALSE;

  holding.descriptor = (int) g_ascii_strtoll (name, NULL, 10);
  if (task->holdings == NULL)
    task->holdings = g_array_new (FALSE, FALSE, sizeof (PtlLinuxHolding));
  g_array_append_val (task->holdings, holding);
  mark_owned (self, place);

  return TRUE;
}

/**
 * ptl_linux_walk_is_over:
 * @self: a walk
 *
 * Any thread.
 *
 * Returns: whether nothing is left to find, the time is up, or the reading is given up
 */
gboolean
ptl_linux_walk_is_over (PtlLinuxWalk *self)
{
  return (self->until_found && g_atomic_int_get (&self->n_open) == 0) ||
         (self->deadline != 0 && g_get_monotonic_time () > self->deadline) ||
         ptl_host_is_cancelled (self->cancelled);
}

/* Opens the directory of descriptors for this reading; -1 where there is nothing to see in it. */
static int
open_task (PtlLinuxWalk *self,
           PtlLinuxTask *task)
{
  int directory = -1;

  if (!task->kernel_thread || self->resume)
    directory = ptl_linux_task_open (task, self->proc, O_RDONLY);

  if (directory < 0)
    {
      task->walked = TRUE;
      task->walked_in = self->reading;
      task->position = 0;
      return -1;
    }

  if (task->walked_in != self->reading)
    {
      if (!self->resume)
        task->position = 0;
      if (task->position == 0 && task->network_in != self->reading)
        ptl_linux_task_read_network (task, self->proc, self->reading);
      task->walked = FALSE;
      task->walked_in = self->reading;
    }

  return directory;
}

/* A socket that is wanted was seen there: looks closer, at all that may be glanced at, and at what follows sockets. */
static void
look_closer (PtlLinuxWalk *self,
             PtlLinuxTask *task)
{
  int directory = open_task (self, task);
  gboolean added = FALSE;
  char name[16] = { 0 };
  guint gap = 0;

  if (directory < 0)
    return;

  for (gint64 number = FIRST_GLANCE - '0'; number <= LAST_GLANCE - '0' || gap <= MAX_GAP; number++)
    {
      gboolean held = look_at (self, task, directory, ptl_linux_put_number (name + sizeof name - 1, number));

      added |= held;
      gap = held ? 0 : gap + 1;
    }
  close (directory);

  if (added)
    sort_holdings (task->holdings);
  task->glanced_in = self->reading;
  task->glanced_to = LAST_GLANCE;
}

/**
 * ptl_linux_walk_glance:
 * @self: what is wanted
 * @task: a process
 *
 * Looks at the next few of the process's lowest descriptors, where most sockets are that wait. Its directory is neither opened
 * nor listed for that, which would take as long as looking at two or three; who the process is, is found out where there is a
 * socket that is wanted. Blocks. Any thread, one for each task.
 */
void
ptl_linux_walk_glance (PtlLinuxWalk *self,
                       PtlLinuxTask *task)
{
  char path[40];
  char *digit;

  if (ptl_linux_walk_is_over (self) || task->walked_in == self->reading || task->kernel_thread)
    return;

  if (task->glanced_in != self->reading)
    {
      task->glanced_in = self->reading;
      task->glanced_to = FIRST_GLANCE - 1;
      task->misses = 0;
    }

  digit = path + snprintf (path, sizeof path, "%" G_GINT64_FORMAT "/fd/0", task->pid) - 1;
  for (guint i = 0; i < self->depth && task->glanced_to < LAST_GLANCE && task->misses < MAX_MISSES; i++)
    {
      guint32 inode;

      *digit = ++task->glanced_to;
      errno = 0;
      inode = ptl_linux_task_read_socket (self->proc, path);
      if (errno == ENOENT)
        task->misses++;
      else if (errno != 0)
        task->misses = MAX_MISSES;

      if (ptl_inode_map_lookup (self->wanted, inode) != PTL_INODE_MAP_NONE)
        {
          look_closer (self, task);
          return;
        }
    }
}

/**
 * ptl_linux_walk_visit:
 * @self: what is wanted, and how far to go
 * @task: a process
 *
 * Goes through the process's descriptors, from where the last visit of this reading was left off, and notes the sockets that
 * are wanted. What was glanced at is looked at again, as it may have been another process's by the same number. Blocks. Any
 * thread, one for each task.
 *
 * Returns: how many descriptors were looked at
 */
guint
ptl_linux_walk_visit (PtlLinuxWalk *self,
                      PtlLinuxTask *task)
{
  char buffer[8192] __attribute__ ((aligned (8)));
  gsize size = CLAMP ((gsize) self->depth * ENTRY_BYTES + 2 * ENTRY_BYTES, MIN_ENTRY_BYTES, sizeof buffer);
  gboolean added = FALSE;
  gboolean from_start;
  guint seen = 0;
  int directory;

  if (ptl_linux_walk_is_over (self))
    return 0;

  directory = open_task (self, task);
  if (directory < 0)
    return 0;

  if (task->position != 0 && lseek (directory, task->position, SEEK_SET) < 0)
    task->position = 0;
  from_start = task->position == 0;

  while (seen < self->depth)
    {
      gssize length = getdents64 (directory, buffer, size);

      if (length <= 0)
        {
          task->walked = TRUE;
          task->unread = length < 0 && errno != ENOENT && errno != ESRCH;
          task->empty = from_start && seen == 0;
          task->position = 0;
          break;
        }

      for (gssize at = 0; at < length;)
        {
          const struct dirent64 *entry = (const struct dirent64 *) (buffer + at);

          at += entry->d_reclen;
          task->position = entry->d_off;
          if (!g_ascii_isdigit (entry->d_name[0]))
            continue;

          seen++;
          added |= look_at (self, task, directory, entry->d_name);
        }
    }

  close (directory);
  if (added)
    sort_holdings (task->holdings);
  /* Its number is a process's by now. */
  if (seen > 0)
    task->kernel_thread = FALSE;

  return seen;
}
