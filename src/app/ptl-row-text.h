#pragma once

#include <pango/pango.h>

#include "app/ptl-port-item.h"
#include "catalog/ptl-catalog.h"

G_BEGIN_DECLS

/* The words of one row. Strings are borrowed from the catalog and the item but for those that are said to be owned. */
typedef struct
{
  char        number[6];
  const char *name;
  gboolean    has_name; /* a registered name, not a word for its absence */
  char       *detail;   /* (owned) (nullable): what it is used for, or the person's own note */
  char       *end;      /* (owned): who listens, or the transports */
  const char *own_note; /* (nullable): where the person's own words begin in @detail, if that is what it has */
  gboolean    starred;
  gboolean    here_now; /* something listens: @end says who */
} PtlRowText;

void           ptl_row_text_init  (PtlRowText         *self,
                                   PtlCatalog         *catalog,
                                   PtlPortItem        *item);
void           ptl_row_text_clear (PtlRowText         *self);
PangoAttrList *ptl_row_text_mark  (const char         *text,
                                   const char * const *words,
                                   gboolean            small);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PtlRowText, ptl_row_text_clear)

G_END_DECLS
