#include "config.h"

#include "host/linux/ptl-linux-outside.h"

#include "host/linux/ptl-cgroup-path.h"
#include "host/linux/ptl-linux-owners.h"
#include "host/linux/ptl-linux-process.h"
#include "host/linux/ptl-linux-sandbox.h"
#include "host/linux/ptl-proxy-command.h"
#include "host/ptl-host.h"

#include <glib/gi18n-lib.h>

/*
 * How long what was told holds while the sockets stay the same, and how long a program that failed is left alone: microseconds.
 * To ask costs some 20 ms, most of it outside.
 */
#define REST         (5 * G_USEC_PER_SEC)
#define FAILURE_REST (60 * G_USEC_PER_SEC)

struct _PtlLinuxOutside
{
  PtlLinuxSandbox *sandbox;   /* (owned) (nullable): NULL where we run in none */
  PtlOwnersAnswer *answer;    /* (owned) (nullable) */
  GHashTable      *by_inode;  /* (owned) (element-type inode GPtrArray): its holders */
  GHashTable      *by_group;  /* (owned) (element-type group GPtrArray): the processes in it whose descriptors are hidden */
  GHashTable      *by_pid;    /* (owned) (element-type pid PtlProcess) */
  GHashTable      *before;    /* (owned) (element-type inode): the sockets whose holders the answer before this one told */
  gint64           next_time; /* monotonic: not to be asked before, unless the sockets are others */
  guint64          sockets;   /* of which sockets was asked: a sum */
  gboolean         asked;     /* in this reading */
  gboolean         failed;    /* the last time */
};

/**
 * ptl_linux_outside_new:
 * @root: (nullable): the folder that is this system's root; %NULL to look for no sandbox
 *
 * Looks whether we run in a sandbox. Blocks on a small file.
 *
 * Returns: (transfer full): what is outside, which is nothing where there is no sandbox
 */
PtlLinuxOutside *
ptl_linux_outside_new (const char *root)
{
  PtlLinuxOutside *self = g_new0 (PtlLinuxOutside, 1);

  self->sandbox = root != NULL ? ptl_linux_sandbox_find (root) : NULL;
  self->by_inode = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->by_group = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->by_pid = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->before = g_hash_table_new (NULL, NULL);

  return self;
}

/**
 * ptl_linux_outside_free:
 * @self: (transfer full): what is outside
 *
 * Frees it.
 */
void
ptl_linux_outside_free (PtlLinuxOutside *self)
{
  g_clear_pointer (&self->sandbox, ptl_linux_sandbox_free);
  g_hash_table_unref (self->by_inode);
  g_hash_table_unref (self->by_group);
  g_hash_table_unref (self->by_pid);
  g_hash_table_unref (self->before);
  g_clear_pointer (&self->answer, ptl_owners_answer_free);
  g_free (self);
}

/**
 * ptl_linux_outside_is_there:
 * @self: what is outside
 *
 * Returns: whether we run in a sandbox, so that this computer's processes, units and engines are not to be seen
 */
gboolean
ptl_linux_outside_is_there (PtlLinuxOutside *self)
{
  return self->sandbox != NULL;
}

/* Into the list that a table has for a key, which is a place in the holder. */
static void
add_holder (GHashTable *table,
            guint64    *key,
            PtlHolder  *holder)
{
  GPtrArray *holders = g_hash_table_lookup (table, key);

  if (holders == NULL)
    {
      holders = g_ptr_array_new ();
      g_hash_table_insert (table, key, holders);
    }
  g_ptr_array_add (holders, holder);
}

static void
take_answer (PtlLinuxOutside *self,
             PtlOwnersAnswer *answer)
{
  PtlLinuxClock clock;
  GHashTableIter iter;
  gpointer inode;

  g_hash_table_remove_all (self->before);
  g_hash_table_iter_init (&iter, self->by_inode);
  while (g_hash_table_iter_next (&iter, &inode, NULL))
    g_hash_table_add (self->before, GSIZE_TO_POINTER (*(const guint64 *) inode));

  g_hash_table_remove_all (self->by_inode);
  g_hash_table_remove_all (self->by_group);
  g_hash_table_remove_all (self->by_pid);
  g_clear_pointer (&self->answer, ptl_owners_answer_free);
  self->answer = answer;
  if (answer == NULL)
    return;

  ptl_linux_clock_init (&clock, -1, TRUE);
  for (guint i = 0; i < answer->holders->len; i++)
    {
      PtlHolder *holder = g_ptr_array_index (answer->holders, i);

      holder->process->started_at = ptl_linux_clock_get_time (&clock, holder->process->start_ticks);
      g_hash_table_insert (self->by_pid, &holder->process->pid, holder->process);
      if (holder->inode != 0)
        add_holder (self->by_inode, &holder->inode, holder);
      else if (holder->group != 0)
        add_holder (self->by_group, &holder->group, holder);
    }

  for (guint i = 0; i < answer->holders->len; i++)
    {
      PtlProcess *process = ((PtlHolder *) g_ptr_array_index (answer->holders, i))->process;
      const PtlProcess *parent = g_hash_table_lookup (self->by_pid, &process->parent_pid);

      if (parent != NULL && process->parent_name == NULL)
        process->parent_name = g_strdup (parent->name);
    }
}

/* That two sets of sockets have the same sum by chance does no harm: soon it is asked anew anyway. */
static guint64
add_up (const PtlLinuxSocket *sockets,
        guint                 n_sockets)
{
  guint64 sum = 0;

  for (guint i = 0; i < n_sockets; i++)
    sum += (sockets[i].cookie << 32 ^ sockets[i].inode) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  return sum;
}

/**
 * ptl_linux_outside_look:
 * @self: what is outside
 * @sockets: (array length=n_sockets): the sockets of this reading
 * @n_sockets: how many
 * @cancelled: (nullable) (atomic): to give up
 *
 * Asks who holds them, where that may be asked, and where something else may be told than the last time. Blocks, for two seconds
 * at most.
 *
 * Returns: whether it was asked
 */
gboolean
ptl_linux_outside_look (PtlLinuxOutside      *self,
                        const PtlLinuxSocket *sockets,
                        guint                 n_sockets,
                        const gint           *cancelled)
{
  gint64 now = g_get_monotonic_time ();
  PtlOwnersAnswer *answer;
  guint64 sum;

  self->asked = FALSE;
  if (self->sandbox == NULL || !self->sandbox->allowed || n_sockets == 0)
    return FALSE;

  sum = add_up (sockets, n_sockets);
  if (now < self->next_time && (self->failed || sum == self->sockets))
    return FALSE;

  answer = ptl_linux_sandbox_ask (self->sandbox, cancelled);
  /* Then nobody sees this reading, and the next begins with what was known before. */
  if (answer == NULL && ptl_host_is_cancelled (cancelled))
    return FALSE;

  take_answer (self, answer);
  self->failed = answer == NULL;
  self->next_time = g_get_monotonic_time () + (self->failed ? FAILURE_REST : REST);
  self->sockets = sum;
  self->asked = TRUE;

  return TRUE;
}

static void
tell_group (PtlListener     *told,
            const PtlHolder *holder)
{
  g_auto (PtlCgroupOwner) group = { 0 };

  if (holder->path == NULL)
    return;

  ptl_cgroup_path_parse (holder->path, &group);
  if (told->unit != NULL || told->container_runtime != NULL)
    return;
  told->unit = g_steal_pointer (&group.unit);
  told->unit_is_user = group.unit_is_user;
  told->container_runtime = g_steal_pointer (&group.runtime);
  told->container_id = g_steal_pointer (&group.id);
  told->container_name = g_steal_pointer (&group.name);
}

/* Of a control group's processes whose descriptors are hidden, the one that likely holds the socket. */
static PtlProcess *
guess (const PtlListener *told,
       GPtrArray         *holders)
{
  g_autoptr (GPtrArray) processes = g_ptr_array_new ();

  for (guint i = 0; i < holders->len; i++)
    {
      PtlProcess *process = ((PtlHolder *) g_ptr_array_index (holders, i))->process;
      g_auto (PtlProxy) proxy = { 0 };

      if (ptl_proxy_command_parse_process (process, told->transport, told->address, told->port, &proxy) &&
          proxy.target != NULL)
        return process;
      g_ptr_array_add (processes, process);
    }

  return ptl_linux_find_eldest (processes);
}

/**
 * ptl_linux_outside_tell:
 * @self: what is outside
 * @told: what is said of a listener so far
 * @socket: what it was made of
 * @users: names of users
 *
 * Says of a listener what was told outside: whose it is, and who holds it, or likely does by its control group. A holder is
 * certain in the reading for which it was first told, whose sockets were there already. From then on it is likely, as it may have
 * passed the socket on since; also where it has just been told again, so that listeners don't change to and fro with each asking.
 *
 * Returns: whether somebody was seen to hold it
 */
gboolean
ptl_linux_outside_tell (PtlLinuxOutside      *self,
                        PtlListener          *told,
                        const PtlLinuxSocket *socket,
                        PtlLinuxUsers        *users)
{
  guint64 inode = socket->inode;
  gpointer uid;
  GPtrArray *holders;

  if (self->answer == NULL || inode == 0)
    return FALSE;

  if (g_hash_table_lookup_extended (self->answer->sockets, GUINT_TO_POINTER (socket->inode), NULL, &uid))
    {
      const char *name = g_hash_table_lookup (self->answer->users, uid);

      told->uid = GPOINTER_TO_UINT (uid);
      g_free (told->user);
      told->user = g_strdup (name != NULL ? name : ptl_linux_users_get (users, GPOINTER_TO_UINT (uid)));
    }

  holders = g_hash_table_lookup (self->by_inode, &inode);
  if (holders != NULL)
    {
      const PtlHolder *best = g_ptr_array_index (holders, 0);
      gboolean certain = self->asked && !g_hash_table_contains (self->before, GSIZE_TO_POINTER (inode));

      g_ptr_array_set_size (told->owners, 0);
      for (guint i = 0; i < holders->len; i++)
        {
          const PtlHolder *holder = g_ptr_array_index (holders, i);

          ptl_listener_add_owner (told, holder->process, PTL_EVIDENCE_DESCRIPTOR, certain);
          /* The first process holds what it would start others for. */
          if (best->process->pid == 1)
            best = holder;
        }
      tell_group (told, best);
      return TRUE;
    }

  holders = socket->cgroup_id != 0 ? g_hash_table_lookup (self->by_group, &socket->cgroup_id) : NULL;
  if (holders != NULL && told->owners->len == 0)
    {
      PtlProcess *process = guess (told, holders);

      if (process != NULL)
        ptl_listener_add_owner (told, process, PTL_EVIDENCE_CONTROL_GROUP, FALSE);
      tell_group (told, g_ptr_array_index (holders, 0));
    }

  return FALSE;
}

/**
 * ptl_linux_outside_tell_hidden:
 * @self: what is outside
 * @snapshot: a snapshot that is not sealed yet
 *
 * Says why the owners are hidden, where they are because of the sandbox.
 */
void
ptl_linux_outside_tell_hidden (PtlLinuxOutside *self,
                               PtlSnapshot     *snapshot)
{
  if (self->sandbox == NULL)
    return;

  if (!self->sandbox->allowed)
    ptl_snapshot_set_hidden (snapshot,
                             _("Portolan runs in a Flatpak sandbox, from which it sees all that listens on this computer, but not the programs outside of the sandbox. The following command lets it ask outside which program holds what, once Portolan is started anew. Flatpak knows no smaller permission for that than to run any program as you, so it is yours to give."),
                             self->sandbox->remedy);
  else if (self->failed)
    ptl_snapshot_set_hidden (snapshot,
                             _("Portolan runs in a Flatpak sandbox. It may ask outside of it which program holds what, but got no answer; it asks again in a minute."),
                             NULL);
}
