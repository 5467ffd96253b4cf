#pragma once

#include "book/ptl-marks.h"
#include "catalog/ptl-catalog.h"
#include "catalog/ptl-query.h"
#include "host/ptl-snapshot.h"

G_BEGIN_DECLS

/*
 * PtlListenerFilter: the query language for single listeners. A search finds ports; of two programs on one port, this finds
 * the one that was meant.
 */
typedef struct _PtlListenerFilter PtlListenerFilter;

PtlListenerFilter *ptl_listener_filter_new     (PtlCatalog              *catalog,
                                                PtlMarks                *marks,
                                                PtlQuery                *query);
void               ptl_listener_filter_free    (PtlListenerFilter       *self);
gboolean           ptl_listener_filter_matches (const PtlListenerFilter *self,
                                                const PtlListener       *listener);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlListenerFilter, ptl_listener_filter_free)

G_END_DECLS
