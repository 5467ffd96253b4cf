#pragma once

#include "app/ptl-listener-item.h"
#include "catalog/ptl-query.h"
#include "page/ptl-search.h"

G_BEGIN_DECLS

/* Which rows of the table a search is for: the ports that it found, and what it says of listeners. */
typedef struct
{
  PtlQuery *query;    /* (owned) (nullable) */
  gboolean  filtered; /* whether only the ports of the next field are wanted */
  guint8    ports[65536 / 8];
} PtlListenerSieve;

gboolean ptl_listener_sieve_needs_results (PtlQuery        *query);
void     ptl_listener_sieve_clear       (PtlListenerSieve *self);
void     ptl_listener_sieve_set_query   (PtlListenerSieve *self,
                                         PtlQuery         *query);
void     ptl_listener_sieve_set_results (PtlListenerSieve *self,
                                         PtlResults       *results);
gboolean ptl_listener_sieve_fits        (PtlListenerSieve *self,
                                         PtlListenerItem  *item);
gboolean ptl_listener_sieve_wants       (PtlListenerSieve *self,
                                         PtlListenerItem  *item);

G_END_DECLS
