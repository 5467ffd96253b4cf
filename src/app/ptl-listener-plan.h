#pragma once

#include <gio/gio.h>

#include "app/ptl-listener-advance.h"

G_BEGIN_DECLS

/* From some rows to those that follow: all that can be worked out before the window has to know. Immutable once made. */
typedef struct
{
  PtlListenerRows *before; /* (owned) */
  PtlListenerRows *after;  /* (owned) */
  GArray          *runs;   /* (owned) (element-type PtlListenerRun): what stays */
  gboolean         moved;  /* rows that stay have changed places */
} PtlListenerPlan;

PtlListenerPlan *ptl_listener_plan_new       (PtlListenerRows          *before,
                                              const PtlListenerRequest *request);
void             ptl_listener_plan_free      (PtlListenerPlan          *self);
void             ptl_listener_plan_new_async (PtlListenerRows          *before,
                                              const PtlListenerRequest *request,
                                              GAsyncReadyCallback       callback,
                                              gpointer                  user_data);
PtlListenerPlan *ptl_listener_plan_finish    (GAsyncResult             *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlListenerPlan, ptl_listener_plan_free)

G_END_DECLS
