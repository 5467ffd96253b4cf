#include "config.h"

#include "app/ptl-window-private.h"

/*
 * Where the system refuses ports without listing them, as Windows does, the one that somebody reads about is tried, in a worker.
 * Nothing is tried that only was passed on the way to it.
 */

static void
try_in_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  PtlTrial *trial = g_new0 (PtlTrial, 1);

  ptl_trial_run (trial, GPOINTER_TO_UINT (data));
  g_task_return_pointer (task, trial, g_free);
}

static void
tried_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (PtlWindow) self = PTL_WINDOW (user_data);
  g_autofree PtlTrial *trial = g_task_propagate_pointer (G_TASK (result), NULL);

  /* The window was closed meanwhile. */
  if (self->monitor == NULL)
    return;

  self->trial = *trial;
  /* Who has a port for a moment gives it back, and no reading of the listeners would tell. */
  for (guint i = 0; i < PTL_N_TRANSPORTS; i++)
    {
      if (self->trial.results[i] == PTL_BIND_IN_USE)
        self->trial.results[i] = PTL_BIND_UNKNOWN;
    }
  ptl_window_update_page (self);
}

/**
 * ptl_window_try_port:
 * @port: the port whose page is read
 *
 * Tries a port, where only that tells whether it can be used; its page is made anew then.
 */
void
ptl_window_try_port (PtlWindow *self,
                     guint16    port)
{
  g_autoptr (GTask) task = NULL;

  if (!ptl_trial_is_of_use (ptl_monitor_get_facts (self->monitor), port))
    return;

  task = g_task_new (NULL, NULL, tried_cb, g_object_ref (self));
  g_task_set_source_tag (task, ptl_window_try_port);
  g_task_set_task_data (task, GUINT_TO_POINTER (port), NULL);
  g_task_run_in_thread (task, try_in_thread);
}
