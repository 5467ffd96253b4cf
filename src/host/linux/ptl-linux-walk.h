#pragma once

#include <glib.h>

#include "host/linux/ptl-inode-map.h"
#include "host/linux/ptl-linux-task.h"

G_BEGIN_DECLS

/* What a walk looks for, and what it has found; shared by the threads that walk. */
typedef struct
{
  int                proc;
  guint              reading;
  guint              depth;    /* the most descriptors to look at in one visit */
  const PtlInodeMap *wanted;
  gint              *owned;    /* (atomic): for each place, whether an owner was seen */
  gint               n_open;   /* (atomic): places without an owner */
  gboolean           until_found; /* stop as soon as no place is open */
  gboolean           resume;      /* go on where an earlier reading left off */
  gint64             deadline; /* monotonic; 0 for none */
  const gint        *cancelled;
} PtlLinuxWalk;

gboolean ptl_linux_walk_is_over (PtlLinuxWalk *self);
void     ptl_linux_walk_glance  (PtlLinuxWalk *self,
                                 PtlLinuxTask *task);
guint    ptl_linux_walk_visit   (PtlLinuxWalk *self,
                                 PtlLinuxTask *task);

G_END_DECLS
