#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/*
 * Numbers out of the kernel's bytes, in its own order, which is this computer's, and at any address. The caller
 * checks bounds.
 */

static inline guint16
ptl_darwin_get_u16 (const guint8 *bytes)
{
  guint16 value;

  memcpy (&value, bytes, sizeof value);

  return value;
}

static inline guint32
ptl_darwin_get_u32 (const guint8 *bytes)
{
  guint32 value;

  memcpy (&value, bytes, sizeof value);

  return value;
}

static inline guint64
ptl_darwin_get_u64 (const guint8 *bytes)
{
  guint64 value;

  memcpy (&value, bytes, sizeof value);

  return value;
}

G_END_DECLS
