#pragma once

#include "host/ptl-host-facts.h"

G_BEGIN_DECLS

gboolean   ptl_linux_support_is_registered (int          proc,
                                            const char  *name);
gboolean   ptl_linux_support_parse_refusal (const char  *text,
                                            const char  *module);
PtlSupport ptl_linux_support_read          (int          proc,
                                            const char  *root,
                                            const char  *release,
                                            PtlTransport transport);

G_END_DECLS
