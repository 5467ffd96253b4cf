#pragma once

#include "host/ptl-host-facts.h"

G_BEGIN_DECLS

PtlHostFacts *ptl_darwin_facts_read (void);

G_END_DECLS
