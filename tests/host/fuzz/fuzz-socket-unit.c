#include "config.h"

#include "fuzz.h"

#include "host/linux/ptl-socket-unit.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (PtlSocketUnit) unit = ptl_socket_unit_new ();
  g_autofree char *service = NULL;

  ptl_socket_unit_parse (unit, (const char *) data, size);
  for (guint i = 0; i < unit->listens->len; i++)
    {
      const PtlSocketListen *listen = &g_array_index (unit->listens, PtlSocketListen, i);

      g_assert (listen->port != 0);
      g_assert (listen->any ? listen->address.family == 0
                            : listen->address.family == AF_INET || listen->address.family == AF_INET6);
    }
  ptl_socket_unit_matches (unit, PTL_TRANSPORT_TCP, "::", 22);

  service = ptl_socket_unit_dup_service (unit, "ssh.socket");
  g_assert (service[0] != '\0' && g_utf8_validate (service, -1, NULL));

  return 0;
}
