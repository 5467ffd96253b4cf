#include "config.h"

#include "host/ptl-host.h"

#include "host/linux/ptl-linux-facts.h"
#include "host/linux/ptl-linux-file.h"
#include "host/linux/ptl-linux-process.h"
#include "host/linux/ptl-linux-sockets.h"
#include "host/linux/ptl-linux-users.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct _PtlHost
{
  char          *proc_path;   /* (owned) */
  char          *cgroup_path; /* (owned) */
  gboolean       no_netlink;
  gboolean       proc_is_own;

  PtlLinuxUsers *users; /* (owned) */
};

PtlHost *
ptl_host_new (const PtlHostRoots *roots)
{
  PtlHost *self = g_new0 (PtlHost, 1);

  self->proc_is_own = roots == NULL || roots->proc == NULL;
  self->proc_path = g_strdup (self->proc_is_own ? "/proc" : roots->proc);
  self->cgroup_path = g_strdup (roots != NULL && roots->cgroup != NULL ? roots->cgroup : "/sys/fs/cgroup");
  self->no_netlink = roots != NULL && roots->no_netlink;
  self->users = ptl_linux_users_new ();

  return self;
}

void
ptl_host_free (PtlHost *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->proc_path);
  g_free (self->cgroup_path);
  ptl_linux_users_free (self->users);
  g_free (self);
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

static PtlListener *
listener_of_socket (PtlHost              *self,
                    const PtlLinuxSocket *socket)
{
  static const guint8 zeros[16] = { 0 };
  PtlListener *listener = ptl_listener_new ();
  char text[INET6_ADDRSTRLEN];
  char interface[IF_NAMESIZE];

  listener->transport = transport_of_protocol (socket->protocol);
  listener->multipath = socket->multipath;
  if (socket->family == AF_INET)
    listener->family = PTL_FAMILY_IPV4;
  else if (socket->v6only <= 0 && memcmp (socket->address, zeros, 16) == 0)
    listener->family = PTL_FAMILY_DUAL;
  else
    listener->family = PTL_FAMILY_IPV6;
  memcpy (listener->address_bytes, socket->address, 16);
  listener->address = g_strdup (inet_ntop (socket->family, socket->address, text, sizeof text));
  listener->port = socket->port;
  if (socket->ifindex != 0 && if_indextoname (socket->ifindex, interface) != NULL)
    listener->interface = g_strdup (interface);
  listener->exposure = ptl_exposure_of_address (listener->family, listener->address_bytes, listener->interface);
  listener->uid = socket->uid;
  listener->user = g_strdup (ptl_linux_users_get (self->users, socket->uid));
  listener->queue = socket->queue;
  listener->backlog = socket->backlog;
  listener->inode = socket->inode;
  listener->cookie = socket->cookie;
  listener->network_namespace = g_strdup ("host");

  return listener;
}

static void
walk (PtlHost    *self,
      int         proc,
      GHashTable *by_inode)
{
  g_autoptr (GByteArray) buffer = g_byte_array_new ();
  PtlLinuxClock clock;
  DIR *processes;
  struct dirent *entry;

  ptl_linux_clock_init (&clock, proc, self->proc_is_own);

  processes = fdopendir (openat (proc, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (processes == NULL)
    return;

  while ((entry = readdir (processes)) != NULL)
    {
      g_autoptr (PtlProcess) process = NULL;
      gint64 pid = g_ascii_strtoll (entry->d_name, NULL, 10);
      DIR *descriptors;
      struct dirent *descriptor;
      int directory;
      int fd;

      if (pid <= 0)
        continue;

      directory = openat (proc, entry->d_name, O_PATH | O_DIRECTORY | O_CLOEXEC);
      if (directory < 0)
        continue;
      fd = openat (directory, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
      if (fd < 0)
        {
          close (directory);
          continue;
        }

      descriptors = fdopendir (fd);
      while ((descriptor = readdir (descriptors)) != NULL)
        {
          PtlListener *listener;
          char target[64];
          gssize n = readlinkat (fd, descriptor->d_name, target, sizeof target - 1);

          if (n < 9 || memcmp (target, "socket:[", 8) != 0)
            continue;
          target[n] = '\0';
          listener = g_hash_table_lookup (by_inode, GUINT_TO_POINTER (strtoul (target + 8, NULL, 10)));
          if (listener == NULL)
            continue;
          if (process == NULL)
            process = ptl_linux_process_read (directory, pid, &clock, self->users, buffer);
          if (process == NULL)
            break;

          gboolean known = FALSE;
          for (guint i = 0; i < listener->owners->len; i++)
            known |= ((PtlOwner *) g_ptr_array_index (listener->owners, i))->process == process;
          if (!known)
            ptl_listener_add_owner (listener, process, PTL_EVIDENCE_DESCRIPTOR, TRUE);
        }

      closedir (descriptors);
      close (directory);
    }

  closedir (processes);
}

PtlSnapshot *
ptl_host_read (PtlHost       *self,
               GCancellable  *cancellable,
               GError       **error)
{
  g_auto (PtlLinuxSockets) sockets = { 0 };
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autoptr (GHashTable) by_inode = g_hash_table_new (NULL, NULL);
  gint64 taken_at = g_get_real_time ();
  int proc;

  g_return_val_if_fail (self != NULL, NULL);

  proc = ptl_linux_open_root (self->proc_path);
  if (!ptl_linux_sockets_read (proc, self->no_netlink, cancellable, &sockets, error))
    {
      if (proc >= 0)
        close (proc);
      return NULL;
    }

  snapshot = ptl_snapshot_new (sockets.method);
  for (guint i = 0; i < sockets.sockets->len; i++)
    {
      const PtlLinuxSocket *socket = &g_array_index (sockets.sockets, PtlLinuxSocket, i);
      PtlListener *listener = listener_of_socket (self, socket);

      if (socket->inode != 0)
        g_hash_table_insert (by_inode, GUINT_TO_POINTER (socket->inode), listener);
      ptl_snapshot_take_listener (snapshot, listener);
    }

  if (proc >= 0)
    {
      walk (self, proc, by_inode);
      close (proc);
    }

  if (!sockets.complete)
    ptl_snapshot_set_incomplete (snapshot, _("The sockets changed faster than they could be read, so some may be missing."));
  ptl_snapshot_seal (snapshot, taken_at);

  return g_steal_pointer (&snapshot);
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
