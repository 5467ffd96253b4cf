#include "config.h"

#include "app/ptl-history.h"

/* A person who goes back further than this has lost the thread anyway. */
#define MAX_LENGTH 200

struct _PtlHistory
{
  GArray *ports;    /* (owned) (element-type guint16) */
  guint   position; /* of the one that is shown; meaningless while there is none */
};

/**
 * ptl_history_new:
 *
 * Returns: (transfer full): a history of nothing
 */
PtlHistory *
ptl_history_new (void)
{
  PtlHistory *self = g_new0 (PtlHistory, 1);

  self->ports = g_array_new (FALSE, FALSE, sizeof (guint16));

  return self;
}

/**
 * ptl_history_free:
 *
 * Frees the history.
 */
void
ptl_history_free (PtlHistory *self)
{
  g_array_unref (self->ports);
  g_free (self);
}

/**
 * ptl_history_visit:
 * @port: the port that is shown from now on
 *
 * Adds @port after the one that is shown, and forgets what was ahead. The port that is shown already is not added again.
 */
void
ptl_history_visit (PtlHistory *self,
                   guint16     port)
{
  g_return_if_fail (self != NULL);

  if (self->ports->len > 0)
    {
      if (g_array_index (self->ports, guint16, self->position) == port)
        return;
      g_array_set_size (self->ports, self->position + 1);
    }

  if (self->ports->len == MAX_LENGTH)
    g_array_remove_index (self->ports, 0);

  g_array_append_val (self->ports, port);
  self->position = self->ports->len - 1;
}

/**
 * ptl_history_get:
 *
 * Returns: the port that is shown, or was shown last; -1 where there was none
 */
int
ptl_history_get (PtlHistory *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->ports->len > 0 ? g_array_index (self->ports, guint16, self->position) : -1;
}

/**
 * ptl_history_can_back:
 *
 * Returns: whether there is an earlier port
 */
gboolean
ptl_history_can_back (PtlHistory *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->ports->len > 0 && self->position > 0;
}

/**
 * ptl_history_can_forward:
 *
 * Returns: whether there is a later port
 */
gboolean
ptl_history_can_forward (PtlHistory *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->position + 1 < self->ports->len;
}

/**
 * ptl_history_back:
 *
 * Goes to the port before. To be called only where ptl_history_can_back() says so.
 *
 * Returns: the port to show
 */
guint16
ptl_history_back (PtlHistory *self)
{
  g_return_val_if_fail (ptl_history_can_back (self), 0);

  return g_array_index (self->ports, guint16, --self->position);
}

/**
 * ptl_history_forward:
 *
 * Goes to the port after. To be called only where ptl_history_can_forward() says so.
 *
 * Returns: the port to show
 */
guint16
ptl_history_forward (PtlHistory *self)
{
  g_return_val_if_fail (ptl_history_can_forward (self), 0);

  return g_array_index (self->ports, guint16, ++self->position);
}

/**
 * ptl_history_get_recent:
 * @ports: (out caller-allocates) (array length=max): where to put them
 * @max: how many at most
 *
 * Lists each port that was looked up once, beginning with the one added last, wherever in the history the person is.
 *
 * Returns: how many there are
 */
guint
ptl_history_get_recent (PtlHistory *self,
                        guint16    *ports,
                        guint       max)
{
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = self->ports->len; i > 0 && n < max; i--)
    {
      guint16 port = g_array_index (self->ports, guint16, i - 1);
      gboolean listed = FALSE;

      for (guint j = 0; j < n && !listed; j++)
        listed = ports[j] == port;
      if (!listed)
        ports[n++] = port;
    }

  return n;
}
