#include "config.h"

#include "host/ptl-listener.h"

#include <string.h>

static void
owner_free (gpointer data)
{
  PtlOwner *owner = data;

  ptl_process_unref (owner->process);
  g_free (owner);
}

/**
 * ptl_listener_new:
 *
 * Makes a listener of which nothing is known, on port 0 of IPv4's wildcard address. Any thread.
 *
 * Returns: (transfer full): a listener; fill it in before it goes into a snapshot
 */
PtlListener *
ptl_listener_new (void)
{
  PtlListener *self = g_new0 (PtlListener, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->uid = -1;
  self->queue = -1;
  self->backlog = -1;
  self->owners = g_ptr_array_new_with_free_func (owner_free);

  return self;
}

/**
 * ptl_listener_ref:
 * @self: a listener that no longer changes
 *
 * Takes another reference, so that snapshots can share what stayed the same. Any thread.
 *
 * Returns: (transfer full): @self
 */
PtlListener *
ptl_listener_ref (PtlListener *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * ptl_listener_copy:
 * @self: a listener
 *
 * Makes a copy that may be changed; the processes are shared. Any thread.
 *
 * Returns: (transfer full): the copy
 */
PtlListener *
ptl_listener_copy (const PtlListener *self)
{
  PtlListener *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new0 (PtlListener, 1);
  *copy = *self;
  g_atomic_ref_count_init (&copy->ref_count);
  copy->address = g_strdup (self->address);
  copy->interface = g_strdup (self->interface);
  copy->network = g_strdup (self->network);
  copy->user = g_strdup (self->user);
  copy->network_namespace = g_strdup (self->network_namespace);
  copy->kernel_name = g_strdup (self->kernel_name);
  copy->urls = g_strdupv (self->urls);
  copy->unit = g_strdup (self->unit);
  copy->socket_unit = g_strdup (self->socket_unit);
  copy->forwards_to = g_strdup (self->forwards_to);
  copy->container_runtime = g_strdup (self->container_runtime);
  copy->container_id = g_strdup (self->container_id);
  copy->container_name = g_strdup (self->container_name);
  copy->owners = g_ptr_array_new_with_free_func (owner_free);
  for (guint i = 0; i < self->owners->len; i++)
    {
      const PtlOwner *owner = g_ptr_array_index (self->owners, i);

      ptl_listener_add_owner (copy, owner->process, owner->evidence, owner->certain);
    }

  return copy;
}

/**
 * ptl_listener_free:
 * @self: (transfer full) (nullable): a listener
 *
 * Gives a reference back; the last one frees the listener. Any thread.
 */
void
ptl_listener_free (PtlListener *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->address);
  g_free (self->interface);
  g_free (self->network);
  g_free (self->user);
  g_free (self->network_namespace);
  g_free (self->kernel_name);
  g_strfreev (self->urls);
  g_free (self->unit);
  g_free (self->socket_unit);
  g_free (self->forwards_to);
  g_free (self->container_runtime);
  g_free (self->container_id);
  g_free (self->container_name);
  g_ptr_array_unref (self->owners);
  g_free (self);
}

/**
 * ptl_listener_add_owner:
 * @self: a listener that is still being made
 * @process: (transfer none): who holds it; the listener takes a reference
 * @evidence: how that is known
 * @certain: whether it is sure
 *
 * Adds an owner. Any thread, but only the one that makes @self.
 */
void
ptl_listener_add_owner (PtlListener *self,
                        PtlProcess  *process,
                        PtlEvidence  evidence,
                        gboolean     certain)
{
  PtlOwner *owner;

  g_return_if_fail (self != NULL);
  g_return_if_fail (process != NULL);

  owner = g_new0 (PtlOwner, 1);
  owner->process = ptl_process_ref (process);
  owner->evidence = evidence;
  owner->certain = certain;
  g_ptr_array_add (self->owners, owner);
}

#define COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

/**
 * ptl_listener_compare:
 * @a: a listener
 * @b: another
 *
 * Orders sockets by port, transport, family, address, interface, namespace, inode, cookie. Any thread.
 *
 * Returns: less than, equal to or more than 0
 */
int
ptl_listener_compare (const PtlListener *a,
                      const PtlListener *b)
{
  int order;

  if ((order = COMPARE (a->port, b->port)) != 0 ||
      (order = COMPARE (a->transport, b->transport)) != 0 ||
      (order = COMPARE (a->family, b->family)) != 0 ||
      (order = memcmp (a->address_bytes, b->address_bytes, sizeof a->address_bytes)) != 0 ||
      (order = g_strcmp0 (a->interface, b->interface)) != 0 ||
      (order = g_strcmp0 (a->network_namespace, b->network_namespace)) != 0 ||
      (order = COMPARE (a->inode, b->inode)) != 0)
    return order;

  return COMPARE (a->cookie, b->cookie);
}

static gboolean
urls_equal (char **a,
            char **b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return g_strv_equal ((const char *const *) a, (const char *const *) b);
}

static gboolean
owners_equal (const GPtrArray *a,
              const GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    {
      const PtlOwner *owner_a = g_ptr_array_index (a, i);
      const PtlOwner *owner_b = g_ptr_array_index (b, i);

      if (owner_a->evidence != owner_b->evidence ||
          owner_a->certain != owner_b->certain ||
          !ptl_process_equal (owner_a->process, owner_b->process))
        return FALSE;
    }

  return TRUE;
}

/**
 * ptl_listener_equal:
 * @a: a listener
 * @b: another
 *
 * Compares every field that is shown; the cookie is not. Any thread.
 *
 * Returns: whether the two say the same
 */
gboolean
ptl_listener_equal (const PtlListener *a,
                    const PtlListener *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a == b ||
         (a->transport == b->transport &&
          a->multipath == b->multipath &&
          a->family == b->family &&
          a->port == b->port &&
          a->exposure == b->exposure &&
          a->uid == b->uid &&
          a->queue == b->queue &&
          a->backlog == b->backlog &&
          a->inode == b->inode &&
          a->unheld == b->unheld &&
          a->kernel == b->kernel &&
          a->kernel_is_likely == b->kernel_is_likely &&
          a->unit_is_user == b->unit_is_user &&
          a->unit_is_likely == b->unit_is_likely &&
          memcmp (a->address_bytes, b->address_bytes, sizeof a->address_bytes) == 0 &&
          g_strcmp0 (a->address, b->address) == 0 &&
          g_strcmp0 (a->interface, b->interface) == 0 &&
          g_strcmp0 (a->network, b->network) == 0 &&
          g_strcmp0 (a->user, b->user) == 0 &&
          g_strcmp0 (a->network_namespace, b->network_namespace) == 0 &&
          g_strcmp0 (a->kernel_name, b->kernel_name) == 0 &&
          g_strcmp0 (a->unit, b->unit) == 0 &&
          g_strcmp0 (a->socket_unit, b->socket_unit) == 0 &&
          g_strcmp0 (a->forwards_to, b->forwards_to) == 0 &&
          g_strcmp0 (a->container_runtime, b->container_runtime) == 0 &&
          g_strcmp0 (a->container_id, b->container_id) == 0 &&
          g_strcmp0 (a->container_name, b->container_name) == 0 &&
          urls_equal (a->urls, b->urls) &&
          owners_equal (a->owners, b->owners));
}

/* A service of Windows has a plain name, one of systemd's units says what it is behind its last dot: "ssh.service". */
static gboolean
is_system_service (const PtlListener *self)
{
  static const char *const others[] = { ".scope", ".slice", ".socket", ".mount", ".swap" };

  if (self->unit == NULL || self->unit_is_user)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      if (g_str_has_suffix (self->unit, others[i]))
        return FALSE;
    }

  return TRUE;
}

/**
 * ptl_listener_get_owner_label:
 * @self: a listener
 *
 * Gets the best short name of who holds it: the container's name, then the system service, then the process, and only
 * then scopes, slices and the user's units, which are often no more than "a session". Any thread.
 *
 * Returns: (transfer none) (nullable): a name, as hostile as it came; %NULL where nothing is known
 */
const char *
ptl_listener_get_owner_label (const PtlListener *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->container_name != NULL)
    return self->container_name;

  if (self->kernel)
    return self->kernel_name;

  if (self->container_id == NULL && is_system_service (self))
    return self->unit;

  for (guint i = 0; i < self->owners->len; i++)
    {
      const PtlOwner *owner = g_ptr_array_index (self->owners, i);

      if (owner->process->name != NULL)
        return owner->process->name;
    }

  if (self->unit != NULL)
    return self->unit;

  return self->container_id != NULL ? self->container_id : self->container_runtime;
}

/**
 * ptl_listener_get_holder:
 * @self: a listener
 *
 * Gets in a word who holds it, as JSON writes it. Any thread.
 *
 * Returns: (transfer none) (nullable): "process", where one is known or likely to; "kernel"; "none", where every process could be
 *   looked at and none does; %NULL where it is hidden or not known
 */
const char *
ptl_listener_get_holder (const PtlListener *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->kernel)
    return "kernel";
  if (self->owners->len > 0)
    return "process";

  return self->unheld ? "none" : NULL;
}

/**
 * ptl_exposure_of_address:
 * @family: the address's family; the first four of @address_bytes count for IPv4, all sixteen for the others
 * @address_bytes: (array fixed-size=16): the address in network order
 * @interface: (nullable): the interface the socket is bound to
 *
 * Works out who can reach a listener by its address, and by the interface where it is bound to one. An IPv4 address
 * mapped into IPv6 (RFC 4291, 2.5.5.2) counts as the IPv4 address. Any thread.
 *
 * Returns: the exposure
 */
PtlExposure
ptl_exposure_of_address (PtlFamily     family,
                         const guint8 *address_bytes,
                         const char   *interface)
{
  static const guint8 zeros[16] = { 0 };
  static const guint8 mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
  static const guint8 loopback[16] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 };
  const guint8 *ipv4 = NULL;
  gboolean wildcard;

  g_return_val_if_fail (address_bytes != NULL, PTL_EXPOSURE_ALL);

  if (g_strcmp0 (interface, "lo") == 0)
    return PTL_EXPOSURE_LOOPBACK;

  if (family == PTL_FAMILY_IPV4)
    ipv4 = address_bytes;
  else if (memcmp (address_bytes, mapped, sizeof mapped) == 0)
    ipv4 = address_bytes + sizeof mapped;

  /* 127.0.0.0/8 is loopback as a whole: RFC 1122, 3.2.1.3. */
  if (ipv4 != NULL ? ipv4[0] == 127 : memcmp (address_bytes, loopback, sizeof loopback) == 0)
    return PTL_EXPOSURE_LOOPBACK;

  wildcard = ipv4 != NULL ? memcmp (ipv4, zeros, 4) == 0 : memcmp (address_bytes, zeros, sizeof zeros) == 0;

  return wildcard && interface == NULL ? PTL_EXPOSURE_ALL : PTL_EXPOSURE_NETWORK;
}

/**
 * ptl_family_to_string:
 * @family: a family
 *
 * Gets the family's name as JSON writes it. Any thread.
 *
 * Returns: (transfer none): a static string
 */
const char *
ptl_family_to_string (PtlFamily family)
{
  static const char *const names[] = { "ipv4", "ipv6", "dual" };

  g_return_val_if_fail ((guint) family < G_N_ELEMENTS (names), "");

  return names[family];
}

/**
 * ptl_exposure_to_string:
 * @exposure: an exposure
 *
 * Gets the exposure's name as JSON writes it. Any thread.
 *
 * Returns: (transfer none): a static string
 */
const char *
ptl_exposure_to_string (PtlExposure exposure)
{
  static const char *const names[] = { "loopback", "network", "all" };

  g_return_val_if_fail ((guint) exposure < G_N_ELEMENTS (names), "");

  return names[exposure];
}

/**
 * ptl_evidence_to_string:
 * @evidence: an evidence
 *
 * Gets the evidence's name as JSON writes it. Any thread.
 *
 * Returns: (transfer none): a static string
 */
const char *
ptl_evidence_to_string (PtlEvidence evidence)
{
  static const char *const names[] = { "descriptor", "control-group", "table", "proxy" };

  g_return_val_if_fail ((guint) evidence < G_N_ELEMENTS (names), "");

  return names[evidence];
}
