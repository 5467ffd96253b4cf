#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether what has come of an answer is all of it. */
typedef gboolean (*PtlUnixWhole) (const guint8 *bytes,
                                  gsize         length);

gboolean ptl_unix_question_ask (const char    *path,
                                const void    *question,
                                gsize          length,
                                PtlUnixWhole   is_whole,
                                gsize          limit,
                                guint          patience,
                                GByteArray    *answer);

G_END_DECLS
