#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The least that a refresh can do: ask the kernel for the sockets, and look at each descriptor that was seen to be one. */
typedef struct _BenchFloor BenchFloor;

BenchFloor *bench_floor_new  (void);
void        bench_floor_read (BenchFloor *floor);
void        bench_floor_free (BenchFloor *floor);

G_END_DECLS
