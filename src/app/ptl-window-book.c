#include "config.h"

#include "app/ptl-window-private.h"

#include <glib/gi18n-lib.h>

#include "app/ptl-note-dialog.h"

/*
 * What the person keeps: the star and the note of the port that is shown, and what follows when the book is read or changes.
 */

/**
 * ptl_window_get_starred:
 *
 * Returns: whether the port that is shown has a star
 */
gboolean
ptl_window_get_starred (PtlWindow *self)
{
  PtlPage *page;
  const PtlOwnMark *mark = NULL;

  /* GTK asks for the state of an action as soon as there is a window, before there is anything in it. */
  if (self->book == NULL)
    return FALSE;

  page = ptl_page_view_get_page (self->page_view);
  if (page != NULL)
    mark = ptl_marks_find (ptl_book_get_marks (self->book), ptl_page_get_port (page));

  return mark != NULL && mark->starred_at != 0;
}

/**
 * ptl_window_set_starred:
 * @starred: whether the port that is shown is to have a star
 *
 * Gives that port a star, or takes it away.
 */
void
ptl_window_set_starred (PtlWindow *self,
                        gboolean   starred)
{
  PtlPage *page = ptl_page_view_get_page (self->page_view);

  if (page != NULL && ptl_book_get_marks (self->book) != NULL)
    ptl_book_set_star (self->book, ptl_page_get_port (page), starred);
}

/**
 * ptl_window_update_book:
 *
 * Lets what can be done with the port that is shown follow that port and the book. Before the book is read, and where it can't
 * be, nothing could be kept.
 */
void
ptl_window_update_book (PtlWindow *self)
{
  gboolean usable = ptl_book_get_marks (self->book) != NULL && ptl_page_view_get_page (self->page_view) != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.star", usable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.edit-note", usable);
  g_object_notify (G_OBJECT (self), "starred");
}

static void
book_changed_cb (PtlWindow *self)
{
  const GError *error = ptl_book_get_error (self->book);

  ptl_port_list_set_marks (self->list, ptl_book_get_marks (self->book));
  ptl_window_search_again (self);
  ptl_window_update_page (self);
  ptl_window_update_book (self);

  if (error != NULL)
    ptl_window_show_notice (self, error->message);
  else
    ptl_window_update_status (self);
}

static void
edit_note_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  PtlWindow *self = PTL_WINDOW (widget);
  PtlPage *page = ptl_page_view_get_page (self->page_view);

  if (page != NULL && ptl_book_get_marks (self->book) != NULL)
    gtk_window_present (GTK_WINDOW (ptl_note_dialog_new (GTK_WINDOW (self), self->book, ptl_page_get_port (page))));
}

/**
 * ptl_window_class_install_book:
 *
 * Installs the actions that change the book. The property behind "win.star" has to be there already.
 */
void
ptl_window_class_install_book (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_property_action (widget_class, "win.star", "starred");
  gtk_widget_class_install_action (widget_class, "win.edit-note", NULL, edit_note_action);
}

/**
 * ptl_window_follow_book:
 * @book: what the person keeps
 *
 * Has the window show @book from now on.
 */
void
ptl_window_follow_book (PtlWindow *self,
                        PtlBook   *book)
{
  self->book = g_object_ref (book);
  g_signal_connect_object (book, "changed", G_CALLBACK (book_changed_cb), self, G_CONNECT_SWAPPED);
  ptl_port_list_set_marks (self->list, ptl_book_get_marks (book));
  ptl_window_update_book (self);
}
