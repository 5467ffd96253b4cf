#pragma once

#include "host/linux/ptl-kernel-port.h"
#include "host/linux/ptl-linux-listeners.h"

G_BEGIN_DECLS

/* Which of the sockets that no process is seen to hold are likely the kernel's own. */

gboolean ptl_kernel_guess_may_be_hidden (const PtlLinuxSocket  *socket,
                                         const PtlLinuxContext *context);
void     ptl_kernel_guess_links         (GArray                *silent,
                                         const PtlLinuxContext *context,
                                         GArray                *ports);

G_END_DECLS
