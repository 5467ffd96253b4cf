#include "config.h"

#include "host/linux/ptl-generic-netlink.h"

#include "host/linux/ptl-kernel-port.h"
#include "host/linux/ptl-netlink-attribute.h"

#include <linux/fou.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/wireguard.h>
#include <string.h>
#include <sys/socket.h>

typedef struct
{
  struct nlmsghdr   header;
  struct genlmsghdr generic;
} Head;

/* A request with one attribute at most; the kernel takes it for a dump where it is one. */
static gsize
build (guint8       *buffer,
       gsize         size,
       guint32       sequence,
       guint16       family,
       guint8        command,
       guint8        version,
       guint16       flags,
       guint16       type,
       gconstpointer data,
       gsize         length)
{
  Head head = { 0 };
  gsize whole = sizeof head;

  g_return_val_if_fail (size >= PTL_GENERIC_REQUEST_SIZE, 0);

  if (data != NULL)
    whole += ptl_netlink_put_attribute (buffer + sizeof head, size - sizeof head, type, data, length);

  head.header.nlmsg_len = whole;
  head.header.nlmsg_type = family;
  head.header.nlmsg_flags = NLM_F_REQUEST | flags;
  head.header.nlmsg_seq = sequence;
  head.generic.cmd = command;
  head.generic.version = version;
  memcpy (buffer, &head, sizeof head);

  return whole;
}

/*
 * The attributes of the first message, as far as they are there: a datagram may have been cut. NULL where it is no answer to the
 * request.
 */
static const guint8 *
open_message (const guint8 *bytes,
              gsize         length,
              guint32       sequence,
              guint16       family,
              guint8        command,
              gsize        *out_length)
{
  Head head;

  if (length < sizeof head)
    return NULL;

  memcpy (&head, bytes, sizeof head);
  if (head.header.nlmsg_len < sizeof head || head.header.nlmsg_seq != sequence || head.header.nlmsg_type != family ||
      head.generic.cmd != command)
    return NULL;

  *out_length = MIN (length, head.header.nlmsg_len) - sizeof head;

  return bytes + sizeof head;
}

/* A number of 16 bits that is as the computer has it; 0 where it is none. */
static guint16
get_number (const guint8 *attributes,
            gsize         length,
            guint16       type)
{
  gsize value_length = 0;
  const guint8 *value = attributes != NULL ? ptl_netlink_find_attribute (attributes, length, type, &value_length) : NULL;
  guint16 number = 0;

  if (value != NULL && value_length == sizeof number)
    memcpy (&number, value, sizeof number);

  return number;
}

/**
 * ptl_generic_build_family:
 * @buffer: (array length=size): at least PTL_GENERIC_REQUEST_SIZE bytes
 * @size: how many
 * @sequence: the number that the answer will bear
 * @family: a family's name, shorter than 16 bytes (GENL_NAMSIZ)
 *
 * Writes the request for a family's number. Any thread.
 *
 * Returns: how many bytes to send
 */
gsize
ptl_generic_build_family (guint8     *buffer,
                          gsize       size,
                          guint32     sequence,
                          const char *family)
{
  g_return_val_if_fail (strlen (family) < GENL_NAMSIZ, 0);

  return build (buffer, size, sequence, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 1, 0, CTRL_ATTR_FAMILY_NAME, family,
                strlen (family) + 1);
}

/**
 * ptl_generic_parse_family:
 * @bytes: (array length=length): an answer to ptl_generic_build_family()
 * @length: how many
 * @sequence: the number of the request
 *
 * Reads a family's number. Any thread.
 *
 * Returns: the number; 0 where there is no such family
 */
guint16
ptl_generic_parse_family (const guint8 *bytes,
                          gsize         length,
                          guint32       sequence)
{
  gsize rest = 0;
  const guint8 *attributes = open_message (bytes, length, sequence, GENL_ID_CTRL, CTRL_CMD_NEWFAMILY, &rest);

  return get_number (attributes, rest, CTRL_ATTR_FAMILY_ID);
}

/**
 * ptl_generic_build_wireguard:
 * @buffer: (array length=size): at least PTL_GENERIC_REQUEST_SIZE bytes
 * @size: how many
 * @sequence: the number that the answer will bear
 * @family: the number of the family "wireguard"
 * @interface: the index of an interface of this kind
 *
 * Writes the request for an interface's settings (linux/wireguard.h), which is answered to CAP_NET_ADMIN alone. Any thread.
 *
 * Returns: how many bytes to send
 */
gsize
ptl_generic_build_wireguard (guint8  *buffer,
                             gsize    size,
                             guint32  sequence,
                             guint16  family,
                             guint32  interface)
{
  return build (buffer, size, sequence, family, WG_CMD_GET_DEVICE, WG_GENL_VERSION, NLM_F_DUMP, WGDEVICE_A_IFINDEX, &interface,
                sizeof interface);
}

/**
 * ptl_generic_parse_wireguard:
 * @bytes: (array length=length): the beginning of the answer to ptl_generic_build_wireguard()
 * @length: how many; PTL_WIREGUARD_ANSWER_SIZE is enough
 * @sequence: the number of the request
 * @family: the number of the family "wireguard"
 *
 * Reads on which port of UDP a WireGuard interface listens, over IPv4 and IPv6. Any thread.
 *
 * Returns: the port; 0 where it was not told
 */
guint16
ptl_generic_parse_wireguard (const guint8 *bytes,
                             gsize         length,
                             guint32       sequence,
                             guint16       family)
{
  gsize rest = 0;
  const guint8 *attributes = open_message (bytes, length, sequence, family, WG_CMD_GET_DEVICE, &rest);

  return get_number (attributes, rest, WGDEVICE_A_LISTEN_PORT);
}

/**
 * ptl_generic_build_fou:
 * @buffer: (array length=size): at least PTL_GENERIC_REQUEST_SIZE bytes
 * @size: how many
 * @sequence: the number that the answers will bear
 * @family: the number of the family "fou"
 *
 * Writes the request for all ports of FOU and GUE (ip-fou(8)), which is answered to everybody. Any thread.
 *
 * Returns: how many bytes to send
 */
gsize
ptl_generic_build_fou (guint8  *buffer,
                       gsize    size,
                       guint32  sequence,
                       guint16  family)
{
  return build (buffer, size, sequence, family, FOU_CMD_GET, FOU_GENL_VERSION, NLM_F_DUMP, 0, NULL, 0);
}

static void
parse_fou (const guint8 *attributes,
           gsize         length,
           GArray       *ports)
{
  gsize port_length = 0, family_length = 0, type_length = 0, address_length = 0;
  const guint8 *port = ptl_netlink_find_attribute (attributes, length, FOU_ATTR_PORT, &port_length);
  const guint8 *family = ptl_netlink_find_attribute (attributes, length, FOU_ATTR_AF, &family_length);
  const guint8 *type = ptl_netlink_find_attribute (attributes, length, FOU_ATTR_TYPE, &type_length);
  const guint8 *address;
  PtlKernelPort result = { .transport = PTL_TRANSPORT_UDP };

  if (port == NULL || port_length != 2 || family == NULL || family_length != 1 || (*family != AF_INET && *family != AF_INET6))
    return;

  result.port = (guint16) (port[0] << 8 | port[1]);
  result.ipv4 = *family == AF_INET;
  result.ipv6 = *family == AF_INET6;
  address = ptl_netlink_find_attribute (attributes, length, result.ipv4 ? FOU_ATTR_LOCAL_V4 : FOU_ATTR_LOCAL_V6,
                                        &address_length);
  if (address != NULL && address_length == (result.ipv4 ? 4 : 16))
    memcpy (result.address, address, address_length);

  ptl_kernel_ports_take (ports, &result, type != NULL && type_length == 1 && *type == FOU_ENCAP_GUE ? "gue" : "fou");
}

/**
 * ptl_generic_parse_fou:
 * @bytes: (array length=length): one answer to ptl_generic_build_fou()
 * @length: how many
 * @sequence: the number of the request
 * @family: the number of the family "fou"
 * @ports: (element-type PtlKernelPort): what is found is added
 *
 * Reads on which ports of UDP the kernel takes packets of other protocols, for which no process is needed. Any thread.
 *
 * Returns: whether more answers follow
 */
gboolean
ptl_generic_parse_fou (const guint8 *bytes,
                       gsize         length,
                       guint32       sequence,
                       guint16       family,
                       GArray       *ports)
{
  struct nlmsghdr header;

  while (length >= sizeof header)
    {
      const guint8 *attributes;
      gsize rest = 0;
      gsize step;

      memcpy (&header, bytes, sizeof header);
      if (header.nlmsg_len < sizeof header || header.nlmsg_len > length)
        return FALSE;
      if (header.nlmsg_seq == sequence && (header.nlmsg_type == NLMSG_DONE || header.nlmsg_type == NLMSG_ERROR))
        return FALSE;

      attributes = open_message (bytes, header.nlmsg_len, sequence, family, FOU_CMD_GET, &rest);
      if (attributes != NULL)
        parse_fou (attributes, rest, ports);

      step = MIN (NLMSG_ALIGN (header.nlmsg_len), length);
      bytes += step;
      length -= step;
    }

  return TRUE;
}
