#pragma once

#include "catalog/ptl-catalog.h"
#include "catalog/ptl-query.h"
#include "host/ptl-snapshot.h"
#include "page/ptl-search.h"

G_BEGIN_DECLS

/* Whole documents, as the command line prints them and the window saves them. */

char *ptl_listeners_to_csv  (GPtrArray   *listeners);
char *ptl_listeners_to_json (PtlSnapshot *snapshot,
                             GPtrArray   *listeners);
char *ptl_results_to_csv    (PtlCatalog  *catalog,
                             PtlResults  *results);
char *ptl_results_to_json   (PtlCatalog  *catalog,
                             PtlQuery    *query,
                             PtlResults  *results,
                             guint        n);

G_END_DECLS
