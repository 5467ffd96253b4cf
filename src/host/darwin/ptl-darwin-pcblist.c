#include "config.h"

#include "host/darwin/ptl-darwin-pcblist.h"

#include "host/darwin/ptl-darwin-bytes.h"

/*
 * The kernel's table of all sockets of a transport, which anybody may read: the answer of the sysctls
 * net.inet.tcp.pcblist_n and net.inet.udp.pcblist_n, from which Apple's netstat(1) works. Apple keeps the layout out
 * of its public headers. It is (XNU, get_pcblist_n() in bsd/netinet/in_pcblist.c):
 *
 *   struct xinpgen, then for each socket xinpcb_n, xsocket_n, xsockbuf_n twice, xsockstat_n and, for TCP, xtcpcb_n, then xinpgen
 *
 * Each begins with its length and, but for xinpgen, with its kind, and the next one begins at the next multiple of
 * eight bytes. So kinds that are new, and fields that were added at an end, are passed over. All fields are aligned
 * to four bytes at most (#pragma pack (4)).
 */
#define HEAD_BYTES 8

/* bsd/sys/socketvar.h */
#define KIND_SOCKET 0x001
#define KIND_RCVBUF 0x002
#define KIND_INPCB  0x010
#define KIND_TCPCB  0x020

/* struct xinpcb_n, bsd/netinet/in_pcb.h */
#define INPCB_FPORT 16
#define INPCB_LPORT 18
#define INPCB_FLAGS 36
#define INPCB_VFLAG 44
#define INPCB_LADDR 64
#define INPCB_BYTES 80 /* what is read of it */

/* struct xsocket_n, bsd/sys/socketvar.h */
#define SOCKET_SO       8
#define SOCKET_PROTOCOL 36
#define SOCKET_FAMILY   40
#define SOCKET_QLEN     44
#define SOCKET_QLIMIT   48
#define SOCKET_UID      64
#define SOCKET_LAST_PID 68
#define SOCKET_BYTES    72

/* struct xsockbuf_n, bsd/sys/socketvar.h */
#define SOCKBUF_CC    8
#define SOCKBUF_BYTES 12

/* struct xtcpcb_n, bsd/netinet/tcp_var.h */
#define TCPCB_STATE 36
#define TCPCB_BYTES 40

/* struct xinpgen */
#define GENERATION_BYTES 24

/* What was read so far of one socket; NULL where it has not come yet. */
typedef struct
{
  const guint8 *inpcb;
  const guint8 *socket;
  const guint8 *receive;
  const guint8 *tcpcb;
} Parts;

static gboolean
is_waiting (const Parts  *parts,
            PtlTransport  transport)
{
  if (parts->inpcb == NULL || parts->socket == NULL || ptl_darwin_get_u16 (parts->inpcb + INPCB_LPORT) == 0)
    return FALSE;

  if (transport == PTL_TRANSPORT_TCP)
    return parts->tcpcb != NULL && ptl_darwin_get_u32 (parts->tcpcb + TCPCB_STATE) == PTL_DARWIN_TCPS_LISTEN;

  return ptl_darwin_get_u16 (parts->inpcb + INPCB_FPORT) == 0;
}

/* Adds the socket if it waits. Returns whether what it says makes sense. */
static gboolean
take (const Parts  *parts,
      PtlTransport  transport,
      GArray       *sockets)
{
  guint32 protocol = transport == PTL_TRANSPORT_TCP ? PTL_DARWIN_PROTO_TCP : PTL_DARWIN_PROTO_UDP;
  const guint8 *socket = parts->socket;
  PtlDarwinSocket result;

  if (!is_waiting (parts, transport))
    return TRUE;

  /* Were a field moved by a later system, this one would be out of place too. */
  if (ptl_darwin_get_u32 (socket + SOCKET_PROTOCOL) != protocol)
    return FALSE;

  ptl_darwin_socket_init (&result, transport);
  if (!ptl_darwin_socket_set_address (&result, ptl_darwin_get_u32 (socket + SOCKET_FAMILY), parts->inpcb[INPCB_VFLAG],
                                      ptl_darwin_get_u32 (parts->inpcb + INPCB_FLAGS), parts->inpcb + INPCB_LADDR))
    return FALSE;

  result.port = GUINT16_FROM_BE (ptl_darwin_get_u16 (parts->inpcb + INPCB_LPORT));
  result.handle = ptl_darwin_get_u64 (socket + SOCKET_SO);
  result.uid = ptl_darwin_get_u32 (socket + SOCKET_UID);
  result.last_pid = MAX ((gint32) ptl_darwin_get_u32 (socket + SOCKET_LAST_PID), 0);
  if (transport == PTL_TRANSPORT_TCP)
    {
      result.queue = MAX ((gint16) ptl_darwin_get_u16 (socket + SOCKET_QLEN), 0);
      result.backlog = MAX ((gint16) ptl_darwin_get_u16 (socket + SOCKET_QLIMIT), 0);
    }
  else if (parts->receive != NULL)
    {
      result.queue = ptl_darwin_get_u32 (parts->receive + SOCKBUF_CC);
    }

  g_array_append_val (sockets, result);

  return TRUE;
}

/* Puts a record where it belongs. Returns whether it is long enough for what it is. */
static gboolean
sort_in (Parts        *parts,
         guint32       kind,
         const guint8 *record,
         gsize         length)
{
  switch (kind)
    {
    case KIND_INPCB:
      parts->inpcb = record;
      return length >= INPCB_BYTES;

    case KIND_SOCKET:
      parts->socket = record;
      return length >= SOCKET_BYTES;

    case KIND_RCVBUF:
      parts->receive = record;
      return length >= SOCKBUF_BYTES;

    case KIND_TCPCB:
      parts->tcpcb = record;
      return length >= TCPCB_BYTES;

    default:
      return TRUE;
    }
}

/**
 * ptl_darwin_pcblist_parse:
 * @bytes: (array length=length): what the sysctl answered
 * @length: how many
 * @transport: %PTL_TRANSPORT_TCP for net.inet.tcp.pcblist_n, %PTL_TRANSPORT_UDP for net.inet.udp.pcblist_n
 * @sockets: (element-type PtlDarwinSocket): the sockets that wait are added: TCP's that listen, UDP's that are bound
 *   and not connected
 *
 * Reads the kernel's table of sockets. Any thread.
 *
 * Returns: whether all of it could be read; otherwise sockets may be missing
 */
gboolean
ptl_darwin_pcblist_parse (const guint8 *bytes,
                          gsize         length,
                          PtlTransport  transport,
                          GArray       *sockets)
{
  Parts parts = { NULL, NULL, NULL, NULL };
  gboolean understood = TRUE;
  gsize position;

  g_return_val_if_fail (transport == PTL_TRANSPORT_TCP || transport == PTL_TRANSPORT_UDP, FALSE);

  if (length < GENERATION_BYTES || ptl_darwin_get_u32 (bytes) != GENERATION_BYTES)
    return FALSE;
  /* Where there are no sockets, nothing follows, not even the end. */
  if (ptl_darwin_get_u32 (bytes + 4) == 0)
    return TRUE;

  position = GENERATION_BYTES;
  while (length - position >= HEAD_BYTES)
    {
      const guint8 *record = bytes + position;
      gsize record_length = ptl_darwin_get_u32 (record);
      guint32 kind = ptl_darwin_get_u32 (record + 4);
      gsize step;

      if (record_length < HEAD_BYTES || record_length > length - position)
        break;

      /* The end: the second word is no kind, but a number. All records are longer. */
      if (record_length == GENERATION_BYTES)
        return take (&parts, transport, sockets) && understood;

      if (kind == KIND_INPCB)
        {
          understood &= take (&parts, transport, sockets);
          parts = (Parts) { NULL, NULL, NULL, NULL };
        }
      if (!sort_in (&parts, kind, record, record_length))
        return FALSE;

      step = (record_length + 7) & ~(gsize) 7;
      if (step > length - position)
        break;
      position += step;
    }

  take (&parts, transport, sockets);

  return FALSE;
}
