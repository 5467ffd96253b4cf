#include "config.h"

#include "host/darwin/ptl-darwin-descriptors.h"

#include "host/darwin/ptl-darwin-fdinfo.h"

#include <errno.h>
#include <libproc.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/proc_info.h>
#include <sys/socket.h>

/* Where the parser finds what it reads is where Apple's header has it. */
#define PROTO offsetof (struct socket_fdinfo, psi.soi_proto)
G_STATIC_ASSERT (offsetof (struct socket_fdinfo, psi.soi_so) == PTL_DARWIN_FDINFO_SO);
G_STATIC_ASSERT (offsetof (struct socket_fdinfo, psi.soi_protocol) == PTL_DARWIN_FDINFO_PROTOCOL);
G_STATIC_ASSERT (offsetof (struct socket_fdinfo, psi.soi_family) == PTL_DARWIN_FDINFO_FAMILY);
G_STATIC_ASSERT (offsetof (struct socket_fdinfo, psi.soi_qlen) == PTL_DARWIN_FDINFO_QLEN);
G_STATIC_ASSERT (offsetof (struct socket_fdinfo, psi.soi_qlimit) == PTL_DARWIN_FDINFO_QLIMIT);
G_STATIC_ASSERT (offsetof (struct socket_fdinfo, psi.soi_rcv.sbi_cc) == PTL_DARWIN_FDINFO_RCV_CC);
G_STATIC_ASSERT (offsetof (struct socket_fdinfo, psi.soi_kind) == PTL_DARWIN_FDINFO_KIND);
G_STATIC_ASSERT (PROTO + offsetof (struct in_sockinfo, insi_fport) == PTL_DARWIN_FDINFO_FPORT);
G_STATIC_ASSERT (PROTO + offsetof (struct in_sockinfo, insi_lport) == PTL_DARWIN_FDINFO_LPORT);
G_STATIC_ASSERT (PROTO + offsetof (struct in_sockinfo, insi_flags) == PTL_DARWIN_FDINFO_FLAGS);
G_STATIC_ASSERT (PROTO + offsetof (struct in_sockinfo, insi_vflag) == PTL_DARWIN_FDINFO_VFLAG);
G_STATIC_ASSERT (PROTO + offsetof (struct in_sockinfo, insi_laddr) == PTL_DARWIN_FDINFO_LADDR);
G_STATIC_ASSERT (PROTO + offsetof (struct tcp_sockinfo, tcpsi_state) == PTL_DARWIN_FDINFO_TCP_STATE);
G_STATIC_ASSERT (offsetof (struct tcp_sockinfo, tcpsi_ini) == 0);
G_STATIC_ASSERT (sizeof (struct socket_fdinfo) >= PTL_DARWIN_FDINFO_BYTES);
G_STATIC_ASSERT (SOCKINFO_IN == PTL_DARWIN_SOCKINFO_IN && SOCKINFO_TCP == PTL_DARWIN_SOCKINFO_TCP);
G_STATIC_ASSERT (INI_IPV4 == PTL_DARWIN_INP_IPV4 && INI_IPV6 == PTL_DARWIN_INP_IPV6);
G_STATIC_ASSERT (TSI_S_LISTEN == PTL_DARWIN_TCPS_LISTEN);
G_STATIC_ASSERT (AF_INET == PTL_DARWIN_AF_INET && AF_INET6 == PTL_DARWIN_AF_INET6);
G_STATIC_ASSERT (IPPROTO_TCP == PTL_DARWIN_PROTO_TCP && IPPROTO_UDP == PTL_DARWIN_PROTO_UDP);
#undef PROTO

/* A process opens descriptors while we ask. */
#define MAX_TRIES 6

/* The most that the kernel gives a process is OPEN_MAX and less than this. */
#define MAX_DESCRIPTORS (1024 * 1024)

/* The process's descriptors; NULL with errno. */
static GArray *
list_descriptors (int pid)
{
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (struct proc_fdinfo));
  int needed = 0;

  for (guint i = 0; i < MAX_TRIES; i++)
    {
      guint room;
      int filled;

      errno = 0;
      needed = MAX (needed, proc_pidinfo (pid, PROC_PIDLISTFDS, 0, NULL, 0));
      if (needed <= 0)
        return NULL;

      room = MIN ((guint) needed / sizeof (struct proc_fdinfo) + 32 * (i + 1), MAX_DESCRIPTORS);
      g_array_set_size (list, room);
      errno = 0;
      filled = proc_pidinfo (pid, PROC_PIDLISTFDS, 0, list->data, (int) (room * sizeof (struct proc_fdinfo)));
      if (filled <= 0)
        return NULL;

      g_array_set_size (list, MIN ((guint) filled / sizeof (struct proc_fdinfo), room));
      if (list->len < room)
        break;

      /* A list that fills all the room may go on behind it. */
      needed = (int) MIN (room * 2, MAX_DESCRIPTORS) * (int) sizeof (struct proc_fdinfo);
    }

  return g_steal_pointer (&list);
}

/**
 * ptl_darwin_descriptors_read:
 * @pid: a process
 * @sockets: (element-type PtlDarwinSocket): the waiting sockets that it holds are added, one for each descriptor
 *
 * Looks at what a process has open, with libproc. Other users' processes show theirs to root alone. Blocks.
 *
 * Returns: whether they could be read
 */
PtlDarwinDescriptors
ptl_darwin_descriptors_read (gint64  pid,
                             GArray *sockets)
{
  g_autoptr (GArray) list = list_descriptors ((int) pid);

  if (list == NULL)
    return errno == ESRCH ? PTL_DARWIN_DESCRIPTORS_GONE : PTL_DARWIN_DESCRIPTORS_HIDDEN;

  for (guint i = 0; i < list->len; i++)
    {
      const struct proc_fdinfo *descriptor = &g_array_index (list, struct proc_fdinfo, i);
      struct socket_fdinfo info;
      PtlDarwinSocket socket;
      int length;

      if (descriptor->proc_fdtype != PROX_FDTYPE_SOCKET)
        continue;

      /* Closed meanwhile: there is nothing to tell of it any more. */
      length = proc_pidfdinfo ((int) pid, descriptor->proc_fd, PROC_PIDFDSOCKETINFO, &info, sizeof info);
      if (length != (int) sizeof info)
        continue;

      if (ptl_darwin_fdinfo_parse ((const guint8 *) &info, (gsize) length, &socket))
        g_array_append_val (sockets, socket);
    }

  return PTL_DARWIN_DESCRIPTORS_READ;
}
