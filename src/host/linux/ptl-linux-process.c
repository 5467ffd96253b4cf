#include "config.h"

#include "host/linux/ptl-linux-process.h"

#include "host/linux/ptl-linux-file.h"
#include "host/linux/ptl-proc-cmdline.h"
#include "host/linux/ptl-proc-stat.h"

#include <stdlib.h>
#include <string.h>
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

static char *
dup_link (int         directory,
          const char *path,
          GByteArray *buffer)
{
  gsize length;

  if (!ptl_linux_read_link (directory, path, buffer))
    return NULL;

  length = buffer->len;
  if (length > strlen (DELETED) && memcmp (buffer->data + length - strlen (DELETED), DELETED, strlen (DELETED)) == 0)
    length -= strlen (DELETED);

  return ptl_linux_dup_text (buffer->data, length);
}

/**
 * ptl_linux_process_read:
 * @directory: the descriptor of /proc/PID
 * @pid: the process's number
 * @clock: how to count time
 * @users: names of users
 * @buffer: room to work in
 *
 * Reads what a process is. What this user may not see stays unknown. All is read below one descriptor of /proc/PID, which
 * stays with its process: if the process ends and its number is given anew, reading fails instead of mixing the two.
 * Any thread, as long as it alone uses @users and @buffer.
 *
 * Returns: (transfer full) (nullable): the process; %NULL where it is gone
 */
PtlProcess *
ptl_linux_process_read (int                  directory,
                        gint64               pid,
                        const PtlLinuxClock *clock,
                        PtlLinuxUsers       *users,
                        GByteArray          *buffer)
{
  g_autoptr (PtlProcess) process = NULL;
  g_autoptr (GByteArray) stat_buffer = g_byte_array_new ();
  PtlProcStat stat;
  guint32 uid;

  if (!ptl_linux_read_file (directory, "stat", 4096, stat_buffer) ||
      !ptl_proc_stat_parse ((const char *) stat_buffer->data, stat_buffer->len, &stat))
    return NULL;

  process = ptl_process_new (pid);
  process->parent_pid = stat.parent_pid;
  process->start_ticks = stat.start_ticks;
  if (clock->booted_at > 0 && clock->ticks_per_second > 0)
    process->started_at = clock->booted_at +
                          (gint64) (stat.start_ticks / clock->ticks_per_second) * G_USEC_PER_SEC +
                          (gint64) (stat.start_ticks % clock->ticks_per_second) * G_USEC_PER_SEC / clock->ticks_per_second;

  if (ptl_linux_read_file (directory, "status", 65536, buffer) &&
      ptl_proc_status_parse_uid ((const char *) buffer->data, buffer->len, &uid))
    {
      process->uid = uid;
      process->user = g_strdup (ptl_linux_users_get (users, uid));
    }

  if (ptl_linux_read_file (directory, "cmdline", PTL_PROC_CMDLINE_MAX_BYTES + 1, buffer))
    process->command = ptl_proc_cmdline_parse ((const char *) buffer->data, buffer->len, &process->command_cut);

  process->executable = dup_link (directory, "exe", buffer);
  process->working_directory = dup_link (directory, "cwd", buffer);
  process->name = choose_name (stat.name, stat.name_length, process);

  return g_steal_pointer (&process);
}
