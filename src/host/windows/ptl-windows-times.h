#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* When processes began, as Windows's list of all processes has it, in bytes. Pure: compiled and tested on every system. */

gboolean ptl_windows_times_parse (const guint8 *bytes,
                                  gsize         length,
                                  GHashTable   *times);

G_END_DECLS
