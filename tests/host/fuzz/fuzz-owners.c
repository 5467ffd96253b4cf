#include "config.h"

#include "fuzz.h"

#include "host/ptl-owners-answer.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PtlOwnersAnswer) answer = ptl_owners_answer_parse ((const char *) data, size, &error);

  g_assert ((answer == NULL) == (error != NULL));
  for (guint i = 0; answer != NULL && i < answer->holders->len; i++)
    {
      const PtlHolder *holder = g_ptr_array_index (answer->holders, i);

      g_assert (holder->process->pid > 0 && holder->process->start_ticks > 0);
      g_assert (holder->path == NULL || g_utf8_validate (holder->path, -1, NULL));
      g_assert (holder->process->name == NULL || g_utf8_validate (holder->process->name, -1, NULL));
      g_assert (holder->process->executable == NULL || g_utf8_validate (holder->process->executable, -1, NULL));
    }

  return 0;
}
