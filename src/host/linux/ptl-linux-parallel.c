#include "config.h"

#include "host/linux/ptl-linux-parallel.h"

/* What takes less is done before another thread has started: microseconds. */
#define MIN_TIME 600

/* The kernel's locks in /proc leave little to more threads than this. */
#define MAX_THREADS 4

/* How many a thread takes at a time. */
#define BATCH 16

typedef struct
{
  GPtrArray       *items;
  PtlParallelFunc  func;
  gpointer         user_data;
  gint             next; /* (atomic) */
} Job;

static gpointer
work (gpointer data)
{
  Job *job = data;

  for (;;)
    {
      guint first = g_atomic_int_add (&job->next, BATCH);
      guint end = MIN (first + BATCH, job->items->len);

      if (first >= job->items->len)
        return NULL;
      for (guint i = first; i < end; i++)
        job->func (g_ptr_array_index (job->items, i), job->user_data);
    }
}

/**
 * ptl_linux_parallel_for_each:
 * @items: what to work on; each item is given to one thread only
 * @time: about how long one item takes, in microseconds
 * @func: what to do
 * @user_data: shared by all threads
 *
 * Calls @func for each item, on several processors where there are many items, and returns when all is done. Reading /proc
 * is bound by the processor, not by a disk.
 */
void
ptl_linux_parallel_for_each (GPtrArray       *items,
                             guint            time,
                             PtlParallelFunc  func,
                             gpointer         user_data)
{
  Job job = { .items = items, .func = func, .user_data = user_data };
  GThread *threads[MAX_THREADS - 1] = { NULL };
  guint n_threads = 0;

  if (items->len >= 2 * BATCH && items->len * time >= MIN_TIME)
    n_threads = MIN (g_get_num_processors (), MAX_THREADS) - 1;

  /* Where the system gives no more threads, this one does it all. */
  for (guint i = 0; i < n_threads; i++)
    threads[i] = g_thread_try_new ("portolan-read", work, &job, NULL);

  work (&job);

  for (guint i = 0; i < n_threads; i++)
    g_clear_pointer (&threads[i], g_thread_join);
}
