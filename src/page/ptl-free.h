#pragma once

#include "catalog/ptl-catalog.h"
#include "host/ptl-host-facts.h"
#include "host/ptl-snapshot.h"

G_BEGIN_DECLS

GArray   *ptl_free_list    (PtlCatalog   *catalog,
                            PtlHostFacts *facts,
                            PtlSnapshot  *snapshot,
                            guint16       first,
                            guint16       last);
gboolean  ptl_free_is_good (PtlCatalog   *catalog,
                            PtlHostFacts *facts,
                            PtlSnapshot  *snapshot,
                            guint16       port);
gboolean  ptl_free_try     (PtlCatalog   *catalog,
                            PtlHostFacts *facts,
                            PtlSnapshot  *snapshot,
                            guint16       port);

G_END_DECLS
