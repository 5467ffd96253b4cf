#pragma once

#include "catalog/ptl-query.h"
#include "catalog/ptl-text-index.h"
#include "host/ptl-snapshot.h"

G_BEGIN_DECLS

/* Which terms of a query are about listeners, and which listeners they mean. */

gboolean ptl_term_is_about_listeners (const PtlTerm     *term);
gboolean ptl_listener_matches_term   (const PtlListener *listener,
                                      const PtlTerm     *term);
PtlRank  ptl_listener_rank_word      (const PtlListener *listener,
                                      const char        *word,
                                      gsize              length);

G_END_DECLS
