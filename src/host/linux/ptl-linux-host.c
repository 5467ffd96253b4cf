#include "config.h"

#include "host/ptl-host.h"

#include "host/linux/ptl-linux-facts.h"
#include "host/linux/ptl-linux-file.h"
#include "host/linux/ptl-linux-further.h"
#include "host/linux/ptl-linux-listeners.h"
#include "host/linux/ptl-linux-sockets.h"
#include "host/linux/ptl-linux-support.h"
#include "host/linux/ptl-linux-unheld.h"

#include <glib/gi18n-lib.h>
#include <sys/utsname.h>
#include <unistd.h>

struct _PtlHost
{
  char               *proc_path;   /* (owned) */
  char               *cgroup_path; /* (owned) */
  char               *root;        /* (owned) (nullable): what else is this computer's; NULL where /proc is no own one */
  gboolean            is_own;      /* /proc is this computer's, not a copy of another's */
  gboolean            no_netlink;

  /* What is learnt from one reading to the next; %NULL before the first that finds a socket. */
  PtlLinuxUsers      *users;      /* (owned) (nullable) */
  PtlLinuxCgroups    *cgroups;    /* (owned) (nullable) */
  PtlLinuxOwners     *owners;     /* (owned) (nullable) */
  PtlLinuxNamespaces *namespaces; /* (owned) (nullable) */
  PtlLinuxListeners  *listeners;  /* (owned) (nullable) */
  PtlLinuxFurther    *further;    /* (owned) (nullable) */
};

PtlHost *
ptl_host_new (const PtlHostRoots *roots)
{
  PtlHost *self = g_new0 (PtlHost, 1);

  self->is_own = roots == NULL || roots->proc == NULL;
  self->proc_path = g_strdup (self->is_own ? "/proc" : roots->proc);
  self->cgroup_path = g_strdup (roots != NULL && roots->cgroup != NULL ? roots->cgroup : "/sys/fs/cgroup");
  /* A copy of another computer's /proc has nothing to do with this one's units and containers. */
  self->root = g_strdup (roots != NULL && roots->root != NULL ? roots->root : self->is_own ? "/" : NULL);
  self->no_netlink = roots != NULL && roots->no_netlink;

  return self;
}

void
ptl_host_free (PtlHost *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->users, ptl_linux_users_free);
  g_clear_pointer (&self->cgroups, ptl_linux_cgroups_free);
  g_clear_pointer (&self->owners, ptl_linux_owners_free);
  g_clear_pointer (&self->namespaces, ptl_linux_namespaces_free);
  g_clear_pointer (&self->listeners, ptl_linux_listeners_free);
  g_clear_pointer (&self->further, ptl_linux_further_free);
  g_free (self->proc_path);
  g_free (self->cgroup_path);
  g_free (self->root);
  g_free (self);
}

/* To explain a port at which nothing listens takes nothing of this. */
static void
prepare (PtlHost *self)
{
  if (self->users != NULL)
    return;

  self->users = ptl_linux_users_new (self->is_own);
  self->cgroups = ptl_linux_cgroups_new (self->cgroup_path);
  self->owners = ptl_linux_owners_new (self->is_own);
  self->namespaces = ptl_linux_namespaces_new (self->is_own, self->no_netlink);
  self->listeners = ptl_linux_listeners_new (self->is_own);
  self->further = ptl_linux_further_new (self->root, self->is_own);
}

/* Who stands for a network namespace must be there still, or its sockets would not be found. */
static gboolean
begin (PtlHost *self,
       int      proc)
{
  return ptl_linux_owners_begin (self->owners, proc, !ptl_linux_namespaces_is_empty (self->namespaces));
}

typedef struct
{
  PtlHost *self;
  int      proc;
} BeginContext;

static gpointer
begin_in_thread (gpointer data)
{
  BeginContext *context = data;

  return GINT_TO_POINTER (begin (context->self, context->proc));
}

/* Reads the sockets, and meanwhile looks at the processes that had some before. */
static gboolean
read_sockets (PtlHost          *self,
              int               proc,
              const gint       *cancelled,
              PtlLinuxSockets  *sockets,
              gboolean         *out_processes,
              GError          **error)
{
  BeginContext context = { self, proc };
  GThread *thread = NULL;
  gboolean read;

  if (ptl_linux_owners_is_big (self->owners))
    thread = g_thread_try_new ("portolan-read", begin_in_thread, &context, NULL);

  read = ptl_linux_sockets_read (proc, self->no_netlink, 0, cancelled, sockets, error);
  *out_processes = GPOINTER_TO_INT (thread != NULL ? g_thread_join (thread) : begin_in_thread (&context));

  return read;
}

/* Finds the owners. Returns: (transfer full) (nullable): of each socket a PtlUnheld; NULL where nothing is known of any. */
static guint8 *
resolve (PtlHost      *self,
         int           proc,
         GArray       *sockets,
         guint16       port,
         const gint   *cancelled)
{
  const PtlLinuxSocket *data = (const PtlLinuxSocket *) sockets->data;
  g_autofree guint8 *given_up = ptl_linux_listeners_list_given_up (self->listeners, data, sockets->len);
  guint8 *unheld;

  ptl_linux_owners_resolve (self->owners, proc, self->cgroups, self->users, data, sockets->len, given_up, cancelled);

  unheld = ptl_linux_unheld_list (proc, self->owners, data, sockets->len, given_up);
  if (unheld != NULL)
    {
      g_auto (PtlLinuxSockets) later = { 0 };

      if (ptl_linux_sockets_read (proc, self->no_netlink, port, cancelled, &later, NULL))
        {
          ptl_linux_namespaces_read (self->namespaces, proc, self->owners, later.sockets);
          ptl_linux_unheld_confirm (unheld, proc, self->owners, data, sockets->len,
                                    (const PtlLinuxSocket *) later.sockets->data, later.sockets->len);
        }
    }

  return unheld;
}

/* Drops the sockets of other ports, from the place @first on. */
static void
keep_port (GArray *sockets,
           guint   first,
           int     port)
{
  guint kept = first;

  if (port == PTL_HOST_ALL_PORTS)
    return;

  for (guint i = first; i < sockets->len; i++)
    {
      PtlLinuxSocket socket = g_array_index (sockets, PtlLinuxSocket, i);

      if (socket.port == port)
        g_array_index (sockets, PtlLinuxSocket, kept++) = socket;
    }
  g_array_set_size (sockets, kept);
}

static const char *
incomplete_words (void)
{
  return _("The sockets changed while they were read, so some may be missing.");
}

static PtlSnapshot *
read_below (PtlHost       *self,
            int            proc,
            int            port,
            const gint    *cancelled,
            GError       **error)
{
  g_auto (PtlLinuxSockets) sockets = { 0 };
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autoptr (GPtrArray) listeners = NULL;
  g_autofree guint8 *unheld = NULL;
  PtlLinuxContext context;
  gint64 taken_at = g_get_real_time ();
  gboolean processes;
  guint n_own;

  if (port == PTL_HOST_ALL_PORTS)
    {
      prepare (self);
      if (!read_sockets (self, proc, cancelled, &sockets, &processes, error))
        return NULL;
    }
  else
    {
      if (!ptl_linux_sockets_read (proc, self->no_netlink, port, cancelled, &sockets, error))
        return NULL;

      /* Where nothing listens on the one port, here or elsewhere, no process need be looked at. */
      keep_port (sockets.sockets, 0, port);
      if (sockets.sockets->len == 0 && proc >= 0 && !ptl_linux_namespaces_may_have_port (proc, port))
        {
          snapshot = ptl_snapshot_new (sockets.method);
          if (!sockets.complete)
            ptl_snapshot_set_incomplete (snapshot, incomplete_words ());
          ptl_snapshot_seal (snapshot, taken_at);

          return g_steal_pointer (&snapshot);
        }

      prepare (self);
      processes = begin (self, proc);
    }

  ptl_linux_cgroups_begin (self->cgroups);
  ptl_linux_namespaces_update (self->namespaces, proc, self->owners, self->users);
  n_own = sockets.sockets->len;
  sockets.complete &= ptl_linux_namespaces_read (self->namespaces, proc, self->owners, sockets.sockets);
  keep_port (sockets.sockets, n_own, port);

  /* Where nothing listens on the one port, nobody's descriptors need be looked at. */
  if (port == PTL_HOST_ALL_PORTS || sockets.sockets->len > 0)
    unheld = resolve (self, proc, sockets.sockets, port == PTL_HOST_ALL_PORTS ? 0 : port, cancelled);

  if (ptl_host_set_error_if_cancelled (cancelled, error))
    return NULL;

  context = (PtlLinuxContext) { proc, self->cgroups, self->users, self->owners, self->namespaces, self->further,
                                (const PtlLinuxSocket *) sockets.sockets->data, sockets.sockets->len, unheld };
  ptl_linux_further_look (self->further, context.sockets, context.n_sockets, cancelled);
  listeners = ptl_linux_listeners_make (self->listeners, context.sockets, context.n_sockets, &context);

  snapshot = ptl_snapshot_new (sockets.method);
  for (guint i = 0; i < listeners->len; i++)
    ptl_snapshot_take_listener (snapshot, g_steal_pointer (&listeners->pdata[i]));
  g_ptr_array_set_size (listeners, 0);

  if (!sockets.complete)
    ptl_snapshot_set_incomplete (snapshot, incomplete_words ());
  else if (!processes)
    ptl_snapshot_set_incomplete (snapshot, _("The system does not show its processes, so nobody's owner is known."));
  ptl_linux_further_tell_hidden (self->further, snapshot);
  ptl_snapshot_seal (snapshot, taken_at);

  return g_steal_pointer (&snapshot);
}

PtlSnapshot *
ptl_host_read_ports (PtlHost       *self,
                     int            port,
                     const gint    *cancelled,
                     GError       **error)
{
  PtlSnapshot *snapshot;
  int proc;

  /* -1 where there is none: netlink may still answer. */
  proc = ptl_linux_open_root (self->proc_path);
  snapshot = read_below (self, proc, port, cancelled, error);
  if (proc >= 0)
    close (proc);

  return snapshot;
}

void
ptl_host_take_owners (PtlHost   *self,
                      GPtrArray *owners)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (owners != NULL);

  prepare (self);
  ptl_linux_further_take_owners (self->further, owners);
}

PtlHostFacts *
ptl_host_read_facts (PtlHost *self)
{
  PtlHostFacts *facts;
  int proc;

  g_return_val_if_fail (self != NULL, NULL);

  proc = ptl_linux_open_root (self->proc_path);
  facts = ptl_linux_facts_read (proc);
  if (proc >= 0)
    close (proc);

  return facts;
}

void
ptl_host_read_support (PtlHost      *self,
                       PtlTransport  transport,
                       PtlHostFacts *facts)
{
  struct utsname names;
  int proc;

  g_return_if_fail (self != NULL);
  g_return_if_fail (facts != NULL);

  proc = ptl_linux_open_root (self->proc_path);
  facts->support[transport] = uname (&names) == 0 ? ptl_linux_support_read (proc, self->root, names.release, transport)
                                                  : PTL_SUPPORT_UNKNOWN;
  facts->support_source = "/proc/net/protocols";
  if (proc >= 0)
    close (proc);
}

const char *
ptl_host_get_os (void)
{
  return "linux";
}
