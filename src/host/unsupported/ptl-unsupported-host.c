#include "config.h"

#include "host/ptl-host.h"

#include <glib/gi18n-lib.h>

/*
 * A system that nobody has written yet. It says so, and everything that does not need the listeners works. Whoever brings
 * Portolan to a new system copies this file into a folder of its own and fills the functions in.
 */

struct _PtlHost
{
  int unused; /* a struct needs a member */
};

PtlHost *
ptl_host_new (const PtlHostRoots *roots)
{
  return g_new0 (PtlHost, 1);
}

void
ptl_host_free (PtlHost *self)
{
  g_free (self);
}

PtlSnapshot *
ptl_host_read_ports (PtlHost       *self,
                     int            port,
                     const gint    *cancelled,
                     GError       **error)
{
  if (ptl_host_set_error_if_cancelled (cancelled, error))
    return NULL;

  g_set_error_literal (error, PTL_HOST_ERROR, PTL_HOST_ERROR_UNSUPPORTED,
                       _("Reading what listens is not supported here."));

  return NULL;
}

void
ptl_host_take_owners (PtlHost   *self,
                      GPtrArray *owners)
{
}

PtlHostFacts *
ptl_host_read_facts (PtlHost *self)
{
  return ptl_host_facts_new (ptl_host_get_os ());
}

void
ptl_host_read_support (PtlHost      *self,
                       PtlTransport  transport,
                       PtlHostFacts *facts)
{
  facts->support[transport] = PTL_SUPPORT_UNKNOWN;
}

const char *
ptl_host_get_os (void)
{
  return "unknown";
}
