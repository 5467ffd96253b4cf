#include "config.h"

#include "catalog/ptl-port-filter.h"

#include <string.h>

#include "catalog/ptl-catalog-private.h"

static gboolean
entry_is (const PtlFormatEntry *entry,
          PtlIs                 is)
{
  switch (is)
    {
    case PTL_IS_REGISTERED:
      return entry->summary_status == PTL_STATUS_ASSIGNED;
    case PTL_IS_UNASSIGNED:
      return entry->summary_status == PTL_STATUS_UNASSIGNED;
    case PTL_IS_NOTED:
      return entry->n_notes > 0;
    case PTL_IS_BLOCKED:
      return (entry->flags & PTL_FORMAT_BLOCKED) != 0;
    case PTL_IS_STARRED:
    case PTL_IS_MINE:
    case PTL_IS_LISTENING:
    case PTL_IS_EXPOSED:
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
entry_passes (const PtlFormatEntry *entry,
              const PtlTerm        *term)
{
  switch (term->kind)
    {
    case PTL_TERM_TRANSPORT:
      return (entry->known_transports & PTL_TRANSPORT_BIT (term->transport)) != 0;
    case PTL_TERM_KIND:
      return (entry->kinds & 1u << term->value) != 0;
    case PTL_TERM_IS:
      return entry_is (entry, term->is);
    case PTL_TERM_WORD:
    case PTL_TERM_NUMBER:
    case PTL_TERM_INTERVAL:
    case PTL_TERM_PROCESS:
    case PTL_TERM_USER:
    case PTL_TERM_UNIT:
    case PTL_TERM_CONTAINER:
    case PTL_TERM_PID:
    case PTL_TERM_RANGE:
    default:
      g_return_val_if_reached (FALSE);
    }
}

/**
 * ptl_port_filter_fill:
 * @catalog: a catalog
 * @term: a term that the catalog alone can answer for each port: an interval, a range, a transport, a kind of note, or one of
 *   is: but what the computer or the user's book has to answer; its "exclude" is left aside
 * @keep: (array fixed-size=65536) (out): 1 for each port that the term means, 0 for the others
 *
 * Asks a question of all ports at once. What holds for a port stands in its entry, and ports share entries, so the question is
 * asked of each entry only. Any thread.
 */
void
ptl_port_filter_fill (PtlCatalog    *catalog,
                      const PtlTerm *term,
                      guint8        *keep)
{
  g_autofree guint8 *passes = NULL;
  guint first = term->first, last = term->last;

  g_return_if_fail (catalog != NULL);

  if (term->kind == PTL_TERM_RANGE)
    {
      first = ptl_range_get_first (term->value);
      last = ptl_range_get_last (term->value);
    }

  if (term->kind == PTL_TERM_RANGE || term->kind == PTL_TERM_INTERVAL)
    {
      memset (keep, 0, PTL_N_PORTS);
      memset (keep + first, 1, last - first + 1);
      return;
    }

  /* For every number that an entry may have, so that none need be compared below. */
  passes = g_malloc0 (G_MAXUINT16 + 1);
  for (guint i = 0; i < catalog->n_entries && i <= G_MAXUINT16; i++)
    passes[i] = entry_passes (&catalog->entries[i], term);

  for (guint port = 0; port < PTL_N_PORTS; port++)
    keep[port] = passes[catalog->ports[port]];
}
