#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers of the threads that the kernel runs for itself, in the order in which they began. */
typedef struct
{
  GArray *pids; /* (owned) (element-type gint64): empty where they are not known */
  guint   next; /* where the next look begins */
} PtlKernelThreads;

void     ptl_kernel_threads_read     (PtlKernelThreads *self,
                                      int               proc);
gboolean ptl_kernel_threads_contains (PtlKernelThreads *self,
                                      gint64            pid);
void     ptl_kernel_threads_clear    (PtlKernelThreads *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PtlKernelThreads, ptl_kernel_threads_clear)

G_END_DECLS
