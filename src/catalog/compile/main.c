#include "config.h"

#include <glib.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/compile/ptl-catalog-builder.h"
#include "catalog/compile/ptl-compile-report.h"
#include "catalog/compile/ptl-embed.h"
#include "catalog/compile/ptl-note-check.h"
#include "catalog/compile/ptl-note-reader.h"
#include "catalog/compile/ptl-registry-reader.h"

/*
 * ptl-compile-catalog: makes the one GVariant that the programs carry of the text under data/. It runs while Portolan is
 * built, on the computer that builds it.
 */

typedef struct
{
  GPtrArray        *rows;
  GPtrArray        *notes;
  PtlWorld         *world;
  PtlCompileReport *report;
} Input;

/* The files are GLib key files; what reads them here must never be more lenient than GLib. */
static void
check_key_file (Input      *input,
                const char *path,
                const char *data,
                gsize       length)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;

  if (g_str_has_suffix (path, ".ini") && !g_key_file_load_from_data (file, data, length, G_KEY_FILE_NONE, &error))
    ptl_compile_report_add (input->report, path, 0, NULL, "GLib can't read the file: %s", error->message);
}

/* Which file it is follows from its name. */
static gboolean
read_file (Input       *input,
           const char  *path,
           gboolean     check,
           GError     **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *data = NULL;
  gsize length;

  if (!g_file_get_contents (path, &data, &length, error))
    return FALSE;

  if (check)
    check_key_file (input, path, data, length);

  if (g_str_equal (name, "registry.tsv"))
    {
      g_clear_pointer (&input->rows, g_ptr_array_unref);
      input->rows = ptl_registry_read (data, length, path, input->report);
    }
  else if (g_str_equal (name, "registry.ini"))
    ptl_world_read_registry (input->world, data, length, path, input->report);
  else if (g_str_equal (name, "systems.ini"))
    ptl_world_read_systems (input->world, data, length, path, input->report);
  else if (g_str_equal (name, "blocked.ini"))
    ptl_world_read_blocked (input->world, data, length, path, input->report);
  else
    ptl_notes_read (input->notes, data, length, path, input->report);

  return TRUE;
}

static gboolean
write_catalog (Input       *input,
               const char  *path,
               gboolean     byteswap,
               gboolean     source,
               GError     **error)
{
  g_autoptr (GVariant) catalog = ptl_catalog_build (input->rows, input->notes, input->world, error);

  if (catalog == NULL)
    return FALSE;

  if (byteswap)
    {
      GVariant *swapped = g_variant_byteswap (catalog);

      g_variant_unref (catalog);
      catalog = swapped;
    }

  if (source)
    {
      g_autofree char *text = ptl_embed_as_source (g_variant_get_data (catalog), g_variant_get_size (catalog));

      return g_file_set_contents (path, text, -1, error);
    }

  return g_file_set_contents (path, g_variant_get_data (catalog), g_variant_get_size (catalog), error);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *output = NULL;
  g_auto (GStrv) files = NULL;
  gboolean byteswap = FALSE;
  gboolean check = FALSE;
  gboolean source = FALSE;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Write the catalog to FILE", "FILE" },
    { "byteswap", 0, 0, G_OPTION_ARG_NONE, &byteswap, "Write it for the other byte order", NULL },
    { "source", 0, 0, G_OPTION_ARG_NONE, &source, "Write it as C", NULL },
    { "check", 0, 0, G_OPTION_ARG_NONE, &check, "Look closer, count the notes, and fail if there is any error", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &files, NULL, "FILE…" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- compile Portolan's catalog of ports");
  g_autoptr (GError) error = NULL;
  g_autoptr (PtlWorld) world = ptl_world_new ();
  g_autoptr (PtlCompileReport) report = ptl_compile_report_new ();
  Input input = { NULL, ptl_notes_new (), world, report };
  int status = EXIT_SUCCESS;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  input.rows = g_ptr_array_new ();

  if (!g_option_context_parse (context, &argc, &argv, &error))
    status = 2;

  for (guint i = 0; status == EXIT_SUCCESS && files != NULL && files[i] != NULL; i++)
    {
      if (!read_file (&input, files[i], check, &error))
        status = EXIT_FAILURE;
    }

  if (status == EXIT_SUCCESS && output != NULL && !write_catalog (&input, output, byteswap, source, &error))
    status = EXIT_FAILURE;

  if (status == EXIT_SUCCESS && check)
    {
      g_autofree char *counts = ptl_notes_counts (input.notes, input.rows);

      g_print ("%s", counts);
      ptl_notes_check (input.notes, input.rows, report);
    }

  for (guint i = 0; i < ptl_compile_report_get_n (report); i++)
    g_printerr ("%s\n", ptl_compile_report_get (report, i));
  if (error != NULL)
    g_printerr ("%s\n", error->message);
  if (status == EXIT_SUCCESS && check && ptl_compile_report_get_n (report) > 0)
    status = EXIT_FAILURE;

  g_ptr_array_unref (input.rows);
  g_ptr_array_unref (input.notes);

  return status;
}
