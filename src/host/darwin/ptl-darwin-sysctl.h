#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean ptl_darwin_sysctl_read      (int        *mib,
                                      guint       n_mib,
                                      GByteArray *buffer);
gboolean ptl_darwin_sysctl_read_name (const char *name,
                                      GByteArray *buffer);
gboolean ptl_darwin_sysctl_read_int  (const char *name,
                                      int        *out_value);

G_END_DECLS
