#include "config.h"

#include "app/ptl-let-go.h"

typedef struct
{
  gpointer       data;
  GDestroyNotify let_go;
} Burden;

static void
let_go_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      data,
                  GCancellable *cancellable)
{
  Burden *burden = data;

  burden->let_go (burden->data);
  g_task_return_boolean (task, TRUE);
}

/**
 * ptl_let_go:
 * @data: (transfer full): something immutable that may hold the last reference to a reading
 * @let_go: gives its reference back, in any thread
 *
 * Gives a reference back in a worker: with a reading go ten thousand listeners, for which the main thread has no time.
 */
void
ptl_let_go (gpointer       data,
            GDestroyNotify let_go)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  Burden *burden = g_new (Burden, 1);

  burden->data = data;
  burden->let_go = let_go;
  g_task_set_source_tag (task, ptl_let_go);
  g_task_set_task_data (task, burden, g_free);
  g_task_run_in_thread (task, let_go_in_thread);
}
