#include "config.h"

#include "host/linux/ptl-linux-users.h"

#include <fcntl.h>

#include "host/linux/ptl-linux-file.h"
#include "host/posix/ptl-posix-users.h"

/* The kernel's default for the number of a user that has none here: DEFAULT_OVERFLOWUID, include/linux/highuid.h. */
#define OVERFLOW_UID 65534

struct _PtlLinuxUsers
{
  PtlPosixUsers *names;            /* (owned) */
  gboolean       overflow_is_user; /* OVERFLOW_UID is a user's */
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

  self->names = ptl_posix_users_new ();
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
  ptl_posix_users_free (self->names);
  g_free (self);
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
  return ptl_posix_users_get (self->names, uid);
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
