#pragma once

#include "host/linux/ptl-linux-task.h"
#include "host/linux/ptl-linux-users.h"

G_BEGIN_DECLS

/*
 * What processes are: their names, users and ancestors, which are read anew by turns, as they may change. One thread at a time.
 */
typedef struct _PtlLinuxProcesses PtlLinuxProcesses;

PtlLinuxProcesses *ptl_linux_processes_new         (gboolean           is_own);
void               ptl_linux_processes_free        (PtlLinuxProcesses *self);
void               ptl_linux_processes_begin       (PtlLinuxProcesses *self,
                                                    int                proc,
                                                    gboolean           first);
void               ptl_linux_processes_read_task   (PtlLinuxProcesses *self,
                                                    int                proc,
                                                    PtlLinuxUsers     *users,
                                                    PtlLinuxTask      *task);
void               ptl_linux_processes_read_owners (PtlLinuxProcesses *self,
                                                    int                proc,
                                                    PtlLinuxUsers     *users,
                                                    GPtrArray         *tasks,
                                                    gboolean           first);

G_END_DECLS
