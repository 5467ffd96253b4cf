#include "config.h"

#include "catalog/ptl-text-index.h"

#include <string.h>

#include "catalog/ptl-catalog-private.h"

/* How a piece of a query stands in a token. */
typedef enum
{
  PLACE_WHOLE,  /* it is the token */
  PLACE_START,  /* the token begins with it */
  PLACE_WORD,   /* a word inside the token does: "alt" in "http-alt" */
  PLACE_INSIDE,
  PLACE_NONE,
} Place;

/* Letters, from the most frequent on, as they are in English; what is not here is rarer still. */
static const char frequent[] = "\neatiosrnlcdpmuhgfbyvwkx.-z,qj0123456789";

/*
 * What is searched, with the rarest of its bytes. The C library finds single bytes many at a time, so looking for that one
 * first is faster than a search for the whole, and it is there on every system, as memmem is not.
 */
typedef struct
{
  const char *text;
  gsize       length;
  gsize       rarest;
} Needle;

static void
needle_init (Needle     *self,
             const char *text,
             gsize       length)
{
  gsize best = 0;

  self->text = text;
  self->length = length;
  self->rarest = 0;

  for (gsize i = 0; i < length; i++)
    {
      const char *found = memchr (frequent, text[i], sizeof frequent - 1);
      gsize rank = found != NULL ? (gsize) (found - frequent) : sizeof frequent;

      if (rank >= best)
        {
          best = rank;
          self->rarest = i;
        }
    }
}

static inline const char *
needle_find (const Needle *self,
             const char   *haystack,
             const char   *end)
{
  const char *at = haystack + self->rarest;
  const char byte = self->text[self->rarest];

  /* The last place where the whole would still fit. */
  if (end - haystack < (gssize) self->length)
    return NULL;
  end -= self->length - self->rarest - 1;

  while (at < end && (at = memchr (at, byte, end - at)) != NULL)
    {
      if (memcmp (at - self->rarest, self->text, self->length) == 0)
        return at - self->rarest;
      at++;
    }

  return NULL;
}

static inline gboolean
is_word_byte (char c)
{
  return g_ascii_isalnum (c) || (guchar) c >= 0x80;
}

/* Whether a word may begin here; a piece that itself begins with a sign, as ".net" does, begins wherever it stands. */
static inline gboolean
begins_word (const char *at)
{
  return !is_word_byte (at[-1]) || !is_word_byte (at[0]);
}

static inline gboolean
is_name (PtlTextField field)
{
  return field <= PTL_TEXT_OTHER_NAME;
}

static PtlRank
rank_of_place (Place        place,
               PtlTextField field,
               gboolean     first,
               gboolean     only,
               gboolean     range)
{
  PtlRank rank = PTL_RANK_WORD;

  if (place == PLACE_INSIDE)
    rank = PTL_RANK_INSIDE;
  else if (place != PLACE_WORD && is_name (field) && first)
    rank = place == PLACE_WHOLE && only ? PTL_RANK_EXACT : PTL_RANK_PREFIX;

  if (range)
    return rank + (PTL_RANK_EXACT_RANGE - PTL_RANK_EXACT);
  if (rank != PTL_RANK_EXACT && rank != PTL_RANK_PREFIX)
    return rank;
  if (field == PTL_TEXT_HOME_NAME)
    return rank + (PTL_RANK_EXACT_HOME - PTL_RANK_EXACT);
  if (field == PTL_TEXT_OTHER_NAME || (field == PTL_TEXT_PRODUCT && rank == PTL_RANK_PREFIX))
    return rank + (PTL_RANK_EXACT_OTHER - PTL_RANK_EXACT);

  return rank;
}

static inline void
mark (guint8 *matches,
      guint   first,
      guint   last,
      guint8  match)
{
  for (guint port = first; port <= last; port++)
    matches[port] = MIN (matches[port], match);
}

/* What each combination of the lower bits of a posting comes to for one place. */
static void
fill_table (guint8 *table,
            Place   place)
{
  for (guint bits = 0; bits < 1u << PTL_FORMAT_POSTING_TARGET; bits++)
    {
      guint field = bits >> PTL_FORMAT_POSTING_FIELD;

      table[bits] = PTL_MATCH (rank_of_place (place, field,
                                              (bits & PTL_FORMAT_POSTING_FIRST) != 0,
                                              (bits & PTL_FORMAT_POSTING_ONLY) != 0,
                                              (bits & PTL_FORMAT_POSTING_RANGE) != 0),
                               field);
    }
}

static void
mark_token (const PtlCatalog *self,
            guint             token,
            const guint8     *table,
            guint8           *matches)
{
  guint end = MIN (self->posting_starts[token + 1], self->n_postings);

  for (guint i = self->posting_starts[token]; i < end; i++)
    {
      guint32 posting = self->postings[i];
      guint32 target = posting >> PTL_FORMAT_POSTING_TARGET;
      guint8 match = table[posting & ((1u << PTL_FORMAT_POSTING_TARGET) - 1)];

      if ((posting & PTL_FORMAT_POSTING_RANGE) == 0)
        mark (matches, (guint16) target, (guint16) target, match);
      else if (target < self->n_records)
        mark (matches, self->records[target].first, self->records[target].last, match);
    }
}

/* Calls for each token that has the piece in it, once, with the best place it has there. */
typedef void (*TokenFunc) (const PtlCatalog *self,
                           guint             token,
                           Place             place,
                           gpointer          data);

static inline gboolean
each_token (const PtlCatalog *self,
            const char       *text,
            gsize             length,
            TokenFunc         func,
            gpointer          data)
{
  const char *end = self->tokens + self->n_token_bytes;
  const char *at = self->tokens;
  gboolean any = FALSE;
  guint token = 0;
  Needle needle;

  needle_init (&needle, text, length);

  while ((at = needle_find (&needle, at, end)) != NULL)
    {
      guint32 offset = at - self->tokens;
      const char *token_start, *token_end;
      Place place = PLACE_INSIDE;

      while (token + 1 < self->n_tokens && self->token_starts[token + 1] <= offset)
        token++;
      token_start = self->tokens + self->token_starts[token];
      token_end = self->tokens + self->token_starts[token + 1] - 1;

      if (at == token_start)
        {
          place = at + length == token_end ? PLACE_WHOLE : PLACE_START;
        }
      else
        {
          /* The first is never at the start of the token any more, but a later one may be at the start of a word. */
          do
            {
              if (begins_word (at))
                place = PLACE_WORD;
              else
                at = needle_find (&needle, at + 1, token_end);
            }
          while (place == PLACE_INSIDE && at != NULL);
        }

      func (self, token, place, data);
      any = TRUE;
      at = token_end;
    }

  return any;
}

typedef struct
{
  guint8  tables[PLACE_NONE][1u << PTL_FORMAT_POSTING_TARGET];
  guint8 *matches;
} MarkData;

static void
mark_one (const PtlCatalog *self,
          guint             token,
          Place             place,
          gpointer          data)
{
  MarkData *mark_data = data;

  mark_token (self, token, mark_data->tables[place], mark_data->matches);
}

static gboolean
match_word (const PtlCatalog *self,
            const char       *text,
            gsize             length,
            guint8           *matches)
{
  MarkData data;

  data.matches = matches;
  for (Place place = 0; place < PLACE_NONE; place++)
    fill_table (data.tables[place], place);

  return each_token (self, text, length, mark_one, &data);
}

/* For a phrase: the place of its first word where it ends a token, or of its last where it begins one. */
typedef struct
{
  guint8     *places; /* for each token */
  const char *text;
  gsize       length;
  gboolean    ends;
} PhraseEnd;

static void
take_phrase_end (const PtlCatalog *self,
                 guint             token,
                 Place             place,
                 gpointer          data)
{
  PhraseEnd *end = data;
  const char *token_start = self->tokens + self->token_starts[token];
  gsize length = self->token_starts[token + 1] - 1 - self->token_starts[token];

  if (!end->ends)
    {
      if (place == PLACE_WHOLE || place == PLACE_START)
        end->places[token] = place;
      return;
    }

  /* What each_token() saw may be an earlier one in the same token; only the one at its end counts. */
  if (length >= end->length)
    {
      const char *at = token_start + length - end->length;

      if (memcmp (at, end->text, end->length) != 0)
        return;
      if (at == token_start)
        end->places[token] = PLACE_WHOLE;
      else
        end->places[token] = begins_word (at) ? PLACE_WORD : PLACE_INSIDE;
    }
}

/* The token that is the text, n_tokens where there is none. */
static void
take_whole (const PtlCatalog *self,
            guint             token,
            Place             place,
            gpointer          data)
{
  if (place == PLACE_WHOLE)
    *(guint *) data = token;
}

#define MAX_PHRASE_WORDS 32

typedef struct
{
  guint   n;
  guint8 *firsts;  /* for each token, the Place of the first word at its end */
  guint8 *lasts;   /* for each token, the Place of the last word at its start */
  guint   middles[MAX_PHRASE_WORDS]; /* the tokens between */
} Phrase;

static inline gboolean
phrase_at (const Phrase  *phrase,
           const guint16 *words)
{
  for (guint i = 1; i + 1 < phrase->n; i++)
    {
      if (words[i] != phrase->middles[i])
        return FALSE;
    }

  return phrase->lasts[words[phrase->n - 1]] != PLACE_NONE;
}

static gboolean
mark_phrase (const PtlCatalog *self,
             const Phrase     *phrase,
             guint8           *matches)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->n_records; i++)
    {
      const PtlFormatRecord *record = &self->records[i];
      guint first = record->first_word;
      guint n = MIN (record[1].first_word, self->n_words) - first;
      const guint16 *words = self->words + first;
      gboolean range = record->first != record->last;

      for (guint at = 0; at + phrase->n <= n; at++)
        {
          Place place = phrase->firsts[words[at]];
          PtlRank rank;

          if (place == PLACE_NONE || !phrase_at (phrase, words + at))
            continue;

          rank = rank_of_place (place, record->field, at == 0,
                                n == phrase->n && phrase->lasts[words[n - 1]] == PLACE_WHOLE, range);
          mark (matches, record->first, record->last, PTL_MATCH (rank, record->field));
          any = TRUE;
        }
    }

  return any;
}

static gboolean
match_phrase (const PtlCatalog *self,
              const char       *text,
              guint8           *matches)
{
  g_autofree guint8 *places = g_malloc (2 * (gsize) self->n_tokens);
  Phrase phrase = { .firsts = places, .lasts = places + self->n_tokens };
  const char *at = text;

  memset (places, PLACE_NONE, 2 * (gsize) self->n_tokens);

  while (at != NULL && phrase.n < MAX_PHRASE_WORDS)
    {
      const char *blank = strchr (at, ' ');
      gsize length = blank != NULL ? (gsize) (blank - at) : strlen (at);
      gboolean any;

      if (phrase.n == 0 || blank == NULL)
        {
          PhraseEnd end = { phrase.n == 0 ? phrase.firsts : phrase.lasts, at, length, phrase.n == 0 };

          any = each_token (self, at, length, take_phrase_end, &end);
        }
      else
        {
          guint token = self->n_tokens;

          any = each_token (self, at, length, take_whole, &token) && token < self->n_tokens;
          phrase.middles[phrase.n] = token;
        }

      if (!any)
        return FALSE;
      phrase.n++;
      at = blank != NULL ? blank + 1 : NULL;
    }

  return mark_phrase (self, &phrase, matches);
}

/**
 * ptl_text_index_match:
 * @catalog: a catalog
 * @text: folded text, not empty; one blank between words and none around them
 * @matches: (array fixed-size=65536) (inout): for each port its best match so far, or %PTL_MATCH_NONE
 *
 * Finds a word, or a phrase, wherever it stands in the catalog's texts. Any thread.
 *
 * Returns: whether it stands anywhere
 */
gboolean
ptl_text_index_match (PtlCatalog *catalog,
                      const char *text,
                      guint8     *matches)
{
  g_return_val_if_fail (catalog != NULL, FALSE);
  g_return_val_if_fail (text != NULL && text[0] != '\0', FALSE);

  if (strchr (text, ' ') != NULL)
    return match_phrase (catalog, text, matches);

  return match_word (catalog, text, strlen (text), matches);
}

/*
 * Whether one letter more, less, other, or two neighbours changed over make a of b: a Damerau-Levenshtein distance of one.
 * Lengths are bytes, so a letter that is not ASCII counts as more than one, and is rarely forgiven.
 */
static gboolean
is_one_typo_apart (const char *a,
                   gsize       a_length,
                   const char *b,
                   gsize       b_length)
{
  gsize head = 0, tail = 0, shorter = MIN (a_length, b_length);
  gsize a_rest, b_rest;

  while (head < shorter && a[head] == b[head])
    head++;
  while (tail < shorter - head && a[a_length - 1 - tail] == b[b_length - 1 - tail])
    tail++;

  a_rest = a_length - head - tail;
  b_rest = b_length - head - tail;

  if (a_rest <= 1 && b_rest <= 1)
    return a_rest + b_rest > 0;

  return a_rest == 2 && b_rest == 2 && a[head] == b[head + 1] && a[head + 1] == b[head];
}

/**
 * ptl_text_index_match_typo:
 * @catalog: a catalog
 * @word: a folded word of at least four letters
 * @matches: (array fixed-size=65536) (inout): for each port its best match so far, or %PTL_MATCH_NONE
 *
 * Finds the names of services and products of which a word is one typing error away. Any thread.
 *
 * Returns: whether there are any
 */
gboolean
ptl_text_index_match_typo (PtlCatalog *catalog,
                           const char *word,
                           guint8     *matches)
{
  gsize length;
  guint8 whole[1u << PTL_FORMAT_POSTING_TARGET];
  guint8 part[1u << PTL_FORMAT_POSTING_TARGET];
  gboolean any = FALSE;

  g_return_val_if_fail (catalog != NULL, FALSE);
  g_return_val_if_fail (word != NULL, FALSE);

  length = strlen (word);
  fill_table (whole, PLACE_WHOLE);
  fill_table (part, PLACE_WORD);
  for (guint bits = 0; bits < G_N_ELEMENTS (whole); bits++)
    {
      if (!is_name (bits >> PTL_FORMAT_POSTING_FIELD))
        whole[bits] = part[bits] = PTL_MATCH_NONE;
    }

  for (guint token = 0; token < catalog->header->n_name_tokens; token++)
    {
      const char *start = catalog->tokens + catalog->token_starts[token];
      const char *end = catalog->tokens + catalog->token_starts[token + 1] - 1;

      if (end - start < (gssize) length - 1)
        continue;

      if (is_one_typo_apart (word, length, start, end - start))
        {
          mark_token (catalog, token, whole, matches);
          any = TRUE;
          continue;
        }

      /* The words inside: "kubernets" is near one in "kubernetes-api". */
      for (const char *at = start; at < end;)
        {
          const char *stop = at;

          while (stop < end && is_word_byte (*stop))
            stop++;
          if (stop - at + 1 >= (gssize) length && (at != start || stop != end) &&
              is_one_typo_apart (word, length, at, stop - at))
            {
              mark_token (catalog, token, part, matches);
              any = TRUE;
              break;
            }
          at = stop + 1;
        }
    }

  return any;
}

/**
 * ptl_text_rank:
 * @haystack: folded text, such as the name of a process
 * @haystack_length: bytes of it
 * @needle: folded text, not empty
 * @needle_length: bytes of it
 *
 * Ranks a match in a name as the catalog's are ranked. Any thread.
 *
 * Returns: the rank; %PTL_N_RANKS where @needle is not in @haystack
 */
PtlRank
ptl_text_rank (const char *haystack,
               gsize       haystack_length,
               const char *needle,
               gsize       needle_length)
{
  const char *at = haystack;
  const char *end = haystack + haystack_length;
  PtlRank rank = PTL_N_RANKS;
  Needle prepared;

  needle_init (&prepared, needle, needle_length);

  while ((at = needle_find (&prepared, at, end)) != NULL)
    {
      if (at == haystack)
        return haystack_length == needle_length ? PTL_RANK_EXACT : PTL_RANK_PREFIX;
      if (begins_word (at))
        return PTL_RANK_WORD;
      rank = PTL_RANK_INSIDE;
      at++;
    }

  return rank;
}
