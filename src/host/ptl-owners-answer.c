#include "config.h"

#include "host/ptl-owners-answer.h"

#include "host/ptl-host.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The most that any line has, its word not counted. */
#define MAX_FIELDS 9

/* What is shown of a command line: as many arguments as the host itself reads. */
#define MAX_ARGUMENTS 1024

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
  g_clear_pointer (&self->path, g_ref_string_release);
  g_free (self);
}

/**
 * ptl_owners_answer_free:
 * @self: (transfer full): an answer
 *
 * Frees it. Any thread.
 */
void
ptl_owners_answer_free (PtlOwnersAnswer *self)
{
  g_ptr_array_unref (self->holders);
  g_hash_table_unref (self->sockets);
  g_hash_table_unref (self->users);
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

/* A line's fields, behind the word that it begins with. */
typedef struct
{
  const char *text[MAX_FIELDS];
  gsize       length[MAX_FIELDS];
  guint       n;
} Fields;

static gboolean
split_fields (const char *line,
              gsize       length,
              Fields     *fields)
{
  const char *end = line + length;

  for (fields->n = 0; fields->n < MAX_FIELDS; fields->n++)
    {
      const char *tab = memchr (line, '\t', end - line);

      fields->text[fields->n] = line;
      fields->length[fields->n] = (tab != NULL ? tab : end) - line;
      if (tab == NULL)
        {
          fields->n++;
          return TRUE;
        }
      line = tab + 1;
    }

  return FALSE;
}

static gboolean
parse_number (const Fields *fields,
              guint         i,
              guint64       min,
              guint64       max,
              guint64      *out_number)
{
  g_autofree char *copy = g_strndup (fields->text[i], fields->length[i]);

  return g_ascii_string_to_unsigned (copy, 10, min, max, out_number, NULL);
}

/* (nullable) (transfer full): NULL where the line makes no sense */
static PtlHolder *
parse_process (const Fields *fields)
{
  g_autoptr (GString) path = NULL;
  g_autoptr (GString) name = NULL;
  g_autoptr (GString) executable = NULL;
  g_autoptr (GString) command = NULL;
  g_autofree char *valid_path = NULL;
  guint64 pid;
  guint64 start;
  guint64 uid;
  guint64 parent;
  guint64 group;
  PtlHolder *holder;

  if (fields->n != 9 ||
      !parse_number (fields, 0, 1, G_MAXINT32, &pid) ||
      !parse_number (fields, 1, 1, G_MAXINT64, &start) ||
      !parse_number (fields, 2, 0, G_MAXUINT32, &uid) ||
      !parse_number (fields, 3, 0, G_MAXINT32, &parent) ||
      !parse_number (fields, 4, 0, G_MAXUINT64, &group) ||
      (path = unescape (fields->text[5], fields->length[5])) == NULL ||
      (name = unescape (fields->text[6], fields->length[6])) == NULL ||
      (executable = unescape (fields->text[7], fields->length[7])) == NULL ||
      (command = unescape (fields->text[8], fields->length[8])) == NULL)
    return NULL;

  holder = g_new0 (PtlHolder, 1);
  holder->process = ptl_process_new (pid);
  holder->process->start_ticks = start;
  holder->process->uid = uid;
  holder->process->parent_pid = parent;
  holder->process->name = dup_text (name);
  holder->process->executable = dup_text (executable);
  holder->process->command = split_command (command, &holder->process->command_cut);
  holder->group = group;
  valid_path = dup_text (path);
  holder->path = valid_path != NULL ? g_ref_string_new (valid_path) : NULL;

  return holder;
}

/* The process above holds a socket: its first takes the place that the process has, any other comes behind. */
static gboolean
parse_holding (const Fields    *fields,
               PtlOwnersAnswer *answer)
{
  PtlHolder *last = answer->holders->len > 0 ? g_ptr_array_index (answer->holders, answer->holders->len - 1) : NULL;
  PtlHolder *next;
  guint64 inode;

  if (last == NULL || fields->n != 1 || !parse_number (fields, 0, 1, G_MAXUINT32, &inode))
    return FALSE;

  if (last->inode == 0)
    {
      last->inode = inode;
      return TRUE;
    }

  next = g_new0 (PtlHolder, 1);
  next->inode = inode;
  next->process = ptl_process_ref (last->process);
  next->group = last->group;
  next->path = last->path != NULL ? g_ref_string_acquire (last->path) : NULL;
  g_ptr_array_add (answer->holders, next);

  return TRUE;
}

static gboolean
parse_user (const Fields    *fields,
            PtlOwnersAnswer *answer)
{
  g_autoptr (GString) name = NULL;
  char *text;
  guint64 uid;

  if (fields->n != 2 || !parse_number (fields, 0, 0, G_MAXUINT32, &uid) ||
      (name = unescape (fields->text[1], fields->length[1])) == NULL || (text = dup_text (name)) == NULL)
    return FALSE;

  /* Of several names for one user, the first is the one that the system gives too (getpwuid(3)). */
  if (!g_hash_table_contains (answer->users, GUINT_TO_POINTER (uid)))
    g_hash_table_insert (answer->users, GUINT_TO_POINTER (uid), text);
  else
    g_free (text);

  return TRUE;
}

static gboolean
parse_socket (const Fields    *fields,
              PtlOwnersAnswer *answer)
{
  guint64 inode;
  guint64 uid;

  if (fields->n != 2 || !parse_number (fields, 0, 1, G_MAXUINT32, &inode) || !parse_number (fields, 1, 0, G_MAXUINT32, &uid))
    return FALSE;
  g_hash_table_insert (answer->sockets, GUINT_TO_POINTER (inode), GUINT_TO_POINTER (uid));

  return TRUE;
}

static gboolean
parse_line (const char      *line,
            gsize            length,
            PtlOwnersAnswer *answer)
{
  const char *tab = memchr (line, '\t', length);
  gsize word = tab != NULL ? (gsize) (tab - line) : length;
  Fields fields;

  if (tab == NULL || !split_fields (tab + 1, length - word - 1, &fields))
    return FALSE;

  if (word == strlen ("process") && memcmp (line, "process", word) == 0)
    {
      PtlHolder *holder = parse_process (&fields);

      if (holder != NULL)
        g_ptr_array_add (answer->holders, holder);

      return holder != NULL;
    }

  if (word == strlen ("holds") && memcmp (line, "holds", word) == 0)
    return parse_holding (&fields, answer);
  if (word == strlen ("socket") && memcmp (line, "socket", word) == 0)
    return parse_socket (&fields, answer);
  if (word == strlen ("user") && memcmp (line, "user", word) == 0)
    return parse_user (&fields, answer);

  return FALSE;
}

static void
name_users (PtlOwnersAnswer *answer)
{
  for (guint i = 0; i < answer->holders->len; i++)
    {
      PtlProcess *process = ((PtlHolder *) g_ptr_array_index (answer->holders, i))->process;

      if (process->user == NULL)
        process->user = g_strdup (g_hash_table_lookup (answer->users, GUINT_TO_POINTER (process->uid)));
    }
}

/**
 * ptl_owners_answer_parse:
 * @bytes: (array length=length): all that portolan-owners wrote
 * @length: how many
 * @error: where to say what is wrong: PTL_HOST_ERROR_FAILED
 *
 * Reads who holds which socket. An answer that is not whole, or not exactly in the format, is refused as a whole: it runs
 * with rights that we don't have, but what we believe is still ours to check. Any thread.
 *
 * Returns: (transfer full) (nullable): the answer, or %NULL with @error
 */
PtlOwnersAnswer *
ptl_owners_answer_parse (const char  *bytes,
                         gsize        length,
                         GError     **error)
{
  static const char heading[] = "portolan-owners " PTL_OWNERS_VERSION "\n";
  g_autoptr (PtlOwnersAnswer) answer = g_new0 (PtlOwnersAnswer, 1);
  const char *end = bytes + length;

  answer->holders = g_ptr_array_new_with_free_func ((GDestroyNotify) ptl_holder_free);
  answer->sockets = g_hash_table_new (NULL, NULL);
  answer->users = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  if (length > PTL_OWNERS_MAX_BYTES || length < strlen (heading) || memcmp (bytes, heading, strlen (heading)) != 0)
    goto invalid;

  bytes += strlen (heading);
  for (guint n_lines = 0; bytes < end && n_lines <= PTL_OWNERS_MAX_LINES; n_lines++)
    {
      const char *line_end = memchr (bytes, '\n', end - bytes);

      if (line_end == NULL || line_end - bytes > PTL_OWNERS_MAX_LINE_BYTES)
        goto invalid;

      if (line_end - bytes > 4 && memcmp (bytes, "end\t", 4) == 0)
        {
          Fields fields;
          guint64 n;

          if (line_end + 1 != end || !split_fields (bytes + 4, line_end - bytes - 4, &fields) || fields.n != 1 ||
              !parse_number (&fields, 0, 0, PTL_OWNERS_MAX_LINES, &n) || n != n_lines)
            goto invalid;

          name_users (answer);

          return g_steal_pointer (&answer);
        }

      if (!parse_line (bytes, line_end - bytes, answer))
        goto invalid;
      bytes = line_end + 1;
    }

invalid:
  g_set_error_literal (error, PTL_HOST_ERROR, PTL_HOST_ERROR_FAILED, _("The answer about the hidden owners could not be understood."));

  return NULL;
}
