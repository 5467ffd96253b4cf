#include "config.h"

#include "fuzz.h"

#include "host/linux/ptl-port-set.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GArray) set = ptl_port_set_parse (text);
  PtlInterval range;

  for (guint i = 0; set != NULL && i < set->len; i++)
    {
      const PtlInterval *interval = &g_array_index (set, PtlInterval, i);

      g_assert (interval->first <= interval->last);
      g_assert (i == 0 || g_array_index (set, PtlInterval, i - 1).first <= interval->first);
    }

  if (ptl_port_range_parse (text, &range))
    g_assert (range.first <= range.last);

  return 0;
}
