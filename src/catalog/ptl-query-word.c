#include "config.h"

#include "catalog/ptl-query-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "catalog/ptl-catalog.h"

static const struct
{
  const char  *prefix;
  PtlTermKind  kind;
} prefixes[] = {
  { "is", PTL_TERM_IS },
  { "process", PTL_TERM_PROCESS },
  { "user", PTL_TERM_USER },
  { "unit", PTL_TERM_UNIT },
  { "container", PTL_TERM_CONTAINER },
  { "pid", PTL_TERM_PID },
  { "range", PTL_TERM_RANGE },
  { "kind", PTL_TERM_KIND },
};

static const char *const is_words[] = {
  [PTL_IS_LISTENING] = "listening",
  [PTL_IS_EXPOSED] = "exposed",
  [PTL_IS_REGISTERED] = "registered",
  [PTL_IS_UNASSIGNED] = "unassigned",
  [PTL_IS_NOTED] = "noted",
  [PTL_IS_STARRED] = "starred",
  [PTL_IS_MINE] = "mine",
  [PTL_IS_BLOCKED] = "blocked",
};

/**
 * ptl_query_fail:
 * @error: return location
 * @format: what is wrong, and what would work
 *
 * Sets a PTL_QUERY_ERROR. Any thread.
 *
 * Returns: FALSE
 */
gboolean
ptl_query_fail (GError     **error,
                const char  *format,
                ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (PTL_QUERY_ERROR, PTL_QUERY_ERROR_SYNTAX, format, args);
  va_end (args);

  return FALSE;
}

/**
 * ptl_query_is_blank:
 * @c: a character
 *
 * Tells whether a character parts words; control characters do. Any thread.
 */
gboolean
ptl_query_is_blank (gunichar c)
{
  return g_unichar_isspace (c) || g_unichar_iscntrl (c);
}

static gboolean
is_dash (gunichar c)
{
  return c == '-' || (c >= 0x2010 && c <= 0x2013);
}

/* Folded, with one blank between words and none around them. */
static char *
fold_words (const char *text)
{
  g_autofree char *folded = ptl_fold (text);
  GString *words = g_string_new (NULL);

  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (!ptl_query_is_blank (c))
        g_string_append_unichar (words, c);
      else if (words->len > 0 && words->str[words->len - 1] != ' ')
        g_string_append_c (words, ' ');
    }
  if (words->len > 0 && words->str[words->len - 1] == ' ')
    g_string_truncate (words, words->len - 1);

  return g_string_free (words, FALSE);
}

static gboolean
all_digits (const char *text,
            gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
    }

  return length > 0;
}

static gboolean
read_port (const char  *text,
           gsize        length,
           guint16     *out_port,
           GError     **error)
{
  guint64 value = 0;

  for (gsize i = 0; i < length; i++)
    value = MIN (value * 10 + (text[i] - '0'), G_MAXUINT32);

  if (value > G_MAXUINT16)
    {
      g_autofree char *quotable = ptl_query_quotable (text, length);

      return ptl_query_fail (error, _("There is no port %s; ports end at 65535."), quotable);
    }

  *out_port = value;

  return TRUE;
}

/*
 * Words of digits: "80", ":80", "80/tcp", "8000-8100". out_is says whether the word is one of them; with an error it is one
 * that makes no sense.
 */
static gboolean
read_numbers (GArray              *terms,
              const PtlQueryWord  *word,
              gboolean            *out_is,
              GError             **error)
{
  const char *digits = word->value + (word->value[0] == ':' ? 1 : 0);
  gsize length = strspn (digits, "0123456789");
  const char *rest = digits + length;
  PtlTerm term = { .kind = PTL_TERM_NUMBER, .exclude = word->exclude };
  PtlTransport transport;

  *out_is = FALSE;
  if (length == 0)
    return TRUE;

  if (rest[0] == '\0' ||
      (rest[0] == '/' && ptl_transport_from_string (rest + 1, strlen (rest + 1), &transport)))
    {
      *out_is = TRUE;
      if (!read_port (digits, length, &term.first, error))
        return FALSE;
      term.last = term.first;
      term.text = g_strndup (digits, length);
      g_array_append_val (terms, term);

      /* To leave out 80/tcp is to leave out port 80, not all of TCP. */
      if (rest[0] == '/' && !word->exclude)
        {
          PtlTerm filter = { .kind = PTL_TERM_TRANSPORT, .transport = transport };

          g_array_append_val (terms, filter);
        }
      return TRUE;
    }

  if (is_dash (g_utf8_get_char (rest)) && digits == word->value)
    {
      const char *end = g_utf8_next_char (rest);

      if (end[0] == '\0')
        {
          *out_is = TRUE;
          return ptl_query_fail (error, _("The range “%s” has no end; write both ports, as in 8000-8100."), word->typed);
        }
      if (!all_digits (end, strlen (end)))
        return TRUE;

      *out_is = TRUE;
      term.kind = PTL_TERM_INTERVAL;
      if (!read_port (digits, length, &term.first, error) || !read_port (end, strlen (end), &term.last, error))
        return FALSE;
      if (term.first > term.last)
        return ptl_query_fail (error, _("The range “%s” runs backwards; write %u-%u."), word->typed, term.last, term.first);
      g_array_append_val (terms, term);
    }

  return TRUE;
}

static gboolean
read_is (const PtlQueryWord  *word,
         PtlTerm             *term,
         GError             **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (is_words); i++)
    {
      if (g_ascii_strcasecmp (word->value, is_words[i]) == 0)
        {
          term->is = i;
          return TRUE;
        }
    }

  return ptl_query_fail (error, _("“%s” asks for nothing that is known; after is: comes listening, exposed, registered, unassigned, "
                        "noted, starred, mine or blocked."), word->typed);
}

static gboolean
read_range (const PtlQueryWord  *word,
            PtlTerm             *term,
            GError             **error)
{
  for (PtlRange range = PTL_RANGE_SYSTEM; range <= PTL_RANGE_DYNAMIC; range++)
    {
      if (g_ascii_strcasecmp (word->value, ptl_range_to_string (range)) == 0)
        {
          term->value = range;
          return TRUE;
        }
    }

  return ptl_query_fail (error, _("“%s” names no range; after range: comes system, user or dynamic."), word->typed);
}

/* The kind's whole name, or its first word: "malware" for "malware-history". */
static gboolean
read_kind (const PtlQueryWord  *word,
           PtlTerm             *term,
           GError             **error)
{
  gsize length = strlen (word->value);

  for (PtlNoteKind kind = 0; kind <= PTL_NOTE_OS_BEHAVIOUR; kind++)
    {
      const char *name = ptl_note_kind_to_string (kind);

      if (length > 0 && g_ascii_strncasecmp (word->value, name, length) == 0 &&
          (name[length] == '\0' || name[length] == '-'))
        {
          term->value = kind;
          return TRUE;
        }
    }

  return ptl_query_fail (error, _("“%s” names no kind of note; after kind: comes unofficial, de-facto, dev-default, conflict, malware, "
                        "range-convention or os-behaviour."), word->typed);
}

static gboolean
read_pid (const PtlQueryWord  *word,
          PtlTerm             *term,
          GError             **error)
{
  guint64 value;

  if (!all_digits (word->value, strlen (word->value)) ||
      !g_ascii_string_to_unsigned (word->value, 10, 1, G_MAXINT64, &value, NULL))
    return ptl_query_fail (error, _("“%s” names no process; after pid: comes a number, as in pid:1234."), word->typed);

  term->pid = value;

  return TRUE;
}

/*
 * "port:8080", "port:8080/udp": that port alone, as its address on the desktop. All transports are on its page, and a port of
 * which nothing is known on one is found all the same.
 */
static gboolean
read_address (GArray              *terms,
              const PtlQueryWord  *word,
              GError             **error)
{
  PtlTerm term = { .kind = PTL_TERM_INTERVAL, .exclude = word->exclude };

  if (!ptl_port_parse (word->value, &term.first, NULL, NULL, error))
    return FALSE;

  term.last = term.first;
  g_array_append_val (terms, term);

  return TRUE;
}

static gboolean
read_prefixed (GArray              *terms,
               const PtlQueryWord  *word,
               GError             **error)
{
  PtlTerm term = { .exclude = word->exclude };
  gboolean known = FALSE, good;

  if (g_ascii_strcasecmp (word->prefix, "port") == 0)
    return read_address (terms, word, error);

  for (guint i = 0; i < G_N_ELEMENTS (prefixes) && !known; i++)
    {
      if (g_ascii_strcasecmp (word->prefix, prefixes[i].prefix) == 0)
        {
          term.kind = prefixes[i].kind;
          known = TRUE;
        }
    }

  if (!known)
    {
      g_autofree char *quotable = ptl_query_quotable (word->prefix, -1);

      return ptl_query_fail (error, _("Nothing can be searched by “%s:”; what goes before a colon is is, port, process, user, unit, container, "
                            "pid, range or kind, and a text with a colon goes between quotation marks."), quotable);
    }

  switch (term.kind)
    {
    case PTL_TERM_IS:
      good = read_is (word, &term, error);
      break;
    case PTL_TERM_RANGE:
      good = read_range (word, &term, error);
      break;
    case PTL_TERM_KIND:
      good = read_kind (word, &term, error);
      break;
    case PTL_TERM_PID:
      good = read_pid (word, &term, error);
      break;
    case PTL_TERM_PROCESS:
    case PTL_TERM_USER:
    case PTL_TERM_UNIT:
    case PTL_TERM_CONTAINER:
    case PTL_TERM_WORD:
    case PTL_TERM_NUMBER:
    case PTL_TERM_INTERVAL:
    case PTL_TERM_TRANSPORT:
    default:
      term.text = fold_words (word->value);
      good = term.text[0] != '\0';
      if (!good)
        {
          ptl_query_fail (error, _("“%s” says nothing to look for; write a name behind the colon, as in process:nginx."), word->typed);
          g_free (term.text);
        }
      break;
    }

  if (good)
    g_array_append_val (terms, term);

  return good;
}

/**
 * ptl_query_word_add:
 * @self: a word
 * @terms: (element-type PtlTerm): where the term goes
 * @error: return location for a PTL_QUERY_ERROR
 *
 * Makes of a word what it means, and adds it. Any thread.
 *
 * Returns: whether the word means something
 */
gboolean
ptl_query_word_add (const PtlQueryWord  *word,
                    GArray              *terms,
                    GError             **error)
{
  PtlTerm term = { .kind = PTL_TERM_WORD, .exclude = word->exclude };
  gboolean is_number;

  if (word->prefix != NULL)
    return read_prefixed (terms, word, error);

  if (!word->quoted)
    {
      if (!read_numbers (terms, word, &is_number, error))
        return FALSE;
      if (is_number)
        return TRUE;
      if (ptl_transport_from_string (word->value, strlen (word->value), &term.transport))
        {
          term.kind = PTL_TERM_TRANSPORT;
          g_array_append_val (terms, term);
          return TRUE;
        }
    }

  term.text = fold_words (word->value);
  if (term.text[0] == '\0')
    {
      g_free (term.text);
      return ptl_query_fail (error, _("“%s” has nothing in it to look for; write a word or a number."), word->typed);
    }
  g_array_append_val (terms, term);

  return TRUE;
}

