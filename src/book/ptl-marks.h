#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The longest own note, in characters; a page is read, not a file. */
#define PTL_OWN_NOTE_MAX 4000

/* What the user keeps about one port: a star, a note of their own, or both. Immutable; shared by the PtlMarks that have it. */
typedef struct
{
  guint16  port;
  gint64   starred_at; /* seconds since 1970 UTC; 0 where there is no star */
  char    *note;       /* (owned) (nullable): valid UTF-8, neither empty nor blank; as hostile as any text */
  gint64   noted_at;   /* seconds since 1970 UTC when the note was last changed; 0 without one */
  char    *folded;     /* (owned) (nullable): the note as the search compares it */
} PtlOwnMark;

/*
 * PtlMarks: all ports that the user starred or wrote about, by number. Immutable once made; any thread may use it. A change makes
 * a new one, so that what a page or a search was made of never changes under it.
 */
typedef struct _PtlMarks PtlMarks;

PtlMarks         *ptl_marks_new         (GPtrArray        *marks);
PtlMarks         *ptl_marks_ref         (PtlMarks         *self);
void              ptl_marks_unref       (PtlMarks         *self);

guint             ptl_marks_get_n       (PtlMarks         *self);
const PtlOwnMark *ptl_marks_get         (PtlMarks         *self,
                                         guint             index);
const PtlOwnMark *ptl_marks_find        (PtlMarks         *self,
                                         guint16           port);

PtlMarks         *ptl_marks_with_star   (PtlMarks         *self,
                                         guint16           port,
                                         gint64            starred_at);
PtlMarks         *ptl_marks_with_note   (PtlMarks         *self,
                                         guint16           port,
                                         const char       *note,
                                         gint64            noted_at);

PtlOwnMark       *ptl_own_mark_new      (guint16           port,
                                         gint64            starred_at,
                                         const char       *note,
                                         gint64            noted_at);
PtlOwnMark       *ptl_own_mark_ref      (const PtlOwnMark *self);
void              ptl_own_mark_unref    (PtlOwnMark       *self);
gboolean          ptl_own_mark_is_empty (const PtlOwnMark *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlOwnMark, ptl_own_mark_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlMarks, ptl_marks_unref)

G_END_DECLS
