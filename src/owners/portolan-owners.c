/*
 * portolan-owners: says which processes hold the sockets that wait on this computer. Portolan runs it through pkexec when
 * somebody wishes to see the owners that are hidden from them, and as the same user outside the sandbox that Portolan runs in;
 * then it also tells what that user sees there beside the descriptors. It takes nothing but the version of its answer and the
 * word for that, and nothing of its environment, writes the answer that src/host/ptl-owners-answer.h describes, and ends.
 *
 * It may run as root, and so uses the C library alone and is to be read in one sitting.
 */

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define VERSION "2"

/* What somebody in a sandbox can't see for themselves: users, and the processes whose descriptors are hidden. */
#define EVERYTHING "everything"

/* Of the answer; ptl-owners-answer.h has the same. */
#define MAX_BYTES (8 * 1024 * 1024)
#define MAX_LINES 50000

/* Of sockets that wait; */
#define MAX_INODES 100000
/* and seconds, after which something is wrong. */
#define MAX_SECONDS 20

#define MAX_COMMAND 1024

typedef struct
{
  uint32_t inode;
  uint32_t uid;
} Socket;

static Socket sockets[MAX_INODES];
static size_t n_sockets;
static size_t n_bytes;
static size_t n_lines;

static int
compare_sockets (const void *a,
                 const void *b)
{
  const Socket *socket_a = a;
  const Socket *socket_b = b;

  return (socket_a->inode > socket_b->inode) - (socket_a->inode < socket_b->inode);
}

/* Notes a table's sockets in a state: 0A for TCP in LISTEN, 07 for UDP without a partner (proc_pid_net(5)). */
static void
read_table (const char  *path,
            unsigned int wanted)
{
  FILE *file = fopen (path, "re");
  char line[512];

  if (file == NULL)
    return;

  while (fgets (line, sizeof line, file) != NULL && n_sockets < MAX_INODES)
    {
      unsigned int state;
      unsigned int uid;
      unsigned long inode;

      if (sscanf (line, " %*u: %*[0-9A-Fa-f]:%*x %*[0-9A-Fa-f]:%*x %x %*x:%*x %*x:%*x %*x %u %*u %lu", &state, &uid,
                  &inode) == 3 &&
          state == wanted && inode > 0 && inode <= UINT32_MAX)
        sockets[n_sockets++] = (Socket) { (uint32_t) inode, uid };
    }

  fclose (file);
}

/* Reads up to SIZE - 1 bytes and ends them with NUL; -1 where that can't be done. */
static ssize_t
read_file (int         directory,
           const char *name,
           char       *buffer,
           size_t      size)
{
  int fd = openat (directory, name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  size_t length = 0;
  ssize_t n = 0;

  if (fd < 0)
    return -1;

  while (length < size - 1)
    {
      n = read (fd, buffer + length, size - 1 - length);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        break;
      length += (size_t) n;
    }

  close (fd);
  buffer[length] = '\0';

  return n < 0 ? -1 : (ssize_t) length;
}

static void
put_escaped (const char *bytes,
             size_t      length)
{
  for (size_t i = 0; i < length; i++)
    {
      unsigned char byte = (unsigned char) bytes[i];

      if (byte > ' ' && byte <= '~' && byte != '\\')
        n_bytes += (size_t) (putchar (byte) != EOF);
      else
        n_bytes += (size_t) printf ("\\x%02x", byte);
    }
}

/* Whether any line fits into the rest, and the end after it. */
static int
begin_line (void)
{
  if (n_lines >= MAX_LINES || n_bytes > MAX_BYTES - 65536)
    return 0;
  n_lines++;

  return 1;
}

/* What is told of a process, read once it is known to hold something. */
typedef struct
{
  const char *pid;
  int         directory;
  char        stat[4096];
  const char *name;
  size_t      name_length;
  unsigned long long start;
  unsigned long long parent;
  char        executable[4096];
  size_t      executable_length;
  char        command[MAX_COMMAND + 1];
  size_t      command_length;
  char        groups[8192];
  const char *group;
  size_t      group_length;
} Process;

/* The group in the unified hierarchy, below whichever folder has that: the line that begins with 0:: (cgroups(7)). */
static void
read_group (Process *process)
{
  char *at;

  process->group = "";
  process->group_length = 0;
  if (read_file (process->directory, "cgroup", process->groups, sizeof process->groups) <= 0)
    return;

  at = strncmp (process->groups, "0::/", 4) == 0 ? process->groups : strstr (process->groups, "\n0::/");
  if (at == NULL)
    return;
  process->group = strchr (at, '/');
  process->group_length = strcspn (process->group, "\n");
  process->groups[(size_t) (process->group - process->groups) + process->group_length] = '\0';
}

/* The group's number, which is that of its folder; 0 where that is not found. */
static unsigned long long
find_group (const Process *process)
{
  static const char *const roots[] = { "/sys/fs/cgroup/unified", "/sys/fs/cgroup" };
  char path[sizeof process->groups + 32];
  struct stat info;

  for (size_t i = 0; process->group_length > 1 && i < sizeof roots / sizeof *roots; i++)
    {
      snprintf (path, sizeof path, "%s%s", roots[i], process->group);
      if (stat (path, &info) == 0)
        return info.st_ino;
    }

  return 0;
}

/* proc_pid_stat(5): the name stands in parentheses, and may hold some itself; the parent is the second field after it, and the
 * start the twentieth. */
static int
read_process (Process *process)
{
  char *open_parenthesis;
  char *close_parenthesis;
  char *at;
  ssize_t length;

  if (read_file (process->directory, "stat", process->stat, sizeof process->stat) <= 0 ||
      (open_parenthesis = strchr (process->stat, '(')) == NULL ||
      (close_parenthesis = strrchr (process->stat, ')')) == NULL || close_parenthesis < open_parenthesis)
    return 0;

  process->name = open_parenthesis + 1;
  process->name_length = (size_t) (close_parenthesis - process->name);
  at = close_parenthesis + 1;
  for (int field = 0; field < 19; field++)
    {
      at += strspn (at, " ");
      if (field == 1)
        process->parent = strtoull (at, NULL, 10);
      at += strcspn (at, " ");
    }
  process->start = strtoull (at, NULL, 10);
  if (process->start == 0)
    return 0;

  length = readlinkat (process->directory, "exe", process->executable, sizeof process->executable);
  process->executable_length = length > 0 ? (size_t) length : 0;
  length = read_file (process->directory, "cmdline", process->command, sizeof process->command);
  process->command_length = length > 0 ? (size_t) length : 0;
  read_group (process);

  return 1;
}

static void
put_process (const Process *process)
{
  struct stat info;

  if (fstat (process->directory, &info) < 0 || !begin_line ())
    return;

  n_bytes += (size_t) printf ("process\t%s\t%llu\t%u\t%llu\t%llu\t", process->pid, process->start, (unsigned int) info.st_uid,
                              process->parent, find_group (process));
  put_escaped (process->group, process->group_length);
  n_bytes += (size_t) printf ("\t");
  put_escaped (process->name, process->name_length);
  n_bytes += (size_t) printf ("\t");
  put_escaped (process->executable, process->executable_length);
  n_bytes += (size_t) printf ("\t");
  put_escaped (process->command, process->command_length);
  n_bytes += (size_t) printf ("\n");
}

/* One that holds something, or, with @everything, whose descriptors are hidden; the kernel's own threads have no command. */
static void
look_at_process (int         proc,
                 const char *pid,
                 int         everything)
{
  Process process = { .pid = pid };
  uint32_t last = 0;
  DIR *folder = NULL;
  struct dirent *entry;
  int read = 0;
  int fd;

  /* All is read below one descriptor of /proc/PID, which stays with its process, whoever gets its number. */
  process.directory = openat (proc, pid, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (process.directory < 0)
    return;

  fd = openat (process.directory, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0 && everything && errno == EACCES && read_process (&process) && process.command_length > 0)
    put_process (&process);
  if (fd >= 0 && (folder = fdopendir (fd)) == NULL)
    close (fd);

  while (folder != NULL && (entry = readdir (folder)) != NULL)
    {
      char target[64];
      ssize_t length = readlinkat (fd, entry->d_name, target, sizeof target - 1);
      unsigned long value;
      Socket held;

      if (length <= 0)
        continue;
      target[length] = '\0';
      if (strncmp (target, "socket:[", 8) != 0)
        continue;

      value = strtoul (target + 8, NULL, 10);
      held.inode = (uint32_t) value;
      if (value > UINT32_MAX || held.inode == last ||
          bsearch (&held, sockets, n_sockets, sizeof *sockets, compare_sockets) == NULL)
        continue;

      if (!read)
        {
          if (!(read = read_process (&process)))
            break;
          put_process (&process);
        }
      if (begin_line ())
        n_bytes += (size_t) printf ("holds\t%u\n", held.inode);
      last = held.inode;
    }

  if (folder != NULL)
    closedir (folder);
  close (process.directory);
}

/* Whose each socket is; the names are those of this computer's own list, since to ask further takes libraries. */
static void
put_users (void)
{
  FILE *file = fopen ("/etc/passwd", "re");
  const struct passwd *user;

  for (size_t i = 0; i < n_sockets && begin_line (); i++)
    n_bytes += (size_t) printf ("socket\t%u\t%u\n", sockets[i].inode, sockets[i].uid);

  while (file != NULL && (user = fgetpwent (file)) != NULL && strlen (user->pw_name) < 256 && begin_line ())
    {
      n_bytes += (size_t) printf ("user\t%u\t", (unsigned int) user->pw_uid);
      put_escaped (user->pw_name, strlen (user->pw_name));
      n_bytes += (size_t) printf ("\n");
    }
  if (file != NULL)
    fclose (file);
}

int
main (int   argc,
      char *argv[])
{
  struct rlimit no_core = { 0, 0 };
  struct dirent *entry;
  DIR *folder;

  /* Nothing that whoever called us has set counts. */
  if (clearenv () != 0)
    return 1;
  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
  prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  setrlimit (RLIMIT_CORE, &no_core);
  alarm (MAX_SECONDS);

  if (argc < 2 || strcmp (argv[1], VERSION) != 0 || argc > 3 || (argc == 3 && strcmp (argv[2], EVERYTHING) != 0))
    {
      fputs ("usage: portolan-owners " VERSION " [" EVERYTHING "]\n", stderr);
      return 2;
    }

  read_table ("/proc/net/tcp", 0x0a);
  read_table ("/proc/net/tcp6", 0x0a);
  read_table ("/proc/net/udp", 0x07);
  read_table ("/proc/net/udp6", 0x07);
  read_table ("/proc/net/udplite", 0x07);
  read_table ("/proc/net/udplite6", 0x07);
  qsort (sockets, n_sockets, sizeof *sockets, compare_sockets);

  folder = opendir ("/proc");
  if (folder == NULL)
    {
      fputs ("portolan-owners: the processes can't be listed.\n", stderr);
      return 1;
    }

  n_bytes += (size_t) printf ("portolan-owners " VERSION "\n");
  while ((entry = readdir (folder)) != NULL)
    {
      if (isdigit ((unsigned char) entry->d_name[0]))
        look_at_process (dirfd (folder), entry->d_name, argc == 3);
    }
  closedir (folder);
  if (argc == 3)
    put_users ();
  printf ("end\t%zu\n", n_lines);

  return fflush (stdout) == 0 && ferror (stdout) == 0 ? 0 : 1;
}
