#include "config.h"

#include "app/ptl-window-private.h"

#include <glib/gi18n-lib.h>

/*
 * What the window says of what it shows: the line below the list, and the words in place of a list that has nothing in it.
 */

#define NOTICE_SECONDS 6

/**
 * ptl_window_show_empty:
 * @icon: the name of a symbolic icon; it says nothing that the words do not
 * @title: a few words
 * @text: a sentence on what can be done
 *
 * Shows words in place of a list that has nothing in it.
 */
void
ptl_window_show_empty (PtlWindow  *self,
                       const char *icon,
                       const char *title,
                       const char *text)
{
  gtk_image_set_from_icon_name (self->empty_icon, icon);
  gtk_label_set_text (self->empty_title, title);
  gtk_label_set_text (self->empty_text, text);
  gtk_stack_set_visible_child_name (self->list_stack, "empty");
}

static void
show_none_of_mine (PtlWindow *self,
                   gboolean   searched)
{
  const GError *error = ptl_book_get_error (self->book);

  if (ptl_book_get_marks (self->book) == NULL && error != NULL)
    ptl_window_show_empty (self, "dialog-warning-symbolic", _("Your ports can’t be read"), error->message);
  else if (ptl_book_get_marks (self->book) == NULL)
    ptl_window_show_empty (self, "content-loading-symbolic", _("Reading your ports…"), "");
  else if (searched)
    ptl_window_show_empty (self, "edit-find-symbolic", _("None of your ports matches"),
                           _("Try fewer words, or look among all ports."));
  else
    ptl_window_show_empty (self, "starred-symbolic", _("Your ports will be here"),
                           _("Give a port a star, or write a note on it, and you find it here again. Both buttons are at the top of its page."));
}

/* That nothing listens is said only where that was seen. */
static void
show_no_listener (PtlWindow *self,
                  gboolean   searched)
{
  PtlSnapshot *snapshot = ptl_monitor_get_snapshot (self->monitor);
  const GError *error = ptl_monitor_get_error (self->monitor);

  if (snapshot == NULL && error != NULL)
    ptl_window_show_empty (self, "dialog-warning-symbolic", _("The listeners can’t be read"), error->message);
  else if (snapshot == NULL)
    ptl_window_show_empty (self, "content-loading-symbolic", _("Reading the listeners…"),
                           _("Which programs listen on this computer will show here in a moment."));
  else if (searched)
    ptl_window_show_empty (self, "edit-find-symbolic", _("No listener matches"),
                           _("Try fewer words, or look among all ports."));
  else if (!ptl_snapshot_is_complete (snapshot))
    ptl_window_show_empty (self, "dialog-warning-symbolic", _("No listener was found"), ptl_snapshot_get_reason (snapshot));
  else
    ptl_window_show_empty (self, "network-server-symbolic", _("Nothing listens on this computer"),
                           _("A program that opens a port shows here a moment later."));
}

/**
 * ptl_window_show_nothing_found:
 *
 * Says in place of the list why nothing is in it.
 */
void
ptl_window_show_nothing_found (PtlWindow *self)
{
  gboolean searched = gtk_editable_get_text (GTK_EDITABLE (self->search))[0] != '\0';

  switch (self->place)
    {
    case PTL_PLACE_LISTENING:
      show_no_listener (self, searched);
      break;

    case PTL_PLACE_MINE:
      show_none_of_mine (self, searched);
      break;

    case PTL_PLACE_ALL:
    default:
      ptl_window_show_empty (self, "edit-find-symbolic", _("No port matches"),
                             _("Try a number such as 5432, a name such as postgres, a range such as 8000-8100, or fewer words."));
      break;
    }
}

static gboolean
notice_over_cb (gpointer data)
{
  PtlWindow *self = data;

  self->notice_source = 0;
  g_clear_pointer (&self->notice, g_free);
  ptl_window_update_status (self);

  return G_SOURCE_REMOVE;
}

/**
 * ptl_window_show_notice:
 * @notice: one sentence
 *
 * Says something in the status line for a few seconds.
 */
void
ptl_window_show_notice (PtlWindow  *self,
                        const char *notice)
{
  g_free (self->notice);
  self->notice = g_strdup (notice);
  g_clear_handle_id (&self->notice_source, g_source_remove);
  self->notice_source = g_timeout_add_seconds (NOTICE_SECONDS, notice_over_cb, self);
  ptl_window_update_status (self);
}

/**
 * ptl_window_update_status:
 *
 * Says below the list how much it shows, and whether what is said of this computer is fresh.
 */
void
ptl_window_update_status (PtlWindow *self)
{
  PtlSnapshot *snapshot = ptl_monitor_get_snapshot (self->monitor);
  const GError *error = ptl_monitor_get_error (self->monitor);
  guint n_listening = snapshot != NULL ? ptl_snapshot_get_n_ports (snapshot) : 0;
  g_autofree char *found = NULL;
  g_autofree char *here = NULL;
  g_autofree char *text = NULL;
  g_autofree char *place = NULL;

  if (self->place == PTL_PLACE_LISTENING)
    found = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u listener", "%'u listeners", self->n_found), self->n_found);
  else
    found = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u port", "%'u ports", self->n_found), self->n_found);

  if (error != NULL && snapshot != NULL)
    here = g_strdup_printf (_("The listeners could not be read again: %s"), error->message);
  else if (error != NULL)
    here = g_strdup (_("the listeners could not be read"));
  else if (snapshot == NULL)
    here = g_strdup (_("reading the listeners…"));
  else if (self->paused)
    here = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "paused, %'u was listening", "paused, %'u were listening", n_listening),
                            n_listening);
  else if (!ptl_snapshot_is_complete (snapshot))
    here = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "at least %'u listening now", "at least %'u listening now", n_listening),
                            n_listening);
  else if (self->place == PTL_PLACE_LISTENING)
    here = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u port in all", "%'u ports in all", n_listening), n_listening);
  else
    here = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u listening now", "%'u listening now", n_listening), n_listening);

  /* Translators: the line below the list: how many ports it has, and what is known of the listeners. */
  text = g_strdup_printf (_("%s · %s"), found, here);
  /* Before the first reading there are not none, but nobody knows how many; what is the matter stands in place of the list. */
  if (self->place == PTL_PLACE_LISTENING && snapshot == NULL)
    *text = '\0';
  if (self->place == PTL_PLACE_LISTENING && ptl_listener_model_is_held (ptl_listener_table_get_model (self->table)))
    {
      char *held = g_strdup_printf (_("%s · more when the pointer leaves the rows"), text);

      g_free (text);
      text = held;
    }
  gtk_label_set_text (self->status, self->notice != NULL ? self->notice : text);
  /* The page and the place of the listeners say why, too. */
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->status), error != NULL ? error->message : NULL);
  if (error != NULL && *text != '\0')
    gtk_widget_add_css_class (GTK_WIDGET (self->status), "problem");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->status), "problem");

  place = snapshot != NULL ? g_strdup_printf (_("Listening %'u"), n_listening) : g_strdup (_("Listening"));
  gtk_button_set_label (self->listening_button, place);
}
