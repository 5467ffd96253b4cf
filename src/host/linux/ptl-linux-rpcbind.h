#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* rpcbind, as far as it was asked: by which ports the kernel's parts of NFS can be told. */
typedef struct _PtlLinuxRpcbind PtlLinuxRpcbind;

PtlLinuxRpcbind *ptl_linux_rpcbind_new  (const char      *root);
void             ptl_linux_rpcbind_free (PtlLinuxRpcbind *self);
void             ptl_linux_rpcbind_list (PtlLinuxRpcbind *self,
                                         int              proc,
                                         GArray          *ports);

G_END_DECLS
