#pragma once

#include <gio/gio.h>

#include "page/ptl-search.h"

G_BEGIN_DECLS

void        ptl_search_async  (PtlCatalog           *catalog,
                               PtlSnapshot          *snapshot,
                               PtlMarks             *marks,
                               PtlQuery             *query,
                               GAsyncReadyCallback   callback,
                               gpointer              user_data);
PtlResults *ptl_search_finish (GAsyncResult         *result,
                               GError              **error);

G_END_DECLS
