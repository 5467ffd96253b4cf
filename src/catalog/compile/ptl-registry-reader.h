#pragma once

#include "catalog/compile/ptl-compile-report.h"
#include "catalog/ptl-catalog.h"

G_BEGIN_DECLS

/* A line of registry.tsv. Empty columns are NULL. */
typedef struct
{
  guint16    first;
  guint16    last;
  guint      transports; /* mask: for "*" what ptl_registry_read() documents */
  PtlStatus  status;
  char      *name;
  char      *description;
  char      *registered;
  char      *references;
  char      *unauthorized_use;
  char      *note;
  guint      line;
} PtlRegistryRow;

GPtrArray *ptl_registry_read (const char       *data,
                              gsize             length,
                              const char       *path,
                              PtlCompileReport *report);

G_END_DECLS
