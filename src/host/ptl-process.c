#include "config.h"

#include "host/ptl-listener.h"

/**
 * ptl_process_new:
 * @pid: the process's number
 *
 * Makes a process of which nothing but its number is known. The caller fills in the rest before it shares it. Any
 * thread.
 *
 * Returns: (transfer full): a process
 */
PtlProcess *
ptl_process_new (gint64 pid)
{
  PtlProcess *self = g_new0 (PtlProcess, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->pid = pid;
  self->uid = -1;

  return self;
}

/**
 * ptl_process_ref:
 * @self: a process
 *
 * Takes another reference. Any thread.
 *
 * Returns: (transfer full): @self
 */
PtlProcess *
ptl_process_ref (PtlProcess *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * ptl_process_unref:
 * @self: (transfer full): a process
 *
 * Gives a reference back. Any thread.
 */
void
ptl_process_unref (PtlProcess *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->parent_name);
  g_free (self->name);
  g_free (self->executable);
  g_strfreev (self->command);
  g_free (self->working_directory);
  g_free (self->user);
  g_free (self);
}

static gboolean
strv_equal0 (char **a,
             char **b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return g_strv_equal ((const char *const *) a, (const char *const *) b);
}

/**
 * ptl_process_equal:
 * @a: a process
 * @b: another
 *
 * Compares what is shown of two processes. Any thread.
 *
 * Returns: whether the two say the same
 */
gboolean
ptl_process_equal (const PtlProcess *a,
                   const PtlProcess *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a == b ||
         (a->pid == b->pid &&
          a->start_ticks == b->start_ticks &&
          a->started_at == b->started_at &&
          a->parent_pid == b->parent_pid &&
          a->uid == b->uid &&
          a->command_cut == b->command_cut &&
          g_strcmp0 (a->parent_name, b->parent_name) == 0 &&
          g_strcmp0 (a->name, b->name) == 0 &&
          g_strcmp0 (a->executable, b->executable) == 0 &&
          g_strcmp0 (a->working_directory, b->working_directory) == 0 &&
          g_strcmp0 (a->user, b->user) == 0 &&
          strv_equal0 (a->command, b->command));
}
