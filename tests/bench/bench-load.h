#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Processes that listen and hold descriptors, to measure against. */
typedef struct
{
  GArray *pids;      /* (owned) (element-type pid_t) */
  int     release;   /* the write end of a pipe: they end when it closes */
} BenchLoad;

gboolean   bench_enter_namespaces (void);
BenchLoad *bench_load_start       (guint      n_listeners,
                                   guint      n_processes,
                                   guint      n_descriptors);
void       bench_load_wake        (BenchLoad *load);
void       bench_load_stop        (BenchLoad *load);

G_END_DECLS
