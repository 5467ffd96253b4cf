#pragma once

#include <glib.h>

#include "host/linux/ptl-linux-owners.h"

G_BEGIN_DECLS

/*
 * The other network namespaces whose processes we may inspect: containers of our own, mostly. One thread at a time.
 */
typedef struct _PtlLinuxNamespaces PtlLinuxNamespaces;

PtlLinuxNamespaces *ptl_linux_namespaces_new      (gboolean            is_own,
                                                       gboolean            no_netlink);
void                ptl_linux_namespaces_free     (PtlLinuxNamespaces *self);
gboolean            ptl_linux_namespaces_may_have_port (int proc,
                                                        guint16 port);
gboolean            ptl_linux_namespaces_update   (PtlLinuxNamespaces *self,
                                                   int                 proc,
                                                   PtlLinuxOwners     *owners,
                                                   PtlLinuxUsers      *users);
gboolean            ptl_linux_namespaces_read     (PtlLinuxNamespaces *self,
                                                   int                 proc,
                                                   PtlLinuxOwners     *owners,
                                                   GArray             *sockets);
gboolean            ptl_linux_namespaces_is_empty (PtlLinuxNamespaces *self);
const char         *ptl_linux_namespaces_get_name (PtlLinuxNamespaces *self,
                                                   guint               index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlLinuxNamespaces, ptl_linux_namespaces_free)

G_END_DECLS
