#include "config.h"

#include "host/linux/ptl-sock-diag.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <string.h>
#include <sys/socket.h>

/* linux/inet_diag.h of kernels older than 5.9 lacks these. */
#define ATTRIBUTE_SKV6ONLY  11
#define ATTRIBUTE_ULP_INFO  18
#define ATTRIBUTE_CGROUP_ID 21
#define REQUEST_PROTOCOL    3
#define ULP_NAME            1

#define ALIGN(n) (((n) + 3u) & ~(gsize) 3u)

/**
 * ptl_sock_diag_build_request:
 * @buffer: room for PTL_SOCK_DIAG_REQUEST_MAX bytes
 * @family: AF_INET or AF_INET6
 * @protocol: PTL_PROTO_…
 * @states: mask of 1 << state
 * @port: the port of the sockets, or 0 for those of every port: the kernel picks them itself (inet_diag_dump_icsk() and the like)
 * @sequence: what the answers will carry
 *
 * Writes the request for a dump of all sockets of a family and protocol in @states. Any thread.
 *
 * Returns: its length in bytes
 */
gsize
ptl_sock_diag_build_request (guint8  *buffer,
                             int      family,
                             int      protocol,
                             guint32  states,
                             guint16  port,
                             guint32  sequence)
{
  struct nlmsghdr header = {
    .nlmsg_type = SOCK_DIAG_BY_FAMILY,
    .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
    .nlmsg_seq = sequence,
  };
  struct inet_diag_req_v2 request = {
    .sdiag_family = family,
    .idiag_states = states,
    .id.idiag_sport = g_htons (port),
  };
  gsize length = sizeof header + sizeof request;

  /* The protocol's field has eight bits; a longer number travels as an attribute (kernel commit 3f935c75eb52, 5.9). */
  if (protocol <= 0xff)
    {
      request.sdiag_protocol = protocol;
    }
  else
    {
      struct nlattr attribute = { .nla_len = sizeof attribute + sizeof (guint32), .nla_type = REQUEST_PROTOCOL };
      guint32 value = protocol;

      memcpy (buffer + length, &attribute, sizeof attribute);
      memcpy (buffer + length + sizeof attribute, &value, sizeof value);
      length += sizeof attribute + sizeof value;
    }

  header.nlmsg_len = length;
  memcpy (buffer, &header, sizeof header);
  memcpy (buffer + sizeof header, &request, sizeof request);

  return length;
}

static void
parse_attributes (const guint8   *bytes,
                  gsize           length,
                  PtlLinuxSocket *socket)
{
  while (length >= sizeof (struct nlattr))
    {
      struct nlattr attribute;
      const guint8 *value;
      gsize value_length;

      memcpy (&attribute, bytes, sizeof attribute);
      if (attribute.nla_len < sizeof attribute || attribute.nla_len > length)
        return;

      value = bytes + sizeof attribute;
      value_length = attribute.nla_len - sizeof attribute;

      switch (attribute.nla_type & NLA_TYPE_MASK)
        {
        case ATTRIBUTE_SKV6ONLY:
          if (value_length >= 1)
            socket->v6only = value[0] != 0;
          break;

        case ATTRIBUTE_CGROUP_ID:
          if (value_length >= sizeof socket->cgroup_id)
            memcpy (&socket->cgroup_id, value, sizeof socket->cgroup_id);
          break;

        case ATTRIBUTE_ULP_INFO:
          /* Its first attribute is the name of the upper-layer protocol: a subflow of MPTCP calls itself so. */
          if (value_length >= sizeof attribute + 5)
            {
              struct nlattr name;

              memcpy (&name, value, sizeof name);
              if ((name.nla_type & NLA_TYPE_MASK) == ULP_NAME &&
                  name.nla_len >= sizeof name + 5 &&
                  memcmp (value + sizeof name, "mptcp", 5) == 0)
                socket->multipath = TRUE;
            }
          break;

        default:
          break;
        }

      if (ALIGN (attribute.nla_len) >= length)
        return;
      bytes += ALIGN (attribute.nla_len);
      length -= ALIGN (attribute.nla_len);
    }
}

static void
parse_socket (const guint8 *bytes,
              gsize         length,
              int           family,
              int           protocol,
              guint32       states,
              GArray       *sockets)
{
  struct inet_diag_msg message;
  PtlLinuxSocket socket = { 0 };

  memcpy (&message, bytes, sizeof message);

  /* Some kernels answer a question for one family with the other, or ignore the states. */
  if (message.idiag_family != family || message.idiag_state >= 32 || (states & (1u << message.idiag_state)) == 0)
    return;

  socket.cookie = (guint64) message.id.idiag_cookie[1] << 32 | message.id.idiag_cookie[0];
  socket.inode = message.idiag_inode;
  socket.uid = message.idiag_uid;
  socket.ifindex = message.id.idiag_if;
  socket.queue = message.idiag_rqueue;
  /* In LISTEN the two queues are the connections that wait and the most that may (kernel commit c24f691b5610). */
  socket.backlog = message.idiag_state == PTL_STATE_LISTEN ? (gint64) message.idiag_wqueue : -1;
  memcpy (socket.address, message.id.idiag_src, family == AF_INET ? 4 : 16);
  socket.port = GUINT16_FROM_BE (message.id.idiag_sport);
  socket.protocol = protocol;
  socket.family = family;
  socket.state = message.idiag_state;
  socket.v6only = family == AF_INET ? 0 : -1;
  socket.multipath = protocol == PTL_PROTO_MPTCP;

  if (length > ALIGN (sizeof message))
    parse_attributes (bytes + ALIGN (sizeof message), length - ALIGN (sizeof message), &socket);

  g_array_append_val (sockets, socket);
}

/* The kernel writes errors as negative errno values. */
static int
parse_error (const guint8 *bytes,
             gsize         length)
{
  gint32 error;

  if (length < sizeof error)
    return 0;

  memcpy (&error, bytes, sizeof error);

  return error < 0 && error > -4096 ? -error : 0;
}

/**
 * ptl_sock_diag_parse:
 * @bytes: (array length=length): one datagram from the kernel
 * @length: its bytes
 * @sequence: the request's; messages with another are passed over
 * @family: the request's
 * @protocol: the request's
 * @states: the request's
 * @sockets: (element-type PtlLinuxSocket): where the sockets are added
 * @answer: what the datagram says of the dump; fields are only ever set, never cleared
 *
 * Reads one datagram of a dump. Never reads past @length, whatever the bytes say. Any thread.
 */
void
ptl_sock_diag_parse (const guint8      *bytes,
                     gsize              length,
                     guint32            sequence,
                     int                family,
                     int                protocol,
                     guint32            states,
                     GArray            *sockets,
                     PtlSockDiagAnswer *answer)
{
  while (length > 0 && !answer->done)
    {
      struct nlmsghdr header;
      const guint8 *payload;
      gsize payload_length;

      if (length < sizeof header)
        {
          answer->malformed = TRUE;
          return;
        }

      memcpy (&header, bytes, sizeof header);
      if (header.nlmsg_len < sizeof header || header.nlmsg_len > length)
        {
          answer->malformed = TRUE;
          return;
        }

      payload = bytes + sizeof header;
      payload_length = header.nlmsg_len - sizeof header;

      if (header.nlmsg_seq == sequence)
        {
          if (header.nlmsg_flags & NLM_F_DUMP_INTR)
            answer->interrupted = TRUE;

          switch (header.nlmsg_type)
            {
            case NLMSG_DONE:
              /* A dump that fails once it has begun says so here, not in an NLMSG_ERROR. */
              answer->error = parse_error (payload, payload_length);
              answer->done = TRUE;
              break;

            case NLMSG_ERROR:
              answer->error = parse_error (payload, payload_length);
              if (answer->error == 0)
                answer->malformed = TRUE;
              answer->done = TRUE;
              break;

            case SOCK_DIAG_BY_FAMILY:
              if (payload_length >= sizeof (struct inet_diag_msg))
                parse_socket (payload, payload_length, family, protocol, states, sockets);
              else
                answer->malformed = TRUE;
              break;

            case NLMSG_OVERRUN:
              answer->interrupted = TRUE;
              break;

            default:
              break;
            }
        }

      if (ALIGN (header.nlmsg_len) >= length)
        return;
      bytes += ALIGN (header.nlmsg_len);
      length -= ALIGN (header.nlmsg_len);
    }
}
