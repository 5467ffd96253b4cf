#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is known of processes' numbers, so that the next reading need list those alone that came since. Zeros know nothing. */
typedef struct
{
  gint64 offset;      /* in /proc a process is at its number and so much more; 0 where that can't be relied on */
  gint64 bound;       /* who came since the last listing has a greater number; 0 where that is not known */
  gint64 newest;      /* the number given last when the sample was taken, */
  gint64 newest_time; /* which was then: monotonic */
  guint  n_parts;     /* since everything was listed */
} PtlLinuxPids;

GArray *ptl_linux_pids_list_all  (int           proc);
GArray *ptl_linux_pids_list_some (PtlLinuxPids *self,
                                  int           proc,
                                  gboolean      all,
                                  gint64       *out_bound);

G_END_DECLS
