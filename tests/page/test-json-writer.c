#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "page/ptl-json.h"

static void
test_nesting (void)
{
  g_autoptr (PtlJson) json = ptl_json_new ();
  g_autofree char *text = NULL;

  ptl_json_begin_object (json);
  ptl_json_add_string (json, "name", "[");
  ptl_json_add_string (json, "none", NULL);
  ptl_json_add_int (json, "zero", 0);
  ptl_json_add_int (json, "unknown", -1);
  ptl_json_add_positive (json, "inode", 0);
  ptl_json_add_boolean (json, "yes", TRUE);
  ptl_json_put_member (json, "list");
  ptl_json_begin_array (json);
  ptl_json_put_string (json, "{:");
  ptl_json_put_int (json, G_MININT64);
  ptl_json_begin_array (json);
  ptl_json_end_array (json);
  ptl_json_begin_object (json);
  ptl_json_end_object (json);
  ptl_json_put_null (json);
  ptl_json_end_array (json);
  ptl_json_add_time (json, "at", G_GINT64_CONSTANT (1758067200123456));
  ptl_json_add_time (json, "never", 0);
  ptl_json_end_object (json);

  text = ptl_json_finish (json);
  g_assert_cmpstr (text, ==,
                   "{\"name\":\"[\",\"none\":null,\"zero\":0,\"unknown\":null,\"inode\":null,\"yes\":true,"
                   "\"list\":[\"{:\",-9223372036854775808,[],{},null],"
                   "\"at\":\"2025-09-17T00:00:00Z\",\"never\":null}");
}

/* Another's parser reads back what was written. */
static void
test_every_character (void)
{
  for (gunichar c = 1; c <= 0x10ffff; c += c < 0x3000 || (c >= 0xe0000 && c < 0xe0200) ? 1 : 61)
    {
      g_autoptr (PtlJson) json = ptl_json_new ();
      g_autoptr (JsonNode) node = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      char value[8] = { 0 };

      if (!g_unichar_validate (c))
        continue;

      value[g_unichar_to_utf8 (c, value)] = '.';
      ptl_json_put_string (json, value);
      text = ptl_json_finish (json);
      node = json_from_string (text, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (json_node_get_string (node), ==, value);
    }
}

static void
test_hostile (void)
{
  g_autoptr (PtlJson) json = ptl_json_new ();
  g_autofree char *text = NULL;

  /* An escape, a C1 control, a right-to-left override, a tag, DEL; then bytes that are no UTF-8. */
  ptl_json_begin_array (json);
  ptl_json_put_string (json, "a\033[1m\302\233\342\200\256\363\240\200\201\177\"\\\n\t");
  ptl_json_put_string (json, "b\377c");
  ptl_json_end_array (json);

  text = ptl_json_finish (json);
  g_assert_cmpstr (text, ==, "[\"a\\u001b[1m\\u009b\\u202e\\udb40\\udc01\\u007f\\\"\\\\\\n\\t\",\"b\357\277\275c\"]");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/page/json-writer/nesting", test_nesting);
  g_test_add_func ("/page/json-writer/every-character", test_every_character);
  g_test_add_func ("/page/json-writer/hostile", test_hostile);

  return g_test_run ();
}
