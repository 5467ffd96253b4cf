#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *ptl_embed_as_source (const void *bytes,
                           gsize       length);

G_END_DECLS
