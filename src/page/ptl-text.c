#include "config.h"

#include "page/ptl-text.h"

#include <string.h>

#include "page/ptl-sanitize.h"

/* A column narrower than this is not worth wrapping to: let the terminal do it. */
#define MIN_COLUMNS 16

static guint
character_width (gunichar character)
{
  /* Below the first combining character, U+0300, all that is safe to show takes one column, but for U+00AD, which isn't. */
  if (character < 0x300)
    return 1;

  if (g_unichar_iszerowidth (character))
    return 0;

  return g_unichar_iswide (character) ? 2 : 1;
}

/* Most text is ASCII, one byte and one column a character. */
static gboolean
is_ascii (char byte)
{
  return (guchar) byte < 0x80;
}

static guint
span_width (const char *span,
            gsize       length)
{
  const char *p = span;
  guint width = 0;

  while (p < span + length)
    {
      if (is_ascii (*p))
        {
          width++;
          p++;
          continue;
        }
      width += character_width (g_utf8_get_char (p));
      p = g_utf8_next_char (p);
    }

  return width;
}

/**
 * ptl_text_width:
 * @text: valid UTF-8 on one line
 *
 * Counts the columns that a text takes on a terminal. Pure; any thread.
 *
 * Returns: the columns
 */
guint
ptl_text_width (const char *text)
{
  return span_width (text, strlen (text));
}

/* SGR 1 is bold, 2 is dim, 22 ends both; ECMA-48, 8.3.117. */
static void
begin_style (const PtlTextWriter *writer,
             PtlStyle             style)
{
  if (!writer->styled || style == PTL_STYLE_PLAIN)
    return;

  g_string_append (writer->out, style == PTL_STYLE_BOLD ? "\033[1m" : "\033[2m");
}

static void
end_style (const PtlTextWriter *writer,
           PtlStyle             style)
{
  if (writer->styled && style != PTL_STYLE_PLAIN)
    g_string_append (writer->out, "\033[22m");
}

static void
append_spaces (GString *out,
               guint    n)
{
  for (guint i = 0; i < n; i++)
    g_string_append_c (out, ' ');
}

static char *
make_safe (const PtlTextWriter *writer,
           const char          *text)
{
  return writer->keeps_direction ? ptl_sanitize_translated (text) : ptl_sanitize (text);
}

/**
 * ptl_text_put:
 * @writer: where to write
 * @style: how
 * @text: what, in one piece
 *
 * Writes text as it is, but for what a terminal would obey: that is made visible.
 */
void
ptl_text_put (const PtlTextWriter *writer,
              PtlStyle             style,
              const char          *text)
{
  g_autofree char *clean = make_safe (writer, text);

  begin_style (writer, style);
  g_string_append (writer->out, clean);
  end_style (writer, style);
}

/**
 * ptl_text_put_padded:
 * @writer: where to write
 * @style: how
 * @text: what
 * @columns: how wide
 *
 * Writes text and fills up with spaces to a number of columns. Longer text is not cut; two spaces follow it.
 */
void
ptl_text_put_padded (const PtlTextWriter *writer,
                     PtlStyle             style,
                     const char          *text,
                     guint                columns)
{
  g_autofree char *clean = make_safe (writer, text);
  guint width = ptl_text_width (clean);

  ptl_text_put (writer, style, clean);
  append_spaces (writer->out, width < columns ? columns - width : 2);
}

/* The bytes of @word that fit into @columns; at least one character. */
static gsize
fitting_bytes (const char *word,
               gsize       length,
               guint       columns)
{
  const char *p = word, *end = word + length;
  guint width = 0;

  while (p < end)
    {
      guint step = character_width (g_utf8_get_char (p));

      if (width + step > columns && p > word)
        break;
      width += step;
      p = g_utf8_next_char (p);
    }

  return p - word;
}

/*
 * Whether a line may end between two characters that no space parts. Chinese and Japanese have no spaces, and allow it
 * nearly everywhere; but no line starts with a closing mark or a small kana, or ends with an opening one. The classes
 * are those of Unicode Standard Annex 14.
 */
static gboolean
may_break_between (gunichar before,
                   gunichar after)
{
  if (!g_unichar_iswide (before) && !g_unichar_iswide (after))
    return FALSE;

  switch ((int) g_unichar_break_type (before))
    {
    case G_UNICODE_BREAK_NON_BREAKING_GLUE:
    case G_UNICODE_BREAK_OPEN_PUNCTUATION:
    case G_UNICODE_BREAK_PREFIX:
    case G_UNICODE_BREAK_QUOTATION:
      return FALSE;
    default:
      break;
    }

  switch ((int) g_unichar_break_type (after))
    {
    case G_UNICODE_BREAK_CLOSE_PARENTHESIS:
    case G_UNICODE_BREAK_CLOSE_PUNCTUATION:
    case G_UNICODE_BREAK_COMBINING_MARK:
    case G_UNICODE_BREAK_CONDITIONAL_JAPANESE_STARTER:
    case G_UNICODE_BREAK_EXCLAMATION:
    case G_UNICODE_BREAK_INFIX_SEPARATOR:
    case G_UNICODE_BREAK_INSEPARABLE:
    case G_UNICODE_BREAK_NON_BREAKING_GLUE:
    case G_UNICODE_BREAK_NON_STARTER:
    case G_UNICODE_BREAK_POSTFIX:
    case G_UNICODE_BREAK_QUOTATION:
    case G_UNICODE_BREAK_ZERO_WIDTH_JOINER:
      return FALSE;
    default:
      return TRUE;
    }
}

/* The bytes up to where the line may end next, and the columns that these take. */
static gsize
piece_bytes (const char *piece,
             guint      *out_width)
{
  const char *p = piece;

  /* What is safe has nothing below the blank but the NUL at the end. */
  while (is_ascii (*p) && *p > ' ')
    p++;
  *out_width = p - piece;
  if (is_ascii (*p))
    return p - piece;

  for (p = piece; *p != '\0' && *p != ' ';)
    {
      const char *next = g_utf8_next_char (p);

      if ((!is_ascii (*p) || !is_ascii (*next)) && *next != '\0' &&
          may_break_between (g_utf8_get_char (p), g_utf8_get_char (next)))
        {
          p = next;
          break;
        }
      p = next;
    }
  *out_width = span_width (piece, p - piece);

  return p - piece;
}

static gboolean
is_address (const char *word)
{
  return g_str_has_prefix (word, "<http") || g_str_has_prefix (word, "http");
}

/**
 * ptl_text_wrap:
 * @writer: where to write
 * @style: how
 * @text: what
 * @indent: the column at which the first line starts
 * @hanging: the column at which the others start
 * @column: the column that the line stands at already; where it is above 0, @indent is not written
 *
 * Writes a paragraph, broken at spaces, and between characters that need none, so that no line is wider than the writer's
 * width, and a newline. A word that is wider than a whole line is broken inside, but for the address of a page, which is to
 * be copied.
 */
void
ptl_text_wrap (const PtlTextWriter *writer,
               PtlStyle             style,
               const char          *text,
               guint                indent,
               guint                hanging,
               guint                column)
{
  g_autofree char *clean = make_safe (writer, text);
  const char *p = clean;
  const char *run = p, *end = p; /* words that stand on this line as they do in the text, and are not written yet */
  gboolean wrap = writer->width > 0;
  guint width = MAX (writer->width, hanging + MIN_COLUMNS);
  gboolean at_start = TRUE; /* no word on this line yet */
  gboolean spaced = FALSE;  /* a space came before the word */

  if (column == 0)
    {
      append_spaces (writer->out, indent);
      column = indent;
    }

  begin_style (writer, style);

  while (*p != '\0')
    {
      guint word;
      gsize length = piece_bytes (p, &word);

      if (length == 0)
        {
          spaced = TRUE;
          p++;
          continue;
        }

      if (wrap && !at_start && column + spaced + word > width)
        {
          g_string_append_len (writer->out, run, end - run);
          g_string_append_c (writer->out, '\n');
          append_spaces (writer->out, hanging);
          column = hanging;
          at_start = TRUE;
        }

      if (at_start)
        {
          run = p;
        }
      else if (spaced)
        {
          column++;
          if (p != end + 1)
            {
              g_string_append_len (writer->out, run, end - run);
              g_string_append_c (writer->out, ' ');
              run = p;
            }
        }

      while (wrap && column + word > width && !is_address (p))
        {
          gsize bytes = fitting_bytes (p, length, width > column ? width - column : 1);

          if (bytes == length)
            break;
          p += bytes;
          length -= bytes;
          g_string_append_len (writer->out, run, p - run);
          g_string_append_c (writer->out, '\n');
          append_spaces (writer->out, hanging);
          column = hanging;
          run = p;
          word = span_width (p, length);
        }

      column += word;
      p += length;
      end = p;
      at_start = FALSE;
      spaced = FALSE;
    }

  g_string_append_len (writer->out, run, end - run);
  end_style (writer, style);
  g_string_append_c (writer->out, '\n');
}
