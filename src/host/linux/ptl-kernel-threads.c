#include "config.h"

#include "host/linux/ptl-kernel-threads.h"

#include "host/linux/ptl-linux-file.h"
#include "host/linux/ptl-proc-stat.h"

/* The thread that starts all others, kthreadd: it is always the second (rest_init() in the kernel's init/main.c). */
#define PARENT "2"

/**
 * ptl_kernel_threads_read:
 * @self: (out caller-allocates): the threads; cleared with ptl_kernel_threads_clear()
 * @proc: /proc's descriptor
 *
 * Lists the kernel's own threads: they hold no descriptors, are in nobody's namespace, and are half of all that /proc lists on
 * an idle computer. Where another process is the second, as in a container, or the kernel does not list children
 * (proc_tid_children(5)), none are known. Blocks.
 */
void
ptl_kernel_threads_read (PtlKernelThreads *self,
                         int               proc)
{
  g_autoptr (GByteArray) buffer = g_byte_array_new ();
  PtlProcStat stat;
  const char *at;
  char *end;

  self->pids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->next = 0;

  if (!ptl_linux_read_file (proc, PARENT "/stat", 4096, buffer) ||
      !ptl_proc_stat_parse ((const char *) buffer->data, buffer->len, &stat) ||
      !stat.kernel_thread ||
      !ptl_linux_read_file (proc, PARENT "/task/" PARENT "/children", 1024 * 1024, buffer))
    return;

  for (at = (const char *) buffer->data;; at = end)
    {
      gint64 pid = g_ascii_strtoll (at, &end, 10);

      if (end == at)
        break;
      g_array_append_val (self->pids, pid);
    }
}

/**
 * ptl_kernel_threads_contains:
 * @self: the threads
 * @pid: a process's number, greater than the one of the last call
 *
 * Tells whether a process was a thread of the kernel's own when they were read. Numbers are given in turn, so that both lists are
 * in order but for those after which numbers began anew; one of these may be taken for a process.
 *
 * Returns: whether it was
 */
gboolean
ptl_kernel_threads_contains (PtlKernelThreads *self,
                             gint64            pid)
{
  while (self->next < self->pids->len && g_array_index (self->pids, gint64, self->next) < pid)
    self->next++;

  return self->next < self->pids->len && g_array_index (self->pids, gint64, self->next) == pid;
}

/**
 * ptl_kernel_threads_clear:
 * @self: the threads
 *
 * Frees what is in @self.
 */
void
ptl_kernel_threads_clear (PtlKernelThreads *self)
{
  g_clear_pointer (&self->pids, g_array_unref);
}
