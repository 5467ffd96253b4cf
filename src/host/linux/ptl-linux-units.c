#include "config.h"

#include "host/linux/ptl-linux-units.h"

#include "host/linux/ptl-linux-file.h"
#include "host/linux/ptl-socket-unit.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* How old what was read may be when it is asked for: microseconds. Units change when software is installed. */
#define MAX_AGE (30 * G_USEC_PER_SEC)

#define MAX_FILE_BYTES 65536
#define MAX_UNITS      2000

/* Where units lie, the stronger first: systemd.unit(5). */
static const char *const system_folders[] = {
  "etc/systemd/system", "run/systemd/system", "run/systemd/transient", "run/systemd/generator",
  "usr/local/lib/systemd/system", "usr/lib/systemd/system", "lib/systemd/system", NULL
};
static const char *const user_folders[] = {
  "etc/systemd/user", "run/systemd/user", "usr/local/lib/systemd/user", "usr/lib/systemd/user", NULL
};

/* The units of one manager. */
typedef struct
{
  GHashTable *units;   /* (owned) (nullable) (element-type utf8 PtlSocketUnit) */
  gint64      read_at; /* monotonic */
} Manager;

struct _PtlLinuxUnits
{
  char    *root; /* (owned) (nullable): below which the folders lie; NULL where nothing is to be read */
  Manager  managers[2]; /* the system's, the user's */
};

/**
 * ptl_linux_units_new:
 * @root: (nullable): the folder below which etc, run and usr lie; %NULL to know of no units
 *
 * Reads nothing yet.
 *
 * Returns: (transfer full): the units
 */
PtlLinuxUnits *
ptl_linux_units_new (const char *root)
{
  PtlLinuxUnits *self = g_new0 (PtlLinuxUnits, 1);

  self->root = g_strdup (root);

  return self;
}

/**
 * ptl_linux_units_free:
 * @self: (transfer full): units
 *
 * Frees them.
 */
void
ptl_linux_units_free (PtlLinuxUnits *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->managers); i++)
    g_clear_pointer (&self->managers[i].units, g_hash_table_unref);
  g_free (self->root);
  g_free (self);
}

/* An alias is a link to a unit of another name: the other is the one that counts. */
static gboolean
is_alias (const char *path,
          const char *name)
{
  char target[4096];
  gssize length = readlink (path, target, sizeof target - 1);
  g_autofree char *base = NULL;

  if (length <= 0)
    return FALSE;

  target[length] = '\0';
  base = g_path_get_basename (target);

  return strcmp (target, "/dev/null") != 0 && strcmp (base, name) != 0;
}

static void
parse_file (PtlSocketUnit *unit,
            const char    *path)
{
  g_autoptr (GByteArray) buffer = g_byte_array_new ();
  struct stat info;

  /* Not a pipe that would make us wait, nor /dev/null, which masks a unit. */
  if (stat (path, &info) == 0 && S_ISREG (info.st_mode) && ptl_linux_read_file (AT_FDCWD, path, MAX_FILE_BYTES, buffer))
    ptl_socket_unit_parse (unit, (const char *) buffer->data, buffer->len);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* What administrators add to a unit in the folder NAME.d, in the order of the names there, of each name the strongest. */
static void
parse_drop_ins (PtlSocketUnit *unit,
                const char    *name,
                GPtrArray     *folders)
{
  g_autoptr (GHashTable) paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < folders->len; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%s.d", (const char *) g_ptr_array_index (folders, i), name);
      g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
      const char *file;

      while (folder != NULL && (file = g_dir_read_name (folder)) != NULL && g_hash_table_size (paths) < MAX_UNITS)
        {
          char *key;

          if (!g_str_has_suffix (file, ".conf") || g_hash_table_contains (paths, file))
            continue;

          key = g_strdup (file);
          g_hash_table_insert (paths, key, g_build_filename (path, file, NULL));
          g_ptr_array_add (names, key);
        }
    }

  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    parse_file (unit, g_hash_table_lookup (paths, g_ptr_array_index (names, i)));
}

static GHashTable *
ptl_linux_units_read (PtlLinuxUnits *self,
                      gboolean       is_user)
{
  GHashTable *units = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) ptl_socket_unit_free);
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  const char *const *names = is_user ? user_folders : system_folders;

  if (is_user)
    {
      g_ptr_array_add (folders, g_build_filename (self->root, g_get_user_config_dir (), "systemd/user", NULL));
      g_ptr_array_add (folders, g_build_filename (self->root, g_get_user_data_dir (), "systemd/user", NULL));
    }
  for (guint i = 0; names[i] != NULL; i++)
    g_ptr_array_add (folders, g_build_filename (self->root, names[i], NULL));

  for (guint i = 0; i < folders->len; i++)
    {
      g_autoptr (GDir) folder = g_dir_open (g_ptr_array_index (folders, i), 0, NULL);
      const char *name;

      while (folder != NULL && (name = g_dir_read_name (folder)) != NULL && g_hash_table_size (units) < MAX_UNITS)
        {
          g_autofree char *path = NULL;
          PtlSocketUnit *unit;

          if (!g_str_has_suffix (name, ".socket") || g_hash_table_contains (units, name))
            continue;

          path = g_build_filename (g_ptr_array_index (folders, i), name, NULL);
          if (is_alias (path, name))
            continue;

          unit = ptl_socket_unit_new ();
          parse_file (unit, path);
          parse_drop_ins (unit, name, folders);
          g_hash_table_insert (units, ptl_linux_dup_text (name, strlen (name)), unit);
        }
    }

  return units;
}

/* (nullable) */
static GHashTable *
ptl_linux_units_get (PtlLinuxUnits *self,
                     gboolean       is_user)
{
  Manager *manager = &self->managers[is_user ? 1 : 0];
  gint64 now = g_get_monotonic_time ();

  if (self->root == NULL)
    return NULL;

  if (manager->units == NULL || now - manager->read_at > MAX_AGE)
    {
      g_clear_pointer (&manager->units, g_hash_table_unref);
      manager->units = ptl_linux_units_read (self, is_user);
      manager->read_at = now;
    }

  return manager->units;
}

/**
 * ptl_linux_units_find:
 * @self: units
 * @is_user: whether a user's manager holds the listener, not the system's
 * @transport: of the listener
 * @address: of the listener, as text
 * @port: of the listener
 * @out_socket: (out) (transfer full): the socket unit, "ssh.socket"; untouched on failure
 * @out_service: (out) (transfer full): what it starts, "ssh.service"; untouched on failure
 *
 * Finds the unit by which systemd holds a listener: the only one that says so. Blocks, on files.
 *
 * Returns: whether there is exactly one
 */
gboolean
ptl_linux_units_find (PtlLinuxUnits *self,
                      gboolean       is_user,
                      PtlTransport   transport,
                      const char    *address,
                      guint16        port,
                      char         **out_socket,
                      char         **out_service)
{
  GHashTable *units = ptl_linux_units_get (self, is_user);
  const char *found = NULL;
  const PtlSocketUnit *found_unit = NULL;
  GHashTableIter iter;
  gpointer name;
  gpointer unit;

  if (units == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, units);
  while (g_hash_table_iter_next (&iter, &name, &unit))
    {
      if (!ptl_socket_unit_matches (unit, transport, address, port))
        continue;
      if (found != NULL)
        return FALSE;
      found = name;
      found_unit = unit;
    }

  if (found == NULL)
    return FALSE;

  *out_socket = g_strdup (found);
  *out_service = ptl_socket_unit_dup_service (found_unit, found);

  return TRUE;
}

/**
 * ptl_linux_units_dup_service:
 * @self: units
 * @is_user: whether it is a unit of a user's manager, not of the system's
 * @socket: a socket unit, "ssh.socket"
 *
 * Names the service that a socket unit starts. Blocks, on files.
 *
 * Returns: (transfer full) (nullable): "ssh.service"; %NULL where the unit's file can't be found
 */
char *
ptl_linux_units_dup_service (PtlLinuxUnits *self,
                             gboolean       is_user,
                             const char    *socket)
{
  GHashTable *units = ptl_linux_units_get (self, is_user);
  const PtlSocketUnit *unit = units != NULL ? g_hash_table_lookup (units, socket) : NULL;

  return unit != NULL ? ptl_socket_unit_dup_service (unit, socket) : NULL;
}
