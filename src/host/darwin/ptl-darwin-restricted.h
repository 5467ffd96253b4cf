#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean ptl_darwin_restricted_parse (const guint8 *bytes,
                                      gsize         length,
                                      GArray       *ports);

G_END_DECLS
