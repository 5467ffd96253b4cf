#pragma once

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

PtlResults *ptl_results_new (guint n);

G_END_DECLS
