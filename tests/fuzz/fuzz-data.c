#include "config.h"

#include <string.h>

#include "catalog/compile/ptl-catalog-builder.h"
#include "catalog/compile/ptl-compile-report.h"
#include "catalog/compile/ptl-note-check.h"
#include "catalog/compile/ptl-note-reader.h"
#include "catalog/compile/ptl-registry-reader.h"
#include "fuzz.h"

/* The text files under data/, whatever stands in them. What reads a line of the registry and a stanza reads everything here. */

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const char *text = size > 0 ? (const char *) data : "";
  g_autoptr (PtlCompileReport) report = ptl_compile_report_new ();
  g_autoptr (PtlWorld) world = ptl_world_new ();
  g_autoptr (GPtrArray) notes = ptl_notes_new ();
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *counts = NULL;

  rows = ptl_registry_read (text, size, "data/registry/registry.tsv", report);
  ptl_notes_read (notes, text, size, "data/notes/fuzz.ini", report);
  ptl_world_read_registry (world, text, size, "data/registry/registry.ini", report);
  ptl_world_read_systems (world, text, size, "data/systems.ini", report);
  ptl_world_read_blocked (world, text, size, "data/blocked.ini", report);

  for (guint i = 0; i < rows->len; i++)
    {
      const PtlRegistryRow *row = g_ptr_array_index (rows, i);

      g_assert_cmpuint (row->first, <=, row->last);
      g_assert_cmpuint (row->transports, !=, 0);
    }
  for (guint i = 0; i < notes->len; i++)
    {
      const PtlNoteRecord *note = g_ptr_array_index (notes, i);

      g_assert_cmpuint (note->first, <=, note->last);
      g_assert_cmpuint (note->sources->len, >, 0);
    }

  ptl_notes_check (notes, rows, report);
  counts = ptl_notes_counts (notes, rows);
  for (guint i = 0; i < ptl_compile_report_get_n (report); i++)
    {
      g_assert_true (g_utf8_validate (ptl_compile_report_get (report, i), -1, NULL));
      g_assert_true (g_str_has_prefix (ptl_compile_report_get (report, i), "data/"));
    }

  return 0;
}
