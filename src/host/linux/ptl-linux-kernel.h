#pragma once

#include "host/linux/ptl-kernel-port.h"
#include "host/linux/ptl-linux-listeners.h"
#include "host/ptl-listener.h"

G_BEGIN_DECLS

/* On which ports the kernel itself listens, as far as it says so, or as it is likely. One thread at a time. */
typedef struct _PtlLinuxKernel PtlLinuxKernel;

PtlLinuxKernel      *ptl_linux_kernel_new   (const char            *root,
                                             gboolean               is_own);
void                 ptl_linux_kernel_free  (PtlLinuxKernel        *self);
void                 ptl_linux_kernel_begin (PtlLinuxKernel        *self);
const PtlKernelPort *ptl_linux_kernel_find  (PtlLinuxKernel        *self,
                                             const PtlListener     *listener,
                                             const PtlLinuxSocket  *socket,
                                             const PtlLinuxContext *context);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlLinuxKernel, ptl_linux_kernel_free)

G_END_DECLS
