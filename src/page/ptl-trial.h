#pragma once

#include "catalog/ptl-transport.h"
#include "host/ptl-host-facts.h"
#include "host/ptl-host.h"

G_BEGIN_DECLS

/* What became of trying to bind a port, just now. A value. */
typedef struct
{
  guint16       port;                      /* 0 for none: nothing was tried */
  PtlBindResult results[PTL_N_TRANSPORTS]; /* PTL_BIND_UNKNOWN for all but TCP and UDP */
} PtlTrial;

gboolean ptl_trial_is_of_use  (const PtlHostFacts *facts,
                               guint16             port);
void     ptl_trial_run        (PtlTrial           *self,
                               guint16             port);
gboolean ptl_trial_is_refused (const PtlTrial     *self,
                               guint               transports);
gboolean ptl_trial_is_given   (const PtlTrial     *self,
                               guint               transports);

G_END_DECLS
