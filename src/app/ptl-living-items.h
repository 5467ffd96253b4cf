#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GPtrArray *ptl_living_items_list (GHashTable *items);

G_END_DECLS
