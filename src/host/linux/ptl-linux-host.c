#include "config.h"

#include "host/ptl-host.h"

#include "host/linux/ptl-linux-facts.h"
#include "host/linux/ptl-linux-file.h"
#include "host/linux/ptl-linux-listeners.h"
#include "host/linux/ptl-linux-sockets.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

struct _PtlHost
{
  char               *proc_path;  /* (owned) */
  gboolean            no_netlink;

  PtlLinuxUsers      *users;      /* (owned) */
  PtlLinuxCgroups    *cgroups;    /* (owned) */
  PtlLinuxOwners     *owners;     /* (owned) */
  PtlLinuxNamespaces *namespaces; /* (owned) */
  PtlLinuxListeners  *listeners;  /* (owned) */
};

PtlHost *
ptl_host_new (const PtlHostRoots *roots)
{
  PtlHost *self = g_new0 (PtlHost, 1);
  gboolean is_own = roots == NULL || roots->proc == NULL;

  self->proc_path = g_strdup (is_own ? "/proc" : roots->proc);
  self->no_netlink = roots != NULL && roots->no_netlink;
  self->users = ptl_linux_users_new ();
  self->cgroups = ptl_linux_cgroups_new (roots != NULL && roots->cgroup != NULL ? roots->cgroup : "/sys/fs/cgroup");
  self->owners = ptl_linux_owners_new (is_own);
  self->namespaces = ptl_linux_namespaces_new (is_own);
  self->listeners = ptl_linux_listeners_new ();

  return self;
}

void
ptl_host_free (PtlHost *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->proc_path);
  ptl_linux_users_free (self->users);
  ptl_linux_cgroups_free (self->cgroups);
  ptl_linux_owners_free (self->owners);
  ptl_linux_namespaces_free (self->namespaces);
  ptl_linux_listeners_free (self->listeners);
  g_free (self);
}

/* Finds the owners of all sockets; FALSE where the processes can't be listed. */
static gboolean
resolve (PtlHost      *self,
         int           proc,
         GArray       *sockets,
         GCancellable *cancellable)
{
  const PtlLinuxSocket *data = (const PtlLinuxSocket *) sockets->data;
  g_autofree guint8 *given_up = ptl_linux_listeners_list_given_up (self->listeners, data, sockets->len);

  return ptl_linux_owners_resolve (self->owners, proc, self->cgroups, self->users, data, sockets->len, given_up, cancellable);
}

static PtlSnapshot *
read_below (PtlHost       *self,
            int            proc,
            GCancellable  *cancellable,
            GError       **error)
{
  g_auto (PtlLinuxSockets) sockets = { 0 };
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autoptr (GPtrArray) listeners = NULL;
  PtlLinuxContext context = { proc, self->cgroups, self->users, self->owners, self->namespaces };
  gint64 taken_at = g_get_real_time ();
  gboolean processes;
  guint n_own;

  if (!ptl_linux_sockets_read (proc, self->no_netlink, cancellable, &sockets, error))
    return NULL;

  n_own = sockets.sockets->len;
  sockets.complete &= ptl_linux_namespaces_read (self->namespaces, proc, self->owners, sockets.sockets);
  processes = resolve (self, proc, sockets.sockets, cancellable);

  /* A namespace shows by its processes, and so only now; the next reading knows it beforehand. */
  if (ptl_linux_namespaces_update (self->namespaces, proc, self->owners, self->users))
    {
      g_array_set_size (sockets.sockets, n_own);
      sockets.complete &= ptl_linux_namespaces_read (self->namespaces, proc, self->owners, sockets.sockets);
      processes = resolve (self, proc, sockets.sockets, cancellable);
    }

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  listeners = ptl_linux_listeners_make (self->listeners, (const PtlLinuxSocket *) sockets.sockets->data, sockets.sockets->len,
                                        &context);

  snapshot = ptl_snapshot_new (sockets.method);
  for (guint i = 0; i < listeners->len; i++)
    ptl_snapshot_take_listener (snapshot, g_steal_pointer (&listeners->pdata[i]));
  g_ptr_array_set_size (listeners, 0);

  if (!sockets.complete)
    ptl_snapshot_set_incomplete (snapshot, _("The sockets changed while they were read, so some may be missing."));
  else if (!processes)
    ptl_snapshot_set_incomplete (snapshot, _("The system does not show its processes, so nobody's owner is known."));
  ptl_snapshot_seal (snapshot, taken_at);

  return g_steal_pointer (&snapshot);
}

PtlSnapshot *
ptl_host_read (PtlHost       *self,
               GCancellable  *cancellable,
               GError       **error)
{
  PtlSnapshot *snapshot;
  int proc;

  g_return_val_if_fail (self != NULL, NULL);

  /* -1 where there is none: netlink may still answer. */
  proc = ptl_linux_open_root (self->proc_path);
  snapshot = read_below (self, proc, cancellable, error);
  if (proc >= 0)
    close (proc);

  return snapshot;
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

const char *
ptl_host_get_os (void)
{
  return "linux";
}
