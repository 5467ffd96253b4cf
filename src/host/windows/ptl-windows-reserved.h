#pragma once

#include <glib.h>

G_BEGIN_DECLS

GArray *ptl_windows_reserved_read (char **out_source);

G_END_DECLS
