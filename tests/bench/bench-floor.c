#include "config.h"

#include "bench-floor.h"

#include "host/linux/ptl-linux-socket.h"
#include "host/linux/ptl-netlink.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct
{
  int  directory;
  char name[12];
} Link;

struct _BenchFloor
{
  GArray *links;       /* (owned) (element-type Link) */
  GArray *directories; /* (owned) (element-type int) */
  int     netlink;
};

/* Finds by itself who holds a socket, whatever the socket is: the load has no others. */
BenchFloor *
bench_floor_new (void)
{
  BenchFloor *floor = g_new0 (BenchFloor, 1);
  g_autoptr (GDir) proc = g_dir_open ("/proc", 0, NULL);
  const char *pid, *name;

  floor->links = g_array_new (FALSE, TRUE, sizeof (Link));
  floor->directories = g_array_new (FALSE, FALSE, sizeof (int));
  floor->netlink = ptl_netlink_open ();

  while (proc != NULL && (pid = g_dir_read_name (proc)) != NULL)
    {
      g_autofree char *path = g_strdup_printf ("/proc/%s/fd", pid);
      g_autoptr (GDir) folder = g_ascii_isdigit (*pid) && atoi (pid) != getpid () ? g_dir_open (path, 0, NULL) : NULL;
      int directory = folder != NULL ? open (path, O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
      guint before = floor->links->len;

      while (directory >= 0 && (name = g_dir_read_name (folder)) != NULL)
        {
          Link link = { .directory = directory };
          char target[64];

          if (readlinkat (directory, name, target, sizeof target) < 8 || memcmp (target, "socket:[", 8) != 0)
            continue;
          g_strlcpy (link.name, name, sizeof link.name);
          g_array_append_val (floor->links, link);
        }

      if (floor->links->len > before)
        g_array_append_val (floor->directories, directory);
      else if (directory >= 0)
        close (directory);
    }

  return floor;
}

void
bench_floor_read (BenchFloor *floor)
{
  g_autoptr (GArray) sockets = g_array_new (FALSE, FALSE, sizeof (PtlLinuxSocket));
  char target[64];

  ptl_netlink_dump (floor->netlink, AF_INET, PTL_PROTO_TCP, 1u << PTL_STATE_LISTEN, 0, NULL, sockets);
  for (guint i = 0; i < floor->links->len; i++)
    {
      const Link *link = &g_array_index (floor->links, Link, i);

      if (readlinkat (link->directory, link->name, target, sizeof target) < 0)
        g_error ("a descriptor of the load is gone");
    }
}

void
bench_floor_free (BenchFloor *floor)
{
  for (guint i = 0; i < floor->directories->len; i++)
    close (g_array_index (floor->directories, int, i));
  close (floor->netlink);
  g_array_unref (floor->directories);
  g_array_unref (floor->links);
  g_free (floor);
}
