#pragma once

#include "host/ptl-listener.h"

G_BEGIN_DECLS

/* The processes that hold sockets, kept from reading to reading. One thread at a time. */
typedef struct _PtlWindowsProcesses PtlWindowsProcesses;

PtlWindowsProcesses *ptl_windows_processes_new   (void);
void                 ptl_windows_processes_free  (PtlWindowsProcesses *self);
void                 ptl_windows_processes_begin (PtlWindowsProcesses *self);
PtlProcess          *ptl_windows_processes_get   (PtlWindowsProcesses *self,
                                                  guint32              pid,
                                                  guint64              socket_created);
void                 ptl_windows_processes_end   (PtlWindowsProcesses *self);

G_END_DECLS
