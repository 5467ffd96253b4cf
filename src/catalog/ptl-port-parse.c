#include "config.h"

#include "catalog/ptl-query-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* As much of a text as a sentence may quote. */
#define MAX_QUOTED_CHARACTERS 40

/**
 * ptl_query_quotable:
 * @text: what somebody typed
 * @length: bytes of @text, or -1 where it ends in NUL
 *
 * Makes typed text fit to be quoted in a sentence: valid, without control characters, not too long. Any thread.
 *
 * Returns: (transfer full): the text
 */
char *
ptl_query_quotable (const char *text,
                    gssize      length)
{
  g_autofree char *valid = g_utf8_make_valid (text, length);
  GString *quotable = g_string_new (NULL);
  guint n = 0;

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (n++ == MAX_QUOTED_CHARACTERS)
        {
          g_string_append (quotable, "…");
          break;
        }

      /* Format characters can turn the direction of the whole sentence, so they go as control characters do. */
      if (g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT)
        c = 0xfffd;
      g_string_append_unichar (quotable, c);
    }

  return g_string_free (quotable, FALSE);
}

/* Digits alone; TRUE with G_MAXUINT32 where there are more than a number has room for. */
static gboolean
read_number (const char *text,
             gsize       length,
             guint32    *out_value)
{
  guint64 value = 0;

  if (length == 0)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      value = MIN (value * 10 + (text[i] - '0'), G_MAXUINT32);
    }

  *out_value = value;

  return TRUE;
}

/**
 * ptl_port_parse:
 * @text: what somebody typed
 * @out_port: (out): the port; untouched on failure
 * @out_has_transport: (out) (optional): whether a transport stands with it; untouched on failure
 * @out_transport: (out) (optional): the transport, if there is one; untouched on failure
 * @error: return location for a PTL_QUERY_ERROR
 *
 * Reads a port as people type it: "60683" or "60683/udp", with blanks around it or not. Any thread.
 *
 * Returns: whether @text is a port; if not, the error says in one sentence what is wrong and what would be right
 */
gboolean
ptl_port_parse (const char    *text,
                guint16       *out_port,
                gboolean      *out_has_transport,
                PtlTransport  *out_transport,
                GError       **error)
{
  g_autofree char *trimmed = NULL;
  g_autofree char *quotable = NULL;
  const char *slash;
  gsize length;
  guint32 port;
  PtlTransport transport = PTL_TRANSPORT_TCP;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (out_port != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  trimmed = g_strstrip (g_strdup (text));
  quotable = ptl_query_quotable (trimmed, -1);
  slash = strchr (trimmed, '/');
  length = slash != NULL ? (gsize) (slash - trimmed) : strlen (trimmed);

  if (trimmed[0] == '\0')
    {
      g_set_error_literal (error, PTL_QUERY_ERROR, PTL_QUERY_ERROR_SYNTAX,
                           _("No port is given; a port is a number from 0 to 65535."));
      return FALSE;
    }

  if (trimmed[0] == '-' && read_number (trimmed + 1, length - 1, &port))
    {
      g_set_error (error, PTL_QUERY_ERROR, PTL_QUERY_ERROR_SYNTAX,
                   _("“%s” is not a port; ports begin at 0."), quotable);
      return FALSE;
    }

  if (!read_number (trimmed, length, &port))
    {
      g_set_error (error, PTL_QUERY_ERROR, PTL_QUERY_ERROR_SYNTAX,
                   _("“%s” is not a port; a port is a number from 0 to 65535, alone or with a transport, such as 53/udp."),
                   quotable);
      return FALSE;
    }

  if (port > G_MAXUINT16)
    {
      g_set_error (error, PTL_QUERY_ERROR, PTL_QUERY_ERROR_SYNTAX,
                   _("“%s” is not a port; ports end at 65535."), quotable);
      return FALSE;
    }

  if (slash != NULL && !ptl_transport_from_string (slash + 1, strlen (slash + 1), &transport))
    {
      g_set_error (error, PTL_QUERY_ERROR, PTL_QUERY_ERROR_SYNTAX,
                   _("“%s” names no transport that there is; after the slash comes tcp, udp, sctp or dccp."), quotable);
      return FALSE;
    }

  *out_port = port;
  if (out_has_transport != NULL)
    *out_has_transport = slash != NULL;
  if (out_transport != NULL && slash != NULL)
    *out_transport = transport;

  return TRUE;
}
