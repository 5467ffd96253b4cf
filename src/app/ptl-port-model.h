#pragma once

#include <gio/gio.h>

#include "page/ptl-search.h"

G_BEGIN_DECLS

#define PTL_TYPE_PORT_MODEL (ptl_port_model_get_type ())

G_DECLARE_FINAL_TYPE (PtlPortModel, ptl_port_model, PTL, PORT_MODEL, GObject)

PtlPortModel *ptl_port_model_new            (void);
void          ptl_port_model_set_results    (PtlPortModel *self,
                                             PtlResults   *results);
void          ptl_port_model_set_short      (PtlPortModel *self,
                                             gboolean      short_list);
void          ptl_port_model_update_results (PtlPortModel *self,
                                             PtlResults   *results);
PtlResults   *ptl_port_model_get_results    (PtlPortModel *self);
void          ptl_port_model_set_snapshot   (PtlPortModel *self,
                                             PtlSnapshot  *snapshot);
void          ptl_port_model_set_marks      (PtlPortModel *self,
                                             PtlMarks     *marks);
gboolean      ptl_port_model_find           (PtlPortModel *self,
                                             guint16       port,
                                             guint        *out_position);

G_END_DECLS
