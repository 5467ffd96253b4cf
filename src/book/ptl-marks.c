#include "config.h"

#include "book/ptl-marks.h"

#include <stdlib.h>

#include "catalog/ptl-fold.h"

struct _PtlMarks
{
  gatomicrefcount  ref_count;
  GPtrArray       *marks; /* (element-type PtlOwnMark): by port, none empty, no port twice */
};

/* What a note is kept as: valid, without blanks around it, not longer than it may be; NULL where nothing is left. */
static char *
tidy (const char *note)
{
  g_autofree char *valid = NULL;

  if (note == NULL)
    return NULL;

  valid = g_strstrip (g_utf8_make_valid (note, -1));
  if (g_utf8_strlen (valid, -1) > PTL_OWN_NOTE_MAX)
    *g_utf8_offset_to_pointer (valid, PTL_OWN_NOTE_MAX) = '\0';

  return valid[0] != '\0' ? g_steal_pointer (&valid) : NULL;
}

/**
 * ptl_own_mark_new:
 * @port: a port
 * @starred_at: seconds since 1970 UTC, or 0 for no star
 * @note: (nullable): what the user wrote; blanks around it go, and so does what is beyond PTL_OWN_NOTE_MAX characters
 * @noted_at: seconds since 1970 UTC
 *
 * Any thread.
 *
 * Returns: (transfer full): a mark
 */
PtlOwnMark *
ptl_own_mark_new (guint16     port,
                  gint64      starred_at,
                  const char *note,
                  gint64      noted_at)
{
  PtlOwnMark *self = g_atomic_rc_box_new0 (PtlOwnMark);

  self->port = port;
  self->starred_at = starred_at;
  self->note = tidy (note);
  if (self->note != NULL)
    {
      self->noted_at = noted_at;
      self->folded = ptl_fold (self->note);
    }

  return self;
}

/**
 * ptl_own_mark_ref:
 * @self: a mark
 *
 * Takes a reference. Any thread.
 *
 * Returns: (transfer full): @self
 */
PtlOwnMark *
ptl_own_mark_ref (const PtlOwnMark *self)
{
  return g_atomic_rc_box_acquire ((gpointer) self);
}

static void
clear_mark (gpointer data)
{
  PtlOwnMark *self = data;

  g_free (self->note);
  g_free (self->folded);
}

/**
 * ptl_own_mark_unref:
 * @self: (transfer full): a mark
 *
 * Gives a reference back. Any thread.
 */
void
ptl_own_mark_unref (PtlOwnMark *self)
{
  g_atomic_rc_box_release_full (self, clear_mark);
}

/**
 * ptl_own_mark_is_empty:
 * @self: a mark
 *
 * Any thread.
 *
 * Returns: whether it says nothing, and so need not be kept
 */
gboolean
ptl_own_mark_is_empty (const PtlOwnMark *self)
{
  return self->starred_at == 0 && self->note == NULL;
}

static int
compare_marks (gconstpointer a,
               gconstpointer b)
{
  const PtlOwnMark *left = *(const PtlOwnMark * const *) a;
  const PtlOwnMark *right = *(const PtlOwnMark * const *) b;

  return left->port - right->port;
}

/**
 * ptl_marks_new:
 * @marks: (transfer full) (element-type PtlOwnMark): marks in any order, none of them empty, no port twice, freed with the array
 *
 * Any thread.
 *
 * Returns: (transfer full): the marks
 */
PtlMarks *
ptl_marks_new (GPtrArray *marks)
{
  PtlMarks *self;

  g_return_val_if_fail (marks != NULL, NULL);

  self = g_new0 (PtlMarks, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->marks = marks;
  g_ptr_array_sort (self->marks, compare_marks);

  return self;
}

/**
 * ptl_marks_ref:
 * @self: marks
 *
 * Takes a reference. Any thread.
 *
 * Returns: (transfer full): @self
 */
PtlMarks *
ptl_marks_ref (PtlMarks *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * ptl_marks_unref:
 * @self: (transfer full): marks
 *
 * Gives a reference back. Any thread.
 */
void
ptl_marks_unref (PtlMarks *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->marks);
  g_free (self);
}

/**
 * ptl_marks_get_n:
 * @self: marks
 *
 * Returns: how many ports are marked
 */
guint
ptl_marks_get_n (PtlMarks *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->marks->len;
}

/**
 * ptl_marks_get:
 * @self: marks
 * @index: less than ptl_marks_get_n()
 *
 * Returns: (transfer none): the mark at that place in the order of ports
 */
const PtlOwnMark *
ptl_marks_get (PtlMarks *self,
               guint     index)
{
  g_return_val_if_fail (self != NULL && index < self->marks->len, NULL);

  return g_ptr_array_index (self->marks, index);
}

/**
 * ptl_marks_find:
 * @self: (nullable): marks
 * @port: a port
 *
 * Returns: (transfer none) (nullable): what is kept about @port; NULL where that is nothing
 */
const PtlOwnMark *
ptl_marks_find (PtlMarks *self,
                guint16   port)
{
  const PtlOwnMark wanted = { .port = port };
  const PtlOwnMark *key = &wanted;
  PtlOwnMark **found = NULL;

  if (self == NULL || self->marks->len == 0)
    return NULL;

  found = bsearch (&key, self->marks->pdata, self->marks->len, sizeof (gpointer), compare_marks);

  return found != NULL ? *found : NULL;
}

/* The same marks, with @mark (transfer full) in the place of what was kept about its port. */
static PtlMarks *
replace (PtlMarks   *self,
         PtlOwnMark *mark)
{
  g_autoptr (GPtrArray) marks = g_ptr_array_new_full (self->marks->len + 1, (GDestroyNotify) ptl_own_mark_unref);

  for (guint i = 0; i < self->marks->len; i++)
    {
      const PtlOwnMark *other = ptl_marks_get (self, i);

      if (other->port != mark->port)
        g_ptr_array_add (marks, ptl_own_mark_ref (other));
    }

  if (ptl_own_mark_is_empty (mark))
    ptl_own_mark_unref (mark);
  else
    g_ptr_array_add (marks, mark);

  return ptl_marks_new (g_steal_pointer (&marks));
}

/**
 * ptl_marks_with_star:
 * @self: marks
 * @port: a port
 * @starred_at: seconds since 1970 UTC, or 0 to take the star away
 *
 * Any thread.
 *
 * Returns: (transfer full): @self with that star, or without it
 */
PtlMarks *
ptl_marks_with_star (PtlMarks *self,
                     guint16   port,
                     gint64    starred_at)
{
  const PtlOwnMark *before;

  g_return_val_if_fail (self != NULL, NULL);

  before = ptl_marks_find (self, port);

  return replace (self, ptl_own_mark_new (port, starred_at, before != NULL ? before->note : NULL,
                                          before != NULL ? before->noted_at : 0));
}

/**
 * ptl_marks_with_note:
 * @self: marks
 * @port: a port
 * @note: (nullable): what the user wrote, as in ptl_own_mark_new(); NULL or blank takes the note away
 * @noted_at: seconds since 1970 UTC
 *
 * Any thread.
 *
 * Returns: (transfer full): @self with that note, or without it
 */
PtlMarks *
ptl_marks_with_note (PtlMarks   *self,
                     guint16     port,
                     const char *note,
                     gint64      noted_at)
{
  const PtlOwnMark *before;

  g_return_val_if_fail (self != NULL, NULL);

  before = ptl_marks_find (self, port);

  return replace (self, ptl_own_mark_new (port, before != NULL ? before->starred_at : 0, note, noted_at));
}
