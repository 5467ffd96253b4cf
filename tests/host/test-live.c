#include "config.h"

#include "live-sockets.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/* Sockets of each kind, opened here and found again with everything that is said of them. */

typedef struct
{
  const char  *path;
  int          family;
  int          type;
  int          protocol;
  const char  *address;
  LiveFlags    flags;
  PtlTransport transport;
  PtlFamily    expected_family;
  PtlExposure  exposure;
} Kind;

#define TCP     SOCK_STREAM, IPPROTO_TCP
#define UDP     SOCK_DGRAM, IPPROTO_UDP
#define UDPLITE SOCK_DGRAM, IPPROTO_UDPLITE
#define MPTCP   SOCK_STREAM, LIVE_PROTO_MPTCP
#define SCTP    SOCK_STREAM, IPPROTO_SCTP
#define DCCP    SOCK_DCCP, IPPROTO_DCCP

static const Kind kinds[] = {
  { "tcp/ipv4/wildcard", AF_INET, TCP, "0.0.0.0", 0, PTL_TRANSPORT_TCP, PTL_FAMILY_IPV4, PTL_EXPOSURE_ALL },
  { "tcp/ipv4/loopback", AF_INET, TCP, "127.0.0.1", 0, PTL_TRANSPORT_TCP, PTL_FAMILY_IPV4, PTL_EXPOSURE_LOOPBACK },
  { "tcp/ipv4/loopback-other", AF_INET, TCP, "127.200.3.4", 0, PTL_TRANSPORT_TCP, PTL_FAMILY_IPV4, PTL_EXPOSURE_LOOPBACK },
  { "tcp/ipv4/bound-to-lo", AF_INET, TCP, "0.0.0.0", LIVE_BIND_LO, PTL_TRANSPORT_TCP, PTL_FAMILY_IPV4, PTL_EXPOSURE_LOOPBACK },
  { "tcp/ipv6/dual", AF_INET6, TCP, "::", 0, PTL_TRANSPORT_TCP, PTL_FAMILY_DUAL, PTL_EXPOSURE_ALL },
  { "tcp/ipv6/v6only", AF_INET6, TCP, "::", LIVE_V6ONLY, PTL_TRANSPORT_TCP, PTL_FAMILY_IPV6, PTL_EXPOSURE_ALL },
  { "tcp/ipv6/loopback", AF_INET6, TCP, "::1", 0, PTL_TRANSPORT_TCP, PTL_FAMILY_IPV6, PTL_EXPOSURE_LOOPBACK },
  { "tcp/ipv6/mapped-loopback", AF_INET6, TCP, "::ffff:127.0.0.1", 0, PTL_TRANSPORT_TCP, PTL_FAMILY_IPV6, PTL_EXPOSURE_LOOPBACK },
  { "tcp/ipv6/bound-to-lo", AF_INET6, TCP, "::", LIVE_BIND_LO, PTL_TRANSPORT_TCP, PTL_FAMILY_DUAL, PTL_EXPOSURE_LOOPBACK },
  { "udp/ipv4/wildcard", AF_INET, UDP, "0.0.0.0", 0, PTL_TRANSPORT_UDP, PTL_FAMILY_IPV4, PTL_EXPOSURE_ALL },
  { "udp/ipv4/loopback", AF_INET, UDP, "127.0.0.1", 0, PTL_TRANSPORT_UDP, PTL_FAMILY_IPV4, PTL_EXPOSURE_LOOPBACK },
  { "udp/ipv4/bound-to-lo", AF_INET, UDP, "0.0.0.0", LIVE_BIND_LO, PTL_TRANSPORT_UDP, PTL_FAMILY_IPV4, PTL_EXPOSURE_LOOPBACK },
  { "udp/ipv6/dual", AF_INET6, UDP, "::", 0, PTL_TRANSPORT_UDP, PTL_FAMILY_DUAL, PTL_EXPOSURE_ALL },
  { "udp/ipv6/v6only", AF_INET6, UDP, "::", LIVE_V6ONLY, PTL_TRANSPORT_UDP, PTL_FAMILY_IPV6, PTL_EXPOSURE_ALL },
  { "udp/ipv6/loopback", AF_INET6, UDP, "::1", 0, PTL_TRANSPORT_UDP, PTL_FAMILY_IPV6, PTL_EXPOSURE_LOOPBACK },
  { "udplite/ipv4", AF_INET, UDPLITE, "127.0.0.1", 0, PTL_TRANSPORT_UDPLITE, PTL_FAMILY_IPV4, PTL_EXPOSURE_LOOPBACK },
  { "udplite/ipv6/dual", AF_INET6, UDPLITE, "::", 0, PTL_TRANSPORT_UDPLITE, PTL_FAMILY_DUAL, PTL_EXPOSURE_ALL },
  { "mptcp/ipv4", AF_INET, MPTCP, "127.0.0.1", 0, PTL_TRANSPORT_TCP, PTL_FAMILY_IPV4, PTL_EXPOSURE_LOOPBACK },
  { "mptcp/ipv6/dual", AF_INET6, MPTCP, "::", 0, PTL_TRANSPORT_TCP, PTL_FAMILY_DUAL, PTL_EXPOSURE_ALL },
  { "sctp/ipv4", AF_INET, SCTP, "127.0.0.1", 0, PTL_TRANSPORT_SCTP, PTL_FAMILY_IPV4, PTL_EXPOSURE_LOOPBACK },
  { "sctp/ipv6", AF_INET6, SCTP, "::1", 0, PTL_TRANSPORT_SCTP, PTL_FAMILY_IPV6, PTL_EXPOSURE_LOOPBACK },
  { "dccp/ipv4", AF_INET, DCCP, "127.0.0.1", 0, PTL_TRANSPORT_DCCP, PTL_FAMILY_IPV4, PTL_EXPOSURE_LOOPBACK },
  { "dccp/ipv6", AF_INET6, DCCP, "::1", 0, PTL_TRANSPORT_DCCP, PTL_FAMILY_IPV6, PTL_EXPOSURE_LOOPBACK },
};

#define BACKLOG 7

/* A socket of the kind; -1 where the case was skipped. */
static int
open_kind (const Kind *kind)
{
  int fd = live_open (kind->family, kind->type, kind->protocol, kind->address, 0, BACKLOG, kind->flags);

  if (fd < 0)
    {
      g_autofree char *message = g_strdup_printf ("this computer does not give such a socket: %s", g_strerror (errno));

      g_test_skip (message);
    }

  return fd;
}

static void
assert_is_this_process (const PtlOwner *owner)
{
  const PtlProcess *process = owner->process;
  g_autofree char *executable = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = g_get_current_dir ();
  struct passwd *user = getpwuid (geteuid ());

  g_assert_cmpint (process->pid, ==, getpid ());
  g_assert_cmpint (process->parent_pid, ==, getppid ());
  g_assert_cmpstr (process->name, ==, "test-live");
  g_assert_cmpstr (process->executable, ==, executable);
  g_assert_cmpstr (process->working_directory, ==, folder);
  g_assert_cmpint (process->uid, ==, geteuid ());
  g_assert_cmpstr (process->user, ==, user != NULL ? user->pw_name : NULL);
  g_assert_nonnull (process->command);
  g_assert_true (g_str_has_suffix (process->command[0], "test-live"));
  g_assert_false (process->command_cut);
  /* It started a moment ago; ticks are hundredths of a second. */
  g_assert_cmpint (process->started_at, <=, g_get_real_time () + 20000);
  g_assert_cmpint (process->started_at, >, g_get_real_time () - G_TIME_SPAN_HOUR);
  g_assert_cmpuint (process->start_ticks, >, 0);
  g_assert_cmpint (owner->evidence, ==, PTL_EVIDENCE_DESCRIPTOR);
  g_assert_true (owner->certain);
}

static void
assert_is_kind (const PtlListener *listener,
                const Kind        *kind,
                int                fd)
{
  struct passwd *user = getpwuid (geteuid ());
  guint8 bytes[16] = { 0 };

  g_assert_nonnull (listener);
  g_assert_no_errno (inet_pton (kind->family, kind->address, bytes));
  g_assert_cmpint (listener->transport, ==, kind->transport);
  g_assert_cmpstr (listener->address, ==, kind->address);
  g_assert_cmpmem (listener->address_bytes, 16, bytes, 16);
  g_assert_cmpuint (listener->port, ==, live_get_port (fd));
  g_assert_cmpint (listener->uid, ==, geteuid ());
  g_assert_cmpstr (listener->user, ==, user != NULL ? user->pw_name : NULL);
  g_assert_cmpint (listener->queue, ==, 0);
  g_assert_cmpuint (listener->inode, ==, live_get_inode (fd));
  g_assert_cmpstr (listener->network_namespace, ==, "host");
  g_assert_false (listener->kernel);
  g_assert_cmpuint (listener->owners->len, ==, 1);
  assert_is_this_process (g_ptr_array_index (listener->owners, 0));
}

static void
test_netlink (gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (PtlHost) host = ptl_host_new (NULL);
  int fd = open_kind (kind);

  if (fd < 0)
    return;

  /* The second reading answers from what the first knew. */
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (PtlSnapshot) snapshot = live_read (host);
      const PtlListener *listener = live_find (snapshot, fd);

      g_assert_cmpstr (ptl_snapshot_get_method (snapshot), ==, "sock_diag");
      assert_is_kind (listener, kind, fd);
      g_assert_cmpint (listener->family, ==, kind->expected_family);
      g_assert_cmpint (listener->multipath, ==, kind->protocol == LIVE_PROTO_MPTCP);
      g_assert_cmpint (listener->exposure, ==, kind->exposure);
      g_assert_cmpstr (listener->interface, ==, kind->flags & LIVE_BIND_LO ? "lo" : NULL);
      g_assert_cmpint (listener->backlog, ==, kind->type == SOCK_DGRAM ? -1 : BACKLOG);
      /* What listens below MPTCP is a socket of its own. */
      if (kind->protocol != LIVE_PROTO_MPTCP)
        g_assert_cmpuint (listener->cookie, ==, live_get_cookie (fd));
      g_assert_cmpuint (ptl_snapshot_find_port (snapshot, live_get_port (fd), NULL), >=, 1);
    }

  close (fd);

  {
    g_autoptr (PtlSnapshot) snapshot = live_read (host);

    for (guint i = 0; i < ptl_snapshot_get_n (snapshot); i++)
      {
        const GPtrArray *owners = ptl_snapshot_get (snapshot, i)->owners;

        for (guint j = 0; j < owners->len; j++)
          g_assert_cmpint (((PtlOwner *) g_ptr_array_index (owners, j))->process->pid, !=, getpid ());
      }
  }
}

/* The tables give the same, but for what they can't say. */
static void
test_tables (gconstpointer data)
{
  const Kind *kind = data;
  PtlHostRoots roots = { .no_netlink = TRUE };
  g_autoptr (PtlHost) host = NULL;
  g_autoptr (PtlSnapshot) snapshot = NULL;
  const PtlListener *listener;
  int fd;

  if (kind->transport == PTL_TRANSPORT_SCTP || kind->transport == PTL_TRANSPORT_DCCP)
    {
      g_test_skip ("the tables don't tell of it");
      return;
    }

  fd = open_kind (kind);
  if (fd < 0)
    return;

  host = ptl_host_new (&roots);
  snapshot = live_read (host);
  listener = live_find (snapshot, fd);
  g_assert_cmpstr (ptl_snapshot_get_method (snapshot), ==, "procfs");
  assert_is_kind (listener, kind, fd);
  g_assert_cmpint (listener->backlog, ==, -1);
  g_assert_cmpuint (listener->cookie, ==, 0);
  g_assert_false (listener->multipath);
  g_assert_null (listener->interface);
  if (kind->flags & LIVE_V6ONLY)
    g_assert_cmpint (listener->family, ==, PTL_FAMILY_DUAL);
  else
    g_assert_cmpint (listener->family, ==, kind->expected_family);
  if (kind->flags & LIVE_BIND_LO)
    g_assert_cmpint (listener->exposure, ==, PTL_EXPOSURE_ALL);
  else
    g_assert_cmpint (listener->exposure, ==, kind->exposure);

  close (fd);
}

/* IPv4's own wildcard beside it shows that an IPv6 wildcard is for IPv6 alone, in the tables too. */
static void
test_pair (gconstpointer data)
{
  PtlHostRoots roots = { .no_netlink = GPOINTER_TO_INT (data) };
  g_autoptr (PtlHost) host = ptl_host_new (&roots);
  g_autoptr (PtlSnapshot) snapshot = NULL;
  guint first;
  int ipv6 = live_open (AF_INET6, TCP, "::", 0, 1, LIVE_V6ONLY);
  int ipv4;

  if (ipv6 < 0)
    {
      g_test_skip ("this computer has no IPv6");
      return;
    }
  ipv4 = live_open (AF_INET, TCP, "0.0.0.0", live_get_port (ipv6), 1, 0);
  g_assert_no_errno (ipv4);

  snapshot = live_read (host);
  g_assert_cmpint (live_find (snapshot, ipv4)->family, ==, PTL_FAMILY_IPV4);
  g_assert_cmpint (live_find (snapshot, ipv6)->family, ==, PTL_FAMILY_IPV6);
  g_assert_cmpuint (ptl_snapshot_find_port (snapshot, live_get_port (ipv4), &first), ==, 2);
  g_assert_true (ptl_snapshot_get (snapshot, first) == live_find (snapshot, ipv4));

  close (ipv4);
  close (ipv6);
}

static void
test_reuseport (void)
{
  g_autoptr (PtlHost) host = ptl_host_new (NULL);
  g_autoptr (PtlSnapshot) snapshot = NULL;
  int first = live_open (AF_INET, TCP, "127.0.0.1", 0, 1, LIVE_REUSEPORT);
  int second;

  g_assert_no_errno (first);
  second = live_open (AF_INET, TCP, "127.0.0.1", live_get_port (first), 2, LIVE_REUSEPORT);
  g_assert_no_errno (second);

  snapshot = live_read (host);
  g_assert_cmpuint (ptl_snapshot_find_port (snapshot, live_get_port (first), NULL), ==, 2);
  g_assert_cmpint (live_find (snapshot, first)->backlog, ==, 1);
  g_assert_cmpint (live_find (snapshot, second)->backlog, ==, 2);

  close (first);
  close (second);
}

/* What is connected does not wait. */
static void
test_connected (void)
{
  g_autoptr (PtlHost) host = ptl_host_new (NULL);
  g_autoptr (PtlSnapshot) snapshot = NULL;
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  int server = live_open (AF_INET, TCP, "127.0.0.1", 0, 5, 0);
  int client = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int datagrams = live_open (AF_INET, UDP, "127.0.0.1", 0, 0, 0);
  int unbound = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  g_assert_no_errno (server);
  address.sin_port = htons (live_get_port (server));
  g_assert_no_errno (connect (client, (struct sockaddr *) &address, sizeof address));
  g_assert_no_errno (connect (datagrams, (struct sockaddr *) &address, sizeof address));

  snapshot = live_read (host);
  g_assert_null (live_find (snapshot, client));
  g_assert_null (live_find (snapshot, datagrams));
  g_assert_null (live_find (snapshot, unbound));
  /* One waits to be accepted. */
  g_assert_cmpint (live_find (snapshot, server)->queue, ==, 1);

  close (unbound);
  close (datagrams);
  close (client);
  close (server);
}

/* A child that waits to be told to end; it has all our descriptors. */
static pid_t
fork_child (int *out_release)
{
  int release[2];
  char byte;
  pid_t pid;

  g_assert_no_errno (pipe (release));
  pid = fork ();
  g_assert_no_errno (pid);
  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      close (release[1]);
      while (read (release[0], &byte, 1) < 0 && errno == EINTR)
        ;
      _exit (0);
    }

  close (release[0]);
  *out_release = release[1];

  return pid;
}

static void
end_child (pid_t pid,
           int   release)
{
  close (release);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
}

static gint64
owner_pid (const PtlListener *listener,
           guint              index)
{
  g_assert_cmpuint (index, <, listener->owners->len);

  return ((PtlOwner *) g_ptr_array_index (listener->owners, index))->process->pid;
}

static void
test_inherited (void)
{
  g_autoptr (PtlHost) host = ptl_host_new (NULL);
  PtlSnapshot *snapshot;
  const PtlListener *listener;
  int fd = live_open (AF_INET, TCP, "127.0.0.1", 0, 5, 0);
  guint64 inode = live_get_inode (fd);
  int release;
  pid_t child;

  snapshot = live_read (host);
  g_assert_cmpuint (live_find_inode (snapshot, inode)->owners->len, ==, 1);
  ptl_snapshot_unref (snapshot);

  /* A later reading notices the child, */
  child = fork_child (&release);
  snapshot = live_read (host);
  listener = live_find_inode (snapshot, inode);
  g_assert_cmpuint (listener->owners->len, ==, 2);
  g_assert_cmpint (owner_pid (listener, 0), ==, MIN (getpid (), child));
  g_assert_cmpint (owner_pid (listener, 1), ==, MAX (getpid (), child));
  ptl_snapshot_unref (snapshot);

  /* and so does a first one. */
  {
    g_autoptr (PtlHost) other = ptl_host_new (NULL);

    snapshot = live_read (other);
    g_assert_cmpuint (live_find_inode (snapshot, inode)->owners->len, ==, 2);
    ptl_snapshot_unref (snapshot);
  }

  /* The creator lets go: only the child holds it. */
  close (fd);
  snapshot = live_read (host);
  listener = live_find_inode (snapshot, inode);
  g_assert_cmpuint (listener->owners->len, ==, 1);
  g_assert_cmpint (owner_pid (listener, 0), ==, child);
  ptl_snapshot_unref (snapshot);

  end_child (child, release);
  snapshot = live_read (host);
  g_assert_null (live_find_inode (snapshot, inode));
  ptl_snapshot_unref (snapshot);
}

/* A socket that is handed from one process to another changes its owner. */
static void
test_handed_over (void)
{
  g_autoptr (PtlHost) host = ptl_host_new (NULL);
  PtlSnapshot *snapshot;
  const PtlListener *listener;
  int channel[2];
  guint64 inode;
  char byte;
  pid_t child;
  int fd;

  g_assert_no_errno (socketpair (AF_UNIX, SOCK_SEQPACKET, 0, channel));
  child = fork ();
  if (child == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      close (channel[0]);
      if (live_receive_descriptor (channel[1]) < 0 || write (channel[1], &byte, 1) != 1)
        _exit (1);
      _exit (read (channel[1], &byte, 1) != 0);
    }

  close (channel[1]);
  fd = live_open (AF_INET, TCP, "127.0.0.1", 0, 5, 0);
  inode = live_get_inode (fd);
  snapshot = live_read (host);
  g_assert_cmpint (owner_pid (live_find_inode (snapshot, inode), 0), ==, getpid ());
  ptl_snapshot_unref (snapshot);

  live_send_descriptor (channel[0], fd);
  g_assert_cmpint (read (channel[0], &byte, 1), ==, 1);
  close (fd);

  snapshot = live_read (host);
  listener = live_find_inode (snapshot, inode);
  g_assert_cmpuint (listener->owners->len, ==, 1);
  g_assert_cmpint (owner_pid (listener, 0), ==, child);
  ptl_snapshot_unref (snapshot);

  close (channel[0]);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
}

/* A process that becomes another program is told by its new name. */
static void
test_becomes_another_program (void)
{
  g_autoptr (PtlHost) host = ptl_host_new (NULL);
  PtlSnapshot *snapshot;
  const PtlOwner *owner;
  int fd = live_open (AF_INET, TCP, "127.0.0.1", 0, 5, 0);
  guint64 inode = live_get_inode (fd);
  int go[2];
  int kept = dup (fd); /* without FD_CLOEXEC */
  char byte = 0;
  pid_t child;
  guint i;

  g_assert_no_errno (pipe (go));
  child = fork ();
  if (child == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      close (go[1]);
      if (read (go[0], &byte, 1) == 1)
        execlp ("sleep", "sleep", "60", NULL);
      _exit (1);
    }
  close (fd);
  close (kept);
  close (go[0]);

  snapshot = live_read (host);
  owner = g_ptr_array_index (live_find_inode (snapshot, inode)->owners, 0);
  g_assert_cmpstr (owner->process->name, ==, "test-live");
  ptl_snapshot_unref (snapshot);

  g_assert_cmpint (write (go[1], &byte, 1), ==, 1);
  close (go[1]);
  for (i = 0; i < 500; i++)
    {
      snapshot = live_read (host);
      owner = g_ptr_array_index (live_find_inode (snapshot, inode)->owners, 0);
      g_assert_cmpint (owner->process->pid, ==, child);
      /* Between its new name and its new arguments a program has none. */
      if (g_strcmp0 (owner->process->name, "sleep") == 0 && owner->process->command != NULL)
        break;
      ptl_snapshot_unref (snapshot);
      g_usleep (10000);
    }
  g_assert_cmpuint (i, <, 500);
  g_assert_cmpstr (owner->process->command[1], ==, "60");
  ptl_snapshot_unref (snapshot);

  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
}

/* A copy of a program that sleeps, which has our socket; its file is deleted, or is only called so. */
static void
test_deleted_program (gconstpointer data)
{
  gboolean is_deleted = GPOINTER_TO_INT (data);
  g_autofree char *folder = g_dir_make_tmp ("portolan-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, is_deleted ? "sleeps" : "sleeps (deleted)", NULL);
  g_autofree char *sleeper = g_find_program_in_path ("sleep");
  g_autofree char *bytes = NULL;
  g_autoptr (PtlHost) host = ptl_host_new (NULL);
  g_autoptr (PtlSnapshot) snapshot = NULL;
  const PtlProcess *process;
  int fd = live_open (AF_INET, TCP, "127.0.0.1", 0, 5, 0);
  guint64 inode = live_get_inode (fd);
  int done[2];
  gsize length;
  pid_t child;
  char byte;

  g_assert_true (g_file_get_contents (sleeper, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents_full (path, bytes, length, G_FILE_SET_CONTENTS_NONE, 0755, NULL));
  g_assert_no_errno (pipe2 (done, O_CLOEXEC));
  child = fork ();
  if (child == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      if (dup (fd) >= 0)
        execl (path, "sleep", "60", NULL);
      _exit (1);
    }

  /* Until the program runs. */
  close (done[1]);
  g_assert_cmpint (read (done[0], &byte, 1), ==, 0);
  close (done[0]);
  close (fd);
  if (is_deleted)
    g_assert_no_errno (unlink (path));

  snapshot = live_read (host);
  process = ((const PtlOwner *) g_ptr_array_index (live_find_inode (snapshot, inode)->owners, 0))->process;
  g_assert_cmpint (process->pid, ==, child);
  g_assert_cmpstr (process->executable, ==, path);
  g_assert_cmpint (process->executable_deleted, ==, is_deleted);

  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  unlink (path);
  rmdir (folder);
}

static gpointer
wait_for_end (gpointer data)
{
  char byte;

  /* Once the first thread is gone. */
  g_usleep (100000);
  if (write (GPOINTER_TO_INT (data), &byte, 1) != 1)
    _exit (1);
  _exit (read (GPOINTER_TO_INT (data), &byte, 1) != 0);
}

/* A process lives on when its first thread ends, whose descriptors alone are listed at once. */
static void
test_first_thread_ended (void)
{
  g_autoptr (PtlHost) host = ptl_host_new (NULL);
  g_autoptr (PtlSnapshot) snapshot = NULL;
  const PtlListener *listener;
  int channel[2];
  int fd = live_open (AF_INET, TCP, "127.0.0.1", 0, 5, 0);
  guint64 inode = live_get_inode (fd);
  char byte;
  pid_t child;

  g_assert_no_errno (socketpair (AF_UNIX, SOCK_SEQPACKET, 0, channel));
  child = fork ();
  if (child == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      close (channel[0]);
      g_thread_new ("waits", wait_for_end, GINT_TO_POINTER (channel[1]));
      /* The thread alone: exit() and pthread_exit() may do more. */
      syscall (SYS_exit, 0);
    }

  close (channel[1]);
  close (fd);
  g_assert_cmpint (read (channel[0], &byte, 1), ==, 1);
  snapshot = live_read (host);
  listener = live_find_inode (snapshot, inode);
  g_assert_cmpuint (listener->owners->len, ==, 1);
  g_assert_cmpint (owner_pid (listener, 0), ==, child);
  g_assert_false (listener->unheld);

  close (channel[0]);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
}

/* Names are any bytes. */
static void
test_hostile_name (void)
{
  g_autoptr (PtlHost) host = ptl_host_new (NULL);
  g_autoptr (PtlSnapshot) snapshot = NULL;
  const PtlOwner *owner;
  char before[16];
  int fd = live_open (AF_INET, TCP, "127.0.0.1", 0, 5, 0);

  prctl (PR_GET_NAME, before);
  prctl (PR_SET_NAME, "<b>) \xff(\n&x");
  snapshot = live_read (host);
  prctl (PR_SET_NAME, before);

  owner = g_ptr_array_index (live_find (snapshot, fd)->owners, 0);
  g_assert_true (g_utf8_validate (owner->process->name, -1, NULL));
  g_assert_cmpstr (owner->process->name, ==, "<b>) \xef\xbf\xbd(\n&x");
  g_assert_cmpint (owner->process->parent_pid, ==, getppid ());
  g_assert_nonnull (owner->process->ancestors);
  g_assert_cmpint (((const PtlAncestor *) g_ptr_array_index (owner->process->ancestors, 0))->pid, ==, getppid ());

  close (fd);
}

static void
test_unchanged_is_shared (void)
{
  g_autoptr (PtlHost) host = ptl_host_new (NULL);
  int fd = live_open (AF_INET, TCP, "127.0.0.1", 0, 5, 0);
  g_autoptr (PtlSnapshot) first = live_read (host);
  g_autoptr (PtlSnapshot) second = live_read (host);

  g_assert_true (live_find (first, fd) == live_find (second, fd));

  close (fd);
}

static void
test_cancelled (void)
{
  g_autoptr (PtlHost) host = ptl_host_new (NULL);
  const gint cancelled = 1;
  g_autoptr (GError) error = NULL;

  g_assert_null (ptl_host_read (host, &cancelled, &error));
  g_assert_error (error, PTL_HOST_ERROR, PTL_HOST_ERROR_CANCELLED);
}

static gboolean
has_only_ipv6 (PtlSnapshot *snapshot,
               pid_t        pid,
               guint16      port)
{
  for (guint i = 0; i < ptl_snapshot_get_n (snapshot); i++)
    {
      const PtlListener *listener = ptl_snapshot_get (snapshot, i);

      if (listener->port == port && listener->owners->len == 1 && owner_pid (listener, 0) == pid)
        return listener->family == PTL_FAMILY_IPV6;
    }

  return FALSE;
}

/* What listens in a network namespace of its own is listed and marked. */
static void
test_other_namespace (void)
{
  g_autoptr (PtlHost) host = ptl_host_new (NULL);
  int ready[2];
  int release;
  int end[2];
  guint64 inode = 0;
  pid_t child;

  g_assert_no_errno (pipe (ready));
  g_assert_no_errno (pipe (end));
  child = fork ();
  if (child == 0)
    {
      int fd;
      char byte;

      prctl (PR_SET_PDEATHSIG, SIGKILL);
      close (end[1]);
      if (unshare (CLONE_NEWNET) < 0 && unshare (CLONE_NEWUSER | CLONE_NEWNET) < 0)
        _exit (77);
      prctl (PR_SET_DUMPABLE, 1);
      fd = live_open (AF_INET6, TCP, "::", 4711, 9, 0);
      live_open (AF_INET6, SOCK_DGRAM, IPPROTO_UDP, "::", 4712, 0, LIVE_V6ONLY);
      inode = live_get_inode (fd);
      if (write (ready[1], &inode, sizeof inode) != sizeof inode)
        _exit (1);
      _exit (read (end[0], &byte, 1) != 0);
    }
  close (ready[1]);
  close (end[0]);
  release = end[1];

  if (read (ready[0], &inode, sizeof inode) != sizeof inode)
    {
      g_test_skip ("this computer gives no network namespaces");
    }
  else
    {
      for (guint i = 0; i < 3; i++)
        {
          g_autoptr (PtlSnapshot) snapshot = live_read (host);
          const PtlListener *listener = live_find_inode (snapshot, inode);

          g_assert_nonnull (listener);
          g_assert_cmpuint (listener->port, ==, 4711);
          g_assert_cmpint (listener->family, ==, PTL_FAMILY_DUAL);
          g_assert_cmpstr (listener->network_namespace, !=, "host");
          g_assert_true (g_str_has_prefix (listener->network_namespace, "net:["));
          g_assert_cmpuint (listener->owners->len, ==, 1);
          g_assert_cmpint (owner_pid (listener, 0), ==, child);

          /* Who may not go there reads its tables, which don't tell. */
          if (geteuid () == 0)
            {
              g_assert_cmpint (listener->backlog, ==, 9);
              g_assert_true (has_only_ipv6 (snapshot, child, 4712));
            }
        }
    }

  close (ready[0]);
  end_child (child, release);

  {
    g_autoptr (PtlSnapshot) snapshot = live_read (host);

    g_assert_null (inode != 0 ? live_find_inode (snapshot, inode) : NULL);
  }
}

/* What the facts say of privileged ports is what happens. */
static void
test_privileged (void)
{
  g_autoptr (PtlHost) host = ptl_host_new (NULL);
  g_autoptr (PtlHostFacts) facts = ptl_host_read_facts (host);
  int refused = 0;

  g_assert_cmpstr (facts->os, ==, "linux");
  g_assert_cmpint (facts->unprivileged_start, >=, 0);
  g_assert_cmpuint (facts->ephemeral->len, ==, 4);

  for (guint16 port = 1; port < 200; port++)
    {
      int fd = live_open (AF_INET, TCP, "127.0.0.1", port, 1, 0);

      if (fd >= 0)
        close (fd);
      refused += fd < 0 && errno == EACCES;
    }
  if (facts->may_bind_privileged || facts->unprivileged_start == 0)
    g_assert_cmpint (refused, ==, 0);
  else
    g_assert_cmpint (refused, ==, MIN (facts->unprivileged_start, 200) - 1);

  /* The system hands out what the facts say. */
  for (guint i = 0; i < 50; i++)
    {
      int fd = live_open (AF_INET, TCP, "127.0.0.1", 0, 1, 0);

      g_assert_true (ptl_host_facts_in_ephemeral (facts, live_get_port (fd)));
      close (fd);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *netlink = g_strdup_printf ("/host/live/netlink/%s", kinds[i].path);
      g_autofree char *tables = g_strdup_printf ("/host/live/tables/%s", kinds[i].path);

      g_test_add_data_func (netlink, &kinds[i], test_netlink);
      g_test_add_data_func (tables, &kinds[i], test_tables);
    }
  g_test_add_data_func ("/host/live/pair/netlink", GINT_TO_POINTER (FALSE), test_pair);
  g_test_add_data_func ("/host/live/pair/tables", GINT_TO_POINTER (TRUE), test_pair);
  g_test_add_func ("/host/live/reuseport", test_reuseport);
  g_test_add_func ("/host/live/connected", test_connected);
  g_test_add_func ("/host/live/inherited", test_inherited);
  g_test_add_func ("/host/live/handed-over", test_handed_over);
  g_test_add_func ("/host/live/becomes-another-program", test_becomes_another_program);
  g_test_add_data_func ("/host/live/deleted-program", GINT_TO_POINTER (TRUE), test_deleted_program);
  g_test_add_data_func ("/host/live/program-called-deleted", GINT_TO_POINTER (FALSE), test_deleted_program);
  g_test_add_func ("/host/live/first-thread-ended", test_first_thread_ended);
  g_test_add_func ("/host/live/hostile-name", test_hostile_name);
  g_test_add_func ("/host/live/unchanged-is-shared", test_unchanged_is_shared);
  g_test_add_func ("/host/live/cancelled", test_cancelled);
  g_test_add_func ("/host/live/other-namespace", test_other_namespace);
  g_test_add_func ("/host/live/privileged", test_privileged);

  return g_test_run ();
}
