#include "config.h"

#include "app/ptl-application.h"

#include <glib/gi18n-lib.h>

#include "app/ptl-color-scheme.h"
#include "app/ptl-window.h"
#include "book/ptl-book.h"
#include "catalog/ptl-catalog.h"
#include "host/ptl-monitor.h"
#include "platform/ptl-platform.h"

/*
 * PtlApplication: one for each session; a second start hands its words to the first and ends.
 */
struct _PtlApplication
{
  GtkApplication  parent_instance;

  PtlCatalog     *catalog; /* (owned) (nullable) */
  PtlMonitor     *monitor; /* (owned) (nullable) */
  PtlBook        *book;    /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (PtlApplication, ptl_application, GTK_TYPE_APPLICATION)

/* Somebody who double-clicked the program sees no terminal. */
static void
show_damage (PtlApplication *self,
             const GError   *error)
{
  GtkWidget *window = gtk_application_window_new (GTK_APPLICATION (self));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  GtkWidget *title = gtk_label_new (_("The catalog can’t be read"));
  GtkWidget *label = gtk_label_new (error->message);

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 48);
  gtk_widget_add_css_class (icon, "empty-icon");
  gtk_widget_add_css_class (title, "empty-title");
  gtk_widget_add_css_class (label, "subtitle");
  for (GtkWidget **each = (GtkWidget *[]) { title, label, NULL }; *each != NULL; each++)
    {
      gtk_label_set_wrap (GTK_LABEL (*each), TRUE);
      gtk_label_set_justify (GTK_LABEL (*each), GTK_JUSTIFY_CENTER);
      gtk_label_set_max_width_chars (GTK_LABEL (*each), 48);
    }
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_add_css_class (box, "empty");
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);

  gtk_window_set_title (GTK_WINDOW (window), _("Portolan"));
  gtk_window_set_titlebar (GTK_WINDOW (window), gtk_header_bar_new ());
  gtk_window_set_default_size (GTK_WINDOW (window), 480, 320);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
}

static PtlWindow *
get_window (PtlApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));
  GtkWidget *window;

  for (GList *l = windows; l != NULL; l = l->next)
    {
      if (PTL_IS_WINDOW (l->data))
        return l->data;
    }

  window = ptl_window_new (GTK_APPLICATION (self), self->catalog, self->monitor, self->book);

  return PTL_WINDOW (window);
}

static void
present (PtlApplication *self)
{
  gtk_window_present (GTK_WINDOW (get_window (self)));
}

static void
about_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  PtlApplication *self = data;
  g_autofree char *comments = g_strdup_printf (_("What is this port? IANA’s registry as of %s, %u notes on common use."),
                                               ptl_catalog_get_registry_date (self->catalog),
                                               ptl_catalog_get_total_notes (self->catalog));

  gtk_show_about_dialog (gtk_application_get_active_window (GTK_APPLICATION (self)),
                         "program-name", "Portolan",
                         "version", PTL_VERSION,
                         "comments", comments,
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "logo-icon-name", PTL_APP_ID,
                         NULL);
}

static void
listening_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       data)
{
  PtlApplication *self = data;

  ptl_window_set_place (get_window (self), PTL_PLACE_LISTENING);
  present (self);
}

static void
look_up_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  PtlApplication *self = data;

  ptl_window_look_up (get_window (self), g_variant_get_string (parameter, NULL));
  present (self);
}

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  GList *windows;

  /* Each window keeps its state when it closes; without windows the application ends by itself. */
  while ((windows = gtk_application_get_windows (GTK_APPLICATION (data))) != NULL)
    {
      GtkWindow *window = windows->data;

      gtk_window_close (window);
      if (gtk_application_get_windows (GTK_APPLICATION (data)) == windows)
        gtk_window_destroy (window);
    }
}

static void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/app/portolan/Portolan/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* What another start hands over where that is not done over D-Bus; the action's name is the application's own. */
static void
on_handed_over (const char *action,
                const char *words,
                gpointer    data)
{
  GApplication *application = data;

  if (*action == '\0')
    g_application_activate (application);
  else if (g_str_equal (action, "look-up"))
    g_action_group_activate_action (G_ACTION_GROUP (application), action, g_variant_new_string (words));
  else if (g_str_equal (action, "listening"))
    g_action_group_activate_action (G_ACTION_GROUP (application), action, NULL);
}

static void
ptl_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { "about", about_action },
    { "listening", listening_action },
    { "look-up", look_up_action, "s" },
    { "quit", quit_action },
  };
  static const struct
  {
    const char *action;
    const char *accels[4];
  } shortcuts[] = {
    { "app.quit", { "<Control>q" } },
    { "win.star", { "<Control>d" } },
    { "win.edit-note", { "<Control>e" } },
    { "win.copy-number", { "<Control><Shift>n" } },
    { "win.copy-search", { "<Control><Shift>f" } },
    { "win.copy-page", { "<Control><Shift>c" } },
    { "win.find-free-port", { "<Control>n" } },
    { "win.export-csv", { "<Control>s" } },
    { "win.history-back", { "<Alt>Left", "Back" } },
    { "win.history-forward", { "<Alt>Right", "Forward" } },
    { "win.pause", { "<Control>p" } },
    { "win.place::all", { "<Control>1" } },
    { "win.place::listening", { "<Control>2" } },
    { "win.place::mine", { "<Control>3" } },
    { "win.refresh", { "F5", "<Control>r" } },
    { "win.start", { "<Alt>Home" } },
    { "win.search", { "<Control>f", "<Control>l", "<Control>k" } },
    { "window.close", { "<Control>w" } },
  };
  PtlApplication *self = PTL_APPLICATION (application);
  g_autoptr (GError) error = NULL;

  G_APPLICATION_CLASS (ptl_application_parent_class)->startup (application);

  self->catalog = ptl_catalog_get_default (&error);
  if (self->catalog == NULL)
    {
      g_printerr ("%s\n", error->message);
      load_style ();
      show_damage (self, error);
      return;
    }
  ptl_catalog_ref (self->catalog);
  self->monitor = ptl_monitor_new (ptl_host_new (NULL));
  self->book = ptl_book_new (NULL);

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), shortcuts[i].action, shortcuts[i].accels);

  gtk_window_set_default_icon_name (PTL_APP_ID);
  load_style ();
  ptl_color_scheme_follow ();
  ptl_platform_receive (on_handed_over, self);
}

static void
ptl_application_activate (GApplication *application)
{
  if (PTL_APPLICATION (application)->catalog != NULL)
    present (PTL_APPLICATION (application));
}

/* Addresses such as port:8080/udp, which the search understands as they are; a window shows one thing at a time, so the first. */
static void
ptl_application_open (GApplication  *application,
                      GFile        **files,
                      int            n_files,
                      const char    *hint)
{
  PtlApplication *self = PTL_APPLICATION (application);
  g_autofree char *uri = NULL;
  g_autofree char *valid = NULL;

  if (self->catalog == NULL || n_files == 0)
    return;

  uri = g_file_get_uri (files[0]);
  valid = g_utf8_make_valid (uri, -1);
  ptl_window_look_up (get_window (self), valid);
  present (self);
}

/* What the command line asks to look up, as valid UTF-8; NULL where it asks for nothing. */
static char *
dup_words (GVariantDict *options)
{
  g_auto (GStrv) words = NULL;
  g_autofree char *text = NULL;

  if (!g_variant_dict_lookup (options, G_OPTION_REMAINING, "^as", &words))
    return NULL;

  text = g_strjoinv (" ", words);

  return g_utf8_make_valid (text, -1);
}

static int
ptl_application_command_line (GApplication            *application,
                              GApplicationCommandLine *command_line)
{
  PtlApplication *self = PTL_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  g_autofree char *words = dup_words (options);

  if (self->catalog == NULL)
    return 1;

  if (words != NULL)
    {
      ptl_window_look_up (get_window (self), words);
    }
  else if (g_variant_dict_contains (options, "listening"))
    {
      ptl_window_set_place (get_window (self), PTL_PLACE_LISTENING);
    }

  present (self);

  return 0;
}

static int
ptl_application_handle_local_options (GApplication *application,
                                      GVariantDict *options)
{
  g_autofree char *words = dup_words (options);

  if (g_variant_dict_contains (options, "version"))
    {
      PtlCatalog *catalog = ptl_catalog_get_default (NULL);

      g_print (_("Portolan %s, registry as of %s\n"), PTL_VERSION,
               catalog != NULL ? ptl_catalog_get_registry_date (catalog) : "?");
      return 0;
    }

  if (words != NULL)
    return ptl_platform_hand_over ("look-up", words) ? 0 : -1;

  return ptl_platform_hand_over (g_variant_dict_contains (options, "listening") ? "listening" : "", "") ? 0 : -1;
}

static void
ptl_application_shutdown (GApplication *application)
{
  PtlApplication *self = PTL_APPLICATION (application);

  if (self->monitor != NULL)
    ptl_monitor_set_running (self->monitor, FALSE);
  g_clear_object (&self->monitor);
  /* What was written last has to be on the disk before the program ends. */
  if (self->book != NULL)
    ptl_book_close (self->book);
  g_clear_object (&self->book);
  g_clear_pointer (&self->catalog, ptl_catalog_unref);

  G_APPLICATION_CLASS (ptl_application_parent_class)->shutdown (application);
}

static void
ptl_application_class_init (PtlApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = ptl_application_startup;
  application_class->activate = ptl_application_activate;
  application_class->command_line = ptl_application_command_line;
  application_class->handle_local_options = ptl_application_handle_local_options;
  application_class->open = ptl_application_open;
  application_class->shutdown = ptl_application_shutdown;
}

static void
ptl_application_init (PtlApplication *self)
{
  const GOptionEntry options[] = {
    { "listening", 'l', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL, N_("Show the ports on which something listens"), NULL },
    { "version", 'v', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL, N_("Say which version this is"), NULL },
    { G_OPTION_REMAINING, 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING_ARRAY, NULL, NULL, N_("[PORT|QUERY]") },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_summary (G_APPLICATION (self), _("What is this port?"));
}

/**
 * ptl_application_new:
 *
 * Returns: (transfer full): the application
 */
PtlApplication *
ptl_application_new (void)
{
  return g_object_new (PTL_TYPE_APPLICATION,
                       "application-id", PTL_APP_ID,
                       "flags", G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN,
                       NULL);
}
