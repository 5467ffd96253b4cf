#pragma once

#include "host/ptl-host-facts.h"

G_BEGIN_DECLS

GArray  *ptl_port_set_parse   (const char  *text);
gboolean ptl_port_range_parse (const char  *text,
                               PtlInterval *out_range);

G_END_DECLS
