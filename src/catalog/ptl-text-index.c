#include "config.h"

#include "catalog/ptl-text-index-private.h"

#include <string.h>

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

/**
 * ptl_text_rank_of_place:
 * @place: how the piece stands in the token
 * @field: what text it is
 * @first: whether the text begins with the token
 * @only: whether the text has no other token
 * @range: whether the text speaks of several ports
 *
 * Ranks a match. Any thread.
 */
PtlRank
ptl_text_rank_of_place (Place        place,
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

/* What each combination of the lower bits of a posting comes to for one place. */
static void
fill_table (guint8 *table,
            Place   place)
{
  for (guint bits = 0; bits < PTL_FORMAT_N_PLACES; bits++)
    {
      guint field = bits >> PTL_FORMAT_PLACE_FIELD;

      table[bits] = PTL_MATCH (ptl_text_rank_of_place (place, field,
                                                       (bits & PTL_FORMAT_PLACE_FIRST) != 0,
                                                       (bits & PTL_FORMAT_PLACE_ONLY) != 0,
                                                       (bits & PTL_FORMAT_PLACE_RANGE) != 0),
                               field);
    }
}

/* Where the matches of one search go. Those of intervals are gathered first, as thousands of ports may be in one. */
typedef struct
{
  guint8  tables[PLACE_NONE][PTL_FORMAT_N_PLACES];
  guint8 *matches;
  guint8 *intervals; /* (owned): for each interval its best match */
} Marker;

static void
marker_init (Marker           *self,
             const PtlCatalog *catalog,
             guint8           *matches)
{
  self->matches = matches;
  self->intervals = g_malloc (catalog->n_intervals);
  memset (self->intervals, PTL_MATCH_NONE, catalog->n_intervals);
  for (Place place = 0; place < PLACE_NONE; place++)
    fill_table (self->tables[place], place);
}

static void
marker_finish (Marker           *self,
               const PtlCatalog *catalog)
{
  for (guint i = 0; i < catalog->n_intervals; i++)
    {
      if (self->intervals[i] != PTL_MATCH_NONE)
        mark (self->matches, catalog->intervals[i].first, catalog->intervals[i].last, self->intervals[i]);
    }
  g_free (self->intervals);
}

static inline void
mark_token (const PtlCatalog *self,
            guint             token,
            const guint8     *table,
            Marker           *marker)
{
  guint end = MIN (self->posting_starts[token + 1], self->n_postings);

  for (guint i = self->posting_starts[token]; i < end; i++)
    {
      guint target = self->targets[i];
      guint bits = self->places[i] & (PTL_FORMAT_N_PLACES - 1);
      guint8 match = table[bits];
      guint8 *best;

      if ((bits & PTL_FORMAT_PLACE_RANGE) == 0)
        best = &marker->matches[target];
      else if (target < self->n_intervals)
        best = &marker->intervals[target];
      else
        continue;

      *best = MIN (*best, match);
    }
}

/* Marks each token that has the piece in it, once, with the best place it has there. */
static gboolean
mark_tokens (const PtlCatalog *self,
             const char       *text,
             gsize             length,
             Marker           *marker)
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

      mark_token (self, token, marker->tables[place], marker);
      any = TRUE;
      at = token_end;
    }

  return any;
}

/* The first of the places of a byte in eight others, 8 where it is in none of them; the first of them is the lowest. */
static inline guint
find_in_eight (guint64 eight,
               guint64 pattern)
{
  guint64 other = eight ^ pattern;
  guint64 zeros = (other - G_GUINT64_CONSTANT (0x0101010101010101)) & ~other &
                  G_GUINT64_CONSTANT (0x8080808080808080);

  return zeros != 0 ? (guint) __builtin_ctzll (zeros) / 8 : 8;
}

/*
 * The same for a single letter or digit. It is in most tokens, so the way from one to the next has to be short: the letters of
 * a token are compared eight at a time.
 */
static gboolean
mark_tokens_with_byte (const PtlCatalog *self,
                       char              byte,
                       Marker           *marker)
{
  const guint64 pattern = (guchar) byte * G_GUINT64_CONSTANT (0x0101010101010101);
  gboolean any = FALSE;

  for (guint token = 0; token < self->n_tokens; token++)
    {
      guint at = self->token_starts[token];
      guint start = at, end = self->token_starts[token + 1] - 1;
      Place place = PLACE_NONE;

      while (at < end && place >= PLACE_INSIDE)
        {
          guint64 eight;
          guint step;

          if (G_UNLIKELY (at + sizeof eight > self->n_token_bytes))
            {
              step = self->tokens[at] == byte ? 0 : 1;
            }
          else
            {
              memcpy (&eight, self->tokens + at, sizeof eight);
              step = find_in_eight (GUINT64_TO_LE (eight), pattern);
            }

          at += step;
          if (at >= end || step == 8 || self->tokens[at] != byte)
            continue;

          if (at == start)
            place = end == start + 1 ? PLACE_WHOLE : PLACE_START;
          else
            place = begins_word (self->tokens + at) ? PLACE_WORD : PLACE_INSIDE;
          at++;
        }

      if (place != PLACE_NONE)
        {
          mark_token (self, token, marker->tables[place], marker);
          any = TRUE;
        }
    }

  return any;
}

static gboolean
match_word (const PtlCatalog *self,
            const char       *text,
            gsize             length,
            guint8           *matches)
{
  Marker marker;
  gboolean any;

  marker_init (&marker, self, matches);
  if (length == 1 && g_ascii_isalnum (text[0]))
    any = mark_tokens_with_byte (self, text[0], &marker);
  else
    any = mark_tokens (self, text, length, &marker);
  marker_finish (&marker, self);

  return any;
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
    return ptl_text_match_phrase (catalog, text, matches);

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
  guint8 *whole, *part;
  Marker marker;
  gboolean any = FALSE;

  g_return_val_if_fail (catalog != NULL, FALSE);
  g_return_val_if_fail (word != NULL, FALSE);

  length = strlen (word);
  marker_init (&marker, catalog, matches);
  whole = marker.tables[PLACE_WHOLE];
  part = marker.tables[PLACE_WORD];
  for (guint bits = 0; bits < PTL_FORMAT_N_PLACES; bits++)
    {
      if (!is_name (bits >> PTL_FORMAT_PLACE_FIELD))
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
          mark_token (catalog, token, whole, &marker);
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
              mark_token (catalog, token, part, &marker);
              any = TRUE;
              break;
            }
          at = stop + 1;
        }
    }

  marker_finish (&marker, catalog);

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
