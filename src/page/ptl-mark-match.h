#pragma once

#include "book/ptl-marks.h"
#include "catalog/ptl-query.h"
#include "catalog/ptl-text-index.h"

G_BEGIN_DECLS

/* Which terms of a query are about what the user keeps, and which ports they mean. */

gboolean ptl_term_is_about_marks   (const PtlTerm    *term);
gboolean ptl_own_mark_matches_term (const PtlOwnMark *mark,
                                    const PtlTerm    *term);
PtlRank  ptl_own_mark_rank_word    (const PtlOwnMark *mark,
                                    const char       *word,
                                    gsize             length);
void     ptl_marks_fill            (PtlMarks         *marks,
                                    const PtlTerm    *term,
                                    guint8           *keep);

G_END_DECLS
