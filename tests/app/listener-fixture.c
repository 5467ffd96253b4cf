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

/* Changes some of @listeners at random, as a computer does: what stays is shared. */
void
churn (GPtrArray *listeners,
       GRand     *random,
       guint64   *next_inode)
{
  static const char * const addresses[] = { "0.0.0.0", "127.0.0.1", "192.168.1.5" };
  static const char * const names[] = { "nginx", "postgres", "node", NULL };
  guint n_out = g_rand_int_range (random, 0, 4);
  guint n_in = g_rand_int_range (random, 0, 4);

  for (guint i = 0; i < n_out && listeners->len > 0; i++)
    g_ptr_array_remove_index_fast (listeners, g_rand_int_range (random, 0, listeners->len));

  for (guint i = 0; i < n_in; i++)
    g_ptr_array_add (listeners, make_listener (g_rand_int_range (random, 8000, 8012),
                                               addresses[g_rand_int_range (random, 0, 3)],
                                               g_rand_int_range (random, 100, 104),
                                               names[g_rand_int_range (random, 0, 4)],
                                               (*next_inode)++));

  /* One whose owner becomes known, or another. */
  if (listeners->len > 0 && g_rand_boolean (random))
    {
      guint at = g_rand_int_range (random, 0, listeners->len);
      const PtlListener *old = g_ptr_array_index (listeners, at);
      PtlListener *changed = make_listener (old->port, old->address, g_rand_int_range (random, 100, 104),
                                            names[g_rand_int_range (random, 0, 4)], old->inode);

      ptl_listener_free (listeners->pdata[at]);
      listeners->pdata[at] = changed;
    }
}
