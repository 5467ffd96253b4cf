#pragma once

#include <json-glib/json-glib.h>

#include "host/ptl-snapshot.h"
#include "page/ptl-check.h"

G_BEGIN_DECLS

/* Parts of the command line's JSON that more than one command prints. */

void  ptl_json_add_string   (JsonBuilder       *builder,
                             const char        *member,
                             const char        *value);
void  ptl_json_add_int      (JsonBuilder       *builder,
                             const char        *member,
                             gint64             value);
void  ptl_json_add_positive (JsonBuilder       *builder,
                             const char        *member,
                             gint64             value);
void  ptl_json_add_boolean  (JsonBuilder       *builder,
                             const char        *member,
                             gboolean           value);
void  ptl_json_add_time     (JsonBuilder       *builder,
                             const char        *member,
                             gint64             microseconds);
void  ptl_json_add_listener (JsonBuilder       *builder,
                             const PtlListener *listener);
char *ptl_json_finish       (JsonBuilder       *builder,
                             gsize             *out_length);

/* The documents of "check --json" and, without the listeners, the head of "listeners --json". */
char *ptl_check_to_json     (const PtlCheck    *check);
void  ptl_json_add_reading  (JsonBuilder       *builder,
                             PtlSnapshot       *snapshot);

G_END_DECLS
