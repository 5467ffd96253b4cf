#pragma once

#include <gio/gio.h>

#include "app/ptl-listener-item.h"
#include "app/ptl-listener-plan.h"
#include "app/ptl-listener-shown.h"
#include "page/ptl-search.h"

G_BEGIN_DECLS

#define PTL_TYPE_LISTENER_MODEL (ptl_listener_model_get_type ())

G_DECLARE_FINAL_TYPE (PtlListenerModel, ptl_listener_model, PTL, LISTENER_MODEL, GObject)

PtlListenerModel       *ptl_listener_model_new             (void);
PtlListenerRows        *ptl_listener_model_get_rows        (PtlListenerModel       *self);
void                    ptl_listener_model_take            (PtlListenerModel       *self,
                                                            PtlListenerPlan        *plan,
                                                            const PtlListenerHold  *hold);
const PtlListenerOrder *ptl_listener_model_get_order       (PtlListenerModel       *self);
void                    ptl_listener_model_set_order       (PtlListenerModel       *self,
                                                            const PtlListenerOrder *order);
void                    ptl_listener_model_set_filter      (PtlListenerModel       *self,
                                                            PtlResults             *results,
                                                            PtlQuery               *query);
void                    ptl_listener_model_update          (PtlListenerModel       *self,
                                                            PtlSnapshot            *snapshot,
                                                            PtlResults             *results,
                                                            gint64                  now,
                                                            const PtlListenerHold  *hold);
gboolean                ptl_listener_model_expire          (PtlListenerModel       *self,
                                                            gint64                  now,
                                                            const PtlListenerHold  *hold);
void                    ptl_listener_model_settle          (PtlListenerModel       *self);
gboolean                ptl_listener_model_has_marks       (PtlListenerModel       *self);
gboolean                ptl_listener_model_is_held         (PtlListenerModel       *self);
guint                   ptl_listener_model_get_n_listeners (PtlListenerModel       *self);
gboolean                ptl_listener_model_find_port       (PtlListenerModel       *self,
                                                            guint16                 port,
                                                            guint                  *out_position);
gboolean                ptl_listener_model_find_item       (PtlListenerModel       *self,
                                                            PtlListenerItem        *item,
                                                            guint                  *out_position);

G_END_DECLS
