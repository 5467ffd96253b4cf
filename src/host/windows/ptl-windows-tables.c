#include "config.h"

#include "host/windows/ptl-windows-tables.h"

#include "host/ptl-host.h"
#include "host/windows/ptl-windows-system.h"
#include "host/windows/ptl-windows-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The layouts that ptl-windows-rows.c reads by. */
G_STATIC_ASSERT (sizeof (MIB_TCPROW_OWNER_MODULE) == 160);
G_STATIC_ASSERT (sizeof (MIB_TCP6ROW_OWNER_MODULE) == 192);
G_STATIC_ASSERT (sizeof (MIB_UDPROW_OWNER_MODULE) == 160);
G_STATIC_ASSERT (sizeof (MIB_UDP6ROW_OWNER_MODULE) == 176);
G_STATIC_ASSERT (G_STRUCT_OFFSET (MIB_TCPTABLE_OWNER_MODULE, table) == 8);
G_STATIC_ASSERT (G_STRUCT_OFFSET (MIB_TCP6TABLE_OWNER_MODULE, table) == 8);
G_STATIC_ASSERT (G_STRUCT_OFFSET (MIB_UDPTABLE_OWNER_MODULE, table) == 8);
G_STATIC_ASSERT (G_STRUCT_OFFSET (MIB_UDP6TABLE_OWNER_MODULE, table) == 8);
G_STATIC_ASSERT (G_STRUCT_OFFSET (MIB_TCPROW_OWNER_MODULE, dwLocalAddr) == 4);
G_STATIC_ASSERT (G_STRUCT_OFFSET (MIB_TCPROW_OWNER_MODULE, dwLocalPort) == 8);
G_STATIC_ASSERT (G_STRUCT_OFFSET (MIB_TCPROW_OWNER_MODULE, dwOwningPid) == 20);
G_STATIC_ASSERT (G_STRUCT_OFFSET (MIB_TCPROW_OWNER_MODULE, liCreateTimestamp) == 24);
G_STATIC_ASSERT (G_STRUCT_OFFSET (MIB_TCPROW_OWNER_MODULE, OwningModuleInfo) == 32);
G_STATIC_ASSERT (G_STRUCT_OFFSET (MIB_TCP6ROW_OWNER_MODULE, dwLocalScopeId) == 16);
G_STATIC_ASSERT (G_STRUCT_OFFSET (MIB_TCP6ROW_OWNER_MODULE, dwLocalPort) == 20);
G_STATIC_ASSERT (G_STRUCT_OFFSET (MIB_TCP6ROW_OWNER_MODULE, dwState) == 48);
G_STATIC_ASSERT (G_STRUCT_OFFSET (MIB_TCP6ROW_OWNER_MODULE, dwOwningPid) == 52);
G_STATIC_ASSERT (G_STRUCT_OFFSET (MIB_TCP6ROW_OWNER_MODULE, liCreateTimestamp) == 56);
G_STATIC_ASSERT (G_STRUCT_OFFSET (MIB_TCP6ROW_OWNER_MODULE, OwningModuleInfo) == 64);
G_STATIC_ASSERT (G_STRUCT_OFFSET (MIB_UDPROW_OWNER_MODULE, dwLocalPort) == 4);
G_STATIC_ASSERT (G_STRUCT_OFFSET (MIB_UDPROW_OWNER_MODULE, dwOwningPid) == 8);
G_STATIC_ASSERT (G_STRUCT_OFFSET (MIB_UDPROW_OWNER_MODULE, liCreateTimestamp) == 16);
G_STATIC_ASSERT (G_STRUCT_OFFSET (MIB_UDPROW_OWNER_MODULE, OwningModuleInfo) == 32);
G_STATIC_ASSERT (G_STRUCT_OFFSET (MIB_UDP6ROW_OWNER_MODULE, dwLocalScopeId) == 16);
G_STATIC_ASSERT (G_STRUCT_OFFSET (MIB_UDP6ROW_OWNER_MODULE, dwLocalPort) == 20);
G_STATIC_ASSERT (G_STRUCT_OFFSET (MIB_UDP6ROW_OWNER_MODULE, dwOwningPid) == 24);
G_STATIC_ASSERT (G_STRUCT_OFFSET (MIB_UDP6ROW_OWNER_MODULE, liCreateTimestamp) == 32);
G_STATIC_ASSERT (G_STRUCT_OFFSET (MIB_UDP6ROW_OWNER_MODULE, OwningModuleInfo) == 48);

/* Sockets come faster than the table can be read only if somebody opens thousands in a millisecond. */
#define MAX_TRIES 8

/* Where a table says that it needs more than this, something is wrong. It would hold 400,000 sockets. */
#define MAX_TABLE_BYTES (64 * 1024 * 1024)

/* The same for every table: room for a few dozen sockets. */
#define FIRST_BYTES 16384

static unsigned long
ask_table (PtlWindowsTable  table,
           guint8          *bytes,
           unsigned long   *size)
{
  switch (table)
    {
    case PTL_WINDOWS_TABLE_TCP4:
      return GetExtendedTcpTable (bytes, size, FALSE, AF_INET, TCP_TABLE_OWNER_MODULE_LISTENER, 0);

    case PTL_WINDOWS_TABLE_TCP6:
      return GetExtendedTcpTable (bytes, size, FALSE, AF_INET6, TCP_TABLE_OWNER_MODULE_LISTENER, 0);

    case PTL_WINDOWS_TABLE_UDP4:
      return GetExtendedUdpTable (bytes, size, FALSE, AF_INET, UDP_TABLE_OWNER_MODULE, 0);

    case PTL_WINDOWS_TABLE_UDP6:
    default:
      return GetExtendedUdpTable (bytes, size, FALSE, AF_INET6, UDP_TABLE_OWNER_MODULE, 0);
    }
}

/**
 * ptl_windows_tables_read_one:
 * @table: which table
 * @ask: what fills it in, or says how many bytes it needs
 * @out_bytes: (out) (transfer full): the table; not touched where this computer has no such family
 *
 * Reads one table, however it grows meanwhile, but not for ever. Blocks. Any thread.
 *
 * Returns: NO_ERROR, also where this computer has no such family; else why it can't be read
 */
guint32
ptl_windows_tables_read_one (PtlWindowsTable      table,
                             PtlWindowsAskTable   ask,
                             GByteArray         **out_bytes)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  unsigned long size = FIRST_BYTES;

  for (guint i = 0; i < MAX_TRIES; i++)
    {
      unsigned long given;
      DWORD status;

      /* What the system does not fill in reads as nothing. */
      g_byte_array_set_size (bytes, size);
      memset (bytes->data, 0, size);

      given = size;
      status = ask (table, bytes->data, &size);
      if (status == NO_ERROR)
        {
          g_byte_array_set_size (bytes, MIN (given, bytes->len));
          *out_bytes = g_steal_pointer (&bytes);
          return NO_ERROR;
        }

      if (status == ERROR_NOT_SUPPORTED)
        return NO_ERROR;
      if (status != ERROR_INSUFFICIENT_BUFFER)
        return status;

      /* More sockets may come until the next try, and a size that does not grow must not go on for ever. */
      if (MAX (size, given) > MAX_TABLE_BYTES - FIRST_BYTES)
        break;
      size = MAX (size, given) + FIRST_BYTES;
    }

  return ERROR_INSUFFICIENT_BUFFER;
}

/**
 * ptl_windows_tables_read:
 * @self: (out caller-allocates): zeroed, filled in
 * @cancelled: (nullable) (atomic): another number than 0 ends the reading between two tables
 * @error: where to say why nothing could be read
 *
 * Reads the tables of TCP's listeners and of UDP's sockets, for IPv4 and IPv6. A table that can't be read makes the reading
 * incomplete; where none can be, it has failed. Blocks. Any thread.
 *
 * Returns: whether there is anything; else @error is set
 */
gboolean
ptl_windows_tables_read (PtlWindowsTables  *self,
                         const gint        *cancelled,
                         GError           **error)
{
  guint failed = 0;
  DWORD last = NO_ERROR;

  self->complete = TRUE;
  for (guint i = 0; i < PTL_WINDOWS_N_TABLES; i++)
    {
      DWORD status;

      if (ptl_host_set_error_if_cancelled (cancelled, error))
        return FALSE;

      status = ptl_windows_tables_read_one (i, ask_table, &self->tables[i]);
      if (status != NO_ERROR)
        {
          self->complete = FALSE;
          last = status;
          failed++;
        }
    }

  if (failed == PTL_WINDOWS_N_TABLES)
    {
      g_autofree char *reason = g_win32_error_message ((gint) last);

      g_set_error (error, PTL_HOST_ERROR,
                   last == ERROR_ACCESS_DENIED ? PTL_HOST_ERROR_REFUSED : PTL_HOST_ERROR_FAILED,
                   /* Translators: %s is the system's own message. */
                   _("Windows does not give its tables of sockets: %s"), reason);
      return FALSE;
    }

  return TRUE;
}

/**
 * ptl_windows_tables_clear:
 * @self: tables
 *
 * Frees what they hold.
 */
void
ptl_windows_tables_clear (PtlWindowsTables *self)
{
  for (guint i = 0; i < PTL_WINDOWS_N_TABLES; i++)
    g_clear_pointer (&self->tables[i], g_byte_array_unref);
}

/**
 * ptl_windows_tables_parse:
 * @self: tables that were read; a damaged one makes them incomplete
 *
 * Gets the sockets, with the rows of both families joined where they are one socket.
 *
 * Returns: (transfer full) (element-type PtlWindowsSocket): the sockets
 */
GArray *
ptl_windows_tables_parse (PtlWindowsTables *self)
{
  GArray *sockets = g_array_new (FALSE, FALSE, sizeof (PtlWindowsSocket));

  for (guint i = 0; i < PTL_WINDOWS_N_TABLES; i++)
    {
      const GByteArray *bytes = self->tables[i];

      if (bytes != NULL && !ptl_windows_rows_parse (bytes->data, bytes->len, i, sockets))
        self->complete = FALSE;
    }
  ptl_windows_rows_join_dual (sockets);

  return sockets;
}

static DWORD
ask_module (PtlWindowsTable  table,
            gpointer         row,
            guint8          *bytes,
            DWORD           *size)
{
  switch (table)
    {
    case PTL_WINDOWS_TABLE_TCP4:
      return GetOwnerModuleFromTcpEntry (row, TCPIP_OWNER_MODULE_INFO_BASIC, bytes, size);

    case PTL_WINDOWS_TABLE_TCP6:
      return GetOwnerModuleFromTcp6Entry (row, TCPIP_OWNER_MODULE_INFO_BASIC, bytes, size);

    case PTL_WINDOWS_TABLE_UDP4:
      return GetOwnerModuleFromUdpEntry (row, TCPIP_OWNER_MODULE_INFO_BASIC, bytes, size);

    case PTL_WINDOWS_TABLE_UDP6:
    default:
      return GetOwnerModuleFromUdp6Entry (row, TCPIP_OWNER_MODULE_INFO_BASIC, bytes, size);
    }
}

/**
 * ptl_windows_tables_ask_module:
 * @self: the tables
 * @socket: a socket of them, whose "module" is not 0
 *
 * Asks Windows for the module that opened a socket: the name of a service, of a program or of a library. To who is no
 * administrator it gives an empty name for the system's own programs. Blocks. Any thread.
 *
 * Returns: (transfer full) (nullable): the name
 */
char *
ptl_windows_tables_ask_module (const PtlWindowsTables *self,
                               const PtlWindowsSocket *socket)
{
  const GByteArray *table = self->tables[socket->table];
  gsize place = ptl_windows_rows_get_place (socket->table, socket->row);
  gsize row_size = ptl_windows_rows_get_size (socket->table);
  /* Of 64-bit numbers, so that the row and the answer, which begins with pointers, are aligned. */
  guint64 row[24];
  guint64 answer[1024];
  TCPIP_OWNER_MODULE_BASIC_INFO info;
  const guint8 *name;
  gsize n;
  DWORD size = sizeof answer;

  g_return_val_if_fail (table != NULL && row_size <= sizeof row && place + row_size <= table->len, NULL);

  memcpy (row, table->data + place, row_size);
  memset (answer, 0, sizeof answer);
  if (ask_module (socket->table, row, (guint8 *) answer, &size) != NO_ERROR)
    return NULL;

  memcpy (&info, answer, sizeof info);
  name = ptl_windows_text_find ((const guint8 *) answer, sizeof answer, (guintptr) answer, (guintptr) info.pModuleName,
                                G_MAXSIZE, &n);

  return name != NULL ? ptl_windows_text_to_utf8 (name, n) : NULL;
}
