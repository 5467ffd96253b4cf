#include "config.h"

#include "fuzz.h"

#include "host/darwin/ptl-darwin-fdinfo.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  PtlDarwinSocket socket;

  if (!ptl_darwin_fdinfo_parse (data, size, &socket))
    return 0;

  g_assert (size >= PTL_DARWIN_FDINFO_BYTES);
  g_assert (socket.port != 0);
  g_assert (socket.transport == PTL_TRANSPORT_TCP || socket.transport == PTL_TRANSPORT_UDP);
  g_assert (socket.family != PTL_FAMILY_DUAL || socket.scope == 0);

  return 0;
}
