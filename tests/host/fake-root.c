#include "config.h"

#include "fake-root.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define STAT          "%d (%s) S %d 1 1 0 -1 4194560 10 0 0 0 1 2 0 0 20 0 1 0 %u 100 200 300 400 500 600 0 0\n"

void
fake_root_put (const char *folder,
               const char *name,
               const char *text,
               gssize      length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_no_errno (g_mkdir_with_parents (parent, 0755));
  g_assert_true (g_file_set_contents_full (path, text, length, G_FILE_SET_CONTENTS_NONE, 0644, NULL));
}

void
fake_root_put_link (const char *folder,
                    const char *name,
                    const char *target)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_no_errno (g_mkdir_with_parents (parent, 0755));
  unlink (path);
  g_assert_no_errno (symlink (target, path));
}

void
fake_root_remove_tree (const char *path)
{
  g_autoptr (GDir) folder = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK) && (folder = g_dir_open (path, 0, NULL)) != NULL)
    {
      while ((name = g_dir_read_name (folder)) != NULL)
        {
          g_autofree char *child = g_build_filename (path, name, NULL);

          fake_root_remove_tree (child);
        }
    }
  g_remove (path);
}

/* Ports 1000, 1001 … have the inodes 1, 2 … */
void
fake_root_put_sockets (FakeRoot *fixture,
                       guint     n)
{
  g_autoptr (GString) table = g_string_new (TABLE_HEADING);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (table, TABLE_LINE, 1000 + i, i + 1);
  fake_root_put (fixture->proc, "net/tcp", table->str, -1);
}

void
fake_root_put_process (FakeRoot   *fixture,
                       int         pid,
                       const char *name,
                       guint       start,
                       guint       inode)
{
  g_autofree char *folder = g_strdup_printf ("%s/%d", fixture->proc, pid);
  g_autofree char *stat = g_strdup_printf (STAT, pid, name, 1, start);
  g_autofree char *target = g_strdup_printf ("socket:[%u]", inode);

  fake_root_put (folder, "stat", stat, -1);
  fake_root_put (folder, "status", "Name:\tx\nUid:\t0\t0\t0\t0\n", -1);
  fake_root_put (folder, "cmdline", "prog\0--serve\0", 13);
  fake_root_put (folder, "cgroup", "0::/system.slice/prog.service\n", -1);
  fake_root_put_link (folder, "exe", "/usr/bin/prog (deleted)");
  fake_root_put_link (folder, "cwd", "/srv");
  fake_root_put_link (folder, "fd/0", "/dev/null");
  fake_root_put_link (folder, "fd/1", "pipe:[1]");
  fake_root_put_link (folder, "fd/2", "socket:[99999]");
  fake_root_put_link (folder, "fd/3", target);
}

void
fake_root_make_folder (FakeRoot   *fixture,
                       const char *name)
{
  g_autofree char *path = g_build_filename (fixture->proc, name, NULL);

  g_assert_no_errno (g_mkdir_with_parents (path, 0755));
}

void
fake_root_remove (FakeRoot   *fixture,
                  const char *name)
{
  g_autofree char *path = g_build_filename (fixture->proc, name, NULL);

  fake_root_remove_tree (path);
}

void
fake_root_set_up (FakeRoot      *fixture,
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

  fake_root_put (fixture->proc, "stat", "cpu 1 2\nbtime 1700000000\n", -1);
  fake_root_put (fixture->proc, "sys/net/ipv4/ip_local_port_range", "1024\t2047\n", -1);
  fake_root_put (fixture->proc, "sys/net/ipv4/ip_unprivileged_port_start", "80\n", -1);
  fake_root_put (fixture->proc, "sys/net/ipv4/ip_local_reserved_ports", "3000,4000-4005\n", -1);
}

void
fake_root_tear_down (FakeRoot      *fixture,
                     gconstpointer  data)
{
  ptl_host_free (fixture->host);
  fake_root_remove_tree (fixture->root);
  g_free (fixture->root);
  g_free (fixture->proc);
  g_free (fixture->cgroup);
}

PtlSnapshot *
fake_root_read (FakeRoot *fixture)
{
  g_autoptr (GError) error = NULL;
  PtlSnapshot *snapshot = ptl_host_read (fixture->host, NULL, &error);

  g_assert_no_error (error);

  return snapshot;
}

/* As the ones that follow the first are: with what is kept open between two of them. */
PtlSnapshot *
fake_root_read_again (FakeRoot *fixture)
{
  ptl_snapshot_unref (fake_root_read (fixture));
  ptl_snapshot_unref (fake_root_read (fixture));

  return fake_root_read (fixture);
}

const PtlListener *
fake_root_get_listener (PtlSnapshot *snapshot,
                        guint16      port)
{
  guint first;

  g_assert_cmpuint (ptl_snapshot_find_port (snapshot, port, &first), ==, 1);

  return ptl_snapshot_get (snapshot, first);
}

const PtlProcess *
fake_root_get_process (const PtlListener *listener,
                       guint              index)
{
  g_assert_cmpuint (index, <, listener->owners->len);

  return ((PtlOwner *) g_ptr_array_index (listener->owners, index))->process;
}

void
fake_root_put_command (FakeRoot   *fixture,
                       const char *folder,
                       const char *words)
{
  g_autofree char *path = g_build_filename (fixture->proc, folder, NULL);
  g_autofree char *command = g_strdelimit (g_strdup (words), " ", '|');
  gsize length = strlen (command) + 1;

  for (gsize i = 0; i < length; i++)
    command[i] = command[i] == '|' ? '\0' : command[i];
  fake_root_put (path, "cmdline", command, length);
}

void
fake_root_put_kernel_thread (FakeRoot   *fixture,
                             int         pid,
                             const char *name)
{
  /* PF_KTHREAD among the flags. */
  g_autofree char *stat = g_strdup_printf ("%d (%s) S 2 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 30 0 0 0\n", pid, name);
  g_autofree char *comm = g_strdup_printf ("%s\n", name);
  g_autofree char *folder = g_strdup_printf ("%s/%d", fixture->proc, pid);
  g_autofree char *descriptors = g_strdup_printf ("%d/fd", pid);

  fake_root_put (folder, "stat", stat, -1);
  fake_root_put (folder, "comm", comm, -1);
  fake_root_make_folder (fixture, descriptors);
}
