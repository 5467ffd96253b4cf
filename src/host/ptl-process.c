#include "config.h"

#include "host/ptl-listener.h"

#include <string.h>

/**
 * ptl_ancestor_new:
 * @pid: the process's number
 * @name: (transfer full): its name
 *
 * Any thread.
 *
 * Returns: (transfer full): an ancestor
 */
PtlAncestor *
ptl_ancestor_new (gint64  pid,
                  char   *name)
{
  PtlAncestor *self = g_new (PtlAncestor, 1);

  self->pid = pid;
  self->name = name;

  return self;
}

/**
 * ptl_ancestor_free:
 * @self: (transfer full): an ancestor
 *
 * Frees it. Any thread.
 */
void
ptl_ancestor_free (PtlAncestor *self)
{
  g_free (self->name);
  g_free (self);
}

/**
 * ptl_ancestors_equal:
 * @a: (nullable) (element-type PtlAncestor): the ancestors of a process
 * @b: (nullable) (element-type PtlAncestor): those of another
 *
 * Any thread.
 *
 * Returns: whether they are the same
 */
gboolean
ptl_ancestors_equal (const GPtrArray *a,
                     const GPtrArray *b)
{
  if (a == NULL || b == NULL || a->len != b->len)
    return a == b;

  for (guint i = 0; i < a->len; i++)
    {
      const PtlAncestor *ancestor_a = g_ptr_array_index (a, i);
      const PtlAncestor *ancestor_b = g_ptr_array_index (b, i);

      if (ancestor_a->pid != ancestor_b->pid || strcmp (ancestor_a->name, ancestor_b->name) != 0)
        return FALSE;
    }

  return TRUE;
}

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
 * ptl_process_copy:
 * @self: a process
 *
 * Copies a process, for who wants to say something else of it. Any thread.
 *
 * Returns: (transfer full): a process that nobody else has
 */
PtlProcess *
ptl_process_copy (const PtlProcess *self)
{
  PtlProcess *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = ptl_process_new (self->pid);
  copy->parent_pid = self->parent_pid;
  copy->parent_name = g_strdup (self->parent_name);
  copy->ancestors = self->ancestors != NULL ? g_ptr_array_ref (self->ancestors) : NULL;
  copy->name = g_strdup (self->name);
  copy->executable = g_strdup (self->executable);
  copy->executable_deleted = self->executable_deleted;
  copy->command = g_strdupv (self->command);
  copy->command_cut = self->command_cut;
  copy->working_directory = g_strdup (self->working_directory);
  copy->uid = self->uid;
  copy->user = g_strdup (self->user);
  copy->started_at = self->started_at;
  copy->start_ticks = self->start_ticks;

  return copy;
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
  g_clear_pointer (&self->ancestors, g_ptr_array_unref);
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
          a->executable_deleted == b->executable_deleted &&
          g_strcmp0 (a->parent_name, b->parent_name) == 0 &&
          ptl_ancestors_equal (a->ancestors, b->ancestors) &&
          g_strcmp0 (a->name, b->name) == 0 &&
          g_strcmp0 (a->executable, b->executable) == 0 &&
          g_strcmp0 (a->working_directory, b->working_directory) == 0 &&
          g_strcmp0 (a->user, b->user) == 0 &&
          strv_equal0 (a->command, b->command));
}
