#pragma once

#include <glib-object.h>

#include "app/ptl-listener-entry.h"

G_BEGIN_DECLS

#define PTL_TYPE_LISTENER_ITEM (ptl_listener_item_get_type ())

G_DECLARE_FINAL_TYPE (PtlListenerItem, ptl_listener_item, PTL, LISTENER_ITEM, GObject)

PtlListenerItem        *ptl_listener_item_new        (PtlListenerEntry *entry,
                                                      GHashTable       *living);
void                    ptl_listener_item_update     (PtlListenerItem  *self,
                                                      PtlListenerEntry *entry);
const PtlListenerEntry *ptl_listener_item_get_entry  (PtlListenerItem  *self);
guint64                 ptl_listener_item_get_id     (PtlListenerItem  *self);
gboolean                ptl_listener_item_is_heading (PtlListenerItem  *self);
guint16                 ptl_listener_item_get_port   (PtlListenerItem  *self);
PtlMark                 ptl_listener_item_get_mark   (PtlListenerItem  *self);

G_END_DECLS
