#pragma once

#include "app/ptl-listener-shown.h"
#include "app/ptl-splices.h"

G_BEGIN_DECLS

/* Rows that follow one another in two lists. */
typedef struct
{
  guint from;   /* in the one */
  guint to;     /* in the other */
  guint length;
} PtlListenerRun;

GArray *ptl_listener_runs_new    (PtlListenerRows        *before,
                                  PtlListenerRows        *after,
                                  gboolean               *out_moved);
GArray *ptl_listener_splices_new (const PtlListenerShown *before,
                                  const PtlListenerShown *after,
                                  GArray                 *runs,
                                  GArray                 *watched);
GArray *ptl_listener_splices_new_for_all (const PtlListenerShown *before,
                                          const PtlListenerShown *after);

G_END_DECLS
