#include "config.h"

#include "provider/ptl-provider-answer.h"

#include <glib/gi18n-lib.h>

#include "page/ptl-listener-group.h"
#include "page/ptl-page.h"
#include "page/ptl-search.h"

/* The overview shows five and says how many more there are; nobody pages through them there. */
#define MAX_RESULTS 20

/* One letter is the beginning of some program's name, seldom of a port's. */
#define MIN_CHARACTERS 2

/*
 * The overview asks every provider about every word that is typed. A port whose note happens to mention the word is no answer
 * there, and neither is what the word may have been meant to be.
 */
static gboolean
is_answer (PtlWhy why)
{
  return why == PTL_WHY_NONE || why == PTL_WHY_NUMBER || why == PTL_WHY_NAME || why == PTL_WHY_PRODUCT ||
         why == PTL_WHY_LISTENER;
}

/**
 * ptl_provider_find:
 * @catalog: what the world says of ports
 * @snapshot: (nullable): who listens; NULL where that is not known
 * @marks: (nullable): what the user keeps; without it nothing is starred
 * @terms: what is typed, word by word
 *
 * Finds the ports that answer what is typed in the desktop's search. Words that make no sense as a query find nothing. Pure; any
 * thread.
 *
 * Returns: (transfer full): the ids of at most twenty ports, best first
 */
char **
ptl_provider_find (PtlCatalog         *catalog,
                   PtlSnapshot        *snapshot,
                   PtlMarks           *marks,
                   const char * const *terms)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_autofree char *text = g_strstrip (g_strjoinv (" ", (char **) terms));
  g_autoptr (PtlQuery) query = ptl_query_parse (text, NULL);
  g_autoptr (PtlResults) results = NULL;
  const guint16 *ports;
  guint n, found = 0;

  if (query == NULL || (g_utf8_strlen (text, -1) < MIN_CHARACTERS && !g_ascii_isdigit (text[0])))
    return g_strv_builder_end (ids);

  results = ptl_search (catalog, snapshot, marks, query);
  ports = ptl_results_get_ports (results);
  n = ptl_results_is_fuzzy (results) ? 0 : ptl_results_get_n (results);

  for (guint i = 0; i < n && found < MAX_RESULTS; i++)
    {
      g_autofree char *id = NULL;

      if (!is_answer (ptl_results_get_why (results, i)))
        continue;

      id = g_strdup_printf ("%u", ports[i]);
      g_strv_builder_add (ids, id);
      found++;
    }

  return g_strv_builder_end (ids);
}

/**
 * ptl_provider_name:
 * @catalog: what the world says of ports
 * @port: a port
 *
 * Names a port by what is registered there. What is common there is no name for it; the description tells it. Any thread.
 *
 * Returns: (transfer full): "5432 · postgresql", "Port 60683"
 */
char *
ptl_provider_name (PtlCatalog *catalog,
                   guint16     port)
{
  PtlSummary summary;

  ptl_catalog_get_summary (catalog, port, &summary);
  if (summary.name == NULL)
    return g_strdup_printf (_("Port %u"), port);

  return g_strdup_printf ("%u · %s", port, summary.name);
}

/* Who listens there; NULL where that is not known. */
static char *
describe_listeners (PtlSnapshot *snapshot,
                    guint16      port)
{
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (GHashTable) owners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *first = NULL;
  gboolean elsewhere = FALSE;
  guint n_more;

  if (snapshot == NULL)
    return NULL;

  groups = ptl_listener_group_list (snapshot, port, ~0u);
  for (guint i = 0; i < groups->len; i++)
    {
      const PtlListenerGroup *group = g_ptr_array_index (groups, i);
      g_autofree char *owner = ptl_listener_describe_owner (group->listener);

      /* Those of this network namespace come first; with one of them, others don't matter. */
      if (!ptl_listener_is_here (group->listener))
        {
          if (first != NULL && !elsewhere)
            break;
          elsewhere = TRUE;
        }

      if (first == NULL)
        first = g_strdup (owner);
      g_hash_table_add (owners, g_steal_pointer (&owner));
    }

  if (first == NULL)
    return ptl_snapshot_is_complete (snapshot) ? g_strdup (_("Nothing listens")) : NULL;

  n_more = g_hash_table_size (owners) - 1;
  if (elsewhere)
    /* Translators: who listens, such as "nginx (PID 123)". */
    return g_strdup_printf (_("Listening in another network namespace: %s"), first);
  if (n_more == 0)
    /* Translators: who listens, such as "nginx (PID 123)". */
    return g_strdup_printf (_("Listening: %s"), first);

  return g_strdup_printf (ngettext ("Listening: %s and %u other", "Listening: %s and %u others", n_more), first, n_more);
}

/**
 * ptl_provider_describe:
 * @catalog: what the world says of ports
 * @snapshot: (nullable): who listens; NULL where that is not known
 * @port: a port
 *
 * Says in a line who listens there, if that is known, what is registered there and what is common. Any thread.
 *
 * Returns: (transfer full): "Listening: postgres (PID 812) · User port · registered as postgresql"
 */
char *
ptl_provider_describe (PtlCatalog  *catalog,
                       PtlSnapshot *snapshot,
                       guint16      port)
{
  g_autofree char *subtitle = ptl_page_dup_subtitle (catalog, port);
  g_autofree char *here = describe_listeners (snapshot, port);

  if (here == NULL)
    return g_steal_pointer (&subtitle);

  return g_strjoin (" · ", here, subtitle, NULL);
}
