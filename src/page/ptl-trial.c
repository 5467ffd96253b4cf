#include "config.h"

#include "page/ptl-trial.h"

#include <string.h>

/*
 * A page tells of a port what was read, and nothing is tried for it, but for one question: does the port lie in a range that
 * this computer refuses to everybody? Windows lists such ranges in no way that Microsoft describes, and so only binding tells.
 */

/**
 * ptl_trial_is_of_use:
 * @facts: (nullable): what this computer's configuration says
 * @port: a port
 *
 * Says whether trying would tell what is not known otherwise. Pure; any thread.
 *
 * Returns: whether it would
 */
gboolean
ptl_trial_is_of_use (const PtlHostFacts *facts,
                     guint16             port)
{
  return facts != NULL && facts->excluded_unlisted && port != 0;
}

/**
 * ptl_trial_run:
 * @self: (out caller-allocates): filled in
 * @port: a port, not 0
 *
 * Binds a socket of TCP and one of UDP to the port for a moment, as ptl_host_try_bind() does. Blocks for well under a
 * millisecond as a rule, but what watches over a computer's network may take longer: call it in a worker. Any thread.
 */
void
ptl_trial_run (PtlTrial *self,
               guint16   port)
{
  g_return_if_fail (port != 0);

  self->port = port;
  for (guint i = 0; i < PTL_N_TRANSPORTS; i++)
    self->results[i] = ptl_host_try_bind (i, port);
}

/**
 * ptl_trial_is_refused:
 * @self: a trial; one of no port tells nothing
 * @transports: a mask of PTL_TRANSPORT_BIT(): those of interest
 *
 * Returns: whether the system refused the port for one of @transports, other than as in use
 */
gboolean
ptl_trial_is_refused (const PtlTrial *self,
                      guint           transports)
{
  for (guint i = 0; self->port != 0 && i < PTL_N_TRANSPORTS; i++)
    {
      if ((transports & PTL_TRANSPORT_BIT (i)) != 0 && self->results[i] == PTL_BIND_REFUSED)
        return TRUE;
    }

  return FALSE;
}

/**
 * ptl_trial_is_given:
 * @self: a trial; one of no port tells nothing
 * @transports: a mask of PTL_TRANSPORT_BIT(): those of interest
 *
 * Returns: whether the system gave the port for TCP and UDP, as far as these are of interest
 */
gboolean
ptl_trial_is_given (const PtlTrial *self,
                    guint           transports)
{
  gboolean given = FALSE;

  for (guint i = 0; self->port != 0 && i < PTL_N_TRANSPORTS; i++)
    {
      if ((transports & PTL_TRANSPORT_BIT (i)) == 0 || (i != PTL_TRANSPORT_TCP && i != PTL_TRANSPORT_UDP))
        continue;
      if (self->results[i] != PTL_BIND_POSSIBLE)
        return FALSE;
      given = TRUE;
    }

  return given;
}
