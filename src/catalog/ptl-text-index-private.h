#pragma once

#include "catalog/ptl-catalog-private.h"
#include "catalog/ptl-text-index.h"

G_BEGIN_DECLS

/* What the search for words and the search for phrases share. */

/* How a piece of a query stands in a token. */
typedef enum
{
  PLACE_WHOLE,  /* it is the token */
  PLACE_START,  /* the token begins with it */
  PLACE_WORD,   /* a word inside the token does: "alt" in "http-alt" */
  PLACE_INSIDE,
  PLACE_NONE,
} Place;

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

static inline void
mark (guint8 *matches,
      guint   first,
      guint   last,
      guint8  match)
{
  for (guint port = first; port <= last; port++)
    matches[port] = MIN (matches[port], match);
}

PtlRank  ptl_text_rank_of_place (Place             place,
                                 PtlTextField      field,
                                 gboolean          first,
                                 gboolean          only,
                                 gboolean          range);
gboolean ptl_text_match_phrase  (const PtlCatalog *self,
                                 const char       *text,
                                 guint8           *matches);

G_END_DECLS
