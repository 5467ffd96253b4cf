#pragma once

#include "book/ptl-marks.h"
#include "catalog/ptl-catalog.h"
#include "host/ptl-host-facts.h"
#include "host/ptl-snapshot.h"
#include "page/ptl-trial.h"

G_BEGIN_DECLS

/*
 * PtlPage: all that Portolan says about one port. A value: made by one function out of catalog, host facts, snapshot and book,
 * immutable from then on, and rendered by the window, the terminal and JSON alike, so that they can never disagree.
 *
 * A page is a headline and sections; a section is a title and facts; a fact is text with its sources. The window and the
 * terminal render sections without knowing what they are about, so a new section is added in ptl-page-*.c alone.
 */

typedef struct _PtlPage PtlPage;

typedef enum
{
  PTL_SECTION_HERE_NOW,
  PTL_SECTION_OWN_NOTE,   /* only where there is one */
  PTL_SECTION_REGISTERED,
  PTL_SECTION_COMMON,
  PTL_SECTION_LIKELY,     /* if you find something there */
  PTL_SECTION_RANGE,
  PTL_SECTION_USABLE,     /* can I use this port? */
  PTL_SECTION_CHECKS,
  PTL_SECTION_WHY,
  PTL_SECTION_RELATED,
} PtlSectionKind;

typedef enum
{
  PTL_FACT_SENTENCE, /* text */
  PTL_FACT_ENTRY,    /* title, tags, text, details: a registration, a note, a convention */
  PTL_FACT_LISTENER, /* the same, and listener */
  PTL_FACT_COMMAND,  /* command, os, tool */
  PTL_FACT_PORT,     /* port, title (its name, may be NULL), text (why it is related) */
} PtlFactKind;

typedef enum
{
  PTL_TONE_NEUTRAL,
  PTL_TONE_GOOD,
  PTL_TONE_CAUTION,
} PtlTone;

typedef struct
{
  char    *text;
  PtlTone  tone;
} PtlTag;

typedef struct
{
  char     *label;
  char     *value;
  gboolean  literal; /* from the computer (a command line, a path): shown in a fixed-width font, never translated */
  gboolean  english; /* data that is English in every language */
  gboolean  cut;     /* more of it there was, which is kept nowhere; the value ends in " …" */
  gsize     first;   /* how many bytes of a long value, from its start, are enough at first; 0 for all */
} PtlDetail;

typedef struct
{
  char *title;
  char *url; /* (nullable) */
} PtlSource;

typedef struct
{
  PtlFactKind        kind;
  char              *title;    /* (nullable) */
  char              *text;     /* (nullable) */
  gsize              english;  /* how many bytes of the text, from its start, are data that is English in every language */
  GPtrArray         *tags;     /* (element-type PtlTag): never NULL */
  GPtrArray         *details;  /* (element-type PtlDetail): never NULL */
  GPtrArray         *sources;  /* (element-type PtlSource): never NULL */
  guint16            port;     /* PTL_FACT_PORT */
  char              *command;  /* (nullable) */
  char              *os;       /* (nullable): "linux" */
  char              *tool;     /* (nullable): "ss" */
  const PtlListener *listener; /* (nullable): borrowed from the page's snapshot */
  char              *address;  /* (nullable): where another program reaches the listener: "localhost:8080" */
  char              *uri;      /* (nullable): the same for a browser, where one is of use */
  gboolean           minor;    /* one of many of its kind, and not among the foremost: its name is enough */
  gboolean           folded;   /* such a one, or the last of a long row of others: a window folds it away at first */
} PtlFact;

typedef struct
{
  PtlSectionKind  kind;
  char           *title;
  char           *remark; /* (nullable): "IANA, as of September 2026" */
  GPtrArray      *facts;  /* (element-type PtlFact) */
} PtlSection;

PtlPage      *ptl_page_new             (PtlCatalog    *catalog,
                                        PtlHostFacts  *facts,
                                        PtlSnapshot   *snapshot,
                                        const GError  *snapshot_error,
                                        PtlMarks      *marks,
                                        guint16        port);
PtlPage      *ptl_page_new_for         (PtlCatalog     *catalog,
                                        PtlHostFacts   *facts,
                                        PtlSnapshot    *snapshot,
                                        const GError   *snapshot_error,
                                        PtlMarks       *marks,
                                        const PtlTrial *trial,
                                        guint16         port,
                                        guint           transports);
PtlPage      *ptl_page_ref             (PtlPage       *self);
void          ptl_page_unref           (PtlPage       *self);

guint16       ptl_page_get_port        (PtlPage       *self);
guint         ptl_page_get_transports  (PtlPage       *self);
const char   *ptl_page_get_title       (PtlPage       *self);
const char   *ptl_page_get_subtitle    (PtlPage       *self);
GPtrArray    *ptl_page_get_sections    (PtlPage       *self);
PtlCatalog   *ptl_page_get_catalog     (PtlPage       *self);
PtlHostFacts *ptl_page_get_host_facts  (PtlPage       *self);
PtlSnapshot  *ptl_page_get_snapshot    (PtlPage       *self);
PtlMarks     *ptl_page_get_marks       (PtlPage       *self);

/* The subtitle alone, without making the rest. */
char         *ptl_page_dup_subtitle    (PtlCatalog    *catalog,
                                        guint16        port);

/* Whether the two read the same, so that a refresh need not touch what is on screen. */
gboolean      ptl_page_equal           (PtlPage       *a,
                                        PtlPage       *b);
gboolean      ptl_fact_equal           (const PtlFact *a,
                                        const PtlFact *b);

/* Whether a fact's sources are shown with it, or further down. */
gboolean      ptl_section_shows_sources (const PtlSection *self,
                                         guint             index);

/* The renderings that need no toolkit. */
char         *ptl_page_to_text         (PtlPage       *self,
                                        guint          width,
                                        gboolean       styled);
char         *ptl_page_to_json         (PtlPage       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlPage, ptl_page_unref)

G_END_DECLS
