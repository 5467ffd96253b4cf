#include "config.h"

#include "catalog/compile/ptl-words.h"

#include <string.h>

/**
 * ptl_words_parse_port:
 * @text: text
 * @out_port: (out): the port; untouched on failure
 *
 * Reads a port: digits only, without sign, blanks or a leading zero, at most 65535.
 *
 * Returns: whether @text is a port
 */
gboolean
ptl_words_parse_port (const char *text,
                      guint16    *out_port)
{
  guint64 value;

  if (!g_ascii_isdigit (text[0]) || (text[0] == '0' && text[1] != '\0') ||
      !g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT16, &value, NULL))
    return FALSE;

  *out_port = value;

  return TRUE;
}

/**
 * ptl_words_parse_ports:
 * @text: "26379" or "8000-8100"
 * @out_first: (out): the first port; untouched on failure
 * @out_last: (out): the last port; untouched on failure
 *
 * Reads a port or a range of ports that does not run backwards.
 *
 * Returns: whether @text is one
 */
gboolean
ptl_words_parse_ports (const char *text,
                       guint16    *out_first,
                       guint16    *out_last)
{
  const char *dash = strchr (text, '-');
  g_autofree char *head = dash != NULL ? g_strndup (text, dash - text) : g_strdup (text);
  guint16 first, last;

  if (!ptl_words_parse_port (head, &first))
    return FALSE;

  last = first;
  if (dash != NULL && (!ptl_words_parse_port (dash + 1, &last) || last < first))
    return FALSE;

  *out_first = first;
  *out_last = last;

  return TRUE;
}

/**
 * ptl_words_parse_transports:
 * @text: "tcp;udp"
 * @out_transports: (out): mask of PTL_TRANSPORT_BIT(); untouched on failure
 *
 * Reads a list of the registry's transports.
 *
 * Returns: whether @text is one, and not empty
 */
gboolean
ptl_words_parse_transports (const char *text,
                            guint      *out_transports)
{
  g_auto (GStrv) words = g_strsplit (text, ";", -1);
  guint transports = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *word = g_strstrip (words[i]);
      PtlTransport transport;

      if (word[0] == '\0')
        continue;
      if (!ptl_transport_from_string (word, strlen (word), &transport) ||
          transport >= PTL_N_REGISTRY_TRANSPORTS)
        return FALSE;
      transports |= PTL_TRANSPORT_BIT (transport);
    }

  if (transports == 0)
    return FALSE;

  *out_transports = transports;

  return TRUE;
}

/**
 * ptl_words_parse_kind:
 * @text: text
 * @out_kind: (out): the kind; untouched on failure
 *
 * Reads a kind of note.
 *
 * Returns: whether @text is one
 */
gboolean
ptl_words_parse_kind (const char  *text,
                      PtlNoteKind *out_kind)
{
  for (PtlNoteKind kind = 0; kind <= PTL_NOTE_OS_BEHAVIOUR; kind++)
    {
      if (g_str_equal (text, ptl_note_kind_to_string (kind)))
        {
          *out_kind = kind;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * ptl_words_parse_confidence:
 * @text: text
 * @out_confidence: (out): the confidence; untouched on failure
 *
 * Reads a confidence.
 *
 * Returns: whether @text is one
 */
gboolean
ptl_words_parse_confidence (const char    *text,
                            PtlConfidence *out_confidence)
{
  for (PtlConfidence confidence = 0; confidence <= PTL_CONFIDENCE_HIGH; confidence++)
    {
      if (g_str_equal (text, ptl_confidence_to_string (confidence)))
        {
          *out_confidence = confidence;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * ptl_words_parse_status:
 * @text: text
 * @out_status: (out): the status; untouched on failure
 *
 * Reads a status that a row of the registry may have.
 *
 * Returns: whether @text is one
 */
gboolean
ptl_words_parse_status (const char *text,
                        PtlStatus  *out_status)
{
  for (PtlStatus status = 0; status < PTL_STATUS_DYNAMIC; status++)
    {
      if (g_str_equal (text, ptl_status_to_string (status)))
        {
          *out_status = status;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * ptl_words_normalise_list:
 * @text: words separated by ";"
 *
 * Takes blanks around the words and empty words away.
 *
 * Returns: (transfer full) (nullable): the words, separated by ";"; NULL where there are none
 */
char *
ptl_words_normalise_list (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, ";", -1);
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *word = g_strstrip (words[i]);

      if (word[0] == '\0')
        continue;
      if (list->len > 0)
        g_string_append_c (list, ';');
      g_string_append (list, word);
    }

  return list->len > 0 ? g_strdup (list->str) : NULL;
}

/**
 * ptl_words_is_id:
 * @text: text
 *
 * Tells whether @text may be a note's id: lower-case letters, digits and "-", beginning and ending with none of "-".
 */
gboolean
ptl_words_is_id (const char *text)
{
  gsize length = strlen (text);

  if (length == 0 || text[0] == '-' || text[length - 1] == '-')
    return FALSE;

  return strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

/**
 * ptl_words_is_date:
 * @text: text
 *
 * Tells whether @text is a day, YYYY-MM-DD, or a month, YYYY-MM.
 */
gboolean
ptl_words_is_date (const char *text)
{
  gsize length = strlen (text);
  guint64 year, month, day = 1;

  if (length != 7 && length != 10)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if ((i == 4 || i == 7) ? text[i] != '-' : !g_ascii_isdigit (text[i]))
        return FALSE;
    }

  year = g_ascii_strtoull (text, NULL, 10);
  month = g_ascii_strtoull (text + 5, NULL, 10);
  if (length == 10)
    day = g_ascii_strtoull (text + 8, NULL, 10);

  return year > 0 && month >= 1 && month <= 12 && g_date_valid_dmy (day, month, year);
}

/**
 * ptl_words_parse_source:
 * @text: "Title <https://address>", or only a title
 * @out_title: (out) (transfer full): the title; untouched on failure
 * @out_url: (out) (transfer full) (nullable): the address; untouched on failure
 *
 * Reads a source.
 *
 * Returns: whether there is a title, and, where there is an address, it is one of the web without blanks in it
 */
gboolean
ptl_words_parse_source (const char  *text,
                        char       **out_title,
                        char       **out_url)
{
  const char *open = strrchr (text, '<');
  g_autofree char *title = NULL;
  g_autofree char *url = NULL;

  if (open != NULL)
    {
      const char *close = strchr (open, '>');

      if (close == NULL || close[1] != '\0')
        return FALSE;
      title = g_strstrip (g_strndup (text, open - text));
      url = g_strndup (open + 1, close - open - 1);
      if ((!g_str_has_prefix (url, "https://") && !g_str_has_prefix (url, "http://")) ||
          strpbrk (url, " \t\"<>") != NULL ||
          !g_uri_is_valid (url, G_URI_FLAGS_ENCODED, NULL))
        return FALSE;
    }
  else
    {
      title = g_strstrip (g_strdup (text));
    }

  if (title[0] == '\0' || strchr (title, '<') != NULL)
    return FALSE;

  *out_title = g_steal_pointer (&title);
  *out_url = g_steal_pointer (&url);

  return TRUE;
}
