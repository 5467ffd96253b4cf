#include "config.h"

#include "page/ptl-documents.h"

#include <string.h>

#include "page/ptl-listener-json.h"
#include "page/ptl-sanitize.h"

/* Fields for other programs, so neither names nor values are translated. */
static const char * const listener_columns[] = {
  "transport", "family", "address", "port", "interface", "exposure", "uid", "user",
  "pids", "process", "executable", "command", "unit", "container", "namespace", "evidence", "certain",
  "holder", "kernel_name",
};

static const char * const port_columns[] = { "port", "name", "transports", "description", "product", "why" };

/* A spreadsheet runs a cell that starts like a formula. An apostrophe before it makes it text.
 * Source of the characters: OWASP, CSV Injection; the last four are their full-width forms. */
static gboolean
is_like_a_formula (const char *cell)
{
  static const char * const starts[] = { "=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠" };

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      if (g_str_has_prefix (cell, starts[i]))
        return TRUE;
    }

  return FALSE;
}

/* RFC 4180: quoted where it has a comma, a quote or a line break, with each quote doubled. */
static void
append_cell (GString    *out,
             const char *value,
             gboolean    first)
{
  g_autofree char *clean = ptl_sanitize (value != NULL ? value : "");

  if (!first)
    g_string_append_c (out, ',');

  if (is_like_a_formula (clean))
    {
      char *marked = g_strconcat ("'", clean, NULL);

      g_free (clean);
      clean = marked;
    }

  if (strpbrk (clean, ",\"'; ") == NULL)
    {
      g_string_append (out, clean);
      return;
    }

  g_string_append_c (out, '"');
  for (const char *p = clean; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *p);
    }
  g_string_append_c (out, '"');
}

static void
append_number (GString *out,
               gint64   value)
{
  g_string_append_c (out, ',');
  if (value >= 0)
    g_string_append_printf (out, "%" G_GINT64_FORMAT, value);
}

static char *
join_pids (const PtlListener *listener)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < listener->owners->len; i++)
    {
      const PtlOwner *owner = g_ptr_array_index (listener->owners, i);

      g_string_append_printf (out, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "", owner->process->pid);
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
append_listener (GString           *out,
                 const PtlListener *listener)
{
  const PtlOwner *owner = listener->owners->len > 0 ? g_ptr_array_index (listener->owners, 0) : NULL;
  const PtlProcess *process = owner != NULL ? owner->process : NULL;
  g_autofree char *pids = join_pids (listener);
  g_autofree char *command = NULL;

  if (process != NULL && process->command != NULL)
    command = g_strjoinv (" ", process->command);

  append_cell (out, ptl_transport_to_string (listener->transport), TRUE);
  append_cell (out, ptl_family_to_string (listener->family), FALSE);
  append_cell (out, listener->address, FALSE);
  append_number (out, listener->port);
  append_cell (out, listener->interface, FALSE);
  append_cell (out, ptl_exposure_to_string (listener->exposure), FALSE);
  append_number (out, listener->uid);
  append_cell (out, listener->user, FALSE);
  append_cell (out, pids, FALSE);
  append_cell (out, process != NULL ? process->name : NULL, FALSE);
  append_cell (out, process != NULL ? process->executable : NULL, FALSE);
  append_cell (out, command, FALSE);
  append_cell (out, listener->unit, FALSE);
  append_cell (out, listener->container_name != NULL ? listener->container_name
                                                     : listener->container_id, FALSE);
  append_cell (out, listener->network_namespace, FALSE);
  append_cell (out, owner != NULL ? ptl_evidence_to_string (owner->evidence) : NULL, FALSE);
  append_cell (out, owner == NULL ? NULL : owner->certain ? "true" : "false", FALSE);
  append_cell (out, ptl_listener_get_holder (listener), FALSE);
  append_cell (out, listener->kernel_name, FALSE);
  g_string_append (out, "\r\n");
}

static void
append_head (GString            *out,
             const char * const *columns,
             guint               n_columns)
{
  for (guint i = 0; i < n_columns; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? "," : "", columns[i]);
  g_string_append (out, "\r\n");
}

/**
 * ptl_listeners_to_csv:
 * @listeners: (element-type PtlListener): what to write, in this order
 *
 * Writes listeners as CSV by RFC 4180, with a header line. A listener with several owners is one line: all process
 * numbers, and the rest of the first owner. No cell can be taken for a formula, and none holds control characters. Any thread.
 *
 * Returns: (transfer full): the text
 */
char *
ptl_listeners_to_csv (GPtrArray *listeners)
{
  g_autoptr (GString) out = g_string_new (NULL);

  append_head (out, listener_columns, G_N_ELEMENTS (listener_columns));
  for (guint i = 0; i < listeners->len; i++)
    append_listener (out, g_ptr_array_index (listeners, i));

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * ptl_listeners_to_json:
 * @snapshot: the reading that they are of
 * @listeners: (element-type PtlListener): what to write, in this order
 *
 * Writes listeners as "listeners --json" has them. Any thread.
 *
 * Returns: (transfer full): the document, without a newline
 */
char *
ptl_listeners_to_json (PtlSnapshot *snapshot,
                       GPtrArray   *listeners)
{
  g_autoptr (PtlJson) json = ptl_json_new ();

  ptl_json_begin_object (json);
  ptl_json_add_int (json, "schema", 1);
  ptl_json_add_reading (json, snapshot);
  ptl_json_put_member (json, "listeners");
  ptl_json_begin_array (json);
  for (guint i = 0; i < listeners->len; i++)
    ptl_json_add_listener (json, g_ptr_array_index (listeners, i));
  ptl_json_end_array (json);
  ptl_json_end_object (json);

  return ptl_json_finish (json);
}

static char *
join_transports (guint mask)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < PTL_N_TRANSPORTS; i++)
    {
      if (mask & PTL_TRANSPORT_BIT (i))
        g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", ptl_transport_to_string (i));
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Where there are only filters, nothing in particular matched. */
static const char *
why_of (PtlResults *results,
        guint       index)
{
  PtlWhy why = ptl_results_get_why (results, index);

  return why != PTL_WHY_NONE ? ptl_why_to_string (why) : NULL;
}

/**
 * ptl_results_to_csv:
 * @catalog: what the ports are called
 * @results: what a search found
 *
 * Writes ports as CSV by RFC 4180, with a header line, best first. No cell can be taken for a formula. Any thread.
 *
 * Returns: (transfer full): the text
 */
char *
ptl_results_to_csv (PtlCatalog *catalog,
                    PtlResults *results)
{
  g_autoptr (GString) out = g_string_new (NULL);

  append_head (out, port_columns, G_N_ELEMENTS (port_columns));
  for (guint i = 0; i < ptl_results_get_n (results); i++)
    {
      guint16 port = ptl_results_get_ports (results)[i];
      g_autofree char *transports = NULL;
      PtlSummary summary;

      ptl_catalog_get_summary (catalog, port, &summary);
      transports = join_transports (summary.transports);
      g_string_append_printf (out, "%u", port);
      append_cell (out, summary.name, FALSE);
      append_cell (out, transports, FALSE);
      append_cell (out, summary.description, FALSE);
      append_cell (out, summary.product, FALSE);
      append_cell (out, why_of (results, i), FALSE);
      g_string_append (out, "\r\n");
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * ptl_results_to_json:
 * @catalog: what the ports are called
 * @query: what was looked for
 * @results: what was found
 * @n: how many of them to write, at most all
 *
 * Writes ports as "search --json" has them. Any thread.
 *
 * Returns: (transfer full): the document, without a newline
 */
char *
ptl_results_to_json (PtlCatalog *catalog,
                     PtlQuery   *query,
                     PtlResults *results,
                     guint       n)
{
  g_autoptr (PtlJson) json = ptl_json_new ();
  const guint16 *ports = ptl_results_get_ports (results);

  ptl_json_begin_object (json);
  ptl_json_add_int (json, "schema", 1);
  ptl_json_add_string (json, "query", ptl_query_get_text (query));
  ptl_json_add_int (json, "total", ptl_results_get_n (results));

  ptl_json_put_member (json, "ports");
  ptl_json_begin_array (json);
  for (guint i = 0; i < n; i++)
    {
      PtlSummary summary;

      ptl_catalog_get_summary (catalog, ports[i], &summary);
      ptl_json_begin_object (json);
      ptl_json_add_int (json, "port", ports[i]);
      ptl_json_add_string (json, "name", summary.name);
      ptl_json_add_string (json, "why", why_of (results, i));
      ptl_json_add_string (json, "product", summary.product);
      ptl_json_end_object (json);
    }
  ptl_json_end_array (json);
  ptl_json_add_boolean (json, "fuzzy", ptl_results_is_fuzzy (results));
  ptl_json_end_object (json);

  return ptl_json_finish (json);
}
