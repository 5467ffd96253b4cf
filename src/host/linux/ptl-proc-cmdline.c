#include "config.h"

#include "host/linux/ptl-proc-cmdline.h"

#include "host/linux/ptl-linux-file.h"

#include <string.h>

/**
 * ptl_proc_cmdline_parse:
 * @bytes: (array length=length): the bytes of /proc/PID/cmdline: arguments that end in NUL
 * @length: how many; more than PTL_PROC_CMDLINE_MAX_BYTES are not looked at
 * @out_cut: (out): whether anything was left out
 *
 * Splits a command line. The last argument needs no NUL: programs write over theirs. NULs that only fill up the end are no
 * arguments. Any thread.
 *
 * Returns: (transfer full) (nullable): arguments in valid UTF-8; %NULL where there are none
 */
char **
ptl_proc_cmdline_parse (const char *bytes,
                        gsize       length,
                        gboolean   *out_cut)
{
  g_autoptr (GPtrArray) arguments = NULL;
  const char *end;

  *out_cut = length > PTL_PROC_CMDLINE_MAX_BYTES;
  length = MIN (length, PTL_PROC_CMDLINE_MAX_BYTES);

  /* A program that names itself (setproctitle) leaves its old arguments' room behind, filled with NULs. */
  while (length > 1 && bytes[length - 1] == '\0' && bytes[length - 2] == '\0')
    length--;
  if (length == 0 || (length == 1 && bytes[0] == '\0'))
    return NULL;

  arguments = g_ptr_array_new_with_free_func (g_free);
  end = bytes + length;
  while (bytes < end)
    {
      const char *stop = memchr (bytes, '\0', end - bytes);

      if (stop == NULL)
        stop = end;

      if (arguments->len == PTL_PROC_CMDLINE_MAX_ARGUMENTS)
        {
          *out_cut = TRUE;
          break;
        }

      g_ptr_array_add (arguments, ptl_linux_dup_text (bytes, stop - bytes));
      bytes = stop + 1;
    }
  g_ptr_array_add (arguments, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&arguments), FALSE);
}
