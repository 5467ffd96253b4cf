#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "fixture.h"

/* What the user keeps, as the page, the terminal and JSON show it. */

static PtlMarks *
make_marks (void)
{
  g_autoptr (PtlMarks) none = ptl_marks_new (g_ptr_array_new_with_free_func ((GDestroyNotify) ptl_own_mark_unref));
  g_autoptr (PtlMarks) starred = ptl_marks_with_star (none, 8080, 1);

  /* 10:20:00 on 27 November 2026, UTC. */
  return ptl_marks_with_note (starred, 60683, "The NAS in the cellar\r\n\n<b>\x1b[31m\xe2\x80\xae it asks Anna", 1795774800);
}

static PtlPage *
make_page (PtlMarks *marks,
           guint16   port)
{
  return ptl_page_new (ptl_catalog_get_default (NULL), NULL, NULL, NULL, marks, port);
}

static const PtlSection *
find_own_note (PtlPage *page)
{
  GPtrArray *sections = ptl_page_get_sections (page);

  for (guint i = 0; i < sections->len; i++)
    {
      const PtlSection *section = g_ptr_array_index (sections, i);

      if (section->kind == PTL_SECTION_OWN_NOTE)
        return section;
    }

  return NULL;
}

static void
test_note (void)
{
  g_autoptr (PtlMarks) marks = make_marks ();
  g_autoptr (PtlPage) page = make_page (marks, 60683);
  g_autoptr (PtlPage) without = make_page (NULL, 60683);
  const PtlSection *section = find_own_note (page);
  const PtlFact *first, *last;
  g_autofree char *text = ptl_page_to_text (page, 80, FALSE);

  g_assert_nonnull (section);
  g_assert_cmpuint (section->facts->len, ==, 2);
  first = g_ptr_array_index (section->facts, 0);
  last = g_ptr_array_index (section->facts, 1);
  g_assert_cmpstr (first->text, ==, "The NAS in the cellar");
  g_assert_cmpstr (last->text, ==, "<b>\\x1b[31m\\u202e it asks Anna");
  g_assert_cmpuint (last->sources->len, ==, 1);
  assert_says (((const PtlSource *) g_ptr_array_index (last->sources, 0))->title, "27 November 2026");

  assert_says (text, "The NAS in the cellar");
  g_assert_null (strchr (text, '\x1b'));

  g_assert_null (find_own_note (without));
  g_assert_false (ptl_page_equal (page, without));
}

static void
test_star (void)
{
  g_autoptr (PtlMarks) marks = make_marks ();
  g_autoptr (PtlPage) starred = make_page (marks, 8080);
  g_autoptr (PtlPage) other = make_page (marks, 8081);

  g_assert_null (find_own_note (starred));
  g_assert_true (g_str_has_suffix (ptl_page_get_subtitle (starred), " · starred"));
  assert_does_not_say (ptl_page_get_subtitle (other), "starred");
}

/* (transfer full): "own" of the page as JSON; NULL for null */
static JsonNode *
read_own (PtlPage *page)
{
  g_autofree char *document = ptl_page_to_json (page);
  g_autoptr (JsonNode) root = json_from_string (document, NULL);

  g_assert_nonnull (root);
  g_assert_true (json_object_has_member (json_node_get_object (root), "own"));

  return json_node_copy (json_object_get_member (json_node_get_object (root), "own"));
}

static void
test_json (void)
{
  g_autoptr (PtlMarks) marks = make_marks ();
  g_autoptr (PtlPage) noted = make_page (marks, 60683);
  g_autoptr (PtlPage) starred = make_page (marks, 8080);
  g_autoptr (PtlPage) unread = make_page (NULL, 8080);
  g_autoptr (JsonNode) noted_own = read_own (noted);
  g_autoptr (JsonNode) starred_own = read_own (starred);
  g_autoptr (JsonNode) unread_own = read_own (unread);

  g_assert_false (json_object_get_boolean_member (json_node_get_object (noted_own), "starred"));
  g_assert_true (g_str_has_prefix (json_object_get_string_member (json_node_get_object (noted_own), "note"), "The NAS"));
  g_assert_true (json_object_get_boolean_member (json_node_get_object (starred_own), "starred"));
  g_assert_true (json_object_get_null_member (json_node_get_object (starred_own), "note"));

  /* Not read is not the same as not starred. */
  g_assert_true (json_node_is_null (unread_own));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/own/note", test_note);
  g_test_add_func ("/own/star", test_star);
  g_test_add_func ("/own/json", test_json);

  return g_test_run ();
}
