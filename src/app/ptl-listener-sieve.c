#include "config.h"

#include "app/ptl-listener-sieve.h"

#include <string.h>

#include "app/ptl-listener-item-private.h"
#include "page/ptl-listener-match.h"

/**
 * ptl_listener_sieve_needs_results:
 * @query: a search
 *
 * Returns: whether the ports have to be searched for it; else the terms are all about listeners, and held against each of them
 */
gboolean
ptl_listener_sieve_needs_results (PtlQuery *query)
{
  for (guint i = 0; i < ptl_query_get_n_terms (query); i++)
    {
      const PtlTerm *term = ptl_query_get_term (query, i);

      if (!ptl_term_is_about_listeners (term) && term->kind != PTL_TERM_TRANSPORT)
        return TRUE;
    }

  return FALSE;
}

/**
 * ptl_listener_sieve_clear:
 *
 * Frees what it owns; it lets everything through then.
 */
void
ptl_listener_sieve_clear (PtlListenerSieve *self)
{
  g_clear_pointer (&self->query, ptl_query_unref);
  self->filtered = FALSE;
}

/**
 * ptl_listener_sieve_set_query:
 * @query: (nullable): the search; of its terms, those about listeners are held against each listener
 */
void
ptl_listener_sieve_set_query (PtlListenerSieve *self,
                              PtlQuery         *query)
{
  if (query != NULL)
    ptl_query_ref (query);
  g_clear_pointer (&self->query, ptl_query_unref);
  self->query = query;
}

/**
 * ptl_listener_sieve_set_results:
 * @results: (nullable): the ports that the search found; %NULL for all
 */
void
ptl_listener_sieve_set_results (PtlListenerSieve *self,
                                PtlResults       *results)
{
  self->filtered = results != NULL;
  if (results == NULL)
    return;

  memset (self->ports, 0, sizeof self->ports);
  for (guint i = 0; i < ptl_results_get_n (results); i++)
    {
      guint16 port = ptl_results_get_ports (results)[i];

      self->ports[port / 8] |= 1u << (port % 8);
    }
}

/**
 * ptl_listener_sieve_fits:
 * @item: a listener's item
 *
 * Returns: whether the search's terms about listeners are true of it
 */
gboolean
ptl_listener_sieve_fits (PtlListenerSieve *self,
                         PtlListenerItem  *item)
{
  guint n = self->query != NULL ? ptl_query_get_n_terms (self->query) : 0;

  for (guint i = 0; i < n; i++)
    {
      const PtlTerm *term = ptl_query_get_term (self->query, i);

      if ((ptl_term_is_about_listeners (term) || term->kind == PTL_TERM_TRANSPORT) &&
          ptl_listener_matches_term (item->listener, term) == !!term->exclude)
        return FALSE;
    }

  return TRUE;
}

/**
 * ptl_listener_sieve_wants:
 * @item: a listener's item, of which is known whether it fits
 *
 * Returns: whether the search lets it through
 */
gboolean
ptl_listener_sieve_wants (PtlListenerSieve *self,
                          PtlListenerItem  *item)
{
  guint16 port = item->listener->port;

  /* Of one that is gone, a search knows nothing any more; it goes when its time is over. */
  if (item->mark == PTL_MARK_GONE)
    return item->wanted;

  return item->fits && (!self->filtered || (self->ports[port / 8] & (1u << (port % 8))) != 0);
}
