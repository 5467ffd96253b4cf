#pragma once

#include <glib.h>

#include "host/linux/ptl-linux-cgroups.h"
#include "host/linux/ptl-linux-socket.h"
#include "host/linux/ptl-linux-tasks.h"
#include "host/linux/ptl-linux-users.h"

G_BEGIN_DECLS

/*
 * Who holds which socket. Remembers the processes from one reading to the next, so that the next has little to look at.
 * One thread at a time.
 */
typedef struct _PtlLinuxOwners PtlLinuxOwners;

PtlLinuxOwners *ptl_linux_owners_new        (gboolean              is_own);
void            ptl_linux_owners_free       (PtlLinuxOwners       *self);
gboolean        ptl_linux_owners_is_big     (PtlLinuxOwners       *self);
gboolean        ptl_linux_owners_begin      (PtlLinuxOwners       *self,
                                             int                   proc,
                                             gboolean              all_again);
void            ptl_linux_owners_resolve    (PtlLinuxOwners       *self,
                                             int                   proc,
                                             PtlLinuxCgroups      *cgroups,
                                             PtlLinuxUsers        *users,
                                             const PtlLinuxSocket *sockets,
                                             guint                 n_sockets,
                                             const guint8         *given_up,
                                             const gint           *cancelled);
PtlLinuxTask  **ptl_linux_owners_get        (PtlLinuxOwners       *self,
                                             guint                 index,
                                             guint                *out_n);
PtlLinuxTask   *ptl_linux_owners_guess      (PtlLinuxOwners       *self,
                                             int                   proc,
                                             PtlLinuxCgroups      *cgroups,
                                             PtlLinuxUsers        *users,
                                             const PtlLinuxSocket *socket);
PtlProcess     *ptl_linux_find_eldest       (GPtrArray            *processes);
GPtrArray      *ptl_linux_owners_get_tasks  (PtlLinuxOwners       *self);
guint           ptl_linux_owners_get_reading (PtlLinuxOwners      *self);
PtlLinuxTask   *ptl_linux_owners_find_task  (PtlLinuxOwners       *self,
                                             gint64                pid);
void            ptl_linux_owners_read_task  (PtlLinuxOwners       *self,
                                             int                   proc,
                                             PtlLinuxUsers        *users,
                                             PtlLinuxTask         *task);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlLinuxOwners, ptl_linux_owners_free)

G_END_DECLS
