#pragma once

#include "host/linux/ptl-linux-namespaces.h"

G_BEGIN_DECLS

/* Makes listeners of sockets and their owners, and keeps those that stay the same. One thread at a time. */
typedef struct _PtlLinuxListeners PtlLinuxListeners;

/* What a listener is made with. */
typedef struct
{
  int                 proc;
  PtlLinuxCgroups    *cgroups;
  PtlLinuxUsers      *users;
  PtlLinuxOwners     *owners;
  PtlLinuxNamespaces *namespaces;
  struct _PtlLinuxFurther *further;
  const PtlLinuxSocket    *sockets; /* those of this reading */
  guint                    n_sockets;
  const guint8            *unheld;  /* (nullable): for each of these, a PtlUnheld */
} PtlLinuxContext;

PtlLinuxListeners *ptl_linux_listeners_new           (gboolean is_own);
void               ptl_linux_listeners_free          (PtlLinuxListeners     *self);
guint8            *ptl_linux_listeners_list_given_up (PtlLinuxListeners     *self,
                                                      const PtlLinuxSocket  *sockets,
                                                      guint                  n_sockets);
GPtrArray         *ptl_linux_listeners_make          (PtlLinuxListeners     *self,
                                                      const PtlLinuxSocket  *sockets,
                                                      guint                  n_sockets,
                                                      const PtlLinuxContext *context);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlLinuxListeners, ptl_linux_listeners_free)

G_END_DECLS
