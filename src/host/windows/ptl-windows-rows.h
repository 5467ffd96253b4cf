#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * The tables that GetExtendedTcpTable() and GetExtendedUdpTable() fill in, as bytes. Pure: compiled and tested on every system.
 */

typedef enum
{
  PTL_WINDOWS_TABLE_TCP4, /* MIB_TCPTABLE_OWNER_MODULE */
  PTL_WINDOWS_TABLE_TCP6, /* MIB_TCP6TABLE_OWNER_MODULE */
  PTL_WINDOWS_TABLE_UDP4, /* MIB_UDPTABLE_OWNER_MODULE */
  PTL_WINDOWS_TABLE_UDP6, /* MIB_UDP6TABLE_OWNER_MODULE */
} PtlWindowsTable;

#define PTL_WINDOWS_N_TABLES 4

/* One row, without what belongs to connections. */
typedef struct
{
  PtlWindowsTable table;
  guint           row;         /* its place in the table, which Windows wants back where it is asked for the row's owner */
  guint8          address[16]; /* in network order; the first four bytes for IPv4 */
  guint32         scope;       /* the interface of a link-local address; 0 where there is none */
  guint16         port;
  guint32         pid;         /* 0 where unknown */
  guint64         created;     /* when it was bound: 100 ns since 1601 UTC; 0 where unknown */
  guint64         module;      /* the first word of what Windows keeps on the owner, the service's tag; 0 where there is none */
  gboolean        dual;        /* one IPv6 socket that takes IPv4 too */
} PtlWindowsSocket;

gboolean ptl_windows_rows_parse     (const guint8    *bytes,
                                     gsize            length,
                                     PtlWindowsTable  table,
                                     GArray          *sockets);
gsize    ptl_windows_rows_get_place (PtlWindowsTable  table,
                                     guint            row);
gsize    ptl_windows_rows_get_size  (PtlWindowsTable  table);
void     ptl_windows_rows_join_dual (GArray          *sockets);

G_END_DECLS
