#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The children of the catalog that make up the text index. Floating. */
typedef struct
{
  GVariant *tokens;
  GVariant *token_starts;
  GVariant *posting_starts;
  GVariant *targets;
  GVariant *places;
  GVariant *intervals;
  GVariant *records;
  GVariant *words;
  guint     n_tokens;
  guint     n_name_tokens;
} PtlBuiltIndex;

gboolean ptl_index_build (GPtrArray      *rows,
                          GPtrArray      *notes,
                          PtlBuiltIndex  *out_index,
                          GError        **error);

G_END_DECLS
