#include "config.h"

#include "host/darwin/ptl-darwin-tables.h"

#include "host/darwin/ptl-darwin-pcblist.h"
#include "host/darwin/ptl-darwin-sysctl.h"

/**
 * ptl_darwin_tables_read:
 * @sockets: (element-type PtlDarwinSocket): the waiting sockets of everybody are added
 *
 * Reads the kernel's tables of sockets, which it shows to every user. Blocks. Any thread.
 *
 * Returns: whether both could be read to their ends; otherwise sockets may be missing
 */
gboolean
ptl_darwin_tables_read (GArray *sockets)
{
  static const struct
  {
    const char   *name;
    PtlTransport  transport;
  } tables[] = {
    { "net.inet.tcp.pcblist_n", PTL_TRANSPORT_TCP },
    { "net.inet.udp.pcblist_n", PTL_TRANSPORT_UDP },
  };
  g_autoptr (GByteArray) buffer = g_byte_array_new ();
  gboolean complete = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    complete &= ptl_darwin_sysctl_read_name (tables[i].name, buffer) &&
                ptl_darwin_pcblist_parse (buffer->data, buffer->len, tables[i].transport, sockets);

  return complete;
}
