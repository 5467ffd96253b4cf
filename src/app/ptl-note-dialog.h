#pragma once

#include <gtk/gtk.h>

#include "book/ptl-book.h"

G_BEGIN_DECLS

#define PTL_TYPE_NOTE_DIALOG (ptl_note_dialog_get_type ())

G_DECLARE_FINAL_TYPE (PtlNoteDialog, ptl_note_dialog, PTL, NOTE_DIALOG, GtkWindow)

GtkWidget *ptl_note_dialog_new (GtkWindow *parent,
                                PtlBook   *book,
                                guint16    port);

G_END_DECLS
