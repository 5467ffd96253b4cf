#include "config.h"

#include "app/ptl-window-private.h"

#include "app/ptl-free-dialog.h"
#include "page/ptl-page.h"

/*
 * What a person can do in the window, each named once: menus, buttons, shortcuts and D-Bus all reach it by that name.
 * "win.place" and "win.pause" are properties, so that buttons show their state.
 */

enum
{
  PROP_0,
  PROP_PLACE,
  PROP_PAUSED,
  PROP_REFRESH_INTERVAL,
  PROP_STARRED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static const char *place_names[] = {
  [PTL_PLACE_ALL] = "all",
  [PTL_PLACE_LISTENING] = "listening",
  [PTL_PLACE_MINE] = "mine",
};

/* From the start, back is the port that was shown last. */
static gboolean
can_return (PtlWindow *self)
{
  return ptl_page_view_get_page (self->page_view) == NULL && ptl_history_get (self->history) >= 0;
}

/**
 * ptl_window_update_history:
 *
 * Lets going back and forward follow the history.
 */
void
ptl_window_update_history (PtlWindow *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.history-back",
                                 can_return (self) || ptl_history_can_back (self->history));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.history-forward", ptl_history_can_forward (self->history));
}

/**
 * ptl_window_visit:
 * @port: a port whose page is being read
 *
 * Remembers @port for going back.
 */
void
ptl_window_visit (PtlWindow *self,
                  guint16    port)
{
  ptl_history_visit (self->history, port);
  ptl_window_update_history (self);
}

static void
search_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  PtlWindow *self = PTL_WINDOW (widget);

  ptl_panes_set_show_end (self->panes, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
refresh_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  ptl_monitor_refresh (PTL_WINDOW (widget)->monitor);
}

static void
back_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  PtlWindow *self = PTL_WINDOW (widget);

  ptl_panes_set_show_end (self->panes, FALSE);
  gtk_widget_grab_focus (self->place == PTL_PLACE_LISTENING ? GTK_WIDGET (self->table) : GTK_WIDGET (self->list));
}

static void
history_back_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  PtlWindow *self = PTL_WINDOW (widget);

  if (can_return (self))
    ptl_window_show_port (self, ptl_history_get (self->history));
  else if (ptl_history_can_back (self->history))
    ptl_window_show_port (self, ptl_history_back (self->history));
  ptl_window_update_history (self);
}

static void
history_forward_action (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  PtlWindow *self = PTL_WINDOW (widget);

  if (ptl_history_can_forward (self->history))
    ptl_window_show_port (self, ptl_history_forward (self->history));
  ptl_window_update_history (self);
}

static void
show_port_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  PtlWindow *self = PTL_WINDOW (widget);
  PtlPage *page = ptl_page_view_get_page (self->page_view);

  /* A link was followed: where it started is worth going back to, however short it was read. */
  if (page != NULL)
    ptl_window_visit (self, ptl_page_get_port (page));
  ptl_window_visit (self, g_variant_get_uint16 (parameter));
  ptl_window_show_port (self, g_variant_get_uint16 (parameter));
}

static void
find_free_port_action (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  PtlWindow *self = PTL_WINDOW (widget);

  ptl_free_dialog_new (GTK_WINDOW (self), self->catalog, self->monitor);
}

static void
open_uri_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  g_autoptr (GdkAppLaunchContext) context = gdk_display_get_app_launch_context (gtk_widget_get_display (widget));

  /* Only what the page offers, and a page of the web at that: the action can be reached over D-Bus too. */
  if (!g_str_has_prefix (g_variant_get_string (parameter, NULL), "http"))
    return;

  g_app_info_launch_default_for_uri_async (g_variant_get_string (parameter, NULL), G_APP_LAUNCH_CONTEXT (context),
                                           NULL, NULL, NULL);
}

static void
get_property (GObject    *object,
              guint       prop_id,
              GValue     *value,
              GParamSpec *pspec)
{
  PtlWindow *self = PTL_WINDOW (object);

  switch (prop_id)
    {
    case PROP_PLACE:
      g_value_set_string (value, place_names[self->place]);
      break;

    case PROP_PAUSED:
      g_value_set_boolean (value, self->paused);
      break;

    case PROP_REFRESH_INTERVAL:
      /* GTK asks for the state of an action as soon as there is a window. */
      g_value_set_uint (value, self->monitor != NULL ? ptl_monitor_get_interval (self->monitor) : 2000);
      break;

    case PROP_STARRED:
      g_value_set_boolean (value, ptl_window_get_starred (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
set_property (GObject      *object,
              guint         prop_id,
              const GValue *value,
              GParamSpec   *pspec)
{
  PtlWindow *self = PTL_WINDOW (object);

  switch (prop_id)
    {
    case PROP_PLACE:
      for (guint i = 0; i < G_N_ELEMENTS (place_names); i++)
        {
          if (g_strcmp0 (place_names[i], g_value_get_string (value)) == 0)
            ptl_window_set_place (self, i);
        }
      break;

    case PROP_PAUSED:
      if (self->paused == g_value_get_boolean (value))
        break;
      self->paused = g_value_get_boolean (value);
      ptl_window_update_running (self);
      g_object_notify_by_pspec (object, pspec);
      break;

    case PROP_REFRESH_INTERVAL:
      if (ptl_monitor_get_interval (self->monitor) == g_value_get_uint (value))
        break;
      ptl_monitor_set_interval (self->monitor, g_value_get_uint (value));
      g_object_notify_by_pspec (object, pspec);
      break;

    case PROP_STARRED:
      ptl_window_set_starred (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/**
 * ptl_window_class_install_actions:
 *
 * Installs the window's actions and the properties behind those that have a state.
 */
void
ptl_window_class_install_actions (GtkWidgetClass *widget_class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (widget_class);

  object_class->get_property = get_property;
  object_class->set_property = set_property;

  /**
   * PtlWindow:place:
   *
   * What is listed: "all", "listening" or "mine".
   */
  properties[PROP_PLACE] =
    g_param_spec_string ("place", NULL, NULL, "all",
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * PtlWindow:paused:
   *
   * Whether the person stopped the refresh.
   */
  properties[PROP_PAUSED] =
    g_param_spec_boolean ("paused", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * PtlWindow:refresh-interval:
   *
   * Milliseconds between two readings of the listeners; the settings have the same bounds.
   */
  properties[PROP_REFRESH_INTERVAL] =
    g_param_spec_uint ("refresh-interval", NULL, NULL, 500, 60000, 2000,
                       G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * PtlWindow:starred:
   *
   * Whether the port that is shown has a star.
   */
  properties[PROP_STARRED] =
    g_param_spec_boolean ("starred", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_property_action (widget_class, "win.place", "place");
  gtk_widget_class_install_property_action (widget_class, "win.pause", "paused");
  gtk_widget_class_install_property_action (widget_class, "win.refresh-interval", "refresh-interval");
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "win.find-free-port", NULL, find_free_port_action);
  gtk_widget_class_install_action (widget_class, "win.history-back", NULL, history_back_action);
  gtk_widget_class_install_action (widget_class, "win.history-forward", NULL, history_forward_action);
  gtk_widget_class_install_action (widget_class, "win.open-uri", "s", open_uri_action);
  gtk_widget_class_install_action (widget_class, "win.refresh", NULL, refresh_action);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "win.show-port", "q", show_port_action);
}
