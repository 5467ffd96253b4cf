#pragma once

#include "host/linux/ptl-kernel-port.h"

G_BEGIN_DECLS

extern const guint8 ptl_rpcbind_question[44];

gboolean ptl_rpcbind_answer_is_whole (const guint8 *bytes,
                                      gsize         length);
gboolean ptl_rpcbind_answer_parse    (const guint8 *bytes,
                                      gsize         length,
                                      GArray       *ports);

G_END_DECLS
