#include "config.h"

#include "host/posix/ptl-posix-users.h"

#include <errno.h>
#include <pwd.h>
#include <string.h>

/* Users come and go; an unknown one may be known later. */
#define KEEP_SECONDS 300

#define MAX_ENTRY_BYTES (1024 * 1024)

struct _PtlPosixUsers
{
  GHashTable *names; /* (owned) (element-type guint32 utf8): "" where there is no such user */
  gint64      asked_at;
};

/**
 * ptl_posix_users_new:
 *
 * Makes an empty cache. One thread at a time may use it.
 *
 * Returns: (transfer full): a cache
 */
PtlPosixUsers *
ptl_posix_users_new (void)
{
  PtlPosixUsers *self = g_new0 (PtlPosixUsers, 1);

  self->names = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  return self;
}

/**
 * ptl_posix_users_free:
 * @self: (transfer full): a cache
 *
 * Frees it.
 */
void
ptl_posix_users_free (PtlPosixUsers *self)
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

  return result != NULL ? g_utf8_make_valid (entry.pw_name, strlen (entry.pw_name)) : g_strdup ("");
}

/**
 * ptl_posix_users_get:
 * @self: a cache
 * @uid: a user's number
 *
 * Gets a user's name; blocks the first time it is asked.
 *
 * Returns: (transfer none) (nullable): the name, until the next call; %NULL where there is no such user
 */
const char *
ptl_posix_users_get (PtlPosixUsers *self,
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
