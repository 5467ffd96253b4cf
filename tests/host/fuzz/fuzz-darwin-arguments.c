#include "config.h"

#include "fuzz.h"

#include "host/darwin/ptl-darwin-procargs.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_auto (GStrv) command = NULL;
  g_autofree char *job = NULL;
  gboolean cut = FALSE;
  gsize total = 0;

  if (!ptl_darwin_procargs_parse ((const char *) data, size, &command, &cut, &job))
    {
      g_assert (command == NULL && job == NULL);
      return 0;
    }

  g_assert (job == NULL || (job[0] != '\0' && g_utf8_validate (job, -1, NULL)));
  if (command == NULL)
    return 0;

  g_assert (command[0] != NULL);
  g_assert (g_strv_length (command) <= PTL_DARWIN_PROCARGS_MAX_ARGUMENTS);
  for (guint i = 0; command[i] != NULL; i++)
    {
      g_assert (g_utf8_validate (command[i], -1, NULL));
      total += strlen (command[i]);
    }
  /* A byte that is no UTF-8 becomes a character of three. */
  g_assert (total <= 3 * PTL_DARWIN_PROCARGS_MAX_BYTES);

  return 0;
}
