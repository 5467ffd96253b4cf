#include "config.h"

#include "host/ptl-host.h"

#include "host/windows/ptl-windows-facts.h"
#include "host/windows/ptl-windows-listeners.h"

#include <glib/gi18n-lib.h>

struct _PtlHost
{
  PtlWindowsProcesses *processes; /* (owned) */
  PtlWindowsServices  *services;  /* (owned) */
  PtlWindowsHttp      *http;      /* (owned) */
  PtlWindowsSettings  *settings;  /* (owned) */
};

PtlHost *
ptl_host_new (const PtlHostRoots *roots)
{
  PtlHost *self = g_new0 (PtlHost, 1);

  self->processes = ptl_windows_processes_new ();
  self->services = ptl_windows_services_new ();
  self->http = ptl_windows_http_new ();
  self->settings = ptl_windows_settings_new ();

  return self;
}

void
ptl_host_free (PtlHost *self)
{
  g_return_if_fail (self != NULL);

  ptl_windows_processes_free (self->processes);
  ptl_windows_services_free (self->services);
  ptl_windows_http_free (self->http);
  ptl_windows_settings_unref (self->settings);
  g_free (self);
}

PtlSnapshot *
ptl_host_read_ports (PtlHost       *self,
                     int            port,
                     const gint    *cancelled,
                     GError       **error)
{
  g_auto (PtlWindowsTables) tables = { 0 };
  g_autoptr (GArray) sockets = NULL;
  g_autoptr (PtlSnapshot) snapshot = NULL;
  PtlWindowsContext context = { &tables, self->processes, self->services, self->http };
  gint64 taken_at = g_get_real_time ();
  gboolean hidden = FALSE;

  if (!ptl_windows_tables_read (&tables, cancelled, error))
    return NULL;

  sockets = ptl_windows_tables_parse (&tables);
  snapshot = ptl_snapshot_new ("iphlpapi");

  ptl_windows_processes_begin (self->processes);
  ptl_windows_services_begin (self->services);
  for (guint i = 0; i < sockets->len; i++)
    {
      const PtlWindowsSocket *socket = &g_array_index (sockets, PtlWindowsSocket, i);

      if (ptl_host_set_error_if_cancelled (cancelled, error))
        return NULL;

      if (port == PTL_HOST_ALL_PORTS || socket->port == port)
        {
          PtlListener *listener = ptl_windows_listener_new (socket, &context);

          hidden |= listener->owners->len == 0 && !listener->kernel;
          ptl_snapshot_take_listener (snapshot, listener);
        }
    }
  ptl_windows_processes_end (self->processes);

  if (hidden)
    ptl_snapshot_set_hidden (snapshot,
                             _("For some sockets the tables of Windows name no process, or one that has ended and left the socket to another. Windows tells nobody more."),
                             NULL);

  if (!tables.complete)
    ptl_snapshot_set_incomplete (snapshot, _("Windows did not give all of its tables of sockets, so some may be missing."));
  ptl_snapshot_seal (snapshot, taken_at);

  return g_steal_pointer (&snapshot);
}

void
ptl_host_take_owners (PtlHost   *self,
                      GPtrArray *owners)
{
  /* The tables name every socket's process to everybody, so nobody with more rights is asked. */
}

PtlHostFacts *
ptl_host_read_facts (PtlHost *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return ptl_windows_settings_get_facts (self->settings);
}

const char *
ptl_host_get_os (void)
{
  return "windows";
}
