#pragma once

#include <gtk/gtk.h>

#include "app/ptl-listener-columns.h"

G_BEGIN_DECLS

#define PTL_TYPE_LISTENER_HEADER (ptl_listener_header_get_type ())

G_DECLARE_FINAL_TYPE (PtlListenerHeader, ptl_listener_header, PTL, LISTENER_HEADER, GtkWidget)

void ptl_listener_header_set_columns (PtlListenerHeader        *self,
                                      const PtlListenerColumns *columns);
void ptl_listener_header_set_order   (PtlListenerHeader        *self,
                                      const PtlListenerOrder   *order);

G_END_DECLS
