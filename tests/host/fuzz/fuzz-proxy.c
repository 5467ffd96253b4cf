#include "config.h"

#include "fuzz.h"

#include "host/linux/ptl-proc-cmdline.h"
#include "host/linux/ptl-proxy-command.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  gboolean cut = FALSE;
  g_auto (GStrv) command = ptl_proc_cmdline_parse ((const char *) data, size, &cut);

  for (guint transport = 0; transport < PTL_N_TRANSPORTS; transport++)
    {
      g_auto (PtlProxy) proxy = { 0 };

      if (!ptl_proxy_command_parse ((const char *const *) command, transport, "0.0.0.0", 8080, &proxy))
        {
          g_assert (proxy.target == NULL && proxy.id == NULL && proxy.name == NULL);
          continue;
        }

      g_assert (proxy.target == NULL || (strchr (proxy.target, ':') != NULL && strlen (proxy.target) < 80));
      g_assert (proxy.id == NULL || strlen (proxy.id) == 64);
      g_assert (proxy.name == NULL || g_utf8_validate (proxy.name, -1, NULL));
    }

  return 0;
}
