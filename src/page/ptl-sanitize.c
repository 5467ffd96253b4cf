#include "config.h"

#include "page/ptl-sanitize.h"

#include <string.h>

/**
 * ptl_sanitize_is_safe:
 * @character: a Unicode character
 *
 * Says whether a character may be shown as it is. Not safe are those that act instead of showing: controls (a terminal
 * obeys them), line and paragraph separators, the controls of writing direction (they can make "gpj.exe" read as
 * "exe.jpg"), invisible characters and tags, and code points that are no characters. The joiners that Indic scripts
 * and emoji need are safe. Pure; any thread.
 *
 * Source of the list: Unicode Standard Annex 9, section 2, and Unicode Technical Report 36, section 2.
 *
 * Returns: whether @character is safe
 */
gboolean
ptl_sanitize_is_safe (gunichar character)
{
  if (character < 0x20 || (character >= 0x7f && character <= 0x9f))
    return FALSE;

  if (character < 0x0600)
    return character != 0x00ad && character != 0x034f;

  if (character == 0x200c || character == 0x200d)
    return TRUE;

  switch (g_unichar_type (character))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SURROGATE:
      return FALSE;

    case G_UNICODE_UNASSIGNED:
      /* Newer than the library is fine; the non-characters are not. */
      return (character & 0xfffe) != 0xfffe && !(character >= 0xfdd0 && character <= 0xfdef);

    default:
      return TRUE;
    }
}

static void
append_escape (GString  *out,
               gunichar  character)
{
  switch (character)
    {
    case '\t':
      g_string_append (out, "\\t");
      break;

    case '\n':
      g_string_append (out, "\\n");
      break;

    case '\r':
      g_string_append (out, "\\r");
      break;

    default:
      if (character < 0x100)
        g_string_append_printf (out, "\\x%02x", character);
      else if (character < 0x10000)
        g_string_append_printf (out, "\\u%04x", character);
      else
        g_string_append_printf (out, "\\U%08x", character);
      break;
    }
}

/* What translations use to keep numbers and names in order inside a sentence of the other direction: the marks and the
 * isolates, which end where they stand. Overrides and embeddings are not among them. */
static gboolean
is_mark_of_direction (gunichar character)
{
  return character == 0x200e || character == 0x200f || (character >= 0x2066 && character <= 0x2069);
}

static gboolean
may_stay (gunichar character,
          gboolean keeps_direction)
{
  return ptl_sanitize_is_safe (character) || (keeps_direction && is_mark_of_direction (character));
}

/* Where the first that is not safe begins; @end where all is. Nearly all text is plain ASCII, and nearly all is safe. */
static const char *
skip_safe (const char *p,
           const char *end,
           gboolean    keeps_direction)
{
  for (;;)
    {
      gunichar character;

      while (p < end && *p >= 0x20 && *p < 0x7f)
        p++;
      if (p == end)
        return end;

      character = g_utf8_get_char_validated (p, end - p);
      if (character == (gunichar) -1 || character == (gunichar) -2 || !may_stay (character, keeps_direction))
        return p;
      p = g_utf8_next_char (p);
    }
}

static char *
make_safe (const char *bytes,
           gssize      length,
           gboolean    keeps_direction)
{
  g_autoptr (GString) out = NULL;
  const char *p, *end;

  if (bytes == NULL)
    return NULL;

  end = bytes + (length < 0 ? strlen (bytes) : (gsize) length);
  p = skip_safe (bytes, end, keeps_direction);
  if (p == end)
    return g_strndup (bytes, end - bytes);

  out = g_string_sized_new (end - bytes + 16);
  g_string_append_len (out, bytes, p - bytes);
  while (p < end)
    {
      gunichar character = g_utf8_get_char_validated (p, end - p);
      const char *unsafe;

      if (character == (gunichar) -1 || character == (gunichar) -2)
        {
          g_string_append_printf (out, "\\x%02x", (guchar) *p);
          p++;
        }
      else
        {
          append_escape (out, character);
          /* g_utf8_get_char_validated() reads a NUL inside the length as a character of one byte. */
          p = character == 0 ? p + 1 : g_utf8_next_char (p);
        }

      unsafe = skip_safe (p, end, keeps_direction);
      g_string_append_len (out, p, unsafe - p);
      p = unsafe;
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * ptl_sanitize_bytes:
 * @bytes: (nullable): text from anywhere, in any encoding
 * @length: bytes of @bytes, or -1 where it ends in NUL
 *
 * Makes text from elsewhere safe to show: what is not safe by ptl_sanitize_is_safe(), and every byte that is not
 * valid UTF-8, becomes a visible escape such as `\x1b` or `\u202e`. Nothing is left out, so two different names
 * never look the same for that. Doing it twice changes nothing. Pure; any thread.
 *
 * Returns: (transfer full) (nullable): valid UTF-8 on one line; %NULL where @bytes is %NULL
 */
char *
ptl_sanitize_bytes (const char *bytes,
                    gssize      length)
{
  return make_safe (bytes, length, FALSE);
}

/**
 * ptl_sanitize:
 * @text: (nullable): text from anywhere, ending in NUL
 *
 * Does what ptl_sanitize_bytes() does for text that ends in NUL. Pure; any thread.
 *
 * Returns: (transfer full) (nullable): valid UTF-8 on one line; %NULL where @text is %NULL
 */
char *
ptl_sanitize (const char *text)
{
  return ptl_sanitize_bytes (text, -1);
}

/**
 * ptl_sanitize_translated:
 * @text: (nullable): a translated sentence, in which text from elsewhere was made safe before it was put in
 *
 * Does what ptl_sanitize() does, but leaves the marks and isolates with which a translation keeps numbers, addresses
 * and names in order inside a sentence that is read from right to left. Pure; any thread.
 *
 * Returns: (transfer full) (nullable): valid UTF-8 on one line; %NULL where @text is %NULL
 */
char *
ptl_sanitize_translated (const char *text)
{
  return make_safe (text, -1, TRUE);
}
