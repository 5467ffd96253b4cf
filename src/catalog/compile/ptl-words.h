#pragma once

#include <glib.h>

#include "catalog/ptl-catalog.h"

G_BEGIN_DECLS

/* The small words of the data files. All of these are pure. */

gboolean ptl_words_parse_ports      (const char      *text,
                                     guint16         *out_first,
                                     guint16         *out_last);
gboolean ptl_words_parse_port       (const char      *text,
                                     guint16         *out_port);
gboolean ptl_words_parse_transports (const char      *text,
                                     guint           *out_transports);
gboolean ptl_words_parse_kind       (const char      *text,
                                     PtlNoteKind     *out_kind);
gboolean ptl_words_parse_confidence (const char      *text,
                                     PtlConfidence   *out_confidence);
gboolean ptl_words_parse_status     (const char      *text,
                                     PtlStatus       *out_status);
char    *ptl_words_normalise_list   (const char      *text);
gboolean ptl_words_is_id            (const char      *text);
gboolean ptl_words_is_date          (const char      *text);
gboolean ptl_words_parse_source     (const char      *text,
                                     char           **out_title,
                                     char           **out_url);

G_END_DECLS
