#pragma once

#include "catalog/compile/ptl-world-reader.h"

G_BEGIN_DECLS

GVariant *ptl_catalog_build (GPtrArray *rows,
                             GPtrArray *notes,
                             PtlWorld  *world,
                             GError   **error);

G_END_DECLS
