#include "config.h"

#include "host/linux/ptl-linux-cgroups.h"

#include "host/linux/ptl-linux-file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Nobody needs a deeper tree; the kernel allows what fits a path. */
#define MAX_DEPTH 32

/* A big cluster node has ten thousand. */
#define MAX_GROUPS 65536

struct _PtlLinuxCgroups
{
  char       *root;    /* (owned) */
  gboolean    walked;  /* in this reading */
  GHashTable *paths;   /* (owned) (element-type gint64 filename) */
  GHashTable *missing; /* (owned) (element-type gint64): ids that no directory below the root has */
};

/**
 * ptl_linux_cgroups_new:
 * @root: "/sys/fs/cgroup", or what stands for it
 *
 * Makes an empty map of control groups; opens nothing yet.
 *
 * Returns: (transfer full): the map
 */
PtlLinuxCgroups *
ptl_linux_cgroups_new (const char *root)
{
  PtlLinuxCgroups *self = g_new0 (PtlLinuxCgroups, 1);

  self->root = g_strdup (root);
  self->paths = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->missing = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  return self;
}

/**
 * ptl_linux_cgroups_free:
 * @self: (transfer full): a map
 *
 * Frees it.
 */
void
ptl_linux_cgroups_free (PtlLinuxCgroups *self)
{
  g_free (self->root);
  g_hash_table_unref (self->paths);
  g_hash_table_unref (self->missing);
  g_free (self);
}

/*
 * Sockets know their group of the unified hierarchy (version 2), which is all there is, or a part beside version 1's
 * (systemd's hybrid layout), or not there at all.
 */
static int
open_unified (PtlLinuxCgroups *self)
{
  g_autofree char *hybrid = g_build_filename (self->root, "unified", NULL);
  int fd = ptl_linux_open_root (hybrid);

  return fd >= 0 ? fd : ptl_linux_open_root (self->root);
}

static gint64 *
new_key (guint64 id)
{
  gint64 *key = g_new (gint64, 1);

  *key = (gint64) id;

  return key;
}

/* A group's id is the inode of its directory (kernel commit 40430452fd5d, 5.5; kernfs of 64 bits). */
static void
walk (PtlLinuxCgroups *self,
      int              parent,
      const char      *name,
      GString         *path,
      guint            depth)
{
  DIR *directory;
  struct dirent *entry;
  gsize length = path->len;
  int fd = openat (parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

  if (fd < 0)
    return;
  directory = fdopendir (fd);
  if (directory == NULL)
    {
      close (fd);
      return;
    }

  while ((entry = readdir (directory)) != NULL && g_hash_table_size (self->paths) < MAX_GROUPS)
    {
      struct stat info;

      if (entry->d_name[0] == '.' || (entry->d_type != DT_DIR && entry->d_type != DT_UNKNOWN))
        continue;
      if (fstatat (fd, entry->d_name, &info, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISDIR (info.st_mode))
        continue;

      g_string_append_printf (path, "/%s", entry->d_name);
      g_hash_table_replace (self->paths, new_key (info.st_ino), g_strdup (path->str));
      if (depth < MAX_DEPTH)
        walk (self, fd, entry->d_name, path, depth + 1);
      g_string_truncate (path, length);
    }

  closedir (directory);
}

/**
 * ptl_linux_cgroups_begin:
 * @self: a map
 *
 * Begins a reading: whatever id is asked for from now on was given by the kernel after this. One walk then answers for all.
 */
void
ptl_linux_cgroups_begin (PtlLinuxCgroups *self)
{
  self->walked = FALSE;
}

/**
 * ptl_linux_cgroups_get_path:
 * @self: a map
 * @id: a control group's number, as the kernel gives it for a socket
 *
 * Finds a control group's path. The tree is walked only when an id is asked for that was not seen yet. Blocks then.
 *
 * Returns: (transfer none) (nullable): the path from the hierarchy's root, until the next call; %NULL where it is the root
 *   itself, or no directory (any more)
 */
const char *
ptl_linux_cgroups_get_path (PtlLinuxCgroups *self,
                            guint64          id)
{
  gint64 key = (gint64) id;
  const char *path;

  if (id == 0 || g_hash_table_contains (self->missing, &key))
    return NULL;

  path = g_hash_table_lookup (self->paths, &key);
  if (path == NULL && !self->walked)
    {
      g_autoptr (GString) buffer = g_string_new (NULL);
      int root = open_unified (self);

      /* Groups that are gone need no place; ids are never used again. */
      g_hash_table_remove_all (self->paths);
      if (root >= 0)
        {
          walk (self, root, ".", buffer, 0);
          close (root);
        }

      self->walked = TRUE;
      path = g_hash_table_lookup (self->paths, &key);
    }

  if (path == NULL)
    {
      if (g_hash_table_size (self->missing) >= MAX_GROUPS)
        g_hash_table_remove_all (self->missing);
      g_hash_table_add (self->missing, new_key (id));
    }

  return path;
}

static int
compare_pids (gconstpointer a,
              gconstpointer b)
{
  const gint64 *pid_a = a;
  const gint64 *pid_b = b;

  return (*pid_a > *pid_b) - (*pid_a < *pid_b);
}

/**
 * ptl_linux_cgroups_list_pids:
 * @self: a map
 * @id: a control group's number
 *
 * Lists the processes of a control group, which any user may see; those of the root's are not listed, since everybody may be
 * there. Blocks.
 *
 * Returns: (transfer full) (nullable) (element-type gint64): numbers of processes, sorted; %NULL where they can't be read
 */
GArray *
ptl_linux_cgroups_list_pids (PtlLinuxCgroups *self,
                             guint64          id)
{
  const char *path = ptl_linux_cgroups_get_path (self, id);
  g_autoptr (GByteArray) buffer = NULL;
  g_autofree char *file = NULL;
  GArray *pids = NULL;
  int root;

  if (path == NULL)
    return NULL;

  root = open_unified (self);
  if (root < 0)
    return NULL;

  buffer = g_byte_array_new ();
  file = g_strdup_printf ("%s/cgroup.procs", path + 1);
  if (ptl_linux_read_file (root, file, 1024 * 1024, buffer))
    {
      const char *at = (const char *) buffer->data;
      char *end;

      pids = g_array_new (FALSE, FALSE, sizeof (gint64));
      for (;; at = end)
        {
          gint64 pid = g_ascii_strtoll (at, &end, 10);

          if (end == at)
            break;
          /* 0 stands for a process that our own namespace of numbers does not hold. */
          if (pid > 0)
            g_array_append_val (pids, pid);
        }
      g_array_sort (pids, compare_pids);
    }

  close (root);

  return pids;
}

/**
 * ptl_linux_cgroups_sees_root:
 * @self: a map
 *
 * Looks whether the tree is that of all control groups, not of a namespace of them (cgroup_namespaces(7)): then a number that has
 * no path is one of a group that is gone. Blocks.
 *
 * Returns: whether it is
 */
gboolean
ptl_linux_cgroups_sees_root (PtlLinuxCgroups *self)
{
  int root = open_unified (self);
  struct stat info;
  gboolean sees;

  if (root < 0)
    return FALSE;

  /* kernfs counts from 1. */
  sees = fstat (root, &info) == 0 && info.st_ino == 1;
  close (root);

  return sees;
}
