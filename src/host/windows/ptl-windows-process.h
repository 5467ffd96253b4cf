#pragma once

#include "host/ptl-listener.h"
#include "host/windows/ptl-windows-system.h"
#include "host/windows/ptl-windows-users.h"

G_BEGIN_DECLS

/* What the list of running processes says of one, to everybody. */
typedef struct
{
  char   *name;       /* (owned) (nullable): "svchost.exe" */
  guint32 parent_pid; /* may have ended, and its number been given anew */
  guint64 created;    /* when it began: 100 ns since 1601 UTC; 0 where unknown */
} PtlWindowsRunning;

GHashTable *ptl_windows_process_list        (void);
guint64     ptl_windows_process_get_created (HANDLE                   handle);
PtlProcess *ptl_windows_process_new         (guint32                  pid,
                                             HANDLE                   handle,
                                             guint64                  created,
                                             const PtlWindowsRunning *running,
                                             GHashTable              *list,
                                             PtlWindowsUsers         *users);

G_END_DECLS
