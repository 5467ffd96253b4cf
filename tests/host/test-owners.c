#include "config.h"

#include "live-sockets.h"

#include "host/ptl-owners-answer.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * portolan-owners itself, run directly: as root it shows what is hidden from another user, and as anybody else what they
 * could see anyway. Its path is the program's argument.
 */

static const char *program;

static GBytes *
run (const char *argument,
     int        *out_status)
{
  g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL,
                                                      program, argument, NULL);
  g_autoptr (GBytes) answer = NULL;

  g_assert_nonnull (process);
  g_assert_true (g_subprocess_communicate (process, NULL, NULL, &answer, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  *out_status = g_subprocess_get_exit_status (process);

  return g_steal_pointer (&answer);
}

static GPtrArray *
ask (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = NULL;
  GPtrArray *holders;
  int status;

  answer = run (PTL_OWNERS_VERSION, &status);
  g_assert_cmpint (status, ==, 0);
  holders = ptl_owners_answer_parse (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer), &error);
  g_assert_no_error (error);

  return holders;
}

static const PtlHolder *
find (GPtrArray *holders,
      guint64    inode)
{
  for (guint i = 0; i < holders->len; i++)
    {
      const PtlHolder *holder = g_ptr_array_index (holders, i);

      if (holder->inode == inode && holder->process->pid == getpid ())
        return holder;
    }

  return NULL;
}

static void
test_answer (void)
{
  int tcp = live_open (AF_INET, SOCK_STREAM, IPPROTO_TCP, "127.0.0.1", 0, 5, 0);
  int udp = live_open (AF_INET6, SOCK_DGRAM, IPPROTO_UDP, "::1", 0, 0, 0);
  int unix_socket = socket (AF_UNIX, SOCK_STREAM, 0);
  g_autoptr (GPtrArray) holders = ask ();
  const PtlHolder *holder = find (holders, live_get_inode (tcp));

  g_assert_nonnull (holder);
  g_assert_cmpstr (holder->process->name, ==, "test-owners");
  g_assert_true (g_str_has_suffix (holder->process->executable, "/test-owners"));
  g_assert_true (g_str_has_suffix (holder->process->command[1], "portolan-owners"));
  g_assert_nonnull (find (holders, live_get_inode (udp)));
  /* No port, nothing to tell. */
  g_assert_null (find (holders, live_get_inode (unix_socket)));

  close (tcp);
  close (udp);
  close (unix_socket);
}

static void
test_refusal (void)
{
  static const char *const arguments[] = { "0", "2", "--help", "" };

  for (guint i = 0; i < G_N_ELEMENTS (arguments); i++)
    {
      int status;
      g_autoptr (GBytes) answer = run (arguments[i], &status);

      g_assert_cmpint (status, ==, 2);
      g_assert_cmpuint (g_bytes_get_size (answer), ==, 0);
    }
}

/* Nobody sees root's descriptors, but the owners that root's run has told of. */
static void
test_taken (void)
{
  g_autoptr (GPtrArray) holders = NULL;
  guint64 inode;
  int status;
  int fd;
  pid_t pid;

  if (geteuid () != 0)
    {
      g_test_skip ("only root can be another user");
      return;
    }

  fd = live_open (AF_INET, SOCK_STREAM, IPPROTO_TCP, "127.0.0.1", 0, 5, 0);
  inode = live_get_inode (fd);
  holders = ask ();

  pid = fork ();
  g_assert_no_errno (pid);
  if (pid == 0)
    {
      g_autoptr (PtlHost) host = NULL;

      close (fd);
      if (setresgid (65534, 65534, 65534) < 0 || setresuid (65534, 65534, 65534) < 0)
        _exit (1);

      host = ptl_host_new (NULL);
      for (guint i = 0; i < 3; i++)
        {
          g_autoptr (PtlSnapshot) snapshot = live_read (host);
          const PtlListener *listener = live_find_inode (snapshot, inode);
          const PtlOwner *owner;

          g_assert_nonnull (listener);
          if (i == 0)
            {
              for (guint j = 0; j < listener->owners->len; j++)
                g_assert_false (((PtlOwner *) g_ptr_array_index (listener->owners, j))->certain);
              ptl_host_take_owners (host, holders);
              continue;
            }

          g_assert_cmpuint (listener->owners->len, ==, 1);
          owner = g_ptr_array_index (listener->owners, 0);
          g_assert_cmpint (owner->process->pid, ==, getppid ());
          g_assert_true (owner->certain);
          g_assert_cmpint (owner->process->uid, ==, 0);
          g_assert_true (g_str_has_suffix (owner->process->executable, "/test-owners"));
        }
      _exit (0);
    }

  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
  close (fd);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  program = argv[1];

  g_test_add_func ("/host/owners/answer", test_answer);
  g_test_add_func ("/host/owners/refusal", test_refusal);
  g_test_add_func ("/host/owners/taken", test_taken);

  return g_test_run ();
}
