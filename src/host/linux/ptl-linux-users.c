#include "config.h"

#include "host/linux/ptl-linux-users.h"

#include "host/linux/ptl-linux-file.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <string.h>

/* Users come and go; an unknown one may be known later. */
#define KEEP_SECONDS 300

#define MAX_ENTRY_BYTES (1024 * 1024)

/* The kernel's default for the number of a user that has none here: DEFAULT_OVERFLOWUID, include/linux/highuid.h. */
#define OVERFLOW_UID 65534

struct _PtlLinuxUsers
{
  GHashTable *names; /* (owned) (element-type guint32 utf8): "" where there is no such user */
  gint64      asked_at;
  gboolean    overflow_is_user; /* OVERFLOW_UID is a user's */
};

/**
 * ptl_linux_uid_map_contains:
 * @text: what /proc/PID/uid_map holds: lines of a number inside, a number outside, and how many
 * @uid: a number inside
 *
 * Looks whether a user namespace has a user. Pure.
 *
 * Returns: whether it does
 */
gboolean
ptl_linux_uid_map_contains (const char *text,
                            guint32     uid)
{
  for (;;)
    {
      char *end;
      guint64 inside = g_ascii_strtoull (text, &end, 10);
      guint64 count;

      if (end == text)
        return FALSE;
      g_ascii_strtoull (end, (char **) &text, 10);
      count = g_ascii_strtoull (text, &end, 10);
      text = end;
      if (uid >= inside && uid - inside < count)
        return TRUE;
    }
}

/**
 * ptl_linux_users_new:
 * @is_own: whether the numbers are those that this process sees, not another computer's
 *
 * Makes an empty cache. One thread at a time may use it.
 *
 * Returns: (transfer full): a cache
 */
PtlLinuxUsers *
ptl_linux_users_new (gboolean is_own)
{
  PtlLinuxUsers *self = g_new0 (PtlLinuxUsers, 1);
  g_autoptr (GByteArray) map = g_byte_array_new ();

  self->names = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->overflow_is_user = !is_own || !ptl_linux_read_file (AT_FDCWD, "/proc/self/uid_map", 65536, map) ||
                           ptl_linux_uid_map_contains ((const char *) map->data, OVERFLOW_UID);

  return self;
}

/**
 * ptl_linux_users_free:
 * @self: (transfer full): a cache
 *
 * Frees it.
 */
void
ptl_linux_users_free (PtlLinuxUsers *self)
{
  g_hash_table_unref (self->names);
  g_free (self);
}

static char *
ask (guint32 uid)
{
  g_autofree char *buffer = NULL;
  struct passwd entry;
  struct passwd *result = NULL;
  gsize size = 1024;
  int error;

  do
    {
      size *= 2;
      buffer = g_realloc (buffer, size);
      error = getpwuid_r (uid, &entry, buffer, size, &result);
    }
  while (error == ERANGE && size < MAX_ENTRY_BYTES);

  return result != NULL ? ptl_linux_dup_text (entry.pw_name, strlen (entry.pw_name)) : g_strdup ("");
}

/**
 * ptl_linux_users_get:
 * @self: a cache
 * @uid: a user's number
 *
 * Gets a user's name; blocks the first time it is asked.
 *
 * Returns: (transfer none) (nullable): the name, until the next call; %NULL where there is no such user
 */
const char *
ptl_linux_users_get (PtlLinuxUsers *self,
                     guint32        uid)
{
  gint64 now = g_get_monotonic_time ();
  const char *name;

  if (now - self->asked_at > KEEP_SECONDS * G_USEC_PER_SEC)
    {
      g_hash_table_remove_all (self->names);
      self->asked_at = now;
    }

  name = g_hash_table_lookup (self->names, GUINT_TO_POINTER (uid));
  if (name == NULL)
    {
      char *asked = ask (uid);

      g_hash_table_insert (self->names, GUINT_TO_POINTER (uid), asked);
      name = asked;
    }

  return name[0] != '\0' ? name : NULL;
}

/**
 * ptl_linux_users_is_known:
 * @self: a cache
 * @uid: a user's number
 *
 * Tells whether a number stands for one user, and not for all that have none here. Cheap.
 *
 * Returns: whether it does
 */
gboolean
ptl_linux_users_is_known (PtlLinuxUsers *self,
                          guint32        uid)
{
  return uid != OVERFLOW_UID || self->overflow_is_user;
}
