#include "config.h"

#include "live-sockets.h"

#include "host/ptl-owners-answer.h"

#include <errno.h>
#include <gio/gio.h>
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
     const char *further,
     int        *out_status)
{
  g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL,
                                                      program, argument, further, NULL);
  g_autoptr (GBytes) answer = NULL;

  g_assert_nonnull (process);
  g_assert_true (g_subprocess_communicate (process, NULL, NULL, &answer, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  *out_status = g_subprocess_get_exit_status (process);

  return g_steal_pointer (&answer);
}

static PtlOwnersAnswer *
ask (const char *further)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = NULL;
  PtlOwnersAnswer *owners;
  int status;

  answer = run (PTL_OWNERS_VERSION, further, &status);
  g_assert_cmpint (status, ==, 0);
  owners = ptl_owners_answer_parse (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer), &error);
  g_assert_no_error (error);

  return owners;
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
  g_autoptr (PtlOwnersAnswer) owners = ask (NULL);
  const PtlHolder *holder = find (owners->holders, live_get_inode (tcp));

  g_assert_nonnull (holder);
  g_assert_cmpstr (holder->process->name, ==, "test-owners");
  g_assert_true (g_str_has_suffix (holder->process->executable, "/test-owners"));
  g_assert_true (g_str_has_suffix (holder->process->command[1], "portolan-owners"));
  g_assert_cmpint (holder->process->uid, ==, geteuid ());
  g_assert_cmpint (holder->process->parent_pid, ==, getppid ());
  g_assert_nonnull (find (owners->holders, live_get_inode (udp)));
  /* No port, nothing to tell. */
  g_assert_null (find (owners->holders, live_get_inode (unix_socket)));
  /* Nor of what everybody sees. */
  g_assert_cmpuint (g_hash_table_size (owners->sockets), ==, 0);
  g_assert_cmpuint (g_hash_table_size (owners->users), ==, 0);
  for (guint i = 0; i < owners->holders->len; i++)
    g_assert_cmpuint (((PtlHolder *) g_ptr_array_index (owners->holders, i))->inode, !=, 0);

  close (tcp);
  close (udp);
  close (unix_socket);
}

static void
test_refusal (void)
{
  static const char *const arguments[] = { "0", "1", "3", "--help", "" };

  for (guint i = 0; i < G_N_ELEMENTS (arguments); i++)
    {
      int status;
      g_autoptr (GBytes) answer = run (arguments[i], NULL, &status);

      g_assert_cmpint (status, ==, 2);
      g_assert_cmpuint (g_bytes_get_size (answer), ==, 0);
    }
}

static void
test_refusal_of_more (void)
{
  int status;
  g_autoptr (GBytes) answer = run (PTL_OWNERS_VERSION, "all", &status);

  g_assert_cmpint (status, ==, 2);
  g_assert_cmpuint (g_bytes_get_size (answer), ==, 0);
}

/* What is told to somebody in a sandbox. */
static void
test_everything (void)
{
  int tcp = live_open (AF_INET, SOCK_STREAM, IPPROTO_TCP, "127.0.0.1", 0, 5, 0);
  gpointer inode = GUINT_TO_POINTER (live_get_inode (tcp));
  g_autoptr (PtlOwnersAnswer) owners = ask (PTL_OWNERS_EVERYTHING);
  const PtlHolder *holder = find (owners->holders, live_get_inode (tcp));

  g_assert_true (g_hash_table_contains (owners->sockets, inode));
  g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (owners->sockets, inode)), ==, geteuid ());
  g_assert_cmpstr (g_hash_table_lookup (owners->users, GUINT_TO_POINTER (0)), ==, "root");
  if (geteuid () == 0)
    g_assert_cmpstr (holder->process->user, ==, "root");

  close (tcp);
}

/* The processes whose descriptors are hidden are told, without what they hold, and their group with its number. */
static void
test_hidden (void)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (PtlOwnersAnswer) owners = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;
  gboolean found = FALSE;

  if (geteuid () != 0)
    {
      g_test_skip ("only root can be another user");
      return;
    }

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                              "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
                              program, PTL_OWNERS_VERSION, PTL_OWNERS_EVERYTHING, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate (process, NULL, NULL, &answer, NULL, NULL));
  owners = ptl_owners_answer_parse (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer), &error);
  g_assert_no_error (error);

  for (guint i = 0; i < owners->holders->len; i++)
    {
      const PtlHolder *holder = g_ptr_array_index (owners->holders, i);

      if (holder->process->pid != getpid ())
        continue;
      found = TRUE;
      g_assert_cmpuint (holder->inode, ==, 0);
      g_assert_cmpstr (holder->process->user, ==, "root");
      g_assert_cmpstr (holder->process->name, ==, "test-owners");
      g_assert_null (holder->process->executable);
      g_assert_nonnull (holder->process->command);
    }
  g_assert_true (found);
}

/* Nobody sees root's descriptors, but the owners that root's run has told of. */
static void
test_taken (void)
{
  g_autoptr (PtlOwnersAnswer) owners = NULL;
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
  owners = ask (NULL);

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
              ptl_host_take_owners (host, owners->holders);
              continue;
            }

          g_assert_cmpuint (listener->owners->len, ==, 1);
          owner = g_ptr_array_index (listener->owners, 0);
          g_assert_cmpint (owner->process->pid, ==, getppid ());
          /* It was seen a moment ago; by now it may have passed the socket on, and we would not see that. */
          g_assert_cmpint (owner->evidence, ==, PTL_EVIDENCE_DESCRIPTOR);
          g_assert_false (owner->certain);
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
  g_test_add_func ("/host/owners/refusal-of-more", test_refusal_of_more);
  g_test_add_func ("/host/owners/everything", test_everything);
  g_test_add_func ("/host/owners/hidden", test_hidden);
  g_test_add_func ("/host/owners/taken", test_taken);

  return g_test_run ();
}
