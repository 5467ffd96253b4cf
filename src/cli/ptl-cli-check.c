#include "config.h"

#include "cli/ptl-cli.h"

#include <glib/gi18n-lib.h>

#include "page/ptl-check.h"
#include "page/ptl-listener-json.h"
#include "page/ptl-text.h"

static int
print_text (const PtlCheck *check)
{
  g_autoptr (GString) out = g_string_new (NULL);
  PtlTextWriter writer = { out, ptl_cli_get_width (), ptl_cli_get_styled (), TRUE };
  g_autofree char *answer = NULL;

  if (!check->known)
    answer = g_strdup_printf (_("Whether you can listen on %u/%s is not known."), check->port,
                              ptl_transport_to_string (check->transport));
  else if (check->usable)
    answer = g_strdup_printf (_("You can listen on %u/%s."), check->port,
                              ptl_transport_to_string (check->transport));
  else
    answer = g_strdup_printf (_("You cannot listen on %u/%s."), check->port,
                              ptl_transport_to_string (check->transport));

  ptl_text_wrap (&writer, PTL_STYLE_BOLD, answer, 0, 0, 0);
  for (guint i = 0; i < check->reasons->len; i++)
    {
      const PtlReason *reason = g_ptr_array_index (check->reasons, i);

      ptl_text_wrap (&writer, PTL_STYLE_PLAIN, reason->text, 2, 2, 0);
    }

  return ptl_cli_print (out->str);
}

/**
 * ptl_cli_check:
 * @arguments: the command's name, then its arguments
 *
 * Finds out whether this user can listen on a port now; the system has the last word.
 *
 * Returns: the exit status
 */
int
ptl_cli_check (char **arguments)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON instead of text"), NULL },
    G_OPTION_ENTRY_NULL
  };
  const PtlCliSyntax syntax = {
    _("PORT[/TRANSPORT]"),
    _("Finds out whether you can listen on a port of this computer now, and if not, why."),
    _("Without a transport, TCP is meant. The port is tried for a moment; nothing is sent.\n\nExit status: 0 yes; 1 no; 2 for a bad port."),
    entries,
  };
  g_auto (GStrv) rest = NULL;
  g_autoptr (PtlHost) host = NULL;
  g_autoptr (PtlHostFacts) facts = NULL;
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autoptr (PtlCheck) check = NULL;
  g_autoptr (GError) error = NULL;
  PtlCatalog *catalog;
  PtlTransport transport = PTL_TRANSPORT_TCP;
  gboolean has_transport = FALSE;
  guint16 port;
  int status;

  if (!ptl_cli_parse (&syntax, arguments, &rest) ||
      !ptl_cli_take_port (rest, &port, &has_transport, &transport))
    return PTL_EXIT_USAGE;

  catalog = ptl_cli_open_catalog ();
  if (catalog == NULL)
    return PTL_EXIT_OUTPUT;

  host = ptl_host_new (NULL);
  facts = ptl_host_read_facts (host);
  ptl_host_read_support (host, transport, facts);
  snapshot = ptl_host_read_port (host, port, NULL, &error);
  check = ptl_check_new (catalog, facts, snapshot, error, port, transport);
  ptl_check_try (check);

  if (json)
    {
      g_autofree char *document = ptl_check_to_json (check);

      status = ptl_cli_print_json (document);
    }
  else
    {
      status = print_text (check);
    }

  if (!check->known)
    {
      if (error != NULL)
        ptl_cli_fail (_("The listeners could not be read: %s"), error->message);
      return PTL_EXIT_HOST;
    }

  return status != PTL_EXIT_OK ? status : check->usable ? PTL_EXIT_OK : PTL_EXIT_NO;
}
