#include "config.h"

#include "app/ptl-export.h"

#include <glib/gi18n-lib.h>

/*
 * Asks with the system's own dialog where to save, and writes there. The one file that knows which dialog that is: GTK 4.10
 * deprecated the one that 4.8 has, and brought the one that it lacks.
 */
#define HAS_FILE_DIALOG (GTK_CHECK_VERSION (4, 10, 0) && GDK_VERSION_MAX_ALLOWED >= GDK_VERSION_4_10)

static void
replaced_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    g_task_return_pointer (task, g_object_ref (source), g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
write_file (GTask *task,
            GFile *file)
{
  g_file_replace_contents_bytes_async (file, g_task_get_task_data (task), NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION,
                                       g_task_get_cancellable (task), replaced_cb, g_object_ref (task));
}

static void
return_dismissed (GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _("Nothing was saved."));
}

#if HAS_FILE_DIALOG

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file != NULL)
    write_file (task, file);
  else
    return_dismissed (task);
}

static void
ask (GTask      *task,
     GtkWindow  *parent,
     const char *title,
     const char *name)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, parent, g_task_get_cancellable (task), chosen_cb, g_object_ref (task));
}

#else

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             GTask           *task)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      write_file (task, file);
    }
  else
    {
      return_dismissed (task);
    }

  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
  g_object_unref (task);
}

static void
ask (GTask      *task,
     GtkWindow  *parent,
     const char *title,
     const char *name)
{
  /* A native dialog belongs to nobody but who made it; the answer lets go of it. */
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), g_object_ref (task));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

#endif

/**
 * ptl_export_save_async:
 * @parent: the window that asks
 * @title: what is going to be saved
 * @name: how the file may be called
 * @contents: what to write
 * @cancellable: (nullable): a cancellable
 * @callback: to be called when it is written, or will not be
 * @user_data: for @callback
 *
 * Asks where to save, and writes there. A file that is there already is replaced, once the dialog has asked about that. Main
 * thread.
 */
void
ptl_export_save_async (GtkWindow           *parent,
                       const char          *title,
                       const char          *name,
                       GBytes              *contents,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (contents != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, ptl_export_save_async);
  g_task_set_task_data (task, g_bytes_ref (contents), (GDestroyNotify) g_bytes_unref);
  ask (task, parent, title, name);
}

/**
 * ptl_export_save_finish:
 * @result: what the callback was given
 * @error: why nothing was saved; %G_IO_ERROR_CANCELLED where nobody wanted it to be
 *
 * Returns: (transfer full): the file, or %NULL with @error set
 */
GFile *
ptl_export_save_finish (GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, ptl_export_save_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
