#pragma once

#include <glib.h>

#include "catalog/ptl-transport.h"

G_BEGIN_DECLS

/*
 * What the world says of a port: IANA's registry, the notes on common use, conventions, operating systems' ephemeral
 * ranges, the ports that browsers refuse. Compiled from data/ at build time and read in place: every string that these
 * functions hand out lives as long as the catalog, and nothing is allocated per port. All of it is immutable, so any
 * thread may use it.
 */

#define PTL_N_PORTS       65536
#define PTL_CATALOG_ERROR (ptl_catalog_error_quark ())

typedef enum
{
  PTL_CATALOG_ERROR_DAMAGED,
} PtlCatalogError;

typedef enum
{
  PTL_RANGE_SYSTEM,  /* 0–1023 */
  PTL_RANGE_USER,    /* 1024–49151 */
  PTL_RANGE_DYNAMIC, /* 49152–65535 */
} PtlRange;

typedef enum
{
  PTL_STATUS_UNASSIGNED,
  PTL_STATUS_ASSIGNED,
  PTL_STATUS_ALIAS,
  PTL_STATUS_RESERVED,
  PTL_STATUS_FORMERLY,
  PTL_STATUS_DYNAMIC,
} PtlStatus;

typedef enum
{
  PTL_NOTE_UNOFFICIAL,
  PTL_NOTE_DE_FACTO,
  PTL_NOTE_DEV_DEFAULT,
  PTL_NOTE_CONFLICT,
  PTL_NOTE_MALWARE_HISTORY,
  PTL_NOTE_RANGE_CONVENTION,
  PTL_NOTE_OS_BEHAVIOUR,
} PtlNoteKind;

typedef enum
{
  PTL_CONFIDENCE_LOW,
  PTL_CONFIDENCE_MEDIUM,
  PTL_CONFIDENCE_HIGH,
} PtlConfidence;

/* How a note's use relates to what IANA registered there; computed by the compiler, on the note's transports. */
typedef enum
{
  PTL_RELATION_NONE,      /* nothing is assigned there */
  PTL_RELATION_SAME,      /* this is what IANA registered */
  PTL_RELATION_CONFLICTS, /* IANA registered something else */
} PtlRelation;

/* One row of the registry. Strings are borrowed from the catalog. */
typedef struct
{
  guint16       first;
  guint16       last;
  PtlTransport  transport;
  PtlStatus     status;
  const char   *name;             /* (nullable) */
  const char   *description;      /* (nullable) */
  const char   *registered;       /* (nullable): YYYY-MM-DD or YYYY-MM */
  const char   *references;       /* (nullable): several are separated by "; " */
  const char   *unauthorized_use; /* (nullable) */
  const char   *note;             /* (nullable) */
} PtlRegistration;

typedef struct
{
  const char *title;
  const char *url; /* (nullable) */
} PtlCatalogSource;

/* One note, or, with kind PTL_NOTE_RANGE_CONVENTION, one convention. Strings are borrowed from the catalog. */
typedef struct
{
  const char    *id;
  const char    *field;     /* the file it stands in: "databases" */
  guint16        first;
  guint16        last;
  guint          transports; /* mask of PTL_TRANSPORT_BIT() */
  const char    *product;
  const char    *names;      /* (nullable): separated by ";" */
  PtlNoteKind    kind;
  const char    *platforms;  /* (nullable): separated by ";"; NULL where it runs anywhere */
  PtlConfidence  confidence;
  PtlRelation    relation;
  gboolean       foremost;   /* among what most people mean by the port */
  const char    *since;      /* (nullable) */
  const char    *until;      /* (nullable) */
  const char    *text;
  guint          n_sources;
  guint32        first_source; /* for ptl_catalog_get_source() */
} PtlNote;

/* What an operating system hands out by itself unless it is told otherwise. Strings are borrowed from the catalog. */
typedef struct
{
  const char       *name; /* "Linux since 4.2" */
  const char       *os;   /* "linux" */
  guint16           first;
  guint16           last;
  PtlCatalogSource  source;
} PtlSystem;

typedef struct _PtlCatalog PtlCatalog;

/* A port at which a note on a product begins. */
typedef struct
{
  guint16     port;
  guint16     note;    /* the note's number: of two on a port, the lower is the more useful one's */
  const char *product; /* lent by the catalog */
} PtlProductPort;

GQuark       ptl_catalog_error_quark         (void);

PtlCatalog  *ptl_catalog_get_default         (GError           **error);
PtlCatalog  *ptl_catalog_new_from_bytes      (GBytes            *bytes,
                                              GError           **error);
PtlCatalog  *ptl_catalog_ref                 (PtlCatalog        *self);
void         ptl_catalog_unref               (PtlCatalog        *self);

const char  *ptl_catalog_get_registry_date   (PtlCatalog        *self);
guint        ptl_catalog_get_total_notes     (PtlCatalog        *self);

PtlStatus    ptl_catalog_get_status          (PtlCatalog        *self,
                                              guint16            port,
                                              PtlTransport       transport);
guint        ptl_catalog_get_n_registrations (PtlCatalog        *self,
                                              guint16            port);
void         ptl_catalog_get_registration    (PtlCatalog        *self,
                                              guint16            port,
                                              guint              index,
                                              PtlRegistration   *out_registration);
guint        ptl_catalog_get_n_notes         (PtlCatalog        *self,
                                              guint16            port);
void         ptl_catalog_get_note            (PtlCatalog        *self,
                                              guint16            port,
                                              guint              index,
                                              PtlNote           *out_note);
guint        ptl_catalog_list_product_ports  (PtlCatalog        *self,
                                              guint16            port,
                                              PtlProductPort    *out_ports,
                                              guint              max);
guint        ptl_catalog_get_n_conventions   (PtlCatalog        *self,
                                              guint16            port);
void         ptl_catalog_get_convention      (PtlCatalog        *self,
                                              guint16            port,
                                              guint              index,
                                              PtlNote           *out_convention);
void         ptl_catalog_get_source          (PtlCatalog        *self,
                                              guint32            id,
                                              PtlCatalogSource  *out_source);
guint        ptl_catalog_get_n_systems       (PtlCatalog        *self);
void         ptl_catalog_get_system          (PtlCatalog        *self,
                                              guint              index,
                                              PtlSystem         *out_system);
gboolean     ptl_catalog_is_browser_blocked  (PtlCatalog        *self,
                                              guint16            port);
void         ptl_catalog_get_blocked_source  (PtlCatalog        *self,
                                              PtlCatalogSource  *out_source);

/* What a row of a list shows of a port, in one call. */
typedef struct
{
  const char *name;        /* (nullable): the primary service name, else NULL */
  const char *description; /* (nullable): IANA's description of it */
  const char *product;     /* (nullable): the product of the port's foremost note */
  guint       n_products;  /* how many notes there are */
  guint       transports;  /* mask of the transports on which something is assigned */
  PtlStatus   status;      /* the strongest status on any transport */
} PtlSummary;

void         ptl_catalog_get_summary         (PtlCatalog        *self,
                                              guint16            port,
                                              PtlSummary        *out_summary);

PtlRange     ptl_range_of_port               (guint16            port);
const char  *ptl_range_to_string             (PtlRange           range);
guint16      ptl_range_get_first             (PtlRange           range);
guint16      ptl_range_get_last              (PtlRange           range);
const char  *ptl_status_to_string            (PtlStatus          status);
const char  *ptl_note_kind_to_string         (PtlNoteKind        kind);
const char  *ptl_confidence_to_string        (PtlConfidence      confidence);
const char  *ptl_relation_to_string          (PtlRelation        relation);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlCatalog, ptl_catalog_unref)

G_END_DECLS
