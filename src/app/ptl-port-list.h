#pragma once

#include <gtk/gtk.h>

#include "app/ptl-port-model.h"
#include "catalog/ptl-catalog.h"

G_BEGIN_DECLS

#define PTL_TYPE_PORT_LIST (ptl_port_list_get_type ())

G_DECLARE_FINAL_TYPE (PtlPortList, ptl_port_list, PTL, PORT_LIST, GtkWidget)

void     ptl_port_list_set_catalog  (PtlPortList        *self,
                                     PtlCatalog         *catalog);
void     ptl_port_list_show_results (PtlPortList        *self,
                                     PtlResults         *results,
                                     const char * const *words,
                                     gboolean            same_search);
void     ptl_port_list_set_short    (PtlPortList        *self,
                                     gboolean            short_list);
void     ptl_port_list_set_snapshot (PtlPortList        *self,
                                     PtlSnapshot        *snapshot);
void     ptl_port_list_set_marks    (PtlPortList        *self,
                                     PtlMarks           *marks);
gboolean ptl_port_list_select       (PtlPortList        *self,
                                     guint16             port);
void     ptl_port_list_select_first (PtlPortList        *self);
void     ptl_port_list_unselect     (PtlPortList        *self);
void     ptl_port_list_move         (PtlPortList        *self,
                                     int                 steps);
int      ptl_port_list_get_selected (PtlPortList        *self);

G_END_DECLS
