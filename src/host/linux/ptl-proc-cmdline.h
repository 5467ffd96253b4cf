#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* More of a command line than this says nothing to a reader, and some run to 100,000 characters. */
#define PTL_PROC_CMDLINE_MAX_BYTES     4096
#define PTL_PROC_CMDLINE_MAX_ARGUMENTS 1024

char **ptl_proc_cmdline_parse (const char *bytes,
                               gsize       length,
                               gboolean   *out_cut);

G_END_DECLS
