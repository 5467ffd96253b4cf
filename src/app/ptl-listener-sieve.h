#pragma once

#include "app/ptl-listener-entry.h"
#include "catalog/ptl-query.h"
#include "page/ptl-search.h"

G_BEGIN_DECLS

/* Which rows of the table a search is for: the ports that it found, and what it says of listeners. Immutable once made. */
typedef struct
{
  gatomicrefcount ref_count;
  PtlQuery       *query;    /* (owned) (nullable) */
  gboolean        filtered; /* whether only the ports of the next field are wanted */
  guint8          ports[65536 / 8];
} PtlListenerSieve;

gboolean          ptl_listener_sieve_needs_results (PtlQuery               *query);
PtlListenerSieve *ptl_listener_sieve_new           (PtlQuery               *query,
                                                    PtlResults             *results);
PtlListenerSieve *ptl_listener_sieve_ref           (PtlListenerSieve       *self);
void              ptl_listener_sieve_unref         (PtlListenerSieve       *self);
gboolean          ptl_listener_sieve_fits          (const PtlListenerSieve *self,
                                                    const PtlListenerEntry *entry);
gboolean          ptl_listener_sieve_wants         (const PtlListenerSieve *self,
                                                    const PtlListenerEntry *entry);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlListenerSieve, ptl_listener_sieve_unref)

G_END_DECLS
