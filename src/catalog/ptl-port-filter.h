#pragma once

#include "catalog/ptl-catalog.h"
#include "catalog/ptl-query.h"

G_BEGIN_DECLS

void ptl_port_filter_fill (PtlCatalog    *catalog,
                           const PtlTerm *term,
                           guint8        *keep);

G_END_DECLS
