#include "config.h"

#include "catalog/compile/ptl-registry-reader.h"

#include <string.h>

#include "catalog/compile/ptl-words.h"

#define N_COLUMNS 10

static void
registry_row_free (PtlRegistryRow *row)
{
  g_free (row->name);
  g_free (row->description);
  g_free (row->registered);
  g_free (row->references);
  g_free (row->unauthorized_use);
  g_free (row->note);
  g_free (row);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlRegistryRow, registry_row_free)

static char *
dup_column (const char *column)
{
  return column[0] != '\0' ? g_strdup (column) : NULL;
}

/*
 * IANA's rows without a transport: where they assign a name they come from the time when that meant TCP and UDP; where
 * they reserve a number they reserve it whatever carries it; where they only remark upon one, TCP and UDP are what was meant.
 */
static guint
transports_of_any (PtlStatus status)
{
  guint transports = PTL_TRANSPORT_BIT (PTL_TRANSPORT_TCP) | PTL_TRANSPORT_BIT (PTL_TRANSPORT_UDP);

  if (status == PTL_STATUS_RESERVED)
    transports |= PTL_TRANSPORT_BIT (PTL_TRANSPORT_SCTP) | PTL_TRANSPORT_BIT (PTL_TRANSPORT_DCCP);

  return transports;
}

static PtlRegistryRow *
parse_line (const char  *line,
            const char **out_wrong)
{
  g_auto (GStrv) columns = g_strsplit (line, "\t", -1);
  g_autoptr (PtlRegistryRow) row = g_new0 (PtlRegistryRow, 1);

  *out_wrong = NULL;

  if (g_strv_length (columns) != N_COLUMNS)
    *out_wrong = "a line has ten columns, separated by one tab each";
  else if (!ptl_words_parse_port (columns[0], &row->first) ||
           !ptl_words_parse_port (columns[1], &row->last) ||
           row->first > row->last)
    *out_wrong = "the first two columns are the first and the last port, from 0 to 65535";
  else if (!ptl_words_parse_status (columns[3], &row->status))
    *out_wrong = "the fourth column is assigned, alias, reserved, unassigned or formerly";
  else if (g_str_equal (columns[2], "*"))
    row->transports = transports_of_any (row->status);
  else if (!ptl_words_parse_transports (columns[2], &row->transports) ||
           (row->transports & (row->transports - 1)) != 0)
    *out_wrong = "the third column is tcp, udp, sctp, dccp or *";

  if (*out_wrong == NULL && columns[6][0] != '\0' && !ptl_words_is_date (columns[6]))
    *out_wrong = "the seventh column is a date, YYYY-MM-DD or YYYY-MM, or empty";
  if (*out_wrong == NULL && row->status == PTL_STATUS_ALIAS && columns[4][0] == '\0')
    *out_wrong = "an alias has a name in the fifth column";
  if (*out_wrong == NULL && row->first >= 49152)
    *out_wrong = "IANA registers no port above 49151";

  if (*out_wrong != NULL)
    return NULL;

  row->name = dup_column (columns[4]);
  row->description = dup_column (columns[5]);
  row->registered = dup_column (columns[6]);
  row->references = dup_column (columns[7]);
  row->unauthorized_use = dup_column (columns[8]);
  row->note = dup_column (columns[9]);

  return g_steal_pointer (&row);
}

/**
 * ptl_registry_read:
 * @data: the text of registry.tsv; need not end in NUL
 * @length: bytes of @data
 * @path: the file's name, for the report
 * @report: where errors go
 *
 * Reads the lines of the registry that are right and reports the others. A row for "*" stands for TCP and UDP, and, if
 * it reserves, for SCTP and DCCP too. Pure.
 *
 * Returns: (transfer full) (element-type PtlRegistryRow): the rows, in the order of the file
 */
GPtrArray *
ptl_registry_read (const char       *data,
                   gsize             length,
                   const char       *path,
                   PtlCompileReport *report)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) registry_row_free);
  const char *end = data + length;
  guint number = 0;

  for (const char *at = data; at < end;)
    {
      const char *newline = memchr (at, '\n', end - at);
      gsize size = (newline != NULL ? newline : end) - at;
      g_autofree char *line = g_strndup (at, size);
      const char *wrong = NULL;
      PtlRegistryRow *row;

      at += size + 1;
      number++;

      if (size == 0 || line[0] == '#')
        continue;

      if (strlen (line) != size || !g_utf8_validate (line, size, NULL))
        {
          ptl_compile_report_add (report, path, number, NULL, "the line is not UTF-8 text.");
          continue;
        }

      row = parse_line (line, &wrong);
      if (row == NULL)
        {
          ptl_compile_report_add (report, path, number, NULL, "the line is left out: %s.", wrong);
          continue;
        }

      row->line = number;
      g_ptr_array_add (rows, row);
    }

  return rows;
}
