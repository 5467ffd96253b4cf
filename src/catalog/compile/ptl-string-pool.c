#include "config.h"

#include "catalog/compile/ptl-string-pool.h"

#include <string.h>

struct _PtlStringPool
{
  GByteArray *bytes;
  GHashTable *offsets; /* (owned): utf8 → offset */
};

/**
 * ptl_string_pool_new:
 *
 * Makes an empty pool.
 *
 * Returns: (transfer full): the pool
 */
PtlStringPool *
ptl_string_pool_new (void)
{
  PtlStringPool *self = g_new0 (PtlStringPool, 1);

  self->bytes = g_byte_array_new ();
  self->offsets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_byte_array_append (self->bytes, (const guint8 *) "", 1);

  return self;
}

/**
 * ptl_string_pool_free:
 * @self: (transfer full): a pool
 *
 * Frees the pool.
 */
void
ptl_string_pool_free (PtlStringPool *self)
{
  g_byte_array_unref (self->bytes);
  g_hash_table_unref (self->offsets);
  g_free (self);
}

/**
 * ptl_string_pool_add:
 * @self: a pool
 * @text: (nullable): a text
 *
 * Puts a text into the pool unless it is there already.
 *
 * Returns: where the text is; 0 for NULL and for the empty text
 */
guint32
ptl_string_pool_add (PtlStringPool *self,
                     const char    *text)
{
  gpointer known;
  guint32 offset;

  if (text == NULL || text[0] == '\0')
    return 0;

  known = g_hash_table_lookup (self->offsets, text);
  if (known != NULL)
    return GPOINTER_TO_UINT (known);

  offset = self->bytes->len;
  g_byte_array_append (self->bytes, (const guint8 *) text, strlen (text) + 1);
  g_hash_table_insert (self->offsets, g_strdup (text), GUINT_TO_POINTER (offset));

  return offset;
}

/**
 * ptl_string_pool_to_bytes:
 * @self: a pool
 *
 * Gets the pool as it is compiled.
 *
 * Returns: (transfer floating): a variant of type "ay"
 */
GVariant *
ptl_string_pool_to_bytes (PtlStringPool *self)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, self->bytes->data, self->bytes->len, 1);
}
