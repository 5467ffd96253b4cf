#include "config.h"

#include "catalog/ptl-text-index-private.h"

#include <string.h>

/* The length of a token; where it begins is in out_start. */
static inline gsize
get_token (const PtlCatalog  *self,
           guint              token,
           const char       **out_start)
{
  *out_start = self->tokens + self->token_starts[token];

  return self->token_starts[token + 1] - 1 - self->token_starts[token];
}

/*
 * The first token from first to end that is not before the text in the order of bytes, in which the tokens of names are, and
 * the others after them.
 */
static guint
find_token (const PtlCatalog *self,
            guint             first,
            guint             end,
            const char       *text,
            gsize             length)
{
  while (first < end)
    {
      guint middle = first + (end - first) / 2;
      const char *start;
      gsize token_length = get_token (self, middle, &start);
      int order = memcmp (start, text, MIN (token_length, length));

      if (order < 0 || (order == 0 && token_length < length))
        first = middle + 1;
      else
        end = middle;
    }

  return first;
}

/* The last word of a phrase: what begins with it. */
static gboolean
take_beginnings (const PtlCatalog *self,
                 const char       *text,
                 gsize             length,
                 guint8           *places)
{
  const guint ends[] = { self->header->n_name_tokens, self->n_tokens };
  gboolean any = FALSE;

  for (guint i = 0, first = 0; i < G_N_ELEMENTS (ends); first = ends[i++])
    {
      for (guint token = find_token (self, first, ends[i], text, length); token < ends[i]; token++)
        {
          const char *start;
          gsize token_length = get_token (self, token, &start);

          if (token_length < length || memcmp (start, text, length) != 0)
            break;
          places[token] = token_length == length ? PLACE_WHOLE : PLACE_START;
          any = TRUE;
        }
    }

  return any;
}

/* The first word of a phrase: what ends with it. */
static gboolean
take_endings (const PtlCatalog *self,
              const char       *text,
              gsize             length,
              guint8           *places)
{
  const char last = text[length - 1];
  gboolean any = FALSE;

  for (guint token = 0; token < self->n_tokens; token++)
    {
      const char *start, *at;
      gsize token_length = get_token (self, token, &start);

      if (token_length < length)
        continue;
      at = start + token_length - length;
      if (at[length - 1] != last || memcmp (at, text, length) != 0)
        continue;
      if (at == start)
        places[token] = PLACE_WHOLE;
      else
        places[token] = begins_word (at) ? PLACE_WORD : PLACE_INSIDE;
      any = TRUE;
    }

  return any;
}

/* A word in the middle of a phrase: the token that is it. */
static gboolean
take_whole (const PtlCatalog *self,
            const char       *text,
            gsize             length,
            guint            *out_token)
{
  const guint ends[] = { self->header->n_name_tokens, self->n_tokens };

  for (guint i = 0, first = 0; i < G_N_ELEMENTS (ends); first = ends[i++])
    {
      guint token = find_token (self, first, ends[i], text, length);
      const char *start;

      if (token < ends[i] && get_token (self, token, &start) == length && memcmp (start, text, length) == 0)
        {
          *out_token = token;
          return TRUE;
        }
    }

  return FALSE;
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
      guint first = PTL_FORMAT_RECORD_WORD (record->place);
      guint n = MIN (PTL_FORMAT_RECORD_WORD (record[1].place), self->n_words) - first;
      PtlTextField field = PTL_FORMAT_RECORD_FIELD (record->place);
      const guint16 *words = self->words + first;
      gboolean range = record->first != record->last;

      for (guint at = 0; at + phrase->n <= n; at++)
        {
          Place place = phrase->firsts[words[at]];
          PtlRank rank;

          if (place == PLACE_NONE || !phrase_at (phrase, words + at))
            continue;

          rank = ptl_text_rank_of_place (place, field, at == 0,
                                         n == phrase->n && phrase->lasts[words[n - 1]] == PLACE_WHOLE, range);
          mark (matches, record->first, record->last, PTL_MATCH (rank, field));
          any = TRUE;
        }
    }

  return any;
}

/**
 * ptl_text_match_phrase:
 * @self: a catalog
 * @text: folded words, one blank between two of them
 * @matches: (array fixed-size=65536) (inout): for each port its best match so far
 *
 * Finds words that stand one behind the other: the first ends a token, the last begins one. Any thread.
 *
 * Returns: whether they do anywhere
 */
gboolean
ptl_text_match_phrase (const PtlCatalog *self,
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

      if (phrase.n == 0)
        any = take_endings (self, at, length, phrase.firsts);
      else if (blank == NULL)
        any = take_beginnings (self, at, length, phrase.lasts);
      else
        any = take_whole (self, at, length, &phrase.middles[phrase.n]);

      if (!any)
        return FALSE;
      phrase.n++;
      at = blank != NULL ? blank + 1 : NULL;
    }

  return mark_phrase (self, &phrase, matches);
}
