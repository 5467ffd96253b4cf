#pragma once

#include <glib.h>

#include "catalog/ptl-fold.h"
#include "catalog/ptl-transport.h"

G_BEGIN_DECLS

/*
 * A query in the language that the window, the command line and the shell's search share:
 *
 *   words are and-ed; "a phrase"; -word excludes; 80; 8000-8100; tcp, udp, sctp, dccp; port:80 is port 80 alone;
 *   is:listening is:exposed is:registered is:unassigned is:noted is:starred is:mine is:blocked;
 *   process:node user:root unit:ssh container:web pid:123 range:dynamic kind:malware
 *
 * Parsing is pure: it knows neither the catalog nor the computer. A query is immutable; any thread may use it.
 */

#define PTL_QUERY_ERROR (ptl_query_error_quark ())

typedef enum
{
  PTL_QUERY_ERROR_SYNTAX,
} PtlQueryError;

typedef enum
{
  PTL_TERM_WORD,      /* text: folded; a phrase is a word with spaces */
  PTL_TERM_NUMBER,    /* first, and text: the digits as typed; excluded, it means that port alone */
  PTL_TERM_INTERVAL,  /* first, last */
  PTL_TERM_TRANSPORT, /* transport */
  PTL_TERM_IS,        /* is */
  PTL_TERM_PROCESS,   /* text, as are the next three */
  PTL_TERM_USER,
  PTL_TERM_UNIT,
  PTL_TERM_CONTAINER,
  PTL_TERM_PID,       /* pid */
  PTL_TERM_RANGE,     /* range: a PtlRange */
  PTL_TERM_KIND,      /* kind: a PtlNoteKind */
} PtlTermKind;

typedef enum
{
  PTL_IS_LISTENING,
  PTL_IS_EXPOSED,
  PTL_IS_REGISTERED,
  PTL_IS_UNASSIGNED,
  PTL_IS_NOTED,
  PTL_IS_STARRED,
  PTL_IS_MINE,     /* starred, or with a note of the user's */
  PTL_IS_BLOCKED,
} PtlIs;

typedef struct
{
  PtlTermKind   kind;
  gboolean      exclude;
  char         *text;  /* (nullable) (owned): folded by ptl_fold() */
  guint16       first;
  guint16       last;
  PtlTransport  transport;
  PtlIs         is;
  gint64        pid;
  int           value; /* PTL_TERM_RANGE: a PtlRange; PTL_TERM_KIND: a PtlNoteKind */
  gsize         start; /* where the word stands in the query's text that the term comes from, and how long it is, in bytes; a word
                        * may make several terms */
  gsize         length;
} PtlTerm;

typedef struct _PtlQuery PtlQuery;

GQuark         ptl_query_error_quark  (void);

PtlQuery      *ptl_query_parse        (const char  *text,
                                       GError     **error);
PtlQuery      *ptl_query_ref          (PtlQuery    *self);
void           ptl_query_unref        (PtlQuery    *self);
const char    *ptl_query_get_text     (PtlQuery    *self);
guint          ptl_query_get_n_terms  (PtlQuery    *self);
const PtlTerm *ptl_query_get_term     (PtlQuery    *self,
                                       guint        index);
gboolean       ptl_query_needs_host   (PtlQuery    *self);

/* Whether a term narrows down what others find, rather than being what is looked for. */
gboolean       ptl_term_is_filter     (const PtlTerm *term);

/* Reads a port as people type it, "60683" or "60683/udp"; what is wrong with it becomes one sentence. */
gboolean       ptl_port_parse         (const char   *text,
                                       guint16      *out_port,
                                       gboolean     *out_has_transport,
                                       PtlTransport *out_transport,
                                       GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlQuery, ptl_query_unref)

G_END_DECLS
