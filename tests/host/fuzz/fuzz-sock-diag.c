#include "config.h"

#include "fuzz.h"

#include "host/linux/ptl-sock-diag.h"

#include <string.h>
#include <sys/socket.h>

/* The format of the recorded dumps: datagrams, each behind its length. The sequence is the recorded ones'. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GArray) sockets = g_array_new (FALSE, FALSE, sizeof (PtlLinuxSocket));
  PtlSockDiagAnswer answer = { 0 };

  while (size > sizeof (guint32))
    {
      guint before = sockets->len;
      guint32 length;

      memcpy (&length, data, sizeof length);
      data += sizeof length;
      size -= sizeof length;
      length = MIN (length, size);

      for (guint i = 0; i < 2; i++)
        {
          int family = i == 0 ? AF_INET : AF_INET6;

          answer.done = FALSE;
          ptl_sock_diag_parse (data, length, 0x70746C31, family, PTL_PROTO_TCP, 1u << PTL_STATE_LISTEN, sockets, &answer);
        }

      /* No message is shorter than what tells of a socket. */
      g_assert (sockets->len - before <= 2 * length / 88);
      g_assert (answer.error >= 0 && answer.error < 4096);
      data += length;
      size -= length;
    }

  for (guint i = 0; i < sockets->len; i++)
    {
      const PtlLinuxSocket *socket = &g_array_index (sockets, PtlLinuxSocket, i);

      g_assert (socket->family == AF_INET || socket->family == AF_INET6);
      g_assert (socket->state == PTL_STATE_LISTEN);
      g_assert (socket->v6only >= -1 && socket->v6only <= 1);
    }

  return 0;
}
