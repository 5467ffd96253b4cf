#pragma once

#include <glib.h>

#include "host/windows/ptl-windows-rows.h"

G_BEGIN_DECLS

/* The system's tables of sockets, as they were at one moment. */
typedef struct
{
  GByteArray *tables[PTL_WINDOWS_N_TABLES]; /* (owned) (nullable): NULL where this computer does not have the family */
  gboolean    complete;
} PtlWindowsTables;

/* As GetExtendedTcpTable() does: fills in @bytes, or says in @size how many it needs. Returns a status of Windows. */
typedef unsigned long (*PtlWindowsAskTable) (PtlWindowsTable  table,
                                             guint8          *bytes,
                                             unsigned long   *size);

guint32  ptl_windows_tables_read_one   (PtlWindowsTable          table,
                                        PtlWindowsAskTable       ask,
                                        GByteArray             **out_bytes);
gboolean ptl_windows_tables_read       (PtlWindowsTables        *self,
                                        const gint              *cancelled,
                                        GError                 **error);
void     ptl_windows_tables_clear      (PtlWindowsTables        *self);
GArray  *ptl_windows_tables_parse      (PtlWindowsTables        *self);
char    *ptl_windows_tables_ask_module (const PtlWindowsTables  *self,
                                        const PtlWindowsSocket  *socket);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PtlWindowsTables, ptl_windows_tables_clear)

G_END_DECLS
