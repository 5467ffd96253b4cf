#pragma once

#include "app/ptl-listener-rows.h"

G_BEGIN_DECLS

/* What is to be another in the rows that follow. */
typedef struct
{
  const PtlListenerOrder *order;          /* (nullable) */
  PtlListenerSieve       *sieve;          /* (nullable) */
  gboolean                another_search; /* @sieve is not of the same search, only with newer results */
  PtlSnapshot            *snapshot;       /* (nullable): a new reading */
  gboolean                expire;         /* marks that end before @now are to go, and what is gone with them */
  gint64                  now;            /* monotonic microseconds */
  guint64                 held;           /* an entry that does not go meanwhile, or 0 */
} PtlListenerRequest;

PtlListenerRows *ptl_listener_rows_advance (PtlListenerRows          *before,
                                            const PtlListenerRequest *request);

G_END_DECLS
