#include "config.h"

#include "host/windows/ptl-windows-times.h"

#include "host/windows/ptl-windows-bytes.h"

/*
 * Where what is in an entry of the list, on 64 bits: SYSTEM_PROCESS_INFORMATION of winternl.h, which Microsoft describes in
 * part; when the process began stands in what it calls reserved. Whoever reads it compares one entry with what is known
 * otherwise.
 */
#define NEXT       0  /* how many bytes further the next entry begins; 0 for the last */
#define CREATED    32 /* 100 ns since 1601 UTC */
#define PID        80
#define ENTRY_SIZE 88

/**
 * ptl_windows_times_parse:
 * @bytes: (array length=length): the list of processes (SystemProcessInformation)
 * @length: its bytes
 * @times: (element-type guint32 guint64): where the times are added, by the process's number; made with g_free() for its values
 *
 * Reads when each process began. Never reads past @length, and ends whatever the entries say. Any thread.
 *
 * Returns: whether the list was whole
 */
gboolean
ptl_windows_times_parse (const guint8 *bytes,
                         gsize         length,
                         GHashTable   *times)
{
  while (length >= ENTRY_SIZE)
    {
      guint32 next = ptl_windows_get_u32 (bytes + NEXT);
      guint64 created = ptl_windows_get_u64 (bytes + CREATED);
      guint64 pid = ptl_windows_get_u64 (bytes + PID);

      if (pid > 0 && pid <= G_MAXUINT32 && created > 0)
        g_hash_table_insert (times, GUINT_TO_POINTER ((guint) pid), g_memdup2 (&created, sizeof created));

      if (next == 0)
        return TRUE;
      if (next < ENTRY_SIZE || next > length)
        return FALSE;
      bytes += next;
      length -= next;
    }

  return FALSE;
}
