#include "config.h"

#include "catalog/ptl-transport.h"

#include <string.h>

static const struct
{
  const char *name;
  const char *display;
} transports[PTL_N_TRANSPORTS] = {
  [PTL_TRANSPORT_TCP] = { "tcp", "TCP" },
  [PTL_TRANSPORT_UDP] = { "udp", "UDP" },
  [PTL_TRANSPORT_SCTP] = { "sctp", "SCTP" },
  [PTL_TRANSPORT_DCCP] = { "dccp", "DCCP" },
  [PTL_TRANSPORT_UDPLITE] = { "udplite", "UDP-Lite" },
};

/**
 * ptl_transport_to_string:
 * @transport: a transport
 *
 * Gets the transport's name as the registry, the query language and JSON write it. Any thread.
 *
 * Returns: (transfer none): a static string such as "tcp"
 */
const char *
ptl_transport_to_string (PtlTransport transport)
{
  g_return_val_if_fail ((guint) transport < PTL_N_TRANSPORTS, "");

  return transports[transport].name;
}

/**
 * ptl_transport_to_display:
 * @transport: a transport
 *
 * Gets the transport's name as people write it; the same in every language. Any thread.
 *
 * Returns: (transfer none): a static string such as "TCP"
 */
const char *
ptl_transport_to_display (PtlTransport transport)
{
  g_return_val_if_fail ((guint) transport < PTL_N_TRANSPORTS, "");

  return transports[transport].display;
}

/**
 * ptl_transport_from_string:
 * @string: text that need not end in NUL
 * @length: bytes of @string
 * @out_transport: (out): the transport; untouched where there is none
 *
 * Reads a transport's name, in any case of letters. Any thread.
 *
 * Returns: whether @string names a transport
 */
gboolean
ptl_transport_from_string (const char   *string,
                           gsize         length,
                           PtlTransport *out_transport)
{
  g_return_val_if_fail (string != NULL || length == 0, FALSE);

  for (guint i = 0; i < PTL_N_TRANSPORTS; i++)
    {
      if (strlen (transports[i].name) == length &&
          g_ascii_strncasecmp (transports[i].name, string, length) == 0)
        {
          *out_transport = i;
          return TRUE;
        }
    }

  return FALSE;
}
