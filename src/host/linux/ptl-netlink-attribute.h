#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Attributes, as netlink's messages carry them after their headers (netlink(7), struct nlattr). Pure. */

const guint8 *ptl_netlink_find_attribute   (const guint8 *bytes,
                                            gsize         length,
                                            guint16       type,
                                            gsize        *out_length);
gsize         ptl_netlink_put_attribute    (guint8       *buffer,
                                            gsize         size,
                                            guint16       type,
                                            gconstpointer data,
                                            gsize         length);

G_END_DECLS
