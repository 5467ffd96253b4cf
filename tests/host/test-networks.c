#include "config.h"

#include "host/linux/ptl-linux-networks.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <string.h>

/* Which network an address of this computer lies in, by made-up interfaces. */

typedef struct
{
  struct ifaddrs      list;
  struct sockaddr_in6 address; /* as large as either */
  struct sockaddr_in6 mask;
} Interface;

static void
set_address (struct sockaddr_in6 *into,
             const char          *text)
{
  memset (into, 0, sizeof *into);
  if (strchr (text, ':') != NULL)
    {
      into->sin6_family = AF_INET6;
      g_assert_cmpint (inet_pton (AF_INET6, text, &into->sin6_addr), ==, 1);
    }
  else
    {
      struct sockaddr_in *four = (struct sockaddr_in *) (gpointer) into;

      four->sin_family = AF_INET;
      g_assert_cmpint (inet_pton (AF_INET, text, &four->sin_addr), ==, 1);
    }
}

static void
add_interface (Interface  *interface,
               Interface  *next,
               const char *address,
               const char *mask)
{
  memset (interface, 0, sizeof *interface);
  interface->list.ifa_next = next != NULL ? &next->list : NULL;
  if (address == NULL)
    return;

  set_address (&interface->address, address);
  set_address (&interface->mask, mask);
  interface->list.ifa_addr = (struct sockaddr *) &interface->address;
  interface->list.ifa_netmask = (struct sockaddr *) &interface->mask;
}

static void
assert_network (PtlLinuxNetworks *networks,
                const char       *address,
                const char       *expected)
{
  g_autofree char *network = NULL;
  guint8 bytes[16];
  int family = strchr (address, ':') != NULL ? AF_INET6 : AF_INET;

  g_assert_cmpint (inet_pton (family, address, bytes), ==, 1);
  network = ptl_linux_networks_dup (networks, family, bytes);
  g_assert_cmpstr (network, ==, expected);
}

static void
test_names (void)
{
  PtlLinuxNetworks *networks = ptl_linux_networks_new (FALSE);
  Interface interfaces[6];

  assert_network (networks, "192.168.1.5", NULL);

  /* An interface without an address is one too. */
  add_interface (&interfaces[0], &interfaces[1], NULL, NULL);
  add_interface (&interfaces[1], &interfaces[2], "192.168.1.5", "255.255.255.0");
  add_interface (&interfaces[2], &interfaces[3], "10.20.30.40", "255.255.240.0");
  add_interface (&interfaces[3], &interfaces[4], "203.0.113.7", "255.255.255.255");
  add_interface (&interfaces[4], &interfaces[5], "fe80::1234:5678", "ffff:ffff:ffff:ffff::");
  add_interface (&interfaces[5], NULL, "2001:db8:0:1f::1", "ffff:ffff:ffff:fff0::");
  ptl_linux_networks_take (networks, &interfaces[0].list);

  assert_network (networks, "192.168.1.5", "192.168.1.0/24");
  assert_network (networks, "::ffff:192.168.1.5", "192.168.1.0/24");
  assert_network (networks, "10.20.30.40", "10.20.16.0/20");
  assert_network (networks, "fe80::1234:5678", "fe80::/64");
  assert_network (networks, "2001:db8:0:1f::1", "2001:db8:0:10::/60");
  /* A network of one address says nothing of who is near; an address of others is in no network of ours. */
  assert_network (networks, "203.0.113.7", NULL);
  assert_network (networks, "192.168.1.6", NULL);
  assert_network (networks, "239.255.255.250", NULL);

  ptl_linux_networks_free (networks);
}

/* What was named by networks that are no more is named anew, and nothing is while they stay. */
static void
test_generation (void)
{
  PtlLinuxNetworks *networks = ptl_linux_networks_new (FALSE);
  Interface interface;
  guint first, second;

  add_interface (&interface, NULL, "192.168.1.5", "255.255.255.0");
  ptl_linux_networks_take (networks, &interface.list);
  first = ptl_linux_networks_get_generation (networks);
  ptl_linux_networks_take (networks, &interface.list);
  g_assert_cmpuint (ptl_linux_networks_get_generation (networks), ==, first);

  add_interface (&interface, NULL, "192.168.1.5", "255.255.0.0");
  ptl_linux_networks_take (networks, &interface.list);
  second = ptl_linux_networks_get_generation (networks);
  g_assert_cmpuint (second, !=, first);
  assert_network (networks, "192.168.1.5", "192.168.0.0/16");

  ptl_linux_networks_take (networks, NULL);
  g_assert_cmpuint (ptl_linux_networks_get_generation (networks), !=, second);
  assert_network (networks, "192.168.1.5", NULL);

  ptl_linux_networks_free (networks);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/host/networks/names", test_names);
  g_test_add_func ("/host/networks/generation", test_generation);

  return g_test_run ();
}
