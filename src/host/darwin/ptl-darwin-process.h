#pragma once

#include "host/darwin/ptl-darwin-processes.h"
#include "host/posix/ptl-posix-users.h"
#include "host/ptl-listener.h"

G_BEGIN_DECLS

PtlProcess *ptl_darwin_process_read (const PtlDarwinTask  *task,
                                     GHashTable           *tasks,
                                     PtlPosixUsers        *users,
                                     char                **out_job);

G_END_DECLS
