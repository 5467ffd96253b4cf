#pragma once

#include <glib.h>

#include "host/ptl-host-facts.h"

G_BEGIN_DECLS

/*
 * What Windows says in words: wide text, URLs of http.sys, names of registry values. Pure: compiled and tested on every system.
 */

char         *ptl_windows_text_to_utf8   (const guint8 *bytes,
                                          gsize         length);
char         *ptl_windows_text_dup       (gconstpointer wide);
const guint8 *ptl_windows_text_find      (const guint8 *bytes,
                                          gsize         length,
                                          guint64       place,
                                          guint64       pointer,
                                          gsize         n,
                                          gsize        *out_n);
gboolean      ptl_windows_url_get_port   (const char   *url,
                                          guint16      *out_port);
gboolean      ptl_windows_reserved_parse (const char   *name,
                                          PtlInterval  *out_ports);

G_END_DECLS
