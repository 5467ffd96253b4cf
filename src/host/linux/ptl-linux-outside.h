#pragma once

#include "host/linux/ptl-linux-socket.h"
#include "host/linux/ptl-linux-users.h"
#include "host/ptl-snapshot.h"

G_BEGIN_DECLS

/*
 * What is outside of the sandbox that we run in: who holds the sockets, by the last answer of a program that is run there, if
 * that is permitted. One thread at a time.
 */
typedef struct _PtlLinuxOutside PtlLinuxOutside;

PtlLinuxOutside *ptl_linux_outside_new         (const char           *root);
void             ptl_linux_outside_free        (PtlLinuxOutside      *self);
gboolean         ptl_linux_outside_is_there    (PtlLinuxOutside      *self);
gboolean         ptl_linux_outside_look        (PtlLinuxOutside      *self,
                                                const PtlLinuxSocket *sockets,
                                                guint                 n_sockets,
                                                const gint           *cancelled);
gboolean         ptl_linux_outside_tell        (PtlLinuxOutside      *self,
                                                PtlListener          *told,
                                                const PtlLinuxSocket *socket,
                                                PtlLinuxUsers        *users);
void             ptl_linux_outside_tell_hidden (PtlLinuxOutside      *self,
                                                PtlSnapshot          *snapshot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlLinuxOutside, ptl_linux_outside_free)

G_END_DECLS
