#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* More of a command line than this says nothing to a reader, and some run to 100,000 characters. */
#define PTL_DARWIN_PROCARGS_MAX_BYTES     4096
#define PTL_DARWIN_PROCARGS_MAX_ARGUMENTS 1024

gboolean ptl_darwin_procargs_parse (const char   *bytes,
                                    gsize         length,
                                    char       ***out_command,
                                    gboolean     *out_cut,
                                    char        **out_job);

G_END_DECLS
