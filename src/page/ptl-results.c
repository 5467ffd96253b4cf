#include "config.h"

#include "page/ptl-results-private.h"

/**
 * ptl_results_new:
 * @n: how many ports there will be
 *
 * Makes room for results; the caller fills them in before anybody else sees them.
 *
 * Returns: (transfer full): the results
 */
PtlResults *
ptl_results_new (guint n)
{
  PtlResults *self = g_malloc (sizeof (PtlResults) + n * (sizeof (guint16) + sizeof (guint8)));

  g_atomic_ref_count_init (&self->ref_count);
  self->n = n;
  self->fuzzy = FALSE;
  self->whys = (guint8 *) (self->ports + n);

  return self;
}

/**
 * ptl_results_ref:
 * @self: results
 *
 * Takes a reference. Any thread.
 *
 * Returns: (transfer full): @self
 */
PtlResults *
ptl_results_ref (PtlResults *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * ptl_results_unref:
 * @self: (transfer full): results
 *
 * Gives a reference back. Any thread.
 */
void
ptl_results_unref (PtlResults *self)
{
  g_return_if_fail (self != NULL);

  if (g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}

/**
 * ptl_results_get_n:
 * @self: results
 *
 * Gets how many ports were found. Any thread.
 */
guint
ptl_results_get_n (PtlResults *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n;
}

/**
 * ptl_results_get_ports:
 * @self: results
 *
 * Gets the ports, best first. Any thread.
 *
 * Returns: (transfer none) (array): ptl_results_get_n() of them
 */
const guint16 *
ptl_results_get_ports (PtlResults *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->ports;
}

/**
 * ptl_results_get_why:
 * @self: results
 * @index: less than ptl_results_get_n()
 *
 * Gets by what a port was found, the best of it where it is several. Any thread.
 */
PtlWhy
ptl_results_get_why (PtlResults *self,
                     guint       index)
{
  g_return_val_if_fail (self != NULL, PTL_WHY_NONE);
  g_return_val_if_fail (index < self->n, PTL_WHY_NONE);

  return self->whys[index];
}

/**
 * ptl_results_is_fuzzy:
 * @self: results
 *
 * Tells whether nothing matched as it was typed, and these are what it may have been meant to be. Any thread.
 */
gboolean
ptl_results_is_fuzzy (PtlResults *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->fuzzy;
}

/**
 * ptl_why_to_string:
 * @why: a reason
 *
 * Gets the word for a reason, as JSON has it. Any thread.
 *
 * Returns: (transfer none) (nullable): "number", "name", …; NULL for %PTL_WHY_NONE
 */
const char *
ptl_why_to_string (PtlWhy why)
{
  static const char *const words[] = {
    NULL, "number", "name", "product", "description", "note", "listener",
  };

  g_return_val_if_fail ((guint) why < G_N_ELEMENTS (words), NULL);

  return words[why];
}
