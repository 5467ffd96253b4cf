#include "config.h"

#include "host/darwin/ptl-darwin-procargs.h"

#include <string.h>

/*
 * The answer of the sysctl KERN_PROCARGS2, as execve() laid it out (XNU, sysctl_procargsx() in bsd/kern/kern_sysctl.c
 * and exec_extract_strings() in bsd/kern/kern_exec.c): the number of arguments as an int, the executable's path, NULs
 * up to the next multiple of eight bytes from the path's start, the arguments, the environment. Each ends in NUL. The
 * kernel keeps the environment of Apple's own programs to itself, and then the arguments are the end.
 */
#define PATH_ALIGNMENT 8

/* launchd gives its jobs their name; what they start inherits it. "0" is what Terminal sets. */
#define JOB_VARIABLE "XPC_SERVICE_NAME="

/* The names that launchd makes up for applications that somebody opens say less than the process's own name. */
#define APPLICATION_PREFIX "application."

static const char *
find_end (const char *text,
          const char *end)
{
  const char *nul = memchr (text, '\0', (gsize) (end - text));

  return nul != NULL ? nul : end;
}

/* Where the arguments begin. An empty first argument is a NUL too, so NULs are not just skipped; but where the layout is another
 * than we know, as it was for 32-bit programs, they are. */
static const char *
skip_path (const char *path,
           const char *end)
{
  const char *stop = find_end (path, end);
  gsize padded = ((gsize) (stop - path) + 1 + PATH_ALIGNMENT - 1) & ~(gsize) (PATH_ALIGNMENT - 1);
  const char *start = path + MIN (padded, (gsize) (end - path));

  while (stop < start && *stop == '\0')
    stop++;

  return stop;
}

static char *
dup_job (const char *value,
         gsize       length)
{
  if (length == 0 || (length == 1 && value[0] == '0') ||
      (length >= strlen (APPLICATION_PREFIX) && memcmp (value, APPLICATION_PREFIX, strlen (APPLICATION_PREFIX)) == 0))
    return NULL;

  return g_utf8_make_valid (value, length);
}

/**
 * ptl_darwin_procargs_parse:
 * @bytes: (array length=length): what the sysctl answered; all of it, for the kernel gives the end to whom has too
 *   little room
 * @length: how many
 * @out_command: (out) (transfer full) (nullable): the arguments, NULL-terminated and in valid UTF-8; %NULL where
 *   there are none
 * @out_cut: (out): whether arguments were left out
 * @out_job: (out) (transfer full) (nullable): the job of launchd from which the process comes, by its environment;
 *   %NULL where that tells none, in valid UTF-8
 *
 * Reads a process's arguments and its job. The process can write over both. Any thread.
 *
 * Returns: whether the bytes made sense; otherwise nothing is set
 */
gboolean
ptl_darwin_procargs_parse (const char   *bytes,
                           gsize         length,
                           char       ***out_command,
                           gboolean     *out_cut,
                           char        **out_job)
{
  g_autoptr (GPtrArray) command = NULL;
  const char *end = bytes + length;
  const char *text;
  char *job = NULL;
  gboolean cut = FALSE;
  gsize n_bytes = 0;
  gint32 n_arguments;

  if (length <= sizeof n_arguments)
    return FALSE;

  memcpy (&n_arguments, bytes, sizeof n_arguments);
  if (n_arguments < 0)
    return FALSE;

  command = g_ptr_array_new_with_free_func (g_free);
  text = skip_path (bytes + sizeof n_arguments, end);
  for (gint32 i = 0; i < n_arguments && text < end; i++)
    {
      const char *stop = find_end (text, end);
      gsize n = (gsize) (stop - text);

      if (command->len == PTL_DARWIN_PROCARGS_MAX_ARGUMENTS || n_bytes == PTL_DARWIN_PROCARGS_MAX_BYTES)
        {
          cut = TRUE;
        }
      else
        {
          gsize kept = MIN (n, PTL_DARWIN_PROCARGS_MAX_BYTES - n_bytes);

          cut |= kept < n;
          n_bytes += kept;
          g_ptr_array_add (command, g_utf8_make_valid (text, kept));
        }
      text = stop < end ? stop + 1 : end;
    }

  while (job == NULL && text < end)
    {
      const char *stop = find_end (text, end);
      gsize n = (gsize) (stop - text);

      if (n > strlen (JOB_VARIABLE) && memcmp (text, JOB_VARIABLE, strlen (JOB_VARIABLE)) == 0)
        {
          job = dup_job (text + strlen (JOB_VARIABLE), n - strlen (JOB_VARIABLE));
          break;
        }
      text = stop < end ? stop + 1 : end;
    }

  *out_cut = cut;
  *out_job = job;
  if (command->len == 0)
    {
      *out_command = NULL;
    }
  else
    {
      g_ptr_array_add (command, NULL);
      *out_command = (char **) g_ptr_array_free (g_steal_pointer (&command), FALSE);
    }

  return TRUE;
}
