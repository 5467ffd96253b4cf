#include "config.h"

#include "app/ptl-window-private.h"

#include "app/ptl-start-page.h"

/*
 * The window while no port is chosen: what it offers then, and the ways there and from there.
 */

/**
 * ptl_window_show_start:
 *
 * Lets go of the port that is shown, and offers examples and what was looked up before.
 */
void
ptl_window_show_start (PtlWindow *self)
{
  guint16 ports[PTL_START_PAGE_PORTS];
  guint n_ports;

  if (self->page_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->page_tick);
  self->page_tick = 0;
  g_clear_handle_id (&self->visit_source, g_source_remove);

  ptl_port_list_unselect (self->list);
  if (self->table != NULL)
    ptl_listener_table_unselect (self->table);
  ptl_panes_set_show_end (self->panes, FALSE);

  n_ports = ptl_history_get_recent (self->history, ports, G_N_ELEMENTS (ports));
  ptl_page_view_show_start (self->page_view, ports, n_ports);

  for (const char * const *action = (const char * const []) { "win.copy-page", "win.copy-number", "win.copy-report", NULL };
       *action != NULL;
       action++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), *action, FALSE);
  ptl_window_update_book (self);
  ptl_window_update_history (self);
}

static void
start_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  PtlWindow *self = PTL_WINDOW (widget);

  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  ptl_window_set_place (self, PTL_PLACE_ALL);
  ptl_window_show_start (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
look_up_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  PtlWindow *self = PTL_WINDOW (widget);

  ptl_window_look_up (self, g_variant_get_string (parameter, NULL));
  gtk_text_grab_focus_without_selecting (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (self->search))));
}

/**
 * ptl_window_class_install_start:
 *
 * Installs the actions that lead to the start and from it.
 */
void
ptl_window_class_install_start (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.look-up", "s", look_up_action);
  gtk_widget_class_install_action (widget_class, "win.start", NULL, start_action);
}
