#pragma once

#include <gtk/gtk.h>

#include "app/ptl-port-item.h"
#include "app/ptl-row-metrics.h"
#include "catalog/ptl-catalog.h"

G_BEGIN_DECLS

#define PTL_TYPE_PORT_ROW (ptl_port_row_get_type ())

G_DECLARE_FINAL_TYPE (PtlPortRow, ptl_port_row, PTL, PORT_ROW, GtkWidget)

GtkWidget   *ptl_port_row_new       (PtlCatalog          *catalog,
                                     const PtlRowMetrics *metrics);
void         ptl_port_row_set_item  (PtlPortRow          *self,
                                     PtlPortItem         *item);
PtlPortItem *ptl_port_row_get_item  (PtlPortRow          *self);
void         ptl_port_row_set_words (PtlPortRow          *self,
                                     const char * const  *words);
char        *ptl_port_row_describe  (PtlCatalog          *catalog,
                                     PtlPortItem         *item);

G_END_DECLS
