#include "config.h"

#include "fake-root.h"

#include "host/ptl-owners-answer.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* The reader against a /proc and a tree of control groups that are made here, with everything that can be odd in them. */

#define STAT          "%d (%s) S %d 1 1 0 -1 4194560 10 0 0 0 1 2 0 0 20 0 1 0 %u 100 200 300 400 500 600 0 0\n"

static void
test_process (FakeRoot      *fixture,
              gconstpointer  data)
{
  g_autoptr (PtlSnapshot) snapshot = NULL;
  const PtlListener *listener;
  const PtlProcess *process;

  fake_root_put_sockets (fixture, 2);
  fake_root_put_process (fixture, 700, "prog", 250, 1);
  snapshot = fake_root_read (fixture);

  listener = fake_root_get_listener (snapshot, 1000);
  g_assert_cmpuint (listener->owners->len, ==, 1);
  process = fake_root_get_process (listener, 0);
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
  g_assert_cmpuint (fake_root_get_listener (snapshot, 1001)->owners->len, ==, 0);
  g_assert_false (fake_root_get_listener (snapshot, 1001)->kernel);
  g_assert_cmpuint (ptl_snapshot_get_unknown_owners (snapshot), ==, 1);
  g_assert_cmpstr (ptl_snapshot_get_method (snapshot), ==, "procfs");
  g_assert_true (ptl_snapshot_is_complete (snapshot));
}

/* One entry that can't be read must not empty the list. */
static void
test_odd_entries (FakeRoot      *fixture,
                  gconstpointer  data)
{
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autofree char *empty = g_build_filename (fixture->proc, "801", NULL);

  fake_root_put_sockets (fixture, 3);
  fake_root_put_process (fixture, 700, "prog", 1, 1);
  fake_root_put_process (fixture, 900, "<i>\xff)(", 1, 2);
  /* Vanished midway: a folder without anything, one with descriptors alone, one whose stat is cut, one that is a file. */
  g_assert_no_errno (g_mkdir_with_parents (empty, 0755));
  fake_root_put_link (fixture->proc, "802/fd/3", "socket:[3]");
  fake_root_put_link (fixture->proc, "803/fd/3", "socket:[3]");
  fake_root_put (fixture->proc, "803/stat", "803 (cut", -1);
  fake_root_put (fixture->proc, "804", "no folder", -1);
  fake_root_put (fixture->proc, "805/fd", "no folder", -1);
  fake_root_put_link (fixture->proc, "806/fd/x", "socket:[3]");
  fake_root_put_link (fixture->proc, "807/fd/9", "socket:[");
  fake_root_put_link (fixture->proc, "808/fd/9", "socket:[3");
  fake_root_put_link (fixture->proc, "999999999999999999999999/fd/1", "socket:[3]");

  snapshot = fake_root_read (fixture);
  g_assert_cmpuint (ptl_snapshot_get_n (snapshot), ==, 3);
  g_assert_cmpint (fake_root_get_process (fake_root_get_listener (snapshot, 1000), 0)->pid, ==, 700);
  g_assert_cmpint (fake_root_get_process (fake_root_get_listener (snapshot, 1001), 0)->pid, ==, 900);
  g_assert_cmpstr (fake_root_get_process (fake_root_get_listener (snapshot, 1001), 0)->name, ==, "<i>\xef\xbf\xbd)(");
  /* Of those that can't be described none is an owner. */
  g_assert_cmpuint (fake_root_get_listener (snapshot, 1002)->owners->len, ==, 0);
}

/* The number of a process that ended is given to another: the old one is named no more. */
static void
test_pid_reused (FakeRoot      *fixture,
                 gconstpointer  data)
{
  PtlSnapshot *snapshot;
  g_autofree char *folder = g_build_filename (fixture->proc, "700", NULL);

  fake_root_put_sockets (fixture, 2);
  fake_root_put_process (fixture, 700, "first", 1, 1);
  snapshot = fake_root_read_again (fixture);
  g_assert_cmpstr (fake_root_get_process (fake_root_get_listener (snapshot, 1000), 0)->name, ==, "first");
  ptl_snapshot_unref (snapshot);

  /* The new one has something else, */
  fake_root_remove_tree (folder);
  fake_root_put_process (fixture, 700, "second", 2, 2);
  snapshot = fake_root_read (fixture);
  g_assert_cmpuint (fake_root_get_listener (snapshot, 1000)->owners->len, ==, 0);
  g_assert_cmpstr (fake_root_get_process (fake_root_get_listener (snapshot, 1001), 0)->name, ==, "second");
  ptl_snapshot_unref (snapshot);
  ptl_snapshot_unref (fake_root_read_again (fixture));

  /* or the very same descriptor of the very same socket. */
  fake_root_remove_tree (folder);
  fake_root_put_process (fixture, 700, "third", 3, 2);
  snapshot = fake_root_read (fixture);
  g_assert_cmpstr (fake_root_get_process (fake_root_get_listener (snapshot, 1001), 0)->name, ==, "third");
  g_assert_cmpuint (fake_root_get_process (fake_root_get_listener (snapshot, 1001), 0)->start_ticks, ==, 3);
  ptl_snapshot_unref (snapshot);

  fake_root_remove_tree (folder);
  snapshot = fake_root_read (fixture);
  g_assert_cmpuint (fake_root_get_listener (snapshot, 1001)->owners->len, ==, 0);
  ptl_snapshot_unref (snapshot);
}

static void
test_descriptor_closed (FakeRoot      *fixture,
                        gconstpointer  data)
{
  PtlSnapshot *snapshot;

  fake_root_put_sockets (fixture, 2);
  fake_root_put_process (fixture, 700, "prog", 1, 1);
  fake_root_put_link (fixture->proc, "700/fd/4", "socket:[2]");
  snapshot = fake_root_read_again (fixture);
  g_assert_cmpuint (fake_root_get_listener (snapshot, 1000)->owners->len, ==, 1);
  g_assert_cmpuint (fake_root_get_listener (snapshot, 1001)->owners->len, ==, 1);
  ptl_snapshot_unref (snapshot);

  fake_root_put_link (fixture->proc, "700/fd/3", "/dev/null");
  snapshot = fake_root_read (fixture);
  g_assert_cmpuint (fake_root_get_listener (snapshot, 1000)->owners->len, ==, 0);
  g_assert_cmpuint (fake_root_get_listener (snapshot, 1001)->owners->len, ==, 1);
  ptl_snapshot_unref (snapshot);

  fake_root_put_link (fixture->proc, "700/fd/12", "socket:[1]");
  snapshot = fake_root_read (fixture);
  g_assert_cmpuint (fake_root_get_listener (snapshot, 1000)->owners->len, ==, 1);
  g_assert_cmpuint (fake_root_get_listener (snapshot, 1001)->owners->len, ==, 1);
  ptl_snapshot_unref (snapshot);
}

/* The first reading finds a socket in whichever descriptor it is: a standard stream, after a gap, beside another, or deep. */
static void
test_any_descriptor (FakeRoot      *fixture,
                     gconstpointer  data)
{
  static const char *const sockets[] = { "701/fd/0", "702/fd/4", "703/fd/9", "704/fd/12", "704/fd/8", "705/fd/400", "706/fd/7", "706/fd/6" };
  g_autoptr (PtlSnapshot) snapshot = NULL;

  fake_root_put_sockets (fixture, G_N_ELEMENTS (sockets));
  for (int pid = 701; pid <= 706; pid++)
    fake_root_put_process (fixture, pid, "prog", 1, 88888);
  for (guint i = 5; i < 350; i++)
    {
      g_autofree char *name = g_strdup_printf ("705/fd/%u", i);

      fake_root_put_link (fixture->proc, name, "/dev/null");
    }
  for (guint i = 0; i < G_N_ELEMENTS (sockets); i++)
    {
      g_autofree char *target = g_strdup_printf ("socket:[%u]", i + 1);

      fake_root_put_link (fixture->proc, sockets[i], target);
    }

  snapshot = fake_root_read (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (sockets); i++)
    g_assert_cmpint (fake_root_get_process (fake_root_get_listener (snapshot, 1000 + i), 0)->pid, ==,
                     g_ascii_strtoll (sockets[i], NULL, 10));
}

/*
 * Many processes, so that several threads look, and many descriptors, so that they look in rounds. A socket's second owner is
 * found by the way, by the time each process was looked at in turn.
 */
static void
test_many (FakeRoot      *fixture,
           gconstpointer  data)
{
  g_autoptr (PtlSnapshot) snapshot = NULL;
  const guint n = 150;

  fake_root_put_sockets (fixture, n);
  for (guint i = 0; i < n; i++)
    fake_root_put_process (fixture, 1000 + i, "prog", 1, i + 1);
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *name = g_strdup_printf ("1149/fd/%u", 10 + i);

      fake_root_put_link (fixture->proc, name, i == 59 ? "socket:[1]" : "/dev/null");
    }

  for (guint reading = 0; reading < 20 && (reading < 2 || fake_root_get_listener (snapshot, 1000)->owners->len < 2); reading++)
    {
      g_clear_pointer (&snapshot, ptl_snapshot_unref);
      snapshot = fake_root_read (fixture);
      for (guint i = 0; i < n; i++)
        g_assert_cmpint (fake_root_get_process (fake_root_get_listener (snapshot, 1000 + i), 0)->pid, ==, 1000 + i);
    }
  g_assert_cmpuint (fake_root_get_listener (snapshot, 1000)->owners->len, ==, 2);
  g_assert_cmpint (fake_root_get_process (fake_root_get_listener (snapshot, 1000), 1)->pid, ==, 1149);
}

/* An empty list is never what a failure looks like. */
static void
test_nothing_to_read (FakeRoot      *fixture,
                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ptl_host_read (fixture->host, NULL, &error));
  g_assert_error (error, PTL_HOST_ERROR, PTL_HOST_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "."));
  g_clear_error (&error);

  fake_root_remove_tree (fixture->root);
  g_assert_null (ptl_host_read (fixture->host, NULL, &error));
  g_assert_error (error, PTL_HOST_ERROR, PTL_HOST_ERROR_REFUSED);
}

static void
test_broken_table (FakeRoot      *fixture,
                   gconstpointer  data)
{
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autofree char *table = g_strdup_printf (TABLE_HEADING "   7: nonsense\n" TABLE_LINE, 1000, 1);

  fake_root_put (fixture->proc, "net/tcp", table, -1);
  snapshot = fake_root_read (fixture);
  g_assert_cmpuint (ptl_snapshot_get_n (snapshot), ==, 1);
  g_assert_false (ptl_snapshot_is_complete (snapshot));
  g_assert_nonnull (ptl_snapshot_get_reason (snapshot));
}

static void
put_parent (FakeRoot   *fixture,
            int         pid,
            const char *name,
            int         parent,
            guint       start)
{
  g_autofree char *folder = g_strdup_printf ("%s/%d", fixture->proc, pid);
  g_autofree char *stat = g_strdup_printf (STAT, pid, name, parent, start);

  fake_root_put (folder, "stat", stat, -1);
}

/* Who started whom, up to the first; but nobody is started by who came later, and what started is not told by who is older. */
static void
test_ancestors (FakeRoot      *fixture,
                gconstpointer  data)
{
  static const gint64 pids[] = { 40, 30, 1 };
  g_autoptr (PtlProcess) before = NULL;
  PtlSnapshot *snapshot;
  const GPtrArray *ancestors;

  fake_root_put_sockets (fixture, 2);
  put_parent (fixture, 1, "systemd", 0, 0);
  put_parent (fixture, 30, "sshd", 1, 10);
  put_parent (fixture, 40, "bash", 30, 20);
  fake_root_put_process (fixture, 700, "server", 30, 1);
  put_parent (fixture, 700, "server", 40, 30);
  fake_root_put_process (fixture, 701, "orphan", 30, 2);
  put_parent (fixture, 701, "orphan", 41, 30);
  put_parent (fixture, 41, "younger", 1, 31);

  snapshot = fake_root_read (fixture);
  ancestors = fake_root_get_process (fake_root_get_listener (snapshot, 1000), 0)->ancestors;
  g_assert_nonnull (ancestors);
  g_assert_cmpuint (ancestors->len, ==, G_N_ELEMENTS (pids));
  for (guint i = 0; i < ancestors->len; i++)
    g_assert_cmpint (((const PtlAncestor *) g_ptr_array_index (ancestors, i))->pid, ==, pids[i]);
  g_assert_cmpstr (((const PtlAncestor *) g_ptr_array_index (ancestors, 1))->name, ==, "sshd");
  g_assert_cmpstr (fake_root_get_process (fake_root_get_listener (snapshot, 1000), 0)->parent_name, ==, "bash");
  g_assert_null (fake_root_get_process (fake_root_get_listener (snapshot, 1001), 0)->ancestors);
  g_assert_null (fake_root_get_process (fake_root_get_listener (snapshot, 1001), 0)->parent_name);
  before = ptl_process_ref ((PtlProcess *) fake_root_get_process (fake_root_get_listener (snapshot, 1000), 0));
  ptl_snapshot_unref (snapshot);

  /* The one in the middle ends: another process is told, and who has the one from before keeps it as it was. */
  put_parent (fixture, 40, "bash", 1, 20);
  snapshot = fake_root_read (fixture);
  ancestors = fake_root_get_process (fake_root_get_listener (snapshot, 1000), 0)->ancestors;
  g_assert_cmpuint (ancestors->len, ==, 2);
  g_assert_false (ptl_process_equal (before, fake_root_get_process (fake_root_get_listener (snapshot, 1000), 0)));
  g_assert_cmpuint (before->ancestors->len, ==, 3);
  ptl_snapshot_unref (snapshot);
}

static void
take_owner (FakeRoot *fixture,
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
test_taken_owners (FakeRoot      *fixture,
                   gconstpointer  data)
{
  PtlSnapshot *snapshot;
  g_autofree char *folder = g_build_filename (fixture->proc, "700", NULL);

  fake_root_put_sockets (fixture, 2);
  fake_root_put_process (fixture, 700, "hidden", 30, 99);
  take_owner (fixture, 1, 700, 30);
  snapshot = fake_root_read (fixture);
  g_assert_cmpuint (fake_root_get_listener (snapshot, 1000)->owners->len, ==, 1);
  g_assert_cmpint (fake_root_get_process (fake_root_get_listener (snapshot, 1000), 0)->pid, ==, 700);
  g_assert_cmpstr (fake_root_get_process (fake_root_get_listener (snapshot, 1000), 0)->name, ==, "hidden");
  g_assert_false (((PtlOwner *) g_ptr_array_index (fake_root_get_listener (snapshot, 1000)->owners, 0))->certain);
  g_assert_cmpstr (fake_root_get_listener (snapshot, 1000)->unit, ==, "prog.service");
  g_assert_cmpuint (fake_root_get_listener (snapshot, 1001)->owners->len, ==, 0);
  ptl_snapshot_unref (snapshot);

  /* The same number, but another process. */
  fake_root_remove_tree (folder);
  fake_root_put_process (fixture, 700, "hidden", 31, 99);
  snapshot = fake_root_read (fixture);
  g_assert_cmpuint (fake_root_get_listener (snapshot, 1000)->owners->len, ==, 0);
  ptl_snapshot_unref (snapshot);

  /* Seen as something that it is not. */
  take_owner (fixture, 2, 700, 30);
  snapshot = fake_root_read (fixture);
  g_assert_cmpuint (fake_root_get_listener (snapshot, 1001)->owners->len, ==, 0);
  ptl_snapshot_unref (snapshot);

  take_owner (fixture, 2, 700, 31);
  snapshot = fake_root_read (fixture);
  g_assert_cmpuint (fake_root_get_listener (snapshot, 1001)->owners->len, ==, 1);
  ptl_snapshot_unref (snapshot);
  fake_root_remove_tree (folder);
  snapshot = fake_root_read (fixture);
  g_assert_cmpuint (fake_root_get_listener (snapshot, 1001)->owners->len, ==, 0);
  ptl_snapshot_unref (snapshot);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add ("/host/fake-root/" path, FakeRoot, NULL, fake_root_set_up, function, fake_root_tear_down)
  ADD ("process", test_process);
  ADD ("odd-entries", test_odd_entries);
  ADD ("pid-reused", test_pid_reused);
  ADD ("descriptor-closed", test_descriptor_closed);
  ADD ("any-descriptor", test_any_descriptor);
  ADD ("many", test_many);
  ADD ("nothing-to-read", test_nothing_to_read);
  ADD ("broken-table", test_broken_table);
  ADD ("ancestors", test_ancestors);
  ADD ("taken-owners", test_taken_owners);

  return g_test_run ();
}
