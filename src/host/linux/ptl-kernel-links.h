#pragma once

#include "host/linux/ptl-kernel-port.h"

G_BEGIN_DECLS

void ptl_kernel_links_read (GArray *ports,
                            GArray *silent);

G_END_DECLS
