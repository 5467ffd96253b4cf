#pragma once

#include "catalog/ptl-catalog.h"
#include "host/ptl-host.h"
#include "host/ptl-host-facts.h"
#include "host/ptl-snapshot.h"

G_BEGIN_DECLS

typedef enum
{
  PTL_REASON_IN_USE,
  PTL_REASON_PRIVILEGED,
  PTL_REASON_RESERVED,
  PTL_REASON_EXCLUDED,
  PTL_REASON_EPHEMERAL,
  PTL_REASON_BROWSER_BLOCKED,
  PTL_REASON_UNSUPPORTED,
  PTL_REASON_NOT_LOADED,
} PtlReasonCode;

/* One thing to know before listening on a port. */
typedef struct
{
  PtlReasonCode  code;
  gboolean       blocks; /* whether it stands in the way, or is only worth knowing */
  char          *text;   /* one or two whole sentences */
  char          *source; /* (nullable): the setting it was read from, "net.ipv4.ip_local_port_range" */
} PtlReason;

/*
 * PtlCheck: can this user listen on a port, here and now? A value, immutable once made.
 */
typedef struct
{
  guint16       port;
  PtlTransport  transport;
  gboolean      known;   /* whether the listeners are known, all of them; where not, "usable" only means "nothing was found against it" */
  gboolean      usable;  /* whether no reason blocks */
  GPtrArray    *reasons; /* (element-type PtlReason): those that block first */
} PtlCheck;

PtlCheck   *ptl_check_new             (PtlCatalog    *catalog,
                                       PtlHostFacts  *facts,
                                       PtlSnapshot   *snapshot,
                                       const GError  *snapshot_error,
                                       guint16        port,
                                       PtlTransport   transport);
void        ptl_check_free            (PtlCheck      *self);
void        ptl_check_apply           (PtlCheck      *self,
                                       PtlBindResult  result);
void        ptl_check_try             (PtlCheck      *self);
const char *ptl_reason_code_to_string (PtlReasonCode  code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlCheck, ptl_check_free)

G_END_DECLS
