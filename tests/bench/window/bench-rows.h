#pragma once

#include "host/ptl-snapshot.h"

G_BEGIN_DECLS

/* Ten thousand made-up listeners that come, go and change, for the benchmarks of the table. */
typedef struct
{
  GPtrArray *listeners; /* (element-type PtlListener) */
  GRand     *random;
  guint64    next_inode;
} BenchRows;

void         bench_rows_init  (BenchRows *self,
                               guint      n_listeners);
void         bench_rows_clear (BenchRows *self);
PtlSnapshot *bench_rows_next  (BenchRows *self,
                               guint      n_replaced,
                               guint      n_changed);

G_END_DECLS
