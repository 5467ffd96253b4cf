#pragma once

#include <glib.h>

G_BEGIN_DECLS

char     *ptl_sanitize            (const char *text);
char     *ptl_sanitize_bytes      (const char *bytes,
                                   gssize      length);
char     *ptl_sanitize_translated (const char *text);
gboolean  ptl_sanitize_is_safe    (gunichar    character);

G_END_DECLS
