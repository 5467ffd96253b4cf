#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The compiled catalog that is part of the program, at a multiple of 8; ptl-compile-catalog writes the source that defines it. */
const void *ptl_embedded_get (gsize *out_length);

G_END_DECLS
