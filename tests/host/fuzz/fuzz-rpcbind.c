#include "config.h"

#include "fuzz.h"

#include "host/linux/ptl-rpcbind-answer.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GArray) ports = g_array_new (FALSE, TRUE, sizeof (PtlKernelPort));

  ptl_rpcbind_answer_is_whole (data, size);
  ptl_rpcbind_answer_parse (data, size, ports);
  for (guint i = 0; i < ports->len; i++)
    {
      const PtlKernelPort *port = &g_array_index (ports, PtlKernelPort, i);

      g_assert (port->port != 0 && port->is_likely && port->thread != NULL && port->name[0] != '\0');
      g_assert (port->ipv4 != port->ipv6);
    }

  return 0;
}
