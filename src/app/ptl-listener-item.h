#pragma once

#include <glib-object.h>

#include "host/ptl-listener.h"

G_BEGIN_DECLS

#define PTL_TYPE_LISTENER_ITEM (ptl_listener_item_get_type ())

G_DECLARE_FINAL_TYPE (PtlListenerItem, ptl_listener_item, PTL, LISTENER_ITEM, GObject)

/* What a row says of itself for a few seconds. */
typedef enum
{
  PTL_MARK_NONE,
  PTL_MARK_NEW,
  PTL_MARK_GONE, /* nothing listens there any more */
} PtlMark;

PtlListenerItem   *ptl_listener_item_new          (GPtrArray         *listeners);
PtlListenerItem   *ptl_listener_item_new_heading  (const char        *title);
gboolean           ptl_listener_item_is_heading   (PtlListenerItem   *self);
const char        *ptl_listener_item_get_title    (PtlListenerItem   *self);
guint              ptl_listener_item_get_n_rows   (PtlListenerItem   *self);
void               ptl_listener_item_set_n_rows   (PtlListenerItem   *self,
                                                   guint              n_rows);
guint16            ptl_listener_item_get_port     (PtlListenerItem   *self);
const PtlListener *ptl_listener_item_get_listener (PtlListenerItem   *self);
guint              ptl_listener_item_get_n_sockets (PtlListenerItem  *self);
const PtlListener *ptl_listener_item_get_socket   (PtlListenerItem   *self,
                                                   guint              index);
PtlMark            ptl_listener_item_get_mark     (PtlListenerItem   *self);
gint64             ptl_listener_item_get_marked_until (PtlListenerItem *self);
void               ptl_listener_item_set_mark     (PtlListenerItem   *self,
                                                   PtlMark            mark,
                                                   gint64             until);
gboolean           ptl_listener_item_update       (PtlListenerItem   *self,
                                                   GPtrArray         *listeners);

G_END_DECLS
