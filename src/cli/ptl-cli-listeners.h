#pragma once

#include "host/ptl-host.h"
#include "page/ptl-listener-filter.h"

G_BEGIN_DECLS

/* The two forms of "listeners" that have a file of their own. */

char *ptl_cli_listeners_to_csv (PtlSnapshot       *snapshot,
                                PtlListenerFilter *filter);
int   ptl_cli_watch            (PtlHost           *host,
                                PtlListenerFilter *filter);

G_END_DECLS
