#include "config.h"

#include "app/ptl-window-private.h"

#include <glib/gi18n-lib.h>

#include "app/ptl-clamp.h"
#include "app/ptl-settings.h"
#include "page/ptl-page.h"

/*
 * PtlWindow: the list of ports on the left, the page of the chosen one on the right. What a search does stands in
 * ptl-window-search.c, the actions in ptl-window-actions.c.
 */

G_DEFINE_FINAL_TYPE (PtlWindow, ptl_window, GTK_TYPE_APPLICATION_WINDOW)

/* How long a port has to be read before it counts as looked up, so that 6, 60, 606 on the way to 60683 do not. */
#define VISIT_MS 1000

static gboolean
is_focus_in_page (PtlWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->page_view));
}

static void
show_page (PtlWindow *self,
           guint16    port)
{
  gboolean had_focus = is_focus_in_page (self);
  g_autoptr (PtlPage) page = ptl_page_new_for (self->catalog,
                                               ptl_monitor_get_facts (self->monitor),
                                               ptl_monitor_get_snapshot (self->monitor),
                                               ptl_monitor_get_error (self->monitor),
                                               ptl_book_get_marks (self->book),
                                               &self->trial,
                                               port, 0);

  ptl_page_view_set_page (self->page_view, page);
  /* A link that was followed is gone with its page, as is a button of a listener that went; the page itself takes the focus. */
  if (had_focus && !is_focus_in_page (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->page_view));
  ptl_window_update_book (self);
}

/**
 * ptl_window_update_page:
 *
 * Makes the page that is shown anew, because the listeners or the book changed; one that is about to be made anyway need not be
 * made twice.
 */
void
ptl_window_update_page (PtlWindow *self)
{
  PtlPage *page = ptl_page_view_get_page (self->page_view);

  if (page != NULL && self->page_tick == 0)
    show_page (self, ptl_page_get_port (page));
}

static gboolean
page_update_cb (gpointer data)
{
  PtlWindow *self = data;

  self->page_update = 0;
  ptl_window_update_page (self);

  return G_SOURCE_REMOVE;
}

static gboolean
visit_cb (gpointer data)
{
  PtlWindow *self = data;
  PtlPage *page = ptl_page_view_get_page (self->page_view);

  self->visit_source = 0;
  if (page != NULL)
    {
      ptl_window_visit (self, ptl_page_get_port (page));
      ptl_window_try_port (self, ptl_page_get_port (page));
    }

  return G_SOURCE_REMOVE;
}

/* Two ticks: the first frame shows the list, which is what a person who types looks at; the page follows in the next. */
static gboolean
page_tick_cb (GtkWidget     *widget,
              GdkFrameClock *clock,
              gpointer       data)
{
  PtlWindow *self = PTL_WINDOW (widget);
  int port = ptl_window_get_selected (self);

  if (self->page_ticks-- > 0)
    return G_SOURCE_CONTINUE;

  self->page_tick = 0;
  if (port >= 0)
    {
      gboolean starts = ptl_page_view_get_page (self->page_view) == NULL;

      show_page (self, port);
      if (starts)
        ptl_window_update_history (self);
      if (self->focus_page)
        gtk_widget_grab_focus (GTK_WIDGET (self->page_view));
      self->focus_page = FALSE;
      g_clear_handle_id (&self->visit_source, g_source_remove);
      self->visit_source = g_timeout_add (VISIT_MS, visit_cb, self);
    }

  return G_SOURCE_REMOVE;
}

/**
 * ptl_window_queue_page:
 *
 * Has the selected port's page shown one frame after the list.
 */
void
ptl_window_queue_page (PtlWindow *self)
{
  /* What is shown until then has been left, and does not count as looked up any more. */
  g_clear_handle_id (&self->visit_source, g_source_remove);
  self->page_ticks = 1;
  if (self->page_tick == 0)
    self->page_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), page_tick_cb, NULL, NULL);
}

/**
 * ptl_window_take_selection:
 *
 * What follows when another port was chosen, in the list or in the table.
 */
void
ptl_window_take_selection (PtlWindow *self)
{
  ptl_window_queue_page (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.copy-page", TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.copy-number", TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.copy-report", TRUE);
}

/* Escape anywhere is Escape in the search, for whatever has the focus and no use for it. */
static gboolean
window_key_cb (PtlWindow       *self,
               guint            keyval,
               guint            keycode,
               GdkModifierType  state)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;

  ptl_window_step_back (self);

  return GDK_EVENT_STOP;
}

static void
window_pressed_cb (PtlWindow       *self,
                   int              n_press,
                   double           x,
                   double           y,
                   GtkGestureClick *gesture)
{
  /* What X11 and Wayland call the side buttons of a mouse. */
  switch (gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)))
    {
    case 8:
      gtk_widget_activate_action (GTK_WIDGET (self), "win.history-back", NULL);
      break;

    case 9:
      gtk_widget_activate_action (GTK_WIDGET (self), "win.history-forward", NULL);
      break;

    default:
      break;
    }
}

static void
panes_changed_cb (PtlWindow *self)
{
  gboolean narrow = ptl_panes_get_narrow (self->panes);

  gtk_widget_set_visible (GTK_WIDGET (self->back_button), narrow && ptl_panes_get_show_end (self->panes));
  /* The menu has it too. */
  gtk_widget_set_visible (GTK_WIDGET (self->pause_button), !narrow);
  if (narrow)
    gtk_widget_add_css_class (GTK_WIDGET (self), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "narrow");
}

static void
snapshot_changed_cb (PtlWindow   *self,
                     PtlSnapshot *before,
                     PtlSnapshot *after)
{
  ptl_port_list_set_snapshot (self->list, after);
  if (self->follows_host)
    ptl_window_search_again (self);
  ptl_window_update_status (self);
  ptl_window_update_owners (self);
  /* Before the next frame, but by itself: a page on which much has changed takes as long as all else. */
  if (self->page_update == 0)
    self->page_update = g_idle_add_full (G_PRIORITY_HIGH_IDLE, page_update_cb, self, NULL);
}

static void
error_changed_cb (PtlWindow *self)
{
  if (self->place == PTL_PLACE_LISTENING && ptl_monitor_get_snapshot (self->monitor) == NULL)
    ptl_window_show_nothing_found (self);
  ptl_window_update_status (self);
  ptl_window_update_page (self);
}

static gboolean
is_minimized (PtlWindow *self)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self));

  return surface != NULL && GDK_IS_TOPLEVEL (surface) &&
         (gdk_toplevel_get_state (GDK_TOPLEVEL (surface)) & GDK_TOPLEVEL_STATE_MINIMIZED) != 0;
}

/**
 * ptl_window_update_running:
 *
 * Reads the listeners only while somebody can see them: not before the first frame, not while the window is minimized
 * or hidden, not while the person paused it.
 */
void
ptl_window_update_running (PtlWindow *self)
{
  ptl_monitor_set_running (self->monitor,
                           self->painted && !self->paused &&
                           gtk_widget_get_mapped (GTK_WIDGET (self)) && !is_minimized (self));
  ptl_window_update_status (self);
}

static void
first_paint_cb (PtlWindow     *self,
                GdkFrameClock *clock)
{
  g_clear_signal_handler (&self->paint_handler, clock);
  self->painted = TRUE;
  ptl_port_list_set_short (self->list, FALSE);
  if (ptl_port_list_get_selected (self->list) >= 0)
    ptl_port_list_select (self->list, ptl_port_list_get_selected (self->list));
  if (ptl_window_get_selected (self) < 0)
    ptl_window_show_start (self);
  ptl_window_update_running (self);
  ptl_book_load (self->book);
}

static void
ptl_window_map (GtkWidget *widget)
{
  PtlWindow *self = PTL_WINDOW (widget);

  GTK_WIDGET_CLASS (ptl_window_parent_class)->map (widget);

  if (!self->painted && self->paint_handler == 0)
    {
      GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);

      self->paint_handler = g_signal_connect_object (clock, "after-paint", G_CALLBACK (first_paint_cb), self,
                                                     G_CONNECT_SWAPPED | G_CONNECT_AFTER);
    }

  ptl_window_update_running (self);
}

static void
ptl_window_unmap (GtkWidget *widget)
{
  PtlWindow *self = PTL_WINDOW (widget);

  GTK_WIDGET_CLASS (ptl_window_parent_class)->unmap (widget);

  if (self->monitor != NULL)
    ptl_window_update_running (self);
}

static void
restore_state (PtlWindow *self)
{
  GSettings *settings = ptl_settings_get_default ();
  g_autofree char *place = NULL;
  int width, height;

  if (settings == NULL)
    return;

  g_settings_get (settings, "window-size", "(ii)", &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));

  place = g_settings_get_string (settings, "place");
  g_object_set (self, "place", place, NULL);
  g_settings_bind (settings, "refresh-interval", self, "refresh-interval", G_SETTINGS_BIND_DEFAULT);
}

static gboolean
ptl_window_close_request (GtkWindow *window)
{
  PtlWindow *self = PTL_WINDOW (window);
  GSettings *settings = ptl_settings_get_default ();

  if (settings != NULL)
    {
      g_autofree char *place = NULL;
      int width, height;

      g_object_get (self, "place", &place, NULL);
      gtk_window_get_default_size (window, &width, &height);
      g_settings_set (settings, "window-size", "(ii)", width, height);
      g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (window));
      g_settings_set_string (settings, "place", place);
    }

  return GTK_WINDOW_CLASS (ptl_window_parent_class)->close_request (window);
}

static void
ptl_window_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ptl_window_parent_class)->realize (widget);

  g_signal_connect_object (gtk_native_get_surface (GTK_NATIVE (widget)), "notify::state",
                           G_CALLBACK (ptl_window_update_running), widget, G_CONNECT_SWAPPED);
}

static void
ptl_window_dispose (GObject *object)
{
  PtlWindow *self = PTL_WINDOW (object);

  g_clear_handle_id (&self->page_update, g_source_remove);
  g_clear_handle_id (&self->visit_source, g_source_remove);
  g_clear_handle_id (&self->notice_source, g_source_remove);
  if (self->page_tick != 0)
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->page_tick);
      self->page_tick = 0;
    }
  if (self->monitor != NULL)
    ptl_monitor_set_running (self->monitor, FALSE);
  g_clear_object (&self->monitor);
  g_clear_object (&self->book);

  G_OBJECT_CLASS (ptl_window_parent_class)->dispose (object);
}

static void
ptl_window_finalize (GObject *object)
{
  PtlWindow *self = PTL_WINDOW (object);

  g_clear_pointer (&self->catalog, ptl_catalog_unref);
  g_clear_pointer (&self->history, ptl_history_free);
  g_clear_pointer (&self->notice, g_free);
  g_clear_pointer (&self->searched, g_free);

  G_OBJECT_CLASS (ptl_window_parent_class)->finalize (object);
}

static void
ptl_window_class_init (PtlWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ptl_window_dispose;
  object_class->finalize = ptl_window_finalize;

  GTK_WINDOW_CLASS (klass)->close_request = ptl_window_close_request;

  widget_class->map = ptl_window_map;
  widget_class->unmap = ptl_window_unmap;
  widget_class->realize = ptl_window_realize;

  g_type_ensure (PTL_TYPE_CLAMP);
  g_type_ensure (PTL_TYPE_PAGE_VIEW);
  g_type_ensure (PTL_TYPE_PANES);
  g_type_ensure (PTL_TYPE_PORT_LIST);
  g_type_ensure (PTL_TYPE_WRAP_BOX);

  gtk_widget_class_set_template_from_resource (widget_class, "/app/portolan/Portolan/ui/ptl-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PtlWindow, panes);
  gtk_widget_class_bind_template_child (widget_class, PtlWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, PtlWindow, main_menu);
  gtk_widget_class_bind_template_child (widget_class, PtlWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, PtlWindow, pause_button);
  gtk_widget_class_bind_template_child (widget_class, PtlWindow, search);
  gtk_widget_class_bind_template_child (widget_class, PtlWindow, list_stack);
  gtk_widget_class_bind_template_child (widget_class, PtlWindow, list);
  gtk_widget_class_bind_template_child (widget_class, PtlWindow, empty_icon);
  gtk_widget_class_bind_template_child (widget_class, PtlWindow, empty_title);
  gtk_widget_class_bind_template_child (widget_class, PtlWindow, empty_text);
  gtk_widget_class_bind_template_child (widget_class, PtlWindow, listening_button);
  gtk_widget_class_bind_template_child (widget_class, PtlWindow, chips);
  gtk_widget_class_bind_template_child (widget_class, PtlWindow, status);
  gtk_widget_class_bind_template_child (widget_class, PtlWindow, page_view);
  gtk_widget_class_bind_template_callback_full (widget_class, "list_activated_cb", G_CALLBACK (ptl_window_read_page));
  gtk_widget_class_bind_template_callback_full (widget_class, "list_selected_cb", G_CALLBACK (ptl_window_take_selection));
  gtk_widget_class_bind_template_callback (widget_class, panes_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, window_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, window_pressed_cb);

  ptl_window_class_install_search (widget_class);
  ptl_window_class_install_actions (widget_class);
  ptl_window_class_install_book (widget_class);
  ptl_window_class_install_copy (widget_class);
  ptl_window_class_install_export (widget_class);
  ptl_window_class_install_owners (widget_class);
  ptl_window_class_install_start (widget_class);
}

/* Made when it is opened for the first time; a menu's widgets are a tenth of the window's. */
static void
create_menu_cb (GtkMenuButton *button,
                gpointer       data)
{
  PtlWindow *self = PTL_WINDOW (data);

  if (gtk_menu_button_get_menu_model (button) == NULL)
    gtk_menu_button_set_menu_model (button, self->main_menu);
}

static void
ptl_window_init (PtlWindow *self)
{
  self->history = ptl_history_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu_button, create_menu_cb, self, NULL);
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->search));

  for (const char * const *action = (const char * const []) { "win.copy-page", "win.copy-number", "win.copy-report",
                                                              "win.history-back", "win.history-forward",
                                                              "win.show-owners", "win.star", "win.edit-note", NULL };
       *action != NULL;
       action++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), *action, FALSE);
}

/**
 * ptl_window_new:
 * @application: the application
 * @catalog: what the world says of ports
 * @monitor: who listens on this computer; the window runs and stops it
 * @book: what the person keeps; the window has it read when it has been painted
 *
 * Makes a window that lists all ports.
 *
 * Returns: (transfer none): the window; GTK owns it
 */
GtkWidget *
ptl_window_new (GtkApplication *application,
                PtlCatalog     *catalog,
                PtlMonitor     *monitor,
                PtlBook        *book)
{
  PtlWindow *self = g_object_new (PTL_TYPE_WINDOW, "application", application, NULL);

  self->catalog = ptl_catalog_ref (catalog);
  self->monitor = g_object_ref (monitor);
  ptl_port_list_set_catalog (self->list, catalog);
  ptl_window_build_chips (self);
  ptl_window_follow_book (self, book);

  g_signal_connect_object (monitor, "snapshot-changed", G_CALLBACK (snapshot_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (monitor, "notify::error", G_CALLBACK (error_changed_cb), self, G_CONNECT_SWAPPED);

  ptl_port_list_set_short (self->list, TRUE);
  restore_state (self);
  ptl_window_search_now (self);

  return GTK_WIDGET (self);
}

/**
 * ptl_window_look_up:
 * @text: a port or a query, as somebody typed it
 *
 * Searches for @text, as if it had been typed, among all ports.
 */
void
ptl_window_look_up (PtlWindow  *self,
                    const char *text)
{
  g_return_if_fail (PTL_IS_WINDOW (self));

  ptl_window_set_place (self, PTL_PLACE_ALL);
  gtk_editable_set_text (GTK_EDITABLE (self->search), text);
  gtk_editable_set_position (GTK_EDITABLE (self->search), -1);
}

/**
 * ptl_window_show_port:
 * @port: a port
 *
 * Shows a port's page, whatever is listed; where the port is in the list, it is selected there.
 */
void
ptl_window_show_port (PtlWindow *self,
                      guint16    port)
{
  g_return_if_fail (PTL_IS_WINDOW (self));

  ptl_window_select (self, port);
  ptl_window_queue_page (self);
  ptl_panes_set_show_end (self->panes, TRUE);
}
