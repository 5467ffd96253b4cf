#pragma once

#include "book/ptl-marks.h"
#include "catalog/ptl-catalog.h"
#include "catalog/ptl-query.h"
#include "host/ptl-snapshot.h"

G_BEGIN_DECLS

/* Why a port is among the results; the values are what search --json prints. */
typedef enum
{
  PTL_WHY_NONE, /* only filters, no words: nothing in particular matched */
  PTL_WHY_NUMBER,
  PTL_WHY_NAME,
  PTL_WHY_PRODUCT,
  PTL_WHY_DESCRIPTION,
  PTL_WHY_NOTE,
  PTL_WHY_LISTENER,
} PtlWhy;

/*
 * PtlResults: the ports that a query finds, best first, without duplicates. Immutable once made; any thread may use it.
 */
typedef struct _PtlResults PtlResults;

PtlResults    *ptl_search            (PtlCatalog  *catalog,
                                      PtlSnapshot *snapshot,
                                      PtlMarks    *marks,
                                      PtlQuery    *query);

PtlResults    *ptl_results_ref       (PtlResults  *self);
void           ptl_results_unref     (PtlResults  *self);
guint          ptl_results_get_n     (PtlResults  *self);
const guint16 *ptl_results_get_ports (PtlResults  *self);
PtlWhy         ptl_results_get_why   (PtlResults  *self,
                                      guint        index);
gboolean       ptl_results_is_fuzzy  (PtlResults  *self);
const char    *ptl_why_to_string     (PtlWhy       why);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlResults, ptl_results_unref)

G_END_DECLS
