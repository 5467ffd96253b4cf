#include "config.h"

#include "catalog/ptl-fold.h"

#include <string.h>

static gboolean
is_ascii (const char *text)
{
  for (; *text != '\0'; text++)
    {
      if ((guchar) *text >= 0x80)
        return FALSE;
    }

  return TRUE;
}

/* The signs that typesetting puts where a keyboard has a plainer one. */
static gunichar
plain_sign (gunichar c)
{
  if (c >= 0x2010 && c <= 0x2015) /* hyphens and dashes */
    return '-';
  if (c == 0x2018 || c == 0x2019)
    return '\'';
  if (c >= 0x201c && c <= 0x201e)
    return '"';

  return c;
}

/**
 * ptl_fold:
 * @text: UTF-8 text
 *
 * Takes case and accents off, and turns typographic dashes and quotation marks into plain ones. The result does not
 * depend on the locale. Text that is not UTF-8 is repaired first. Any thread.
 *
 * Returns: (transfer full): the folded text
 */
char *
ptl_fold (const char *text)
{
  g_autofree char *valid = NULL;
  g_autofree char *lower = NULL;
  g_autofree char *decomposed = NULL;
  g_autofree char *again = NULL;
  GString *folded;

  g_return_val_if_fail (text != NULL, NULL);

  if (is_ascii (text))
    return g_ascii_strdown (text, -1);

  valid = g_utf8_make_valid (text, -1);
  lower = g_utf8_casefold (valid, -1);
  decomposed = g_utf8_normalize (lower, -1, G_NORMALIZE_ALL);
  /* What decomposes can have a case of its own: the sign for "telephone" becomes TEL. */
  again = g_utf8_casefold (decomposed, -1);

  folded = g_string_sized_new (strlen (again));
  for (const char *at = again; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (!g_unichar_ismark (c))
        g_string_append_unichar (folded, plain_sign (c));
    }

  return g_string_free (folded, FALSE);
}
