#include "config.h"

#include "page/ptl-search.h"

#include <string.h>

#include "catalog/ptl-port-filter.h"
#include "catalog/ptl-text-index.h"
#include "page/ptl-listener-match.h"
#include "page/ptl-mark-match.h"
#include "page/ptl-results-private.h"

/*
 * A search keeps one byte for each port: how well it matches, the less the better, PTL_MATCH_NONE where it does not. Each term
 * of the query fills or cuts those bytes in one pass over 64 KiB, and the results are counted out of them at the end, so the
 * cost hardly depends on what is searched, and nothing is allocated for a port.
 */

/* Many words add up to no more than this, so that one more still fits into the byte. */
#define MOST_SCORE 200
G_STATIC_ASSERT (MOST_SCORE + PTL_MATCH_RANK (PTL_MATCH_NONE) < PTL_NO_SCORE);

/* In a shorter word one error more or less is another word. */
#define LEAST_LETTERS 4

typedef struct
{
  PtlCatalog  *catalog;
  PtlSnapshot *snapshot;  /* (nullable) */
  PtlMarks    *marks;     /* (nullable) */
  PtlQuery    *query;
  guint        n_words;   /* how many words the scores hold */
  gboolean     unmatched; /* a word is nowhere */
  gboolean     fuzzy;     /* a typing error was forgiven */
  guint8       bests[PTL_N_PORTS];   /* the best match of any word; the scores are its ranks as long as there is one word */
  guint8       scores[PTL_N_PORTS];  /* from the second word on: the ranks of all words, added up */
  guint8       matches[PTL_N_PORTS]; /* the matches of one word */
  guint8       keep[PTL_N_PORTS];    /* what one filter lets through */
} Search;

/* The bytes by which the ports are ordered, whose PTL_NO_SCORE says that a port is out. */
static guint8 *
get_scores (Search *self)
{
  return self->n_words > 1 ? self->scores : self->bests;
}

static void
keep_only (Search       *self,
           const guint8 *keep,
           gboolean      unless)
{
  guint8 *scores = get_scores (self);
  const guint8 wanted = unless ? 0 : 1;

  for (guint port = 0; port < PTL_N_PORTS; port++)
    scores[port] |= keep[port] == wanted ? 0 : PTL_NO_SCORE;
}

/* The port itself, and all that begin with the digits. */
static void
match_number (const PtlTerm *term,
              guint8        *matches)
{
  guint first = term->first, last = term->first;

  matches[term->first] = PTL_MATCH (PTL_RANK_NUMBER, PTL_FIELD_NUMBER);

  /* No number is written with a zero before it. */
  if (term->text[0] == '0')
    return;

  for (first *= 10, last = last * 10 + 9; first < PTL_N_PORTS; first *= 10, last = last * 10 + 9)
    {
      for (guint port = first; port <= MIN (last, PTL_N_PORTS - 1); port++)
        matches[port] = PTL_MATCH (PTL_RANK_NUMBER_PREFIX, PTL_FIELD_NUMBER);
    }
}

static gboolean
match_listeners (Search     *self,
                 const char *word,
                 guint8     *matches)
{
  gsize length = strlen (word);
  gboolean any = FALSE;

  for (guint i = 0; self->snapshot != NULL && i < ptl_snapshot_get_n (self->snapshot); i++)
    {
      const PtlListener *listener = ptl_snapshot_get (self->snapshot, i);
      PtlRank rank = ptl_listener_rank_word (listener, word, length);

      if (rank < PTL_N_RANKS)
        {
          guint8 match = PTL_MATCH (rank, PTL_FIELD_LISTENER);

          matches[listener->port] = MIN (matches[listener->port], match);
          any = TRUE;
        }
    }

  return any;
}

/* What the user wrote counts as a note does. */
static gboolean
match_own_notes (Search     *self,
                 const char *word,
                 guint8     *matches)
{
  gsize length = strlen (word);
  gboolean any = FALSE;

  for (guint i = 0; self->marks != NULL && i < ptl_marks_get_n (self->marks); i++)
    {
      const PtlOwnMark *mark = ptl_marks_get (self->marks, i);
      PtlRank rank = ptl_own_mark_rank_word (mark, word, length);

      if (rank < PTL_N_RANKS)
        {
          guint8 match = PTL_MATCH (rank, PTL_TEXT_NOTE);

          matches[mark->port] = MIN (matches[mark->port], match);
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
            const PtlTerm *term,
            guint8        *matches)
{
  gboolean any;

  memset (matches, PTL_MATCH_NONE, PTL_N_PORTS);

  any = ptl_text_index_match (self->catalog, term->text, matches);
  any |= match_listeners (self, term->text, matches);
  any |= match_own_notes (self, term->text, matches);

  if (term->kind == PTL_TERM_NUMBER)
    {
      match_number (term, matches);
      any = TRUE;
    }

  return any;
}

/* One word more: its ranks are added to the others'. */
static void
add_matches (Search *self)
{
  if (self->n_words == 1)
    {
      for (guint port = 0; port < PTL_N_PORTS; port++)
        {
          guint8 best = self->bests[port];

          self->scores[port] = best == PTL_MATCH_NONE ? PTL_NO_SCORE : PTL_MATCH_RANK (best);
        }
    }

  for (guint port = 0; port < PTL_N_PORTS; port++)
    {
      guint8 score = self->scores[port];
      guint8 match = self->matches[port];
      guint8 best = self->bests[port];
      guint8 sum = score + PTL_MATCH_RANK (match);

      sum = MIN (sum, MOST_SCORE);
      sum |= match == PTL_MATCH_NONE ? PTL_NO_SCORE : 0;
      sum |= score == PTL_NO_SCORE ? PTL_NO_SCORE : 0;
      self->scores[port] = sum;
      self->bests[port] = MIN (best, match);
    }
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
      guint8 score = self->scores[port];
      guint8 match = self->matches[port];
      guint8 rank = PTL_MATCH_RANK (match);

      /* A port without a match has the greatest rank, and a port that is out stays out. */
      self->scores[port] = score == PTL_NO_SCORE ? PTL_NO_SCORE : MIN (score, rank);
      self->bests[port] = MIN (self->bests[port], match);
    }
}

/* A word that stands in the query a second time says nothing more. */
static gboolean
is_repeated (PtlQuery *query,
             guint     index)
{
  const PtlTerm *term = ptl_query_get_term (query, index);

  for (guint i = 0; i < index; i++)
    {
      const PtlTerm *other = ptl_query_get_term (query, i);

      if (other->kind == term->kind && !other->exclude && g_strcmp0 (other->text, term->text) == 0)
        return TRUE;
    }

  return FALSE;
}

/* FALSE where nothing can be found any more. */
static gboolean
search_words (Search   *self,
              gboolean  forgive)
{
  self->n_words = 0;

  for (guint i = 0; i < ptl_query_get_n_terms (self->query); i++)
    {
      const PtlTerm *term = ptl_query_get_term (self->query, i);
      guint8 *matches = self->n_words == 0 ? self->bests : self->matches;

      if ((term->kind != PTL_TERM_WORD && term->kind != PTL_TERM_NUMBER) || term->exclude ||
          is_repeated (self->query, i))
        continue;

      if (!match_term (self, term, matches))
        {
          self->unmatched = TRUE;
          if (!forgive || count_letters (term->text) < LEAST_LETTERS ||
              !ptl_text_index_match_typo (self->catalog, term->text, matches))
            return FALSE;
          self->fuzzy = TRUE;
        }

      if (self->n_words > 0)
        add_matches (self);
      self->n_words++;
    }

  if (self->n_words == 0)
    memset (self->bests, 0, sizeof self->bests);
  else if (self->n_words > 1 && !self->fuzzy)
    prefer_phrase (self);

  return TRUE;
}

/* A number leaves out that port alone; a word, all that it would find. */
static void
exclude_words (Search *self)
{
  for (guint i = 0; i < ptl_query_get_n_terms (self->query); i++)
    {
      const PtlTerm *term = ptl_query_get_term (self->query, i);

      if (!term->exclude)
        continue;

      if (term->kind == PTL_TERM_NUMBER)
        {
          get_scores (self)[term->first] = PTL_NO_SCORE;
        }
      else if (term->kind == PTL_TERM_WORD && match_term (self, term, self->matches))
        {
          guint8 *scores = get_scores (self);

          for (guint port = 0; port < PTL_N_PORTS; port++)
            scores[port] |= self->matches[port] == PTL_MATCH_NONE ? 0 : PTL_NO_SCORE;
        }
    }
}

static gboolean
is_filter (const PtlTerm *term)
{
  return term->kind != PTL_TERM_WORD && term->kind != PTL_TERM_NUMBER && !ptl_term_is_about_listeners (term);
}

/* A listener speaks of its port's transport as a registration does. */
static void
keep_listening_on (Search       *self,
                   PtlTransport  transport)
{
  for (guint i = 0; self->snapshot != NULL && i < ptl_snapshot_get_n (self->snapshot); i++)
    {
      const PtlListener *listener = ptl_snapshot_get (self->snapshot, i);

      if (listener->transport == transport)
        self->keep[listener->port] = TRUE;
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

      if (ptl_term_is_about_marks (term))
        ptl_marks_fill (self->marks, term, self->keep);
      else
        ptl_port_filter_fill (self->catalog, term, self->keep);
      if (term->kind == PTL_TERM_TRANSPORT)
        keep_listening_on (self, term->transport);
      keep_only (self, self->keep, term->exclude);
    }
}

/* All terms that ask for a listener must hold for one and the same; none of a port's may be one that is left out. */
static void
filter_listeners (Search   *self,
                  gboolean  about_listeners)
{
  guint n = self->snapshot != NULL ? ptl_snapshot_get_n (self->snapshot) : 0;
  guint8 *scores = get_scores (self);

  memset (self->keep, about_listeners ? FALSE : TRUE, sizeof self->keep);

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
                scores[listener->port] = PTL_NO_SCORE;
            }
          else if (!term->exclude)
            {
              wanted = FALSE;
            }
        }

      self->keep[listener->port] |= wanted;
    }

  keep_only (self, self->keep, FALSE);
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
  PtlResults *results;

  if (!search_words (self, forgive))
    return ptl_results_new (0);

  exclude_words (self);
  filter_ports (self, about_listeners);
  if (has_terms (self->query, ptl_term_is_about_listeners))
    filter_listeners (self, about_listeners);

  results = ptl_results_collect (self->bests, self->n_words > 1 ? self->scores : NULL, self->n_words > 0);
  results->fuzzy = self->fuzzy && results->n > 0;

  return results;
}

/**
 * ptl_search:
 * @catalog: a catalog
 * @snapshot: (nullable): the listeners; without them nothing listens
 * @marks: (nullable): what the user keeps; without it nothing is starred
 * @query: a query
 *
 * Finds the ports that a query means, over all 65,536 ports, all texts of the catalog and the user's own notes. Words must
 * all match; the ranks of their matches are added up, and ports of the same sum come in the order of their numbers. Where a
 * word is nowhere, and so nothing is found, names one typing error away are taken instead. Any thread; takes well under a
 * millisecond.
 *
 * Returns: (transfer full): the results
 */
PtlResults *
ptl_search (PtlCatalog  *catalog,
            PtlSnapshot *snapshot,
            PtlMarks    *marks,
            PtlQuery    *query)
{
  g_autofree Search *self = NULL;
  g_autoptr (PtlResults) results = NULL;

  g_return_val_if_fail (catalog != NULL, NULL);
  g_return_val_if_fail (query != NULL, NULL);

  self = g_malloc (sizeof *self);
  self->catalog = catalog;
  self->snapshot = snapshot;
  self->marks = marks;
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
