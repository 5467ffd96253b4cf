#include "config.h"

#include "host/ptl-owners-answer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define N_FIELDS 6

/* What is shown of a command line: as many arguments as the host itself reads. */
#define MAX_ARGUMENTS 64

/**
 * ptl_holder_free:
 * @self: (transfer full): a holder
 *
 * Frees it. Any thread.
 */
void
ptl_holder_free (PtlHolder *self)
{
  ptl_process_unref (self->process);
  g_free (self);
}

/* Undoes \xHH; NULL where a byte may not stand there. */
static GString *
unescape (const char *text,
          gsize       length)
{
  g_autoptr (GString) result = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] <= ' ' || text[i] > '~')
        return NULL;

      if (text[i] != '\\')
        {
          g_string_append_c (result, text[i]);
          continue;
        }

      if (length - i < 4 || text[i + 1] != 'x' || !g_ascii_isxdigit (text[i + 2]) || !g_ascii_isxdigit (text[i + 3]))
        return NULL;
      g_string_append_c (result, (char) (g_ascii_xdigit_value (text[i + 2]) << 4 | g_ascii_xdigit_value (text[i + 3])));
      i += 3;
    }

  return g_steal_pointer (&result);
}

/* (transfer full) (nullable): up to the first NUL, in valid UTF-8; NULL for nothing */
static char *
dup_text (const GString *bytes)
{
  return bytes->len > 0 && bytes->str[0] != '\0' ? g_utf8_make_valid (bytes->str, -1) : NULL;
}

static char **
split_command (const GString *bytes,
               gboolean      *out_cut)
{
  g_autoptr (GPtrArray) arguments = NULL;
  gsize at = 0;
  gsize length = bytes->len;

  while (length > 0 && bytes->str[length - 1] == '\0')
    length--;
  if (length == 0)
    return NULL;

  arguments = g_ptr_array_new_with_free_func (g_free);
  while (at <= length)
    {
      gsize n = strnlen (bytes->str + at, length - at);

      if (arguments->len == MAX_ARGUMENTS)
        {
          *out_cut = TRUE;
          break;
        }
      g_ptr_array_add (arguments, g_utf8_make_valid (bytes->str + at, n));
      at += n + 1;
    }
  g_ptr_array_add (arguments, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&arguments), FALSE);
}

static gboolean
parse_number (const char *text,
              gsize       length,
              guint64     max,
              guint64    *out_number)
{
  g_autofree char *copy = g_strndup (text, length);

  return g_ascii_string_to_unsigned (copy, 10, 1, max, out_number, NULL);
}

/* (nullable): NULL where the line makes no sense */
static PtlHolder *
parse_line (const char *line,
            gsize       length)
{
  const char *fields[N_FIELDS];
  gsize lengths[N_FIELDS];
  g_autoptr (GString) name = NULL;
  g_autoptr (GString) executable = NULL;
  g_autoptr (GString) command = NULL;
  guint64 inode;
  guint64 pid;
  guint64 start;
  PtlHolder *holder;

  for (guint i = 0; i < N_FIELDS; i++)
    {
      const char *tab = memchr (line, '\t', length);

      if ((tab == NULL) != (i == N_FIELDS - 1))
        return NULL;
      fields[i] = line;
      lengths[i] = tab != NULL ? (gsize) (tab - line) : length;
      line += lengths[i] + 1;
      length -= MIN (length, lengths[i] + 1);
    }

  if (!parse_number (fields[0], lengths[0], G_MAXUINT32, &inode) ||
      !parse_number (fields[1], lengths[1], G_MAXINT32, &pid) ||
      !parse_number (fields[2], lengths[2], G_MAXINT64, &start) ||
      (name = unescape (fields[3], lengths[3])) == NULL ||
      (executable = unescape (fields[4], lengths[4])) == NULL ||
      (command = unescape (fields[5], lengths[5])) == NULL)
    return NULL;

  holder = g_new0 (PtlHolder, 1);
  holder->inode = inode;
  holder->process = ptl_process_new (pid);
  holder->process->start_ticks = start;
  holder->process->name = dup_text (name);
  holder->process->executable = dup_text (executable);
  holder->process->command = split_command (command, &holder->process->command_cut);

  return holder;
}

/**
 * ptl_owners_answer_parse:
 * @bytes: (array length=length): all that portolan-owners wrote
 * @length: how many
 * @error: where to say what is wrong: G_IO_ERROR_INVALID_DATA
 *
 * Reads who holds which socket. An answer that is not whole, or not exactly in the format, is refused as a whole: it runs
 * with rights that we don't have, but what we believe is still ours to check. Any thread.
 *
 * Returns: (transfer full) (nullable) (element-type PtlHolder): the holders, or %NULL with @error
 */
GPtrArray *
ptl_owners_answer_parse (const char  *bytes,
                         gsize        length,
                         GError     **error)
{
  static const char heading[] = "portolan-owners " PTL_OWNERS_VERSION "\n";
  g_autoptr (GPtrArray) holders = g_ptr_array_new_with_free_func ((GDestroyNotify) ptl_holder_free);
  const char *end = bytes + length;

  if (length > PTL_OWNERS_MAX_BYTES || length < strlen (heading) || memcmp (bytes, heading, strlen (heading)) != 0)
    goto invalid;

  bytes += strlen (heading);
  while (bytes < end)
    {
      const char *line_end = memchr (bytes, '\n', end - bytes);
      PtlHolder *holder;
      guint64 n;

      if (line_end == NULL || line_end - bytes > PTL_OWNERS_MAX_LINE_BYTES || holders->len > PTL_OWNERS_MAX_LINES)
        goto invalid;

      if (line_end - bytes > 4 && memcmp (bytes, "end ", 4) == 0)
        {
          g_autofree char *count = g_strndup (bytes + 4, line_end - bytes - 4);

          if (line_end + 1 == end &&
              g_ascii_string_to_unsigned (count, 10, 0, PTL_OWNERS_MAX_LINES, &n, NULL) && n == holders->len)
            return g_steal_pointer (&holders);
          goto invalid;
        }

      holder = parse_line (bytes, line_end - bytes);
      if (holder == NULL)
        goto invalid;
      g_ptr_array_add (holders, holder);
      bytes = line_end + 1;
    }

invalid:
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("The answer about the hidden owners could not be understood."));

  return NULL;
}
