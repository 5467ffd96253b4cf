#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* Numbers out of Windows's bytes, which are little-endian, at any address. The caller checks bounds. */

static inline guint32
ptl_windows_get_u32 (const guint8 *bytes)
{
  guint32 value;

  memcpy (&value, bytes, sizeof value);

  return GUINT32_FROM_LE (value);
}

static inline guint64
ptl_windows_get_u64 (const guint8 *bytes)
{
  guint64 value;

  memcpy (&value, bytes, sizeof value);

  return GUINT64_FROM_LE (value);
}

G_END_DECLS
