#include "config.h"

#include "app/ptl-window-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/ptl-export.h"
#include "page/ptl-documents.h"

/* Saving the list that is shown: its rows, in its order, as the command line would print them. */

typedef enum
{
  FORMAT_CSV,
  FORMAT_JSON,
} Format;

/* Returns: (transfer full) (element-type PtlListener): each socket of the table's rows; they borrow from what is listed now */
static GPtrArray *
list_sockets (PtlListenerModel *model)
{
  GPtrArray *listeners = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      g_autoptr (PtlListenerItem) item = g_list_model_get_item (G_LIST_MODEL (model), i);

      const PtlListenerEntry *entry = ptl_listener_item_get_entry (item);

      /* What is gone does not listen, though it still shows; a heading never did. */
      if (entry->mark == PTL_MARK_GONE)
        continue;
      for (guint k = 0; k < ptl_listener_entry_get_n_sockets (entry); k++)
        g_ptr_array_add (listeners, (gpointer) ptl_listener_entry_get_socket (entry, k));
    }

  return listeners;
}

static char *
write_listeners (PtlWindow *self,
                 Format     format)
{
  PtlSnapshot *snapshot = ptl_monitor_get_snapshot (self->monitor);
  g_autoptr (GPtrArray) listeners = NULL;

  if (snapshot == NULL)
    return NULL;

  listeners = list_sockets (ptl_listener_table_get_model (self->table));

  return format == FORMAT_CSV ? ptl_listeners_to_csv (listeners) : ptl_listeners_to_json (snapshot, listeners);
}

static char *
write_ports (PtlWindow *self,
             Format     format)
{
  g_autoptr (PtlQuery) query = ptl_query_parse (self->searched, NULL);
  g_autoptr (PtlResults) results = NULL;

  if (query == NULL)
    return NULL;

  results = ptl_search (self->catalog, ptl_monitor_get_snapshot (self->monitor),
                        ptl_book_get_marks (self->book), query);

  return format == FORMAT_CSV
           ? ptl_results_to_csv (self->catalog, results)
           : ptl_results_to_json (self->catalog, query, results, ptl_results_get_n (results));
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (PtlWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = ptl_export_save_finish (result, &error);
  g_autofree char *notice = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (file != NULL)
    {
      g_autofree char *name = g_file_get_basename (file);
      g_autofree char *valid = g_filename_display_name (name);

      notice = g_strdup_printf (_("The list was saved as %s."), valid);
    }
  else
    {
      notice = g_strdup_printf (_("The list could not be saved: %s"), error->message);
    }
  ptl_window_show_notice (self, notice);
}

static void
export (PtlWindow *self,
        Format     format)
{
  gboolean listeners = self->place == PTL_PLACE_LISTENING;
  g_autofree char *text = listeners ? write_listeners (self, format) : write_ports (self, format);
  g_autoptr (GBytes) contents = NULL;
  g_autofree char *name = NULL;
  gsize length;

  if (text == NULL)
    {
      ptl_window_show_notice (self, _("There is no list to save."));
      return;
    }

  length = strlen (text);
  contents = g_bytes_new_take (g_steal_pointer (&text), length);
  name = g_strdup_printf ("%s.%s", listeners ? "listeners" : "ports", format == FORMAT_CSV ? "csv" : "json");
  ptl_export_save_async (GTK_WINDOW (self), _("Save the List"), name, contents, NULL, saved_cb, g_object_ref (self));
}

static void
export_csv_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  export (PTL_WINDOW (widget), FORMAT_CSV);
}

static void
export_json_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  export (PTL_WINDOW (widget), FORMAT_JSON);
}

/**
 * ptl_window_class_install_export:
 *
 * Installs the actions that save the list.
 */
void
ptl_window_class_install_export (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.export-csv", NULL, export_csv_action);
  gtk_widget_class_install_action (widget_class, "win.export-json", NULL, export_json_action);
}
