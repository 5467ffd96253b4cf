#include "config.h"

#include <stdlib.h>

#include "fuzz.h"

/*
 * Runs a fuzz target over the files of a folder, and over what is left of each if it is cut short at every length, so that
 * the corpus is a test also where no libFuzzer is.
 */

static gboolean
run_file (const char *path)
{
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  if (!g_file_get_contents (path, &data, &length, &error))
    {
      g_printerr ("%s\n", error->message);
      return FALSE;
    }

  for (gsize n = 0; n <= length; n++)
    {
      /* A copy of just that size, so that a sanitizer sees a read behind its end. */
      g_autofree guint8 *part = g_memdup2 (data, n);

      LLVMFuzzerTestOneInput (part, n);
    }

  return TRUE;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) folder = argc == 2 ? g_dir_open (argv[1], 0, &error) : NULL;
  const char *name;
  guint n = 0;

  if (folder == NULL)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "Name the folder of the corpus.");
      return EXIT_FAILURE;
    }

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (argv[1], name, NULL);

      if (!run_file (path))
        return EXIT_FAILURE;
      n++;
    }

  g_print ("%u files\n", n);

  return n > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
