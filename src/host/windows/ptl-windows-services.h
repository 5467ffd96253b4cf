#pragma once

#include "host/windows/ptl-windows-tables.h"

G_BEGIN_DECLS

/* Which services run in which processes. One thread at a time. */
typedef struct _PtlWindowsServices PtlWindowsServices;

PtlWindowsServices *ptl_windows_services_new   (void);
void                ptl_windows_services_free  (PtlWindowsServices     *self);
void                ptl_windows_services_begin (PtlWindowsServices     *self);
char               *ptl_windows_services_dup   (PtlWindowsServices     *self,
                                                const PtlWindowsTables *tables,
                                                const PtlWindowsSocket *socket);

G_END_DECLS
