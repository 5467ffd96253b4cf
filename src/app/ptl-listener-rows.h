#pragma once

#include "app/ptl-listener-order.h"

G_BEGIN_DECLS

void ptl_listener_rows_fill        (GPtrArray        *rows,
                                    GPtrArray        *items,
                                    PtlListenerOrder *order);
void ptl_listener_rows_update      (GPtrArray        *rows,
                                    GPtrArray        *coming,
                                    PtlListenerOrder *order);
void ptl_listener_rows_remove_over (GPtrArray        *rows);

G_END_DECLS
