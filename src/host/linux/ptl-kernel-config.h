#pragma once

#include "host/linux/ptl-kernel-port.h"

G_BEGIN_DECLS

/* What files tell of the ports on which the kernel listens: by its own settings, or by the parts of it that are there. */

void ptl_kernel_ports_parse_portal (const char *name,
                                    GArray     *ports);
void ptl_kernel_ports_parse_nvmet  (const char *type,
                                    const char *address,
                                    const char *port,
                                    GArray     *ports);
void ptl_kernel_ports_read_config  (int         root,
                                    int         proc,
                                    GArray     *ports);

G_END_DECLS
