#pragma once

#include "catalog/ptl-catalog.h"
#include "catalog/ptl-catalog-format.h"

G_BEGIN_DECLS

/* The open catalog: pointers into the compiled data. The data is never written to. */
struct _PtlCatalog
{
  gatomicrefcount              ref_count;
  GBytes                      *bytes;    /* (owned): the arrays below lie in it */
  const PtlFormatHeader       *header;
  const char                  *strings;  /* begins and ends in NUL */
  const PtlFormatRegistration *registrations;
  const PtlFormatRemark       *remarks;  /* one at least */
  const PtlFormatNote         *notes;
  const PtlFormatSource       *sources;
  const PtlFormatSystem       *systems;
  const PtlFormatEntry        *entries;
  const guint16               *ports;    /* PTL_FORMAT_N_PORTS of them */
  const guint16               *ids;
  const char                  *tokens;   /* begins and ends in a newline, and each token does */
  const guint32               *token_starts;
  const guint32               *posting_starts;
  const guint16               *targets;
  const guint8                *places;   /* as many as targets */
  const PtlFormatInterval     *intervals;
  const PtlFormatRecord       *records;
  const guint16               *words;
  guint                        n_strings;
  guint                        n_registrations;
  guint                        n_remarks;
  guint                        n_notes;
  guint                        n_sources;
  guint                        n_systems;
  guint                        n_entries;
  guint                        n_ids;
  guint                        n_token_bytes;
  guint                        n_tokens;
  guint                        n_postings;
  guint                        n_intervals;
  guint                        n_records;
  guint                        n_words;
};

/* The entry of a port. A number out of bounds, which only damaged data has, leads to the first one. */
static inline const PtlFormatEntry *
ptl_catalog_entry (const PtlCatalog *self,
                   guint16           port)
{
  guint entry = self->ports[port];

  return &self->entries[G_LIKELY (entry < self->n_entries) ? entry : 0];
}

static inline const char *
ptl_catalog_string (const PtlCatalog *self,
                    guint32           offset)
{
  return offset > 0 && offset < self->n_strings ? self->strings + offset : NULL;
}

G_END_DECLS
