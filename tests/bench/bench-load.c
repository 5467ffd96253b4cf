#include "config.h"

#include "bench-load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define FIRST_PORT 20000

/* What it takes a process to wake up, at most: microseconds. */
#define WAKE_TIME 50

static gboolean
bring_loopback_up (void)
{
  struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
  int fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  gboolean up;

  if (fd < 0)
    return FALSE;

  up = ioctl (fd, SIOCSIFFLAGS, &request) == 0;
  close (fd);

  return up;
}

/*
 * So that there is nothing but the load: a network, process numbers and a /proc of our own. Returns in a child, which is the
 * first process there; the parent waits for it and exits as it does. FALSE where the system gives no such namespaces.
 */
gboolean
bench_enter_namespaces (void)
{
  const int flags = CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWNS;
  int status;
  pid_t pid;

  if (unshare (flags) < 0 && unshare (CLONE_NEWUSER | flags) < 0)
    return FALSE;

  pid = fork ();
  if (pid < 0)
    return FALSE;
  if (pid > 0)
    {
      while (waitpid (pid, &status, 0) < 0 && errno == EINTR)
        ;
      _exit (WIFEXITED (status) ? WEXITSTATUS (status) : 1);
    }

  return mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
         mount ("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) == 0 &&
         bring_loopback_up ();
}

/* A call that a signal ends has run the process. */
static void
ignore_signal (int number)
{
  (void) number;
}

static void
serve (guint first,
       guint n_listeners,
       guint n_descriptors,
       int   ready,
       int   release)
{
  const struct sigaction wake = { .sa_handler = ignore_signal };
  guint used = 5;
  char byte = 0;

  for (guint i = 0; i < n_listeners; i++, used++)
    {
      struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_addr.s_addr = htonl (INADDR_LOOPBACK),
        .sin_port = htons (FIRST_PORT + first + i),
      };
      int fd = socket (AF_INET, SOCK_STREAM, 0);

      if (fd < 0 || bind (fd, (struct sockaddr *) &address, sizeof address) < 0 || listen (fd, 16) < 0)
        _exit (1);
    }

  for (; used < n_descriptors; used++)
    {
      if (open ("/dev/null", O_RDONLY) < 0)
        _exit (1);
    }

  if (sigaction (SIGUSR1, &wake, NULL) < 0 || write (ready, &byte, 1) != 1)
    _exit (1);
  while (read (release, &byte, 1) < 0 && errno == EINTR)
    ;
  _exit (0);
}

/* NULL where a process could not be started, or could not listen. */
BenchLoad *
bench_load_start (guint n_listeners,
                  guint n_processes,
                  guint n_descriptors)
{
  BenchLoad *load = g_new0 (BenchLoad, 1);
  struct rlimit limit;
  guint n_ready = 0;
  int ready[2];
  int release[2];
  char byte;

  if (getrlimit (RLIMIT_NOFILE, &limit) == 0)
    {
      limit.rlim_cur = limit.rlim_max;
      setrlimit (RLIMIT_NOFILE, &limit);
    }

  g_assert_no_errno (pipe (ready));
  g_assert_no_errno (pipe (release));
  load->pids = g_array_new (FALSE, FALSE, sizeof (pid_t));
  load->release = release[1];

  for (guint i = 0; i < n_processes; i++)
    {
      guint first = (guint) ((guint64) n_listeners * i / n_processes);
      guint next = (guint) ((guint64) n_listeners * (i + 1) / n_processes);
      pid_t pid = fork ();

      if (pid == 0)
        {
          prctl (PR_SET_PDEATHSIG, SIGKILL);
          close (ready[0]);
          close (release[1]);
          serve (first, next - first, n_descriptors / n_processes, ready[1], release[0]);
        }
      if (pid < 0)
        break;
      g_array_append_val (load->pids, pid);
    }

  close (ready[1]);
  close (release[0]);
  while (n_ready < load->pids->len && read (ready[0], &byte, 1) == 1)
    n_ready++;
  close (ready[0]);

  if (n_ready < n_processes)
    {
      bench_load_stop (load);
      return NULL;
    }

  return load;
}

/* Has each process run for a moment, and go back to sleep. */
void
bench_load_wake (BenchLoad *load)
{
  for (guint i = 0; i < load->pids->len; i++)
    kill (g_array_index (load->pids, pid_t, i), SIGUSR1);
  g_usleep (load->pids->len * WAKE_TIME);
}

void
bench_load_stop (BenchLoad *load)
{
  close (load->release);
  for (guint i = 0; i < load->pids->len; i++)
    {
      pid_t pid = g_array_index (load->pids, pid_t, i);

      while (waitpid (pid, NULL, 0) < 0 && errno == EINTR)
        ;
    }
  g_array_unref (load->pids);
  g_free (load);
}
