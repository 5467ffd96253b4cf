#include "config.h"

#include "bench-loop.h"

#include <time.h>

/* Milliseconds that this thread has worked: on a busy machine, what it had to wait for others is not its doing. */
double
bench_thread_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static void
before_paint_cb (BenchLoop *self)
{
  self->painted = TRUE;
  self->n_frames++;
}

void
bench_loop_init (BenchLoop *self,
                 GtkWidget *window)
{
  bench_loop_reset (self);
  g_signal_connect_swapped (gtk_widget_get_frame_clock (window), "before-paint", G_CALLBACK (before_paint_cb), self);
}

void
bench_loop_reset (BenchLoop *self)
{
  *self = (BenchLoop) { 0 };
}

/* What this thread did outside of the loop, as the handler of a source would have. */
void
bench_loop_note (BenchLoop *self,
                 double     milliseconds)
{
  self->longest = MAX (self->longest, milliseconds);
}

/* One turn, as g_main_context_iteration() has it; all that is dispatched in it counts as one run. */
static void
turn (BenchLoop *self,
      int        longest_wait)
{
  GMainContext *context = g_main_context_default ();
  GPollFD fds[64];
  int priority, timeout, n;
  double from, took;

  g_main_context_prepare (context, &priority);
  n = g_main_context_query (context, priority, &timeout, fds, G_N_ELEMENTS (fds));
  g_assert_cmpint (n, <=, (int) G_N_ELEMENTS (fds));
  g_poll (fds, n, timeout < 0 ? longest_wait : MIN (timeout, longest_wait));
  if (!g_main_context_check (context, priority, fds, n))
    return;

  self->painted = FALSE;
  from = bench_thread_time ();
  g_main_context_dispatch (context);
  took = bench_thread_time () - from;
  if (self->painted)
    self->longest_frame = MAX (self->longest_frame, took);
  else
    self->longest = MAX (self->longest, took);
}

void
bench_loop_spin (BenchLoop *self,
                 guint      milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  while (g_get_monotonic_time () < end)
    turn (self, 5);
}

/* Turns until @test holds, but no longer than ten seconds. */
gboolean
bench_loop_wait (BenchLoop *self,
                 gboolean (*test) (gpointer data),
                 gpointer   data)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (!test (data) && g_get_monotonic_time () < end)
    turn (self, 5);

  return test (data);
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Sorts @times; @to_reach is 0 where there is nothing to reach. */
void
bench_report (const char *what,
              GArray     *times,
              double      to_reach)
{
  g_array_sort (times, compare_doubles);
  g_print ("%-52s median %6.2f ms, worst of %u %6.2f ms", what,
           g_array_index (times, double, times->len / 2), times->len, g_array_index (times, double, times->len - 1));
  if (to_reach > 0)
    g_print ("   (to reach: %.0f ms)", to_reach);
  g_print ("\n");
}
