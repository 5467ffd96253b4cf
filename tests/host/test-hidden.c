#include "config.h"

#include "live-sockets.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <grp.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * What a user sees of the listeners of another. Only root can be two users, so for anybody else these are skipped.
 */

#define NOBODY 65534

/* The unified hierarchy, alone or beside version 1's. */
static const char *
find_hierarchy (void)
{
  static const char *const folders[] = { "/sys/fs/cgroup/unified", "/sys/fs/cgroup" };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *file = g_build_filename (folders[i], "cgroup.procs", NULL);

      if (g_file_test (file, G_FILE_TEST_EXISTS))
        return folders[i];
    }

  return NULL;
}

typedef struct
{
  pid_t   pid;
  int     release;
  guint64 inode;
} Server;

/* A process that listens, in a control group of the given folder where one is given. */
static Server
start_server_as (const char *group,
                 uid_t       uid)
{
  Server server = { 0 };
  int ready[2];
  int release[2];

  g_assert_no_errno (pipe (ready));
  g_assert_no_errno (pipe (release));
  server.pid = fork ();
  g_assert_no_errno (server.pid);
  if (server.pid == 0)
    {
      char byte;
      guint64 inode;
      int fd;

      prctl (PR_SET_PDEATHSIG, SIGKILL);
      close (release[1]);
      if (group != NULL)
        {
          g_autofree char *file = g_build_filename (group, "cgroup.procs", NULL);
          FILE *procs = fopen (file, "w");

          if (procs == NULL || fprintf (procs, "0\n") < 0 || fclose (procs) != 0)
            _exit (2);
        }
      if (setresuid (uid, uid, uid) < 0)
        _exit (3);
      fd = live_open (AF_INET, SOCK_STREAM, IPPROTO_TCP, "127.0.0.1", 0, 5, 0);
      inode = live_get_inode (fd);
      if (write (ready[1], &inode, sizeof inode) != sizeof inode)
        _exit (1);
      while (read (release[0], &byte, 1) < 0 && errno == EINTR)
        ;
      _exit (0);
    }

  close (ready[1]);
  close (release[0]);
  server.release = release[1];
  g_assert_cmpint (read (ready[0], &server.inode, sizeof server.inode), ==, sizeof server.inode);
  close (ready[0]);

  return server;
}

static Server
start_server (const char *group)
{
  return start_server_as (group, 0);
}

static void
stop_server (const Server *server)
{
  close (server->release);
  g_assert_cmpint (waitpid (server->pid, NULL, 0), ==, server->pid);
}

typedef void (*Check) (PtlSnapshot  *snapshot,
                       const Server *server);

/* Reads as nobody, twice with the same host, in a process of its own. */
static void
check_as_nobody (const Server *server,
                 Check         check)
{
  int status;
  pid_t pid = fork ();

  g_assert_no_errno (pid);
  if (pid == 0)
    {
      g_autoptr (PtlHost) host = NULL;

      if (setgroups (0, NULL) < 0 || setresgid (NOBODY, NOBODY, NOBODY) < 0 || setresuid (NOBODY, NOBODY, NOBODY) < 0)
        _exit (1);
      prctl (PR_SET_DUMPABLE, 1);

      host = ptl_host_new (NULL);
      for (guint i = 0; i < 2; i++)
        {
          g_autoptr (PtlSnapshot) snapshot = live_read (host);

          g_assert_true (ptl_snapshot_is_complete (snapshot));
          check (snapshot, server);
        }
      _exit (0);
    }

  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

static gboolean
is_root (void)
{
  if (geteuid () == 0)
    return TRUE;

  g_test_skip ("only root can be another user");

  return FALSE;
}

static void
check_hidden (PtlSnapshot  *snapshot,
              const Server *server)
{
  const PtlListener *listener = live_find_inode (snapshot, server->inode);

  /* Hidden is not free. */
  g_assert_nonnull (listener);
  g_assert_true (ptl_snapshot_has_port (snapshot, listener->port));
  g_assert_cmpint (listener->uid, ==, 0);
  g_assert_cmpstr (listener->user, ==, "root");
  g_assert_false (listener->kernel);
  for (guint i = 0; i < listener->owners->len; i++)
    g_assert_false (((PtlOwner *) g_ptr_array_index (listener->owners, i))->certain);
  if (listener->unit == NULL && listener->container_runtime == NULL && listener->owners->len == 0)
    g_assert_cmpuint (ptl_snapshot_get_unknown_owners (snapshot), >, 0);
}

static void
test_other_user (void)
{
  Server server;

  if (!is_root ())
    return;

  server = start_server (NULL);
  check_as_nobody (&server, check_hidden);
  stop_server (&server);
}

static void
check_service (PtlSnapshot  *snapshot,
               const Server *server)
{
  const PtlListener *listener = live_find_inode (snapshot, server->inode);
  const PtlOwner *owner;

  g_assert_nonnull (listener);
  g_assert_cmpstr (listener->unit, ==, "portolan-test.service");
  g_assert_false (listener->unit_is_user);
  g_assert_null (listener->container_runtime);
  g_assert_cmpuint (listener->owners->len, ==, 1);
  owner = g_ptr_array_index (listener->owners, 0);
  g_assert_cmpint (owner->process->pid, ==, server->pid);
  g_assert_cmpint (owner->evidence, ==, PTL_EVIDENCE_CONTROL_GROUP);
  g_assert_false (owner->certain);
  g_assert_cmpstr (owner->process->name, ==, "test-hidden");
  g_assert_cmpint (owner->process->uid, ==, 0);
  g_assert_null (owner->process->executable);
  g_assert_cmpstr (ptl_listener_get_owner_label (listener), ==, "portolan-test.service");
}

static void
check_container (PtlSnapshot  *snapshot,
                 const Server *server)
{
  const PtlListener *listener = live_find_inode (snapshot, server->inode);

  g_assert_nonnull (listener);
  g_assert_cmpstr (listener->container_runtime, ==, "docker");
  g_assert_cmpuint (strlen (listener->container_id), ==, 64);
}

static void
check_not_unheld (PtlSnapshot  *snapshot,
                  const Server *server)
{
  const PtlListener *listener = live_find_inode (snapshot, server->inode);

  g_assert_nonnull (listener);
  g_assert_false (listener->unheld);
  g_assert_false (listener->kernel);
  g_assert_cmpuint (ptl_snapshot_get_unknown_owners (snapshot), >, 0);
}

/* Reads until a listener is said to be nobody's: programs that begin while this one looks have it look again. */
static void
wait_for_unheld (PtlHost *host,
                 guint64  inode)
{
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (PtlSnapshot) snapshot = live_read (host);
      const PtlListener *listener = live_find_inode (snapshot, inode);

      g_assert_nonnull (listener);
      g_assert_cmpuint (listener->owners->len, ==, 0);
      if (listener->unheld)
        return;
    }
  g_assert_not_reached ();
}

/* A socket that is on its way from one process to another is held by none: only root can know that it is nobody's. */
static void
test_unheld (void)
{
  g_autoptr (PtlHost) earlier = NULL;
  g_autoptr (PtlHost) host = NULL;
  g_autoptr (PtlSnapshot) snapshot = NULL;
  const PtlListener *listener = NULL;
  Server server = { 0 };
  char link[64];
  gssize length;
  int ends[2];
  int fd;

  if (!is_root ())
    return;

  length = readlink ("/proc/self/ns/pid", link, sizeof link);
  if (length < 0 || strncmp (link, "pid:[4026531836]", length) != 0)
    {
      g_test_skip ("this is not the initial namespace of processes, which alone sees all");
      return;
    }

  /* One that has read before there was the socket. */
  earlier = ptl_host_new (NULL);
  snapshot = live_read (earlier);

  g_assert_no_errno (socketpair (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, ends));
  fd = live_open (AF_INET, SOCK_STREAM, IPPROTO_TCP, "127.0.0.1", 0, 5, 0);
  server.inode = live_get_inode (fd);
  live_send_descriptor (ends[0], fd);
  close (fd);

  host = ptl_host_new (NULL);
  wait_for_unheld (host, server.inode);
  wait_for_unheld (earlier, server.inode);
  check_as_nobody (&server, check_not_unheld);

  /* Whoever takes it holds it. */
  fd = live_receive_descriptor (ends[1]);
  g_assert_no_errno (fd);
  for (guint i = 0; i < 1000; i++)
    {
      g_clear_pointer (&snapshot, ptl_snapshot_unref);
      snapshot = live_read (host);
      listener = live_find_inode (snapshot, server.inode);
      g_assert_nonnull (listener);
      if (listener->owners->len > 0)
        break;
    }
  g_assert_cmpuint (listener->owners->len, ==, 1);
  g_assert_false (listener->unheld);
  g_assert_cmpint (((PtlOwner *) g_ptr_array_index (listener->owners, 0))->process->pid, ==, getpid ());

  close (fd);
  close (ends[0]);
  close (ends[1]);
}

static void
in_group (const char *path,
          void      (*run) (const char *folder,
                            Check       check),
          Check       check)
{
  const char *hierarchy;
  g_auto (GStrv) parts = NULL;
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = NULL;

  if (!is_root ())
    return;

  hierarchy = find_hierarchy ();
  if (hierarchy == NULL)
    {
      g_test_skip ("there are no control groups of version 2");
      return;
    }

  parts = g_strsplit (path, "/", -1);
  folder = g_strdup (hierarchy);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *parent = g_steal_pointer (&folder);

      folder = g_build_filename (parent, parts[i], NULL);
      if (mkdir (folder, 0755) == 0)
        g_ptr_array_add (made, g_strdup (folder));
      else if (errno != EEXIST)
        break;
    }

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("control groups can't be made here");
    }
  else
    {
      run (folder, check);
    }

  for (guint i = made->len; i > 0; i--)
    rmdir (g_ptr_array_index (made, i - 1));
}

static void
run_server (const char *folder,
            Check       check)
{
  Server server = start_server (folder);

  check_as_nobody (&server, check);
  stop_server (&server);
}

static void
test_group (const char *path,
            Check       check)
{
  in_group (path, run_server, check);
}

/* Of two processes, one is the socket's user's; both are there before either is looked for. */
static void
run_two_users (const char *folder,
               Check       check)
{
  Server root = start_server (folder);
  Server daemon = start_server_as (folder, 1);

  check_as_nobody (&root, check);
  check_as_nobody (&daemon, check);
  stop_server (&daemon);
  stop_server (&root);
}

/* Of two processes of one user, neither comes from the other; in a session, it would be the login even if one did. */
static void
run_one_user (const char *folder,
              Check       check)
{
  Server first = start_server (folder);
  Server second = start_server (folder);

  check_as_nobody (&first, check);
  check_as_nobody (&second, check);
  stop_server (&second);
  stop_server (&first);
}

static void
check_guessed (PtlSnapshot  *snapshot,
               const Server *server)
{
  const PtlListener *listener = live_find_inode (snapshot, server->inode);

  g_assert_nonnull (listener);
  g_assert_cmpuint (listener->owners->len, ==, 1);
  g_assert_cmpint (((PtlOwner *) g_ptr_array_index (listener->owners, 0))->process->pid, ==, server->pid);
}

static void
check_not_guessed (PtlSnapshot  *snapshot,
                   const Server *server)
{
  const PtlListener *listener = live_find_inode (snapshot, server->inode);

  g_assert_nonnull (listener);
  g_assert_cmpuint (listener->owners->len, ==, 0);
}

static void
test_guess_by_user (void)
{
  in_group ("system.slice/portolan-test.service", run_two_users, check_guessed);
  in_group ("user.slice/session-portolan.scope", run_two_users, check_guessed);
  in_group ("system.slice/portolan-test.service", run_one_user, check_not_guessed);
  in_group ("user.slice/session-portolan.scope", run_one_user, check_not_guessed);
}

static void
test_service (void)
{
  test_group ("system.slice/portolan-test.service", check_service);
}

static void
test_container (void)
{
  test_group ("system.slice/docker-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.scope", check_container);
}

/* Reads as nobody, with a folder in place of the root, whether the socket at port 16385 is called RDS's. */
static gboolean
is_likely_kernels (const char *root)
{
  int status;
  pid_t pid = fork ();

  g_assert_no_errno (pid);
  if (pid == 0)
    {
      PtlHostRoots roots = { .root = root };
      g_autoptr (PtlHost) host = NULL;
      g_autoptr (PtlSnapshot) snapshot = NULL;
      const PtlListener *listener;
      guint first;

      if (setgroups (0, NULL) < 0 || setresgid (NOBODY, NOBODY, NOBODY) < 0 || setresuid (NOBODY, NOBODY, NOBODY) < 0)
        _exit (2);
      host = ptl_host_new (&roots);
      snapshot = live_read (host);
      g_assert_cmpuint (ptl_snapshot_find_port (snapshot, 16385, &first), ==, 1);
      listener = ptl_snapshot_get (snapshot, first);
      g_assert_false (listener->unheld);
      g_assert_cmpint (listener->kernel_is_likely, ==, listener->kernel);
      g_assert_cmpstr (listener->kernel_name, ==, listener->kernel ? "rds_tcp" : NULL);
      _exit (listener->kernel ? 0 : 1);
    }

  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), <, 2);

  return WEXITSTATUS (status) == 0;
}

/*
 * A socket that has outlived its control group is likely the kernel's, made on behalf of somebody who has ended, if there is a
 * part of it that has that port: here one that is on its way stands for it. Who is still in the group may have it.
 */
static void
test_outlives_group (void)
{
  const char *hierarchy = find_hierarchy ();
  g_autofree char *group = NULL;
  g_autofree char *procs = NULL;
  g_autofree char *root = NULL;
  g_autofree char *module = NULL;
  struct stat info;
  int ends[2];
  int release[2];
  pid_t pid;
  char byte;

  if (!is_root ())
    return;
  if (hierarchy == NULL || stat (hierarchy, &info) < 0 || info.st_ino != 1)
    {
      g_test_skip ("all control groups of version 2 are not to be seen here");
      return;
    }

  group = g_build_filename (hierarchy, "portolan-test-outlived", NULL);
  if (g_mkdir (group, 0755) < 0)
    {
      g_test_skip ("control groups can't be made here");
      return;
    }

  root = g_dir_make_tmp ("portolan-XXXXXX", NULL);
  g_assert_no_errno (chmod (root, 0755));
  module = g_build_filename (root, "sys/module/rds_tcp", NULL);
  g_assert_no_errno (g_mkdir_with_parents (module, 0755));
  procs = g_build_filename (group, "cgroup.procs", NULL);

  g_assert_no_errno (socketpair (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, ends));
  g_assert_no_errno (pipe (release));
  pid = fork ();
  g_assert_no_errno (pid);
  if (pid == 0)
    {
      int file = open (procs, O_WRONLY);
      int fd;

      prctl (PR_SET_PDEATHSIG, SIGKILL);
      close (release[1]);
      if (file < 0 || write (file, "0\n", 2) != 2)
        _exit (1);
      fd = live_open (AF_INET, SOCK_STREAM, IPPROTO_TCP, "0.0.0.0", 16385, 5, 0);
      live_send_descriptor (ends[0], fd);
      close (fd);
      _exit (read (release[0], &byte, 1) != 0);
    }

  close (release[0]);
  g_assert_cmpint (recv (ends[1], &byte, 1, MSG_PEEK), ==, 1);
  g_assert_false (is_likely_kernels (root));
  close (release[1]);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  g_assert_no_errno (rmdir (group));
  g_assert_true (is_likely_kernels (root));

  close (ends[0]);
  close (ends[1]);
  while (strlen (module) > strlen (root))
    {
      g_assert_no_errno (g_rmdir (module));
      *strrchr (module, '/') = '\0';
    }
  g_assert_no_errno (g_rmdir (root));
}

/* Of its own listeners a user without privileges sees everything. */
static void
check_own (PtlSnapshot  *snapshot,
           const Server *server)
{
  int fd = live_open (AF_INET, SOCK_STREAM, IPPROTO_TCP, "127.0.0.1", 0, 5, 0);
  g_autoptr (PtlHost) host = ptl_host_new (NULL);
  g_autoptr (PtlSnapshot) own = live_read (host);
  const PtlListener *listener = live_find (own, fd);
  const PtlOwner *owner;

  g_assert_nonnull (listener);
  g_assert_cmpuint (listener->owners->len, ==, 1);
  owner = g_ptr_array_index (listener->owners, 0);
  g_assert_cmpint (owner->process->pid, ==, getpid ());
  g_assert_true (owner->certain);
  g_assert_cmpint (listener->uid, ==, NOBODY);
  close (fd);
}

static void
test_own (void)
{
  Server server;

  if (!is_root ())
    return;

  server = start_server (NULL);
  check_as_nobody (&server, check_own);
  stop_server (&server);
}

/* Nobody may bind what the facts say is not for nobody. */
static void
check_privileged (PtlSnapshot  *snapshot,
                  const Server *server)
{
  g_autoptr (PtlHost) host = ptl_host_new (NULL);
  g_autoptr (PtlHostFacts) facts = ptl_host_read_facts (host);

  g_assert_false (facts->may_bind_privileged);
  for (int port = MAX (1, facts->unprivileged_start - 20); port < facts->unprivileged_start + 20; port++)
    {
      int fd = live_open (AF_INET, SOCK_STREAM, IPPROTO_TCP, "127.0.0.1", port, 5, 0);

      if (port < facts->unprivileged_start)
        g_assert_true (fd < 0 && errno == EACCES);
      else
        g_assert_true (fd >= 0 || errno == EADDRINUSE);
      if (fd >= 0)
        close (fd);
    }
}

static void
test_privileged (void)
{
  Server server;

  if (!is_root ())
    return;

  server = start_server (NULL);
  check_as_nobody (&server, check_privileged);
  stop_server (&server);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/host/hidden/other-user", test_other_user);
  g_test_add_func ("/host/hidden/own", test_own);
  g_test_add_func ("/host/hidden/unheld", test_unheld);
  g_test_add_func ("/host/hidden/service", test_service);
  g_test_add_func ("/host/hidden/guess-by-user", test_guess_by_user);
  g_test_add_func ("/host/hidden/container", test_container);
  g_test_add_func ("/host/hidden/outlives-group", test_outlives_group);
  g_test_add_func ("/host/hidden/privileged", test_privileged);

  return g_test_run ();
}
