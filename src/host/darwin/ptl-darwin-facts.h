#pragma once

#include "host/ptl-host-facts.h"

G_BEGIN_DECLS

PtlHostFacts *ptl_darwin_facts_read        (void);
PtlSupport    ptl_darwin_facts_get_support (PtlTransport transport);

G_END_DECLS
