#include "config.h"

#include "cli/ptl-cli.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "book/ptl-book-file.h"
#include "page/ptl-sanitize.h"
#include "platform/ptl-platform.h"

/* Text in lines longer than this is hard to read, however wide the terminal. */
#define MAX_WIDTH     100
#define DEFAULT_WIDTH 80
#define MIN_WIDTH     20

/**
 * ptl_cli_fail:
 * @format: one whole sentence, as for printf()
 * @...: what to fill in
 *
 * Says on stderr what went wrong, in one line that holds nothing a terminal would obey, but a translation's marks of direction.
 */
void
ptl_cli_fail (const char *format,
              ...)
{
  g_autofree char *text = NULL;
  g_autofree char *clean = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  clean = ptl_sanitize_translated (text);
  fprintf (stderr, "portolan-cli: %s\n", clean);
  /* Windows keeps it back otherwise. */
  fflush (stderr);
}

/* Set once nobody reads stdout any more. */
static gboolean reader_is_gone;

static int
write_out (const char *text,
           gsize       length)
{
  if (fwrite (text, 1, length, stdout) != length || fflush (stdout) != 0)
    {
      int saved = errno;

      /* Whoever reads has seen enough: that is no failure worth a sentence. */
      if (ptl_platform_is_reader_gone (saved))
        {
          reader_is_gone = TRUE;
          return PTL_EXIT_OK;
        }

      ptl_cli_fail (_("The output could not be written: %s."), g_strerror (saved));
      return PTL_EXIT_OUTPUT;
    }

  return PTL_EXIT_OK;
}

/**
 * ptl_cli_reader_is_gone:
 *
 * Says whether a write found that nobody reads stdout any more.
 *
 * Returns: whether it did
 */
gboolean
ptl_cli_reader_is_gone (void)
{
  return reader_is_gone;
}

/**
 * ptl_cli_print:
 * @text: valid UTF-8
 *
 * Writes text to stdout, in the encoding of the locale. In the locale "C", which names none, it stays UTF-8.
 *
 * Returns: an exit status; %PTL_EXIT_OK also where the reader went away
 */
int
ptl_cli_print (const char *text)
{
  const char *charset;

  if (!ptl_platform_writes_utf8 (&charset))
    {
      gsize length;
      g_autofree char *converted = g_convert_with_fallback (text, -1, charset, "UTF-8", "?",
                                                            NULL, &length, NULL);

      if (converted != NULL)
        return write_out (converted, length);
    }

  return write_out (text, strlen (text));
}

/**
 * ptl_cli_print_json:
 * @document: a JSON document without a newline
 *
 * Writes a document and a newline to stdout; JSON is UTF-8 in every locale (RFC 8259, section 8.1).
 *
 * Returns: an exit status
 */
int
ptl_cli_print_json (const char *document)
{
  g_autofree char *line = g_strconcat (document, "\n", NULL);

  return write_out (line, strlen (line));
}

/**
 * ptl_cli_get_table_width:
 *
 * Finds how many columns a table may take: the terminal's, or what COLUMNS says. Where neither tells, a program reads, or a file
 * is written, and a line is best left whole; ps(1) does the same.
 *
 * Returns: the columns; 0 for as many as it needs
 */
guint
ptl_cli_get_table_width (void)
{
  const char *columns = g_getenv ("COLUMNS");
  guint64 width = ptl_platform_get_terminal_width ();

  if (width == 0 && columns != NULL)
    width = g_ascii_strtoull (columns, NULL, 10);

  return width == 0 ? 0 : CLAMP (width, MIN_WIDTH, G_MAXINT);
}

/**
 * ptl_cli_get_width:
 *
 * Finds how many columns to write sentences in: the terminal's, or what COLUMNS says, but no more than is good to read.
 *
 * Returns: the columns
 */
guint
ptl_cli_get_width (void)
{
  guint width = ptl_cli_get_table_width ();

  return width == 0 ? DEFAULT_WIDTH : MIN (width, MAX_WIDTH);
}

/**
 * ptl_cli_get_styled:
 *
 * Says whether stdout may be bold and dim: only on a terminal that knows how, and not where the user sets NO_COLOR
 * (https://no-color.org).
 *
 * Returns: whether it may
 */
gboolean
ptl_cli_get_styled (void)
{
  const char *no_color = g_getenv ("NO_COLOR");

  return (no_color == NULL || *no_color == '\0') && ptl_platform_has_escapes ();
}

/**
 * ptl_cli_open_catalog:
 *
 * Opens the catalog, which is part of the program.
 *
 * Returns: (transfer none) (nullable): the catalog; %NULL after saying on stderr what is wrong with it
 */
PtlCatalog *
ptl_cli_open_catalog (void)
{
  g_autoptr (GError) error = NULL;
  PtlCatalog *catalog = ptl_catalog_get_default (&error);

  if (catalog == NULL)
    ptl_cli_fail (_("The catalog of ports can’t be read: %s"), error->message);

  return catalog;
}

/**
 * ptl_cli_read_marks:
 *
 * Reads the user's stars and notes. Where they can't be read, one sentence on stderr says so, and all else goes on without them.
 *
 * Returns: (transfer full) (nullable): the marks
 */
PtlMarks *
ptl_cli_read_marks (void)
{
  g_autoptr (GError) error = NULL;
  PtlMarks *marks = ptl_book_read_marks (NULL, &error);

  if (marks == NULL)
    ptl_cli_fail ("%s", error->message);

  return marks;
}
