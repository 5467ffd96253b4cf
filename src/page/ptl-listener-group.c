#include "config.h"

#include "page/ptl-listener-group.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "page/ptl-sanitize.h"

static void
group_free (PtlListenerGroup *group)
{
  g_ptr_array_unref (group->listeners);
  g_ptr_array_unref (group->owners);
  g_free (group);
}

static gboolean
same_process (const PtlProcess *a,
              const PtlProcess *b)
{
  return a == b || (a->pid == b->pid && a->start_ticks == b->start_ticks);
}

static gboolean
same_command (const PtlProcess *a,
              const PtlProcess *b)
{
  if (a->uid != b->uid || g_strcmp0 (a->executable, b->executable) != 0 ||
      g_strcmp0 (a->name, b->name) != 0)
    return FALSE;

  if (a->command == NULL || b->command == NULL)
    return a->command == b->command && a->executable != NULL;

  return g_strv_equal ((const char * const *) a->command, (const char * const *) b->command);
}

/* Whether each owner of one has its like among the other's: the very process, or one of the same command. */
static gboolean
owners_covered (const GPtrArray *a,
                const GPtrArray *b)
{
  for (guint i = 0; i < a->len; i++)
    {
      const PtlOwner *x = g_ptr_array_index (a, i);
      gboolean found = FALSE;

      for (guint j = 0; j < b->len && !found; j++)
        {
          const PtlOwner *y = g_ptr_array_index (b, j);

          found = same_process (x->process, y->process) || same_command (x->process, y->process);
        }

      if (!found)
        return FALSE;
    }

  return TRUE;
}

static gboolean
same_owner (const PtlListener *a,
            const PtlListener *b)
{
  if (a->uid != b->uid || a->kernel != b->kernel ||
      g_strcmp0 (a->container_id, b->container_id) != 0 ||
      g_strcmp0 (a->unit, b->unit) != 0 || a->unit_is_user != b->unit_is_user)
    return FALSE;

  /* Two sockets whose processes are both hidden may be of two programs; nothing shows that they are not. */
  if (a->owners->len == 0 || b->owners->len == 0)
    return FALSE;

  return owners_covered (a->owners, b->owners) && owners_covered (b->owners, a->owners);
}

static gboolean
same_address (const PtlListener *a,
              const PtlListener *b)
{
  return a->transport == b->transport && a->family == b->family && a->port == b->port &&
         a->multipath == b->multipath &&
         g_strcmp0 (a->address, b->address) == 0 &&
         g_strcmp0 (a->interface, b->interface) == 0 &&
         g_strcmp0 (a->network_namespace, b->network_namespace) == 0;
}

static void
group_add (PtlListenerGroup  *group,
           const PtlListener *listener)
{
  g_ptr_array_add (group->listeners, (gpointer) listener);

  for (guint i = 0; i < listener->owners->len; i++)
    {
      PtlOwner *owner = g_ptr_array_index (listener->owners, i);
      gboolean known = FALSE;

      for (guint j = 0; j < group->owners->len && !known; j++)
        {
          const PtlOwner *other = g_ptr_array_index (group->owners, j);

          known = same_process (owner->process, other->process);
        }

      if (!known)
        g_ptr_array_add (group->owners, owner);
    }
}

/**
 * ptl_listener_is_here:
 * @listener: a listener
 *
 * Says whether the listener is in the reader's own network namespace, so that it takes the port away here.
 * Pure; any thread.
 *
 * Returns: whether it is
 */
gboolean
ptl_listener_is_here (const PtlListener *listener)
{
  return listener->network_namespace == NULL ||
         g_str_equal (listener->network_namespace, "host");
}

/**
 * ptl_listener_group_list:
 * @snapshot: a reading of the listeners
 * @port: a port
 * @transports: mask of PTL_TRANSPORT_BIT()
 *
 * Gathers the listeners of a port as people count them. Those in this network namespace come first. Pure; any thread.
 *
 * Returns: (transfer full) (element-type PtlListenerGroup): the groups; they borrow from @snapshot
 */
GPtrArray *
ptl_listener_group_list (PtlSnapshot *snapshot,
                         guint16      port,
                         guint        transports)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) group_free);
  guint first = 0, n;

  n = ptl_snapshot_find_port (snapshot, port, &first);

  for (guint pass = 0; pass < 2; pass++)
    {
      for (guint i = first; i < first + n; i++)
        {
          const PtlListener *listener = ptl_snapshot_get (snapshot, i);
          PtlListenerGroup *group = NULL;

          if (ptl_listener_is_here (listener) != (pass == 0) ||
              (transports & PTL_TRANSPORT_BIT (listener->transport)) == 0)
            continue;

          for (guint j = 0; j < groups->len && group == NULL; j++)
            {
              PtlListenerGroup *other = g_ptr_array_index (groups, j);

              if (same_address (other->listener, listener) &&
                  same_owner (other->listener, listener))
                group = other;
            }

          if (group == NULL)
            {
              group = g_new0 (PtlListenerGroup, 1);
              group->listener = listener;
              group->listeners = g_ptr_array_new ();
              group->owners = g_ptr_array_new ();
              g_ptr_array_add (groups, group);
            }

          group_add (group, listener);
        }
    }

  return groups;
}

/**
 * ptl_listener_describe_kernel:
 * @listener: a listener of the kernel's own
 *
 * Names the kernel, and what part of it listens, for use within a sentence or alone. Pure; any thread.
 *
 * Returns: (transfer full): "the kernel: nfsd", "likely the kernel: wg0 (wireguard)"; sanitised
 */
char *
ptl_listener_describe_kernel (const PtlListener *listener)
{
  g_autofree char *name = ptl_sanitize (listener->kernel_name);

  if (name == NULL || *name == '\0')
    return g_strdup (_("the kernel"));

  return g_strdup_printf (listener->kernel_is_likely
                            /* Translators: %s is a part of the kernel, such as "wg0 (wireguard)". */
                            ? _("likely the kernel: %s")
                            /* Translators: %s is a part of the kernel, such as "nfsd" or "vxlan0 (vxlan)". */
                            : _("the kernel: %s"),
                          name);
}

/**
 * ptl_listener_describe_owner:
 * @listener: a listener
 *
 * Names who holds a listener, for use within a sentence. What is hidden is said to be hidden. Pure; any thread.
 *
 * Returns: (transfer full): "nginx (PID 123)", "a process of root that is hidden from you" …; sanitised
 */
char *
ptl_listener_describe_owner (const PtlListener *listener)
{
  g_autofree char *user = NULL;

  if (listener->kernel)
    return ptl_listener_describe_kernel (listener);

  if (listener->owners->len > 0)
    {
      const PtlOwner *owner = g_ptr_array_index (listener->owners, 0);
      g_autofree char *name = ptl_sanitize (ptl_listener_get_owner_label (listener));
      g_autofree char *pid = g_strdup_printf ("%" G_GINT64_FORMAT, owner->process->pid);

      if (name == NULL || *name == '\0')
        return g_strdup_printf (_("the process %s"), pid);

      /* Translators: a program's name and its process number, such as "nginx (PID 123)". */
      return g_strdup_printf (_("%s (PID %s)"), name, pid);
    }

  if (listener->container_name != NULL || listener->container_id != NULL || listener->unit != NULL)
    {
      g_autofree char *label = ptl_sanitize (ptl_listener_get_owner_label (listener));

      if (label != NULL)
        return g_steal_pointer (&label);
    }

  /* Translators: stands where a program's name would: "It is in use by …". */
  if (listener->unheld)
    return g_strdup (_("something that no process was found to hold"));

  user = ptl_sanitize (listener->user);
  if (user != NULL)
    return g_strdup_printf (_("a process of %s that is hidden from you"), user);

  return g_strdup (_("a process that is hidden from you"));
}
