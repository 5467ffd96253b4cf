#include "config.h"

#include "fuzz.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Gives a harness its seeds, and thousands of damaged copies of them, always the same ones. Finds little that libFuzzer would
 * not, but runs wherever the tests do: replay FILE…
 */

#define MUTATIONS 3000

static guint n_inputs;

static void
run (const guint8 *data,
     gsize         size)
{
  /* Of the exact size, so that the address sanitizer sees a byte too far. */
  guint8 *copy = malloc (size > 0 ? size : 1);

  if (size > 0)
    memcpy (copy, data, size);
  LLVMFuzzerTestOneInput (copy, size);
  free (copy);
  n_inputs++;
}

static void
damage (GByteArray *bytes,
        GRand      *random)
{
  static const guint8 telling[] = { 0, 1, 0x7f, 0x80, 0xff, '\n', ' ', '(', ')', ':', '/', '-', ',', '.', '9', '\\' };
  guint n = g_rand_int_range (random, 1, 8);

  for (guint i = 0; i < n && bytes->len > 0; i++)
    {
      guint at = g_rand_int_range (random, 0, bytes->len);

      switch (g_rand_int_range (random, 0, 6))
        {
        case 0:
          bytes->data[at] ^= 1u << g_rand_int_range (random, 0, 8);
          break;

        case 1:
          bytes->data[at] = telling[g_rand_int_range (random, 0, G_N_ELEMENTS (telling))];
          break;

        case 2:
          g_byte_array_set_size (bytes, at);
          break;

        case 3:
          g_byte_array_remove_range (bytes, at, g_rand_int_range (random, 1, bytes->len - at + 1));
          break;

        case 4:
          {
            guint length = g_rand_int_range (random, 1, MIN (bytes->len - at, 64) + 1);
            g_autofree guint8 *piece = g_memdup2 (bytes->data + at, length);

            g_byte_array_append (bytes, piece, length);
          }
          break;

        default:
          bytes->data[at] = g_rand_int (random);
          break;
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GRand) random = g_rand_new_with_seed (60683);

  if (argc < 2)
    {
      fprintf (stderr, "usage: %s SEED…\n", argv[0]);
      return 2;
    }

  run ((const guint8 *) "", 0);
  for (int i = 1; i < argc; i++)
    {
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;
      gsize size;

      if (!g_file_get_contents (argv[i], &text, &size, &error))
        {
          fprintf (stderr, "%s\n", error->message);
          return 1;
        }

      run ((const guint8 *) text, size);
      for (guint j = 0; j < MUTATIONS; j++)
        {
          g_autoptr (GByteArray) bytes = g_byte_array_new ();

          g_byte_array_append (bytes, (const guint8 *) text, size);
          damage (bytes, random);
          run (bytes->data, bytes->len);
        }
    }

  printf ("%u inputs\n", n_inputs);

  return 0;
}
