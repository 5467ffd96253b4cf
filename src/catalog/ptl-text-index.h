#pragma once

#include "catalog/ptl-catalog.h"

G_BEGIN_DECLS

/*
 * The catalog's texts, prepared so that a word is found in all of them at once. Text is folded by ptl_fold() on both sides.
 */

/* What a text is; where a port matches by several equally well, the first of these is named. */
typedef enum
{
  PTL_TEXT_NAME,        /* a service name */
  PTL_TEXT_HOME,        /* the product, in a note on what IANA registered there, and every name of a note's key home */
  PTL_TEXT_HOME_NAME,   /* another name of it */
  PTL_TEXT_PRODUCT,     /* the product of another note */
  PTL_TEXT_OTHER_NAME,  /* another name of it: often a word that only has to do with it */
  PTL_TEXT_DESCRIPTION, /* what the registry says besides: description, remark, unauthorized use */
  PTL_TEXT_NOTE,        /* a note's text */
} PtlTextField;

/*
 * How well a port matches; less is better. What counts first is the place, as DESIGN.md's list has it: the whole name, its
 * beginning, the beginning of a word, inside a word. For one place, the port whose own name it is comes first and the port it
 * belongs to comes second, so that "postgres" finds 5432 before the tools for it that wait on lower ports; what is said of a
 * whole range comes last, so that "vnc" finds 5900 before 64 ports of a range. The two for numbers are the search's own.
 */
typedef enum
{
  PTL_RANK_NUMBER,
  PTL_RANK_NUMBER_PREFIX,
  PTL_RANK_EXACT,
  PTL_RANK_EXACT_HOME,
  PTL_RANK_EXACT_OTHER,
  PTL_RANK_EXACT_RANGE,
  PTL_RANK_PREFIX,
  PTL_RANK_PREFIX_HOME,
  PTL_RANK_PREFIX_OTHER,
  PTL_RANK_PREFIX_RANGE,
  PTL_RANK_WORD,
  PTL_RANK_WORD_HOME,
  PTL_RANK_WORD_OTHER,
  PTL_RANK_WORD_RANGE,
  PTL_RANK_INSIDE,
  PTL_RANK_INSIDE_HOME,
  PTL_RANK_INSIDE_OTHER,
  PTL_RANK_INSIDE_RANGE,
  PTL_N_RANKS,
} PtlRank;

/* A match in one byte, the best one being the least: the rank, and in the lower bits the PtlTextField, or more for a caller. */
#define PTL_MATCH_NONE 0xff
#define PTL_MATCH(rank, field) ((guint8) ((rank) << 3 | (field)))
#define PTL_MATCH_RANK(match)  ((guint) (match) >> 3)
#define PTL_MATCH_FIELD(match) ((guint) (match) & 7)

gboolean ptl_text_index_match       (PtlCatalog *catalog,
                                     const char *text,
                                     guint8     *matches);
gboolean ptl_text_index_match_typo  (PtlCatalog *catalog,
                                     const char *word,
                                     guint8     *matches);
PtlRank  ptl_text_rank              (const char *haystack,
                                     gsize       haystack_length,
                                     const char *needle,
                                     gsize       needle_length);

G_END_DECLS
