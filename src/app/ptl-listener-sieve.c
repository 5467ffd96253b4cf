#include "config.h"

#include "app/ptl-listener-sieve.h"

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
 * ptl_listener_sieve_new:
 * @query: (nullable): the search; of its terms, those about listeners are held against each listener
 * @results: (nullable): the ports that the search found; %NULL for all
 *
 * Makes a sieve. Any thread.
 *
 * Returns: (transfer full): the sieve
 */
PtlListenerSieve *
ptl_listener_sieve_new (PtlQuery   *query,
                        PtlResults *results)
{
  PtlListenerSieve *self = g_new0 (PtlListenerSieve, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->query = query != NULL ? ptl_query_ref (query) : NULL;
  self->filtered = results != NULL;
  for (guint i = 0; results != NULL && i < ptl_results_get_n (results); i++)
    {
      guint16 port = ptl_results_get_ports (results)[i];

      self->ports[port / 8] |= 1u << (port % 8);
    }

  return self;
}

/**
 * ptl_listener_sieve_ref:
 *
 * Takes another reference. Any thread.
 *
 * Returns: (transfer full): @self
 */
PtlListenerSieve *
ptl_listener_sieve_ref (PtlListenerSieve *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * ptl_listener_sieve_unref:
 * @self: (transfer full): a sieve
 *
 * Gives a reference back. Any thread.
 */
void
ptl_listener_sieve_unref (PtlListenerSieve *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->query, ptl_query_unref);
  g_free (self);
}

/**
 * ptl_listener_sieve_fits:
 * @entry: what a listener's row says
 *
 * Returns: whether the search's terms about listeners are true of it
 */
gboolean
ptl_listener_sieve_fits (const PtlListenerSieve *self,
                         const PtlListenerEntry *entry)
{
  guint n = self->query != NULL ? ptl_query_get_n_terms (self->query) : 0;

  for (guint i = 0; i < n; i++)
    {
      const PtlTerm *term = ptl_query_get_term (self->query, i);

      if ((ptl_term_is_about_listeners (term) || term->kind == PTL_TERM_TRANSPORT) &&
          ptl_listener_matches_term (entry->listener, term) == !!term->exclude)
        return FALSE;
    }

  return TRUE;
}

/**
 * ptl_listener_sieve_wants:
 * @entry: what the row of a listener that is not gone says
 *
 * Returns: whether the search lets it through
 */
gboolean
ptl_listener_sieve_wants (const PtlListenerSieve *self,
                          const PtlListenerEntry *entry)
{
  guint16 port = entry->listener->port;

  return (!self->filtered || (self->ports[port / 8] & (1u << (port % 8))) != 0) && ptl_listener_sieve_fits (self, entry);
}
