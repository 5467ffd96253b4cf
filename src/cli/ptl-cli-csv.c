#include "config.h"

#include "cli/ptl-cli-listeners.h"

#include <string.h>

#include "page/ptl-sanitize.h"

/* Fields for other programs, so neither names nor values are translated. */
static const char * const columns[] = {
  "transport", "family", "address", "port", "interface", "exposure", "uid", "user",
  "pids", "process", "executable", "command", "unit", "container", "namespace", "evidence", "certain",
};

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
  g_string_append (out, "\r\n");
}

/**
 * ptl_cli_listeners_to_csv:
 * @snapshot: a reading of the listeners
 * @filter: which of them
 *
 * Writes listeners as CSV by RFC 4180, with a header line. A listener with several owners is one line: all process
 * numbers, and the rest of the first owner. No cell can be taken for a formula, and none holds control characters.
 *
 * Returns: (transfer full): the text
 */
char *
ptl_cli_listeners_to_csv (PtlSnapshot       *snapshot,
                          PtlListenerFilter *filter)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    g_string_append_printf (out, "%s%s", i > 0 ? "," : "", columns[i]);
  g_string_append (out, "\r\n");

  for (guint i = 0; i < ptl_snapshot_get_n (snapshot); i++)
    {
      const PtlListener *listener = ptl_snapshot_get (snapshot, i);

      if (ptl_listener_filter_matches (filter, listener))
        append_listener (out, listener);
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}
