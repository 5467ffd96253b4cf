#include "config.h"

#include "cli/ptl-cli.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>

#include "page/ptl-text.h"
#include "platform/ptl-platform.h"

/* The commands, in the order in which the help lists them. A new command is a line here and a file of its own. */
static const struct
{
  const char *name;
  int       (*run) (char **arguments);
  const char *parameters;
  const char *summary;
} commands[] = {
  { "explain", ptl_cli_explain, N_("PORT[/TRANSPORT]"), N_("Tell all that is known of a port") },
  { "search", ptl_cli_search, N_("QUERY…"), N_("Find ports by number, name or product") },
  { "listeners", ptl_cli_listeners, N_("[QUERY…]"), N_("List what listens on this computer") },
  { "check", ptl_cli_check, N_("PORT[/TRANSPORT]"), N_("Find out whether you can listen on a port") },
  { "free", ptl_cli_free, NULL, N_("Suggest ports that are good to pick") },
};

static int
print_help (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  char *calls[G_N_ELEMENTS (commands)];
  guint column = 28;

  g_string_append_printf (out, "%s\n  portolan-cli %s\n\n%s\n", _("Usage:"), _("COMMAND [OPTION…]"),
                          _("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      const char *parameters = commands[i].parameters;

      calls[i] = g_strdup_printf ("%s %s", commands[i].name, parameters != NULL ? _(parameters) : "");
      column = MAX (column, ptl_text_width (calls[i]) + 1);
    }
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *call = g_steal_pointer (&calls[i]);

      g_string_append_printf (out, "  %s%*s%s\n", call, (int) (column - ptl_text_width (call)), "",
                              _(commands[i].summary));
    }

  g_string_append_printf (out, "\n%s\n%s\n%s\n",
                          _("“portolan-cli COMMAND --help” tells a command’s options and exit statuses."),
                          _("“portolan-cli 60683” is short for “portolan-cli explain 60683”."),
                          _("“portolan-cli --version” tells the version, and the date of the registry."));

  return ptl_cli_print (out->str);
}

static int
print_version (void)
{
  PtlCatalog *catalog = ptl_cli_open_catalog ();
  g_autofree char *text = NULL;

  if (catalog == NULL)
    return PTL_EXIT_OUTPUT;

  text = g_strdup_printf (_("portolan-cli %s\nIANA’s registry as of %s; %u notes\n"), PTL_VERSION,
                          ptl_catalog_get_registry_date (catalog),
                          ptl_catalog_get_total_notes (catalog));

  return ptl_cli_print (text);
}

static int
run (char **arguments)
{
  const char *first = arguments[0];

  if (first == NULL)
    {
      ptl_cli_fail (_("A command is missing. “portolan-cli --help” lists them."));
      return PTL_EXIT_USAGE;
    }

  if (strcmp (first, "--help") == 0 || strcmp (first, "-h") == 0 || strcmp (first, "help") == 0)
    return print_help ();

  if (strcmp (first, "--version") == 0)
    return print_version ();

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (strcmp (first, commands[i].name) == 0)
        return commands[i].run (arguments);
    }

  if (g_ascii_isdigit (*first))
    {
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
      g_auto (GStrv) longer = NULL;

      g_strv_builder_add (builder, "explain");
      g_strv_builder_addv (builder, (const char **) arguments);
      longer = g_strv_builder_end (builder);

      return ptl_cli_explain (longer);
    }

  if (*first == '-')
    ptl_cli_fail (_("There is no option “%s”. “portolan-cli --help” lists the commands."), first);
  else
    ptl_cli_fail (_("There is no command “%s”. “portolan-cli --help” lists the commands."), first);

  return PTL_EXIT_USAGE;
}

int
main (int    argc,
      char **argv)
{
  ptl_platform_start ();

#ifdef SIGPIPE
  /* A reader that goes away ("| head") is seen as a failed write, and ends the program quietly. */
  signal (SIGPIPE, SIG_IGN);
#endif

  return run (argc > 0 ? argv + 1 : argv);
}
