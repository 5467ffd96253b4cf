#pragma once

#include "host/ptl-host-facts.h"

G_BEGIN_DECLS

PtlHostFacts *ptl_linux_facts_read (int proc);

G_END_DECLS
