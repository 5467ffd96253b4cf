#pragma once

#include <glib.h>

#include "host/ptl-listener.h"

G_BEGIN_DECLS

typedef struct
{
  guint16 first;
  guint16 last;
  guint16 transports; /* a mask of PTL_TRANSPORT_BIT(); 0 for every transport */
} PtlInterval;

/* What this computer hands out by itself. */
typedef struct
{
  PtlTransport transport;
  PtlFamily    family;
  PtlInterval  ports;
} PtlEphemeral;

/* Whether programs of this computer can have sockets of a transport. */
typedef enum
{
  PTL_SUPPORT_NOT_ASKED,
  PTL_SUPPORT_PRESENT,
  PTL_SUPPORT_ON_DEMAND, /* not yet: the system loads it when a program first asks for it */
  PTL_SUPPORT_ABSENT,
  PTL_SUPPORT_UNKNOWN,   /* it was asked, and could not be found out */
} PtlSupport;

/*
 * PtlHostFacts: what this computer's configuration says of ports. Immutable once made; any thread may use it.
 */
typedef struct
{
  /*< private >*/
  gatomicrefcount ref_count;

  /*< public >*/
  const char *os;                 /* static: "linux", "windows", "macos", …; the words of data/systems.ini */
  GArray     *ephemeral;          /* (owned) (element-type PtlEphemeral): empty where unknown */
  char       *ephemeral_source;   /* (owned) (nullable): "net.ipv4.ip_local_port_range" */
  int         unprivileged_start; /* ports below need a privilege; 0 where none do, -1 where unknown */
  int         one_address_start;  /* ports below need it for who listens on one address alone; 0 where that makes no difference */
  gboolean    may_bind_privileged; /* whether this user has that privilege */
  char       *privileged_source;  /* (owned) (nullable): "net.ipv4.ip_unprivileged_port_start" */
  GArray     *reserved;           /* (owned) (nullable) (element-type PtlInterval): never handed out; NULL: unknown */
  char       *reserved_source;    /* (owned) (nullable) */
  GArray     *excluded;           /* (owned) (nullable) (element-type PtlInterval): refused to all; NULL: none, or unknown */
  char       *excluded_source;    /* (owned) (nullable) */
  gboolean    excluded_unlisted;  /* the system may refuse further ports to all, and does not list them: only trying tells */
  const char *excluded_command;   /* static (nullable): what a person may type to see those of TCP */
  PtlSupport  support[PTL_N_TRANSPORTS]; /* of those that ptl_host_read_support() was asked for */
  const char *support_source;     /* static (nullable): "/proc/net/protocols" */
} PtlHostFacts;

PtlHostFacts *ptl_host_facts_new          (const char         *os);
PtlHostFacts *ptl_host_facts_ref          (PtlHostFacts       *self);
void          ptl_host_facts_unref        (PtlHostFacts       *self);
gboolean      ptl_host_facts_equal        (const PtlHostFacts *a,
                                           const PtlHostFacts *b);
gboolean      ptl_host_facts_in_ephemeral (const PtlHostFacts *self,
                                           guint16             port);
gboolean      ptl_host_facts_in_intervals (const GArray       *intervals,
                                           guint16             port,
                                           guint               transports);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlHostFacts, ptl_host_facts_unref)

G_END_DECLS
