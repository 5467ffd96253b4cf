#pragma once

#include "host/ptl-snapshot.h"

G_BEGIN_DECLS

/* Made-up listeners and readings. */

PtlListener *make_listener (guint16      port,
                            const char  *address,
                            gint64       pid,
                            const char  *name,
                            guint64      inode);
PtlSnapshot *make_snapshot (GPtrArray   *listeners);
GPtrArray   *new_listeners (void);
void         churn         (GPtrArray  *listeners,
                            GRand      *random,
                            guint64    *next_inode);

G_END_DECLS
