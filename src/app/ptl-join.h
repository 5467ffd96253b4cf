#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *ptl_join_get_start (void);
void        ptl_join_next      (GString *line);

G_END_DECLS
