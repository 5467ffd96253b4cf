#include "config.h"

#include "fuzz.h"

#include "host/linux/ptl-proc-stat.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  const char *text = (const char *) data;
  PtlProcStat stat;
  guint32 uid;

  if (ptl_proc_stat_parse (text, size, &stat))
    g_assert (stat.name > text && stat.name + stat.name_length < text + size);

  ptl_proc_status_parse_uid (text, size, &uid);
  ptl_proc_status_has_one_pid (text, size);

  return 0;
}
