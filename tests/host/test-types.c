#include "config.h"

#include "host/ptl-host.h"

#include <gio/gio.h>
#include <string.h>

static PtlListener *
make (guint16      port,
      PtlTransport transport,
      const char  *address)
{
  PtlListener *listener = ptl_listener_new ();
  g_autoptr (GInetAddress) parsed = g_inet_address_new_from_string (address);

  listener->port = port;
  listener->transport = transport;
  listener->address = g_strdup (address);
  listener->network_namespace = g_strdup ("host");
  g_assert_nonnull (parsed);
  listener->family = g_inet_address_get_family (parsed) == G_SOCKET_FAMILY_IPV4 ? PTL_FAMILY_IPV4 : PTL_FAMILY_IPV6;
  memcpy (listener->address_bytes, g_inet_address_to_bytes (parsed), g_inet_address_get_native_size (parsed));

  return listener;
}

static void
test_exposure (void)
{
  static const struct
  {
    const char *address;
    const char *interface;
    PtlExposure exposure;
  } cases[] = {
    { "0.0.0.0", NULL, PTL_EXPOSURE_ALL },
    { "0.0.0.0", "eth0", PTL_EXPOSURE_NETWORK },
    { "0.0.0.0", "lo", PTL_EXPOSURE_LOOPBACK },
    { "127.0.0.1", NULL, PTL_EXPOSURE_LOOPBACK },
    { "127.255.255.254", NULL, PTL_EXPOSURE_LOOPBACK },
    { "128.0.0.1", NULL, PTL_EXPOSURE_NETWORK },
    { "126.255.255.255", NULL, PTL_EXPOSURE_NETWORK },
    { "192.168.1.2", NULL, PTL_EXPOSURE_NETWORK },
    { "169.254.1.1", NULL, PTL_EXPOSURE_NETWORK },
    { "0.0.0.1", NULL, PTL_EXPOSURE_NETWORK },
    { "::", NULL, PTL_EXPOSURE_ALL },
    { "::", "wlan0", PTL_EXPOSURE_NETWORK },
    { "::", "lo", PTL_EXPOSURE_LOOPBACK },
    { "::1", NULL, PTL_EXPOSURE_LOOPBACK },
    { "::2", NULL, PTL_EXPOSURE_NETWORK },
    { "fe80::1", "eth0", PTL_EXPOSURE_NETWORK },
    { "2001:db8::1", NULL, PTL_EXPOSURE_NETWORK },
    { "::ffff:127.0.0.1", NULL, PTL_EXPOSURE_LOOPBACK },
    { "::ffff:127.9.9.9", NULL, PTL_EXPOSURE_LOOPBACK },
    { "::ffff:10.0.0.1", NULL, PTL_EXPOSURE_NETWORK },
    { "::ffff:0.0.0.0", NULL, PTL_EXPOSURE_ALL },
    { "::127.0.0.1", NULL, PTL_EXPOSURE_NETWORK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PtlListener) listener = make (1, PTL_TRANSPORT_TCP, cases[i].address);

      g_test_message ("%s %s", cases[i].address, cases[i].interface);
      g_assert_cmpint (ptl_exposure_of_address (listener->family, listener->address_bytes, cases[i].interface), ==,
                       cases[i].exposure);
    }

  /* Bytes after IPv4's four don't count. */
  g_assert_cmpint (ptl_exposure_of_address (PTL_FAMILY_IPV4, (const guint8[16]){ 0, 0, 0, 0, 9 }, NULL), ==, PTL_EXPOSURE_ALL);
}

static void
test_find_port (void)
{
  static const guint16 ports[] = { 0, 22, 80, 80, 80, 443, 65535, 65535 };
  g_autoptr (PtlSnapshot) snapshot = ptl_snapshot_new ("test");
  guint first = 99;

  for (guint i = G_N_ELEMENTS (ports); i > 0; i--)
    ptl_snapshot_take_listener (snapshot, make (ports[i - 1], i % 3, "0.0.0.0"));
  ptl_snapshot_seal (snapshot, 5);

  g_assert_cmpuint (ptl_snapshot_get_n (snapshot), ==, G_N_ELEMENTS (ports));
  g_assert_cmpuint (ptl_snapshot_get_n_ports (snapshot), ==, 5);
  g_assert_cmpint (ptl_snapshot_get_taken_at (snapshot), ==, 5);
  g_assert_cmpstr (ptl_snapshot_get_method (snapshot), ==, "test");
  g_assert_true (ptl_snapshot_is_complete (snapshot));
  g_assert_null (ptl_snapshot_get_reason (snapshot));

  for (guint i = 1; i < G_N_ELEMENTS (ports); i++)
    g_assert_cmpint (ptl_listener_compare (ptl_snapshot_get (snapshot, i - 1), ptl_snapshot_get (snapshot, i)), <=, 0);

  g_assert_cmpuint (ptl_snapshot_find_port (snapshot, 80, &first), ==, 3);
  g_assert_cmpuint (first, ==, 2);
  g_assert_cmpuint (ptl_snapshot_find_port (snapshot, 0, &first), ==, 1);
  g_assert_cmpuint (first, ==, 0);
  g_assert_cmpuint (ptl_snapshot_find_port (snapshot, 65535, &first), ==, 2);
  g_assert_cmpuint (first, ==, 6);
  g_assert_cmpuint (ptl_snapshot_find_port (snapshot, 81, &first), ==, 0);
  g_assert_cmpuint (first, ==, 6);

  for (guint port = 0; port <= G_MAXUINT16; port++)
    {
      gboolean has = port == 0 || port == 22 || port == 80 || port == 443 || port == 65535;

      g_assert_cmpint (ptl_snapshot_has_port (snapshot, port), ==, has);
    }
}

static void
test_empty (void)
{
  g_autoptr (PtlSnapshot) snapshot = ptl_snapshot_new ("test");

  ptl_snapshot_set_incomplete (snapshot, "First.");
  ptl_snapshot_set_incomplete (snapshot, "Second.");
  ptl_snapshot_seal (snapshot, 1);
  g_assert_cmpuint (ptl_snapshot_get_n (snapshot), ==, 0);
  g_assert_cmpuint (ptl_snapshot_find_port (snapshot, 80, NULL), ==, 0);
  g_assert_false (ptl_snapshot_is_complete (snapshot));
  g_assert_cmpstr (ptl_snapshot_get_reason (snapshot), ==, "First.");
}

static void
test_order (void)
{
  /* By port, transport, family, address, interface, namespace, inode, cookie; each decides only where those before don't. */
  g_autoptr (PtlListener) base = make (80, PTL_TRANSPORT_UDP, "10.0.0.2");
  PtlListener *others[8];

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      others[i] = ptl_listener_copy (base);
      g_assert_cmpint (ptl_listener_compare (base, others[i]), ==, 0);
      g_assert_true (ptl_listener_equal (base, others[i]));
    }

  others[0]->port = 81;
  others[0]->transport = PTL_TRANSPORT_TCP;
  others[1]->transport = PTL_TRANSPORT_SCTP;
  others[2]->family = PTL_FAMILY_IPV6;
  others[2]->address_bytes[0] = 1;
  others[3]->address_bytes[3] = 3;
  others[4]->interface = g_strdup ("lo");
  g_free (others[5]->network_namespace);
  others[5]->network_namespace = g_strdup ("other");
  others[6]->inode = 1;
  others[7]->cookie = 1;
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_assert_cmpint (ptl_listener_compare (base, others[i]), <, 0);
      g_assert_cmpint (ptl_listener_compare (others[i], base), >, 0);
      /* The cookie is not shown. */
      g_assert_cmpint (ptl_listener_equal (base, others[i]), ==, i == 7);
      ptl_listener_free (others[i]);
    }
}

/* However many there are, on as many ports or as few: each snapshot is in the order of ptl_listener_compare(). */
static void
test_sealed_order (void)
{
  static const guint numbers[] = { 0, 1, 2, 3, 300, 2000 };
  static const guint n_ports[] = { 1, 3, 300, 65536 };

  for (guint i = 0; i < G_N_ELEMENTS (numbers) * G_N_ELEMENTS (n_ports); i++)
    {
      g_autoptr (PtlSnapshot) snapshot = ptl_snapshot_new ("sock_diag");
      guint n = numbers[i / G_N_ELEMENTS (n_ports)];

      for (guint j = 0; j < n; j++)
        {
          gboolean udp = g_test_rand_bit ();
          PtlListener *listener = make (0, udp ? PTL_TRANSPORT_UDP : PTL_TRANSPORT_TCP, udp ? "127.0.0.1" : "::");

          listener->port = (guint16) g_test_rand_int_range (0, n_ports[i % G_N_ELEMENTS (n_ports)]);
          listener->inode = g_test_rand_int_range (0, 100);
          ptl_snapshot_take_listener (snapshot, listener);
        }
      ptl_snapshot_seal (snapshot, 0);

      g_assert_cmpuint (ptl_snapshot_get_n (snapshot), ==, n);
      for (guint j = 1; j < n; j++)
        g_assert_cmpint (ptl_listener_compare (ptl_snapshot_get (snapshot, j - 1), ptl_snapshot_get (snapshot, j)), <=, 0);
    }
}

static void
test_equal (void)
{
  g_autoptr (PtlListener) base = make (80, PTL_TRANSPORT_TCP, "0.0.0.0");
  g_autoptr (PtlProcess) process = ptl_process_new (7);
  g_autoptr (PtlProcess) same = ptl_process_new (7);
  g_autoptr (PtlProcess) other = ptl_process_new (8);
  g_autoptr (PtlListener) with = ptl_listener_copy (base);
  g_autoptr (PtlListener) with_same = ptl_listener_copy (base);
  g_autoptr (PtlListener) with_other = ptl_listener_copy (base);
  g_autoptr (PtlListener) likely = ptl_listener_copy (base);
  g_autoptr (PtlListener) copy = NULL;
  g_autoptr (PtlListener) with_urls = NULL;

  process->name = g_strdup ("a");
  same->name = g_strdup ("a");
  process->command = g_strsplit ("a b", " ", -1);
  same->command = g_strsplit ("a b", " ", -1);
  ptl_listener_add_owner (with, process, PTL_EVIDENCE_DESCRIPTOR, TRUE);
  ptl_listener_add_owner (with_same, same, PTL_EVIDENCE_DESCRIPTOR, TRUE);
  ptl_listener_add_owner (with_other, other, PTL_EVIDENCE_DESCRIPTOR, TRUE);
  ptl_listener_add_owner (likely, process, PTL_EVIDENCE_CONTROL_GROUP, FALSE);
  copy = ptl_listener_copy (with);

  g_assert_true (ptl_listener_equal (with, with_same));
  g_assert_true (ptl_listener_equal (with, copy));
  g_assert_false (ptl_listener_equal (with, base));
  g_assert_false (ptl_listener_equal (with, with_other));
  g_assert_false (ptl_listener_equal (with, likely));

  g_free (same->command[1]);
  same->command[1] = g_strdup ("c");
  g_assert_false (ptl_listener_equal (with, with_same));

  copy->urls = g_strsplit ("http://+:80/a http://+:80/b", " ", -1);
  g_assert_false (ptl_listener_equal (with, copy));
  with_urls = ptl_listener_copy (copy);
  g_assert_true (ptl_listener_equal (with_urls, copy));
}

static void
test_labels (void)
{
  g_autoptr (PtlListener) listener = make (80, PTL_TRANSPORT_TCP, "0.0.0.0");
  g_autoptr (PtlProcess) nameless = ptl_process_new (6);
  g_autoptr (PtlProcess) process = ptl_process_new (7);

  g_assert_null (ptl_listener_get_owner_label (listener));

  listener->unit = g_strdup ("session-1.scope");
  g_assert_cmpstr (ptl_listener_get_owner_label (listener), ==, "session-1.scope");

  process->name = g_strdup ("node");
  ptl_listener_add_owner (listener, nameless, PTL_EVIDENCE_DESCRIPTOR, TRUE);
  ptl_listener_add_owner (listener, process, PTL_EVIDENCE_DESCRIPTOR, TRUE);
  g_assert_cmpstr (ptl_listener_get_owner_label (listener), ==, "node");

  g_free (listener->unit);
  listener->unit = g_strdup ("nginx.service");
  g_assert_cmpstr (ptl_listener_get_owner_label (listener), ==, "nginx.service");

  g_free (listener->unit);
  listener->unit = g_strdup ("Dnscache");
  g_assert_cmpstr (ptl_listener_get_owner_label (listener), ==, "Dnscache");

  listener->unit_is_user = TRUE;
  g_assert_cmpstr (ptl_listener_get_owner_label (listener), ==, "node");

  listener->container_name = g_strdup ("web");
  g_assert_cmpstr (ptl_listener_get_owner_label (listener), ==, "web");
}

static void
test_unknown_owners (void)
{
  g_autoptr (PtlSnapshot) snapshot = ptl_snapshot_new ("test");
  g_autoptr (PtlProcess) process = ptl_process_new (7);
  PtlListener *listeners[6];

  for (guint i = 0; i < G_N_ELEMENTS (listeners); i++)
    listeners[i] = make (i + 1, PTL_TRANSPORT_TCP, "0.0.0.0");
  ptl_listener_add_owner (listeners[0], process, PTL_EVIDENCE_DESCRIPTOR, TRUE);
  listeners[1]->unit = g_strdup ("x.service");
  listeners[2]->container_runtime = g_strdup ("docker");
  listeners[3]->kernel = TRUE;
  listeners[4]->unheld = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (listeners); i++)
    ptl_snapshot_take_listener (snapshot, listeners[i]);
  ptl_snapshot_seal (snapshot, 1);

  g_assert_cmpuint (ptl_snapshot_get_unknown_owners (snapshot), ==, 1);
}

static void
test_snapshots_equal (void)
{
  g_autoptr (PtlSnapshot) first = ptl_snapshot_new ("test");
  g_autoptr (PtlSnapshot) same = ptl_snapshot_new ("test");
  g_autoptr (PtlSnapshot) other = ptl_snapshot_new ("test");
  g_autoptr (PtlSnapshot) incomplete = ptl_snapshot_new ("test");

  ptl_snapshot_take_listener (first, make (80, PTL_TRANSPORT_TCP, "0.0.0.0"));
  ptl_snapshot_take_listener (same, make (80, PTL_TRANSPORT_TCP, "0.0.0.0"));
  ptl_snapshot_take_listener (other, make (81, PTL_TRANSPORT_TCP, "0.0.0.0"));
  ptl_snapshot_take_listener (incomplete, make (80, PTL_TRANSPORT_TCP, "0.0.0.0"));
  ptl_snapshot_set_incomplete (incomplete, "Why.");
  ptl_snapshot_seal (first, 1);
  ptl_snapshot_seal (same, 2);
  ptl_snapshot_seal (other, 1);
  ptl_snapshot_seal (incomplete, 1);

  g_assert_true (ptl_snapshot_equal (first, same));
  g_assert_false (ptl_snapshot_equal (first, other));
  g_assert_false (ptl_snapshot_equal (first, incomplete));
}

static void
test_facts (void)
{
  g_autoptr (PtlHostFacts) facts = ptl_host_facts_new ("linux");
  g_autoptr (PtlHostFacts) other = ptl_host_facts_new ("linux");
  PtlEphemeral ephemeral = { PTL_TRANSPORT_TCP, PTL_FAMILY_IPV4, { 100, 200 } };
  PtlInterval interval = { 10, 20 };
  PtlInterval udp_alone = { 30, 30, PTL_TRANSPORT_BIT (PTL_TRANSPORT_UDP) };

  g_assert_cmpint (facts->unprivileged_start, ==, -1);
  g_assert_false (ptl_host_facts_in_ephemeral (facts, 150));
  g_assert_false (ptl_host_facts_in_intervals (facts->reserved, 15, G_MAXUINT));
  g_assert_true (ptl_host_facts_equal (facts, other));

  g_array_append_val (facts->ephemeral, ephemeral);
  g_assert_false (ptl_host_facts_equal (facts, other));
  g_array_append_val (other->ephemeral, ephemeral);
  g_assert_true (ptl_host_facts_equal (facts, other));
  facts->reserved = g_array_new (FALSE, FALSE, sizeof (PtlInterval));
  g_assert_false (ptl_host_facts_equal (facts, other));
  g_array_append_val (facts->reserved, interval);

  for (guint port = 0; port < 300; port++)
    {
      g_assert_cmpint (ptl_host_facts_in_ephemeral (facts, port), ==, port >= 100 && port <= 200);
      g_assert_cmpint (ptl_host_facts_in_intervals (facts->reserved, port, G_MAXUINT), ==, port >= 10 && port <= 20);
    }

  g_array_append_val (facts->reserved, udp_alone);
  g_assert_true (ptl_host_facts_in_intervals (facts->reserved, 15, PTL_TRANSPORT_BIT (PTL_TRANSPORT_TCP)));
  g_assert_true (ptl_host_facts_in_intervals (facts->reserved, 30, PTL_TRANSPORT_BIT (PTL_TRANSPORT_UDP)));
  g_assert_false (ptl_host_facts_in_intervals (facts->reserved, 30, PTL_TRANSPORT_BIT (PTL_TRANSPORT_TCP)));
}

static void
test_names (void)
{
  g_assert_cmpstr (ptl_family_to_string (PTL_FAMILY_IPV4), ==, "ipv4");
  g_assert_cmpstr (ptl_family_to_string (PTL_FAMILY_IPV6), ==, "ipv6");
  g_assert_cmpstr (ptl_family_to_string (PTL_FAMILY_DUAL), ==, "dual");
  g_assert_cmpstr (ptl_exposure_to_string (PTL_EXPOSURE_LOOPBACK), ==, "loopback");
  g_assert_cmpstr (ptl_exposure_to_string (PTL_EXPOSURE_NETWORK), ==, "network");
  g_assert_cmpstr (ptl_exposure_to_string (PTL_EXPOSURE_ALL), ==, "all");
  g_assert_cmpstr (ptl_evidence_to_string (PTL_EVIDENCE_DESCRIPTOR), ==, "descriptor");
  g_assert_cmpstr (ptl_evidence_to_string (PTL_EVIDENCE_CONTROL_GROUP), ==, "control-group");
  g_assert_cmpstr (ptl_evidence_to_string (PTL_EVIDENCE_TABLE), ==, "table");
  g_assert_cmpstr (ptl_evidence_to_string (PTL_EVIDENCE_PROXY), ==, "proxy");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/host/types/exposure", test_exposure);
  g_test_add_func ("/host/types/find-port", test_find_port);
  g_test_add_func ("/host/types/empty", test_empty);
  g_test_add_func ("/host/types/order", test_order);
  g_test_add_func ("/host/types/sealed-order", test_sealed_order);
  g_test_add_func ("/host/types/equal", test_equal);
  g_test_add_func ("/host/types/labels", test_labels);
  g_test_add_func ("/host/types/unknown-owners", test_unknown_owners);
  g_test_add_func ("/host/types/snapshots-equal", test_snapshots_equal);
  g_test_add_func ("/host/types/facts", test_facts);
  g_test_add_func ("/host/types/names", test_names);

  return g_test_run ();
}
