#include "config.h"

#include "cli/ptl-cli.h"

#include <glib/gi18n-lib.h>

#include "page/ptl-page.h"

/**
 * ptl_cli_explain:
 * @arguments: the command's name, then its arguments
 *
 * Prints the page of a port. A computer that can't be read is no failure of this command: the page says so itself.
 *
 * Returns: the exit status
 */
int
ptl_cli_explain (char **arguments)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON instead of text"), NULL },
    G_OPTION_ENTRY_NULL
  };
  const PtlCliSyntax syntax = {
    _("PORT[/TRANSPORT]"),
    _("Tells all that is known of a port: what is here now, what is registered, what it is commonly used for, and why."),
    _("With a transport, as in 53/udp, the page is about that transport alone.\n\nExit status: 0; 2 for a bad port."),
    entries,
  };
  g_auto (GStrv) rest = NULL;
  g_autoptr (PtlHost) host = NULL;
  g_autoptr (PtlHostFacts) facts = NULL;
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autoptr (PtlMarks) marks = NULL;
  g_autoptr (PtlPage) page = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  PtlTrial trial = { 0 };
  PtlCatalog *catalog;
  PtlTransport transport = PTL_TRANSPORT_TCP;
  gboolean has_transport = FALSE;
  guint16 port;

  if (!ptl_cli_parse (&syntax, arguments, &rest) ||
      !ptl_cli_take_port (rest, &port, &has_transport, &transport))
    return PTL_EXIT_USAGE;

  catalog = ptl_cli_open_catalog ();
  if (catalog == NULL)
    return PTL_EXIT_OUTPUT;

  host = ptl_host_new (NULL);
  facts = ptl_host_read_facts (host);
  if (has_transport)
    ptl_host_read_support (host, transport, facts);
  snapshot = ptl_host_read_port (host, port, NULL, &error);
  marks = ptl_cli_read_marks ();
  if (ptl_trial_is_of_use (facts, port))
    ptl_trial_run (&trial, port);
  page = ptl_page_new_for (catalog, facts, snapshot, error, marks, &trial, port,
                           has_transport ? PTL_TRANSPORT_BIT (transport) : 0);

  if (json)
    {
      text = ptl_page_to_json (page);
      return ptl_cli_print_json (text);
    }

  text = ptl_page_to_text (page, ptl_cli_get_width (), ptl_cli_get_styled ());

  return ptl_cli_print (text);
}
