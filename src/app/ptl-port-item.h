#pragma once

#include <glib-object.h>

#include "book/ptl-marks.h"
#include "host/ptl-snapshot.h"

G_BEGIN_DECLS

#define PTL_TYPE_PORT_ITEM (ptl_port_item_get_type ())

G_DECLARE_FINAL_TYPE (PtlPortItem, ptl_port_item, PTL, PORT_ITEM, GObject)

PtlPortItem      *ptl_port_item_new           (guint16           port,
                                               GHashTable       *living);
guint16           ptl_port_item_get_port      (PtlPortItem      *self);
const char       *ptl_port_item_get_here_now  (PtlPortItem      *self);
gboolean          ptl_port_item_get_listening (PtlPortItem      *self);
gboolean          ptl_port_item_get_exposed   (PtlPortItem      *self);
void              ptl_port_item_update        (PtlPortItem      *self,
                                               PtlSnapshot      *snapshot);
const PtlOwnMark *ptl_port_item_get_mark      (PtlPortItem      *self);
void              ptl_port_item_set_mark      (PtlPortItem      *self,
                                               const PtlOwnMark *mark);

G_END_DECLS
