#pragma once

#include "app/ptl-listener-order.h"

G_BEGIN_DECLS

/* The words of the table of listeners. */

const char *ptl_column_get_title         (PtlColumn               column);
char       *ptl_listener_text_dup        (PtlListenerItem        *item,
                                          PtlColumn               column);
char       *ptl_listener_text_dup_program (PtlListenerItem       *item);
const char *ptl_listener_text_mark       (PtlListenerItem        *item);
char       *ptl_listener_text_describe   (PtlListenerItem        *item);
char       *ptl_listener_text_group      (const PtlListenerOrder *order,
                                          PtlListenerItem        *item);

G_END_DECLS
