#pragma once

#include <glib.h>

#include "host/ptl-host-facts.h"
#include "host/ptl-snapshot.h"

G_BEGIN_DECLS

/*
 * The contract with the operating system. Each folder beside this file (linux/, unsupported/ …) implements exactly the
 * functions between the two marks, and nothing outside those folders knows which system it runs on.
 */

#define PTL_HOST_ERROR (ptl_host_error_quark ())

typedef enum
{
  PTL_HOST_ERROR_UNSUPPORTED, /* this system has no implementation yet */
  PTL_HOST_ERROR_REFUSED,     /* the system did not let us read */
  PTL_HOST_ERROR_FAILED,
  PTL_HOST_ERROR_CANCELLED,   /* somebody wanted no answer any more */
} PtlHostError;

typedef struct _PtlHost PtlHost;

/* Stands for every port. */
#define PTL_HOST_ALL_PORTS (-1)

/* What became of binding a socket to a port. */
typedef enum
{
  PTL_BIND_POSSIBLE,
  PTL_BIND_IN_USE,
  PTL_BIND_REFUSED, /* to this user, or to everybody */
  PTL_BIND_UNKNOWN, /* it was not tried, or failed for what is not the port's fault */
} PtlBindResult;

/* Where a reader finds the system's files; NULL for the usual places. Tests put their own there. */
typedef struct
{
  const char *proc;   /* (nullable): "/proc" */
  const char *cgroup; /* (nullable): "/sys/fs/cgroup" */
  const char *root;   /* (nullable): "/", below which etc, run and usr lie; where @proc alone is given, these are not read */
  gboolean    no_netlink; /* read the files even where netlink would answer */
} PtlHostRoots;

/* --- the contract: what a system implements ------------------------------------------------------------------- */

/* Never NULL. Cheap: opens nothing yet. (transfer full) */
PtlHost      *ptl_host_new        (const PtlHostRoots *roots);
void          ptl_host_free       (PtlHost            *self);

/*
 * Reads all listeners, or those of one port and as little else as the system allows. Blocks; call it in a worker; one call at a
 * time for each PtlHost. The host keeps what it learnt to make the next reading cheap. A reading that could not be finished is
 * not an error but an incomplete snapshot.
 * @port: a port, or PTL_HOST_ALL_PORTS; of one port, the snapshot may hold others too, and means something for @port alone
 * @cancelled: (nullable) (atomic): another thread makes it another number than 0 to have the reading given up. It is no
 * GCancellable, as portolan-cli does without GIO, which takes as long to load as all else that it does.
 * Returns: (transfer full): a sealed snapshot, or NULL with PTL_HOST_ERROR
 */
PtlSnapshot  *ptl_host_read_ports (PtlHost            *self,
                                   int                 port,
                                   const gint         *cancelled,
                                   GError            **error);

/*
 * Takes what somebody with more rights has just seen: who holds which socket (element-type PtlHolder, see
 * ptl-owners-answer.h), in place of what was taken before. The following readings name these owners for sockets that nobody
 * else is seen to hold, as long as the processes live. Not while a reading is in progress.
 */
void          ptl_host_take_owners (PtlHost           *self,
                                    GPtrArray         *owners);

/*
 * Reads the configuration. Blocks for well under a millisecond, on files only; where a service has to be asked, for a second at
 * most and the first time only. What can't be read is unknown in the result. (transfer full), never NULL
 */
PtlHostFacts *ptl_host_read_facts (PtlHost            *self);

/*
 * Adds to facts, which nobody else has seen yet, whether programs can have sockets of a transport. Loads nothing into the system
 * for it. Blocks, as ptl_host_read_facts() does.
 */
void          ptl_host_read_support (PtlHost          *self,
                                    PtlTransport       transport,
                                    PtlHostFacts      *facts);

/*
 * Binds a socket to the port for a moment, on the wildcard address of IPv4 or of IPv6, without listening and without sending
 * anything. TCP as a server does, over connections that are closing; UDP beside nobody. Other transports
 * where that changes nothing, as loading them into the kernel would. Blocks for well under a millisecond.
 */
PtlBindResult ptl_host_try_family (gboolean            ipv6,
                                   PtlTransport        transport,
                                   guint16             port);

/* "linux", "windows", "macos", … or "unknown". Static. */
const char   *ptl_host_get_os     (void);

/* --- end of the contract --------------------------------------------------------------------------------------- */

PtlSnapshot  *ptl_host_read       (PtlHost            *self,
                                   const gint         *cancelled,
                                   GError            **error);
PtlSnapshot  *ptl_host_read_port  (PtlHost            *self,
                                   guint16             port,
                                   const gint         *cancelled,
                                   GError            **error);
PtlBindResult ptl_host_try_bind   (PtlTransport        transport,
                                   guint16             port);

/* For those who implement the contract. */
gboolean      ptl_host_is_cancelled           (const gint  *cancelled);
gboolean      ptl_host_set_error_if_cancelled (const gint  *cancelled,
                                               GError     **error);

GQuark        ptl_host_error_quark            (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlHost, ptl_host_free)

G_END_DECLS
