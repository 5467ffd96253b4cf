#include "config.h"

#include "host/darwin/ptl-darwin-listeners.h"

#include "host/darwin/ptl-darwin-process.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>

/* People's accounts begin at 501, and those of the system's own services are below. */
#define FIRST_PERSON 500

/* The loopback interface has this name on every Mac. */
#define LOOPBACK "lo0"

/* A process of this reading. */
typedef struct
{
  gint64      pid;
  PtlProcess *process; /* (owned) */
  char       *job;     /* (owned) (nullable) */
} Entry;

struct _PtlDarwinListeners
{
  PtlPosixUsers   *users;  /* (owned) */
  GHashTable      *before; /* (owned) (nullable) (element-type gint64 Entry): of the last reading */
  GHashTable      *now;    /* (owned) (nullable) (element-type gint64 Entry) */
  GHashTable      *tasks;  /* (unowned) (nullable): between begin and end */
  PtlDarwinOwners *owners; /* (unowned) (nullable): between begin and end; NULL where nobody's descriptors were looked at */
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  ptl_process_unref (entry->process);
  g_free (entry->job);
  g_free (entry);
}

/**
 * ptl_darwin_listeners_new:
 *
 * Makes a memory of no processes.
 *
 * Returns: (transfer full): the memory
 */
PtlDarwinListeners *
ptl_darwin_listeners_new (void)
{
  PtlDarwinListeners *self = g_new0 (PtlDarwinListeners, 1);

  self->users = ptl_posix_users_new ();

  return self;
}

/**
 * ptl_darwin_listeners_free:
 * @self: (transfer full): a memory
 *
 * Frees it.
 */
void
ptl_darwin_listeners_free (PtlDarwinListeners *self)
{
  g_clear_pointer (&self->before, g_hash_table_unref);
  g_clear_pointer (&self->now, g_hash_table_unref);
  ptl_posix_users_free (self->users);
  g_free (self);
}

/**
 * ptl_darwin_listeners_begin:
 * @self: a memory
 * @tasks: (transfer none) (element-type gint64 PtlDarwinTask): all processes, until the end
 * @owners: (transfer none) (nullable): who holds what, until the end; %NULL where processes can't be read
 *
 * Begins a reading.
 */
void
ptl_darwin_listeners_begin (PtlDarwinListeners *self,
                            GHashTable         *tasks,
                            PtlDarwinOwners    *owners)
{
  self->tasks = tasks;
  self->owners = owners;
  self->now = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, entry_free);
}

/**
 * ptl_darwin_listeners_end:
 * @self: a memory
 *
 * Ends a reading: only processes that it named are remembered.
 */
void
ptl_darwin_listeners_end (PtlDarwinListeners *self)
{
  g_clear_pointer (&self->before, g_hash_table_unref);
  self->before = g_steal_pointer (&self->now);
  self->tasks = NULL;
  self->owners = NULL;
}

static const Entry *
get_entry (PtlDarwinListeners  *self,
           const PtlDarwinTask *task)
{
  Entry *entry = g_hash_table_lookup (self->now, &task->pid);
  const Entry *before;

  if (entry != NULL)
    return entry;

  entry = g_new0 (Entry, 1);
  entry->pid = task->pid;
  entry->process = ptl_darwin_process_read (task, self->tasks, self->users, &entry->job);

  before = self->before != NULL ? g_hash_table_lookup (self->before, &task->pid) : NULL;
  if (before != NULL && ptl_process_equal (before->process, entry->process))
    {
      ptl_process_unref (entry->process);
      entry->process = ptl_process_ref (before->process);
    }
  g_hash_table_insert (self->now, &entry->pid, entry);

  return entry;
}

static void
add_owner (PtlListener *listener,
           const Entry *entry,
           PtlEvidence  evidence,
           gboolean     certain)
{
  ptl_listener_add_owner (listener, entry->process, evidence, certain);
  if (listener->unit != NULL || entry->job == NULL)
    return;

  listener->unit = g_strdup (entry->job);
  listener->unit_is_user = entry->process->uid > FIRST_PERSON;
  listener->unit_is_likely = TRUE;
}

static void
add_owners (PtlDarwinListeners    *self,
            PtlListener           *listener,
            const PtlDarwinSocket *socket)
{
  GPtrArray *holders;
  PtlDarwinTask *guess;

  if (self->owners == NULL)
    return;

  holders = ptl_darwin_owners_get (self->owners, socket);
  for (guint i = 0; holders != NULL && i < holders->len; i++)
    add_owner (listener, get_entry (self, g_ptr_array_index (holders, i)), PTL_EVIDENCE_DESCRIPTOR, TRUE);
  if (holders != NULL)
    return;

  guess = ptl_darwin_owners_guess (self->owners, socket);
  if (guess != NULL)
    add_owner (listener, get_entry (self, guess), PTL_EVIDENCE_TABLE, FALSE);
}

static char *
make_interface (guint32 index)
{
  char name[IF_NAMESIZE];

  if (index == 0)
    return NULL;

  return if_indextoname (index, name) != NULL ? g_strdup (name) : g_strdup_printf ("%u", index);
}

/**
 * ptl_darwin_listeners_make:
 * @self: a memory, between begin and end
 * @socket: a socket
 *
 * Makes a listener of a socket. Blocks.
 *
 * Returns: (transfer full): the listener
 */
PtlListener *
ptl_darwin_listeners_make (PtlDarwinListeners    *self,
                           const PtlDarwinSocket *socket)
{
  PtlListener *listener = ptl_listener_new ();
  char text[INET6_ADDRSTRLEN] = "";

  listener->transport = socket->transport;
  listener->family = socket->family;
  memcpy (listener->address_bytes, socket->address, sizeof socket->address);
  inet_ntop (socket->family == PTL_FAMILY_IPV4 ? AF_INET : AF_INET6, socket->address, text, sizeof text);
  listener->address = g_strdup (text);
  listener->port = socket->port;
  listener->interface = make_interface (socket->scope);
  listener->exposure = ptl_exposure_of_address (listener->family, listener->address_bytes, listener->interface);
  if (g_strcmp0 (listener->interface, LOOPBACK) == 0)
    listener->exposure = PTL_EXPOSURE_LOOPBACK;
  else if (socket->bound && listener->exposure == PTL_EXPOSURE_ALL)
    listener->exposure = PTL_EXPOSURE_NETWORK; /* one interface, whichever it is */
  listener->uid = socket->uid;
  listener->user = socket->uid >= 0 ? g_strdup (ptl_posix_users_get (self->users, (guint32) socket->uid)) : NULL;
  listener->queue = socket->queue;
  listener->backlog = socket->backlog;
  listener->cookie = socket->handle;
  listener->network_namespace = g_strdup ("host");
  add_owners (self, listener, socket);

  return listener;
}
