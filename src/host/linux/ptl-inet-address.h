#pragma once

#include <arpa/inet.h>
#include <glib.h>
#include <sys/socket.h>

G_BEGIN_DECLS

/* An address without a port or a zone. Plain data; the bytes that a family does not use are 0. */
typedef struct
{
  int    family; /* AF_INET or AF_INET6 */
  guint8 bytes[16];
} PtlInetAddress;

gboolean ptl_inet_address_parse  (PtlInetAddress       *self,
                                  const char           *text);
gboolean ptl_inet_address_equal  (const PtlInetAddress *a,
                                  const PtlInetAddress *b);
gboolean ptl_inet_address_is_any (const PtlInetAddress *self);

G_END_DECLS
