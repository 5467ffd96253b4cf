#include "config.h"

#include <string.h>

#include "page/ptl-text.h"

static void
test_width (void)
{
  g_assert_cmpuint (ptl_text_width (""), ==, 0);
  g_assert_cmpuint (ptl_text_width ("abc"), ==, 3);
  g_assert_cmpuint (ptl_text_width ("32768–60999"), ==, 11);
  g_assert_cmpuint (ptl_text_width ("東京"), ==, 4);
  g_assert_cmpuint (ptl_text_width ("e\xcc\x81"), ==, 1); /* e and a combining accent */
}

static char *
wrap (const char *text,
      guint       width,
      guint       indent,
      guint       hanging)
{
  g_autoptr (GString) out = g_string_new (NULL);
  PtlTextWriter writer = { out, width, FALSE };

  ptl_text_wrap (&writer, PTL_STYLE_PLAIN, text, indent, hanging, 0);

  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
test_wrap (void)
{
  g_autofree char *plain = wrap ("one two three four five six", 20, 2, 4);
  g_autofree char *unwrapped = wrap ("one two three four five six", 0, 2, 4);
  g_autofree char *exact = wrap ("12345678 0123456789a", 20, 0, 0);
  g_autofree char *over = wrap ("12345678 0123456789ab", 20, 0, 0);
  g_autofree char *blanks = wrap ("  a   b  ", 20, 0, 0);
  g_autofree char *wide = wrap ("東京東京東京 東京東京", 20, 0, 0);
  g_autofree char *mixed = wrap ("5000 は ASP.NET で使います", 16, 0, 0);

  g_assert_cmpstr (plain, ==, "  one two three four\n    five six\n");
  g_assert_cmpstr (unwrapped, ==, "  one two three four five six\n");
  g_assert_cmpstr (exact, ==, "12345678 0123456789a\n");
  g_assert_cmpstr (over, ==, "12345678\n0123456789ab\n");
  g_assert_cmpstr (blanks, ==, "a b\n");
  g_assert_cmpstr (wide, ==, "東京東京東京 東京東\n京\n");
  g_assert_cmpstr (mixed, ==, "5000 は ASP.NET\nで使います\n");
}

/* No line starts with a full stop, a closing bracket or a small kana, none ends with an opening bracket. */
static void
test_wrap_without_spaces (void)
{
  g_autofree char *stop = wrap ("東京東京東京東京。東京", 16, 0, 0);
  g_autofree char *bracket = wrap ("東京東京東京東「東京」", 16, 0, 0);
  g_autofree char *kana = wrap ("東京東京東京東シャツ", 16, 0, 0);
  g_autofree char *source = wrap ("東京東京東京。\u00a0[3]", 16, 0, 0);
  g_autofree char *latin = wrap ("東京東京東京nginx東京", 16, 0, 0);

  g_assert_cmpstr (stop, ==, "東京東京東京東\n京。東京\n");
  g_assert_cmpstr (bracket, ==, "東京東京東京東\n「東京」\n");
  g_assert_cmpstr (kana, ==, "東京東京東京東\nシャツ\n");
  g_assert_cmpstr (source, ==, "東京東京東\n京。\u00a0[3]\n");
  g_assert_cmpstr (latin, ==, "東京東京東京\nnginx東京\n");
}

static void
test_long_words (void)
{
  g_autofree char *broken = wrap ("abcdefghijklmnopqrstuvwxyz", 20, 0, 2);
  g_autofree char *wide = wrap ("東京東京東京東京東京東京", 19, 0, 0);
  g_autofree char *address = wrap ("see <https://example.org/a/very/long/address>", 20, 0, 0);

  g_assert_cmpstr (broken, ==, "abcdefghijklmnopqrst\n  uvwxyz\n");
  g_assert_cmpstr (wide, ==, "東京東京東京東京東\n京東京\n");
  g_assert_cmpstr (address, ==, "see\n<https://example.org/a/very/long/address>\n");
}

static void
test_styles (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  PtlTextWriter writer = { out, 80, TRUE };

  ptl_text_put (&writer, PTL_STYLE_BOLD, "a\033[31mb");
  g_assert_cmpstr (out->str, ==, "\033[1ma\\x1b[31mb\033[22m");

  g_string_truncate (out, 0);
  writer.styled = FALSE;
  ptl_text_put (&writer, PTL_STYLE_BOLD, "plain");
  g_assert_cmpstr (out->str, ==, "plain");
}

static void
test_padding (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  PtlTextWriter writer = { out, 80, FALSE };

  ptl_text_put_padded (&writer, PTL_STYLE_PLAIN, "東", 5);
  ptl_text_put_padded (&writer, PTL_STYLE_PLAIN, "too long", 5);
  ptl_text_put (&writer, PTL_STYLE_PLAIN, ".");
  g_assert_cmpstr (out->str, ==, "東   too long  .");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/page/text/width", test_width);
  g_test_add_func ("/page/text/wrap", test_wrap);
  g_test_add_func ("/page/text/wrap-without-spaces", test_wrap_without_spaces);
  g_test_add_func ("/page/text/long-words", test_long_words);
  g_test_add_func ("/page/text/styles", test_styles);
  g_test_add_func ("/page/text/padding", test_padding);

  return g_test_run ();
}
