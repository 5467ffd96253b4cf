#include "config.h"

#include "catalog/compile/ptl-embed.h"

/* Characters in a line of the source: compilers take longer ones, but who looks at the file can't. */
#define LINE_LENGTH 110

/**
 * ptl_embed_as_source:
 * @bytes: (array length=length): a compiled catalog
 * @length: how many
 *
 * Writes bytes as a source file that defines what catalog/ptl-embedded.h declares: the compiler lays them into the program's
 * read-only data, where they begin at a multiple of 8. A string takes a compiler a second, where a list of numbers takes it many.
 *
 * Returns: (transfer full): C
 */
char *
ptl_embed_as_source (const void *bytes,
                     gsize       length)
{
  const guint8 *at = bytes;
  g_autoptr (GString) source = g_string_sized_new (length * 4 + 1024);
  gsize line = 0;

  g_string_append_printf (source,
                          "/* Made by ptl-compile-catalog of what lies under data/. */\n"
                          "#include \"config.h\"\n\n"
                          "#include \"catalog/ptl-embedded.h\"\n\n"
                          "static const union\n"
                          "{\n"
                          "  char    bytes[%" G_GSIZE_FORMAT "];\n"
                          "  guint64 alignment;\n"
                          "} data = {\n"
                          "  \"",
                          length + 1);

  for (gsize i = 0; i < length; i++)
    {
      if (line >= LINE_LENGTH)
        {
          g_string_append (source, "\"\n  \"");
          line = 0;
        }

      /* A question mark could begin a trigraph. */
      if (g_ascii_isprint (at[i]) && at[i] != '"' && at[i] != '\\' && at[i] != '?')
        {
          g_string_append_c (source, at[i]);
          line++;
        }
      else
        {
          const char octal[] = { '\\', '0' + (at[i] >> 6), '0' + (at[i] >> 3 & 7), '0' + (at[i] & 7) };

          g_string_append_len (source, octal, sizeof octal);
          line += sizeof octal;
        }
    }

  g_string_append_printf (source,
                          "\"\n"
                          "};\n\n"
                          "const void *\n"
                          "ptl_embedded_get (gsize *out_length)\n"
                          "{\n"
                          "  *out_length = %" G_GSIZE_FORMAT ";\n\n"
                          "  return data.bytes;\n"
                          "}\n",
                          length);

  return g_string_free (g_steal_pointer (&source), FALSE);
}
