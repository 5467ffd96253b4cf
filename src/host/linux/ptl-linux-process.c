#include "config.h"

#include "host/linux/ptl-linux-process.h"

#include "host/linux/ptl-linux-file.h"
#include "host/linux/ptl-proc-cmdline.h"
#include "host/linux/ptl-proc-stat.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* A name in /proc/PID/stat is cut after as many bytes: TASK_COMM_LEN less the NUL. */
#define NAME_LENGTH 15

#define DELETED " (deleted)"

/**
 * ptl_linux_clock_init:
 * @clock: (out caller-allocates): filled in
 * @proc: /proc's descriptor
 * @is_own: whether @proc is this computer's, not a copy of another's
 *
 * Finds out when the computer started. Any thread.
 */
void
ptl_linux_clock_init (PtlLinuxClock *clock,
                      int            proc,
                      gboolean       is_own)
{
  struct timespec now;
  struct timespec up;

  clock->is_own = is_own;
  clock->booted_at = 0;
  clock->ticks_per_second = sysconf (_SC_CLK_TCK);

  if (is_own)
    {
      /* proc_pid_stat(5): processes' starts are counted on the clock that also runs while the computer sleeps. */
      if (clock_gettime (CLOCK_REALTIME, &now) == 0 && clock_gettime (CLOCK_BOOTTIME, &up) == 0)
        clock->booted_at = (now.tv_sec - up.tv_sec) * G_USEC_PER_SEC + (now.tv_nsec - up.tv_nsec) / 1000;
    }
  else
    {
      g_autoptr (GByteArray) buffer = g_byte_array_new ();
      const char *at;

      if (ptl_linux_read_file (proc, "stat", 1024 * 1024, buffer) &&
          (at = strstr ((const char *) buffer->data, "btime ")) != NULL)
        clock->booted_at = g_ascii_strtoll (at + strlen ("btime "), NULL, 10) * G_USEC_PER_SEC;
    }
}

/**
 * ptl_linux_clock_get_time:
 * @clock: a clock
 * @ticks: since the computer started
 *
 * Returns: when that was, in microseconds since 1970 UTC; 0 where unknown
 */
gint64
ptl_linux_clock_get_time (const PtlLinuxClock *clock,
                          guint64              ticks)
{
  if (clock->booted_at <= 0 || clock->ticks_per_second <= 0)
    return 0;

  return clock->booted_at + (gint64) (ticks / clock->ticks_per_second) * G_USEC_PER_SEC +
         (gint64) (ticks % clock->ticks_per_second) * G_USEC_PER_SEC / clock->ticks_per_second;
}

/* Where the kernel cut the name, the program's file or first argument may have the rest. */
static char *
choose_name (const char       *name,
             gsize             length,
             const PtlProcess *process)
{
  const char *candidates[] = {
    process->executable,
    process->command != NULL ? process->command[0] : NULL,
  };
  g_autofree char *valid = ptl_linux_dup_text (name, length);

  if (length < NAME_LENGTH)
    return g_steal_pointer (&valid);

  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      g_autofree char *base = candidates[i] != NULL ? g_path_get_basename (candidates[i]) : NULL;

      if (base != NULL && strlen (base) < 256 && g_str_has_prefix (base, valid))
        return g_steal_pointer (&base);
    }

  return g_steal_pointer (&valid);
}

/* A file may be called so too: only one that is in no folder any more is meant. */
static gboolean
is_deleted (int         directory,
            const char *path,
            GByteArray *target)
{
  gsize length = strlen (DELETED);
  struct stat info;

  return target->len > length && memcmp (target->data + target->len - length, DELETED, length) == 0 &&
         (fstatat (directory, path, &info, 0) < 0 || info.st_nlink == 0);
}

static char *
dup_link (int         directory,
          const char *path,
          GByteArray *buffer,
          gboolean   *out_deleted)
{
  if (!ptl_linux_read_link (directory, path, buffer))
    return NULL;

  *out_deleted = is_deleted (directory, path, buffer);

  return ptl_linux_dup_text (buffer->data, buffer->len - (*out_deleted ? strlen (DELETED) : 0));
}

static guint64
hash_bytes (guint64     hash,
            const void *bytes,
            gsize       length)
{
  /* FNV-1a: tells a change, and nobody gains by two that look alike. */
  for (gsize i = 0; i < length; i++)
    hash = (hash ^ ((const guint8 *) bytes)[i]) * G_GUINT64_CONSTANT (1099511628211);

  return hash;
}

/**
 * ptl_linux_process_bytes_read:
 * @directory: the descriptor of /proc/PID
 *
 * Reads the files that show whether a process is still what it was: a program may become another (execve(2)), rename itself,
 * change its user or be moved to another control group. Blocks. Any thread.
 *
 * Returns: (transfer full) (nullable): the bytes; %NULL where the process is gone
 */
PtlLinuxProcessBytes *
ptl_linux_process_bytes_read (int directory)
{
  g_autoptr (PtlLinuxProcessBytes) self = g_new0 (PtlLinuxProcessBytes, 1);
  struct stat info;
  PtlProcStat stat;
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  self->stat = g_byte_array_sized_new (4097);
  self->command = g_byte_array_sized_new (4097);
  self->cgroup = g_byte_array_sized_new (4097);

  if (fstat (directory, &info) < 0 ||
      !ptl_linux_read_file (directory, "stat", 4096, self->stat) ||
      !ptl_proc_stat_parse ((const char *) self->stat->data, self->stat->len, &stat))
    return NULL;

  ptl_linux_read_file (directory, "cmdline", PTL_PROC_CMDLINE_MAX_BYTES + 1, self->command);
  ptl_linux_read_file (directory, "cgroup", 65536, self->cgroup);

  hash = hash_bytes (hash, stat.name, stat.name_length);
  hash = hash_bytes (hash, &stat.parent_pid, sizeof stat.parent_pid);
  hash = hash_bytes (hash, &stat.start_ticks, sizeof stat.start_ticks);
  hash = hash_bytes (hash, &stat.start_code, sizeof stat.start_code);
  hash = hash_bytes (hash, &stat.start_stack, sizeof stat.start_stack);
  hash = hash_bytes (hash, &info.st_uid, sizeof info.st_uid);
  hash = hash_bytes (hash, self->command->data, self->command->len);
  hash = hash_bytes (hash, self->cgroup->data, self->cgroup->len);
  self->signature = hash;

  return g_steal_pointer (&self);
}

/**
 * ptl_linux_process_bytes_free:
 * @self: (transfer full): bytes
 *
 * Frees them.
 */
void
ptl_linux_process_bytes_free (PtlLinuxProcessBytes *self)
{
  g_byte_array_unref (self->stat);
  g_byte_array_unref (self->command);
  g_byte_array_unref (self->cgroup);
  g_free (self);
}

static void
read_uid (int                  directory,
          const PtlLinuxClock *clock,
          PtlProcess          *process)
{
  struct stat info;
  guint32 uid;

  /* /proc/PID itself belongs to the effective user, whatever its files do (task_dump_owner in the kernel's fs/proc/base.c). */
  if (clock->is_own)
    {
      if (fstat (directory, &info) == 0)
        process->uid = info.st_uid;
    }
  else
    {
      g_autoptr (GByteArray) buffer = g_byte_array_new ();

      if (ptl_linux_read_file (directory, "status", 65536, buffer) &&
          ptl_proc_status_parse_uid ((const char *) buffer->data, buffer->len, &uid))
        process->uid = uid;
    }
}

/**
 * ptl_linux_process_new:
 * @directory: the descriptor of /proc/PID
 * @pid: the process's number
 * @clock: how to count time
 * @bytes: what ptl_linux_process_bytes_read() read below @directory
 *
 * Tells what a process is. What this user may not see stays unknown, and so do the ancestors' names, which are other processes',
 * and the user's, which is not the kernel's to tell. All is read below one descriptor of /proc/PID, which stays with its
 * process: where the process ends and its number is given anew, reading fails instead of mixing the two. Blocks. Any thread.
 *
 * Returns: (transfer full): the process
 */
PtlProcess *
ptl_linux_process_new (int                   directory,
                       gint64                pid,
                       const PtlLinuxClock  *clock,
                       PtlLinuxProcessBytes *bytes)
{
  PtlProcess *process = ptl_process_new (pid);
  g_autoptr (GByteArray) buffer = g_byte_array_new ();
  PtlProcStat stat = { .name = "" };
  gboolean folder_deleted;

  ptl_proc_stat_parse ((const char *) bytes->stat->data, bytes->stat->len, &stat);
  process->parent_pid = stat.parent_pid;
  process->start_ticks = stat.start_ticks;
  process->started_at = ptl_linux_clock_get_time (clock, stat.start_ticks);

  read_uid (directory, clock, process);
  process->command = ptl_proc_cmdline_parse ((const char *) bytes->command->data, bytes->command->len, &process->command_cut);
  process->executable = dup_link (directory, "exe", buffer, &process->executable_deleted);
  process->working_directory = dup_link (directory, "cwd", buffer, &folder_deleted);
  process->name = choose_name (stat.name, stat.name_length, process);

  return process;
}
