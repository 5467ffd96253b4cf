#include "config.h"

#include "fake-root.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

/* Who stands behind a socket, on a made-up computer: proxies, socket units, containers and other networks. */

#define STAT          "%d (%s) S %d 1 1 0 -1 4194560 10 0 0 0 1 2 0 0 20 0 1 0 %u 100 200 300 400 500 600 0 0\n"

/* A proxy says whom it serves; systemd's units say for whom it holds a socket; the parent has a name. */
static void
test_further (FakeRoot      *fixture,
              gconstpointer  data)
{
  g_autoptr (PtlSnapshot) snapshot = NULL;
  const PtlListener *listener;

  fake_root_put_sockets (fixture, 5);
  fake_root_put (fixture->root, "usr/lib/systemd/system/web.socket", "[Socket]\nListenStream=127.0.0.1:1001\n", -1);
  fake_root_put (fixture->root, "usr/lib/systemd/system/db.socket", "[Socket]\nListenStream=127.0.0.1:1002\nService=data.service\n", -1);

  fake_root_put_process (fixture, 1, "systemd", 1, 2);
  fake_root_put (fixture->proc, "1/cgroup", "0::/init.scope\n", -1);
  fake_root_put_link (fixture->proc, "1/fd/4", "socket:[4]");
  fake_root_put_process (fixture, 700, "docker-proxy", 5, 1);
  fake_root_put_command (fixture, "700",
                         "/usr/bin/docker-proxy -proto tcp -host-ip 127.0.0.1 -host-port 1000 -container-ip 172.17.0.2 -container-port 80");
  fake_root_put_process (fixture, 701, "holder", 5, 3);
  fake_root_put (fixture->proc, "701/cgroup", "0::/system.slice/db.socket\n", -1);
  fake_root_put_process (fixture, 702, "plain", 5, 5);

  snapshot = fake_root_read (fixture);
  listener = fake_root_get_listener (snapshot, 1000);
  g_assert_cmpstr (listener->forwards_to, ==, "172.17.0.2:80");
  g_assert_cmpstr (listener->container_runtime, ==, "docker");
  g_assert_null (listener->container_name);
  g_assert_cmpint (((PtlOwner *) g_ptr_array_index (listener->owners, 0))->evidence, ==, PTL_EVIDENCE_PROXY);
  g_assert_true (((PtlOwner *) g_ptr_array_index (listener->owners, 0))->certain);
  g_assert_cmpstr (fake_root_get_process (listener, 0)->parent_name, ==, "systemd");

  listener = fake_root_get_listener (snapshot, 1001);
  g_assert_cmpstr (listener->unit, ==, "web.service");
  g_assert_cmpstr (listener->socket_unit, ==, "web.socket");
  g_assert_cmpstr (ptl_listener_get_owner_label (listener), ==, "web.service");

  listener = fake_root_get_listener (snapshot, 1002);
  g_assert_cmpstr (listener->unit, ==, "data.service");
  g_assert_cmpstr (listener->socket_unit, ==, "db.socket");

  /* No unit says so. */
  listener = fake_root_get_listener (snapshot, 1003);
  g_assert_cmpstr (listener->unit, ==, "init.scope");
  g_assert_null (listener->socket_unit);

  listener = fake_root_get_listener (snapshot, 1004);
  g_assert_null (listener->forwards_to);
  g_assert_null (listener->socket_unit);
  g_assert_cmpint (((PtlOwner *) g_ptr_array_index (listener->owners, 0))->evidence, ==, PTL_EVIDENCE_DESCRIPTOR);

  /* What stays the same is shared by the next snapshot. */
  {
    g_autoptr (PtlSnapshot) next = fake_root_read (fixture);

    for (guint16 port = 1000; port < 1005; port++)
      g_assert_true (fake_root_get_listener (next, port) == fake_root_get_listener (snapshot, port));
  }
}

/* Lets a process be in a network namespace: the link to it says its number and leads to it. Made where @number is 0. */
static guint64
put_network (FakeRoot   *fixture,
             const char *process,
             guint64     number)
{
  g_autofree char *folder = g_build_filename (fixture->proc, process, "ns", NULL);
  g_autofree char *made = g_build_filename (folder, "made", NULL);
  g_autofree char *target = NULL;

  if (number == 0)
    {
      g_autofree char *path = NULL;
      struct stat info;

      fake_root_put (folder, "made", "", 0);
      g_assert_no_errno (stat (made, &info));
      number = info.st_ino;
      path = g_strdup_printf ("%s/net:[%" G_GUINT64_FORMAT "]", folder, number);
      g_assert_no_errno (g_rename (made, path));
    }

  target = g_strdup_printf ("net:[%" G_GUINT64_FORMAT "]", number);
  fake_root_put_link (folder, "net", target);

  return number;
}

static void
put_child (FakeRoot   *fixture,
           int         parent,
           int         child)
{
  g_autofree char *children = g_strdup_printf ("%d/task/%d/children", parent, parent);
  g_autofree char *text = g_strdup_printf ("%d ", child);
  g_autofree char *stat_path = g_strdup_printf ("%d/stat", child);
  g_autofree char *stat = g_strdup_printf (STAT, child, "httpd", parent, 300u);

  fake_root_put (fixture->proc, children, text, -1);
  fake_root_put (fixture->proc, stat_path, stat, -1);
}

/* As Podman 4.3 starts it: what it is to run in the end makes its command line longer than is read. */
static void
put_conmon (FakeRoot   *fixture,
            int         pid,
            const char *id,
            const char *name)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *comm = g_strdup_printf ("%d/comm", pid);
  g_autofree char *command = g_strdup_printf ("%d/cmdline", pid);
  const char *const words[] = {
    "/usr/bin/conmon", "--api-version", "1", "-c", id, "-u", id, "-r", "/usr/bin/crun", "-b",
    "/var/lib/containers/storage/overlay-containers/userdata", "-p", "/run/containers/storage/pidfile", "-n", name, "--exit-dir",
    "/run/libpod/exits", "--full-attach",
  };

  fake_root_put_process (fixture, pid, "conmon", 100, 70000 + pid);
  fake_root_put (fixture->proc, comm, "conmon\n", -1);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_string_append_len (line, words[i], strlen (words[i]) + 1);
  for (guint i = 0; i < 60; i++)
    g_string_append_len (line, "--exit-command-arg", sizeof "--exit-command-arg");
  fake_root_put (fixture->proc, command, line->str, line->len);
}

/* Containers that conmon watches over: by who started the process, and by whose network rootlessport's child is in. */
static void
test_conmon (FakeRoot      *fixture,
             gconstpointer  data)
{
  static const char first_id[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  static const char second_id[] = "f123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autoptr (PtlSnapshot) pod = NULL;
  const PtlListener *listener;
  guint64 network;

  fake_root_put_sockets (fixture, 3);
  put_network (fixture, "self", 0);
  put_conmon (fixture, 600, first_id, "web");
  fake_root_put_process (fixture, 601, "httpd", 300, 1);
  put_child (fixture, 600, 601);
  network = put_network (fixture, "601", 0);

  fake_root_put_process (fixture, 700, "rootlessport", 200, 2);
  fake_root_put (fixture->proc, "700/cmdline", "rootlessport", sizeof "rootlessport");
  fake_root_put_process (fixture, 701, "rootlessport-ch", 300, 66666);
  put_child (fixture, 700, 701);
  put_network (fixture, "701", network);

  /* It keeps a port itself. */
  put_conmon (fixture, 800, second_id, "db");
  fake_root_put_link (fixture->proc, "800/fd/3", "socket:[3]");
  fake_root_put_process (fixture, 801, "db", 300, 55555);
  put_child (fixture, 800, 801);
  put_network (fixture, "801", 0);
  snapshot = fake_root_read (fixture);

  listener = fake_root_get_listener (snapshot, 1000);
  g_assert_cmpint (fake_root_get_process (listener, 0)->pid, ==, 601);
  g_assert_cmpstr (listener->container_runtime, ==, "podman");
  g_assert_cmpstr (listener->container_id, ==, first_id);
  g_assert_cmpstr (listener->container_name, ==, "web");

  listener = fake_root_get_listener (snapshot, 1001);
  g_assert_cmpint (fake_root_get_process (listener, 0)->pid, ==, 700);
  g_assert_cmpstr (listener->container_id, ==, first_id);
  g_assert_cmpstr (listener->container_name, ==, "web");

  listener = fake_root_get_listener (snapshot, 1002);
  g_assert_cmpint (fake_root_get_process (listener, 0)->pid, ==, 800);
  g_assert_cmpstr (listener->container_id, ==, second_id);
  g_assert_cmpstr (listener->container_name, ==, "db");

  /* In a pod it may be either. */
  put_network (fixture, "801", network);
  {
    PtlHostRoots roots = { .proc = fixture->proc, .cgroup = fixture->cgroup, .root = fixture->root, .no_netlink = TRUE };
    g_autoptr (PtlHost) host = ptl_host_new (&roots);

    pod = ptl_host_read (host, NULL, NULL);
  }
  g_assert_null (fake_root_get_listener (pod, 1001)->container_id);
  g_assert_cmpstr (fake_root_get_listener (pod, 1000)->container_name, ==, "web");
}

/*
 * The first reading finds what listens in another network namespace, though the one socket of its own has its owner at once and
 * the process there comes after so many that they can't all be looked at by the way.
 */
static void
test_network_namespace (FakeRoot      *fixture,
                        gconstpointer  data)
{
  const guint n = 800;
  guint64 own = put_network (fixture, "self", 0);
  g_autofree char *table = g_strdup_printf (TABLE_HEADING TABLE_LINE, 5000, 77);
  g_autofree char *name = NULL;
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autoptr (PtlSnapshot) one_port = NULL;
  g_autoptr (PtlHost) host = NULL;
  PtlHostRoots roots = { .proc = fixture->proc, .cgroup = fixture->cgroup, .root = fixture->root, .no_netlink = TRUE };

  fake_root_put_sockets (fixture, 1);
  fake_root_put_process (fixture, 700, "prog", 1, 1);
  put_network (fixture, "700", own);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *link = g_strdup_printf ("%u/fd/0", 1000 + i);

      fake_root_put_link (fixture->proc, link, "/dev/null");
    }
  fake_root_put_process (fixture, 9000, "apart", 2, 77);
  fake_root_put (fixture->proc, "9000/net/tcp", table, -1);
  name = g_strdup_printf ("net:[%" G_GUINT64_FORMAT "]", put_network (fixture, "9000", 0));

  snapshot = fake_root_read (fixture);
  g_assert_cmpuint (ptl_snapshot_get_n (snapshot), ==, 2);
  g_assert_cmpstr (fake_root_get_listener (snapshot, 1000)->network_namespace, ==, "host");
  g_assert_cmpint (fake_root_get_process (fake_root_get_listener (snapshot, 1000), 0)->pid, ==, 700);
  g_assert_cmpstr (fake_root_get_listener (snapshot, 5000)->network_namespace, ==, name);
  g_assert_cmpint (fake_root_get_process (fake_root_get_listener (snapshot, 5000), 0)->pid, ==, 9000);

  /* So does the first that asks for that port alone. */
  host = ptl_host_new (&roots);
  one_port = ptl_host_read_port (host, 5000, NULL, NULL);
  g_assert_nonnull (one_port);
  g_assert_cmpstr (fake_root_get_listener (one_port, 5000)->network_namespace, ==, name);
  g_assert_cmpint (fake_root_get_process (fake_root_get_listener (one_port, 5000), 0)->pid, ==, 9000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add ("/host/fake-containers/" path, FakeRoot, NULL, fake_root_set_up, function, fake_root_tear_down)
  ADD ("further", test_further);
  ADD ("conmon", test_conmon);
  ADD ("network-namespace", test_network_namespace);

  return g_test_run ();
}
