#pragma once

#include <glib.h>

#include "catalog/ptl-transport.h"
#include "host/linux/ptl-inet-address.h"

G_BEGIN_DECLS

/* What the files of a socket unit say (systemd.socket(5)), as far as it concerns ports. */
typedef struct
{
  GArray  *listens; /* (owned) (element-type PtlSocketListen) */
  char    *service; /* (owned) (nullable): where it is not of the unit's own name */
  gboolean accept;  /* each connection gets a service of its own */
  guint    protocol; /* SocketProtocol=: 0, PTL_PROTO_SCTP or PTL_PROTO_UDPLITE */
} PtlSocketUnit;

typedef struct
{
  gboolean       stream;
  gboolean       any;     /* no address given: every one */
  PtlInetAddress address; /* unless @any */
  guint16        port;
} PtlSocketListen;

PtlSocketUnit *ptl_socket_unit_new         (void);
void           ptl_socket_unit_free        (PtlSocketUnit       *self);
void           ptl_socket_unit_parse       (PtlSocketUnit       *self,
                                            const char          *text,
                                            gsize                length);
gboolean       ptl_socket_unit_matches     (const PtlSocketUnit *self,
                                            PtlTransport         transport,
                                            const char          *address,
                                            guint16              port);
char          *ptl_socket_unit_dup_service (const PtlSocketUnit *self,
                                            const char          *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlSocketUnit, ptl_socket_unit_free)

G_END_DECLS
