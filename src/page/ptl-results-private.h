#pragma once

#include "catalog/ptl-text-index.h"
#include "page/ptl-search.h"

G_BEGIN_DECLS

/* One block of memory: the ports, best first, and behind them why each is there. */
struct _PtlResults
{
  gatomicrefcount  ref_count;
  guint            n;
  gboolean         fuzzy;
  guint8          *whys;
  guint16          ports[];
};

/* The reasons of a match beside the fields of the text index. They order what is equally well found. */
#define PTL_FIELD_NUMBER   0
#define PTL_FIELD_LISTENER (PTL_TEXT_NOTE + 1)

/* A port that is out; the same byte as PTL_MATCH_NONE. */
#define PTL_NO_SCORE 0xff
G_STATIC_ASSERT (PTL_NO_SCORE == PTL_MATCH_NONE);

PtlResults *ptl_results_new     (guint         n);
PtlResults *ptl_results_collect (const guint8 *matches,
                                 const guint8 *sums,
                                 gboolean      has_words);

G_END_DECLS
