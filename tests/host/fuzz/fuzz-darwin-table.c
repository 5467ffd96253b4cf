#include "config.h"

#include "fuzz.h"

#include "host/darwin/ptl-darwin-pcblist.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static const PtlTransport transports[] = { PTL_TRANSPORT_TCP, PTL_TRANSPORT_UDP };

  for (guint i = 0; i < G_N_ELEMENTS (transports); i++)
    {
      g_autoptr (GArray) sockets = g_array_new (FALSE, FALSE, sizeof (PtlDarwinSocket));

      ptl_darwin_pcblist_parse (data, size, transports[i], sockets);
      /* Each takes a record of 80 bytes and one of 72. */
      g_assert (sockets->len <= size / 152);
      for (guint j = 0; j < sockets->len; j++)
        {
          const PtlDarwinSocket *socket = &g_array_index (sockets, PtlDarwinSocket, j);

          g_assert (socket->port != 0);
          g_assert (socket->transport == transports[i]);
          g_assert (socket->queue >= -1 && socket->backlog >= -1 && socket->last_pid >= 0);
        }
    }

  return 0;
}
