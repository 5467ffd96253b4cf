#include "config.h"

#include "host/linux/ptl-linux-listeners.h"

#include "host/linux/ptl-linux-further.h"
#include "host/linux/ptl-linux-networks.h"
#include "host/linux/ptl-linux-unheld.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>

/*
 * How long what others say of a listener holds, and how long to wait until they are asked again where they did not know:
 * microseconds.
 */
#define TOLD_TIME (5 * G_USEC_PER_SEC)

/* A socket of the last reading. */
typedef struct
{
  guint64        key;      /* first: the hash table looks here */
  PtlLinuxSocket socket;
  PtlListener   *listener; /* (owned) */
  PtlListener   *told;     /* (owned) (nullable): @listener and what more could be said */
  gint64         told_at;  /* monotonic */
  guint          told_generation;
  gboolean       concerns; /* there may be more to say */
  guint          reading;
  gboolean       unowned;  /* everybody was asked, and nobody held it */
  guint          networks; /* the generation by which its network is named */
} Entry;

struct _PtlLinuxListeners
{
  GHashTable       *entries;  /* (owned) (element-type Entry) */
  PtlLinuxNetworks *networks; /* (owned) */
  guint             reading;
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  ptl_listener_free (entry->listener);
  ptl_listener_free (entry->told);
  g_free (entry);
}

/**
 * ptl_linux_listeners_new:
 * @is_own: whether the sockets will be this computer's
 *
 * Makes a memory of no listeners.
 *
 * Returns: (transfer full): the memory
 */
PtlLinuxListeners *
ptl_linux_listeners_new (gboolean is_own)
{
  PtlLinuxListeners *self = g_new0 (PtlLinuxListeners, 1);

  self->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, entry_free);
  self->networks = ptl_linux_networks_new (is_own);

  return self;
}

/**
 * ptl_linux_listeners_free:
 * @self: (transfer full): a memory
 *
 * Frees it.
 */
void
ptl_linux_listeners_free (PtlLinuxListeners *self)
{
  g_hash_table_unref (self->entries);
  ptl_linux_networks_free (self->networks);
  g_free (self);
}

/* The kernel never gives a cookie twice; an inode it may, and so what else is known of the socket is compared too. */
static guint64
key_of_socket (const PtlLinuxSocket *socket)
{
  if (socket->cookie != 0)
    return socket->cookie;

  return G_GUINT64_CONSTANT (1) << 63 | (guint64) socket->port << 32 | socket->inode;
}

/**
 * ptl_linux_listeners_list_given_up:
 * @self: a memory
 * @sockets: (array length=n_sockets): the sockets of this reading
 * @n_sockets: how many
 *
 * Tells for which sockets it is no use to ask everybody again.
 *
 * Returns: (transfer full) (array length=n_sockets): non-zero for those
 */
guint8 *
ptl_linux_listeners_list_given_up (PtlLinuxListeners    *self,
                                   const PtlLinuxSocket *sockets,
                                   guint                 n_sockets)
{
  guint8 *given_up = g_new0 (guint8, (gsize) n_sockets + 1);

  for (guint i = 0; i < n_sockets; i++)
    {
      guint64 key = key_of_socket (&sockets[i]);
      const Entry *entry = g_hash_table_lookup (self->entries, &key);

      given_up[i] = entry != NULL && entry->unowned && entry->socket.inode == sockets[i].inode;
    }

  return given_up;
}

static PtlTransport
transport_of_protocol (guint16 protocol)
{
  switch (protocol)
    {
    case PTL_PROTO_UDP:
      return PTL_TRANSPORT_UDP;
    case PTL_PROTO_UDPLITE:
      return PTL_TRANSPORT_UDPLITE;
    case PTL_PROTO_SCTP:
      return PTL_TRANSPORT_SCTP;
    case PTL_PROTO_DCCP:
      return PTL_TRANSPORT_DCCP;
    default:
      return PTL_TRANSPORT_TCP;
    }
}

static PtlFamily
family_of_socket (const PtlLinuxSocket *socket)
{
  static const guint8 zeros[16] = { 0 };

  if (socket->family == AF_INET)
    return PTL_FAMILY_IPV4;

  return socket->v6only == 0 && memcmp (socket->address, zeros, sizeof zeros) == 0 ? PTL_FAMILY_DUAL : PTL_FAMILY_IPV6;
}

static void
set_group (PtlListener          *listener,
           const PtlCgroupOwner *group)
{
  listener->unit = g_strdup (group->unit);
  listener->unit_is_user = group->unit_is_user;
  listener->container_runtime = g_strdup (group->runtime);
  listener->container_id = g_strdup (group->id);
  listener->container_name = g_strdup (group->name);
}

/*
 * The unit and the container: those of who holds the socket, for the socket itself stays in the group where it was made. The
 * first process comes last, because it holds what it would start others for (systemd.socket(5)).
 */
static void
add_group (PtlListener           *listener,
           const PtlLinuxSocket  *socket,
           PtlLinuxTask         **tasks,
           guint                  n_tasks,
           const PtlLinuxContext *context)
{
  const PtlCgroupOwner *best = NULL;
  g_auto (PtlCgroupOwner) own = { 0 };
  const char *path;

  for (guint i = 0; i < n_tasks; i++)
    {
      const PtlCgroupOwner *group = &tasks[i]->cgroup;

      if (group->unit == NULL && group->runtime == NULL)
        continue;
      if (best == NULL || tasks[i]->pid != 1)
        best = group;
      if (tasks[i]->pid != 1)
        break;
    }

  if (best == NULL && (path = ptl_linux_cgroups_get_path (context->cgroups, socket->cgroup_id)) != NULL)
    {
      ptl_cgroup_path_parse (path, &own);
      best = &own;
    }

  if (best != NULL)
    set_group (listener, best);
}

static PtlListener *
make_listener (const PtlLinuxSocket  *socket,
               PtlLinuxTask         **tasks,
               guint                  n_tasks,
               PtlLinuxTask          *guess,
               const PtlLinuxContext *context)
{
  PtlListener *listener = ptl_listener_new ();
  char text[INET6_ADDRSTRLEN];
  char interface[IF_NAMESIZE];

  listener->transport = transport_of_protocol (socket->protocol);
  listener->multipath = socket->multipath;
  listener->family = family_of_socket (socket);
  memcpy (listener->address_bytes, socket->address, sizeof socket->address);
  listener->address = g_strdup (inet_ntop (socket->family, socket->address, text, sizeof text));
  listener->port = socket->port;
  if (socket->ifindex != 0)
    listener->interface = if_indextoname (socket->ifindex, interface) != NULL
                            ? g_strdup (interface)
                            : g_strdup_printf ("%u", socket->ifindex);
  listener->exposure = ptl_exposure_of_address (listener->family, listener->address_bytes, listener->interface);
  if (ptl_linux_users_is_known (context->users, socket->uid))
    {
      listener->uid = socket->uid;
      listener->user = g_strdup (ptl_linux_users_get (context->users, socket->uid));
    }
  listener->queue = socket->queue;
  listener->backlog = socket->backlog;
  listener->inode = socket->inode;
  listener->cookie = socket->cookie;
  listener->network_namespace = g_strdup (ptl_linux_namespaces_get_name (context->namespaces, socket->namespace_index));

  for (guint i = 0; i < n_tasks; i++)
    ptl_listener_add_owner (listener, tasks[i]->process, PTL_EVIDENCE_DESCRIPTOR, TRUE);
  if (guess != NULL)
    ptl_listener_add_owner (listener, guess->process, PTL_EVIDENCE_CONTROL_GROUP, FALSE);
  add_group (listener, socket, tasks, n_tasks, context);

  return listener;
}

/* Processes are made anew when anything about them changes, so that comparing where they are is enough. */
static gboolean
entry_holds_true (const Entry           *entry,
                  const PtlLinuxSocket  *socket,
                  PtlLinuxTask         **tasks,
                  guint                  n_tasks,
                  PtlLinuxTask          *guess,
                  const PtlLinuxContext *context)
{
  const GPtrArray *owners = entry->listener->owners;
  guint n = n_tasks + (guess != NULL ? 1 : 0);

  if (memcmp (&entry->socket, socket, sizeof *socket) != 0 || owners->len != n)
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      const PtlOwner *owner = g_ptr_array_index (owners, i);
      const PtlLinuxTask *task = i < n_tasks ? tasks[i] : guess;

      if (owner->process != task->process || owner->certain != (i < n_tasks))
        return FALSE;
    }

  return strcmp (entry->listener->network_namespace,
                 ptl_linux_namespaces_get_name (context->namespaces, socket->namespace_index)) == 0;
}

static gboolean
is_older (gpointer key,
          gpointer value,
          gpointer user_data)
{
  const Entry *entry = value;

  return entry->reading != GPOINTER_TO_UINT (user_data);
}

/* Whether it is bound to an address of this computer's own, which lies in one of its networks. */
static gboolean
has_network (const PtlListener    *listener,
             const PtlLinuxSocket *socket)
{
  return listener->exposure == PTL_EXPOSURE_NETWORK && socket->namespace_index == 0;
}

/* The listener with what more can be said of it; the same one as long as that is the same. */
static PtlListener *
get_told (Entry                 *entry,
          const PtlLinuxContext *context)
{
  guint generation = ptl_linux_further_get_generation (context->further);
  gint64 now = g_get_monotonic_time ();
  PtlListener *told;

  if (entry->told != NULL && entry->told_generation == generation && now - entry->told_at < TOLD_TIME)
    return entry->told;

  told = ptl_linux_further_tell (context->further, entry->listener, &entry->socket, context);
  entry->told_at = now;
  entry->told_generation = generation;
  if (entry->told != NULL && ptl_listener_equal (entry->told, told))
    {
      ptl_listener_free (told);
    }
  else
    {
      ptl_listener_free (entry->told);
      entry->told = told;
    }

  return entry->told;
}

/**
 * ptl_linux_listeners_make:
 * @self: a memory
 * @sockets: (array length=n_sockets): the sockets of this reading, whose owners were resolved
 * @n_sockets: how many
 * @context: where to ask
 *
 * Makes a listener of each socket; those that are as they were in the last reading are the same.
 *
 * Returns: (transfer full) (element-type PtlListener): references, one for each socket
 */
GPtrArray *
ptl_linux_listeners_make (PtlLinuxListeners     *self,
                          const PtlLinuxSocket  *sockets,
                          guint                  n_sockets,
                          const PtlLinuxContext *context)
{
  GPtrArray *listeners = g_ptr_array_new_full (n_sockets, (GDestroyNotify) ptl_listener_free);
  guint n_current = 0;

  self->reading++;
  ptl_linux_further_begin (context->further, context);
  for (guint i = 0; i < n_sockets; i++)
    {
      const PtlLinuxSocket *socket = &sockets[i];
      guint64 key = key_of_socket (socket);
      Entry *entry = g_hash_table_lookup (self->entries, &key);
      PtlUnheld unheld = context->unheld != NULL ? context->unheld[i] : PTL_UNHELD_UNKNOWN;
      PtlLinuxTask *guess = NULL;
      PtlLinuxTask **tasks;
      guint n_tasks;

      tasks = ptl_linux_owners_get (context->owners, i, &n_tasks);
      if (n_tasks == 0 && socket->cgroup_id != 0)
        guess = ptl_linux_owners_guess (context->owners, context->proc, context->cgroups, context->users, socket);

      if (entry == NULL || !entry_holds_true (entry, socket, tasks, n_tasks, guess, context) ||
          (has_network (entry->listener, socket) &&
           entry->networks != ptl_linux_networks_get_generation (self->networks)) ||
          (unheld == PTL_UNHELD_CERTAIN && !entry->listener->unheld))
        {
          gboolean was_unheld = entry != NULL && entry->listener->unheld && entry->socket.inode == socket->inode;

          entry = g_new0 (Entry, 1);
          entry->key = key;
          entry->socket = *socket;
          entry->listener = make_listener (socket, tasks, n_tasks, guess, context);
          entry->listener->unheld = entry->listener->owners->len == 0 && (was_unheld || unheld == PTL_UNHELD_CERTAIN);
          if (has_network (entry->listener, socket))
            {
              entry->networks = ptl_linux_networks_get_generation (self->networks);
              entry->listener->network = ptl_linux_networks_dup (self->networks, socket->family, socket->address);
            }
          entry->concerns = ptl_linux_further_concerns (entry->listener);
          g_hash_table_replace (self->entries, entry, entry);
        }

      if (entry->reading != self->reading)
        n_current++;
      entry->reading = self->reading;
      entry->unowned = n_tasks == 0 && unheld != PTL_UNHELD_UNCLEAR;
      g_ptr_array_add (listeners, ptl_listener_ref (entry->concerns ? get_told (entry, context) : entry->listener));
    }

  if (g_hash_table_size (self->entries) > n_current)
    g_hash_table_foreach_remove (self->entries, is_older, GUINT_TO_POINTER (self->reading));

  return listeners;
}
