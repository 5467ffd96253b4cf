#include "config.h"

#include "page/ptl-search.h"

#include <string.h>

#include "catalog/ptl-text-index.h"
#include "page/ptl-listener-match.h"
#include "page/ptl-results-private.h"

/*
 * A search keeps one byte for each port: how well it matches, the less the better, PTL_MATCH_NONE where it does not. Each term
 * of the query fills or cuts those bytes in one pass over 64 KiB, and the results are counted out of them at the end, so the
 * cost hardly depends on what is searched, and nothing is allocated for a port.
 */

/* The reasons of a match beside the fields of the text index. They order what is equally well found. */
#define FIELD_NUMBER   0
#define FIELD_LISTENER (PTL_TEXT_NOTE + 1)

#define NO_SCORE 0xff

/* In a shorter word one error more or less is another word. */
#define LEAST_LETTERS 4

typedef struct
{
  PtlCatalog  *catalog;
  PtlSnapshot *snapshot; /* (nullable) */
  PtlQuery    *query;
  gboolean     unmatched; /* a word is nowhere */
  gboolean     fuzzy;     /* a typing error was forgiven */
  guint8       scores[PTL_N_PORTS];  /* the ranks of all words, added up; NO_SCORE for a port that is out */
  guint8       bests[PTL_N_PORTS];   /* the best match of any word */
  guint8       matches[PTL_N_PORTS]; /* the matches of one word */
} Search;

static inline void
drop_unless (Search  *self,
             guint    port,
             gboolean keep)
{
  if (!keep)
    self->scores[port] = NO_SCORE;
}

/* The port itself, and all that begin with the digits. */
static void
match_number (const PtlTerm *term,
              guint8        *matches)
{
  guint first = term->first, last = term->first;

  matches[term->first] = PTL_MATCH (PTL_RANK_NUMBER, FIELD_NUMBER);

  /* No number is written with a zero before it. */
  if (term->text[0] == '0')
    return;

  for (first *= 10, last = last * 10 + 9; first < PTL_N_PORTS; first *= 10, last = last * 10 + 9)
    {
      for (guint port = first; port <= MIN (last, PTL_N_PORTS - 1); port++)
        matches[port] = PTL_MATCH (PTL_RANK_NUMBER_PREFIX, FIELD_NUMBER);
    }
}

static gboolean
match_listeners (Search     *self,
                 const char *word)
{
  gsize length = strlen (word);
  gboolean any = FALSE;

  for (guint i = 0; self->snapshot != NULL && i < ptl_snapshot_get_n (self->snapshot); i++)
    {
      const PtlListener *listener = ptl_snapshot_get (self->snapshot, i);
      PtlRank rank = ptl_listener_rank_word (listener, word, length);

      if (rank < PTL_N_RANKS)
        {
          guint8 match = PTL_MATCH (rank, FIELD_LISTENER);

          self->matches[listener->port] = MIN (self->matches[listener->port], match);
          any = TRUE;
        }
    }

  return any;
}

static guint
count_letters (const char *word)
{
  guint n = 0;

  for (const char *at = word; *at != '\0'; at = g_utf8_next_char (at))
    n += g_unichar_isalpha (g_utf8_get_char (at));

  return n;
}

/* Fills the matches of one word or number; FALSE where it is nowhere. */
static gboolean
match_term (Search        *self,
            const PtlTerm *term)
{
  gboolean any;

  memset (self->matches, PTL_MATCH_NONE, sizeof self->matches);

  any = ptl_text_index_match (self->catalog, term->text, self->matches);
  any |= match_listeners (self, term->text);

  if (term->kind == PTL_TERM_NUMBER)
    {
      match_number (term, self->matches);
      any = TRUE;
    }

  return any;
}

static void
add_matches (Search *self)
{
  for (guint port = 0; port < PTL_N_PORTS; port++)
    {
      guint8 match = self->matches[port];
      guint sum = self->scores[port] + PTL_MATCH_RANK (match);
      guint8 score = MIN (sum, NO_SCORE - 1);

      self->scores[port] = match == PTL_MATCH_NONE || self->scores[port] == NO_SCORE ? NO_SCORE : score;
      self->bests[port] = MIN (self->bests[port], match);
    }
}

static void
drop_matches (Search *self)
{
  for (guint port = 0; port < PTL_N_PORTS; port++)
    self->scores[port] |= self->matches[port] == PTL_MATCH_NONE ? 0 : NO_SCORE;
}

/*
 * Several words that stand together as they were typed count as one: "remote desktop" finds what is called so before what has
 * both words somewhere.
 */
static void
prefer_phrase (Search *self)
{
  g_autoptr (GString) phrase = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < ptl_query_get_n_terms (self->query); i++)
    {
      const PtlTerm *term = ptl_query_get_term (self->query, i);

      if ((term->kind != PTL_TERM_WORD && term->kind != PTL_TERM_NUMBER) || term->exclude)
        continue;
      if (n++ > 0)
        g_string_append_c (phrase, ' ');
      g_string_append (phrase, term->text);
    }

  if (n < 2)
    return;

  memset (self->matches, PTL_MATCH_NONE, sizeof self->matches);
  if (!ptl_text_index_match (self->catalog, phrase->str, self->matches))
    return;

  for (guint port = 0; port < PTL_N_PORTS; port++)
    {
      guint8 match = self->matches[port];

      if (match == PTL_MATCH_NONE || self->scores[port] == NO_SCORE)
        continue;
      self->scores[port] = MIN (self->scores[port], PTL_MATCH_RANK (match));
      self->bests[port] = MIN (self->bests[port], match);
    }
}

static void
search_words (Search   *self,
              gboolean  forgive)
{
  memset (self->scores, 0, sizeof self->scores);
  memset (self->bests, PTL_MATCH_NONE, sizeof self->bests);

  for (guint i = 0; i < ptl_query_get_n_terms (self->query); i++)
    {
      const PtlTerm *term = ptl_query_get_term (self->query, i);

      if (term->kind != PTL_TERM_WORD && term->kind != PTL_TERM_NUMBER)
        continue;

      if (!term->exclude)
        {
          if (!match_term (self, term))
            {
              self->unmatched = TRUE;
              if (forgive && count_letters (term->text) >= LEAST_LETTERS &&
                  ptl_text_index_match_typo (self->catalog, term->text, self->matches))
                self->fuzzy = TRUE;
            }
          add_matches (self);
        }
      else if (term->kind == PTL_TERM_NUMBER)
        {
          self->scores[term->first] = NO_SCORE;
        }
      else
        {
          match_term (self, term);
          drop_matches (self);
        }
    }

  if (!self->fuzzy)
    prefer_phrase (self);
}

static gboolean
is_filter (const PtlTerm *term)
{
  return term->kind != PTL_TERM_WORD && term->kind != PTL_TERM_NUMBER && !ptl_term_is_about_listeners (term);
}

static gboolean
port_is (Search  *self,
         guint16  port,
         PtlIs    is)
{
  PtlSummary summary;

  switch (is)
    {
    case PTL_IS_REGISTERED:
    case PTL_IS_UNASSIGNED:
      ptl_catalog_get_summary (self->catalog, port, &summary);
      return summary.status == (is == PTL_IS_REGISTERED ? PTL_STATUS_ASSIGNED : PTL_STATUS_UNASSIGNED);
    case PTL_IS_NOTED:
      return ptl_catalog_get_n_notes (self->catalog, port) > 0;
    case PTL_IS_BLOCKED:
      return ptl_catalog_is_browser_blocked (self->catalog, port);
    case PTL_IS_STARRED:
      /* The stars are in the book; until a search is given one, nothing is starred. */
      return FALSE;
    case PTL_IS_LISTENING:
    case PTL_IS_EXPOSED:
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
listens_on (Search       *self,
            guint16       port,
            PtlTransport  transport)
{
  guint first = 0, n;

  if (self->snapshot == NULL)
    return FALSE;

  n = ptl_snapshot_find_port (self->snapshot, port, &first);
  for (guint i = 0; i < n; i++)
    {
      if (ptl_snapshot_get (self->snapshot, first + i)->transport == transport)
        return TRUE;
    }

  return FALSE;
}

static gboolean
port_passes (Search        *self,
             guint16        port,
             const PtlTerm *term)
{
  switch (term->kind)
    {
    case PTL_TERM_INTERVAL:
      return port >= term->first && port <= term->last;
    case PTL_TERM_RANGE:
      return ptl_range_of_port (port) == (PtlRange) term->value;
    case PTL_TERM_TRANSPORT:
      return (ptl_catalog_get_known_transports (self->catalog, port) & PTL_TRANSPORT_BIT (term->transport)) != 0 ||
             listens_on (self, port, term->transport);
    case PTL_TERM_KIND:
      return (ptl_catalog_get_note_kinds (self->catalog, port) & 1u << term->value) != 0;
    case PTL_TERM_IS:
      return port_is (self, port, term->is);
    case PTL_TERM_WORD:
    case PTL_TERM_NUMBER:
    case PTL_TERM_PROCESS:
    case PTL_TERM_USER:
    case PTL_TERM_UNIT:
    case PTL_TERM_CONTAINER:
    case PTL_TERM_PID:
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
asks_for_listeners (PtlQuery *query)
{
  for (guint i = 0; i < ptl_query_get_n_terms (query); i++)
    {
      const PtlTerm *term = ptl_query_get_term (query, i);

      if (!term->exclude && ptl_term_is_about_listeners (term))
        return TRUE;
    }

  return FALSE;
}

static void
filter_ports (Search   *self,
              gboolean  about_listeners)
{
  for (guint i = 0; i < ptl_query_get_n_terms (self->query); i++)
    {
      const PtlTerm *term = ptl_query_get_term (self->query, i);

      if (!is_filter (term))
        continue;
      /* "is:listening udp" means what listens on UDP; filter_listeners() sees to it. */
      if (term->kind == PTL_TERM_TRANSPORT && about_listeners && !term->exclude)
        continue;

      for (guint port = 0; port < PTL_N_PORTS; port++)
        {
          if (self->scores[port] != NO_SCORE)
            drop_unless (self, port, port_passes (self, port, term) != term->exclude);
        }
    }
}

/* All terms that ask for a listener must hold for one and the same; none of a port's may be one that is left out. */
static void
filter_listeners (Search   *self,
                  gboolean  about_listeners)
{
  guint n = self->snapshot != NULL ? ptl_snapshot_get_n (self->snapshot) : 0;
  guint8 *found = self->matches;

  memset (found, about_listeners ? FALSE : TRUE, PTL_N_PORTS);

  for (guint i = 0; i < n; i++)
    {
      const PtlListener *listener = ptl_snapshot_get (self->snapshot, i);
      gboolean wanted = TRUE;

      for (guint j = 0; j < ptl_query_get_n_terms (self->query); j++)
        {
          const PtlTerm *term = ptl_query_get_term (self->query, j);

          if (!ptl_term_is_about_listeners (term) &&
              (term->kind != PTL_TERM_TRANSPORT || term->exclude || !about_listeners))
            continue;
          if (ptl_listener_matches_term (listener, term))
            {
              if (term->exclude)
                self->scores[listener->port] = NO_SCORE;
            }
          else if (!term->exclude)
            {
              wanted = FALSE;
            }
        }

      found[listener->port] |= wanted;
    }

  for (guint port = 0; port < PTL_N_PORTS; port++)
    drop_unless (self, port, found[port]);
}

static PtlWhy
why_of_match (guint8 match)
{
  if (match == PTL_MATCH_NONE)
    return PTL_WHY_NONE;
  if (PTL_MATCH_RANK (match) <= PTL_RANK_NUMBER_PREFIX)
    return PTL_WHY_NUMBER;

  switch (PTL_MATCH_FIELD (match))
    {
    case PTL_TEXT_NAME:
      return PTL_WHY_NAME;
    case PTL_TEXT_HOME:
    case PTL_TEXT_HOME_NAME:
    case PTL_TEXT_PRODUCT:
    case PTL_TEXT_OTHER_NAME:
      return PTL_WHY_PRODUCT;
    case PTL_TEXT_DESCRIPTION:
      return PTL_WHY_DESCRIPTION;
    case PTL_TEXT_NOTE:
      return PTL_WHY_NOTE;
    case FIELD_LISTENER:
    default:
      return PTL_WHY_LISTENER;
    }
}

/* Counts the ports of each score, and so puts each where it belongs: by score, then by number. */
static PtlResults *
collect (Search *self)
{
  guint counts[NO_SCORE + 1] = { 0, };
  guint starts[NO_SCORE + 1];
  guint n = 0;
  PtlResults *results;

  for (guint port = 0; port < PTL_N_PORTS; port++)
    counts[self->scores[port]]++;

  for (guint score = 0; score < NO_SCORE; score++)
    {
      starts[score] = n;
      n += counts[score];
    }

  results = ptl_results_new (n);
  results->fuzzy = self->fuzzy && n > 0;

  for (guint port = 0; n > 0 && port < PTL_N_PORTS; port++)
    {
      guint8 score = self->scores[port];

      if (score != NO_SCORE)
        {
          guint at = starts[score]++;

          results->ports[at] = port;
          results->whys[at] = why_of_match (self->bests[port]);
        }
    }

  return results;
}

static gboolean
has_terms (PtlQuery *query,
           gboolean (*is) (const PtlTerm *term))
{
  for (guint i = 0; i < ptl_query_get_n_terms (query); i++)
    {
      if (is (ptl_query_get_term (query, i)))
        return TRUE;
    }

  return FALSE;
}

static PtlResults *
run (Search   *self,
     gboolean  forgive)
{
  gboolean about_listeners = asks_for_listeners (self->query);

  search_words (self, forgive);
  filter_ports (self, about_listeners);
  if (has_terms (self->query, ptl_term_is_about_listeners))
    filter_listeners (self, about_listeners);

  return collect (self);
}

/**
 * ptl_search:
 * @catalog: a catalog
 * @snapshot: (nullable): the listeners; without them nothing listens
 * @query: a query
 *
 * Finds the ports that a query means, over all 65,536 ports and all texts of the catalog. Words must all match; the ranks of
 * their matches are added up, and ports of the same sum come in the order of their numbers. Where a word is nowhere, and
 * so nothing is found, names one typing error away are taken instead. Any thread; takes well under a millisecond.
 *
 * Returns: (transfer full): the results
 */
PtlResults *
ptl_search (PtlCatalog  *catalog,
            PtlSnapshot *snapshot,
            PtlQuery    *query)
{
  g_autofree Search *self = NULL;
  g_autoptr (PtlResults) results = NULL;

  g_return_val_if_fail (catalog != NULL, NULL);
  g_return_val_if_fail (query != NULL, NULL);

  self = g_malloc (sizeof *self);
  self->catalog = catalog;
  self->snapshot = snapshot;
  self->query = query;
  self->unmatched = FALSE;
  self->fuzzy = FALSE;

  results = run (self, FALSE);
  if (results->n == 0 && self->unmatched)
    {
      PtlResults *forgiving = run (self, TRUE);

      ptl_results_unref (results);
      results = forgiving;
    }

  return g_steal_pointer (&results);
}
