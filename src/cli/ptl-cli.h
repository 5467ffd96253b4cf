#pragma once

#include "book/ptl-marks.h"
#include "catalog/ptl-catalog.h"
#include "catalog/ptl-query.h"
#include "host/ptl-host.h"

G_BEGIN_DECLS

/*
 * What the commands of portolan-cli share. Each command is one function in a file of its own; ptl-cli.c has the table of them.
 */

/* The exit statuses are part of the contract; what each means for a command, its help tells. */
enum
{
  PTL_EXIT_OK = 0,
  PTL_EXIT_NO = 1,     /* nothing found, or: no, this port can't be used */
  PTL_EXIT_USAGE = 2,  /* a port, a query or an option that makes no sense */
  PTL_EXIT_HOST = 3,   /* the computer could not be read */
  PTL_EXIT_OUTPUT = 4, /* what was asked for could not be written */
};

/* Each returns the exit status; @arguments starts with the command's name. */
int ptl_cli_explain   (char **arguments);
int ptl_cli_search    (char **arguments);
int ptl_cli_listeners (char **arguments);
int ptl_cli_check     (char **arguments);
int ptl_cli_free      (char **arguments);

/* --- ptl-cli-options.c ------------------------------------------------------------------------------------------- */

/* What is common to the commands' descriptions of themselves. */
typedef struct
{
  const char         *parameters; /* "PORT[/TRANSPORT]" */
  const char         *summary;
  const char         *description; /* (nullable): what the help ends with */
  const GOptionEntry *entries;
} PtlCliSyntax;

gboolean ptl_cli_parse        (const PtlCliSyntax *syntax,
                               char              **arguments,
                               char             ***out_rest);
gboolean ptl_cli_parse_number (const char         *option,
                               const char         *text,
                               guint               minimum,
                               guint               maximum,
                               guint              *in_out_number);
gboolean ptl_cli_take_port    (char              **rest,
                               guint16            *out_port,
                               gboolean           *out_has_transport,
                               PtlTransport       *out_transport);
PtlQuery *ptl_cli_take_query  (char              **rest);

/* --- ptl-cli-output.c -------------------------------------------------------------------------------------------- */

void     ptl_cli_fail         (const char         *format,
                               ...) G_GNUC_PRINTF (1, 2);
int      ptl_cli_print        (const char         *text);
int      ptl_cli_print_json   (const char         *document);
gboolean ptl_cli_reader_is_gone (void);
guint    ptl_cli_get_width    (void);
guint    ptl_cli_get_table_width (void);
gboolean ptl_cli_get_styled   (void);
PtlCatalog *ptl_cli_open_catalog (void);
PtlMarks *ptl_cli_read_marks   (void);

G_END_DECLS
