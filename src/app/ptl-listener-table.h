#pragma once

#include <gtk/gtk.h>

#include "app/ptl-listener-model.h"

G_BEGIN_DECLS

/* Pixels at both ends of a row; style.css has the same number. */
#define PTL_LISTENER_ROW_MARGIN 6

#define PTL_TYPE_LISTENER_TABLE (ptl_listener_table_get_type ())

G_DECLARE_FINAL_TYPE (PtlListenerTable, ptl_listener_table, PTL, LISTENER_TABLE, GtkWidget)

void              ptl_listener_table_show_results (PtlListenerTable   *self,
                                                   PtlResults         *results,
                                                   PtlQuery           *query,
                                                   const char * const *words);
void              ptl_listener_table_update       (PtlListenerTable   *self,
                                                   PtlSnapshot        *snapshot,
                                                   PtlResults         *results);
void              ptl_listener_table_update_now   (PtlListenerTable   *self,
                                                   PtlSnapshot        *snapshot,
                                                   PtlResults         *results);
PtlListenerModel *ptl_listener_table_get_model    (PtlListenerTable   *self);
void              ptl_listener_table_unselect     (PtlListenerTable   *self);
gboolean          ptl_listener_table_select       (PtlListenerTable   *self,
                                                   guint16             port);
gboolean          ptl_listener_table_select_best  (PtlListenerTable   *self,
                                                   PtlResults         *results);
void              ptl_listener_table_move         (PtlListenerTable   *self,
                                                   int                 steps);
int               ptl_listener_table_get_selected (PtlListenerTable   *self);

G_END_DECLS
