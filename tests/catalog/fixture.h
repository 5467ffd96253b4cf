#pragma once

#include <glib.h>

#include "catalog/compile/ptl-catalog-builder.h"
#include "catalog/compile/ptl-compile-report.h"
#include "catalog/compile/ptl-note-reader.h"
#include "catalog/compile/ptl-registry-reader.h"

/* A small catalog for tests, compiled as the real one is. */

GBytes *fixture_compile  (const char        *registry,
                          const char        *notes,
                          PtlCompileReport  *report);
GBytes *fixture_standard (void);

extern const char fixture_registry[];
extern const char fixture_notes[];
