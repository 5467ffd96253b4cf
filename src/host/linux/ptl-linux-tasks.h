#pragma once

#include "host/linux/ptl-linux-pids.h"
#include "host/linux/ptl-linux-task.h"

G_BEGIN_DECLS

/* All processes, as far as /proc shows them. */
typedef struct
{
  GPtrArray   *all;   /* (owned) (element-type PtlLinuxTask): sorted by pid; some may have ended */
  GPtrArray   *fresh; /* (owned) (element-type PtlLinuxTask): those that the last update brought */
  PtlLinuxPids pids;
} PtlLinuxTasks;

void          ptl_linux_tasks_init   (PtlLinuxTasks       *self);
void          ptl_linux_tasks_clear  (PtlLinuxTasks       *self);
gboolean      ptl_linux_tasks_update (PtlLinuxTasks       *self,
                                      int                  proc,
                                      gboolean             all);
PtlLinuxTask *ptl_linux_tasks_find   (const PtlLinuxTasks *self,
                                      gint64               pid);

G_END_DECLS
