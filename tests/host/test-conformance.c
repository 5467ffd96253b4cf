#include "config.h"

#include "host/ptl-host.h"

#include <gio/gio.h>
#include <gio/gnetworking.h>
#include <string.h>
#include <unistd.h>

/* Windows's headers make a keyword of it. */
#undef interface

/*
 * The contract of ptl-host.h, held against the computer that runs this, whatever its system: opens sockets, and finds
 * exactly them, with everything that is said of each. GLib alone, so that the same program runs on every system, and on
 * Windows under Wine too.
 */

typedef struct
{
  const char    *path;
  GSocketFamily  family;
  PtlTransport   transport;
  const char    *address;
  gboolean       v6only;
  PtlFamily      expected_family;
  PtlExposure    exposure;
} Kind;

static const Kind kinds[] = {
  { "tcp/ipv4/wildcard", G_SOCKET_FAMILY_IPV4, PTL_TRANSPORT_TCP, "0.0.0.0", FALSE, PTL_FAMILY_IPV4, PTL_EXPOSURE_ALL },
  { "tcp/ipv4/loopback", G_SOCKET_FAMILY_IPV4, PTL_TRANSPORT_TCP, "127.0.0.1", FALSE, PTL_FAMILY_IPV4, PTL_EXPOSURE_LOOPBACK },
  { "tcp/ipv6/dual", G_SOCKET_FAMILY_IPV6, PTL_TRANSPORT_TCP, "::", FALSE, PTL_FAMILY_DUAL, PTL_EXPOSURE_ALL },
  { "tcp/ipv6/v6only", G_SOCKET_FAMILY_IPV6, PTL_TRANSPORT_TCP, "::", TRUE, PTL_FAMILY_IPV6, PTL_EXPOSURE_ALL },
  { "tcp/ipv6/loopback", G_SOCKET_FAMILY_IPV6, PTL_TRANSPORT_TCP, "::1", FALSE, PTL_FAMILY_IPV6, PTL_EXPOSURE_LOOPBACK },
  { "udp/ipv4/wildcard", G_SOCKET_FAMILY_IPV4, PTL_TRANSPORT_UDP, "0.0.0.0", FALSE, PTL_FAMILY_IPV4, PTL_EXPOSURE_ALL },
  { "udp/ipv4/loopback", G_SOCKET_FAMILY_IPV4, PTL_TRANSPORT_UDP, "127.0.0.1", FALSE, PTL_FAMILY_IPV4, PTL_EXPOSURE_LOOPBACK },
  { "udp/ipv6/dual", G_SOCKET_FAMILY_IPV6, PTL_TRANSPORT_UDP, "::", FALSE, PTL_FAMILY_DUAL, PTL_EXPOSURE_ALL },
  { "udp/ipv6/v6only", G_SOCKET_FAMILY_IPV6, PTL_TRANSPORT_UDP, "::", TRUE, PTL_FAMILY_IPV6, PTL_EXPOSURE_ALL },
  { "udp/ipv6/loopback", G_SOCKET_FAMILY_IPV6, PTL_TRANSPORT_UDP, "::1", FALSE, PTL_FAMILY_IPV6, PTL_EXPOSURE_LOOPBACK },
};

/*
 * Wine implements Windows on another system, and gives itself away by its environment. Its tables tell no process for UDP
 * and IPv6, and no V6ONLY by any sign; Windows's own do.
 */
static gboolean
is_wine (void)
{
  return g_getenv ("WINEDATADIR") != NULL;
}

static gboolean
is_windows (void)
{
  return g_str_equal (ptl_host_get_os (), "windows");
}

/* A socket of the kind that waits; NULL where the case was skipped. */
static GSocket *
open_kind (const Kind *kind)
{
  gboolean tcp = kind->transport == PTL_TRANSPORT_TCP;
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (kind->address, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = NULL;

  socket = g_socket_new (kind->family, tcp ? G_SOCKET_TYPE_STREAM : G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT, &error);
  if (socket != NULL)
    {
      if (kind->family == G_SOCKET_FAMILY_IPV6)
        g_socket_set_option (socket, IPPROTO_IPV6, IPV6_V6ONLY, kind->v6only, NULL);
      g_socket_bind (socket, address, FALSE, &error);
    }

  if (error != NULL)
    {
      g_autofree char *message = g_strdup_printf ("this computer does not give such a socket: %s", error->message);

      g_test_skip (message);
      return NULL;
    }

  if (tcp)
    {
      g_socket_listen (socket, &error);
      g_assert_no_error (error);
      /* Wine learns whose socket it is by a call such as this one; elsewhere it does no harm. */
      g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
    }

  return g_steal_pointer (&socket);
}

static guint16
get_port (GSocket *socket)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (socket, NULL);

  g_assert_nonnull (address);

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

static PtlSnapshot *
read_all (PtlHost *host)
{
  g_autoptr (GError) error = NULL;
  PtlSnapshot *snapshot = ptl_host_read (host, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (snapshot);

  return snapshot;
}

/* The one listener of a port and transport at an address; NULL where there is none. Two would be a mistake. */
static const PtlListener *
find (PtlSnapshot *snapshot,
      const Kind  *kind,
      guint16      port)
{
  const PtlListener *found = NULL;
  guint first = 0;
  guint n = ptl_snapshot_find_port (snapshot, port, &first);

  for (guint i = first; i < first + n; i++)
    {
      const PtlListener *listener = ptl_snapshot_get (snapshot, i);

      if (listener->transport != kind->transport || !g_str_equal (listener->address, kind->address))
        continue;
      g_assert_null (found);
      found = listener;
    }

  return found;
}

/* A program's name without its folder and the ".exe" that some systems want. */
static char *
dup_program (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  if (g_str_has_suffix (name, ".exe"))
    name[strlen (name) - 4] = '\0';

  return g_steal_pointer (&name);
}

static void
assert_is_this_process (const PtlOwner *owner)
{
  const PtlProcess *process = owner->process;
  g_autofree char *name = NULL;
  g_autofree char *executable = NULL;

  g_assert_cmpint (process->pid, ==, getpid ());
  g_assert_true (owner->certain);
  g_assert_true (owner->evidence == PTL_EVIDENCE_DESCRIPTOR || owner->evidence == PTL_EVIDENCE_TABLE);

  g_assert_nonnull (process->name);
  name = dup_program (process->name);
  g_assert_cmpstr (name, ==, "test-conformance");
  g_assert_nonnull (process->executable);
  g_assert_true (g_path_is_absolute (process->executable));
  executable = dup_program (process->executable);
  g_assert_cmpstr (executable, ==, "test-conformance");

  if (!is_wine ())
    {
      g_assert_nonnull (process->command);
      g_assert_nonnull (process->command[0]);
    }
  g_assert_false (process->command_cut);

  g_assert_nonnull (process->user);
  g_assert_true (g_str_has_suffix (process->user, g_get_user_name ()));

  /* It started a moment ago; the coarsest clock counts hundredths of a second. */
  g_assert_cmpint (process->started_at, <=, g_get_real_time () + 20000);
  g_assert_cmpint (process->started_at, >, g_get_real_time () - G_TIME_SPAN_HOUR);
  g_assert_cmpuint (process->start_ticks, >, 0);
}

static void
assert_is_kind (const PtlListener *listener,
                const Kind        *kind,
                guint16            port)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (kind->address);
  gsize size = g_inet_address_get_native_size (address);

  g_assert_nonnull (listener);
  g_assert_cmpint (listener->transport, ==, kind->transport);
  g_assert_cmpuint (listener->port, ==, port);
  g_assert_cmpstr (listener->address, ==, kind->address);
  g_assert_cmpmem (listener->address_bytes, size, g_inet_address_to_bytes (address), size);
  if (is_wine () && kind->expected_family == PTL_FAMILY_DUAL)
    g_assert_cmpint (listener->family, ==, PTL_FAMILY_IPV6);
  else
    g_assert_cmpint (listener->family, ==, kind->expected_family);
  g_assert_cmpint (listener->exposure, ==, kind->exposure);
  g_assert_null (listener->interface);
  g_assert_cmpstr (listener->network_namespace, ==, "host");
  g_assert_false (listener->kernel);
  g_assert_null (listener->kernel_name);
  g_assert_null (listener->urls);
  g_assert_null (listener->container_id);

  if (is_wine () && listener->owners->len == 0)
    {
      g_assert_true (kind->family == G_SOCKET_FAMILY_IPV6 || kind->transport == PTL_TRANSPORT_UDP);
      g_assert_null (listener->user);
      return;
    }

  g_assert_cmpuint (listener->owners->len, ==, 1);
  assert_is_this_process (g_ptr_array_index (listener->owners, 0));
  g_assert_cmpstr (listener->user, ==, ((const PtlOwner *) g_ptr_array_index (listener->owners, 0))->process->user);
}

/* Each kind of socket: found with everything that is said of it, by both ways to read, and gone when it is closed. */
static void
test_kind (gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (PtlHost) host = ptl_host_new (NULL);
  g_autoptr (GSocket) socket = open_kind (kind);
  g_autoptr (PtlSnapshot) all = NULL;
  g_autoptr (PtlSnapshot) again = NULL;
  g_autoptr (PtlSnapshot) one = NULL;
  g_autoptr (PtlSnapshot) after = NULL;
  g_autoptr (GError) error = NULL;
  guint16 port;

  if (socket == NULL)
    return;
  port = get_port (socket);

  all = read_all (host);
  g_assert_true (ptl_snapshot_has_port (all, port));
  assert_is_kind (find (all, kind, port), kind, port);

  /* What has not changed is told in the same words. */
  again = read_all (host);
  g_assert_true (ptl_listener_equal (find (all, kind, port), find (again, kind, port)));

  one = ptl_host_read_port (host, port, NULL, &error);
  g_assert_no_error (error);
  assert_is_kind (find (one, kind, port), kind, port);

  g_socket_close (socket, &error);
  g_assert_no_error (error);
  after = read_all (host);
  g_assert_null (find (after, kind, port));
}

/* The two ends of a connection are no listeners; the socket that took it still is. */
static void
test_connection (void)
{
  static const Kind *const kind = &kinds[1];
  g_autoptr (PtlHost) host = ptl_host_new (NULL);
  g_autoptr (GSocket) listening = open_kind (kind);
  g_autoptr (GSocket) client = NULL;
  g_autoptr (GSocket) server = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (listening);
  address = g_inet_socket_address_new_from_string ("127.0.0.1", get_port (listening));
  client = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, &error);
  g_assert_no_error (error);
  g_socket_connect (client, address, NULL, &error);
  g_assert_no_error (error);
  server = g_socket_accept (listening, NULL, &error);
  g_assert_no_error (error);

  snapshot = read_all (host);
  assert_is_kind (find (snapshot, kind, get_port (listening)), kind, get_port (listening));
  g_assert_null (find (snapshot, kind, get_port (client)));
}

/* A server that opens a socket for each family has two listeners, not one that takes both. */
static void
test_two_families (void)
{
  Kind ipv4 = kinds[0];
  Kind ipv6 = kinds[3];
  g_autoptr (PtlHost) host = ptl_host_new (NULL);
  g_autoptr (GSocket) first = open_kind (&ipv6);
  g_autoptr (GSocket) second = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;
  guint16 port;

  if (first == NULL)
    return;

  port = get_port (first);
  address = g_inet_socket_address_new_from_string ("0.0.0.0", port);
  second = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, &error);
  g_assert_no_error (error);
  if (!g_socket_bind (second, address, FALSE, NULL))
    {
      g_test_skip ("somebody else has the port of the other family");
      return;
    }
  g_socket_listen (second, &error);
  g_assert_no_error (error);
  g_socket_set_option (second, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);

  snapshot = read_all (host);
  assert_is_kind (find (snapshot, &ipv4, port), &ipv4, port);
  assert_is_kind (find (snapshot, &ipv6, port), &ipv6, port);
}

static void
test_snapshot (void)
{
  static const char *const methods[] = { "sock_diag", "procfs", "iphlpapi", "libproc", NULL };
  g_autoptr (PtlHost) host = ptl_host_new (NULL);
  gint64 before = g_get_real_time ();
  g_autoptr (PtlSnapshot) snapshot = read_all (host);

  g_assert_true (g_strv_contains (methods, ptl_snapshot_get_method (snapshot)));
  g_assert_true (ptl_snapshot_is_complete (snapshot));
  g_assert_null (ptl_snapshot_get_reason (snapshot));
  g_assert_cmpint (ptl_snapshot_get_taken_at (snapshot), >=, before);
  g_assert_cmpint (ptl_snapshot_get_taken_at (snapshot), <=, g_get_real_time ());

  for (guint i = 1; i < ptl_snapshot_get_n (snapshot); i++)
    g_assert_cmpint (ptl_listener_compare (ptl_snapshot_get (snapshot, i - 1), ptl_snapshot_get (snapshot, i)), <=, 0);
}

static void
test_cancelled (void)
{
  g_autoptr (PtlHost) host = ptl_host_new (NULL);
  const gint cancelled = 1;
  g_autoptr (GError) error = NULL;

  g_assert_null (ptl_host_read (host, &cancelled, &error));
  g_assert_error (error, PTL_HOST_ERROR, PTL_HOST_ERROR_CANCELLED);
}

/* Trying to bind tells what is in use, and takes nothing away. */
static void
test_try_bind (void)
{
  g_autoptr (GSocket) tcp = open_kind (&kinds[0]);
  g_autoptr (GSocket) udp = open_kind (&kinds[5]);
  guint16 tcp_port = get_port (tcp);
  guint16 udp_port = get_port (udp);

  g_assert_cmpint (ptl_host_try_bind (PTL_TRANSPORT_TCP, tcp_port), ==, PTL_BIND_IN_USE);
  g_assert_cmpint (ptl_host_try_bind (PTL_TRANSPORT_UDP, udp_port), ==, PTL_BIND_IN_USE);
  g_assert_cmpint (ptl_host_try_bind (PTL_TRANSPORT_SCTP, tcp_port), ==, PTL_BIND_UNKNOWN);

  g_socket_close (tcp, NULL);
  g_socket_close (udp, NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpint (ptl_host_try_bind (PTL_TRANSPORT_TCP, tcp_port), ==, PTL_BIND_POSSIBLE);
      g_assert_cmpint (ptl_host_try_bind (PTL_TRANSPORT_UDP, udp_port), ==, PTL_BIND_POSSIBLE);
    }
}

/* What the configuration says agrees with what the system does. */
static void
test_facts (void)
{
  g_autoptr (PtlHost) host = ptl_host_new (NULL);
  g_autoptr (PtlHostFacts) facts = ptl_host_read_facts (host);
  g_autoptr (PtlHostFacts) again = ptl_host_read_facts (host);
  g_autoptr (GSocket) socket = open_kind (&kinds[1]);

  g_assert_cmpstr (facts->os, ==, ptl_host_get_os ());
  g_assert_true (ptl_host_facts_equal (facts, again));
  g_assert_nonnull (socket);

  /* An empty list is "unknown", which Wine's is. */
  g_assert_true (facts->ephemeral->len > 0 || is_wine ());
  g_assert_true ((facts->ephemeral->len > 0) == (facts->ephemeral_source != NULL));
  for (guint i = 0; i < facts->ephemeral->len; i++)
    {
      const PtlEphemeral *range = &g_array_index (facts->ephemeral, PtlEphemeral, i);

      g_assert_cmpuint (range->ports.first, >, 0);
      g_assert_cmpuint (range->ports.first, <=, range->ports.last);
    }
  if (facts->ephemeral->len > 0)
    g_assert_true (ptl_host_facts_in_ephemeral (facts, get_port (socket)));

  ptl_host_read_support (host, PTL_TRANSPORT_TCP, facts);
  g_assert_cmpint (facts->support[PTL_TRANSPORT_TCP], ==, PTL_SUPPORT_PRESENT);
  g_assert_cmpint (facts->support[PTL_TRANSPORT_SCTP], ==, PTL_SUPPORT_NOT_ASKED);
  ptl_host_read_support (host, PTL_TRANSPORT_SCTP, facts);
  g_assert_cmpint (facts->support[PTL_TRANSPORT_SCTP], !=, PTL_SUPPORT_NOT_ASKED);

  g_assert_cmpint (facts->unprivileged_start, >=, 0);
  if (is_windows ())
    g_assert_cmpint (facts->unprivileged_start, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strdup_printf ("/host/conformance/%s", kinds[i].path);

      g_test_add_data_func (path, &kinds[i], test_kind);
    }
  g_test_add_func ("/host/conformance/connection", test_connection);
  g_test_add_func ("/host/conformance/two-families", test_two_families);
  g_test_add_func ("/host/conformance/snapshot", test_snapshot);
  g_test_add_func ("/host/conformance/cancelled", test_cancelled);
  g_test_add_func ("/host/conformance/try-bind", test_try_bind);
  g_test_add_func ("/host/conformance/facts", test_facts);

  return g_test_run ();
}
