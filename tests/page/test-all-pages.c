#include "config.h"

#include <string.h>

#include "fixture.h"
#include "json-shape.h"
#include "page/ptl-text.h"

/* Every one of the 65536 ports has a page that can be read as text and as JSON. */

static void
assert_text (const char *text,
             guint       port,
             guint       width)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_null (strchr (text, '\033'));

  for (guint i = 0; lines[i] != NULL; i++)
    {
      /* A headline, a command and an address are the only things that may be wider. */
      if (ptl_text_width (lines[i]) > width && i > 0 && !g_str_has_prefix (lines[i], "    ") &&
          strstr (lines[i], "<http") == NULL)
        g_error ("port %u: wider than %u: %s", port, width, lines[i]);
      if (*lines[i] != '\0' && lines[i][strlen (lines[i]) - 1] == ' ')
        g_error ("port %u: blanks at the end: “%s”", port, lines[i]);
    }
}

static void
test_all (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  gsize bytes = 0;

  for (guint port = 0; port < PTL_N_PORTS; port++)
    {
      g_autoptr (PtlPage) page = fixture_page (NULL, NULL, port);
      GPtrArray *sections = ptl_page_get_sections (page);

      g_assert_cmpuint (sections->len, ==, 9);
      for (guint i = 0; i < sections->len; i++)
        {
          const PtlSection *section = g_ptr_array_index (sections, i);

          if (section->facts->len == 0)
            g_error ("port %u: section %u is empty", port, section->kind);

          for (guint j = 0; j < section->facts->len; j++)
            {
              const PtlFact *fact = g_ptr_array_index (section->facts, j);

              g_assert_true (fact->kind != PTL_FACT_SENTENCE || (fact->text != NULL && *fact->text != '\0'));
              g_assert_true (fact->text == NULL || strstr (fact->text, "(null)") == NULL);
              g_assert_true (fact->title == NULL || strstr (fact->title, "(null)") == NULL);
            }
        }

      /* The ports without a name or a note say the same, but for the number: one in some is enough to read. */
      if (ptl_catalog_get_n_registrations (ptl_page_get_catalog (page), port) > 0 ||
          ptl_catalog_get_n_notes (ptl_page_get_catalog (page), port) > 0 || port % 16 == 0)
        {
          g_autofree char *text = ptl_page_to_text (page, 72, FALSE);
          g_autofree char *document = ptl_page_to_json (page);
          g_autoptr (GError) error = NULL;

          assert_text (text, port, 72);
          bytes += strlen (text);
          json_parser_load_from_data (parser, document, -1, &error);
          g_assert_no_error (error);
          assert_explain_shape (json_node_get_object (json_parser_get_root (parser)), port);
        }
    }

  g_assert_cmpuint (bytes, >, 1000000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/page/all-pages", test_all);

  return g_test_run ();
}
