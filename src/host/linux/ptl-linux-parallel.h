#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef void (*PtlParallelFunc) (gpointer item,
                                 gpointer user_data);

void ptl_linux_parallel_for_each (GPtrArray       *items,
                                  guint            time,
                                  PtlParallelFunc  func,
                                  gpointer         user_data);

G_END_DECLS
