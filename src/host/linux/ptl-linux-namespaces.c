#include "config.h"

#include "host/linux/ptl-linux-namespaces.h"

#include "host/linux/ptl-linux-file.h"
#include "host/linux/ptl-linux-sockets.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where ip-netns(8) keeps the names it gives. */
#define NAMES_FOLDER "/run/netns"

#define MAX_NAMESPACES 1024

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
 *
 * Makes a list of no namespaces.
 *
 * Returns: (transfer full): the list
 */
PtlLinuxNamespaces *
ptl_linux_namespaces_new (gboolean is_own)
{
  PtlLinuxNamespaces *self = g_new0 (PtlLinuxNamespaces, 1);

  self->is_own = is_own;
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

/**
 * ptl_linux_namespaces_has_others:
 * @proc: directory of processes
 *
 * Looks whether any process that we may inspect is in another network namespace than we are: the quickest look there is,
 * of which nothing is remembered. Blocks.
 *
 * Returns: whether there is one, or it can't be known
 */
gboolean
ptl_linux_namespaces_has_others (int proc)
{
  gboolean found = FALSE;
  struct dirent *entry;
  struct stat own;
  DIR *directory;
  int fd;

  fd = openat (proc, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  directory = fd >= 0 ? fdopendir (fd) : NULL;
  if (directory == NULL)
    {
      if (fd >= 0)
        close (fd);
      return TRUE;
    }

  if (fstatat (proc, "self/ns/net", &own, 0) < 0)
    found = TRUE;

  while (!found && (entry = readdir (directory)) != NULL)
    {
      char path[sizeof entry->d_name + sizeof "/ns/net"];
      struct stat info;

      if (!g_ascii_isdigit (entry->d_name[0]))
        continue;

      snprintf (path, sizeof path, "%s/ns/net", entry->d_name);
      found = fstatat (proc, path, &info, 0) == 0 && info.st_ino != own.st_ino;
    }
  closedir (directory);

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
 * Reads the sockets that wait in all namespaces of the list, from the tables of a process in each. Blocks.
 *
 * Returns: whether every table made sense
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
        whole &= ptl_linux_sockets_read_tables (directory, i + 1, sockets);
      close (directory);
    }

  return whole;
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
