#include "config.h"

#include "host/darwin/ptl-darwin-restricted.h"

#include "host/ptl-host-facts.h"

/*
 * macOS keeps a few ports for programs that Apple has given an entitlement, and says to all others, root too, that they are in
 * use; nor does it hand them out by itself. Source: bsd/net/restricted_in_port.c of XNU, and in_pcbbind() in
 * bsd/netinet/in_pcb.c.
 */

/* BITMAP_SIZE (UINT16_MAX) of osfmk/kern/bits.h: a bit a port, in words of 64 bits. */
#define BITMAP_BYTES 8192

/* The bits tell no transports. This one is in the source's list, for TCP, and on macOS nothing else is. */
#define LIGHTS_OUT_MANAGEMENT 55555

/**
 * ptl_darwin_restricted_parse:
 * @bytes: (array length=length): the sysctl net.restricted_port.bitmap; every Mac that has it is little-endian
 * @length: its bytes
 * @ports: (element-type PtlInterval): where the ports are added
 *
 * Reads which ports the system keeps for itself. Pure; any thread.
 *
 * Returns: whether it is such a bitmap; else nothing was added
 */
gboolean
ptl_darwin_restricted_parse (const guint8 *bytes,
                             gsize         length,
                             GArray       *ports)
{
  PtlInterval *last = NULL;

  if (length != BITMAP_BYTES)
    return FALSE;

  for (guint port = 1; port <= G_MAXUINT16; port++)
    {
      PtlInterval one = { .first = port, .last = port };

      if ((bytes[port / 8] & 1 << port % 8) == 0)
        continue;

      if (port == LIGHTS_OUT_MANAGEMENT)
        one.transports = PTL_TRANSPORT_BIT (PTL_TRANSPORT_TCP);
      if (last != NULL && last->last + 1u == port && last->transports == one.transports)
        {
          last->last = port;
          continue;
        }
      g_array_append_val (ports, one);
      last = &g_array_index (ports, PtlInterval, ports->len - 1);
    }

  return TRUE;
}
