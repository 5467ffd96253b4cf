#include "config.h"

#include "fuzz.h"

#include "host/linux/ptl-kernel-port.h"

#include <string.h>

static void
check (GArray *ports)
{
  for (guint i = 0; i < ports->len; i++)
    {
      const PtlKernelPort *port = &g_array_index (ports, PtlKernelPort, i);

      g_assert (port->port != 0);
      g_assert (memchr (port->name, '\0', sizeof port->name) != NULL && port->name[0] != '\0');
      g_assert (g_utf8_validate (port->name, -1, NULL));
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GArray) ports = g_array_new (FALSE, TRUE, sizeof (PtlKernelPort));

  ptl_kernel_ports_parse_nfsd ((const char *) data, size, ports);
  check (ports);
  g_array_set_size (ports, 0);
  ptl_kernel_ports_parse_links (data, size, 7, ports);
  check (ports);

  return 0;
}
