#pragma once

#include <glib.h>

G_BEGIN_DECLS

void ptl_color_scheme_follow (void);

G_END_DECLS
