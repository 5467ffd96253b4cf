#include "config.h"

#include "fuzz.h"

#include "host/linux/ptl-proc-cmdline.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  gboolean cut = FALSE;
  g_auto (GStrv) command = ptl_proc_cmdline_parse ((const char *) data, size, &cut);
  gsize total = 0;

  if (command == NULL)
    return 0;

  g_assert (command[0] != NULL);
  g_assert (g_strv_length (command) <= PTL_PROC_CMDLINE_MAX_ARGUMENTS);
  g_assert (cut || size <= PTL_PROC_CMDLINE_MAX_BYTES);
  for (guint i = 0; command[i] != NULL; i++)
    {
      g_assert (g_utf8_validate (command[i], -1, NULL));
      total += strlen (command[i]);
    }
  /* A byte that is no UTF-8 becomes a character of three. */
  g_assert (total <= 3 * PTL_PROC_CMDLINE_MAX_BYTES);

  return 0;
}
