#include "config.h"

#include "host/ptl-host.h"

#include "host/darwin/ptl-darwin-facts.h"
#include "host/darwin/ptl-darwin-listeners.h"
#include "host/darwin/ptl-darwin-tables.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

struct _PtlHost
{
  PtlDarwinListeners *listeners; /* (owned) */
};

/* There are no files to find elsewhere: everything is asked of the kernel. */
PtlHost *
ptl_host_new (const PtlHostRoots *roots)
{
  PtlHost *self = g_new0 (PtlHost, 1);

  self->listeners = ptl_darwin_listeners_new ();

  return self;
}

void
ptl_host_free (PtlHost *self)
{
  g_return_if_fail (self != NULL);

  ptl_darwin_listeners_free (self->listeners);
  g_free (self);
}

/* Drops the sockets of other ports. */
static void
keep_port (GArray *sockets,
           int     port)
{
  guint kept = 0;

  if (port == PTL_HOST_ALL_PORTS)
    return;

  for (guint i = 0; i < sockets->len; i++)
    {
      PtlDarwinSocket socket = g_array_index (sockets, PtlDarwinSocket, i);

      if (socket.port == port)
        g_array_index (sockets, PtlDarwinSocket, kept++) = socket;
    }
  g_array_set_size (sockets, kept);
}

static void
say_what_is_missing (PtlSnapshot *snapshot,
                     gboolean     tables,
                     gboolean     processes,
                     gboolean     hidden)
{
  if (!tables && (hidden || !processes))
    ptl_snapshot_set_incomplete (snapshot, _("The system does not show its table of sockets, so what other users’ programs listen on is missing."));
  else if (!tables)
    ptl_snapshot_set_incomplete (snapshot, _("The system does not show its table of sockets, so some may be missing."));
  else if (!processes)
    ptl_snapshot_set_incomplete (snapshot, _("The system does not show its processes, so nobody's owner is known."));
}

PtlSnapshot *
ptl_host_read_ports (PtlHost       *self,
                     int            port,
                     const gint    *cancelled,
                     GError       **error)
{
  g_autoptr (GArray) sockets = g_array_new (FALSE, FALSE, sizeof (PtlDarwinSocket));
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autoptr (GHashTable) tasks = NULL;
  g_autoptr (PtlDarwinOwners) owners = NULL;
  gint64 taken_at = g_get_real_time ();
  gboolean hidden = FALSE;
  gboolean tables;

  if (ptl_host_set_error_if_cancelled (cancelled, error))
    return NULL;

  tables = ptl_darwin_tables_read (sockets);
  keep_port (sockets, port);

  snapshot = ptl_snapshot_new ("libproc");
  /* Where nothing listens on the one port, no process need be looked at. */
  if (tables && port != PTL_HOST_ALL_PORTS && sockets->len == 0)
    {
      ptl_snapshot_seal (snapshot, taken_at);
      return g_steal_pointer (&snapshot);
    }

  tasks = ptl_darwin_processes_read ();
  if (tasks == NULL && !tables && sockets->len == 0)
    {
      g_set_error (error, PTL_HOST_ERROR, errno == EPERM || errno == EACCES ? PTL_HOST_ERROR_REFUSED : PTL_HOST_ERROR_FAILED,
                   _("The system shows neither its sockets nor its processes: %s."), g_strerror (errno));
      return NULL;
    }

  if (tasks != NULL)
    {
      owners = ptl_darwin_owners_new (tasks);
      ptl_darwin_owners_walk (owners, sockets, cancelled);
      hidden = ptl_darwin_owners_has_hidden (owners);
      keep_port (sockets, port);
    }
  if (ptl_host_set_error_if_cancelled (cancelled, error))
    return NULL;

  ptl_darwin_listeners_begin (self->listeners, tasks, owners);
  for (guint i = 0; i < sockets->len; i++)
    ptl_snapshot_take_listener (snapshot,
                                ptl_darwin_listeners_make (self->listeners, &g_array_index (sockets, PtlDarwinSocket, i)));
  ptl_darwin_listeners_end (self->listeners);

  say_what_is_missing (snapshot, tables, tasks != NULL, hidden);
  ptl_snapshot_seal (snapshot, taken_at);

  return g_steal_pointer (&snapshot);
}

/* There is no program here that would look with more rights. */
void
ptl_host_take_owners (PtlHost   *self,
                      GPtrArray *owners)
{
}

PtlHostFacts *
ptl_host_read_facts (PtlHost *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return ptl_darwin_facts_read ();
}

void
ptl_host_read_support (PtlHost      *self,
                       PtlTransport  transport,
                       PtlHostFacts *facts)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (facts != NULL);

  facts->support[transport] = ptl_darwin_facts_get_support (transport);
}

const char *
ptl_host_get_os (void)
{
  return "macos";
}
