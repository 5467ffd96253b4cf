#include "config.h"

#include "host/ptl-host.h"

/**
 * ptl_host_error_quark:
 *
 * Returns: the domain of #PtlHostError
 */
G_DEFINE_QUARK (ptl-host-error-quark, ptl_host_error)

/**
 * ptl_host_is_cancelled:
 * @cancelled: (nullable) (atomic): what ptl_host_read() was given
 *
 * Any thread.
 *
 * Returns: whether the reading is to be given up
 */
gboolean
ptl_host_is_cancelled (const gint *cancelled)
{
  return cancelled != NULL && g_atomic_int_get (cancelled) != 0;
}

/**
 * ptl_host_set_error_if_cancelled:
 * @cancelled: (nullable) (atomic): what ptl_host_read() was given
 * @error: return location for PTL_HOST_ERROR_CANCELLED
 *
 * Any thread.
 *
 * Returns: whether the reading is to be given up; then @error is set
 */
gboolean
ptl_host_set_error_if_cancelled (const gint  *cancelled,
                                 GError     **error)
{
  if (!ptl_host_is_cancelled (cancelled))
    return FALSE;

  /* Who gave up does not show it, so it is not translated. */
  g_set_error_literal (error, PTL_HOST_ERROR, PTL_HOST_ERROR_CANCELLED, "The reading was given up.");

  return TRUE;
}
