#pragma once

#include "app/ptl-listener-model.h"

G_BEGIN_DECLS

typedef struct _PtlListenerPlanner PtlListenerPlanner;

typedef void (* PtlListenerPlannerFunc) (PtlListenerPlan *plan,
                                         gpointer         user_data);

PtlListenerPlanner *ptl_listener_planner_new            (PtlListenerModel       *model,
                                                         PtlListenerPlannerFunc  take,
                                                         gpointer                user_data);
void                ptl_listener_planner_free           (PtlListenerPlanner     *self);
void                ptl_listener_planner_update         (PtlListenerPlanner     *self,
                                                         PtlSnapshot            *snapshot,
                                                         PtlResults             *results);
void                ptl_listener_planner_expire         (PtlListenerPlanner     *self,
                                                         guint64                 held);
void                ptl_listener_planner_forget         (PtlListenerPlanner     *self);
void                ptl_listener_planner_forget_results (PtlListenerPlanner     *self);
gboolean            ptl_listener_planner_is_busy        (PtlListenerPlanner     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlListenerPlanner, ptl_listener_planner_free)

G_END_DECLS
