#include "config.h"

#include "listener-fixture.h"

/* A TCP listener of IPv4; without a @name, its owner is hidden. */
PtlListener *
make_listener (guint16     port,
               const char *address,
               gint64      pid,
               const char *name,
               guint64     inode)
{
  PtlListener *listener = ptl_listener_new ();

  listener->port = port;
  listener->family = PTL_FAMILY_IPV4;
  listener->inode = inode;
  g_free (listener->address);
  listener->address = g_strdup (address);
  for (guint i = 0; address[i] != '\0' && i < 16; i++)
    listener->address_bytes[i] = address[i];
  listener->exposure = g_str_equal (address, "0.0.0.0") ? PTL_EXPOSURE_ALL
                       : g_str_has_prefix (address, "127.") ? PTL_EXPOSURE_LOOPBACK : PTL_EXPOSURE_NETWORK;
  listener->uid = 1000;
  listener->user = g_strdup ("somebody");
  if (name != NULL)
    {
      g_autoptr (PtlProcess) process = ptl_process_new (pid);

      process->name = g_strdup (name);
      process->executable = g_strdup_printf ("/usr/bin/%s", name);
      process->started_at = (1700000000 + pid) * (gint64) G_USEC_PER_SEC;
      ptl_listener_add_owner (listener, process, PTL_EVIDENCE_DESCRIPTOR, TRUE);
    }

  return listener;
}

/* A reading of exactly these; they are shared with it. */
PtlSnapshot *
make_snapshot (GPtrArray *listeners)
{
  PtlSnapshot *snapshot = ptl_snapshot_new ("test");

  for (guint i = 0; i < listeners->len; i++)
    ptl_snapshot_take_listener (snapshot, ptl_listener_ref (g_ptr_array_index (listeners, i)));
  ptl_snapshot_seal (snapshot, 1);

  return snapshot;
}

GPtrArray *
new_listeners (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) ptl_listener_free);
}
