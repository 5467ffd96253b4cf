#pragma once

#include "host/linux/ptl-linux-listeners.h"
#include "host/ptl-listener.h"

G_BEGIN_DECLS

gboolean ptl_linux_threads_are_left (int                    proc,
                                     gint64                 pid);
gboolean ptl_linux_threads_tell     (PtlListener           *told,
                                     const PtlLinuxSocket  *socket,
                                     const PtlLinuxContext *context);

G_END_DECLS
