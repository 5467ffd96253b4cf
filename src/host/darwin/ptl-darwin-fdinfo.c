#include "config.h"

#include "host/darwin/ptl-darwin-fdinfo.h"

#include "host/darwin/ptl-darwin-bytes.h"

/**
 * ptl_darwin_fdinfo_parse:
 * @bytes: (array length=length): a struct socket_fdinfo, as proc_pidfdinfo() answers to PROC_PIDFDSOCKETINFO
 * @length: how many bytes it gave
 * @out_socket: (out): the socket; untouched where it does not wait
 *
 * Reads what libproc tells of a process's descriptor. Any thread.
 *
 * Returns: whether it is a TCP socket that listens, or a UDP socket that is bound and not connected
 */
gboolean
ptl_darwin_fdinfo_parse (const guint8    *bytes,
                         gsize            length,
                         PtlDarwinSocket *out_socket)
{
  guint32 protocol;
  guint32 kind;
  PtlDarwinSocket socket;
  gboolean is_tcp;
  guint16 port;

  if (length < PTL_DARWIN_FDINFO_BYTES)
    return FALSE;

  kind = ptl_darwin_get_u32 (bytes + PTL_DARWIN_FDINFO_KIND);
  protocol = ptl_darwin_get_u32 (bytes + PTL_DARWIN_FDINFO_PROTOCOL);
  is_tcp = kind == PTL_DARWIN_SOCKINFO_TCP && protocol == PTL_DARWIN_PROTO_TCP;
  if (!is_tcp && !(kind == PTL_DARWIN_SOCKINFO_IN && protocol == PTL_DARWIN_PROTO_UDP))
    return FALSE;

  /* The ports are in network order, in an int. */
  port = GUINT16_FROM_BE ((guint16) ptl_darwin_get_u32 (bytes + PTL_DARWIN_FDINFO_LPORT));
  if (port == 0)
    return FALSE;
  if (is_tcp ? ptl_darwin_get_u32 (bytes + PTL_DARWIN_FDINFO_TCP_STATE) != PTL_DARWIN_TCPS_LISTEN
             : ptl_darwin_get_u32 (bytes + PTL_DARWIN_FDINFO_FPORT) != 0)
    return FALSE;

  ptl_darwin_socket_init (&socket, is_tcp ? PTL_TRANSPORT_TCP : PTL_TRANSPORT_UDP);
  if (!ptl_darwin_socket_set_address (&socket, ptl_darwin_get_u32 (bytes + PTL_DARWIN_FDINFO_FAMILY),
                                      bytes[PTL_DARWIN_FDINFO_VFLAG],
                                      ptl_darwin_get_u32 (bytes + PTL_DARWIN_FDINFO_FLAGS),
                                      bytes + PTL_DARWIN_FDINFO_LADDR))
    return FALSE;

  socket.port = port;
  socket.handle = ptl_darwin_get_u64 (bytes + PTL_DARWIN_FDINFO_SO);
  if (is_tcp)
    {
      socket.queue = MAX ((gint16) ptl_darwin_get_u16 (bytes + PTL_DARWIN_FDINFO_QLEN), 0);
      socket.backlog = MAX ((gint16) ptl_darwin_get_u16 (bytes + PTL_DARWIN_FDINFO_QLIMIT), 0);
    }
  else
    {
      socket.queue = ptl_darwin_get_u32 (bytes + PTL_DARWIN_FDINFO_RCV_CC);
    }
  *out_socket = socket;

  return TRUE;
}
