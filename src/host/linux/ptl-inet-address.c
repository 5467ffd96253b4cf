#include "config.h"

#include "host/linux/ptl-inet-address.h"

#include <string.h>

/**
 * ptl_inet_address_parse:
 * @self: (out caller-allocates): the address; of no meaning on failure
 * @text: "192.0.2.1" or "2001:db8::1"
 *
 * Reads an address as inet_pton(3) does. Any thread.
 *
 * Returns: whether it is one
 */
gboolean
ptl_inet_address_parse (PtlInetAddress *self,
                        const char     *text)
{
  memset (self, 0, sizeof *self);
  self->family = strchr (text, ':') != NULL ? AF_INET6 : AF_INET;

  return inet_pton (self->family, text, self->bytes) == 1;
}

/**
 * ptl_inet_address_equal:
 * @a: an address
 * @b: another
 *
 * Any thread.
 *
 * Returns: whether they are the same
 */
gboolean
ptl_inet_address_equal (const PtlInetAddress *a,
                        const PtlInetAddress *b)
{
  return a->family == b->family && memcmp (a->bytes, b->bytes, sizeof a->bytes) == 0;
}

/**
 * ptl_inet_address_is_any:
 * @self: an address
 *
 * Any thread.
 *
 * Returns: whether it stands for every address: "0.0.0.0" or "::"
 */
gboolean
ptl_inet_address_is_any (const PtlInetAddress *self)
{
  static const guint8 zeros[16] = { 0 };

  return memcmp (self->bytes, zeros, sizeof zeros) == 0;
}
