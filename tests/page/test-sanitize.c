#include "config.h"

#include <string.h>

#include "page/ptl-sanitize.h"

static void
test_cases (void)
{
  static const struct
  {
    const char *in;
    const char *out;
  } cases[] = {
    { "", "" },
    { "nginx", "nginx" },
    { "naïve café 東京 😀", "naïve café 東京 😀" },
    { "<b>&amp;</b>", "<b>&amp;</b>" },
    { "\033[31mred\033[0m", "\\x1b[31mred\\x1b[0m" },
    { "one\ntwo\r\tthree", "one\\ntwo\\r\\tthree" },
    { "bell\a back\b del\x7f", "bell\\x07 back\\x08 del\\x7f" },
    { "c1 \xc2\x9b" "31m", "c1 \\x9b31m" },
    { "evil\xe2\x80\xaegpj.exe", "evil\\u202egpj.exe" },
    { "\xe2\x81\xa6isolate\xe2\x81\xa9", "\\u2066isolate\\u2069" },
    { "mark\xe2\x80\x8f", "mark\\u200f" },
    { "zero\xe2\x80\x8bwidth", "zero\\u200bwidth" },
    { "bom\xef\xbb\xbf", "bom\\ufeff" },
    { "line\xe2\x80\xa8para\xe2\x80\xa9", "line\\u2028para\\u2029" },
    { "soft\xc2\xadhyphen", "soft\\xadhyphen" },
    { "tag\xf3\xa0\x81\x81", "tag\\U000e0041" },
    { "bad\xff\xfe utf8", "bad\\xff\\xfe utf8" },
    { "cut\xe2\x80", "cut\\xe2\\x80" },
    { "overlong\xc0\xaf", "overlong\\xc0\\xaf" },
    { "surrogate\xed\xa0\x80", "surrogate\\xed\\xa0\\x80" },
    /* A joiner makes one picture of two, and Persian needs the other one. */
    { "👩\xe2\x80\x8d💻", "👩\xe2\x80\x8d💻" },
    { "می\xe2\x80\x8cخواهم", "می\xe2\x80\x8cخواهم" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *out = ptl_sanitize (cases[i].in);
      g_autofree char *again = ptl_sanitize (out);

      g_assert_cmpstr (out, ==, cases[i].out);
      g_assert_cmpstr (again, ==, out);
    }

  g_assert_null (ptl_sanitize (NULL));
  g_assert_null (ptl_sanitize_bytes (NULL, 3));
}

/* A translation's marks of direction stay; what could make a name read backwards does not, nor does a control. */
static void
test_translated (void)
{
  static const char *marks = "\xe2\x80\x8f" "60683 \xe2\x81\xa6" "53/udp\xe2\x81\xa9";
  g_autofree char *kept = ptl_sanitize_translated (marks);
  g_autofree char *escaped = ptl_sanitize_translated ("a\033[1m \xe2\x80\xae" "b \xe2\x80\xaa" "c\n");

  g_assert_cmpstr (kept, ==, marks);
  g_assert_cmpstr (escaped, ==, "a\\x1b[1m \\u202eb \\u202ac\\n");
  g_assert_null (ptl_sanitize_translated (NULL));
}

static void
test_nul_inside (void)
{
  g_autofree char *out = ptl_sanitize_bytes ("a\0b", 3);

  g_assert_cmpstr (out, ==, "a\\x00b");
}

/* Whatever the bytes are, what comes out is valid and holds nothing that a terminal would obey. */
static void
test_random_bytes (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      char bytes[64];
      g_autofree char *out = NULL;

      for (guint i = 0; i < sizeof bytes; i++)
        bytes[i] = g_test_rand_int_range (0, 256);

      out = ptl_sanitize_bytes (bytes, sizeof bytes);
      g_assert_true (g_utf8_validate (out, -1, NULL));
      for (const char *p = out; *p != '\0'; p = g_utf8_next_char (p))
        g_assert_true (ptl_sanitize_is_safe (g_utf8_get_char (p)));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/page/sanitize/cases", test_cases);
  g_test_add_func ("/page/sanitize/nul-inside", test_nul_inside);
  g_test_add_func ("/page/sanitize/translated", test_translated);
  g_test_add_func ("/page/sanitize/random-bytes", test_random_bytes);

  return g_test_run ();
}
