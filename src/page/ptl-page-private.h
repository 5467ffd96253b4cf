#pragma once

#include "page/ptl-page.h"

G_BEGIN_DECLS

/*
 * What the files that write the page's sections share. Nothing outside src/page includes this.
 *
 * A section is written by one function, ptl_page_write_*(); ptl-page.c has the table of them. Text that came from the
 * computer (names, command lines, error messages) goes through ptl_sanitize() before it enters a fact.
 */

struct _PtlPage
{
  gatomicrefcount ref_count;

  PtlCatalog   *catalog;        /* (owned) */
  PtlHostFacts *facts;          /* (owned) (nullable) */
  PtlSnapshot  *snapshot;       /* (owned) (nullable) */
  char         *snapshot_error; /* (owned) (nullable): sanitised */
  PtlMarks     *marks;          /* (owned) (nullable) */
  PtlTrial      trial;          /* its port is 0 where this one was not tried */
  guint16       port;
  guint         transports;     /* mask: what the page is about */
  char         *title;
  char         *subtitle;
  GPtrArray    *sections;       /* (element-type PtlSection) */
};

/* Every transport: what a page is about unless it was asked for one. */
#define PTL_ALL_TRANSPORTS ((1u << PTL_N_TRANSPORTS) - 1)

typedef void (*PtlPageWriter) (const PtlPage *page,
                               PtlSection    *section);

void ptl_page_write_here       (const PtlPage *page,
                                PtlSection    *section);
void ptl_page_write_own_note   (const PtlPage *page,
                                PtlSection    *section);
void ptl_page_write_usable     (const PtlPage *page,
                                PtlSection    *section);
void ptl_page_write_range      (const PtlPage *page,
                                PtlSection    *section);
void ptl_page_write_registered (const PtlPage *page,
                                PtlSection    *section);
void ptl_page_write_common     (const PtlPage *page,
                                PtlSection    *section);
void ptl_page_write_likely     (const PtlPage *page,
                                PtlSection    *section);
void ptl_page_write_checks     (const PtlPage *page,
                                PtlSection    *section);
void ptl_page_write_why        (const PtlPage *page,
                                PtlSection    *section);
void ptl_page_write_related    (const PtlPage *page,
                                PtlSection    *section);

/* The line below the headline, in ptl-page-subtitle.c. (transfer full) */
char *ptl_page_make_subtitle   (const PtlPage *page);

gboolean    ptl_page_covers       (const PtlPage *page,
                                   PtlTransport   transport);
PtlRelation ptl_page_get_relation (const PtlPage *page,
                                   const PtlNote *note);
const char *ptl_page_get_caution  (const PtlNote *note);

/* A note on more ports than this says what a range is used for, not what a single port is. */
#define PTL_FEW_PORTS 16

/* --- ptl-fact.c: building ---------------------------------------------------------------------------------------- */

PtlSection *ptl_section_new          (PtlSectionKind  kind,
                                      const char     *title);
void        ptl_section_free         (PtlSection     *self);
PtlFact    *ptl_section_add          (PtlSection     *self,
                                      PtlFactKind     kind);
PtlFact    *ptl_section_say          (PtlSection     *self,
                                      const char     *text);
PtlFact    *ptl_section_say_format   (PtlSection     *self,
                                      const char     *format,
                                      ...) G_GNUC_PRINTF (2, 3);
void        ptl_fact_append_text     (PtlFact        *self,
                                      const char     *sentence);
void        ptl_fact_append_english  (PtlFact        *self,
                                      const char     *text);
void        ptl_fact_add_tag         (PtlFact        *self,
                                      PtlTone         tone,
                                      const char     *text);
void        ptl_fact_add_detail      (PtlFact        *self,
                                      const char     *label,
                                      const char     *value);
void        ptl_fact_add_english     (PtlFact        *self,
                                      const char     *label,
                                      const char     *value);
void        ptl_fact_add_literal     (PtlFact        *self,
                                      const char     *label,
                                      const char     *value);
void        ptl_fact_add_command_line (PtlFact       *self,
                                      const char     *label,
                                      const char     *value,
                                      gboolean        cut);
void        ptl_fact_add_source      (PtlFact        *self,
                                      const char     *title,
                                      const char     *url);
gboolean    ptl_section_equal        (const PtlSection *a,
                                      const PtlSection *b);

/* --- ptl-page-owner.c: who holds a listener -------------------------------------------------------------------------- */

void        ptl_page_add_owner       (PtlFact        *fact,
                                      const PtlOwner *owner,
                                      gboolean        alone);

/* --- ptl-page-words.c: words that several sections use ------------------------------------------------------------- */

char       *ptl_words_ports          (guint           first,
                                      guint           last);
char       *ptl_words_date           (const char     *iso);
char       *ptl_words_time           (gint64          microseconds);
char       *ptl_words_list           (GPtrArray      *items);
char       *ptl_words_transports     (guint           mask);
const char *ptl_words_platform       (const char     *platform);
char       *ptl_words_platforms      (const char     *platforms);
const char *ptl_words_range_title    (PtlRange        range);
const char *ptl_words_system         (const char     *name);

void        ptl_fact_cite_rfc6335    (PtlFact        *self);
void        ptl_fact_cite_iana       (PtlFact        *self,
                                      PtlCatalog     *catalog);
void        ptl_fact_cite_note       (PtlFact        *self,
                                      PtlCatalog     *catalog,
                                      const PtlNote  *note);
void        ptl_fact_cite_host       (PtlFact        *self,
                                      const char     *what);
void        ptl_fact_cite_reading    (PtlFact        *self,
                                      PtlSnapshot    *snapshot);

G_END_DECLS
