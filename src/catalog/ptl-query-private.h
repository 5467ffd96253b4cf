#pragma once

#include "catalog/ptl-query.h"

G_BEGIN_DECLS

/* What the two halves of the parser share: cutting a query into words, and making terms of words. */

/* One word as it stands in a query: excluded or not, prefix, and value. */
typedef struct
{
  gboolean  exclude;
  gboolean  quoted; /* the value stands between quotation marks */
  char     *prefix; /* (owned) (nullable): what stands before the colon of a value */
  char     *value;  /* (owned) */
  char     *typed;  /* (owned): the whole word, for sentences */
} PtlQueryWord;

gboolean ptl_query_word_add  (const PtlQueryWord  *self,
                              GArray              *terms,
                              GError             **error);
gboolean ptl_query_is_blank  (gunichar             c);
gboolean ptl_query_fail      (GError             **error,
                              const char          *format,
                              ...) G_GNUC_PRINTF (2, 3);
char    *ptl_query_quotable  (const char          *text,
                              gssize               length);

G_END_DECLS
