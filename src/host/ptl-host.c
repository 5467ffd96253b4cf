#include "config.h"

#include "host/ptl-host.h"

/**
 * ptl_host_error_quark:
 *
 * Returns: the domain of #PtlHostError
 */
G_DEFINE_QUARK (ptl-host-error-quark, ptl_host_error)
