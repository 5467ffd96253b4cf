#include "config.h"

#include "cli/ptl-cli.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Stands for the dash of an argument that is no option while GOption looks; it can't be in an argument people type. */
#define DASH_STAND_IN '\001'

/*
 * "-1" is a port that is none, and "-mysql" a word of a query, so only arguments with two dashes are options here,
 * but for -h. All that is behind "--" is taken as it is.
 */
static gboolean
is_dashed_word (const char *argument)
{
  return argument[0] == '-' && argument[1] != '-' && argument[1] != '\0' &&
         strcmp (argument, "-h") != 0;
}

/* Takes the options out of the arguments. Returns: (transfer full) (nullable): the rest, behind a name; %NULL where they make no
 * sense. */
static char **
take_options (const PtlCliSyntax  *syntax,
              char               **arguments)
{
  g_autoptr (GOptionContext) context = g_option_context_new (syntax->parameters);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *program = NULL;
  g_auto (GStrv) parsed = NULL;
  gboolean literal = FALSE;

  program = g_strdup_printf ("portolan-cli %s", arguments[0]);
  g_set_prgname (program);
  g_option_context_set_summary (context, syntax->summary);
  g_option_context_set_description (context, syntax->description);
  if (syntax->entries != NULL)
    g_option_context_add_main_entries (context, syntax->entries, GETTEXT_PACKAGE);

  g_ptr_array_add (words, program);
  for (guint i = 1; arguments[i] != NULL; i++)
    {
      if (!literal && is_dashed_word (arguments[i]))
        arguments[i][0] = DASH_STAND_IN;
      literal |= strcmp (arguments[i], "--") == 0;
      g_ptr_array_add (words, arguments[i]);
    }
  g_ptr_array_add (words, NULL);

  parsed = g_strdupv ((char **) words->pdata);
  if (!g_option_context_parse_strv (context, &parsed, &error))
    {
      ptl_cli_fail (_("%s. “portolan-cli %s --help” lists the options."), error->message, arguments[0]);
      return NULL;
    }

  return g_steal_pointer (&parsed);
}

static gboolean
has_dash (char **arguments)
{
  for (guint i = 1; arguments[i] != NULL; i++)
    {
      if (arguments[i][0] == '-')
        return TRUE;
    }

  return FALSE;
}

/**
 * ptl_cli_parse:
 * @syntax: what the command takes
 * @arguments: the command's name, then its arguments
 * @out_rest: (out) (transfer full): the arguments that are no options, in valid UTF-8
 *
 * Reads a command's options. For --help, prints the help and ends the program. What makes no sense is said on stderr.
 *
 * Returns: whether the options make sense; where not, the command ends with %PTL_EXIT_USAGE
 */
gboolean
ptl_cli_parse (const PtlCliSyntax   *syntax,
               char                **arguments,
               char               ***out_rest)
{
  g_autoptr (GStrvBuilder) rest = g_strv_builder_new ();
  g_auto (GStrv) parsed = NULL;

  /* GOption takes its time also where there is nothing for it. */
  parsed = has_dash (arguments) ? take_options (syntax, arguments) : g_strdupv (arguments);
  if (parsed == NULL)
    return FALSE;

  for (guint i = 1; parsed[i] != NULL; i++)
    {
      if (i == 1 && strcmp (parsed[i], "--") == 0)
        continue;
      if (parsed[i][0] == DASH_STAND_IN)
        parsed[i][0] = '-';

      if (!g_utf8_validate (parsed[i], -1, NULL))
        {
          /* Not a text, so neither a port nor a word that anything could match. */
          g_autofree char *valid = g_utf8_make_valid (parsed[i], -1);

          ptl_cli_fail (_("“%s” is not valid UTF-8."), valid);
          return FALSE;
        }
      g_strv_builder_add (rest, parsed[i]);
    }

  *out_rest = g_strv_builder_end (rest);

  return TRUE;
}

/**
 * ptl_cli_parse_number:
 * @option: the option's name, "--limit"
 * @text: (nullable): what was given for it
 * @minimum: the least that makes sense
 * @maximum: the most
 * @in_out_number: the number; untouched where @text is %NULL
 *
 * Reads a number that an option takes. What makes no sense is said on stderr.
 *
 * Returns: whether it makes sense
 */
gboolean
ptl_cli_parse_number (const char *option,
                      const char *text,
                      guint       minimum,
                      guint       maximum,
                      guint      *in_out_number)
{
  guint64 number;

  if (text == NULL)
    return TRUE;

  if (!g_ascii_string_to_unsigned (text, 10, minimum, maximum, &number, NULL))
    {
      g_autofree char *shown = g_strdup (text);

      if (shown[0] == DASH_STAND_IN)
        shown[0] = '-';
      ptl_cli_fail (_("%s takes a whole number from %u to %u, not “%s”."), option, minimum, maximum, shown);
      return FALSE;
    }

  *in_out_number = number;

  return TRUE;
}

/**
 * ptl_cli_take_port:
 * @rest: the arguments that are no options
 * @out_port: (out): the port
 * @out_has_transport: (out): whether a transport was given
 * @out_transport: (out): the transport; set only where one was given
 *
 * Reads the one port that a command takes. What is wrong with it is said on stderr.
 *
 * Returns: whether there is exactly one port
 */
gboolean
ptl_cli_take_port (char         **rest,
                   guint16       *out_port,
                   gboolean      *out_has_transport,
                   PtlTransport  *out_transport)
{
  g_autoptr (GError) error = NULL;

  if (rest[0] == NULL)
    {
      ptl_cli_fail (_("A port is missing: give a number from 0 to 65535, such as 60683 or 53/udp."));
      return FALSE;
    }

  if (rest[1] != NULL)
    {
      ptl_cli_fail (_("One port at a time: “%s” is one too many."), rest[1]);
      return FALSE;
    }

  if (!ptl_port_parse (rest[0], out_port, out_has_transport, out_transport, &error))
    {
      ptl_cli_fail ("%s", error->message);
      return FALSE;
    }

  return TRUE;
}

/**
 * ptl_cli_take_query:
 * @rest: the arguments that are no options
 *
 * Reads a query from all arguments together. Quotes that the shell left in place make a phrase.
 *
 * Returns: (transfer full) (nullable): the query; %NULL after saying on stderr what is wrong with it
 */
PtlQuery *
ptl_cli_take_query (char **rest)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strjoinv (" ", rest);
  PtlQuery *query = ptl_query_parse (text, &error);

  if (query == NULL)
    ptl_cli_fail ("%s", error->message);

  return query;
}
