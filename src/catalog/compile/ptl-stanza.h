#pragma once

#include "catalog/compile/ptl-compile-report.h"

G_BEGIN_DECLS

/*
 * PtlStanza: a group of a key file, with the lines it stands on. GKeyFile gives up on a whole file at its first error and
 * forgets the lines, so the files are cut into stanzas here, by the same rules.
 */
typedef struct
{
  char  *key;
  char  *value; /* as it stands there, blanks around it taken off */
  guint  line;
} PtlStanzaKey;

typedef struct
{
  char      *id;
  guint      line;
  GPtrArray *keys; /* (element-type PtlStanzaKey): in the order of the file */
} PtlStanza;

GPtrArray          *ptl_stanzas_read     (const char       *data,
                                          gsize             length,
                                          const char       *path,
                                          PtlCompileReport *report);
const PtlStanzaKey *ptl_stanza_find      (const PtlStanza  *self,
                                          const char       *key);
const char         *ptl_stanza_get       (const PtlStanza  *self,
                                          const char       *key);

G_END_DECLS
