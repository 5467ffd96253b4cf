#include "config.h"

#include "host/darwin/ptl-darwin-socket.h"

#include <string.h>

/**
 * ptl_darwin_socket_init:
 * @self: (out caller-allocates): a socket
 * @transport: its transport
 *
 * Makes a socket of which nothing else is known. Any thread.
 */
void
ptl_darwin_socket_init (PtlDarwinSocket *self,
                        PtlTransport     transport)
{
  *self = (PtlDarwinSocket) { .transport = transport, .uid = -1, .queue = -1, .backlog = -1 };
}

/*
 * fe80::/10 (RFC 4291, 2.5.6), and multicast to an interface or a link (2.7): addresses that mean something on one
 * link alone.
 */
static gboolean
is_of_one_link (const guint8 *address)
{
  return (address[0] == 0xfe && (address[1] & 0xc0) == 0x80) ||
         (address[0] == 0xff && ((address[1] & 0x0f) == 1 || (address[1] & 0x0f) == 2));
}

/**
 * ptl_darwin_socket_set_address:
 * @self: a socket
 * @family: the kernel's number of the family for which the socket was made; 0 where it does not tell
 * @vflag: the kernel's inp_vflag
 * @flags: the kernel's inp_flags
 * @local: (array fixed-size=16): the kernel's inp_dependladdr: an IPv6 address, or an IPv4 address in the last four
 *   bytes
 *
 * Reads the family and the address as the kernel keeps them (XNU, bsd/netinet/in_pcb.h). An IPv6 socket that takes
 * IPv4 alone is bound to an IPv4 address mapped into IPv6. In an address of one link the kernel keeps the interface's
 * index in the second two bytes. Any thread.
 *
 * Returns: whether that makes sense; otherwise @self is as it was
 */
gboolean
ptl_darwin_socket_set_address (PtlDarwinSocket *self,
                               guint32          family,
                               guint8           vflag,
                               guint32          flags,
                               const guint8    *local)
{
  static const guint8 zeros[16] = { 0 };
  gboolean ipv4 = (vflag & PTL_DARWIN_INP_IPV4) != 0;
  gboolean ipv6 = (vflag & PTL_DARWIN_INP_IPV6) != 0;

  if (!ipv4 && !ipv6)
    return FALSE;
  if (family != 0 && family != PTL_DARWIN_AF_INET && family != PTL_DARWIN_AF_INET6)
    return FALSE;
  if (family == PTL_DARWIN_AF_INET && !ipv4)
    return FALSE;

  memset (self->address, 0, sizeof self->address);
  self->scope = 0;
  self->bound = (flags & PTL_DARWIN_INP_BOUND_IF) != 0;

  if (family == PTL_DARWIN_AF_INET || (family == 0 && !ipv6))
    {
      self->family = PTL_FAMILY_IPV4;
      memcpy (self->address, local + 12, 4);
      return TRUE;
    }

  if (!ipv6)
    {
      self->family = PTL_FAMILY_IPV6;
      memset (self->address + 10, 0xff, 2);
      memcpy (self->address + 12, local + 12, 4);
      return TRUE;
    }

  memcpy (self->address, local, sizeof self->address);
  self->family = ipv4 && memcmp (local, zeros, sizeof zeros) == 0 ? PTL_FAMILY_DUAL : PTL_FAMILY_IPV6;
  if (is_of_one_link (self->address))
    {
      self->scope = (guint32) self->address[2] << 8 | self->address[3];
      self->address[2] = self->address[3] = 0;
    }

  return TRUE;
}
