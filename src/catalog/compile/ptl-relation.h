#pragma once

#include "catalog/compile/ptl-note-reader.h"

G_BEGIN_DECLS

PtlRelation ptl_relation_compute (const PtlNoteRecord *note,
                                  GPtrArray           *rows);

G_END_DECLS
