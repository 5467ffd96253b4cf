#include "config.h"

#include "cli/ptl-cli.h"

#include <glib/gi18n-lib.h>

#include "cli/ptl-cli-listeners.h"
#include "page/ptl-documents.h"
#include "page/ptl-listener-filter.h"
#include "page/ptl-listener-group.h"
#include "page/ptl-text.h"

/* Returns: (transfer full): those that @filter lets through, borrowed from @snapshot */
static GPtrArray *
list_matching (PtlSnapshot       *snapshot,
               PtlListenerFilter *filter)
{
  GPtrArray *listeners = g_ptr_array_new ();

  for (guint i = 0; i < ptl_snapshot_get_n (snapshot); i++)
    {
      const PtlListener *listener = ptl_snapshot_get (snapshot, i);

      if (ptl_listener_filter_matches (filter, listener))
        g_ptr_array_add (listeners, (gpointer) listener);
    }

  return listeners;
}

static const char *
exposure_words (const PtlListener *listener)
{
  if (!ptl_listener_is_here (listener))
    return _("other namespace");

  switch (listener->exposure)
    {
    case PTL_EXPOSURE_LOOPBACK:
      return _("this computer");

    case PTL_EXPOSURE_NETWORK:
      return listener->network != NULL ? listener->network : _("one network");

    case PTL_EXPOSURE_ALL:
    default:
      return _("every interface");
    }
}

/* The columns of the table. Sockets that share an address for one owner are one line. */
#define N_COLUMNS 5

/* An owner's column narrower than this is worse to read than lines below the port. */
#define MIN_OWNER_COLUMNS 16

/* By how much those lines are indented. */
#define STACKED_INDENT 2

typedef struct
{
  char *cells[N_COLUMNS];
} Row;

static void
row_free (Row *row)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    g_free (row->cells[i]);
  g_free (row);
}

static Row *
row_new (const PtlListenerGroup *group)
{
  const PtlListener *listener = group->listener;
  Row *row = g_new0 (Row, 1);

  row->cells[0] = g_strdup_printf ("%u/%s", listener->port,
                                   ptl_transport_to_string (listener->transport));
  if (listener->interface != NULL)
    row->cells[1] = g_strdup_printf ("%s%%%s", listener->address, listener->interface);
  else
    row->cells[1] = g_strdup (listener->address);
  row->cells[2] = g_strdup (exposure_words (listener));
  row->cells[3] = g_strdup (listener->user != NULL ? listener->user : "?");
  if (listener->unheld && listener->unit == NULL && listener->container_id == NULL && listener->container_name == NULL)
    row->cells[4] = g_strdup (_("no process was found"));
  else
    row->cells[4] = ptl_listener_describe_owner (listener);

  if (group->owners->len > 1)
    {
      guint n = group->owners->len - 1;
      g_autofree char *more = g_strdup_printf (ngettext (" and %u more", " and %u more", n), n);
      char *both = g_strconcat (row->cells[4], more, NULL);

      g_free (row->cells[4]);
      row->cells[4] = both;
    }

  return row;
}

/* One line; where it is too long, its last cell goes on below itself. */
static void
put_row (const PtlTextWriter *writer,
         PtlStyle             style,
         const Row           *row,
         const guint         *widths)
{
  guint column = 0;

  for (guint i = 0; i + 1 < N_COLUMNS; i++)
    {
      ptl_text_put_padded (writer, style, row->cells[i], widths[i] + 2);
      column += widths[i] + 2;
    }
  ptl_text_wrap (writer, style, row->cells[N_COLUMNS - 1], column, column, column);
}

/* Where the columns have no room beside each other: nothing is cut, and what is one listener's stands below its port. */
static void
put_stacked_row (const PtlTextWriter *writer,
                 PtlStyle             style,
                 const Row           *row,
                 const guint         *widths)
{
  g_autofree char *who = g_strdup_printf ("%s · %s", row->cells[2], row->cells[3]);

  /* An address is easier to read and to copy in one piece. */
  if (widths[0] + 2 + ptl_text_width (row->cells[1]) > writer->width)
    {
      ptl_text_wrap (writer, PTL_STYLE_BOLD, row->cells[0], 0, 0, 0);
      ptl_text_wrap (writer, style, row->cells[1], STACKED_INDENT, STACKED_INDENT, 0);
    }
  else
    {
      ptl_text_put_padded (writer, PTL_STYLE_BOLD, row->cells[0], widths[0] + 2);
      ptl_text_wrap (writer, style, row->cells[1], 0, 0, widths[0] + 2);
    }
  ptl_text_wrap (writer, style, who, STACKED_INDENT, STACKED_INDENT, 0);
  ptl_text_wrap (writer, style, row->cells[4], STACKED_INDENT, STACKED_INDENT, 0);
}

static char *
to_text (PtlSnapshot       *snapshot,
         PtlListenerFilter *filter)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  PtlTextWriter writer = { out, ptl_cli_get_table_width (), ptl_cli_get_styled () };
  guint widths[N_COLUMNS] = { 0 };
  guint least = 0;
  gboolean stacked;
  guint n = ptl_snapshot_get_n (snapshot);
  Row *head = g_new0 (Row, 1);

  head->cells[0] = g_strdup (_("Port"));
  head->cells[1] = g_strdup (_("Address"));
  head->cells[2] = g_strdup (_("Reach"));
  head->cells[3] = g_strdup (_("User"));
  head->cells[4] = g_strdup (_("Owner"));
  g_ptr_array_add (rows, head);

  /* The snapshot is sorted by port, so each port's groups are made once. */
  for (guint i = 0; i < n;)
    {
      guint16 port = ptl_snapshot_get (snapshot, i)->port;
      g_autoptr (GPtrArray) groups = ptl_listener_group_list (snapshot, port, ~0u);

      for (guint j = 0; j < groups->len; j++)
        {
          const PtlListenerGroup *group = g_ptr_array_index (groups, j);

          if (ptl_listener_filter_matches (filter, group->listener))
            g_ptr_array_add (rows, row_new (group));
        }

      while (i < n && ptl_snapshot_get (snapshot, i)->port == port)
        i++;
    }

  if (rows->len == 1)
    return g_strdup ("");

  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = g_ptr_array_index (rows, i);

      for (guint j = 0; j < N_COLUMNS; j++)
        widths[j] = MAX (widths[j], ptl_text_width (row->cells[j]));
    }

  for (guint i = 0; i < N_COLUMNS; i++)
    least += i + 1 < N_COLUMNS ? widths[i] + 2 : MIN (widths[i], MIN_OWNER_COLUMNS);
  stacked = writer.width > 0 && writer.width < least;

  for (guint i = 0; i < rows->len; i++)
    {
      PtlStyle style = i == 0 ? PTL_STYLE_BOLD : PTL_STYLE_PLAIN;

      if (stacked)
        put_stacked_row (&writer, style, g_ptr_array_index (rows, i), widths);
      else
        put_row (&writer, style, g_ptr_array_index (rows, i), widths);
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* What the table can't show, on stderr: it is about the reading, not a part of what was asked for. */
static void
say_reading (PtlSnapshot *snapshot,
             gboolean     empty)
{
  guint unknown = ptl_snapshot_get_unknown_owners (snapshot);

  if (!ptl_snapshot_is_complete (snapshot))
    ptl_cli_fail (_("The listeners could be read only in part: %s"),
                  ptl_snapshot_get_reason (snapshot) != NULL ? ptl_snapshot_get_reason (snapshot) : "?");
  else if (empty)
    ptl_cli_fail (_("Nothing that matches listens on this computer."));

  if (unknown > 0 && ptl_snapshot_get_hidden_reason (snapshot) != NULL)
    {
      ptl_cli_fail ("%s", ptl_snapshot_get_hidden_reason (snapshot));
      if (ptl_snapshot_get_hidden_remedy (snapshot) != NULL)
        ptl_cli_fail ("  %s", ptl_snapshot_get_hidden_remedy (snapshot));
    }
  else if (unknown > 0)
    ptl_cli_fail (ngettext ("The owner of %u listener is hidden from you; an administrator may see it.",
                            "The owners of %u listeners are hidden from you; an administrator may see them.",
                            unknown),
                  unknown);
}

/**
 * ptl_cli_listeners:
 * @arguments: the command's name, then its arguments
 *
 * Prints what listens on this computer, as a table, as JSON or CSV, or change by change.
 *
 * Returns: the exit status
 */
int
ptl_cli_listeners (char **arguments)
{
  gboolean json = FALSE, csv = FALSE, watch = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON instead of text"), NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &csv, N_("Print CSV instead of text"), NULL },
    { "watch", 0, 0, G_OPTION_ARG_NONE, &watch, N_("Go on and print each change as one line of JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };
  const PtlCliSyntax syntax = {
    _("[QUERY…]"),
    _("Lists what listens on this computer; with a query, what matches it."),
    _("The query is that of “portolan-cli search”, such as tcp, is:exposed or process:nginx.\n\nExit status: 0; 2 for a query that makes no sense; 3 where the computer can’t be read."),
    entries,
  };
  g_auto (GStrv) rest = NULL;
  g_autoptr (PtlQuery) query = NULL;
  g_autoptr (PtlMarks) marks = NULL;
  g_autoptr (PtlListenerFilter) filter = NULL;
  g_autoptr (PtlHost) host = NULL;
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  PtlCatalog *catalog;
  int status;

  if (!ptl_cli_parse (&syntax, arguments, &rest))
    return PTL_EXIT_USAGE;

  if (csv && (json || watch))
    {
      ptl_cli_fail (_("--csv goes neither with --json nor with --watch."));
      return PTL_EXIT_USAGE;
    }

  query = ptl_cli_take_query (rest);
  if (query == NULL)
    return PTL_EXIT_USAGE;

  catalog = ptl_cli_open_catalog ();
  if (catalog == NULL)
    return PTL_EXIT_OUTPUT;

  marks = ptl_cli_read_marks ();
  filter = ptl_listener_filter_new (catalog, marks, query);
  host = ptl_host_new (NULL);

  if (watch)
    return ptl_cli_watch (host, filter);

  snapshot = ptl_host_read (host, NULL, &error);
  if (snapshot == NULL)
    {
      ptl_cli_fail (_("The listeners could not be read: %s"), error->message);
      return PTL_EXIT_HOST;
    }

  if (json)
    {
      g_autoptr (GPtrArray) listeners = list_matching (snapshot, filter);

      text = ptl_listeners_to_json (snapshot, listeners);
      return ptl_cli_print_json (text);
    }

  if (csv)
    {
      g_autoptr (GPtrArray) listeners = list_matching (snapshot, filter);

      text = ptl_listeners_to_csv (listeners);
      return ptl_cli_print (text);
    }

  text = to_text (snapshot, filter);
  status = ptl_cli_print (text);
  say_reading (snapshot, *text == '\0');

  return status;
}
