#pragma once

#include <gtk/gtk.h>

#include "host/ptl-host-facts.h"

G_BEGIN_DECLS

#define PTL_TYPE_RANGE_BAR (ptl_range_bar_get_type ())

G_DECLARE_FINAL_TYPE (PtlRangeBar, ptl_range_bar, PTL, RANGE_BAR, GtkWidget)

GtkWidget *ptl_range_bar_new       (guint16             port,
                                    const PtlHostFacts *facts);
void       ptl_range_bar_set_facts (PtlRangeBar        *self,
                                    const PtlHostFacts *facts);

G_END_DECLS
