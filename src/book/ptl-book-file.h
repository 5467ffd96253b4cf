#pragma once

#include "book/ptl-marks.h"

G_BEGIN_DECLS

/*
 * PtlBookFile: the file in which the book is kept, an SQLite database. All of its functions block; call them in a worker, one
 * at a time for each PtlBookFile.
 */

#define PTL_BOOK_ERROR (ptl_book_error_quark ())

typedef enum
{
  PTL_BOOK_ERROR_FAILED,  /* the file could not be opened, read or written */
  PTL_BOOK_ERROR_DAMAGED, /* what is there is no book, or is damaged */
  PTL_BOOK_ERROR_NEWER,   /* a later version of Portolan wrote it; this one leaves it alone */
} PtlBookError;

typedef struct _PtlBookFile PtlBookFile;

GQuark       ptl_book_error_quark      (void);

char        *ptl_book_get_default_path (void);
PtlMarks    *ptl_book_read_marks       (const char        *path,
                                        GError           **error);

PtlBookFile *ptl_book_file_open        (const char        *path,
                                        gboolean           writable,
                                        GError           **error);
void         ptl_book_file_close       (PtlBookFile       *self);
PtlMarks    *ptl_book_file_read_marks  (PtlBookFile       *self,
                                        GError           **error);
gboolean     ptl_book_file_write_mark  (PtlBookFile       *self,
                                        const PtlOwnMark  *mark,
                                        GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlBookFile, ptl_book_file_close)

G_END_DECLS
