#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Case and accents taken off, so that texts can be compared as people mean them. */
char *ptl_fold (const char *text);

G_END_DECLS
