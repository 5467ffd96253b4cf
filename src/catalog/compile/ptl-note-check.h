#pragma once

#include "catalog/compile/ptl-compile-report.h"

G_BEGIN_DECLS

void  ptl_notes_check  (GPtrArray        *notes,
                        GPtrArray        *rows,
                        PtlCompileReport *report);
char *ptl_notes_counts (GPtrArray        *notes,
                        GPtrArray        *rows);

G_END_DECLS
