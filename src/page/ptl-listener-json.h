#pragma once

#include "host/ptl-snapshot.h"
#include "page/ptl-check.h"
#include "page/ptl-json.h"

G_BEGIN_DECLS

/* Parts of the command line's JSON that more than one command prints. */

void  ptl_json_add_listener (PtlJson           *json,
                             const PtlListener *listener);

/* The documents of "check --json" and, without the listeners, the head of "listeners --json". */
char *ptl_check_to_json     (const PtlCheck    *check);
void  ptl_json_add_reading  (PtlJson           *json,
                             PtlSnapshot       *snapshot);

G_END_DECLS
