#pragma once

#include <glib-object.h>

#include "book/ptl-marks.h"

G_BEGIN_DECLS

/*
 * PtlBook: what the user keeps, for a program that runs on: it reads and writes in a thread of its own, and says "changed" when the
 * marks or the error are others. For the thread that made it.
 */
#define PTL_TYPE_BOOK (ptl_book_get_type ())

G_DECLARE_FINAL_TYPE (PtlBook, ptl_book, PTL, BOOK, GObject)

PtlBook      *ptl_book_new       (const char *path);
void          ptl_book_load      (PtlBook    *self);
void          ptl_book_close     (PtlBook    *self);

PtlMarks     *ptl_book_get_marks (PtlBook    *self);
const GError *ptl_book_get_error (PtlBook    *self);
void          ptl_book_set_star  (PtlBook    *self,
                                  guint16     port,
                                  gboolean    starred);
void          ptl_book_set_note  (PtlBook    *self,
                                  guint16     port,
                                  const char *note);

G_END_DECLS
