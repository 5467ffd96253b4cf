#pragma once

#include "book/ptl-marks.h"
#include "catalog/ptl-catalog.h"
#include "host/ptl-snapshot.h"

G_BEGIN_DECLS

/*
 * What the desktop's search is answered, as values: out of the catalog and a reading of the listeners, without a bus. The id of
 * a result is the port's number.
 */

char **ptl_provider_find     (PtlCatalog         *catalog,
                              PtlSnapshot        *snapshot,
                              PtlMarks           *marks,
                              const char * const *terms);
char  *ptl_provider_name     (PtlCatalog         *catalog,
                              guint16             port);
char  *ptl_provider_describe (PtlCatalog         *catalog,
                              PtlSnapshot        *snapshot,
                              guint16             port);

G_END_DECLS
