#include "config.h"

#include "bench-rows.h"

static PtlListener *
make_listener (BenchRows *self)
{
  PtlListener *listener = ptl_listener_new ();
  g_autoptr (PtlProcess) process = ptl_process_new (g_rand_int_range (self->random, 100, 2100));

  listener->port = g_rand_int_range (self->random, 1024, 65536);
  listener->inode = self->next_inode++;
  g_free (listener->address);
  listener->address = g_strdup (g_rand_boolean (self->random) ? "0.0.0.0" : "127.0.0.1");
  listener->exposure = listener->address[0] == '0' ? PTL_EXPOSURE_ALL : PTL_EXPOSURE_LOOPBACK;
  listener->address_bytes[0] = listener->address[0] == '0' ? 0 : 127;
  listener->uid = 1000;
  listener->user = g_strdup ("somebody");
  listener->unit = g_strdup_printf ("service-%" G_GINT64_FORMAT ".service", process->pid % 97);
  process->name = g_strdup_printf ("daemon-%" G_GINT64_FORMAT, process->pid % 211);
  process->started_at = g_get_real_time () - process->pid * G_USEC_PER_SEC;
  ptl_listener_add_owner (listener, process, PTL_EVIDENCE_DESCRIPTOR, TRUE);

  return listener;
}

/* Makes the first listeners, the same in each run. */
void
bench_rows_init (BenchRows *self,
                 guint      n_listeners)
{
  self->random = g_rand_new_with_seed (60683);
  self->listeners = g_ptr_array_new_with_free_func ((GDestroyNotify) ptl_listener_free);
  self->next_inode = 1;
  while (self->listeners->len < n_listeners)
    g_ptr_array_add (self->listeners, make_listener (self));
}

void
bench_rows_clear (BenchRows *self)
{
  g_ptr_array_unref (self->listeners);
  g_rand_free (self->random);
}

/* A reading that shares with the last all but what came in place of what went, and what another process holds now. */
PtlSnapshot *
bench_rows_next (BenchRows *self,
                 guint      n_replaced,
                 guint      n_changed)
{
  PtlSnapshot *snapshot = ptl_snapshot_new ("bench");

  for (guint i = 0; i < n_replaced; i++)
    {
      g_ptr_array_remove_index_fast (self->listeners, g_rand_int_range (self->random, 0, self->listeners->len));
      g_ptr_array_add (self->listeners, make_listener (self));
    }
  for (guint i = 0; i < n_changed; i++)
    {
      guint at = g_rand_int_range (self->random, 0, self->listeners->len);
      PtlListener *changed = ptl_listener_copy (g_ptr_array_index (self->listeners, at));

      g_free (changed->unit);
      changed->unit = g_strdup_printf ("service-%d.service", g_rand_int_range (self->random, 0, 97));
      ptl_listener_free (self->listeners->pdata[at]);
      self->listeners->pdata[at] = changed;
    }
  for (guint i = 0; i < self->listeners->len; i++)
    ptl_snapshot_take_listener (snapshot, ptl_listener_ref (g_ptr_array_index (self->listeners, i)));
  ptl_snapshot_seal (snapshot, 1);

  return snapshot;
}
