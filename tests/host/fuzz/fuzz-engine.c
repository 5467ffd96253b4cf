#include "config.h"

#include "fuzz.h"

#include "host/linux/ptl-engine-answer.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GPtrArray) containers = ptl_engine_answer_parse ((const char *) data, size);

  for (guint i = 0; containers != NULL && i < containers->len; i++)
    {
      const PtlContainer *container = g_ptr_array_index (containers, i);

      g_assert (strlen (container->id) == 64);
      g_assert (container->name == NULL || (container->name[0] != '\0' && g_utf8_validate (container->name, -1, NULL)));
      for (guint j = 0; j < container->ports->len; j++)
        g_assert (g_array_index (container->ports, PtlEnginePort, j).outer != 0);
    }

  return 0;
}
