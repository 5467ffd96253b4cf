#include "config.h"

#include "app/ptl-window-private.h"

#include <glib/gi18n-lib.h>

#include "host/ptl-owners-answer.h"

/*
 * The owners that are hidden from this user, asked for with more rights: portolan-owners, run through pkexec, which asks the
 * person first. Offered only where both are there.
 */

/* The program's exit statuses: pkexec(1). */
#define STATUS_DISMISSED    126
#define STATUS_UNAUTHORIZED 127

static const char *
get_program (void)
{
  /* For an installation that is moved, and for tests; it gives no right that pkexec would not give anyway. */
  const char *program = g_getenv ("PORTOLAN_OWNERS");

  return program != NULL ? program : PTL_OWNERS_PATH;
}

static gboolean
is_offered (void)
{
  g_autofree char *pkexec = g_find_program_in_path ("pkexec");

  return pkexec != NULL && g_file_test (get_program (), G_FILE_TEST_IS_EXECUTABLE);
}

static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GSubprocess *process = G_SUBPROCESS (source);
  g_autoptr (PtlWindow) self = PTL_WINDOW (user_data);
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (PtlOwnersAnswer) owners = NULL;
  g_autoptr (GError) error = NULL;
  gconstpointer bytes;
  gsize length;

  self->asking_owners = FALSE;
  /* The window was closed meanwhile. */
  if (self->monitor == NULL)
    return;
  ptl_window_update_owners (self);

  if (g_subprocess_communicate_finish (process, result, &answer, NULL, &error) &&
      g_subprocess_get_if_exited (process))
    {
      /* Who says no is not told so. */
      if (g_subprocess_get_exit_status (process) == STATUS_DISMISSED)
        return;
      if (g_subprocess_get_exit_status (process) == STATUS_UNAUTHORIZED)
        {
          ptl_window_show_notice (self, _("The hidden owners were not shown, as permission was not given."));
          return;
        }
      if (g_subprocess_get_exit_status (process) == 0 && answer != NULL)
        {
          bytes = g_bytes_get_data (answer, &length);
          owners = ptl_owners_answer_parse (bytes, length, &error);
        }
    }

  if (owners == NULL)
    {
      ptl_window_show_notice (self, _("The hidden owners could not be read; what is shown stays as it was."));
      return;
    }

  ptl_monitor_take_owners (self->monitor, g_ptr_array_ref (owners->holders));
}

static void
show_owners_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  PtlWindow *self = PTL_WINDOW (widget);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  if (self->asking_owners)
    return;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                              "pkexec", get_program (), PTL_OWNERS_VERSION, NULL);
  if (process == NULL)
    {
      ptl_window_show_notice (self, _("The hidden owners could not be read; what is shown stays as it was."));
      return;
    }

  self->asking_owners = TRUE;
  ptl_window_update_owners (self);
  g_subprocess_communicate_async (process, NULL, NULL, on_answer, g_object_ref (self));
}

/**
 * ptl_window_update_owners:
 *
 * Offers to show hidden owners where there are some, and where it can be done.
 */
void
ptl_window_update_owners (PtlWindow *self)
{
  PtlSnapshot *snapshot = ptl_monitor_get_snapshot (self->monitor);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.show-owners",
                                 !self->asking_owners && snapshot != NULL && ptl_snapshot_has_hidden_owners (snapshot) &&
                                 is_offered ());
}

/**
 * ptl_window_class_install_owners:
 *
 * Installs the action that shows hidden owners.
 */
void
ptl_window_class_install_owners (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.show-owners", NULL, show_owners_action);
}
