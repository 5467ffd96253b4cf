#include "config.h"

#include "fuzz.h"

#include "host/linux/ptl-proc-net.h"

#include <sys/socket.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GArray) sockets = g_array_new (FALSE, FALSE, sizeof (PtlLinuxSocket));
  const char *text = (const char *) data;

  ptl_proc_net_parse (text, size, AF_INET, PTL_PROTO_TCP, PTL_STATE_LISTEN, sockets);
  ptl_proc_net_parse (text, size, AF_INET6, PTL_PROTO_UDP, PTL_STATE_CLOSE, sockets);
  ptl_proc_protocols_is_unused (text, size, "MPTCP");

  for (guint i = 0; i < sockets->len; i++)
    {
      const PtlLinuxSocket *socket = &g_array_index (sockets, PtlLinuxSocket, i);

      g_assert (socket->state == PTL_STATE_LISTEN || socket->state == PTL_STATE_CLOSE);
      g_assert (socket->backlog == -1);
    }

  return 0;
}
