#include "config.h"

#include "page/ptl-free.h"

#include <string.h>

#include "page/ptl-check.h"

/*
 * Ports that are good to pick for a server of one's own: unassigned, no note, outside every ephemeral, reserved and
 * excluded range, not refused by browsers, unused here.
 *
 * "Every ephemeral range" is this computer's own and the present defaults of Linux, Windows and macOS, on which nearly all
 * servers and developers' machines run. Those of every system that ever was would leave nothing: OpenBSD hands out
 * 1024–49151 and FreeBSD 10000–65535. They still count: the ports in fewer of them come first, so that 5001–9999
 * goes before 10000–32767.
 *
 * A convention counts as a note where its range is narrow (Kubernetes NodePort, X11, VNC). The wide ones (RTP's
 * 16384–32767) say nothing of a single port in them.
 */

/* Kubernetes NodePort, the widest that is still meant port by port, has 2768. */
#define NARROW_RANGE 4096

static gboolean
is_unassigned (PtlCatalog *catalog,
               guint16     port)
{
  for (guint i = 0; i < PTL_N_REGISTRY_TRANSPORTS; i++)
    {
      PtlStatus status = ptl_catalog_get_status (catalog, port, i);

      if (status != PTL_STATUS_UNASSIGNED && status != PTL_STATUS_DYNAMIC)
        return FALSE;
    }

  /* A row without an assignment is a remark, such as IANA's on a known unauthorized use. */
  return ptl_catalog_get_n_registrations (catalog, port) == 0;
}

static gboolean
has_narrow_convention (PtlCatalog *catalog,
                       guint16     port)
{
  guint n = ptl_catalog_get_n_conventions (catalog, port);

  for (guint i = 0; i < n; i++)
    {
      PtlNote convention;

      ptl_catalog_get_convention (catalog, port, i, &convention);
      if (convention.last - convention.first < NARROW_RANGE)
        return TRUE;
    }

  return FALSE;
}

/* The present default of each system stands before its former ones in systems.ini. */
static gboolean
in_common_default (PtlCatalog *catalog,
                   guint16     port)
{
  static const char * const common[] = { "linux", "windows", "macos" };

  for (guint i = 0; i < G_N_ELEMENTS (common); i++)
    {
      for (guint j = 0; j < ptl_catalog_get_n_systems (catalog); j++)
        {
          PtlSystem system;

          ptl_catalog_get_system (catalog, j, &system);
          if (strcmp (system.os, common[i]) != 0)
            continue;

          if (port >= system.first && port <= system.last)
            return TRUE;
          break;
        }
    }

  return FALSE;
}

static guint
count_systems (PtlCatalog *catalog,
               guint16     port)
{
  guint n = 0;

  for (guint i = 0; i < ptl_catalog_get_n_systems (catalog); i++)
    {
      PtlSystem system;

      ptl_catalog_get_system (catalog, i, &system);
      n += port >= system.first && port <= system.last;
    }

  return n;
}

/**
 * ptl_free_is_good:
 * @catalog: what the world says
 * @facts: (nullable): what this computer's configuration says
 * @snapshot: (nullable): a reading of the listeners
 * @port: a port
 *
 * Says whether a port is good to pick. Without a snapshot, nothing is known of what is in use. Pure; any thread.
 *
 * Returns: whether it is
 */
gboolean
ptl_free_is_good (PtlCatalog   *catalog,
                  PtlHostFacts *facts,
                  PtlSnapshot  *snapshot,
                  guint16       port)
{
  if (port == 0 || !is_unassigned (catalog, port) ||
      ptl_catalog_get_n_notes (catalog, port) > 0 || has_narrow_convention (catalog, port) ||
      ptl_catalog_is_browser_blocked (catalog, port) || in_common_default (catalog, port))
    return FALSE;

  if (facts != NULL)
    {
      if (ptl_host_facts_in_ephemeral (facts, port) ||
          (facts->reserved != NULL && ptl_host_facts_in_intervals (facts->reserved, port, G_MAXUINT)) ||
          (facts->excluded != NULL && ptl_host_facts_in_intervals (facts->excluded, port, G_MAXUINT)) ||
          (facts->unprivileged_start > port && !facts->may_bind_privileged))
        return FALSE;
    }

  return snapshot == NULL || !ptl_snapshot_has_port (snapshot, port);
}

/**
 * ptl_free_list:
 * @catalog: what the world says
 * @facts: (nullable): what this computer's configuration says
 * @snapshot: (nullable): a reading of the listeners
 * @first: the first port to look at
 * @last: the last port to look at
 *
 * Lists the ports that are good to pick, the best first: those that the fewest systems hand out by default, then by number.
 * Pure; any thread.
 *
 * Returns: (transfer full) (element-type guint16): the ports
 */
GArray *
ptl_free_list (PtlCatalog   *catalog,
               PtlHostFacts *facts,
               PtlSnapshot  *snapshot,
               guint16       first,
               guint16       last)
{
  guint n_systems = ptl_catalog_get_n_systems (catalog);
  g_autofree GArray **by_systems = g_new0 (GArray *, n_systems + 1);
  GArray *ports = g_array_new (FALSE, FALSE, sizeof (guint16));

  for (guint port = first; port <= last; port++)
    {
      guint16 value = port;
      guint systems;

      if (!ptl_free_is_good (catalog, facts, snapshot, port))
        continue;

      systems = count_systems (catalog, port);
      if (by_systems[systems] == NULL)
        by_systems[systems] = g_array_new (FALSE, FALSE, sizeof (guint16));
      g_array_append_val (by_systems[systems], value);
    }

  for (guint i = 0; i <= n_systems; i++)
    {
      if (by_systems[i] == NULL)
        continue;
      g_array_append_vals (ports, by_systems[i]->data, by_systems[i]->len);
      g_array_unref (by_systems[i]);
    }

  return ports;
}

/**
 * ptl_free_try:
 * @catalog: what the world says
 * @facts: (nullable): what this computer's configuration says
 * @snapshot: (nullable): a reading of the listeners
 * @port: a port that is good to pick
 *
 * Sees whether the system gives a port to this user on TCP and UDP, whatever was read: binds a socket to it for a moment, as
 * ptl_check_try() does. Blocks for well under a millisecond; any thread.
 *
 * Returns: whether it does
 */
gboolean
ptl_free_try (PtlCatalog   *catalog,
              PtlHostFacts *facts,
              PtlSnapshot  *snapshot,
              guint16       port)
{
  static const PtlTransport transports[] = { PTL_TRANSPORT_TCP, PTL_TRANSPORT_UDP };

  for (guint i = 0; i < G_N_ELEMENTS (transports); i++)
    {
      g_autoptr (PtlCheck) check = ptl_check_new (catalog, facts, snapshot, NULL, port, transports[i]);

      ptl_check_try (check);
      if (!check->usable)
        return FALSE;
    }

  return TRUE;
}
