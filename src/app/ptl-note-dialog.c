#include "config.h"

#include "app/ptl-note-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/ptl-button-name.h"

/*
 * PtlNoteDialog: where a person writes what they know of a port. However it is closed, what was written is kept; an empty text
 * is no note.
 */
struct _PtlNoteDialog
{
  GtkWindow      parent_instance;

  GtkTextView   *view;
  GtkTextBuffer *text;
  GtkWidget     *done_button;

  PtlBook       *book; /* (owned) (nullable) */
  guint16        port;
};

G_DEFINE_FINAL_TYPE (PtlNoteDialog, ptl_note_dialog, GTK_TYPE_WINDOW)

/* A note is as long as it may be, and no longer: what would be too much is not taken. */
static void
insert_text_cb (PtlNoteDialog *self,
                GtkTextIter   *location,
                const char    *text,
                int            length,
                GtkTextBuffer *buffer)
{
  glong room = PTL_OWN_NOTE_MAX - gtk_text_buffer_get_char_count (buffer);

  if (g_utf8_strlen (text, length) <= room)
    return;

  g_signal_stop_emission_by_name (buffer, "insert-text");
  gtk_widget_error_bell (GTK_WIDGET (self));
  if (room > 0)
    gtk_text_buffer_insert (buffer, location, text, g_utf8_offset_to_pointer (text, room) - text);
}

static void
ptl_note_dialog_dispose (GObject *object)
{
  PtlNoteDialog *self = PTL_NOTE_DIALOG (object);

  /* Here and not where it is asked to close: it also goes with its parent, without being asked. */
  if (self->book != NULL)
    {
      g_autofree char *text = NULL;

      g_object_get (self->text, "text", &text, NULL);
      ptl_book_set_note (self->book, self->port, text);
    }
  g_clear_object (&self->book);

  G_OBJECT_CLASS (ptl_note_dialog_parent_class)->dispose (object);
}

static void
ptl_note_dialog_class_init (PtlNoteDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ptl_note_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/app/portolan/Portolan/ui/ptl-note-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PtlNoteDialog, view);
  gtk_widget_class_bind_template_child (widget_class, PtlNoteDialog, text);
  gtk_widget_class_bind_template_child (widget_class, PtlNoteDialog, done_button);
  gtk_widget_class_bind_template_callback (widget_class, insert_text_cb);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "window.close", NULL);
}

static void
ptl_note_dialog_init (PtlNoteDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ptl_button_name_by_label (self->done_button);
}

/**
 * ptl_note_dialog_new:
 * @parent: the window it belongs to
 * @book: a book that was read
 * @port: the port to write about
 *
 * Makes the dialog with the note that there is.
 *
 * Returns: (transfer none): the dialog; GTK owns it
 */
GtkWidget *
ptl_note_dialog_new (GtkWindow *parent,
                     PtlBook   *book,
                     guint16    port)
{
  PtlNoteDialog *self = g_object_new (PTL_TYPE_NOTE_DIALOG, "transient-for", parent, NULL);
  const PtlOwnMark *mark = ptl_marks_find (ptl_book_get_marks (book), port);
  g_autofree char *title = g_strdup_printf (_("Your Note on Port %u"), port);

  self->book = g_object_ref (book);
  self->port = port;
  gtk_window_set_title (GTK_WINDOW (self), title);
  if (mark != NULL && mark->note != NULL)
    {
      /* Undoing must not take away what was there before. */
      gtk_text_buffer_begin_irreversible_action (self->text);
      gtk_text_buffer_set_text (self->text, mark->note, -1);
      gtk_text_buffer_end_irreversible_action (self->text);
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->view));

  return GTK_WIDGET (self);
}
