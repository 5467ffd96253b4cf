#include "config.h"

#include "live-sockets.h"

#include "host/linux/ptl-linux-processor-clock.h"
#include "host/linux/ptl-linux-task.h"

#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * Who has not run since the last reading is not looked at again (ptl_linux_task_slept()). Sleepers lose their sockets here, after
 * so many readings that each was seen to sleep.
 */

#define SETTLED 4

/* Others that sleep, so that those by turns who are looked at nevertheless are mostly these. */
#define N_OTHERS 40

/* What a process that has nothing to do needs to fall asleep: microseconds. */
#define DOZE_TIME 50000

/* A process that sleeps until it is told by a letter what to do. */
typedef struct
{
  pid_t pid;
  int   channel;
} Sleeper;

static G_NORETURN void
obey (int channel,
      int fd)
{
  char order;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  while (read (channel, &order, 1) == 1)
    {
      if (order == 's')
        live_send_descriptor (channel, fd);
      if (order == 's' || order == 'c')
        close (fd);
      if (order != 's' && write (channel, &order, 1) != 1)
        break;
    }
  _exit (0);
}

/* It has @fd, and all else that we have. */
static Sleeper
start (int fd)
{
  int channel[2];
  Sleeper sleeper;

  g_assert_no_errno (socketpair (AF_UNIX, SOCK_SEQPACKET, 0, channel));
  sleeper.channel = channel[0];
  sleeper.pid = fork ();
  g_assert_no_errno (sleeper.pid);
  if (sleeper.pid == 0)
    {
      close (channel[0]);
      obey (channel[1], fd);
    }
  close (channel[1]);

  return sleeper;
}

static void
give_order (const Sleeper *sleeper,
            char           order)
{
  char answer = 0;

  g_assert_cmpint (write (sleeper->channel, &order, 1), ==, 1);
  g_assert_cmpint (read (sleeper->channel, &answer, 1), ==, 1);
  g_assert_cmpint (answer, ==, order);
  g_usleep (DOZE_TIME);
}

static void
end (const Sleeper *sleeper)
{
  close (sleeper->channel);
  g_assert_no_errno (kill (sleeper->pid, SIGKILL));
  g_assert_cmpint (waitpid (sleeper->pid, NULL, 0), ==, sleeper->pid);
}

static void
start_others (Sleeper *others)
{
  for (guint i = 0; i < N_OTHERS; i++)
    {
      int fd = live_open (AF_INET, SOCK_STREAM, IPPROTO_TCP, "127.0.0.1", 0, 5, 0);

      others[i] = start (fd);
      close (fd);
    }
}

static void
end_others (const Sleeper *others)
{
  for (guint i = 0; i < N_OTHERS; i++)
    end (&others[i]);
}

/* Reads until everybody was seen to sleep. */
static void
settle (PtlHost *host,
        guint64  inode,
        guint    n_owners)
{
  g_usleep (DOZE_TIME);
  for (guint i = 0; i < SETTLED; i++)
    {
      g_autoptr (PtlSnapshot) snapshot = live_read (host);

      g_assert_cmpuint (live_find_inode (snapshot, inode)->owners->len, ==, n_owners);
    }
}

static void
assert_one_owner (PtlHost *host,
                  guint64  inode,
                  pid_t    pid)
{
  g_autoptr (PtlSnapshot) snapshot = live_read (host);
  const PtlListener *listener = live_find_inode (snapshot, inode);
  const PtlOwner *owner;

  g_assert_cmpuint (listener->owners->len, ==, 1);
  owner = g_ptr_array_index (listener->owners, 0);
  g_assert_cmpint (owner->process->pid, ==, pid);
  g_assert_true (owner->certain);
}

static void
test_clock (void)
{
  Sleeper sleeper = start (-1);
  gint64 asleep, after;

  g_usleep (DOZE_TIME);
  asleep = ptl_linux_processor_clock_read (sleeper.pid);
  g_assert_cmpint (asleep, >, 0);
  g_assert_cmpint (ptl_linux_processor_clock_read (sleeper.pid), ==, asleep);

  give_order (&sleeper, 'n');
  after = ptl_linux_processor_clock_read (sleeper.pid);
  g_assert_cmpint (after, >, asleep);
  g_assert_cmpint (ptl_linux_processor_clock_read (sleeper.pid), ==, after);

  /* Ours does not stand still while we look. */
  g_assert_cmpint (ptl_linux_processor_clock_read (getpid ()), !=, ptl_linux_processor_clock_read (getpid ()));

  end (&sleeper);
  g_assert_cmpint (ptl_linux_processor_clock_read (sleeper.pid), ==, PTL_LINUX_PROCESSOR_CLOCK_UNKNOWN);
}

static void
test_task (void)
{
  Sleeper sleeper = start (-1);
  PtlLinuxTask *task = ptl_linux_task_new (sleeper.pid);

  g_usleep (DOZE_TIME);
  g_assert_false (ptl_linux_task_slept (task));
  g_assert_true (ptl_linux_task_slept (task));
  give_order (&sleeper, 'n');
  g_assert_false (ptl_linux_task_slept (task));
  g_assert_true (ptl_linux_task_slept (task));

  task->shares = TRUE;
  g_assert_false (ptl_linux_task_slept (task));
  task->shares = FALSE;

  end (&sleeper);
  g_assert_false (ptl_linux_task_slept (task));
  g_assert_false (ptl_linux_task_slept (task));
  ptl_linux_task_free (task);
}

/* A sleeper hands its socket over when it wakes up, closes it, and sleeps on. */
static void
test_hands_over (void)
{
  g_autoptr (PtlHost) host = ptl_host_new (NULL);
  int fd = live_open (AF_INET, SOCK_STREAM, IPPROTO_TCP, "127.0.0.1", 0, 5, 0);
  guint64 inode = live_get_inode (fd);
  Sleeper sleeper = start (fd);
  Sleeper others[N_OTHERS];

  close (fd);
  start_others (others);
  settle (host, inode, 1);
  assert_one_owner (host, inode, sleeper.pid);

  g_assert_cmpint (write (sleeper.channel, "s", 1), ==, 1);
  fd = live_receive_descriptor (sleeper.channel);
  g_assert_no_errno (fd);
  g_usleep (DOZE_TIME);
  assert_one_owner (host, inode, getpid ());

  close (fd);
  end_others (others);
  end (&sleeper);
}

static int
obey_as_other (void *data)
{
  const int *numbers = data;

  obey (numbers[0], numbers[1]);
}

/* A sleeper loses its socket without waking up: who shares its descriptors closes it. A third has it still. */
static void
test_shares_descriptors (void)
{
  static char stack[65536] __attribute__ ((aligned (16)));
  g_autoptr (PtlHost) host = ptl_host_new (NULL);
  int fd = live_open (AF_INET, SOCK_STREAM, IPPROTO_TCP, "127.0.0.1", 0, 5, 0);
  guint64 inode = live_get_inode (fd);
  Sleeper heir = start (fd);
  int first[2], second[2];
  Sleeper others[N_OTHERS];
  Sleeper sleeper, other;

  g_assert_no_errno (socketpair (AF_UNIX, SOCK_SEQPACKET, 0, first));
  g_assert_no_errno (socketpair (AF_UNIX, SOCK_SEQPACKET, 0, second));
  sleeper = (Sleeper) { .pid = fork (), .channel = first[0] };
  other = (Sleeper) { .channel = second[0] };
  if (sleeper.pid == 0)
    {
      close (first[0]);
      close (second[0]);
      if (clone (obey_as_other, stack + sizeof stack, CLONE_FILES | SIGCHLD, (int[]) { second[1], fd }) < 0)
        _exit (1);
      obey (first[1], fd);
    }
  close (first[1]);
  close (second[1]);
  close (fd);

  give_order (&sleeper, 'n');
  give_order (&other, 'n');
  start_others (others);
  settle (host, inode, 3);

  give_order (&other, 'c');
  assert_one_owner (host, inode, heir.pid);

  end_others (others);
  close (other.channel);
  end (&sleeper);
  end (&heir);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/host/sleepers/clock", test_clock);
  g_test_add_func ("/host/sleepers/task", test_task);
  g_test_add_func ("/host/sleepers/hands-over", test_hands_over);
  g_test_add_func ("/host/sleepers/shares-descriptors", test_shares_descriptors);

  return g_test_run ();
}
