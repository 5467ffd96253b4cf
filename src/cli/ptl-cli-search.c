#include "config.h"

#include "cli/ptl-cli.h"

#include <glib/gi18n-lib.h>

#include "page/ptl-documents.h"
#include "page/ptl-search.h"
#include "page/ptl-text.h"

/* Text is for reading; more than this is not read. JSON has all unless it is told otherwise. */
#define DEFAULT_TEXT_LIMIT 50

static char *
transports_of (guint mask)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < PTL_N_TRANSPORTS; i++)
    {
      if (mask & PTL_TRANSPORT_BIT (i))
        g_string_append_printf (out, "%s%s", out->len > 0 ? "," : "", ptl_transport_to_string (i));
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* One line for each port: the number, the registered name with its transports, the common use; each in its own column. */
static char *
to_text (PtlCatalog  *catalog,
         PtlSnapshot *snapshot,
         PtlResults  *results,
         guint        n)
{
  g_autoptr (GString) out = g_string_new (NULL);
  PtlTextWriter writer = { out, ptl_cli_get_width (), ptl_cli_get_styled () };
  const guint16 *ports = ptl_results_get_ports (results);

  for (guint i = 0; i < n; i++)
    {
      PtlSummary summary;
      g_autofree char *number = g_strdup_printf ("%5u  ", ports[i]);
      g_autofree char *transports = NULL;
      g_autoptr (GString) rest = g_string_new (NULL);

      ptl_catalog_get_summary (catalog, ports[i], &summary);
      transports = transports_of (summary.transports);

      ptl_text_put (&writer, PTL_STYLE_BOLD, number);
      ptl_text_put_padded (&writer, PTL_STYLE_PLAIN, summary.name != NULL ? summary.name : "-", 18);
      ptl_text_put_padded (&writer, PTL_STYLE_DIM, transports, 9);

      if (snapshot != NULL && ptl_snapshot_has_port (snapshot, ports[i]))
        g_string_append (rest, _("[listening] "));
      if (summary.product != NULL)
        g_string_append (rest, summary.product);
      else if (summary.description != NULL)
        g_string_append (rest, summary.description);
      else if (summary.name == NULL)
        g_string_append (rest, summary.status == PTL_STATUS_RESERVED ? _("reserved by IANA") : _("assigned to nobody"));
      if (summary.n_products > 1)
        g_string_append_printf (rest, ngettext (" and %u more", " and %u more", summary.n_products - 1),
                                summary.n_products - 1);

      ptl_text_put (&writer, PTL_STYLE_PLAIN, rest->str);
      g_string_append_c (out, '\n');
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * ptl_cli_search:
 * @arguments: the command's name, then its arguments
 *
 * Prints the ports that a query finds, best first. The computer is read only where the query asks about it.
 *
 * Returns: the exit status
 */
int
ptl_cli_search (char **arguments)
{
  gboolean json = FALSE;
  g_autofree char *limit_text = NULL;
  const GOptionEntry entries[] = {
    { "limit", 0, 0, G_OPTION_ARG_STRING, &limit_text, N_("Print at most so many ports; text stops at 50 if not given"), N_("N") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON instead of text"), NULL },
    G_OPTION_ENTRY_NULL
  };
  const PtlCliSyntax syntax = {
    _("QUERY…"),
    _("Finds ports by number, name, product or description, the best first."),
    _("All words must match; -WORD leaves out what matches it. Filters: tcp, udp, 8000-8100, is:listening, is:exposed, is:registered, is:unassigned, is:noted, is:starred, is:mine, is:blocked, process:NAME, user:NAME, unit:NAME, container:NAME, pid:N, range:dynamic, kind:malware.\n\nExit status: 0; 1 where nothing matches; 2 for a query that makes no sense."),
    entries,
  };
  g_auto (GStrv) rest = NULL;
  g_autoptr (PtlQuery) query = NULL;
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autoptr (PtlMarks) marks = NULL;
  g_autoptr (PtlResults) results = NULL;
  g_autofree char *text = NULL;
  PtlCatalog *catalog;
  guint limit = 0, n;
  int status;

  if (!ptl_cli_parse (&syntax, arguments, &rest) ||
      !ptl_cli_parse_number ("--limit", limit_text, 1, PTL_N_PORTS, &limit))
    return PTL_EXIT_USAGE;

  if (rest[0] == NULL)
    {
      ptl_cli_fail (_("A query is missing: give a number, a name or a product, such as “postgresql”."));
      return PTL_EXIT_USAGE;
    }

  query = ptl_cli_take_query (rest);
  if (query == NULL)
    return PTL_EXIT_USAGE;

  catalog = ptl_cli_open_catalog ();
  if (catalog == NULL)
    return PTL_EXIT_OUTPUT;

  if (ptl_query_needs_host (query))
    {
      g_autoptr (PtlHost) host = ptl_host_new (NULL);
      g_autoptr (GError) error = NULL;

      snapshot = ptl_host_read (host, NULL, &error);
      if (snapshot == NULL)
        {
          ptl_cli_fail (_("The listeners could not be read: %s"), error->message);
          return PTL_EXIT_HOST;
        }
    }

  marks = ptl_cli_read_marks ();
  results = ptl_search (catalog, snapshot, marks, query);
  if (limit == 0)
    limit = json ? PTL_N_PORTS : DEFAULT_TEXT_LIMIT;
  n = MIN (limit, ptl_results_get_n (results));

  if (json)
    {
      text = ptl_results_to_json (catalog, query, results, n);
      status = ptl_cli_print_json (text);
    }
  else
    {
      text = to_text (catalog, snapshot, results, n);
      status = ptl_cli_print (text);
    }

  if (status != PTL_EXIT_OK)
    return status;

  if (!json && limit_text == NULL && n < ptl_results_get_n (results))
    ptl_cli_fail (ngettext ("%u more port matches; --limit shows more.", "%u more ports match; --limit shows more.",
                            ptl_results_get_n (results) - n),
                  ptl_results_get_n (results) - n);

  if (n == 0)
    {
      if (!json)
        ptl_cli_fail (_("Nothing matches “%s”; try fewer words, or a number."), ptl_query_get_text (query));
      return PTL_EXIT_NO;
    }

  return PTL_EXIT_OK;
}
