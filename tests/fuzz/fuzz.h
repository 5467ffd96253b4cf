#pragma once

#include <glib.h>

/* What libFuzzer calls, and what run-corpus.c calls where there is no libFuzzer. Returns 0; anything wrong aborts. */
int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);
