#include "config.h"

#include "live-sockets.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * Processes that start and end as fast as they can, their numbers used anew, sockets handed on and closed midway: whoever is
 * named as a certain owner must at some moment of the reading have held the socket. Each process writes on a shared board what
 * it opens before it does, so that afterwards everybody's innocence can be checked.
 */

#define SECONDS   4
#define N_PARENTS 4

/* What is known of a socket: who may have held it, as numbers and starts of processes. */
typedef struct
{
  guint64 inode; /* (atomic) */
  gint64  maker_pid;
  char    maker_name[16];
  gint64  heir_pid; /* 0 for none */
} Record;

#define N_RECORDS 262144

typedef struct
{
  gint   next; /* (atomic) */
  gint   stop; /* (atomic) */
  Record records[N_RECORDS];
} Board;

static Board *board;
static gboolean numbers_are_ours;

/* Lets the kernel count from 300 again: proc_sys_kernel(5), ns_last_pid, which is for our namespace alone. */
static void
reuse_numbers (void)
{
  int fd = open ("/proc/sys/kernel/ns_last_pid", O_WRONLY | O_CLOEXEC);

  if (fd < 0)
    return;
  if (write (fd, "300", 3) != 3)
    numbers_are_ours = FALSE;
  close (fd);
}

static Record *
add_record (guint64 inode,
            gint64  heir)
{
  gint at = g_atomic_int_add (&board->next, 1);
  Record *record;

  if (at >= N_RECORDS)
    _exit (0);

  record = &board->records[at];
  record->maker_pid = getpid ();
  record->heir_pid = heir;
  prctl (PR_GET_NAME, record->maker_name);
  __atomic_store_n (&record->inode, inode, __ATOMIC_RELEASE);

  return record;
}

/* Lives for a moment, in microseconds: takes a name of its own, listens, perhaps leaves the socket to a child, and ends. */
static void
live_a_moment (guint seed,
               guint longest)
{
  g_autofree char *name = g_strdup_printf ("churn-%u", seed);
  guint64 inode;
  int fd;

  prctl (PR_SET_NAME, name);
  fd = live_open (AF_INET, SOCK_STREAM, IPPROTO_TCP, "127.0.0.1", 0, 1, 0);
  if (fd < 0)
    _exit (0);

  inode = live_get_inode (fd);
  if (seed % 3 == 0)
    {
      /* The heir holds it after the maker is gone. */
      int gate[2];
      char byte = 0;
      pid_t heir;

      if (pipe (gate) < 0)
        _exit (0);
      heir = fork ();
      if (heir == 0)
        {
          close (gate[1]);
          if (read (gate[0], &byte, 1) == 1)
            g_usleep (seed % 4000);
          _exit (0);
        }
      add_record (inode, heir);
      if (write (gate[1], &byte, 1) != 1)
        _exit (0);
      _exit (0);
    }

  add_record (inode, 0);
  if (seed % 3 == 1)
    {
      /* Another socket in the very same descriptor. */
      close (fd);
      fd = live_open (AF_INET, SOCK_STREAM, IPPROTO_TCP, "127.0.0.1", 0, 1, 0);
      if (fd < 0)
        _exit (0);
      add_record (live_get_inode (fd), 0);
    }
  g_usleep (seed * 7919u % longest);
  _exit (0);
}

static void
breed (guint first)
{
  guint seed = first;
  /* The first one's children live long enough to be looked up, however few processors the reader gets. */
  gboolean slow = first == 1;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  while (!g_atomic_int_get (&board->stop))
    {
      pid_t pid;

      if (numbers_are_ours && seed % 16 == 0)
        reuse_numbers ();
      pid = fork ();
      seed += N_PARENTS;
      if (pid == 0)
        live_a_moment (seed, slow ? 1500000 : 3000);
      if (slow)
        g_usleep (20000);
      /* Two or three at a time. */
      while (waitpid (-1, NULL, seed % 4 == 0 && !slow ? 0 : WNOHANG) > 0)
        ;
    }
  while (waitpid (-1, NULL, 0) > 0 || errno == EINTR)
    ;
  _exit (0);
}

static gboolean
may_have_held (guint64           inode,
               const PtlProcess *process)
{
  gint n = MIN (g_atomic_int_get (&board->next), N_RECORDS);
  gboolean found = FALSE;

  for (gint i = 0; i < n; i++)
    {
      const Record *record = &board->records[i];

      if (__atomic_load_n (&record->inode, __ATOMIC_ACQUIRE) != inode)
        continue;

      found = TRUE;
      /* An heir has its parent's name. */
      if ((record->maker_pid == process->pid || record->heir_pid == process->pid) &&
          strcmp (record->maker_name, process->name) == 0)
        return TRUE;
    }

  /* A socket that is not on the board yet: its maker was slower than we. */
  return !found;
}

static void
test_churn (void)
{
  g_autoptr (PtlHost) host = ptl_host_new (NULL);
  gint64 end = g_get_monotonic_time () + SECONDS * G_USEC_PER_SEC;
  pid_t parents[N_PARENTS];
  guint n_readings = 0;
  guint n_owners = 0;
  guint n_unowned = 0;
  guint n_incomplete = 0;
  guint n_reused = 0;
  g_autoptr (GHashTable) pids = g_hash_table_new (NULL, NULL);

  board = mmap (NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  g_assert_true (board != MAP_FAILED);

  for (guint i = 0; i < N_PARENTS; i++)
    {
      parents[i] = fork ();
      g_assert_no_errno (parents[i]);
      if (parents[i] == 0)
        breed (i + 1);
    }

  while (g_get_monotonic_time () < end && g_atomic_int_get (&board->next) < N_RECORDS)
    {
      g_autoptr (PtlSnapshot) snapshot = live_read (host);

      n_readings++;
      n_incomplete += !ptl_snapshot_is_complete (snapshot);
      for (guint i = 0; i < ptl_snapshot_get_n (snapshot); i++)
        {
          const PtlListener *listener = ptl_snapshot_get (snapshot, i);

          n_unowned += listener->owners->len == 0;
          for (guint j = 0; j < listener->owners->len; j++)
            {
              const PtlOwner *owner = g_ptr_array_index (listener->owners, j);

              if (!owner->certain || strncmp (owner->process->name, "churn-", 6) != 0)
                continue;
              n_owners++;
              /* The maker writes after it has bound the socket; give it the time to do so. */
              for (guint k = 0; k < 50 && !may_have_held (listener->inode, owner->process); k++)
                g_usleep (1000);
              if (!may_have_held (listener->inode, owner->process))
                {
                  g_test_message ("inode %" G_GUINT64_FORMAT " never was held by %" G_GINT64_FORMAT " %s", listener->inode,
                                  owner->process->pid, owner->process->name);
                  g_test_fail ();
                }
            }
        }
    }

  g_atomic_int_set (&board->stop, TRUE);
  for (guint i = 0; i < N_PARENTS; i++)
    g_assert_cmpint (waitpid (parents[i], NULL, 0), ==, parents[i]);

  for (gint i = 0; i < MIN (g_atomic_int_get (&board->next), N_RECORDS); i++)
    n_reused += !g_hash_table_add (pids, GINT_TO_POINTER ((gint) board->records[i].maker_pid));
  g_test_message ("%u readings, %d sockets, %u of numbers used before, %u owners checked, %u without owner, %u incomplete",
                  n_readings, g_atomic_int_get (&board->next), n_reused, n_owners, n_unowned, n_incomplete);
  /* The test has seen something. */
  g_assert_cmpuint (n_readings, >, 5);
  g_assert_cmpuint (n_owners, >, 20);
  munmap (board, sizeof *board);
}

/*
 * Where process numbers are our own, we may have the same ones given again and again. Returns in a child that is the first
 * process there; FALSE where the system gives no such namespaces.
 */
static gboolean
enter_namespaces (void)
{
  const int flags = CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET;
  struct sockaddr_in address = { .sin_family = AF_INET };
  int status;
  pid_t pid;
  int fd;

  if (unshare (flags) < 0 && unshare (CLONE_NEWUSER | flags) < 0)
    return FALSE;

  pid = fork ();
  if (pid < 0)
    return FALSE;
  if (pid > 0)
    {
      while (waitpid (pid, &status, 0) < 0 && errno == EINTR)
        ;
      if (WIFEXITED (status) && WEXITSTATUS (status) == 77)
        {
          g_print ("1..0 # SKIP this place, perhaps a chroot, lets nobody mount in a namespace\n");
          _exit (0);
        }
      _exit (WIFEXITED (status) ? WEXITSTATUS (status) : 1);
    }

  if (mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 || mount ("proc", "/proc", "proc", 0, NULL) < 0)
    _exit (77);

  /* Binding to 127.0.0.1 needs the interface up. */
  fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  if (fd < 0 || !live_bring_loopback_up (fd) || bind (fd, (struct sockaddr *) &address, sizeof address) < 0)
    _exit (77);
  close (fd);

  return TRUE;
}

int
main (int   argc,
      char *argv[])
{
  numbers_are_ours = enter_namespaces ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/host/churn", test_churn);

  return g_test_run ();
}
