#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *ptl_darwin_bundle_find_resources (const char *program);
char *ptl_darwin_bundle_add_data_dir   (const char *data_dir,
                                        const char *data_dirs);

G_END_DECLS
