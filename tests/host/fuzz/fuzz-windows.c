#include "config.h"

#include "fuzz.h"

#include "host/windows/ptl-windows-rows.h"
#include "host/windows/ptl-windows-text.h"
#include "host/windows/ptl-windows-times.h"

#include <string.h>

/* The format of the recorded tables: four, each behind its length. */
static void
read_tables (const guint8 *data,
             gsize         size)
{
  g_autoptr (GArray) sockets = g_array_new (FALSE, FALSE, sizeof (PtlWindowsSocket));
  guint before;
  guint dual = 0;

  for (guint table = 0; table < PTL_WINDOWS_N_TABLES && size > sizeof (guint32); table++)
    {
      guint had = sockets->len;
      guint32 length;

      memcpy (&length, data, sizeof length);
      data += sizeof length;
      size -= sizeof length;
      length = MIN (length, size);

      ptl_windows_rows_parse (data, length, table, sockets);
      g_assert (sockets->len - had <= length / ptl_windows_rows_get_size (table));
      for (guint i = had; i < sockets->len; i++)
        {
          const PtlWindowsSocket *socket = &g_array_index (sockets, PtlWindowsSocket, i);

          g_assert (ptl_windows_rows_get_place (table, socket->row) + ptl_windows_rows_get_size (table) <= length);
        }
      data += length;
      size -= length;
    }

  before = sockets->len;
  ptl_windows_rows_join_dual (sockets);
  for (guint i = 0; i < sockets->len; i++)
    {
      const PtlWindowsSocket *socket = &g_array_index (sockets, PtlWindowsSocket, i);

      dual += socket->dual;
      g_assert (!socket->dual || (socket->pid != 0 && socket->created != 0));
    }
  /* Joining loses nobody: each socket of two rows stands for one that is gone. */
  g_assert (sockets->len + dual == before);
}

static void
read_words (const guint8 *data,
            gsize         size)
{
  g_autofree char *text = ptl_windows_text_to_utf8 (data, size);
  g_autofree char *whole = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (whole, "\n", -1);

  g_assert (g_utf8_validate (text, -1, NULL));

  for (guint i = 0; lines[i] != NULL; i++)
    {
      PtlInterval ports = { 0 };
      guint16 port = 0;

      if (ptl_windows_url_get_port (lines[i], &port))
        g_assert (port > 0);
      if (ptl_windows_reserved_parse (lines[i], &ports))
        g_assert (ports.first > 0 && ports.first <= ports.last);
    }
}

static void
read_times (const guint8 *data,
            gsize         size)
{
  g_autoptr (GHashTable) times = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  ptl_windows_times_parse (data, size, times);
  g_assert (g_hash_table_size (times) <= size / 88);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  read_tables (data, size);
  read_words (data, size);
  read_times (data, size);

  return 0;
}
