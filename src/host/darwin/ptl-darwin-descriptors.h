#pragma once

#include "host/darwin/ptl-darwin-socket.h"

G_BEGIN_DECLS

typedef enum
{
  PTL_DARWIN_DESCRIPTORS_READ,
  PTL_DARWIN_DESCRIPTORS_HIDDEN, /* the system does not show them to this user */
  PTL_DARWIN_DESCRIPTORS_GONE,   /* the process has ended */
} PtlDarwinDescriptors;

PtlDarwinDescriptors ptl_darwin_descriptors_read (gint64  pid,
                                                  GArray *sockets);

G_END_DECLS
