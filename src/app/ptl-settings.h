#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GSettings *ptl_settings_get_default (void);

G_END_DECLS
