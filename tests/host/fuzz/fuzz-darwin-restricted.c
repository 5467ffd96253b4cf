#include "config.h"

#include "fuzz.h"

#include "host/darwin/ptl-darwin-restricted.h"
#include "host/ptl-host-facts.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GArray) ports = g_array_new (FALSE, FALSE, sizeof (PtlInterval));
  guint before = 0;

  if (!ptl_darwin_restricted_parse (data, size, ports))
    {
      g_assert (ports->len == 0);
      return 0;
    }

  for (guint i = 0; i < ports->len; i++)
    {
      const PtlInterval *interval = &g_array_index (ports, PtlInterval, i);

      g_assert (interval->first > before && interval->first <= interval->last);
      before = interval->last;
    }

  return 0;
}
