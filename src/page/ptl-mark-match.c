#include "config.h"

#include "page/ptl-mark-match.h"

#include <string.h>

#include "catalog/ptl-catalog.h"

/**
 * ptl_term_is_about_marks:
 * @term: a term
 *
 * Tells whether only the book can say what a term means. Any thread.
 */
gboolean
ptl_term_is_about_marks (const PtlTerm *term)
{
  return term->kind == PTL_TERM_IS && (term->is == PTL_IS_STARRED || term->is == PTL_IS_MINE);
}

/**
 * ptl_own_mark_matches_term:
 * @mark: (nullable): what the user keeps about a port; NULL where that is nothing
 * @term: a term about marks; its "exclude" is left aside
 *
 * Tells whether a term means the port that a mark is of. Any thread.
 */
gboolean
ptl_own_mark_matches_term (const PtlOwnMark *mark,
                           const PtlTerm    *term)
{
  g_return_val_if_fail (ptl_term_is_about_marks (term), FALSE);

  return mark != NULL && (term->is == PTL_IS_MINE || mark->starred_at != 0);
}

/**
 * ptl_marks_fill:
 * @marks: (nullable): what the user keeps
 * @term: a term about marks; its "exclude" is left aside
 * @keep: (array fixed-size=65536) (out): 1 for each port that the term means, 0 for the others
 *
 * Asks of all ports whether the user starred them, or keeps anything about them. Any thread.
 */
void
ptl_marks_fill (PtlMarks      *marks,
                const PtlTerm *term,
                guint8        *keep)
{
  memset (keep, 0, PTL_N_PORTS);
  for (guint i = 0; marks != NULL && i < ptl_marks_get_n (marks); i++)
    {
      const PtlOwnMark *mark = ptl_marks_get (marks, i);

      keep[mark->port] = ptl_own_mark_matches_term (mark, term);
    }
}

/**
 * ptl_own_mark_rank_word:
 * @mark: what the user keeps about a port
 * @word: a folded word or phrase
 * @length: bytes of @word
 *
 * Ranks how well a plain word is found in the user's note. Any thread.
 *
 * Returns: the rank; %PTL_N_RANKS where it is not
 */
PtlRank
ptl_own_mark_rank_word (const PtlOwnMark *mark,
                        const char       *word,
                        gsize             length)
{
  if (mark->folded == NULL)
    return PTL_N_RANKS;

  return ptl_text_rank (mark->folded, strlen (mark->folded), word, length);
}
