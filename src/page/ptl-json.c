#include "config.h"

#include "page/ptl-json.h"

#include <string.h>

struct _PtlJson
{
  GString *text; /* (owned) */
};

/**
 * ptl_json_new:
 *
 * Begins a document.
 *
 * Returns: (transfer full): a writer
 */
PtlJson *
ptl_json_new (void)
{
  PtlJson *self = g_new0 (PtlJson, 1);

  self->text = g_string_new (NULL);

  return self;
}

/**
 * ptl_json_free:
 * @self: (transfer full): a writer
 *
 * Frees it, and what it wrote.
 */
void
ptl_json_free (PtlJson *self)
{
  g_string_free (self->text, TRUE);
  g_free (self);
}

/**
 * ptl_json_finish:
 * @self: a writer whose document is complete
 *
 * Takes the document; the writer is empty then.
 *
 * Returns: (transfer full): the text, without a newline
 */
char *
ptl_json_finish (PtlJson *self)
{
  GString *text = self->text;

  self->text = g_string_new (NULL);

  return g_string_free (text, FALSE);
}

/* All but the first value of a list, and all but the first member, have a comma before them; strings end with a quote, so what
 * the text ends with tells. */
static void
put_comma (PtlJson *self)
{
  if (self->text->len > 0 && strchr ("{[:", self->text->str[self->text->len - 1]) == NULL)
    g_string_append_c (self->text, ',');
}

/**
 * ptl_json_begin_object:
 * @self: a writer where a value is expected
 *
 * Begins an object.
 */
void
ptl_json_begin_object (PtlJson *self)
{
  put_comma (self);
  g_string_append_c (self->text, '{');
}

/**
 * ptl_json_end_object:
 * @self: a writer inside an object
 *
 * Ends the object.
 */
void
ptl_json_end_object (PtlJson *self)
{
  g_string_append_c (self->text, '}');
}

/**
 * ptl_json_begin_array:
 * @self: a writer where a value is expected
 *
 * Begins an array.
 */
void
ptl_json_begin_array (PtlJson *self)
{
  put_comma (self);
  g_string_append_c (self->text, '[');
}

/**
 * ptl_json_end_array:
 * @self: a writer inside an array
 *
 * Ends the array.
 */
void
ptl_json_end_array (PtlJson *self)
{
  g_string_append_c (self->text, ']');
}

static void
put_unit (GString  *text,
          gunichar  unit)
{
  g_string_append_printf (text, "\\u%04x", unit);
}

/* RFC 8259 asks that quotes, backslashes and control characters below U+0020 be escaped. The other control characters, and those
 * that a reader does not see but which turn a line around, are escaped too: documents are looked at in terminals. */
static void
put_quoted (GString    *text,
            const char *value)
{
  const char *at = value;

  g_string_append_c (text, '"');
  while (*at != '\0')
    {
      gsize plain = 0;
      gunichar c;

      while ((guchar) at[plain] >= ' ' && (guchar) at[plain] < 0x7f && at[plain] != '"' && at[plain] != '\\')
        plain++;
      g_string_append_len (text, at, plain);
      at += plain;
      if (*at == '\0')
        break;

      c = g_utf8_get_char (at);
      if (c == '"' || c == '\\')
        {
          g_string_append_c (text, '\\');
          g_string_append_c (text, c);
        }
      else if (c == '\n')
        g_string_append (text, "\\n");
      else if (c == '\t')
        g_string_append (text, "\\t");
      else if (g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT ||
               g_unichar_type (c) == G_UNICODE_LINE_SEPARATOR || g_unichar_type (c) == G_UNICODE_PARAGRAPH_SEPARATOR)
        {
          if (c > 0xffff)
            {
              put_unit (text, 0xd800 + ((c - 0x10000) >> 10));
              put_unit (text, 0xdc00 + ((c - 0x10000) & 0x3ff));
            }
          else
            put_unit (text, c);
        }
      else
        g_string_append_unichar (text, c);
      at = g_utf8_next_char (at);
    }
  g_string_append_c (text, '"');
}

/**
 * ptl_json_put_member:
 * @self: a writer inside an object
 * @member: the next member's name
 *
 * Writes a name, after which a value is expected.
 */
void
ptl_json_put_member (PtlJson    *self,
                     const char *member)
{
  put_comma (self);
  put_quoted (self->text, member);
  g_string_append_c (self->text, ':');
}

/**
 * ptl_json_put_string:
 * @self: a writer where a value is expected
 * @value: (nullable): the text; %NULL becomes null
 *
 * Writes a text. What is not valid UTF-8 in it is replaced by U+FFFD, so that the document is always valid.
 */
void
ptl_json_put_string (PtlJson    *self,
                     const char *value)
{
  g_autofree char *valid = NULL;

  if (value == NULL)
    {
      ptl_json_put_null (self);
      return;
    }

  if (!g_utf8_validate (value, -1, NULL))
    value = valid = g_utf8_make_valid (value, -1);

  put_comma (self);
  put_quoted (self->text, value);
}

/**
 * ptl_json_put_int:
 * @self: a writer where a value is expected
 * @value: the number
 *
 * Writes a number.
 */
void
ptl_json_put_int (PtlJson *self,
                  gint64   value)
{
  put_comma (self);
  g_string_append_printf (self->text, "%" G_GINT64_FORMAT, value);
}

/**
 * ptl_json_put_boolean:
 * @self: a writer where a value is expected
 * @value: the value
 *
 * Writes true or false.
 */
void
ptl_json_put_boolean (PtlJson  *self,
                      gboolean  value)
{
  put_comma (self);
  g_string_append (self->text, value ? "true" : "false");
}

/**
 * ptl_json_put_null:
 * @self: a writer where a value is expected
 *
 * Writes null.
 */
void
ptl_json_put_null (PtlJson *self)
{
  put_comma (self);
  g_string_append (self->text, "null");
}

/**
 * ptl_json_add_string:
 * @self: a writer inside an object
 * @member: the member's name
 * @value: (nullable): the text; %NULL becomes null
 *
 * Adds a text. What is not valid UTF-8 in it is replaced by U+FFFD, so that the document is always valid.
 */
void
ptl_json_add_string (PtlJson    *self,
                     const char *member,
                     const char *value)
{
  ptl_json_put_member (self, member);
  ptl_json_put_string (self, value);
}

/**
 * ptl_json_add_int:
 * @self: a writer inside an object
 * @member: the member's name
 * @value: the number; a negative one means unknown and becomes null
 *
 * Adds a number.
 */
void
ptl_json_add_int (PtlJson    *self,
                  const char *member,
                  gint64      value)
{
  ptl_json_put_member (self, member);
  if (value >= 0)
    ptl_json_put_int (self, value);
  else
    ptl_json_put_null (self);
}

/**
 * ptl_json_add_positive:
 * @self: a writer inside an object
 * @member: the member's name
 * @value: the number; 0 means unknown and becomes null, as does a negative one
 *
 * Adds a number that can't be 0, such as an inode.
 */
void
ptl_json_add_positive (PtlJson    *self,
                       const char *member,
                       gint64      value)
{
  ptl_json_add_int (self, member, value > 0 ? value : -1);
}

/**
 * ptl_json_add_boolean:
 * @self: a writer inside an object
 * @member: the member's name
 * @value: the value
 *
 * Adds true or false.
 */
void
ptl_json_add_boolean (PtlJson    *self,
                      const char *member,
                      gboolean    value)
{
  ptl_json_put_member (self, member);
  ptl_json_put_boolean (self, value);
}

/**
 * ptl_json_add_time:
 * @self: a writer inside an object
 * @member: the member's name
 * @microseconds: since 1970 UTC; 0 where unknown
 *
 * Adds a moment as RFC 3339 in UTC, to the second.
 */
void
ptl_json_add_time (PtlJson    *self,
                   const char *member,
                   gint64      microseconds)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autofree char *text = NULL;

  if (microseconds > 0)
    utc = g_date_time_new_from_unix_utc (microseconds / G_USEC_PER_SEC);
  if (utc != NULL)
    text = g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ");

  ptl_json_add_string (self, member, text);
}
