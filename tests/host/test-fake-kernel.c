#include "config.h"

#include "fake-root.h"

#include <glib/gstdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* Sockets that no process holds, on a made-up computer: the kernel's own, told by its files or rpcbind, and those of nobody. */

static void
test_kernel (FakeRoot      *fixture,
             gconstpointer  data)
{
  g_autoptr (PtlSnapshot) snapshot = NULL;
  const PtlListener *listener;
  g_autofree char *table = g_strdup_printf (TABLE_HEADING
                                            "   0: 00000000:0801 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1 1 0 1\n"
                                            "   1: 0100007F:0802 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 2 1 0 1\n"
                                            "   2: 00000000:0803 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 3 1 0 1\n"
                                            "   3: 00000000:0804 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 4 1 0 1\n");

  fake_root_put (fixture->proc, "net/tcp", table, -1);
  fake_root_put (fixture->proc, "fs/nfsd/portlist", "tcp 2049\ntcp 2050\ntcp 2051\n", -1);
  fake_root_put_process (fixture, 700, "prog", 1, 3);
  snapshot = fake_root_read (fixture);

  listener = fake_root_get_listener (snapshot, 2049);
  g_assert_true (listener->kernel);
  g_assert_cmpstr (listener->kernel_name, ==, "nfsd");
  g_assert_cmpstr (ptl_listener_get_owner_label (listener), ==, "nfsd");
  g_assert_cmpuint (listener->owners->len, ==, 0);

  /* At another address, held by a process, or on a port that the kernel does not tell of. */
  g_assert_false (fake_root_get_listener (snapshot, 2050)->kernel);
  g_assert_false (fake_root_get_listener (snapshot, 2051)->kernel);
  g_assert_false (fake_root_get_listener (snapshot, 2052)->kernel);
  g_assert_cmpuint (ptl_snapshot_get_unknown_owners (snapshot), ==, 2);
}

/* A part of the kernel that is there, and has a port where it usually listens: likely its own, if nobody else can have it. */
static void
test_kernel_is_likely (FakeRoot      *fixture,
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
  fake_root_put (fixture->proc, "net/tcp", table->str, -1);
  fake_root_put (fixture->proc, "sys/fs/nfs/nlm_tcpport", "4045\n", -1);
  fake_root_put (fixture->root, "sys/module/rds_tcp/refcnt", "1\n", -1);
  fake_root_put (fixture->root, "sys/module/ksmbd/refcnt", "1\n", -1);
  fake_root_put (fixture->root, portal, "", 0);
  fake_root_put (fixture->root, portals, "", 0);
  fake_root_put (fixture->root, "sys/kernel/config/nvmet/ports/1/addr_trtype", "tcp\n", -1);
  fake_root_put (fixture->root, "sys/kernel/config/nvmet/ports/1/addr_traddr", "0.0.0.0\n", -1);
  fake_root_put (fixture->root, "sys/kernel/config/nvmet/ports/1/addr_trsvcid", "4420\n", -1);
  fake_root_put_process (fixture, 1, "init", 1, 88888);
  fake_root_put_kernel_thread (fixture, 50, "lockd");
  fake_root_put_kernel_thread (fixture, 51, "iscsi_np");
  /* No thread of the kernel's, whatever it calls itself. */
  fake_root_put_process (fixture, 700, "ksmbd-lo", 1, 77777);
  fake_root_put (fixture->proc, "700/comm", "ksmbd-lo\n", -1);

  /* Where a process may have it unseen, nothing is said. */
  for (guint round = 0; round < 2; round++)
    {
      PtlHostRoots roots = { .proc = fixture->proc, .cgroup = fixture->cgroup, .root = fixture->root, .no_netlink = TRUE };
      g_autoptr (PtlHost) host = ptl_host_new (&roots);
      g_autoptr (PtlSnapshot) snapshot = ptl_host_read (host, NULL, NULL);

      for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
        {
          const PtlListener *listener = fake_root_get_listener (snapshot, expected[i].port);

          g_assert_cmpstr (listener->kernel_name, ==, round == 0 ? NULL : expected[i].name);
          g_assert_cmpint (listener->kernel, ==, listener->kernel_name != NULL);
          g_assert_cmpint (listener->kernel_is_likely, ==, listener->kernel);
          g_assert_cmpint (listener->unheld, ==, round);
        }
      fake_root_put_link (fixture->proc, "self/ns/pid", "pid:[4026531836]");
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
test_rpcbind (FakeRoot      *fixture,
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
  fake_root_put (fixture->proc, "net/tcp", table->str, -1);
  fake_root_put_process (fixture, 1, "init", 1, 88888);
  fake_root_put_kernel_thread (fixture, 50, "lockd");
  fake_root_put_link (fixture->proc, "self/ns/pid", "pid:[4026531836]");

  for (guint round = 0; round < 2; round++)
    {
      PtlHostRoots roots = { .proc = fixture->proc, .cgroup = fixture->cgroup, .root = fixture->root, .no_netlink = TRUE };
      g_autoptr (PtlHost) host = ptl_host_new (&roots);
      g_autoptr (PtlSnapshot) snapshot = ptl_host_read (host, NULL, NULL);
      g_autoptr (PtlSnapshot) again = ptl_host_read (host, NULL, NULL);

      for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
        g_assert_cmpstr (fake_root_get_listener (snapshot, expected[i].port)->kernel_name, ==,
                         round == 0 ? NULL : expected[i].name);
      g_assert_true (fake_root_get_listener (snapshot, 41479)->kernel_is_likely || round == 0);
      g_assert_true (ptl_snapshot_equal (snapshot, again));
      /* Once for both readings. */
      g_assert_cmpint (g_atomic_int_get (&rpcbind.n_asked), ==, round);

      fake_root_put (fixture->proc, "net/unix", "Num RefCount\n00000000: 00000002 00000000 00010000 0001 01 255 /run/rpcbind.sock\n", -1);
    }

  g_assert_no_errno (shutdown (rpcbind.listener, SHUT_RDWR));
  g_thread_join (thread);
  close (rpcbind.listener);
  g_free (rpcbind.answer);
}

/* Reads with a host that knows nothing yet. */
static gboolean
is_unheld (FakeRoot *fixture,
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

  return fake_root_get_listener (first, port)->unheld;
}

/* That no process holds a socket is said only where each could be looked at. */
static void
test_unheld (FakeRoot      *fixture,
             gconstpointer  data)
{
  g_autoptr (PtlSnapshot) before = NULL;
  g_autoptr (PtlSnapshot) after = NULL;

  fake_root_put_sockets (fixture, 2);
  fake_root_put_process (fixture, 1, "init", 1, 88888);
  fake_root_put_process (fixture, 700, "prog", 1, 1);

  /* It is not known whether these are all processes; they are those of a container; they are all. */
  g_assert_false (is_unheld (fixture, 1001, 1));
  fake_root_put_link (fixture->proc, "self/ns/pid", "pid:[4026532300]");
  g_assert_false (is_unheld (fixture, 1001, 1));
  fake_root_put_link (fixture->proc, "self/ns/pid", "pid:[4026531836]");
  g_assert_true (is_unheld (fixture, 1001, 0));
  g_assert_false (is_unheld (fixture, 1000, 0));

  /* One whose descriptors can't be listed, for a reason that holds for root too. */
  fake_root_put (fixture->proc, "800/fd", "", 0);
  g_assert_false (is_unheld (fixture, 1001, 1));
  fake_root_remove (fixture, "800");
  g_assert_true (is_unheld (fixture, 1001, 0));

  /* One that has ended and not been waited for; one whose other threads go on. */
  fake_root_make_folder (fixture, "801/fd");
  fake_root_make_folder (fixture, "801/task/801");
  g_assert_true (is_unheld (fixture, 1001, 0));
  fake_root_make_folder (fixture, "801/task/802");
  g_assert_false (is_unheld (fixture, 1001, 1));
  fake_root_remove (fixture, "801");

  /* Where the first process is not shown, others may be hidden too. */
  fake_root_remove (fixture, "1");
  g_assert_false (is_unheld (fixture, 1001, 1));
  fake_root_put_process (fixture, 1, "init", 1, 88888);

  /* What turns up later holds it. */
  before = fake_root_read (fixture);
  g_assert_true (fake_root_get_listener (before, 1001)->unheld);
  fake_root_put_process (fixture, 900, "late", 1, 2);
  after = fake_root_read (fixture);
  g_assert_false (fake_root_get_listener (after, 1001)->unheld);
  g_assert_cmpint (fake_root_get_process (fake_root_get_listener (after, 1001), 0)->pid, ==, 900);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add ("/host/fake-kernel/" path, FakeRoot, NULL, fake_root_set_up, function, fake_root_tear_down)
  ADD ("kernel", test_kernel);
  ADD ("kernel-is-likely", test_kernel_is_likely);
  ADD ("rpcbind", test_rpcbind);
  ADD ("unheld", test_unheld);

  return g_test_run ();
}
