#pragma once

#include "app/ptl-listener-order.h"

G_BEGIN_DECLS

/* The words of the table of listeners. */

const char *ptl_column_get_title          (PtlColumn               column);
char       *ptl_listener_text_dup         (const PtlListenerEntry *entry,
                                           PtlColumn               column);
char       *ptl_listener_text_dup_program (const PtlListenerEntry *entry);
const char *ptl_listener_text_mark        (const PtlListenerEntry *entry);
char       *ptl_listener_text_describe    (const PtlListenerEntry *entry);
char       *ptl_listener_text_group       (const PtlListenerOrder *order,
                                           const PtlListenerEntry *entry);

G_END_DECLS
