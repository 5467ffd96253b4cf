#include "config.h"

#include "host/windows/ptl-windows-rows.h"

#include <string.h>

#include "host/windows/ptl-windows-bytes.h"

/* A row in the state LISTEN: MIB_TCP_STATE_LISTEN of tcpmib.h. */
#define STATE_LISTEN 2

/* The number of rows, and what aligns the first one: its times and module words want eight bytes. */
#define HEADER_SIZE 8

#define NO_FIELD G_MAXUINT8

/*
 * Where what is in a row: the structures of tcpmib.h and udpmib.h as Windows lays them out, on 32 bits and on 64 alike.
 * Numbers are little-endian, but for addresses and ports. What calls Windows asserts the same places of the compiler's
 * structures.
 */
static const struct
{
  guint8 size;
  guint8 address;
  guint8 address_size;
  guint8 scope;
  guint8 port;
  guint8 state;
  guint8 pid;
  guint8 created;
  guint8 module;
} layouts[PTL_WINDOWS_N_TABLES] = {
  [PTL_WINDOWS_TABLE_TCP4] = { 160, 4, 4, NO_FIELD, 8, 0, 20, 24, 32 },
  [PTL_WINDOWS_TABLE_TCP6] = { 192, 0, 16, 16, 20, 48, 52, 56, 64 },
  [PTL_WINDOWS_TABLE_UDP4] = { 160, 0, 4, NO_FIELD, 4, NO_FIELD, 8, 16, 32 },
  [PTL_WINDOWS_TABLE_UDP6] = { 176, 0, 16, 16, 20, NO_FIELD, 24, 32, 48 },
};

/* RFC 4291, 2.5.6. Other addresses need no interface, and Wine has an odd number there for some. */
static gboolean
is_link_local (const guint8 *address)
{
  return address[0] == 0xfe && (address[1] & 0xc0) == 0x80;
}

/**
 * ptl_windows_rows_get_place:
 * @table: which table
 * @row: the row's number
 *
 * Returns: at which byte of the table the row begins
 */
gsize
ptl_windows_rows_get_place (PtlWindowsTable table,
                            guint           row)
{
  g_return_val_if_fail (table < PTL_WINDOWS_N_TABLES, 0);

  return HEADER_SIZE + (gsize) row * layouts[table].size;
}

/**
 * ptl_windows_rows_get_size:
 * @table: which table
 *
 * Returns: how many bytes a row has
 */
gsize
ptl_windows_rows_get_size (PtlWindowsTable table)
{
  g_return_val_if_fail (table < PTL_WINDOWS_N_TABLES, 0);

  return layouts[table].size;
}

/**
 * ptl_windows_rows_parse:
 * @bytes: (array length=length): a table with its owners' modules (…_OWNER_MODULE)
 * @length: its bytes; what follows the last row is not looked at
 * @table: which table
 * @sockets: (element-type PtlWindowsSocket): where the rows are added; of TCP's only those that listen
 *
 * Reads a table. Never reads past @length, whatever number of rows the table claims. Any thread.
 *
 * Returns: whether all rows that the table claims were there
 */
gboolean
ptl_windows_rows_parse (const guint8    *bytes,
                        gsize            length,
                        PtlWindowsTable  table,
                        GArray          *sockets)
{
  guint32 n;

  g_return_val_if_fail (table < PTL_WINDOWS_N_TABLES, FALSE);

  if (length < sizeof n)
    return FALSE;

  n = ptl_windows_get_u32 (bytes);
  for (guint32 i = 0; i < n; i++)
    {
      PtlWindowsSocket socket = { .table = table, .row = i };
      gsize place = ptl_windows_rows_get_place (table, i);
      const guint8 *row = bytes + place;

      if (place > length || length - place < layouts[table].size)
        return FALSE;

      if (layouts[table].state != NO_FIELD && ptl_windows_get_u32 (row + layouts[table].state) != STATE_LISTEN)
        continue;

      memcpy (socket.address, row + layouts[table].address, layouts[table].address_size);
      if (layouts[table].scope != NO_FIELD && is_link_local (socket.address))
        socket.scope = ptl_windows_get_u32 (row + layouts[table].scope);
      /* In network order in the first two bytes; the other two may be anything (the remarks on MIB_TCPROW_OWNER_MODULE). */
      socket.port = (guint16) (row[layouts[table].port] << 8 | row[layouts[table].port + 1]);
      socket.pid = ptl_windows_get_u32 (row + layouts[table].pid);
      socket.created = ptl_windows_get_u64 (row + layouts[table].created);
      socket.module = ptl_windows_get_u64 (row + layouts[table].module);

      g_array_append_val (sockets, socket);
    }

  return TRUE;
}

static gboolean
is_ipv6 (const PtlWindowsSocket *socket)
{
  return socket->table == PTL_WINDOWS_TABLE_TCP6 || socket->table == PTL_WINDOWS_TABLE_UDP6;
}

static gboolean
is_tcp (const PtlWindowsSocket *socket)
{
  return socket->table == PTL_WINDOWS_TABLE_TCP4 || socket->table == PTL_WINDOWS_TABLE_TCP6;
}

static gboolean
may_be_half (const PtlWindowsSocket *socket)
{
  static const guint8 zeros[16] = { 0 };

  return socket->pid != 0 && socket->created != 0 && memcmp (socket->address, zeros, sizeof zeros) == 0;
}

static int
compare_bindings (gconstpointer a,
                  gconstpointer b)
{
  const PtlWindowsSocket *x = a;
  const PtlWindowsSocket *y = b;

  if (x->port != y->port)
    return x->port < y->port ? -1 : 1;
  if (is_tcp (x) != is_tcp (y))
    return is_tcp (x) ? -1 : 1;
  if (may_be_half (x) != may_be_half (y))
    return may_be_half (x) ? -1 : 1;
  if (x->pid != y->pid)
    return x->pid < y->pid ? -1 : 1;
  if (x->created != y->created)
    return x->created < y->created ? -1 : 1;
  if (x->module != y->module)
    return x->module < y->module ? -1 : 1;

  return (x->table > y->table) - (x->table < y->table);
}

static gboolean
are_halves (const PtlWindowsSocket *ipv4,
            const PtlWindowsSocket *ipv6)
{
  return !is_ipv6 (ipv4) && is_ipv6 (ipv6) &&
         is_tcp (ipv4) == is_tcp (ipv6) &&
         may_be_half (ipv4) && may_be_half (ipv6) &&
         ipv4->port == ipv6->port &&
         ipv4->pid == ipv6->pid &&
         ipv4->created == ipv6->created &&
         ipv4->module == ipv6->module;
}

/* Whether two neighbours differ in nothing but their tables: then nobody can say which are the halves of one. */
static gboolean
are_alike (const PtlWindowsSocket *a,
           const PtlWindowsSocket *b)
{
  return a->table == b->table && compare_bindings (a, b) == 0;
}

/**
 * ptl_windows_rows_join_dual:
 * @sockets: (element-type PtlWindowsSocket): the rows of all tables; their order is not kept
 *
 * Makes one of two rows that are one socket. An IPv6 socket without V6ONLY shows as a row of each family, on the wildcard
 * address and of one process; but so do two sockets that a server opened one after the other, and Windows does not tell
 * V6ONLY of others' sockets. What tells them apart is when they were bound, which Windows counts in steps of 100 ns and which is
 * the same for both rows of one socket, and the owner's module. Rows without that time (Wine has none) stay two. Any thread.
 */
void
ptl_windows_rows_join_dual (GArray *sockets)
{
  guint kept = 0;

  /* Both halves stand side by side then, IPv4 first. */
  g_array_sort (sockets, compare_bindings);

  for (guint i = 0; i < sockets->len; i++)
    {
      PtlWindowsSocket socket = g_array_index (sockets, PtlWindowsSocket, i);

      if (i + 1 < sockets->len)
        {
          PtlWindowsSocket next = g_array_index (sockets, PtlWindowsSocket, i + 1);

          if (are_halves (&socket, &next) &&
              (kept == 0 || !are_alike (&g_array_index (sockets, PtlWindowsSocket, kept - 1), &socket)) &&
              (i + 2 == sockets->len || !are_alike (&g_array_index (sockets, PtlWindowsSocket, i + 2), &next)))
            {
              socket = next;
              socket.dual = TRUE;
              i++;
            }
        }

      g_array_index (sockets, PtlWindowsSocket, kept++) = socket;
    }

  g_array_set_size (sockets, kept);
}
