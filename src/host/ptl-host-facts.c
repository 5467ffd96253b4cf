#include "config.h"

#include "host/ptl-host-facts.h"

#include <string.h>

/**
 * ptl_host_facts_new:
 * @os: a static word of data/systems.ini: "linux" …
 *
 * Makes facts of which nothing is known. The caller fills them in before it shares them. Any thread.
 *
 * Returns: (transfer full): facts
 */
PtlHostFacts *
ptl_host_facts_new (const char *os)
{
  PtlHostFacts *self;

  g_return_val_if_fail (os != NULL, NULL);

  self = g_new0 (PtlHostFacts, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->os = os;
  self->ephemeral = g_array_new (FALSE, FALSE, sizeof (PtlEphemeral));
  self->unprivileged_start = -1;

  return self;
}

/**
 * ptl_host_facts_ref:
 * @self: facts
 *
 * Takes another reference. Any thread.
 *
 * Returns: (transfer full): @self
 */
PtlHostFacts *
ptl_host_facts_ref (PtlHostFacts *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * ptl_host_facts_unref:
 * @self: (transfer full): facts
 *
 * Gives a reference back. Any thread.
 */
void
ptl_host_facts_unref (PtlHostFacts *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_array_unref (self->ephemeral);
  g_clear_pointer (&self->reserved, g_array_unref);
  g_clear_pointer (&self->excluded, g_array_unref);
  g_free (self->ephemeral_source);
  g_free (self->privileged_source);
  g_free (self->reserved_source);
  g_free (self->excluded_source);
  g_free (self);
}

static gboolean
intervals_equal (const GArray *a,
                 const GArray *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return a->len == b->len && (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (PtlInterval)) == 0);
}

static gboolean
ephemeral_equal (const GArray *a,
                 const GArray *b)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    {
      const PtlEphemeral *ephemeral_a = &g_array_index (a, PtlEphemeral, i);
      const PtlEphemeral *ephemeral_b = &g_array_index (b, PtlEphemeral, i);

      if (ephemeral_a->transport != ephemeral_b->transport ||
          ephemeral_a->family != ephemeral_b->family ||
          ephemeral_a->ports.first != ephemeral_b->ports.first ||
          ephemeral_a->ports.last != ephemeral_b->ports.last)
        return FALSE;
    }

  return TRUE;
}

/**
 * ptl_host_facts_equal:
 * @a: facts
 * @b: others
 *
 * Compares all facts and where they come from. Any thread.
 *
 * Returns: whether the two say the same
 */
gboolean
ptl_host_facts_equal (const PtlHostFacts *a,
                      const PtlHostFacts *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a == b ||
         (g_strcmp0 (a->os, b->os) == 0 &&
          a->unprivileged_start == b->unprivileged_start &&
          a->one_address_start == b->one_address_start &&
          a->may_bind_privileged == b->may_bind_privileged &&
          a->excluded_unlisted == b->excluded_unlisted &&
          memcmp (a->support, b->support, sizeof a->support) == 0 &&
          g_strcmp0 (a->excluded_command, b->excluded_command) == 0 &&
          g_strcmp0 (a->ephemeral_source, b->ephemeral_source) == 0 &&
          g_strcmp0 (a->privileged_source, b->privileged_source) == 0 &&
          g_strcmp0 (a->reserved_source, b->reserved_source) == 0 &&
          g_strcmp0 (a->excluded_source, b->excluded_source) == 0 &&
          ephemeral_equal (a->ephemeral, b->ephemeral) &&
          intervals_equal (a->reserved, b->reserved) &&
          intervals_equal (a->excluded, b->excluded));
}

/**
 * ptl_host_facts_in_ephemeral:
 * @self: facts
 * @port: a port
 *
 * Looks whether this computer may hand @port out by itself, with any transport and family. Reserved ports are not taken
 * off: ask ptl_host_facts_in_intervals() for those. Any thread.
 *
 * Returns: whether it lies in an ephemeral range
 */
gboolean
ptl_host_facts_in_ephemeral (const PtlHostFacts *self,
                             guint16             port)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->ephemeral->len; i++)
    {
      const PtlInterval *ports = &g_array_index (self->ephemeral, PtlEphemeral, i).ports;

      if (port >= ports->first && port <= ports->last)
        return TRUE;
    }

  return FALSE;
}

/**
 * ptl_host_facts_in_intervals:
 * @intervals: (nullable) (element-type PtlInterval): reserved or excluded ports
 * @port: a port
 * @transports: a mask of PTL_TRANSPORT_BIT(): those of interest
 *
 * Looks whether a set of ports holds @port for one of @transports; what is unknown holds none. Any thread.
 *
 * Returns: whether it does
 */
gboolean
ptl_host_facts_in_intervals (const GArray *intervals,
                             guint16       port,
                             guint         transports)
{
  if (intervals == NULL)
    return FALSE;

  for (guint i = 0; i < intervals->len; i++)
    {
      const PtlInterval *ports = &g_array_index (intervals, PtlInterval, i);

      if (port >= ports->first && port <= ports->last &&
          (ports->transports == 0 || (ports->transports & transports) != 0))
        return TRUE;
    }

  return FALSE;
}
