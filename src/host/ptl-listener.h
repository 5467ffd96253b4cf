#pragma once

#include <glib.h>

#include "catalog/ptl-transport.h"

G_BEGIN_DECLS

/*
 * A socket on this computer that waits, and who holds it. Plain and immutable once the snapshot that holds them is
 * made. Text that came from processes (names, command lines, paths) is valid UTF-8 here, whatever it was there, but is
 * otherwise as hostile as it came: whoever shows it neutralises markup and control characters.
 */

typedef enum
{
  PTL_FAMILY_IPV4,
  PTL_FAMILY_IPV6,
  PTL_FAMILY_DUAL, /* one IPv6 socket that takes IPv4 too: V6ONLY off, wildcard address */
} PtlFamily;

/* Who can reach the listener, by its address alone; a firewall is not considered. */
typedef enum
{
  PTL_EXPOSURE_LOOPBACK, /* this computer only */
  PTL_EXPOSURE_NETWORK,  /* one address, or one interface */
  PTL_EXPOSURE_ALL,      /* every interface */
} PtlExposure;

/* How an owner is known. */
typedef enum
{
  PTL_EVIDENCE_DESCRIPTOR,    /* the process holds the socket; it was seen */
  PTL_EVIDENCE_CONTROL_GROUP, /* the socket belongs to the process's control group */
  PTL_EVIDENCE_TABLE,         /* the operating system's own table of sockets names the process */
  PTL_EVIDENCE_PROXY,         /* a proxy's command line names what it serves */
} PtlEvidence;

/* A process that started another, or that took it over when what started it had ended. */
typedef struct
{
  gint64  pid;
  char   *name; /* (owned): as the system shortens it */
} PtlAncestor;

PtlAncestor *ptl_ancestor_new  (gint64       pid,
                                char        *name);
void         ptl_ancestor_free (PtlAncestor *self);

/* A process, shared between the snapshots in which it did not change. */
typedef struct
{
  /*< private >*/
  gatomicrefcount ref_count;

  /*< public >*/
  gint64  pid;
  gint64  parent_pid;        /* 0 where unknown */
  char   *parent_name;       /* (owned) (nullable) */
  GPtrArray *ancestors;      /* (owned) (nullable) (element-type PtlAncestor): the parent, its parent and so on */
  char   *name;              /* (owned) (nullable) */
  char   *executable;        /* (owned) (nullable): path */
  gboolean executable_deleted; /* that file was in no folder any more when the process was looked at */
  char  **command;           /* (owned) (nullable): NULL-terminated; long ones are cut, see command_cut */
  gboolean command_cut;
  char   *working_directory; /* (owned) (nullable) */
  gint64  uid;               /* -1 where unknown or without meaning */
  char   *user;              /* (owned) (nullable) */
  gint64  started_at;        /* microseconds since 1970 UTC; 0 where unknown */
  guint64 start_ticks;       /* with pid, tells one process from another; the unit is the system's own */
} PtlProcess;

PtlProcess *ptl_process_new   (gint64      pid);
PtlProcess *ptl_process_copy  (const PtlProcess *self);
PtlProcess *ptl_process_ref   (PtlProcess *self);
void        ptl_process_unref (PtlProcess *self);
gboolean    ptl_process_equal (const PtlProcess *a,
                               const PtlProcess *b);
gboolean    ptl_ancestors_equal (const GPtrArray *a,
                                 const GPtrArray *b);

typedef struct
{
  PtlProcess  *process; /* (owned) */
  PtlEvidence  evidence;
  gboolean     certain;
} PtlOwner;

/* Shared between the snapshots in which it did not change. */
typedef struct
{
  /*< private >*/
  gatomicrefcount ref_count;

  /*< public >*/
  PtlTransport  transport;
  gboolean      multipath; /* MPTCP */
  PtlFamily     family;
  char         *address;   /* (owned): without zone or brackets: "0.0.0.0", "::1" */
  guint8        address_bytes[16];
  guint16       port;
  char         *interface; /* (owned) (nullable): the interface it is bound to */
  PtlExposure   exposure;
  char         *network;   /* (owned) (nullable): where it is exposed to one: "192.168.1.0/24"; NULL where that is not known */
  gint64        uid;       /* of the socket; -1 where unknown */
  char         *user;      /* (owned) (nullable) */
  gint64        queue;     /* waiting to be accepted, or bytes to be read; -1 where unknown */
  gint64        backlog;   /* the most that may wait; -1 where unknown or without meaning */
  guint64       inode;     /* 0 where unknown */
  guint64       cookie;    /* the system's own identity of the socket; 0 where unknown */
  char         *network_namespace; /* (owned): "host" for the reader's own, else what names the other */
  gboolean      unheld;    /* every process could be looked at, and none holds it: it may be the kernel's own */
  gboolean      kernel;    /* the kernel itself listens: there is no process */
  gboolean      kernel_is_likely; /* by what speaks for it alone; nobody else is known to hold it */
  char         *kernel_name; /* (owned) (nullable): what part of it: "nfsd", "vxlan0", "http.sys" */
  char        **urls;      /* (owned) (nullable): NULL-terminated: those by which that part of the kernel shares the port out */
  GPtrArray    *owners;    /* (owned) (element-type PtlOwner): never NULL */
  char         *unit;      /* (owned) (nullable): "nginx.service" */
  gboolean      unit_is_user; /* of the user's manager, not the system's */
  gboolean      unit_is_likely; /* named only by the environment of the owner, who may have inherited that */
  char         *socket_unit;  /* (owned) (nullable): the manager holds the socket by this one, and starts @unit on demand */
  char         *forwards_to;  /* (owned) (nullable): the owner is a proxy of this: "172.17.0.2:80", or ":80" without an address */
  char         *container_runtime; /* (owned) (nullable): "docker" */
  char         *container_id;      /* (owned) (nullable) */
  char         *container_name;    /* (owned) (nullable) */
} PtlListener;

PtlListener *ptl_listener_new       (void);
PtlListener *ptl_listener_copy      (const PtlListener *self);
PtlListener *ptl_listener_ref       (PtlListener       *self);
void         ptl_listener_free      (PtlListener       *self);
void         ptl_listener_add_owner (PtlListener       *self,
                                     PtlProcess        *process,
                                     PtlEvidence        evidence,
                                     gboolean           certain);

/* By port, transport, family, address, interface, namespace, inode, cookie: a total order over sockets. */
int          ptl_listener_compare   (const PtlListener *a,
                                     const PtlListener *b);
/* Whether the two say the same in every field that is shown. */
gboolean     ptl_listener_equal     (const PtlListener *a,
                                     const PtlListener *b);

/* The best short name of who holds it: container, unit, process; NULL where nothing is known. (transfer none) */
const char  *ptl_listener_get_owner_label (const PtlListener *self);

/* In a word who holds it: "process", "kernel", "none"; NULL where it is hidden or not known. */
const char  *ptl_listener_get_holder      (const PtlListener *self);

/* Works the exposure out of the address, and of the interface where it is bound to one. */
PtlExposure  ptl_exposure_of_address (PtlFamily     family,
                                      const guint8 *address_bytes,
                                      const char   *interface);

const char  *ptl_family_to_string   (PtlFamily          family);
const char  *ptl_exposure_to_string (PtlExposure        exposure);
const char  *ptl_evidence_to_string (PtlEvidence        evidence);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlProcess, ptl_process_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlListener, ptl_listener_free)

G_END_DECLS
