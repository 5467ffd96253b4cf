#pragma once

#include <glib.h>

#include "host/linux/ptl-linux-cgroups.h"
#include "host/linux/ptl-linux-socket.h"
#include "host/linux/ptl-linux-tasks.h"
#include "host/linux/ptl-linux-walk.h"

G_BEGIN_DECLS

/* What the search for owners remembers from one reading to the next; all 0 at first. */
typedef struct
{
  gboolean unseen;    /* there may be processes that no reading has looked at to the end */
  gint64   next_walk; /* the pid at which the slow walk goes on */
} PtlLinuxSearch;

void ptl_linux_search_run (PtlLinuxSearch       *self,
                           PtlLinuxWalk         *walk,
                           const PtlLinuxTasks  *tasks,
                           PtlLinuxCgroups      *cgroups,
                           const PtlLinuxSocket *sockets,
                           guint                 n_sockets);

G_END_DECLS
