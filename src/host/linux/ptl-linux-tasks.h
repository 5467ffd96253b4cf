#pragma once

#include "host/linux/ptl-linux-task.h"

G_BEGIN_DECLS

/* All processes, as far as /proc shows them. */
typedef struct
{
  GPtrArray *all;   /* (owned) (element-type PtlLinuxTask): sorted by pid */
  GPtrArray *fresh; /* (owned) (element-type PtlLinuxTask): those that the last update brought */
} PtlLinuxTasks;

void          ptl_linux_tasks_init   (PtlLinuxTasks       *self);
void          ptl_linux_tasks_clear  (PtlLinuxTasks       *self);
gboolean      ptl_linux_tasks_update (PtlLinuxTasks       *self,
                                      int                  proc);
GArray       *ptl_linux_tasks_list_pids (int                 proc);
PtlLinuxTask *ptl_linux_tasks_find   (const PtlLinuxTasks *self,
                                      gint64               pid);

G_END_DECLS
