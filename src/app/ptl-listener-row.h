#pragma once

#include <gtk/gtk.h>

#include "app/ptl-listener-columns.h"
#include "app/ptl-listener-item.h"
#include "app/ptl-owner-icons.h"

G_BEGIN_DECLS

#define PTL_TYPE_LISTENER_ROW (ptl_listener_row_get_type ())

G_DECLARE_FINAL_TYPE (PtlListenerRow, ptl_listener_row, PTL, LISTENER_ROW, GtkWidget)

GtkWidget       *ptl_listener_row_new       (const PtlListenerColumns *columns,
                                             PtlOwnerIcons            *icons);
void             ptl_listener_row_set_item  (PtlListenerRow           *self,
                                             PtlListenerItem          *item);
PtlListenerItem *ptl_listener_row_get_item  (PtlListenerRow           *self);
void             ptl_listener_row_set_words (PtlListenerRow           *self,
                                             const char * const       *words);

G_END_DECLS
