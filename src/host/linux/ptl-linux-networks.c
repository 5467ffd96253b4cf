#include "config.h"

#include "host/linux/ptl-linux-networks.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

/* How long what was read holds: interfaces seldom change. Microseconds. */
#define KNOWN_TIME (5 * G_USEC_PER_SEC)

typedef struct
{
  int    family;
  guint8 address[16];
  guint  prefix; /* bits */
} Network;

struct _PtlLinuxNetworks
{
  GArray   *networks; /* (owned) (element-type Network) */
  guint     generation;
  gint64    read_at;  /* monotonic; 0 for never */
  gboolean  is_own;   /* /proc is this computer's, and so the interfaces are */
};

/**
 * ptl_linux_networks_new:
 * @is_own: whether /proc will be this computer's, not a copy of another's
 *
 * Reads nothing yet.
 *
 * Returns: (transfer full): a memory of no networks
 */
PtlLinuxNetworks *
ptl_linux_networks_new (gboolean is_own)
{
  PtlLinuxNetworks *self = g_new0 (PtlLinuxNetworks, 1);

  self->networks = g_array_new (FALSE, TRUE, sizeof (Network));
  self->is_own = is_own;

  return self;
}

/**
 * ptl_linux_networks_free:
 * @self: (transfer full): a memory
 *
 * Frees it.
 */
void
ptl_linux_networks_free (PtlLinuxNetworks *self)
{
  g_array_unref (self->networks);
  g_free (self);
}

static guint
count_bits (const guint8 *mask,
            guint         n_bytes)
{
  guint n = 0;

  for (guint i = 0; i < n_bytes; i++)
    n += __builtin_popcount (mask[i]);

  return n;
}

static gboolean
get_bytes (const struct sockaddr *address,
           const guint8         **out_bytes,
           guint                 *out_n)
{
  if (address == NULL)
    return FALSE;

  if (address->sa_family == AF_INET)
    {
      *out_bytes = (const guint8 *) &((const struct sockaddr_in *) (gconstpointer) address)->sin_addr;
      *out_n = 4;
      return TRUE;
    }
  if (address->sa_family == AF_INET6)
    {
      *out_bytes = (const guint8 *) &((const struct sockaddr_in6 *) (gconstpointer) address)->sin6_addr;
      *out_n = 16;
      return TRUE;
    }

  return FALSE;
}

/**
 * ptl_linux_networks_take:
 * @self: a memory
 * @list: (nullable): this computer's addresses, as getifaddrs(3) lists them
 *
 * Keeps the addresses with their prefixes in place of what was known. Those that are a network by themselves (/32, /128) say
 * nothing of who is near, and are left out.
 */
void
ptl_linux_networks_take (PtlLinuxNetworks     *self,
                         const struct ifaddrs *list)
{
  g_autoptr (GArray) before = self->networks;

  self->networks = g_array_new (FALSE, TRUE, sizeof (Network));
  for (const struct ifaddrs *one = list; one != NULL; one = one->ifa_next)
    {
      Network network = { 0 };
      const guint8 *address, *mask;
      guint n, n_mask;

      if (!get_bytes (one->ifa_addr, &address, &n) || !get_bytes (one->ifa_netmask, &mask, &n_mask) || n != n_mask)
        continue;

      network.family = one->ifa_addr->sa_family;
      network.prefix = count_bits (mask, n);
      memcpy (network.address, address, n);
      if (network.prefix < n * 8)
        g_array_append_val (self->networks, network);
    }

  if (before->len != self->networks->len ||
      (before->len > 0 && memcmp (before->data, self->networks->data, before->len * sizeof (Network)) != 0))
    self->generation++;
}

static void
update (PtlLinuxNetworks *self)
{
  gint64 now = g_get_monotonic_time ();
  struct ifaddrs *list = NULL;

  if (!self->is_own || (self->read_at != 0 && now - self->read_at < KNOWN_TIME))
    return;

  self->read_at = now;
  if (getifaddrs (&list) != 0)
    return;
  ptl_linux_networks_take (self, list);
  freeifaddrs (list);
}

/**
 * ptl_linux_networks_get_generation:
 * @self: a memory
 *
 * Tells whether what ptl_linux_networks_dup() said still holds. Blocks for some ten microseconds, now and then.
 *
 * Returns: another number whenever the computer's networks are others
 */
guint
ptl_linux_networks_get_generation (PtlLinuxNetworks *self)
{
  update (self);

  return self->generation;
}

/**
 * ptl_linux_networks_dup:
 * @self: a memory
 * @family: AF_INET or AF_INET6
 * @address: 4 or 16 bytes
 *
 * Names the network that one of this computer's own addresses lies in. Blocks as ptl_linux_networks_get_generation() does.
 *
 * Returns: (transfer full) (nullable): "192.168.1.0/24", "fe80::/64"; %NULL where that is not known
 */
char *
ptl_linux_networks_dup (PtlLinuxNetworks *self,
                        int               family,
                        const guint8     *address)
{
  static const guint8 mapped[12] = { [10] = 0xff, [11] = 0xff };
  guint n;

  /* A socket of IPv6 may be at an address of IPv4: RFC 4291, section 2.5.5.2. */
  if (family == AF_INET6 && memcmp (address, mapped, sizeof mapped) == 0)
    {
      family = AF_INET;
      address += sizeof mapped;
    }
  n = family == AF_INET ? 4 : 16;

  update (self);

  for (guint i = 0; i < self->networks->len; i++)
    {
      const Network *network = &g_array_index (self->networks, Network, i);
      char text[INET6_ADDRSTRLEN];
      guint8 first[16];

      if (network->family != family || memcmp (network->address, address, n) != 0)
        continue;

      for (guint k = 0; k < n; k++)
        {
          int bits = CLAMP ((int) network->prefix - (int) k * 8, 0, 8);

          first[k] = address[k] & (guint8) (0xff00 >> bits);
        }
      if (inet_ntop (family, first, text, sizeof text) == NULL)
        return NULL;

      return g_strdup_printf ("%s/%u", text, network->prefix);
    }

  return NULL;
}
