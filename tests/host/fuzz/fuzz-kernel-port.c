#include "config.h"

#include "fuzz.h"

#include "host/linux/ptl-generic-netlink.h"
#include "host/linux/ptl-kernel-config.h"
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
  g_autoptr (GArray) silent = g_array_new (FALSE, TRUE, sizeof (PtlKernelLink));
  g_autofree char *text = g_strndup ((const char *) data, size);

  ptl_kernel_ports_parse_nfsd ((const char *) data, size, ports);
  check (ports);
  g_array_set_size (ports, 0);
  ptl_kernel_ports_parse_links (data, size, 7, ports, silent);
  check (ports);
  for (guint i = 0; i < silent->len; i++)
    g_assert (g_utf8_validate (g_array_index (silent, PtlKernelLink, i).name, -1, NULL));

  g_array_set_size (ports, 0);
  ptl_generic_parse_fou (data, size, 7, 31, ports);
  check (ports);
  ptl_generic_parse_family (data, size, 7);
  ptl_generic_parse_wireguard (data, size, 7, 30);

  g_array_set_size (ports, 0);
  ptl_kernel_ports_parse_portal (text, ports);
  ptl_kernel_ports_parse_nvmet ("tcp", text, "1", ports);
  ptl_kernel_ports_parse_nvmet ("tcp", "::", text, ports);
  check (ports);

  return 0;
}
