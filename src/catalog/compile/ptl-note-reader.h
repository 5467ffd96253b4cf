#pragma once

#include "catalog/compile/ptl-compile-report.h"
#include "catalog/ptl-catalog.h"

G_BEGIN_DECLS

typedef struct
{
  char *title;
  char *url; /* (nullable) */
} PtlNoteSource;

/* Whether a note is among what most people mean by the port, or what they mean first of all. */
typedef enum
{
  PTL_FOREMOST_NO,
  PTL_FOREMOST_YES,
  PTL_FOREMOST_FIRST
} PtlForemost;

/* A stanza of data/notes/. Empty values are NULL. */
typedef struct
{
  char          *id;
  char          *field;     /* the file's name without .ini */
  char          *path;
  guint          line;
  guint16        first;
  guint16        last;
  guint          transports;
  char          *product;
  PtlForemost    foremost;
  char          *names;     /* (nullable): separated by ";" */
  char          *home;      /* (nullable): separated by ";" */
  char          *services;  /* (nullable): separated by ";" */
  PtlNoteKind    kind;
  char          *platforms; /* (nullable): separated by ";" */
  PtlConfidence  confidence;
  char          *since;     /* (nullable) */
  char          *until;     /* (nullable) */
  char          *text;
  GPtrArray     *sources;   /* (element-type PtlNoteSource) */
  guint          n_evidence;
  gboolean       is_checked; /* somebody held it against its sources */
} PtlNoteRecord;

GPtrArray *ptl_notes_new  (void);
void       ptl_notes_read (GPtrArray        *notes,
                           const char       *data,
                           gsize             length,
                           const char       *path,
                           PtlCompileReport *report);

G_END_DECLS
