#include "config.h"

#include "host/linux/ptl-linux-pids.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Which processes a listing must show that need not show all, by this computer's own. */

/* More than what a number needs to settle. */
#define PAUSE (600 * 1000)

static gboolean
contains (const GArray *pids,
          gint64        pid)
{
  for (guint i = 0; i < pids->len; i++)
    {
      if (g_array_index (pids, gint64, i) == pid)
        return TRUE;
    }

  return FALSE;
}

static void
assert_above (const GArray *pids,
              gint64        bound)
{
  for (guint i = 0; i < pids->len; i++)
    {
      g_assert_cmpint (g_array_index (pids, gint64, i), >, bound);
      bound = g_array_index (pids, gint64, i);
    }
}

static pid_t
start_process (void)
{
  pid_t parent = getpid ();
  pid_t pid = fork ();

  g_assert_no_errno (pid);
  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      /* It may have failed already. */
      if (getppid () == parent)
        pause ();
      _exit (0);
    }

  return pid;
}

static void
end_process (pid_t pid)
{
  g_assert_no_errno (kill (pid, SIGKILL));
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
}

static void
test_part (void)
{
  int proc = open ("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
  PtlLinuxPids known = { 0 };
  gint64 bound;
  guint n_parts = 0;

  /* What is known comes by and by; each new process is there at once all the same. */
  for (guint i = 0; i < 8; i++)
    {
      pid_t pid = start_process ();
      g_autoptr (GArray) pids = ptl_linux_pids_list_some (&known, proc, FALSE, &bound);

      g_assert_nonnull (pids);
      g_assert_true (contains (pids, pid));
      assert_above (pids, bound);
      /* In a part our parent is missing, which came before us all. */
      g_assert_cmpint (contains (pids, getppid ()), ==, bound < getppid ());
      n_parts += bound > 0;
      end_process (pid);
      g_usleep (PAUSE);
    }
  close (proc);
  if (known.offset == 0)
    {
      g_test_skip ("this /proc is not the kernel's own, or not of our namespace");
      return;
    }

  g_test_message ("%u parts, %" G_GINT64_FORMAT " the last bound", n_parts, bound);
  /* Numbers may have begun anew meanwhile, but hardly more than once. */
  g_assert_cmpuint (n_parts, >=, 2);
}

static void
test_all (void)
{
  int proc = open ("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
  g_autoptr (GArray) all = ptl_linux_pids_list_all (proc);
  PtlLinuxPids known = { 0 };
  guint n_whole = 0;
  gint64 bound;

  g_assert_true (contains (all, getpid ()));
  assert_above (all, 0);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GArray) pids = ptl_linux_pids_list_some (&known, proc, FALSE, &bound);

      g_usleep (PAUSE);
    }

  /* Who asks for all gets all; */
  {
    g_autoptr (GArray) pids = ptl_linux_pids_list_some (&known, proc, TRUE, &bound);

    g_assert_cmpint (bound, ==, 0);
    g_assert_true (contains (pids, getpid ()));
    g_assert_true (contains (pids, getppid ()));
  }

  /* who does not gets them now and then; */
  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (GArray) pids = ptl_linux_pids_list_some (&known, proc, FALSE, &bound);

      n_whole += bound == 0;
    }
  g_assert_cmpuint (n_whole, >=, 2);

  /* and when the numbers have begun anew. */
  known.newest = G_MAXINT;
  known.n_parts = 0;
  {
    g_autoptr (GArray) pids = ptl_linux_pids_list_some (&known, proc, FALSE, &bound);

    g_assert_cmpint (bound, ==, 0);
    g_assert_cmpint (known.newest, <, G_MAXINT);
    g_assert_true (contains (pids, getpid ()));
  }

  close (proc);
}

/* A folder that is no /proc of ours is always listed whole, whatever it says. */
static void
test_other (void)
{
  g_autofree char *folder = g_dir_make_tmp ("portolan-XXXXXX", NULL);
  static const char *const names[] = { "100", "200", "300", "self" };
  g_autofree char *loadavg = g_build_filename (folder, "loadavg", NULL);
  PtlLinuxPids known = { 0 };
  int proc;

  g_assert_true (g_file_set_contents (loadavg, "0.00 0.00 0.00 1/100 300\n", -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_assert_no_errno (g_mkdir (path, 0755));
    }
  proc = open (folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
  for (guint i = 0; i < 4; i++)
    {
      gint64 bound;
      g_autoptr (GArray) pids = ptl_linux_pids_list_some (&known, proc, FALSE, &bound);

      g_assert_cmpint (bound, ==, 0);
      g_assert_cmpuint (pids->len, ==, 3);
      g_usleep (PAUSE);
    }
  close (proc);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_rmdir (path);
    }
  g_remove (loadavg);
  g_rmdir (folder);
}

/* Runs in a child, in namespaces of its own; 77 where there are none. */
static void
assert_in_namespaces (int   flags,
                      int (*run) (void))
{
  pid_t pid = fork ();
  int status;

  g_assert_no_errno (pid);
  if (pid == 0)
    {
      if (unshare (flags) < 0 && unshare (CLONE_NEWUSER | flags) < 0)
        _exit (77);
      pid = fork ();
      if (pid == 0)
        _exit (run ());
      if (pid < 0 || waitpid (pid, &status, 0) < 0)
        _exit (1);
      _exit (WIFEXITED (status) ? WEXITSTATUS (status) : 1);
    }

  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  if (WEXITSTATUS (status) == 77)
    g_test_skip ("namespaces are not to be had here");
  else
    g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

/* 0 where everything is listed, and will be. */
static int
list_without_trust (void)
{
  int proc = open ("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
  PtlLinuxPids known = { 0 };
  gint64 bound;
  g_autoptr (GArray) pids = ptl_linux_pids_list_some (&known, proc, FALSE, &bound);

  return pids != NULL && pids->len > 1 && known.offset == 0 ? 0 : 1;
}

/* Nor does the number given last say anything of a /proc that shows another namespace of processes than ours, */
static void
test_other_namespace (void)
{
  assert_in_namespaces (CLONE_NEWPID, list_without_trust);
}

static int
cover_loadavg (void)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("portolan-XXXXXX", &path, NULL);
  int result = 77;

  if (fd < 0 || write (fd, "0.00 0.00 0.00 1/100 4000000\n", 29) != 29)
    return 1;
  if (mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 && mount (path, "/proc/loadavg", NULL, MS_BIND, NULL) == 0)
    result = list_without_trust ();
  g_unlink (path);

  return result;
}

/* nor a file that something else has put in the place of the kernel's. */
static void
test_covered (void)
{
  assert_in_namespaces (CLONE_NEWNS, cover_loadavg);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/host/pids/part", test_part);
  g_test_add_func ("/host/pids/all", test_all);
  g_test_add_func ("/host/pids/other", test_other);
  g_test_add_func ("/host/pids/other-namespace", test_other_namespace);
  g_test_add_func ("/host/pids/covered", test_covered);

  return g_test_run ();
}
