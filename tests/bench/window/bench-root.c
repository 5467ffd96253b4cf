#include "config.h"

#include "bench-root.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define N_PROCESSES 200
#define FIRST_PID   1000

#define STAT "%u (daemon-%u) S 1 1 1 0 -1 4194560 10 0 0 0 1 2 0 0 20 0 1 0 %u 100 200 300 400 500 600 0 0\n"

typedef struct
{
  guint16 port;
  guint   inode;
  guint   pid;
  guint32 address;
} BenchSocket;

static void
put (BenchRoot  *self,
     const char *name,
     const char *text)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  if (g_mkdir_with_parents (folder, 0700) != 0 ||
      !g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, &error))
    g_error ("%s can't be written: %s", path, error != NULL ? error->message : g_strerror (errno));
}

/* A process holds a socket by the descriptor of that number. */
static void
set_owner (BenchRoot   *self,
           BenchSocket *socket,
           guint        pid)
{
  g_autofree char *target = g_strdup_printf ("socket:[%u]", socket->inode);

  if (socket->pid != 0)
    {
      g_autofree char *old = g_strdup_printf ("%s/%u/fd/%u", self->path, socket->pid, socket->inode);

      if (g_unlink (old) != 0)
        g_error ("%s: %s", old, g_strerror (errno));
    }
  socket->pid = pid;
  if (pid != 0)
    {
      g_autofree char *new = g_strdup_printf ("%s/%u/fd/%u", self->path, pid, socket->inode);

      if (symlink (target, new) != 0)
        g_error ("%s: %s", new, g_strerror (errno));
    }
}

static guint
any_pid (BenchRoot *self)
{
  return FIRST_PID + g_rand_int_range (self->random, 0, N_PROCESSES);
}

static void
add_socket (BenchRoot *self)
{
  BenchSocket socket = {
    .port = g_rand_int_range (self->random, 1024, 65536),
    .inode = self->next_inode++,
    .address = g_rand_boolean (self->random) ? 0 : 0x0100007f,
  };

  set_owner (self, &socket, any_pid (self));
  g_array_append_val (self->sockets, socket);
}

static void
write_table (BenchRoot *self)
{
  g_autoptr (GString) text = g_string_new ("  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n");

  for (guint i = 0; i < self->sockets->len; i++)
    {
      const BenchSocket *socket = &g_array_index (self->sockets, BenchSocket, i);

      g_string_append_printf (text,
                              "%4u: %08X:%04X 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 %u 1 0\n",
                              i, socket->address, socket->port, socket->inode);
    }
  put (self, "net/tcp", text->str);
}

/* Makes the first sockets, the same in each run. */
void
bench_root_init (BenchRoot *self,
                 guint      n_sockets)
{
  g_autoptr (GError) error = NULL;

  self->path = g_dir_make_tmp ("portolan-bench-XXXXXX", &error);
  if (self->path == NULL)
    g_error ("%s", error->message);
  self->random = g_rand_new_with_seed (60683);
  self->sockets = g_array_new (FALSE, FALSE, sizeof (BenchSocket));
  self->next_inode = 10000;

  for (guint pid = FIRST_PID; pid < FIRST_PID + N_PROCESSES; pid++)
    {
      g_autofree char *stat = g_strdup_printf (STAT, pid, pid % 97, pid);
      g_autofree char *stat_name = g_strdup_printf ("%u/stat", pid);
      g_autofree char *status_name = g_strdup_printf ("%u/status", pid);
      g_autofree char *cmdline_name = g_strdup_printf ("%u/cmdline", pid);
      g_autofree char *cgroup_name = g_strdup_printf ("%u/cgroup", pid);
      g_autofree char *cgroup = g_strdup_printf ("0::/system.slice/service-%u.service\n", pid % 61);
      g_autofree char *fd = g_strdup_printf ("%s/%u/fd", self->path, pid);

      put (self, stat_name, stat);
      put (self, status_name, "Name:\tx\nUid:\t1000\t1000\t1000\t1000\n");
      put (self, cmdline_name, "daemon");
      put (self, cgroup_name, cgroup);
      if (g_mkdir (fd, 0700) != 0)
        g_error ("%s: %s", fd, g_strerror (errno));
    }

  while (self->sockets->len < n_sockets)
    add_socket (self);
  write_table (self);
}

static void
remove_tree (GFile *folder)
{
  g_autoptr (GFileEnumerator) files =
    g_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                               G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFileInfo *info;
  GFile *file;

  while (files != NULL && g_file_enumerator_iterate (files, &info, &file, NULL, NULL) && info != NULL)
    {
      if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
        remove_tree (file);
      else
        g_file_delete (file, NULL, NULL);
    }
  g_file_delete (folder, NULL, NULL);
}

void
bench_root_clear (BenchRoot *self)
{
  g_autoptr (GFile) folder = g_file_new_for_path (self->path);

  remove_tree (folder);
  g_free (self->path);
  g_array_unref (self->sockets);
  g_rand_free (self->random);
}

/* Some sockets are closed and as many opened, and of others another process is the owner. */
void
bench_root_churn (BenchRoot *self,
                  guint      n_replaced,
                  guint      n_changed)
{
  for (guint i = 0; i < n_replaced; i++)
    {
      guint at = g_rand_int_range (self->random, 0, self->sockets->len);

      set_owner (self, &g_array_index (self->sockets, BenchSocket, at), 0);
      g_array_remove_index_fast (self->sockets, at);
    }
  for (guint i = 0; i < n_replaced; i++)
    add_socket (self);
  for (guint i = 0; i < n_changed; i++)
    set_owner (self, &g_array_index (self->sockets, BenchSocket, g_rand_int_range (self->random, 0, self->sockets->len)),
               any_pid (self));
  write_table (self);
}

static int
compare_ports (gconstpointer a,
               gconstpointer b)
{
  return ((const BenchSocket *) a)->port - ((const BenchSocket *) b)->port;
}

/* Returns: a port on which something listens, as many below as above */
guint16
bench_root_middle (BenchRoot *self)
{
  g_array_sort (self->sockets, compare_ports);

  return g_array_index (self->sockets, BenchSocket, self->sockets->len / 2).port;
}
