#include "config.h"

#include "host/linux/ptl-linux-pids.h"

#include "host/linux/ptl-linux-file.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * Numbers are given in turn (alloc_pid() in the kernel's kernel/pid.c), and /proc lists processes by them. So what came since the
 * last listing is behind the number given last then, until the numbers begin anew; to list all of thousands of processes takes
 * longer than everything else that a refresh does. What a part can't show is shown by the next whole listing: who is gone, which
 * nobody who looks at a process relies on, and who was given a number of their own choice (set_tid in clone3(2)).
 */

/* How many listings in a row may be a part. */
#define MAX_PARTS 15

/* A number is given some time before its process is listed: how old must be what was given last. Microseconds. */
#define SETTLE_TIME (G_USEC_PER_SEC / 2)

static int
compare_pids (gconstpointer a,
              gconstpointer b)
{
  const gint64 *pid_a = a;
  const gint64 *pid_b = b;

  return (*pid_a > *pid_b) - (*pid_a < *pid_b);
}

/*
 * The processes from a position on; NULL where they can't be listed. *out_offset is what each entry's position is more than its
 * number, as far as the entries before tell (d_off in readdir(3)); 0 where they don't agree.
 */
static GArray *
list (int     proc,
      gint64  position,
      gint64 *out_offset)
{
  g_autoptr (GArray) pids = g_array_new (FALSE, FALSE, sizeof (gint64));
  char buffer[32768] __attribute__ ((aligned (8)));
  gboolean sorted = TRUE;
  gboolean agree = TRUE;
  gint64 offset = 0;
  gint64 next = 0;
  gssize length;
  int fd = openat (proc, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return NULL;
  if (position > 0 && lseek (fd, position, SEEK_SET) < 0)
    {
      close (fd);
      return NULL;
    }

  while ((length = getdents64 (fd, buffer, sizeof buffer)) > 0)
    {
      for (gssize at = 0; at < length;)
        {
          const struct dirent64 *entry = (const struct dirent64 *) (buffer + at);
          guint64 number = 0;
          gint64 pid;

          at += entry->d_reclen;
          if (!g_ascii_isdigit (entry->d_name[0]))
            continue;

          for (const char *digit = entry->d_name; g_ascii_isdigit (*digit); digit++)
            number = number * 10 + (*digit - '0');
          pid = (gint64) number;
          if (pids->len > 0)
            {
              sorted &= g_array_index (pids, gint64, pids->len - 1) < pid;
              agree &= offset == 0 || next - pid == offset;
              offset = next - pid;
            }
          next = entry->d_off;
          g_array_append_val (pids, pid);
        }
    }

  close (fd);
  if (!sorted)
    g_array_sort (pids, compare_pids);
  *out_offset = sorted && agree && offset > 0 ? offset : 0;

  return g_steal_pointer (&pids);
}

/**
 * ptl_linux_pids_list_all:
 * @proc: /proc's descriptor
 *
 * Lists the processes there are. Blocks.
 *
 * Returns: (transfer full) (nullable) (element-type gint64): their numbers, sorted; %NULL where /proc can't be listed
 */
GArray *
ptl_linux_pids_list_all (int proc)
{
  gint64 offset;

  return list (proc, 0, &offset);
}

/* The number given last to a process or thread; 0 where unknown: the last field of proc_loadavg(5). */
static gint64
read_newest (int proc)
{
  g_autoptr (GByteArray) buffer = g_byte_array_new ();
  const char *field;

  if (!ptl_linux_read_file (proc, "loadavg", 128, buffer))
    return 0;

  field = strrchr ((const char *) buffer->data, ' ');

  return field != NULL ? g_ascii_strtoll (field, NULL, 10) : 0;
}

/*
 * That number is of our namespace of processes, which another /proc need not show; nor is it the kernel's where something else is
 * mounted over the file, as lxcfs(8) does in containers.
 */
static gboolean
is_ours (int proc)
{
  struct stat folder, file;
  char link[32];
  gssize length = readlinkat (proc, "self", link, sizeof link - 1);

  if (length <= 0 || fstat (proc, &folder) < 0 || fstatat (proc, "loadavg", &file, 0) < 0 || file.st_dev != folder.st_dev)
    return FALSE;
  link[length] = '\0';

  return g_ascii_strtoll (link, NULL, 10) == (gint64) getpid ();
}

/**
 * ptl_linux_pids_list_some:
 * @self: what is known from the last listing
 * @proc: /proc's descriptor
 * @all: whether all must be listed
 * @out_bound: (out): the greatest number that was not asked for; 0 where all were listed
 *
 * Lists at least the processes that came since the last listing, and now and then all. Blocks.
 *
 * Returns: (transfer full) (nullable) (element-type gint64): their numbers, sorted; %NULL where /proc can't be listed
 */
GArray *
ptl_linux_pids_list_some (PtlLinuxPids *self,
                          int           proc,
                          gboolean      all,
                          gint64       *out_bound)
{
  gint64 newest = read_newest (proc);
  gint64 now = g_get_monotonic_time ();
  GArray *pids = NULL;
  gint64 offset;

  *out_bound = 0;
  if (!all && self->offset > 0 && self->bound > 0 && newest >= self->newest && self->n_parts < MAX_PARTS)
    pids = list (proc, self->bound + 1 + self->offset, &offset);

  if (pids != NULL)
    {
      self->n_parts++;
      *out_bound = self->bound;
    }
  else
    {
      pids = list (proc, 0, &offset);
      self->n_parts = 0;
      self->offset = newest > 0 && is_ours (proc) ? offset : 0;
      /* The numbers have begun anew. */
      if (newest < self->newest)
        self->bound = self->newest = 0;
    }

  if (now - self->newest_time >= SETTLE_TIME)
    {
      self->bound = self->newest;
      self->newest = newest;
      self->newest_time = now;
    }

  return pids;
}
