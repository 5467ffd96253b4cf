#include "config.h"

#include "app/ptl-window-private.h"

#include <glib/gi18n-lib.h>

#include "page/ptl-page.h"

/* What can be copied: the page, its number, a command or an address on it, a report on it, and the search. */

/* Characters. What is longer is not said again in full. */
#define MAX_SAID 60

static void
copy (PtlWindow  *self,
      const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

/* Nothing on screen shows what the clipboard holds, so that is said. */
static void
copy_and_say (PtlWindow  *self,
              const char *text)
{
  g_autofree char *notice = NULL;

  copy (self, text);
  notice = g_utf8_strlen (text, -1) <= MAX_SAID ? g_strdup_printf (_("Copied: %s"), text) : g_strdup (_("Copied."));
  ptl_window_show_notice (self, notice);
}

static void
copy_page_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  PtlWindow *self = PTL_WINDOW (widget);
  PtlPage *page = ptl_page_view_get_page (self->page_view);
  g_autofree char *text = NULL;

  if (page == NULL)
    return;

  text = ptl_page_to_text (page, 80, FALSE);
  copy (self, text);
  ptl_window_show_notice (self, _("The page was copied as text."));
}

static void
copy_number_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  PtlWindow *self = PTL_WINDOW (widget);
  int port = ptl_window_get_selected (self);
  g_autofree char *text = NULL;

  if (port < 0)
    return;

  text = g_strdup_printf ("%d", port);
  copy_and_say (self, text);
}

static void
copy_text_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  copy_and_say (PTL_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

/* The search with the place that it was made in, as portolan and portolan-cli take it. */
static void
copy_search_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  PtlWindow *self = PTL_WINDOW (widget);
  g_autofree char *text = g_strstrip (g_strdup (self->searched));

  if (*text != '\0')
    copy_and_say (self, text);
}

/* What somebody needs who is to correct the page, and nothing of this computer but its system. */
static void
copy_report_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  PtlWindow *self = PTL_WINDOW (widget);
  PtlPage *page = ptl_page_view_get_page (self->page_view);
  g_autofree char *text = NULL;

  if (page == NULL)
    return;

  text = g_strdup_printf (_("Port %u\n"
                            "%s\n"
                            "Portolan %s, registry as of %s, %u notes, %s\n"
                            "\n"
                            "What is wrong or missing:\n"
                            "\n"
                            "Where that can be read:\n"),
                          ptl_page_get_port (page), ptl_page_get_subtitle (page), PTL_VERSION,
                          ptl_catalog_get_registry_date (self->catalog), ptl_catalog_get_total_notes (self->catalog),
                          ptl_host_get_os ());
  copy (self, text);
  ptl_window_show_notice (self, _("A report was copied. Paste it where you write to Portolan’s makers, and add what is wrong or missing."));
}

/**
 * ptl_window_class_install_copy:
 *
 * Installs the actions that copy.
 */
void
ptl_window_class_install_copy (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.copy-number", NULL, copy_number_action);
  gtk_widget_class_install_action (widget_class, "win.copy-page", NULL, copy_page_action);
  gtk_widget_class_install_action (widget_class, "win.copy-report", NULL, copy_report_action);
  gtk_widget_class_install_action (widget_class, "win.copy-search", NULL, copy_search_action);
  gtk_widget_class_install_action (widget_class, "win.copy-text", "s", copy_text_action);
}
