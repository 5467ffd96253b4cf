#include "config.h"

#include "translated-window.h"

#include <locale.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "app/ptl-page-view.h"
#include "app/ptl-port-list.h"

#define TCP_HEADER "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
#define TCP_LINE   "%4u: 00000000:%04X 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 %u 1 0 100 0 0 10 0\n"

/* The folder that stands for /proc. */
static char *root;

/**
 * translated_init:
 * @argc: (inout): main()'s
 * @argv: (inout): main()'s
 *
 * Initialises tests, translations and GTK. The language is what the environment says.
 *
 * Returns: (transfer full): an application to open windows with
 */
GtkApplication *
translated_init (int    *argc,
                 char ***argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GtkCssProvider) style = NULL;
  GtkApplication *application;

  /* Not gtk_test_init(): that sets a locale in which nothing is translated. */
  g_test_init (argc, argv, NULL);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("PORTOLAN_LOCALE_DIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  gtk_init ();

  /* As PtlApplication does: what room words have depends on it. */
  style = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (style, "/app/portolan/Portolan/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);

  application = gtk_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);

  return application;
}

/**
 * translated_spin:
 * @milliseconds: how long
 *
 * Runs the main loop.
 */
void
translated_spin (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  while (g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
}

/**
 * translated_find:
 * @parent: a widget
 * @type: of what is looked for
 * @css_class: (nullable): which it has
 *
 * Returns: (transfer none) (nullable): the first one on screen, in depth-first order, @parent itself included
 */
gpointer
translated_find (gpointer    parent,
                 GType       type,
                 const char *css_class)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (parent, type) && gtk_widget_get_mapped (parent) &&
      (css_class == NULL || gtk_widget_has_css_class (parent, css_class)))
    return parent;

  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = translated_find (child, type, css_class);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
put_listeners (const guint16 *ports,
               guint          n_ports)
{
  g_autofree char *net = g_build_filename (root, "net", NULL);
  g_autofree char *path = g_build_filename (net, "tcp", NULL);
  g_autoptr (GString) text = g_string_new (TCP_HEADER);

  for (guint i = 0; i < n_ports; i++)
    g_string_append_printf (text, TCP_LINE, i, ports[i], 1000 + ports[i]);
  g_assert_cmpint (g_mkdir (net, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
}

/**
 * translated_open:
 * @application: what translated_init() made
 * @width: of the window
 * @listeners: (array length=n_listeners): ports on which something listens
 * @n_listeners: how many
 *
 * Opens a window and waits until it is filled.
 *
 * Returns: (transfer none): the window, for translated_close()
 */
PtlWindow *
translated_open (GtkApplication *application,
                 int             width,
                 const guint16  *listeners,
                 guint           n_listeners)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PtlMonitor) monitor = NULL;
  g_autoptr (PtlBook) book = ptl_book_new (NULL);
  PtlCatalog *catalog = ptl_catalog_get_default (&error);
  PtlHostRoots roots = { .no_netlink = TRUE };
  PtlWindow *window;

  g_assert_no_error (error);
  root = g_dir_make_tmp ("portolan-translated-XXXXXX", &error);
  g_assert_no_error (error);
  put_listeners (listeners, n_listeners);
  roots.proc = root;
  roots.cgroup = root;

  monitor = ptl_monitor_new (ptl_host_new (&roots));
  window = PTL_WINDOW (ptl_window_new (application, catalog, monitor, book));
  gtk_window_set_default_size (GTK_WINDOW (window), width, 800);
  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < 4000 && translated_find (window, PTL_TYPE_PORT_LIST, NULL) == NULL; i++)
    translated_spin (10);
  for (guint i = 0; i < 4000 && ptl_monitor_get_snapshot (monitor) == NULL; i++)
    translated_spin (10);

  return window;
}

/**
 * translated_look_up:
 * @window: a window
 * @text: what to type
 *
 * Types it, and waits until a page is on screen.
 */
void
translated_look_up (PtlWindow  *window,
                    const char *text)
{
  gtk_editable_set_text (translated_find (window, GTK_TYPE_SEARCH_ENTRY, NULL), text);
  for (guint i = 0; i < 4000 && translated_find (window, PTL_TYPE_PAGE_VIEW, NULL) == NULL; i++)
    translated_spin (10);
  translated_spin (300);
}

/**
 * translated_close:
 * @window: (transfer full): what translated_open() opened
 *
 * Closes it, and removes its files.
 */
void
translated_close (PtlWindow *window)
{
  g_autofree char *owned = g_steal_pointer (&root);
  g_autofree char *net = g_build_filename (owned, "net", NULL);
  g_autofree char *path = g_build_filename (net, "tcp", NULL);

  gtk_window_destroy (GTK_WINDOW (window));
  translated_spin (20);
  g_remove (path);
  g_rmdir (net);
  g_rmdir (owned);
}

/**
 * translated_check_each:
 * @parent: a widget
 * @but_not: a type of widgets that are left out with all that is in them; %G_TYPE_INVALID for none
 * @check: what looks at each text
 * @data: for @check
 *
 * Looks at each label on screen, and at each tooltip.
 *
 * Returns: how many texts there were
 */
guint
translated_check_each (gpointer         parent,
                       GType            but_not,
                       TranslatedCheck  check,
                       gpointer         data)
{
  const char *tooltip = gtk_widget_get_tooltip_text (parent);
  guint n = 0;

  if (!gtk_widget_get_mapped (parent) || G_TYPE_CHECK_INSTANCE_TYPE (parent, but_not))
    return 0;

  if (tooltip != NULL)
    {
      check (parent, tooltip, data);
      n++;
    }
  if (GTK_IS_LABEL (parent) && *gtk_label_get_text (parent) != '\0')
    {
      check (parent, gtk_label_get_text (parent), data);
      n++;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += translated_check_each (child, but_not, check, data);

  return n;
}

/**
 * translated_is_cut:
 * @label: a label on screen
 *
 * Returns: whether it shows less than its text: with an ellipsis, or because it got less room than its lines take
 */
gboolean
translated_is_cut (GtkWidget *label)
{
  PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (label));
  int width, height;

  if (pango_layout_is_ellipsized (layout))
    return TRUE;

  pango_layout_get_pixel_size (layout, &width, &height);

  return width > gtk_widget_get_width (label) || height > gtk_widget_get_height (label);
}
