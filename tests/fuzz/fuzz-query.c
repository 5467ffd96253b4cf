#include "config.h"

#include <string.h>

#include "catalog/ptl-query.h"
#include "fuzz.h"

/* Queries and ports as anybody may type or paste them. */

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_strndup (size > 0 ? (const char *) data : "", size);
  g_autofree char *folded = ptl_fold (text);
  g_autofree char *again = ptl_fold (folded);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) port_error = NULL;
  g_autoptr (PtlQuery) query = ptl_query_parse (text, &error);
  guint16 port;

  g_assert_true (g_utf8_validate (folded, -1, NULL));
  g_assert_cmpstr (folded, ==, again);

  /* Either a query or a sentence, never both or neither. */
  g_assert_true ((query == NULL) == (error != NULL));
  if (error != NULL)
    {
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_null (strpbrk (error->message, "\n\r\t\x1b"));
      g_assert_cmpint (error->message[strlen (error->message) - 1], ==, '.');
    }

  for (guint i = 0; query != NULL && i < ptl_query_get_n_terms (query); i++)
    {
      const PtlTerm *term = ptl_query_get_term (query, i);

      g_assert_cmpuint (term->first, <=, term->last);
      if (term->text == NULL)
        continue;
      g_assert_cmpstr (term->text, !=, "");
      g_assert_true (g_utf8_validate (term->text, -1, NULL));
      g_assert_null (strpbrk (term->text, "\n\r\t"));
      g_assert_null (strstr (term->text, "  "));
    }

  if (!ptl_port_parse (text, &port, NULL, NULL, &port_error))
    g_assert_true (g_utf8_validate (port_error->message, -1, NULL));

  return 0;
}
