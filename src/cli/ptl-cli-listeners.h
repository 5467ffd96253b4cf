#pragma once

#include "host/ptl-host.h"
#include "page/ptl-listener-filter.h"

G_BEGIN_DECLS

/* The form of "listeners" that has a file of its own. */

int ptl_cli_watch (PtlHost           *host,
                   PtlListenerFilter *filter);

G_END_DECLS
