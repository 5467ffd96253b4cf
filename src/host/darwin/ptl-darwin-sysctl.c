#include "config.h"

#include "host/darwin/ptl-darwin-sysctl.h"

#include <errno.h>
#include <sys/types.h>
#include <sys/sysctl.h>

/* Tables grow between the question for their size and the answer. */
#define MAX_TRIES 6

/* A hundred thousand sockets or processes take less; whoever asks for more is in error. */
#define MAX_BYTES (256 * 1024 * 1024)

#define MAX_MIB 8

/**
 * ptl_darwin_sysctl_read:
 * @mib: (array length=n_mib): which value, see sysctl(3)
 * @n_mib: how many numbers that takes
 * @buffer: replaced by the value's bytes; empty on failure
 *
 * Reads a value of any length. Any thread.
 *
 * Returns: whether it could be read; errno tells why not
 */
gboolean
ptl_darwin_sysctl_read (int        *mib,
                        guint       n_mib,
                        GByteArray *buffer)
{
  for (guint i = 0; i < MAX_TRIES; i++)
    {
      size_t length = 0;
      size_t room;

      g_byte_array_set_size (buffer, 0);
      if (sysctl (mib, n_mib, NULL, &length, NULL, 0) != 0)
        return FALSE;
      if (length > MAX_BYTES)
        {
          errno = EFBIG;
          return FALSE;
        }
      if (length == 0)
        return TRUE;

      /* An eighth more than it took just now, for what comes in between, and more each time. */
      room = length + (length / 8 + 64) * (i + 1);
      g_byte_array_set_size (buffer, (guint) room);
      length = room;
      if (sysctl (mib, n_mib, buffer->data, &length, NULL, 0) == 0)
        {
          g_byte_array_set_size (buffer, (guint) MIN (length, room));
          return TRUE;
        }
      if (errno != ENOMEM)
        break;
    }

  g_byte_array_set_size (buffer, 0);

  return FALSE;
}

/**
 * ptl_darwin_sysctl_read_name:
 * @name: which value: "net.inet.tcp.pcblist_n"
 * @buffer: replaced by the value's bytes; empty on failure
 *
 * Reads a value of any length. Any thread.
 *
 * Returns: whether it could be read; errno tells why not
 */
gboolean
ptl_darwin_sysctl_read_name (const char *name,
                             GByteArray *buffer)
{
  int mib[MAX_MIB];
  size_t n_mib = G_N_ELEMENTS (mib);

  g_byte_array_set_size (buffer, 0);
  if (sysctlnametomib (name, mib, &n_mib) != 0)
    return FALSE;

  return ptl_darwin_sysctl_read (mib, (guint) n_mib, buffer);
}

/**
 * ptl_darwin_sysctl_read_int:
 * @name: which value
 * @out_value: (out): the value; untouched on failure
 *
 * Reads a number. Any thread.
 *
 * Returns: whether it could be read
 */
gboolean
ptl_darwin_sysctl_read_int (const char *name,
                            int        *out_value)
{
  int value = 0;
  size_t length = sizeof value;

  if (sysctlbyname (name, &value, &length, NULL, 0) != 0 || length != sizeof value)
    return FALSE;

  *out_value = value;

  return TRUE;
}
