#pragma once

#include <glib.h>

#include "host/ptl-listener.h"

G_BEGIN_DECLS

/* On which ports the kernel itself listens, as far as it says so. One thread at a time. */
typedef struct _PtlLinuxKernel PtlLinuxKernel;

PtlLinuxKernel *ptl_linux_kernel_new   (gboolean        is_own);
void            ptl_linux_kernel_free  (PtlLinuxKernel *self);
void            ptl_linux_kernel_begin (PtlLinuxKernel *self);
const char     *ptl_linux_kernel_find  (PtlLinuxKernel *self,
                                        int             proc,
                                        PtlTransport    transport,
                                        PtlFamily       family,
                                        guint16         port);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlLinuxKernel, ptl_linux_kernel_free)

G_END_DECLS
