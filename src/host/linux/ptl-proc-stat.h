#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is kept of /proc/PID/stat. */
typedef struct
{
  const char *name;        /* in the text that was parsed: any bytes, no NUL at the end */
  gsize       name_length;
  gint64      parent_pid;
  guint64     start_ticks;
  guint64     start_code;  /* where the program's code begins; 0 or 1 where that is not shown */
  guint64     start_stack; /* likewise: with the one above tells that another program was started in the process */
  gboolean    kernel_thread;
} PtlProcStat;

gboolean ptl_proc_stat_parse         (const char  *text,
                                      gsize        length,
                                      PtlProcStat *stat);
gboolean ptl_proc_status_parse_uid   (const char  *text,
                                      gsize        length,
                                      guint32     *out_uid);
gboolean ptl_proc_status_has_one_pid (const char  *text,
                                      gsize        length);

G_END_DECLS
