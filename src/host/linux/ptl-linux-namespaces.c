#include "config.h"

#include "host/linux/ptl-linux-namespaces.h"

#include "host/linux/ptl-kernel-threads.h"
#include "host/linux/ptl-linux-file.h"
#include "host/linux/ptl-linux-pids.h"
#include "host/linux/ptl-linux-sockets.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where ip-netns(8) keeps the names it gives. */
#define NAMES_FOLDER "/run/netns"

#define MAX_NAMESPACES 1024

/* Below a process's folder, a link to "net:[", a number of ten digits, "]". */
#define LINK      "/ns/net"
#define LINK_SIZE 32

/* Of a process's number. */
#define MAX_DIGITS 20

typedef struct
{
  guint64 inode;
  gint64  pid;   /* a process in it */
  char   *name;  /* (owned) */
  gboolean seen;
} Namespace;

struct _PtlLinuxNamespaces
{
  GArray  *others; /* (owned) (element-type Namespace): in the order they were met, so that indices stay */
  gboolean is_own;
  gboolean no_netlink;
};

static void
namespace_clear (gpointer data)
{
  Namespace *other = data;

  g_clear_pointer (&other->name, g_free);
}

/**
 * ptl_linux_namespaces_new:
 * @is_own: whether /proc will be this computer's, not a copy of another's
 * @no_netlink: read the tables even where netlink would answer
 *
 * Makes a list of no namespaces.
 *
 * Returns: (transfer full): the list
 */
PtlLinuxNamespaces *
ptl_linux_namespaces_new (gboolean is_own,
                          gboolean no_netlink)
{
  PtlLinuxNamespaces *self = g_new0 (PtlLinuxNamespaces, 1);

  self->is_own = is_own;
  self->no_netlink = no_netlink;
  self->others = g_array_new (FALSE, TRUE, sizeof (Namespace));
  g_array_set_clear_func (self->others, namespace_clear);

  return self;
}

/**
 * ptl_linux_namespaces_free:
 * @self: (transfer full): a list
 *
 * Frees it.
 */
void
ptl_linux_namespaces_free (PtlLinuxNamespaces *self)
{
  g_array_unref (self->others);
  g_free (self);
}

/* The name that ip-netns(8) gave; NULL where it gave none. */
static char *
find_given_name (guint64 inode)
{
  g_autoptr (GDir) folder = g_dir_open (NAMES_FOLDER, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (NAMES_FOLDER, name, NULL);
      struct stat info;

      if (stat (path, &info) == 0 && info.st_ino == inode)
        return ptl_linux_dup_text (name, strlen (name));
    }

  return NULL;
}

static char *
choose_name (PtlLinuxNamespaces *self,
             guint64             inode,
             const PtlLinuxTask *task)
{
  char *given = self->is_own ? find_given_name (inode) : NULL;

  if (given != NULL)
    return given;
  if (task->process != NULL && task->cgroup.name != NULL)
    return g_strdup (task->cgroup.name);
  if (task->process != NULL && task->cgroup.id != NULL)
    return g_strndup (task->cgroup.id, 12);

  /* As the kernel writes it in /proc/PID/ns/net. */
  return g_strdup_printf ("net:[%" G_GUINT64_FORMAT "]", inode);
}

static Namespace *
find (PtlLinuxNamespaces *self,
      guint64             inode)
{
  for (guint i = 0; i < self->others->len; i++)
    {
      Namespace *other = &g_array_index (self->others, Namespace, i);

      if (other->inode == inode)
        return other;
    }

  return NULL;
}

/* Whether a socket waits at the port in the namespace of a process; also where that can't be known. */
static gboolean
listens_at (int         proc,
            gint64      pid,
            const char *link,
            gsize       link_length,
            guint16     port)
{
  g_autoptr (GArray) sockets = g_array_new (FALSE, FALSE, sizeof (PtlLinuxSocket));
  char now[LINK_SIZE];
  char path[32];
  gboolean found;
  int directory;

  snprintf (path, sizeof path, "%" G_GINT64_FORMAT, pid);
  directory = openat (proc, path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0)
    return TRUE;

  found = !ptl_linux_sockets_read_network (directory, 1, FALSE, sockets);
  for (guint i = 0; !found && i < sockets->len; i++)
    found = g_array_index (sockets, PtlLinuxSocket, i).port == port;

  /* The process may have ended, or gone elsewhere. */
  found |= readlinkat (directory, "ns/net", now, sizeof now) != (gssize) link_length || memcmp (now, link, link_length) != 0;
  close (directory);

  return found;
}

/**
 * ptl_linux_namespaces_may_have_port:
 * @proc: directory of processes
 * @port: a port
 *
 * Looks whether something waits at a port in another network namespace than ours, where a process is that we may inspect: the
 * quickest look there is, of which nothing is remembered. Blocks.
 *
 * Returns: whether something does, or it can't be known
 */
gboolean
ptl_linux_namespaces_may_have_port (int     proc,
                                    guint16 port)
{
  g_autoptr (GArray) pids = ptl_linux_pids_list_all (proc);
  g_auto (PtlKernelThreads) kernel = { 0 };
  g_autoptr (GHashTable) seen = NULL;
  gboolean found = FALSE;
  char path[MAX_DIGITS + sizeof LINK];
  char own[LINK_SIZE];
  gssize own_length;

  /* The link's text, "net:[4026531833]", has the number too, and following the link would take twice as long. */
  own_length = readlinkat (proc, "self/ns/net", own, sizeof own);
  if (pids == NULL || own_length < 0)
    return TRUE;

  memcpy (path + MAX_DIGITS, LINK, sizeof LINK);
  ptl_kernel_threads_read (&kernel, proc);
  for (guint i = 0; !found && i < pids->len; i++)
    {
      gint64 pid = g_array_index (pids, gint64, i);
      char other[LINK_SIZE];
      gssize length;

      if (ptl_kernel_threads_contains (&kernel, pid))
        continue;

      length = readlinkat (proc, ptl_linux_put_number (path + MAX_DIGITS, pid), other, sizeof other);
      if (length < 0 || (length == own_length && memcmp (other, own, length) == 0))
        continue;

      if (seen == NULL)
        seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      if (g_hash_table_add (seen, g_strndup (other, length)))
        found = g_hash_table_size (seen) > MAX_NAMESPACES || listens_at (proc, pid, other, length, port);
    }

  return found;
}

/**
 * ptl_linux_namespaces_update:
 * @self: a list
 * @proc: /proc's descriptor
 * @owners: the processes of the last reading
 * @users: names of users
 *
 * Looks which network namespaces the processes are in. Blocks.
 *
 * Returns: whether the list is another now; then the sockets' namespace_index is out of date
 */
gboolean
ptl_linux_namespaces_update (PtlLinuxNamespaces *self,
                             int                 proc,
                             PtlLinuxOwners     *owners,
                             PtlLinuxUsers      *users)
{
  GPtrArray *tasks = ptl_linux_owners_get_tasks (owners);
  gboolean changed = FALSE;
  struct stat own;
  guint kept = 0;

  if (fstatat (proc, "self/ns/net", &own, 0) < 0)
    return FALSE;

  for (guint i = 0; i < self->others->len; i++)
    g_array_index (self->others, Namespace, i).seen = FALSE;

  for (guint i = 0; i < tasks->len; i++)
    {
      PtlLinuxTask *task = g_ptr_array_index (tasks, i);
      Namespace *other;

      if (task->network == 0 || task->network == own.st_ino)
        continue;

      other = find (self, task->network);
      if (other == NULL && self->others->len < MAX_NAMESPACES)
        {
          Namespace fresh = { .inode = task->network };

          ptl_linux_task_look (task, proc);
          ptl_linux_owners_read_task (owners, proc, users, task);
          fresh.name = choose_name (self, task->network, task);
          g_array_append_val (self->others, fresh);
          other = &g_array_index (self->others, Namespace, self->others->len - 1);
          changed = TRUE;
        }
      if (other != NULL && !other->seen)
        {
          other->seen = TRUE;
          other->pid = task->pid;
        }
    }

  for (guint i = 0; i < self->others->len; i++)
    {
      Namespace *other = &g_array_index (self->others, Namespace, i);

      if (other->seen)
        {
          Namespace moved = *other;

          other->name = NULL;
          g_array_index (self->others, Namespace, kept++) = moved;
        }
      else
        {
          namespace_clear (other);
        }
    }
  changed |= kept < self->others->len;
  g_array_set_size (self->others, kept);

  return changed;
}

/**
 * ptl_linux_namespaces_read:
 * @self: a list
 * @proc: /proc's descriptor
 * @owners: the processes of the last reading
 * @sockets: (element-type PtlLinuxSocket): where the sockets are added
 *
 * Reads the sockets that wait in all namespaces of the list, by way of a process in each. Blocks.
 *
 * Returns: whether all that was read made sense, and nothing is missing
 */
gboolean
ptl_linux_namespaces_read (PtlLinuxNamespaces *self,
                           int                 proc,
                           PtlLinuxOwners     *owners,
                           GArray             *sockets)
{
  gboolean whole = TRUE;

  for (guint i = 0; i < self->others->len; i++)
    {
      const Namespace *other = &g_array_index (self->others, Namespace, i);
      char path[32];
      struct stat info;
      int directory;

      snprintf (path, sizeof path, "%" G_GINT64_FORMAT, other->pid);
      directory = openat (proc, path, O_PATH | O_DIRECTORY | O_CLOEXEC);
      if (directory < 0)
        continue;

      /* The process may have ended since, or its number be another's. */
      if (fstatat (directory, "ns/net", &info, 0) == 0 && info.st_ino == other->inode)
        whole &= ptl_linux_sockets_read_network (directory, i + 1, self->no_netlink, sockets);
      close (directory);
    }

  return whole;
}

/**
 * ptl_linux_namespaces_is_empty:
 * @self: a list
 *
 * Returns: whether all processes are in the reader's own network namespace, as far as can be seen
 */
gboolean
ptl_linux_namespaces_is_empty (PtlLinuxNamespaces *self)
{
  return self->others->len == 0;
}

/**
 * ptl_linux_namespaces_get_name:
 * @self: a list
 * @index: a socket's namespace_index
 *
 * Gets what names a namespace.
 *
 * Returns: (transfer none): a name, until the next update; "host" for the reader's own
 */
const char *
ptl_linux_namespaces_get_name (PtlLinuxNamespaces *self,
                               guint               index)
{
  if (index == 0 || index > self->others->len)
    return "host";

  return g_array_index (self->others, Namespace, index - 1).name;
}
