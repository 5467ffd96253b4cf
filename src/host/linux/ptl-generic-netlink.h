#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * What families of generic netlink are asked, and what they answer, about ports that the kernel itself listens on. Pure: whoever
 * asks sends and receives the bytes.
 */

/* Enough for any of these requests. */
#define PTL_GENERIC_REQUEST_SIZE 64

/*
 * How much of WireGuard's answer is wanted: the headers and the first attribute, which is the port. The interface's private key
 * comes after it, and what does not fit a datagram's buffer is thrown away by the kernel.
 */
#define PTL_WIREGUARD_ANSWER_SIZE 28

gsize    ptl_generic_build_family    (guint8       *buffer,
                                      gsize         size,
                                      guint32       sequence,
                                      const char   *family);
guint16  ptl_generic_parse_family    (const guint8 *bytes,
                                      gsize         length,
                                      guint32       sequence);
gsize    ptl_generic_build_wireguard (guint8       *buffer,
                                      gsize         size,
                                      guint32       sequence,
                                      guint16       family,
                                      guint32       interface);
guint16  ptl_generic_parse_wireguard (const guint8 *bytes,
                                      gsize         length,
                                      guint32       sequence,
                                      guint16       family);
gsize    ptl_generic_build_fou       (guint8       *buffer,
                                      gsize         size,
                                      guint32       sequence,
                                      guint16       family);
gboolean ptl_generic_parse_fou       (const guint8 *bytes,
                                      gsize         length,
                                      guint32       sequence,
                                      guint16       family,
                                      GArray       *ports);

G_END_DECLS
