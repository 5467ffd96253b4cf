#include "config.h"

#include "cli/ptl-cli.h"

#include <glib/gi18n-lib.h>

#include "page/ptl-free.h"
#include "page/ptl-listener-json.h"

/* Below, ports need a privilege on most systems. */
#define DEFAULT_FIRST 1024

static int
print_ports (const GArray *ports,
             gboolean      json)
{
  g_autoptr (PtlJson) writer = NULL;
  g_autofree char *document = NULL;

  if (!json)
    {
      g_autoptr (GString) out = g_string_new (NULL);

      for (guint i = 0; i < ports->len; i++)
        g_string_append_printf (out, "%u\n", g_array_index (ports, guint16, i));

      return ptl_cli_print (out->str);
    }

  writer = ptl_json_new ();
  ptl_json_begin_object (writer);
  ptl_json_add_int (writer, "schema", 1);
  ptl_json_put_member (writer, "ports");
  ptl_json_begin_array (writer);
  for (guint i = 0; i < ports->len; i++)
    {
      ptl_json_begin_object (writer);
      ptl_json_add_int (writer, "port", g_array_index (ports, guint16, i));
      ptl_json_end_object (writer);
    }
  ptl_json_end_array (writer);
  ptl_json_end_object (writer);
  document = ptl_json_finish (writer);

  return ptl_cli_print_json (document);
}

/**
 * ptl_cli_free:
 * @arguments: the command's name, then its arguments
 *
 * Prints ports that are good to pick for a server, the best first.
 *
 * Returns: the exit status
 */
int
ptl_cli_free (char **arguments)
{
  gboolean json = FALSE;
  g_autofree char *count_text = NULL;
  g_autofree char *from_text = NULL;
  g_autofree char *to_text = NULL;
  const GOptionEntry entries[] = {
    { "count", 0, 0, G_OPTION_ARG_STRING, &count_text, N_("How many ports to print; one if not given"), N_("N") },
    { "from", 0, 0, G_OPTION_ARG_STRING, &from_text, N_("The first port to look at; 1024 if not given"), N_("A") },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to_text, N_("The last port to look at; 65535 if not given"), N_("B") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON instead of text"), NULL },
    G_OPTION_ENTRY_NULL
  };
  const PtlCliSyntax syntax = {
    NULL,
    _("Prints ports that are good to pick for a server of your own, one on each line, the best first: unassigned, without a known use, outside every ephemeral, reserved and excluded range, not refused by browsers, and unused here."),
    _("The ephemeral ranges are this computer’s and the defaults of Linux, Windows and macOS.\n\nExit status: 0; 1 where there is no such port; 2 for options that make no sense."),
    entries,
  };
  g_auto (GStrv) rest = NULL;
  g_autoptr (PtlHost) host = NULL;
  g_autoptr (PtlHostFacts) facts = NULL;
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) candidates = NULL;
  g_autoptr (GArray) ports = g_array_new (FALSE, FALSE, sizeof (guint16));
  PtlCatalog *catalog;
  guint count = 1, from = DEFAULT_FIRST, to = PTL_N_PORTS - 1;
  int status;

  if (!ptl_cli_parse (&syntax, arguments, &rest) ||
      !ptl_cli_parse_number ("--count", count_text, 1, PTL_N_PORTS, &count) ||
      !ptl_cli_parse_number ("--from", from_text, 0, PTL_N_PORTS - 1, &from) ||
      !ptl_cli_parse_number ("--to", to_text, 0, PTL_N_PORTS - 1, &to))
    return PTL_EXIT_USAGE;

  if (rest[0] != NULL)
    {
      ptl_cli_fail (_("“%s” is one argument too many; a range is given as --from %s --to %s."),
                    rest[0], "8000", "8999");
      return PTL_EXIT_USAGE;
    }

  if (from > to)
    {
      ptl_cli_fail (_("The range is empty: %u is above %u."), from, to);
      return PTL_EXIT_USAGE;
    }

  catalog = ptl_cli_open_catalog ();
  if (catalog == NULL)
    return PTL_EXIT_OUTPUT;

  host = ptl_host_new (NULL);
  facts = ptl_host_read_facts (host);
  snapshot = ptl_host_read (host, NULL, &error);
  candidates = ptl_free_list (catalog, facts, snapshot, from, to);

  for (guint i = 0; i < candidates->len && ports->len < count; i++)
    {
      guint16 port = g_array_index (candidates, guint16, i);

      if (ptl_free_try (catalog, facts, snapshot, port))
        g_array_append_val (ports, port);
    }

  status = print_ports (ports, json);
  if (status != PTL_EXIT_OK)
    return status;

  if (ports->len == 0)
    {
      ptl_cli_fail (_("No port from %u to %u is good to pick; try another range, below the ephemeral ones."), from, to);
      return PTL_EXIT_NO;
    }

  return PTL_EXIT_OK;
}
