#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * A main loop that says how long it was away: the time that this thread worked without a look at what a person does. Runs in
 * which a frame was painted count apart, for a frame takes its time whatever has changed.
 */
typedef struct
{
  gboolean painted;
  guint    n_frames;
  double   longest;       /* milliseconds, of a run that painted nothing */
  double   longest_frame; /* milliseconds, of a run that painted */
} BenchLoop;

double   bench_thread_time (void);
void     bench_loop_init   (BenchLoop   *self,
                            GtkWidget   *window);
void     bench_loop_reset  (BenchLoop   *self);
void     bench_loop_note   (BenchLoop   *self,
                            double       milliseconds);
void     bench_loop_spin   (BenchLoop   *self,
                            guint        milliseconds);
gboolean bench_loop_wait   (BenchLoop   *self,
                            gboolean   (*test) (gpointer data),
                            gpointer     data);
void     bench_report      (const char  *what,
                            GArray      *times,
                            double       to_reach);

G_END_DECLS
