#include "config.h"

#include "host/ptl-host.h"
#include "host/ptl-owners-answer.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <unistd.h>

/* The reader against a /proc and a tree of control groups that are made here, with everything that can be odd in them. */

typedef struct
{
  char    *root;
  char    *proc;
  char    *cgroup;
  PtlHost *host;
} Fixture;

#define TABLE_HEADING "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
#define TABLE_LINE    "   0: 0100007F:%04X 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 %u 1 0 100\n"
#define STAT          "%d (%s) S %d 1 1 0 -1 4194560 10 0 0 0 1 2 0 0 20 0 1 0 %u 100 200 300 400 500 600 0 0\n"

static void
put (const char *folder,
     const char *name,
     const char *text,
     gssize      length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_no_errno (g_mkdir_with_parents (parent, 0755));
  g_assert_true (g_file_set_contents_full (path, text, length, G_FILE_SET_CONTENTS_NONE, 0644, NULL));
}

static void
put_link (const char *folder,
          const char *name,
          const char *target)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_no_errno (g_mkdir_with_parents (parent, 0755));
  unlink (path);
  g_assert_no_errno (symlink (target, path));
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) folder = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK) && (folder = g_dir_open (path, 0, NULL)) != NULL)
    {
      while ((name = g_dir_read_name (folder)) != NULL)
        {
          g_autofree char *child = g_build_filename (path, name, NULL);

          remove_tree (child);
        }
    }
  g_remove (path);
}

/* Ports 1000, 1001 … have the inodes 1, 2 … */
static void
put_sockets (Fixture *fixture,
             guint    n)
{
  g_autoptr (GString) table = g_string_new (TABLE_HEADING);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (table, TABLE_LINE, 1000 + i, i + 1);
  put (fixture->proc, "net/tcp", table->str, -1);
}

static void
put_process (Fixture    *fixture,
             int         pid,
             const char *name,
             guint       start,
             guint       inode)
{
  g_autofree char *folder = g_strdup_printf ("%s/%d", fixture->proc, pid);
  g_autofree char *stat = g_strdup_printf (STAT, pid, name, 1, start);
  g_autofree char *target = g_strdup_printf ("socket:[%u]", inode);

  put (folder, "stat", stat, -1);
  put (folder, "status", "Name:\tx\nUid:\t0\t0\t0\t0\n", -1);
  put (folder, "cmdline", "prog\0--serve\0", 13);
  put (folder, "cgroup", "0::/system.slice/prog.service\n", -1);
  put_link (folder, "exe", "/usr/bin/prog (deleted)");
  put_link (folder, "cwd", "/srv");
  put_link (folder, "fd/0", "/dev/null");
  put_link (folder, "fd/1", "pipe:[1]");
  put_link (folder, "fd/2", "socket:[99999]");
  put_link (folder, "fd/3", target);
}

static void
make_folder (Fixture    *fixture,
             const char *name)
{
  g_autofree char *path = g_build_filename (fixture->proc, name, NULL);

  g_assert_no_errno (g_mkdir_with_parents (path, 0755));
}

static void
remove_path (Fixture    *fixture,
             const char *name)
{
  g_autofree char *path = g_build_filename (fixture->proc, name, NULL);

  remove_tree (path);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  PtlHostRoots roots = { .no_netlink = TRUE };

  fixture->root = g_dir_make_tmp ("portolan-XXXXXX", NULL);
  g_assert_nonnull (fixture->root);
  fixture->proc = g_build_filename (fixture->root, "proc", NULL);
  fixture->cgroup = g_build_filename (fixture->root, "cgroup", NULL);
  roots.proc = fixture->proc;
  roots.cgroup = fixture->cgroup;
  roots.root = fixture->root;
  fixture->host = ptl_host_new (&roots);

  put (fixture->proc, "stat", "cpu 1 2\nbtime 1700000000\n", -1);
  put (fixture->proc, "sys/net/ipv4/ip_local_port_range", "1024\t2047\n", -1);
  put (fixture->proc, "sys/net/ipv4/ip_unprivileged_port_start", "80\n", -1);
  put (fixture->proc, "sys/net/ipv4/ip_local_reserved_ports", "3000,4000-4005\n", -1);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  ptl_host_free (fixture->host);
  remove_tree (fixture->root);
  g_free (fixture->root);
  g_free (fixture->proc);
  g_free (fixture->cgroup);
}

static PtlSnapshot *
read_snapshot (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  PtlSnapshot *snapshot = ptl_host_read (fixture->host, NULL, &error);

  g_assert_no_error (error);

  return snapshot;
}

/* As the ones that follow the first are: with what is kept open between two of them. */
static PtlSnapshot *
read_again (Fixture *fixture)
{
  ptl_snapshot_unref (read_snapshot (fixture));
  ptl_snapshot_unref (read_snapshot (fixture));

  return read_snapshot (fixture);
}

static const PtlListener *
get (PtlSnapshot *snapshot,
     guint16      port)
{
  guint first;

  g_assert_cmpuint (ptl_snapshot_find_port (snapshot, port, &first), ==, 1);

  return ptl_snapshot_get (snapshot, first);
}

static const PtlProcess *
get_process (const PtlListener *listener,
             guint              index)
{
  g_assert_cmpuint (index, <, listener->owners->len);

  return ((PtlOwner *) g_ptr_array_index (listener->owners, index))->process;
}

static void
test_process (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (PtlSnapshot) snapshot = NULL;
  const PtlListener *listener;
  const PtlProcess *process;

  put_sockets (fixture, 2);
  put_process (fixture, 700, "prog", 250, 1);
  snapshot = read_snapshot (fixture);

  listener = get (snapshot, 1000);
  g_assert_cmpuint (listener->owners->len, ==, 1);
  process = get_process (listener, 0);
  g_assert_cmpint (process->pid, ==, 700);
  g_assert_cmpint (process->parent_pid, ==, 1);
  g_assert_cmpstr (process->name, ==, "prog");
  g_assert_cmpstr (process->executable, ==, "/usr/bin/prog");
  g_assert_true (process->executable_deleted);
  g_assert_cmpstr (process->working_directory, ==, "/srv");
  g_assert_cmpint (process->uid, ==, 0);
  g_assert_cmpuint (process->start_ticks, ==, 250);
  g_assert_cmpint (process->started_at, ==, (1700000000 + 250 / sysconf (_SC_CLK_TCK)) * G_USEC_PER_SEC +
                                              250 % sysconf (_SC_CLK_TCK) * G_USEC_PER_SEC / sysconf (_SC_CLK_TCK));
  g_assert_cmpstr (process->command[0], ==, "prog");
  g_assert_cmpstr (process->command[1], ==, "--serve");
  g_assert_null (process->command[2]);
  g_assert_cmpstr (listener->unit, ==, "prog.service");
  g_assert_cmpint (listener->uid, ==, 1000);

  /* Nobody holds the other, as far as can be seen. */
  g_assert_cmpuint (get (snapshot, 1001)->owners->len, ==, 0);
  g_assert_false (get (snapshot, 1001)->kernel);
  g_assert_cmpuint (ptl_snapshot_get_unknown_owners (snapshot), ==, 1);
  g_assert_cmpstr (ptl_snapshot_get_method (snapshot), ==, "procfs");
  g_assert_true (ptl_snapshot_is_complete (snapshot));
}

/* One entry that can't be read must not empty the list. */
static void
test_odd_entries (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autofree char *empty = g_build_filename (fixture->proc, "801", NULL);

  put_sockets (fixture, 3);
  put_process (fixture, 700, "prog", 1, 1);
  put_process (fixture, 900, "<i>\xff)(", 1, 2);
  /* Vanished midway: a folder without anything, one with descriptors alone, one whose stat is cut, one that is a file. */
  g_assert_no_errno (g_mkdir_with_parents (empty, 0755));
  put_link (fixture->proc, "802/fd/3", "socket:[3]");
  put_link (fixture->proc, "803/fd/3", "socket:[3]");
  put (fixture->proc, "803/stat", "803 (cut", -1);
  put (fixture->proc, "804", "no folder", -1);
  put (fixture->proc, "805/fd", "no folder", -1);
  put_link (fixture->proc, "806/fd/x", "socket:[3]");
  put_link (fixture->proc, "807/fd/9", "socket:[");
  put_link (fixture->proc, "808/fd/9", "socket:[3");
  put_link (fixture->proc, "999999999999999999999999/fd/1", "socket:[3]");

  snapshot = read_snapshot (fixture);
  g_assert_cmpuint (ptl_snapshot_get_n (snapshot), ==, 3);
  g_assert_cmpint (get_process (get (snapshot, 1000), 0)->pid, ==, 700);
  g_assert_cmpint (get_process (get (snapshot, 1001), 0)->pid, ==, 900);
  g_assert_cmpstr (get_process (get (snapshot, 1001), 0)->name, ==, "<i>\xef\xbf\xbd)(");
  /* Of those that can't be described none is an owner. */
  g_assert_cmpuint (get (snapshot, 1002)->owners->len, ==, 0);
}

/* The number of a process that ended is given to another: the old one is named no more. */
static void
test_pid_reused (Fixture       *fixture,
                 gconstpointer  data)
{
  PtlSnapshot *snapshot;
  g_autofree char *folder = g_build_filename (fixture->proc, "700", NULL);

  put_sockets (fixture, 2);
  put_process (fixture, 700, "first", 1, 1);
  snapshot = read_again (fixture);
  g_assert_cmpstr (get_process (get (snapshot, 1000), 0)->name, ==, "first");
  ptl_snapshot_unref (snapshot);

  /* The new one has something else, */
  remove_tree (folder);
  put_process (fixture, 700, "second", 2, 2);
  snapshot = read_snapshot (fixture);
  g_assert_cmpuint (get (snapshot, 1000)->owners->len, ==, 0);
  g_assert_cmpstr (get_process (get (snapshot, 1001), 0)->name, ==, "second");
  ptl_snapshot_unref (snapshot);
  ptl_snapshot_unref (read_again (fixture));

  /* or the very same descriptor of the very same socket. */
  remove_tree (folder);
  put_process (fixture, 700, "third", 3, 2);
  snapshot = read_snapshot (fixture);
  g_assert_cmpstr (get_process (get (snapshot, 1001), 0)->name, ==, "third");
  g_assert_cmpuint (get_process (get (snapshot, 1001), 0)->start_ticks, ==, 3);
  ptl_snapshot_unref (snapshot);

  remove_tree (folder);
  snapshot = read_snapshot (fixture);
  g_assert_cmpuint (get (snapshot, 1001)->owners->len, ==, 0);
  ptl_snapshot_unref (snapshot);
}

static void
test_descriptor_closed (Fixture       *fixture,
                        gconstpointer  data)
{
  PtlSnapshot *snapshot;

  put_sockets (fixture, 2);
  put_process (fixture, 700, "prog", 1, 1);
  put_link (fixture->proc, "700/fd/4", "socket:[2]");
  snapshot = read_again (fixture);
  g_assert_cmpuint (get (snapshot, 1000)->owners->len, ==, 1);
  g_assert_cmpuint (get (snapshot, 1001)->owners->len, ==, 1);
  ptl_snapshot_unref (snapshot);

  put_link (fixture->proc, "700/fd/3", "/dev/null");
  snapshot = read_snapshot (fixture);
  g_assert_cmpuint (get (snapshot, 1000)->owners->len, ==, 0);
  g_assert_cmpuint (get (snapshot, 1001)->owners->len, ==, 1);
  ptl_snapshot_unref (snapshot);

  put_link (fixture->proc, "700/fd/12", "socket:[1]");
  snapshot = read_snapshot (fixture);
  g_assert_cmpuint (get (snapshot, 1000)->owners->len, ==, 1);
  g_assert_cmpuint (get (snapshot, 1001)->owners->len, ==, 1);
  ptl_snapshot_unref (snapshot);
}

/* The first reading finds a socket in whichever descriptor it is: a standard stream, after a gap, beside another, or deep. */
static void
test_any_descriptor (Fixture       *fixture,
                     gconstpointer  data)
{
  static const char *const sockets[] = { "701/fd/0", "702/fd/4", "703/fd/9", "704/fd/12", "704/fd/8", "705/fd/400", "706/fd/7", "706/fd/6" };
  g_autoptr (PtlSnapshot) snapshot = NULL;

  put_sockets (fixture, G_N_ELEMENTS (sockets));
  for (int pid = 701; pid <= 706; pid++)
    put_process (fixture, pid, "prog", 1, 88888);
  for (guint i = 5; i < 350; i++)
    {
      g_autofree char *name = g_strdup_printf ("705/fd/%u", i);

      put_link (fixture->proc, name, "/dev/null");
    }
  for (guint i = 0; i < G_N_ELEMENTS (sockets); i++)
    {
      g_autofree char *target = g_strdup_printf ("socket:[%u]", i + 1);

      put_link (fixture->proc, sockets[i], target);
    }

  snapshot = read_snapshot (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (sockets); i++)
    g_assert_cmpint (get_process (get (snapshot, 1000 + i), 0)->pid, ==, g_ascii_strtoll (sockets[i], NULL, 10));
}

/*
 * Many processes, so that several threads look, and many descriptors, so that they look in rounds. A socket's second owner is
 * found by the way, by the time each process was looked at in turn.
 */
static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (PtlSnapshot) snapshot = NULL;
  const guint n = 150;

  put_sockets (fixture, n);
  for (guint i = 0; i < n; i++)
    put_process (fixture, 1000 + i, "prog", 1, i + 1);
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *name = g_strdup_printf ("1149/fd/%u", 10 + i);

      put_link (fixture->proc, name, i == 59 ? "socket:[1]" : "/dev/null");
    }

  for (guint reading = 0; reading < 20 && (reading < 2 || get (snapshot, 1000)->owners->len < 2); reading++)
    {
      g_clear_pointer (&snapshot, ptl_snapshot_unref);
      snapshot = read_snapshot (fixture);
      for (guint i = 0; i < n; i++)
        g_assert_cmpint (get_process (get (snapshot, 1000 + i), 0)->pid, ==, 1000 + i);
    }
  g_assert_cmpuint (get (snapshot, 1000)->owners->len, ==, 2);
  g_assert_cmpint (get_process (get (snapshot, 1000), 1)->pid, ==, 1149);
}

static PtlSupport
read_support (PtlHost      *host,
              PtlTransport  transport)
{
  g_autoptr (PtlHostFacts) facts = ptl_host_facts_new ("linux");

  ptl_host_read_support (host, transport, facts);

  return facts->support[transport];
}

/* Whether the kernel speaks SCTP is told from files: nothing is loaded for the question. */
static void
test_support (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct
  {
    const char *path; /* below the root */
    const char *text;
  } refusals[] = {
    { "etc/modprobe.d/sctp.conf", "# SCTP\nblacklist sctp\n" },
    { "usr/lib/modprobe.d/net.conf", "options sctp x=1\n install   sctp\t/bin/false\n" },
    { "run/modprobe.d/a.conf", "install sctp /usr/bin/true" },
    { "proc/cmdline", "quiet modprobe.blacklist=floppy,sctp ro\n" },
  };
  static const struct
  {
    const char *path;
    const char *text;
  } no_refusals[] = {
    { "etc/modprobe.d/sctp.conf", "#blacklist sctp\nblacklist sctp_diag\ninstall sctp_diag /bin/false\n" },
    { "etc/modprobe.d/sctp.txt", "blacklist sctp\n" },
    { "etc/modprobe.d/other.conf", "install sctp /sbin/modprobe --ignore-install sctp\n" },
    { "proc/cmdline", "modprobe.blacklist=sctp_diag\n" },
  };
  const PtlHostRoots roots = { .proc = fixture->proc, .cgroup = fixture->cgroup };
  g_autoptr (PtlHost) elsewhere = ptl_host_new (&roots);
  PtlHost *host = fixture->host;
  g_autofree char *modules = NULL;
  struct utsname names;

  g_assert_no_errno (uname (&names));
  modules = g_strdup_printf ("lib/modules/%s/modules.dep", names.release);

  g_assert_cmpint (read_support (host, PTL_TRANSPORT_TCP), ==, PTL_SUPPORT_PRESENT);
  g_assert_cmpint (read_support (host, PTL_TRANSPORT_SCTP), ==, PTL_SUPPORT_UNKNOWN);

  /* Nothing can be loaded. */
  put (fixture->proc, "net/protocols", "protocol  size\nSCTPv6  1\nTCP   1\n", -1);
  g_assert_cmpint (read_support (host, PTL_TRANSPORT_SCTP), ==, PTL_SUPPORT_ABSENT);
  g_assert_cmpint (read_support (host, PTL_TRANSPORT_DCCP), ==, PTL_SUPPORT_ABSENT);

  /* It can, but what could is not seen here. */
  put (fixture->proc, "modules", "", -1);
  g_assert_cmpint (read_support (host, PTL_TRANSPORT_SCTP), ==, PTL_SUPPORT_UNKNOWN);

  put (fixture->root, modules, "kernel/net/sctp/sctp_diag.ko: kernel/net/sctp/sctp.ko.xz\n", -1);
  g_assert_cmpint (read_support (elsewhere, PTL_TRANSPORT_SCTP), ==, PTL_SUPPORT_UNKNOWN);
  g_assert_cmpint (read_support (host, PTL_TRANSPORT_SCTP), ==, PTL_SUPPORT_ON_DEMAND);
  g_assert_cmpint (read_support (host, PTL_TRANSPORT_DCCP), ==, PTL_SUPPORT_ABSENT);

  put (fixture->proc, "sys/kernel/modules_disabled", "1\n", -1);
  g_assert_cmpint (read_support (host, PTL_TRANSPORT_SCTP), ==, PTL_SUPPORT_ABSENT);
  put (fixture->proc, "sys/kernel/modules_disabled", "0\n", -1);

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_build_filename (fixture->root, refusals[i].path, NULL);

      put (fixture->root, refusals[i].path, refusals[i].text, -1);
      g_assert_cmpint (read_support (host, PTL_TRANSPORT_SCTP), ==, PTL_SUPPORT_ABSENT);
      g_remove (path);
      g_assert_cmpint (read_support (host, PTL_TRANSPORT_SCTP), ==, PTL_SUPPORT_ON_DEMAND);
    }

  for (guint i = 0; i < G_N_ELEMENTS (no_refusals); i++)
    {
      put (fixture->root, no_refusals[i].path, no_refusals[i].text, -1);
      g_assert_cmpint (read_support (host, PTL_TRANSPORT_SCTP), ==, PTL_SUPPORT_ON_DEMAND);
    }

  /* The file of the same name in /etc takes its place. */
  put (fixture->root, "usr/lib/modprobe.d/sctp.conf", "blacklist sctp\n", -1);
  g_assert_cmpint (read_support (host, PTL_TRANSPORT_SCTP), ==, PTL_SUPPORT_ON_DEMAND);

  put (fixture->proc, "net/protocols", "protocol  size\nSCTP      1664\n", -1);
  g_assert_cmpint (read_support (host, PTL_TRANSPORT_SCTP), ==, PTL_SUPPORT_PRESENT);
}

static void
test_facts (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (PtlHostFacts) facts = ptl_host_read_facts (fixture->host);
  g_autofree char *sys = g_build_filename (fixture->proc, "sys", NULL);

  g_assert_cmpuint (facts->ephemeral->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      const PtlEphemeral *ephemeral = &g_array_index (facts->ephemeral, PtlEphemeral, i);

      g_assert_cmpint (ephemeral->transport, ==, i / 2 == 0 ? PTL_TRANSPORT_TCP : PTL_TRANSPORT_UDP);
      g_assert_cmpint (ephemeral->family, ==, i % 2 == 0 ? PTL_FAMILY_IPV4 : PTL_FAMILY_IPV6);
      g_assert_cmpuint (ephemeral->ports.first, ==, 1024);
      g_assert_cmpuint (ephemeral->ports.last, ==, 2047);
    }
  g_assert_cmpstr (facts->ephemeral_source, ==, "net.ipv4.ip_local_port_range");
  g_assert_cmpint (facts->unprivileged_start, ==, 80);
  g_assert_true (ptl_host_facts_in_intervals (facts->reserved, 3000, G_MAXUINT));
  g_assert_true (ptl_host_facts_in_intervals (facts->reserved, 4005, G_MAXUINT));
  g_assert_false (ptl_host_facts_in_intervals (facts->reserved, 4006, G_MAXUINT));
  g_assert_null (facts->excluded);
  g_clear_pointer (&facts, ptl_host_facts_unref);

  /* Nothing to read, nothing known. */
  remove_tree (sys);
  facts = ptl_host_read_facts (fixture->host);
  g_assert_cmpuint (facts->ephemeral->len, ==, 0);
  g_assert_null (facts->ephemeral_source);
  g_assert_cmpint (facts->unprivileged_start, ==, -1);
  g_assert_null (facts->reserved);
}

/* An empty list is never what a failure looks like. */
static void
test_nothing_to_read (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ptl_host_read (fixture->host, NULL, &error));
  g_assert_error (error, PTL_HOST_ERROR, PTL_HOST_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "."));
  g_clear_error (&error);

  remove_tree (fixture->root);
  g_assert_null (ptl_host_read (fixture->host, NULL, &error));
  g_assert_error (error, PTL_HOST_ERROR, PTL_HOST_ERROR_REFUSED);
}

static void
test_broken_table (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autofree char *table = g_strdup_printf (TABLE_HEADING "   7: nonsense\n" TABLE_LINE, 1000, 1);

  put (fixture->proc, "net/tcp", table, -1);
  snapshot = read_snapshot (fixture);
  g_assert_cmpuint (ptl_snapshot_get_n (snapshot), ==, 1);
  g_assert_false (ptl_snapshot_is_complete (snapshot));
  g_assert_nonnull (ptl_snapshot_get_reason (snapshot));
}

static void
put_command (Fixture    *fixture,
             const char *folder,
             const char *words)
{
  g_autofree char *path = g_build_filename (fixture->proc, folder, NULL);
  g_autofree char *command = g_strdelimit (g_strdup (words), " ", '|');
  gsize length = strlen (command) + 1;

  for (gsize i = 0; i < length; i++)
    command[i] = command[i] == '|' ? '\0' : command[i];
  put (path, "cmdline", command, length);
}

/* A proxy says whom it serves; systemd's units say for whom it holds a socket; the parent has a name. */
static void
test_further (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (PtlSnapshot) snapshot = NULL;
  const PtlListener *listener;

  put_sockets (fixture, 5);
  put (fixture->root, "usr/lib/systemd/system/web.socket", "[Socket]\nListenStream=127.0.0.1:1001\n", -1);
  put (fixture->root, "usr/lib/systemd/system/db.socket", "[Socket]\nListenStream=127.0.0.1:1002\nService=data.service\n", -1);

  put_process (fixture, 1, "systemd", 1, 2);
  put (fixture->proc, "1/cgroup", "0::/init.scope\n", -1);
  put_link (fixture->proc, "1/fd/4", "socket:[4]");
  put_process (fixture, 700, "docker-proxy", 5, 1);
  put_command (fixture, "700",
               "/usr/bin/docker-proxy -proto tcp -host-ip 127.0.0.1 -host-port 1000 -container-ip 172.17.0.2 -container-port 80");
  put_process (fixture, 701, "holder", 5, 3);
  put (fixture->proc, "701/cgroup", "0::/system.slice/db.socket\n", -1);
  put_process (fixture, 702, "plain", 5, 5);

  snapshot = read_snapshot (fixture);
  listener = get (snapshot, 1000);
  g_assert_cmpstr (listener->forwards_to, ==, "172.17.0.2:80");
  g_assert_cmpstr (listener->container_runtime, ==, "docker");
  g_assert_null (listener->container_name);
  g_assert_cmpint (((PtlOwner *) g_ptr_array_index (listener->owners, 0))->evidence, ==, PTL_EVIDENCE_PROXY);
  g_assert_true (((PtlOwner *) g_ptr_array_index (listener->owners, 0))->certain);
  g_assert_cmpstr (get_process (listener, 0)->parent_name, ==, "systemd");

  listener = get (snapshot, 1001);
  g_assert_cmpstr (listener->unit, ==, "web.service");
  g_assert_cmpstr (listener->socket_unit, ==, "web.socket");
  g_assert_cmpstr (ptl_listener_get_owner_label (listener), ==, "web.service");

  listener = get (snapshot, 1002);
  g_assert_cmpstr (listener->unit, ==, "data.service");
  g_assert_cmpstr (listener->socket_unit, ==, "db.socket");

  /* No unit says so. */
  listener = get (snapshot, 1003);
  g_assert_cmpstr (listener->unit, ==, "init.scope");
  g_assert_null (listener->socket_unit);

  listener = get (snapshot, 1004);
  g_assert_null (listener->forwards_to);
  g_assert_null (listener->socket_unit);
  g_assert_cmpint (((PtlOwner *) g_ptr_array_index (listener->owners, 0))->evidence, ==, PTL_EVIDENCE_DESCRIPTOR);

  /* What stays the same is shared by the next snapshot. */
  {
    g_autoptr (PtlSnapshot) next = read_snapshot (fixture);

    for (guint16 port = 1000; port < 1005; port++)
      g_assert_true (get (next, port) == get (snapshot, port));
  }
}

static void
test_kernel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (PtlSnapshot) snapshot = NULL;
  const PtlListener *listener;
  g_autofree char *table = g_strdup_printf (TABLE_HEADING
                                            "   0: 00000000:0801 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1 1 0 1\n"
                                            "   1: 0100007F:0802 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 2 1 0 1\n"
                                            "   2: 00000000:0803 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 3 1 0 1\n"
                                            "   3: 00000000:0804 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 4 1 0 1\n");

  put (fixture->proc, "net/tcp", table, -1);
  put (fixture->proc, "fs/nfsd/portlist", "tcp 2049\ntcp 2050\ntcp 2051\n", -1);
  put_process (fixture, 700, "prog", 1, 3);
  snapshot = read_snapshot (fixture);

  listener = get (snapshot, 2049);
  g_assert_true (listener->kernel);
  g_assert_cmpstr (listener->kernel_name, ==, "nfsd");
  g_assert_cmpstr (ptl_listener_get_owner_label (listener), ==, "nfsd");
  g_assert_cmpuint (listener->owners->len, ==, 0);

  /* At another address, held by a process, or on a port that the kernel does not tell of. */
  g_assert_false (get (snapshot, 2050)->kernel);
  g_assert_false (get (snapshot, 2051)->kernel);
  g_assert_false (get (snapshot, 2052)->kernel);
  g_assert_cmpuint (ptl_snapshot_get_unknown_owners (snapshot), ==, 2);
}

static void
put_kernel_thread (Fixture    *fixture,
                   int         pid,
                   const char *name)
{
  /* PF_KTHREAD among the flags. */
  g_autofree char *stat = g_strdup_printf ("%d (%s) S 2 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 30 0 0 0\n", pid, name);
  g_autofree char *comm = g_strdup_printf ("%s\n", name);
  g_autofree char *folder = g_strdup_printf ("%s/%d", fixture->proc, pid);
  g_autofree char *descriptors = g_strdup_printf ("%d/fd", pid);

  put (folder, "stat", stat, -1);
  put (folder, "comm", comm, -1);
  make_folder (fixture, descriptors);
}

/* A part of the kernel that is there, and has a port where it usually listens: likely its own, if nobody else can have it. */
static void
test_kernel_is_likely (Fixture       *fixture,
                       gconstpointer  data)
{
  static const struct
  {
    guint16     port;
    const char *name; /* NULL where it is not said */
  } expected[] = {
    { 16385, "rds_tcp" }, { 4045, "lockd" }, { 3260, "iscsi_target" }, { 3261, NULL }, { 4420, "nvmet_tcp" }, { 4421, NULL },
    { 445, NULL }, { 21064, NULL }, { 5000, NULL },
  };
  g_autoptr (GString) table = g_string_new (TABLE_HEADING);
  g_autofree char *portal = g_build_filename ("sys/kernel/config/target/iscsi/iqn.x/tpgt_1/np", "0.0.0.0:3260", "x", NULL);
  g_autofree char *portals = g_build_filename ("sys/kernel/config/target/iscsi/iqn.x/tpgt_1/np", "127.0.0.1:3261", "x", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_string_append_printf (table, "   0: 00000000:%04X 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 %u 1 0 1\n",
                            expected[i].port, i + 1);
  put (fixture->proc, "net/tcp", table->str, -1);
  put (fixture->proc, "sys/fs/nfs/nlm_tcpport", "4045\n", -1);
  put (fixture->root, "sys/module/rds_tcp/refcnt", "1\n", -1);
  put (fixture->root, "sys/module/ksmbd/refcnt", "1\n", -1);
  put (fixture->root, portal, "", 0);
  put (fixture->root, portals, "", 0);
  put (fixture->root, "sys/kernel/config/nvmet/ports/1/addr_trtype", "tcp\n", -1);
  put (fixture->root, "sys/kernel/config/nvmet/ports/1/addr_traddr", "0.0.0.0\n", -1);
  put (fixture->root, "sys/kernel/config/nvmet/ports/1/addr_trsvcid", "4420\n", -1);
  put_process (fixture, 1, "init", 1, 88888);
  put_kernel_thread (fixture, 50, "lockd");
  put_kernel_thread (fixture, 51, "iscsi_np");
  /* No thread of the kernel's, whatever it calls itself. */
  put_process (fixture, 700, "ksmbd-lo", 1, 77777);
  put (fixture->proc, "700/comm", "ksmbd-lo\n", -1);

  /* Where a process may have it unseen, nothing is said. */
  for (guint round = 0; round < 2; round++)
    {
      PtlHostRoots roots = { .proc = fixture->proc, .cgroup = fixture->cgroup, .root = fixture->root, .no_netlink = TRUE };
      g_autoptr (PtlHost) host = ptl_host_new (&roots);
      g_autoptr (PtlSnapshot) snapshot = ptl_host_read (host, NULL, NULL);

      for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
        {
          const PtlListener *listener = get (snapshot, expected[i].port);

          g_assert_cmpstr (listener->kernel_name, ==, round == 0 ? NULL : expected[i].name);
          g_assert_cmpint (listener->kernel, ==, listener->kernel_name != NULL);
          g_assert_cmpint (listener->kernel_is_likely, ==, listener->kernel);
          g_assert_cmpint (listener->unheld, ==, round);
        }
      put_link (fixture->proc, "self/ns/pid", "pid:[4026531836]");
    }
}

typedef struct
{
  int   listener;
  char *answer; /* (owned) */
  gsize length;
  gint  n_asked; /* (atomic) */
} FakeRpcbind;

static gpointer
run_rpcbind (gpointer data)
{
  FakeRpcbind *rpcbind = data;
  char question[64];
  int fd;

  while ((fd = accept (rpcbind->listener, NULL, NULL)) >= 0)
    {
      g_atomic_int_inc (&rpcbind->n_asked);
      g_assert_cmpint (read (fd, question, sizeof question), ==, 44);
      /* In two pieces, and it stays open, as rpcbind's does. */
      g_assert_cmpint (write (fd, rpcbind->answer, 100), ==, 100);
      g_usleep (1000);
      g_assert_cmpint (write (fd, rpcbind->answer + 100, rpcbind->length - 100), ==, rpcbind->length - 100);
      g_assert_cmpint (read (fd, question, sizeof question), ==, 0);
      close (fd);
    }

  return NULL;
}

/* lockd on a port that the kernel chose is known to rpcbind alone; one of another network's is not asked. */
static void
test_rpcbind (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct
  {
    guint16     port;
    const char *name;
  } expected[] = { { 41479, "lockd" }, { 2049, NULL /* no thread of it runs */ }, { 51201, NULL /* statd is a process */ } };
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  g_autofree char *answer_path = g_test_build_filename (G_TEST_DIST, "host", "fixtures", "rpcbind.answer", NULL);
  g_autofree char *run = g_build_filename (fixture->root, "run", NULL);
  g_autoptr (GString) table = g_string_new (TABLE_HEADING);
  FakeRpcbind rpcbind = { 0 };
  GThread *thread;

  g_assert_true (g_file_get_contents (answer_path, &rpcbind.answer, &rpcbind.length, NULL));
  g_assert_no_errno (g_mkdir_with_parents (run, 0755));
  g_snprintf (address.sun_path, sizeof address.sun_path, "%s/rpcbind.sock", run);
  rpcbind.listener = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_no_errno (bind (rpcbind.listener, (struct sockaddr *) &address, sizeof address));
  g_assert_no_errno (listen (rpcbind.listener, 5));
  thread = g_thread_new ("rpcbind", run_rpcbind, &rpcbind);

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_string_append_printf (table, "   0: 00000000:%04X 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 %u 1 0 1\n",
                            expected[i].port, i + 1);
  put (fixture->proc, "net/tcp", table->str, -1);
  put_process (fixture, 1, "init", 1, 88888);
  put_kernel_thread (fixture, 50, "lockd");
  put_link (fixture->proc, "self/ns/pid", "pid:[4026531836]");

  for (guint round = 0; round < 2; round++)
    {
      PtlHostRoots roots = { .proc = fixture->proc, .cgroup = fixture->cgroup, .root = fixture->root, .no_netlink = TRUE };
      g_autoptr (PtlHost) host = ptl_host_new (&roots);
      g_autoptr (PtlSnapshot) snapshot = ptl_host_read (host, NULL, NULL);
      g_autoptr (PtlSnapshot) again = ptl_host_read (host, NULL, NULL);

      for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
        g_assert_cmpstr (get (snapshot, expected[i].port)->kernel_name, ==, round == 0 ? NULL : expected[i].name);
      g_assert_true (get (snapshot, 41479)->kernel_is_likely || round == 0);
      g_assert_true (ptl_snapshot_equal (snapshot, again));
      /* Once for both readings. */
      g_assert_cmpint (g_atomic_int_get (&rpcbind.n_asked), ==, round);

      put (fixture->proc, "net/unix", "Num RefCount\n00000000: 00000002 00000000 00010000 0001 01 255 /run/rpcbind.sock\n", -1);
    }

  g_assert_no_errno (shutdown (rpcbind.listener, SHUT_RDWR));
  g_thread_join (thread);
  close (rpcbind.listener);
  g_free (rpcbind.answer);
}

/* Reads with a host that knows nothing yet. */
static gboolean
is_unheld (Fixture *fixture,
           guint16  port,
           guint    unknown_owners)
{
  PtlHostRoots roots = { .proc = fixture->proc, .cgroup = fixture->cgroup, .root = fixture->root, .no_netlink = TRUE };
  g_autoptr (PtlHost) host = ptl_host_new (&roots);
  g_autoptr (PtlSnapshot) first = ptl_host_read (host, NULL, NULL);
  g_autoptr (PtlSnapshot) second = ptl_host_read (host, NULL, NULL);

  g_assert_nonnull (first);
  g_assert_cmpuint (ptl_snapshot_get_unknown_owners (first), ==, unknown_owners);
  g_assert_true (ptl_snapshot_equal (first, second));

  return get (first, port)->unheld;
}

/* That no process holds a socket is said only where each could be looked at. */
static void
test_unheld (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (PtlSnapshot) before = NULL;
  g_autoptr (PtlSnapshot) after = NULL;

  put_sockets (fixture, 2);
  put_process (fixture, 1, "init", 1, 88888);
  put_process (fixture, 700, "prog", 1, 1);

  /* It is not known whether these are all processes; they are those of a container; they are all. */
  g_assert_false (is_unheld (fixture, 1001, 1));
  put_link (fixture->proc, "self/ns/pid", "pid:[4026532300]");
  g_assert_false (is_unheld (fixture, 1001, 1));
  put_link (fixture->proc, "self/ns/pid", "pid:[4026531836]");
  g_assert_true (is_unheld (fixture, 1001, 0));
  g_assert_false (is_unheld (fixture, 1000, 0));

  /* One whose descriptors can't be listed, for a reason that holds for root too. */
  put (fixture->proc, "800/fd", "", 0);
  g_assert_false (is_unheld (fixture, 1001, 1));
  remove_path (fixture, "800");
  g_assert_true (is_unheld (fixture, 1001, 0));

  /* One that has ended and not been waited for; one whose other threads go on. */
  make_folder (fixture, "801/fd");
  make_folder (fixture, "801/task/801");
  g_assert_true (is_unheld (fixture, 1001, 0));
  make_folder (fixture, "801/task/802");
  g_assert_false (is_unheld (fixture, 1001, 1));
  remove_path (fixture, "801");

  /* Where the first process is not shown, others may be hidden too. */
  remove_path (fixture, "1");
  g_assert_false (is_unheld (fixture, 1001, 1));
  put_process (fixture, 1, "init", 1, 88888);

  /* What turns up later holds it. */
  before = read_snapshot (fixture);
  g_assert_true (get (before, 1001)->unheld);
  put_process (fixture, 900, "late", 1, 2);
  after = read_snapshot (fixture);
  g_assert_false (get (after, 1001)->unheld);
  g_assert_cmpint (get_process (get (after, 1001), 0)->pid, ==, 900);
}

static void
take_owner (Fixture *fixture,
            guint64  inode,
            gint64   pid,
            guint64  start)
{
  g_autoptr (GPtrArray) holders = g_ptr_array_new_with_free_func ((GDestroyNotify) ptl_holder_free);
  PtlHolder *holder = g_new0 (PtlHolder, 1);

  holder->inode = inode;
  holder->process = ptl_process_new (pid);
  holder->process->start_ticks = start;
  holder->process->executable = g_strdup ("/seen");
  g_ptr_array_add (holders, holder);
  ptl_host_take_owners (fixture->host, holders);
}

/* An owner that somebody with more rights has seen stands as long as its process lives, and for that socket alone. */
static void
put_parent (Fixture    *fixture,
            int         pid,
            const char *name,
            int         parent,
            guint       start)
{
  g_autofree char *folder = g_strdup_printf ("%s/%d", fixture->proc, pid);
  g_autofree char *stat = g_strdup_printf (STAT, pid, name, parent, start);

  put (folder, "stat", stat, -1);
}

/* Who started whom, up to the first; but nobody is started by who came later, and what started is not told by who is older. */
static void
test_ancestors (Fixture       *fixture,
                gconstpointer  data)
{
  static const gint64 pids[] = { 40, 30, 1 };
  g_autoptr (PtlProcess) before = NULL;
  PtlSnapshot *snapshot;
  const GPtrArray *ancestors;

  put_sockets (fixture, 2);
  put_parent (fixture, 1, "systemd", 0, 0);
  put_parent (fixture, 30, "sshd", 1, 10);
  put_parent (fixture, 40, "bash", 30, 20);
  put_process (fixture, 700, "server", 30, 1);
  put_parent (fixture, 700, "server", 40, 30);
  put_process (fixture, 701, "orphan", 30, 2);
  put_parent (fixture, 701, "orphan", 41, 30);
  put_parent (fixture, 41, "younger", 1, 31);

  snapshot = read_snapshot (fixture);
  ancestors = get_process (get (snapshot, 1000), 0)->ancestors;
  g_assert_nonnull (ancestors);
  g_assert_cmpuint (ancestors->len, ==, G_N_ELEMENTS (pids));
  for (guint i = 0; i < ancestors->len; i++)
    g_assert_cmpint (((const PtlAncestor *) g_ptr_array_index (ancestors, i))->pid, ==, pids[i]);
  g_assert_cmpstr (((const PtlAncestor *) g_ptr_array_index (ancestors, 1))->name, ==, "sshd");
  g_assert_cmpstr (get_process (get (snapshot, 1000), 0)->parent_name, ==, "bash");
  g_assert_null (get_process (get (snapshot, 1001), 0)->ancestors);
  g_assert_null (get_process (get (snapshot, 1001), 0)->parent_name);
  before = ptl_process_ref ((PtlProcess *) get_process (get (snapshot, 1000), 0));
  ptl_snapshot_unref (snapshot);

  /* The one in the middle ends: another process is told, and who has the one from before keeps it as it was. */
  put_parent (fixture, 40, "bash", 1, 20);
  snapshot = read_snapshot (fixture);
  ancestors = get_process (get (snapshot, 1000), 0)->ancestors;
  g_assert_cmpuint (ancestors->len, ==, 2);
  g_assert_false (ptl_process_equal (before, get_process (get (snapshot, 1000), 0)));
  g_assert_cmpuint (before->ancestors->len, ==, 3);
  ptl_snapshot_unref (snapshot);
}

static void
test_taken_owners (Fixture       *fixture,
                   gconstpointer  data)
{
  PtlSnapshot *snapshot;
  g_autofree char *folder = g_build_filename (fixture->proc, "700", NULL);

  put_sockets (fixture, 2);
  put_process (fixture, 700, "hidden", 30, 99);
  take_owner (fixture, 1, 700, 30);
  snapshot = read_snapshot (fixture);
  g_assert_cmpuint (get (snapshot, 1000)->owners->len, ==, 1);
  g_assert_cmpint (get_process (get (snapshot, 1000), 0)->pid, ==, 700);
  g_assert_cmpstr (get_process (get (snapshot, 1000), 0)->name, ==, "hidden");
  g_assert_false (((PtlOwner *) g_ptr_array_index (get (snapshot, 1000)->owners, 0))->certain);
  g_assert_cmpstr (get (snapshot, 1000)->unit, ==, "prog.service");
  g_assert_cmpuint (get (snapshot, 1001)->owners->len, ==, 0);
  ptl_snapshot_unref (snapshot);

  /* The same number, but another process. */
  remove_tree (folder);
  put_process (fixture, 700, "hidden", 31, 99);
  snapshot = read_snapshot (fixture);
  g_assert_cmpuint (get (snapshot, 1000)->owners->len, ==, 0);
  ptl_snapshot_unref (snapshot);

  /* Seen as something that it is not. */
  take_owner (fixture, 2, 700, 30);
  snapshot = read_snapshot (fixture);
  g_assert_cmpuint (get (snapshot, 1001)->owners->len, ==, 0);
  ptl_snapshot_unref (snapshot);

  take_owner (fixture, 2, 700, 31);
  snapshot = read_snapshot (fixture);
  g_assert_cmpuint (get (snapshot, 1001)->owners->len, ==, 1);
  ptl_snapshot_unref (snapshot);
  remove_tree (folder);
  snapshot = read_snapshot (fixture);
  g_assert_cmpuint (get (snapshot, 1001)->owners->len, ==, 0);
  ptl_snapshot_unref (snapshot);
}

/* Lets a process be in a network namespace: the link to it says its number and leads to it. Made where @number is 0. */
static guint64
put_network (Fixture    *fixture,
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

      put (folder, "made", "", 0);
      g_assert_no_errno (stat (made, &info));
      number = info.st_ino;
      path = g_strdup_printf ("%s/net:[%" G_GUINT64_FORMAT "]", folder, number);
      g_assert_no_errno (g_rename (made, path));
    }

  target = g_strdup_printf ("net:[%" G_GUINT64_FORMAT "]", number);
  put_link (folder, "net", target);

  return number;
}

static void
put_child (Fixture    *fixture,
           int         parent,
           int         child)
{
  g_autofree char *children = g_strdup_printf ("%d/task/%d/children", parent, parent);
  g_autofree char *text = g_strdup_printf ("%d ", child);
  g_autofree char *stat_path = g_strdup_printf ("%d/stat", child);
  g_autofree char *stat = g_strdup_printf (STAT, child, "httpd", parent, 300u);

  put (fixture->proc, children, text, -1);
  put (fixture->proc, stat_path, stat, -1);
}

/* As Podman 4.3 starts it: what it is to run in the end makes its command line longer than is read. */
static void
put_conmon (Fixture    *fixture,
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

  put_process (fixture, pid, "conmon", 100, 70000 + pid);
  put (fixture->proc, comm, "conmon\n", -1);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_string_append_len (line, words[i], strlen (words[i]) + 1);
  for (guint i = 0; i < 60; i++)
    g_string_append_len (line, "--exit-command-arg", sizeof "--exit-command-arg");
  put (fixture->proc, command, line->str, line->len);
}

/* Containers that conmon watches over: by who started the process, and by whose network rootlessport's child is in. */
static void
test_conmon (Fixture       *fixture,
             gconstpointer  data)
{
  static const char first_id[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  static const char second_id[] = "f123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autoptr (PtlSnapshot) pod = NULL;
  const PtlListener *listener;
  guint64 network;

  put_sockets (fixture, 3);
  put_network (fixture, "self", 0);
  put_conmon (fixture, 600, first_id, "web");
  put_process (fixture, 601, "httpd", 300, 1);
  put_child (fixture, 600, 601);
  network = put_network (fixture, "601", 0);

  put_process (fixture, 700, "rootlessport", 200, 2);
  put (fixture->proc, "700/cmdline", "rootlessport", sizeof "rootlessport");
  put_process (fixture, 701, "rootlessport-ch", 300, 66666);
  put_child (fixture, 700, 701);
  put_network (fixture, "701", network);

  /* It keeps a port itself. */
  put_conmon (fixture, 800, second_id, "db");
  put_link (fixture->proc, "800/fd/3", "socket:[3]");
  put_process (fixture, 801, "db", 300, 55555);
  put_child (fixture, 800, 801);
  put_network (fixture, "801", 0);
  snapshot = read_snapshot (fixture);

  listener = get (snapshot, 1000);
  g_assert_cmpint (get_process (listener, 0)->pid, ==, 601);
  g_assert_cmpstr (listener->container_runtime, ==, "podman");
  g_assert_cmpstr (listener->container_id, ==, first_id);
  g_assert_cmpstr (listener->container_name, ==, "web");

  listener = get (snapshot, 1001);
  g_assert_cmpint (get_process (listener, 0)->pid, ==, 700);
  g_assert_cmpstr (listener->container_id, ==, first_id);
  g_assert_cmpstr (listener->container_name, ==, "web");

  listener = get (snapshot, 1002);
  g_assert_cmpint (get_process (listener, 0)->pid, ==, 800);
  g_assert_cmpstr (listener->container_id, ==, second_id);
  g_assert_cmpstr (listener->container_name, ==, "db");

  /* In a pod it may be either. */
  put_network (fixture, "801", network);
  {
    PtlHostRoots roots = { .proc = fixture->proc, .cgroup = fixture->cgroup, .root = fixture->root, .no_netlink = TRUE };
    g_autoptr (PtlHost) host = ptl_host_new (&roots);

    pod = ptl_host_read (host, NULL, NULL);
  }
  g_assert_null (get (pod, 1001)->container_id);
  g_assert_cmpstr (get (pod, 1000)->container_name, ==, "web");
}

/*
 * The first reading finds what listens in another network namespace, though the one socket of its own has its owner at once and
 * the process there comes after so many that they can't all be looked at by the way.
 */
static void
test_network_namespace (Fixture       *fixture,
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

  put_sockets (fixture, 1);
  put_process (fixture, 700, "prog", 1, 1);
  put_network (fixture, "700", own);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *link = g_strdup_printf ("%u/fd/0", 1000 + i);

      put_link (fixture->proc, link, "/dev/null");
    }
  put_process (fixture, 9000, "apart", 2, 77);
  put (fixture->proc, "9000/net/tcp", table, -1);
  name = g_strdup_printf ("net:[%" G_GUINT64_FORMAT "]", put_network (fixture, "9000", 0));

  snapshot = read_snapshot (fixture);
  g_assert_cmpuint (ptl_snapshot_get_n (snapshot), ==, 2);
  g_assert_cmpstr (get (snapshot, 1000)->network_namespace, ==, "host");
  g_assert_cmpint (get_process (get (snapshot, 1000), 0)->pid, ==, 700);
  g_assert_cmpstr (get (snapshot, 5000)->network_namespace, ==, name);
  g_assert_cmpint (get_process (get (snapshot, 5000), 0)->pid, ==, 9000);

  /* So does the first that asks for that port alone. */
  host = ptl_host_new (&roots);
  one_port = ptl_host_read_port (host, 5000, NULL, NULL);
  g_assert_nonnull (one_port);
  g_assert_cmpstr (get (one_port, 5000)->network_namespace, ==, name);
  g_assert_cmpint (get_process (get (one_port, 5000), 0)->pid, ==, 9000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/host/fake-root/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("process", test_process);
  ADD ("odd-entries", test_odd_entries);
  ADD ("pid-reused", test_pid_reused);
  ADD ("descriptor-closed", test_descriptor_closed);
  ADD ("any-descriptor", test_any_descriptor);
  ADD ("many", test_many);
  ADD ("facts", test_facts);
  ADD ("support", test_support);
  ADD ("nothing-to-read", test_nothing_to_read);
  ADD ("broken-table", test_broken_table);
  ADD ("further", test_further);
  ADD ("kernel", test_kernel);
  ADD ("kernel-is-likely", test_kernel_is_likely);
  ADD ("rpcbind", test_rpcbind);
  ADD ("unheld", test_unheld);
  ADD ("ancestors", test_ancestors);
  ADD ("taken-owners", test_taken_owners);
  ADD ("conmon", test_conmon);
  ADD ("network-namespace", test_network_namespace);

  return g_test_run ();
}
