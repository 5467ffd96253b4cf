#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A made-up /proc whose sockets come, go and change hands, for the benchmark of the window. */
typedef struct
{
  char   *path;        /* (owned) */
  GArray *sockets;     /* (element-type BenchSocket) */
  GRand  *random;
  guint   next_inode;
} BenchRoot;

void    bench_root_init   (BenchRoot *self,
                           guint      n_sockets);
void    bench_root_clear  (BenchRoot *self);
void    bench_root_churn  (BenchRoot *self,
                           guint      n_replaced,
                           guint      n_changed);
guint16 bench_root_middle (BenchRoot *self);

G_END_DECLS
