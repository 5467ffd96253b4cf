#include "config.h"

#include <string.h>

#include "catalog/ptl-catalog.h"
#include "catalog/ptl-query.h"

/* A query's terms in one line, so that a table can say what is expected. */
static char *
describe (PtlQuery *query)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ptl_query_get_n_terms (query); i++)
    {
      const PtlTerm *term = ptl_query_get_term (query, i);

      if (i > 0)
        g_string_append (text, " ");
      if (term->exclude)
        g_string_append (text, "not ");

      switch (term->kind)
        {
        case PTL_TERM_WORD:
          g_string_append_printf (text, "<%s>", term->text);
          break;
        case PTL_TERM_NUMBER:
          g_string_append_printf (text, "number(%u,%s)", term->first, term->text);
          break;
        case PTL_TERM_INTERVAL:
          g_string_append_printf (text, "%u..%u", term->first, term->last);
          break;
        case PTL_TERM_TRANSPORT:
          g_string_append_printf (text, "%s", ptl_transport_to_string (term->transport));
          break;
        case PTL_TERM_IS:
          g_string_append_printf (text, "is(%d)", term->is);
          break;
        case PTL_TERM_PROCESS:
          g_string_append_printf (text, "process<%s>", term->text);
          break;
        case PTL_TERM_USER:
          g_string_append_printf (text, "user<%s>", term->text);
          break;
        case PTL_TERM_UNIT:
          g_string_append_printf (text, "unit<%s>", term->text);
          break;
        case PTL_TERM_CONTAINER:
          g_string_append_printf (text, "container<%s>", term->text);
          break;
        case PTL_TERM_PID:
          g_string_append_printf (text, "pid(%" G_GINT64_FORMAT ")", term->pid);
          break;
        case PTL_TERM_RANGE:
          g_string_append_printf (text, "range(%s)", ptl_range_to_string (term->value));
          break;
        case PTL_TERM_KIND:
          g_string_append_printf (text, "kind(%s)", ptl_note_kind_to_string (term->value));
          break;
        default:
          g_assert_not_reached ();
        }
    }

  return g_string_free (text, FALSE);
}

static const struct
{
  const char *query;
  const char *terms;
} good[] = {
  { "", "" },
  { " \t\n ", "" },
  { "80", "number(80,80)" },
  { "0", "number(0,0)" },
  { "065535", "number(65535,065535)" },
  { ":8080", "number(8080,8080)" },
  { "80/tcp", "number(80,80) tcp" },
  { "-80/tcp", "not number(80,80)" },
  { "8000-8100", "8000..8100" },
  { "8000–8100", "8000..8100" },
  { "80-80", "80..80" },
  { "-8000-8100", "not 8000..8100" },
  { "-22", "not number(22,22)" },
  { "postgres", "<postgres>" },
  { "PostGres  SQL", "<postgres> <sql>" },
  { "Crème BRÛLÉE Straße", "<creme> <brulee> <strasse>" },
  { "ﬁle ①", "<file> <1>" },
  { "tcp", "tcp" },
  { "UDP sctp dccp udplite", "udp sctp dccp udplite" },
  { "-tcp", "not tcp" },
  { "\"tcp\"", "<tcp>" },
  { "\"80\"", "<80>" },
  { "\"is:listening\"", "<is:listening>" },
  { "\"remote  \t desktop \"", "<remote desktop>" },
  { "“Remote Desktop”", "<remote desktop>" },
  { "-\"remote desktop\" vnc", "not <remote desktop> <vnc>" },
  { "abc\"def ghi\"jkl", "<abc> <def ghi> <jkl>" },
  { "\"a\"\"b\"", "<a> <b>" },
  { "is:listening IS:Exposed", "is(0) is(1)" },
  { "is:registered is:unassigned is:noted is:starred is:mine is:blocked", "is(2) is(3) is(4) is(5) is(6) is(7)" },
  { "-is:registered", "not is(2)" },
  { "process:node user:ROOT unit:ssh container:web", "process<node> user<root> unit<ssh> container<web>" },
  { "process:\"Web Content\"", "process<web content>" },
  { "process:a:b", "process<a:b>" },
  { "pid:123 -pid:1", "pid(123) not pid(1)" },
  { "range:dynamic Range:USER range:system", "range(dynamic) range(user) range(system)" },
  { "kind:malware kind:malware-history kind:os kind:de-facto kind:dev",
    "kind(malware-history) kind(malware-history) kind(os-behaviour) kind(de-facto) kind(dev-default)" },
  { "port:8080 PORT:8080/udp port:0 -port:65535/TCP", "8080..8080 8080..8080 0..0 not 65535..65535" },
  { "http-alt", "<http-alt>" },
  { "802-11-iapp", "<802-11-iapp>" },
  { "3com", "<3com>" },
  { "80x", "<80x>" },
  { "2001-02-03", "<2001-02-03>" },
  { "--x", "not <-x>" },
  { ":", "<:>" },
  { "::1", "<::1>" },
  { "a\x01" "b\x7f" "c", "<a> <b> <c>" },
  { "日本語", "<日本語>" },
  { "c++ .net *", "<c++> <.net> <*>" },
};

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PtlQuery) query = ptl_query_parse (good[i].query, &error);
      g_autofree char *escaped = g_strescape (good[i].query, NULL);
      g_autofree char *terms = NULL;

      g_test_message ("%s", escaped);
      g_assert_no_error (error);
      terms = describe (query);
      g_assert_cmpstr (terms, ==, good[i].terms);
      g_assert_cmpstr (ptl_query_get_text (query), ==, good[i].query);
    }
}

static const struct
{
  const char *query;
  const char *says; /* what the sentence must have in it */
} bad[] = {
  { "\"abc", "quotation mark is open" },
  { "abc\"", "quotation mark is open" },
  { "process:\"abc", "quotation mark is open" },
  { "“abc", "quotation mark is open" },
  { "\"\"", "nothing in it to look for" },
  { "\" \"", "nothing in it to look for" },
  { "-", "leaves nothing out" },
  { "http - x", "leaves nothing out" },
  { "8000-70", "write 70-8000" },
  { "8000-", "has no end" },
  { "70000", "ports end at 65535" },
  { "65536", "ports end at 65535" },
  { "99999999999999999999999", "ports end at 65535" },
  { "-70000", "ports end at 65535" },
  { "8000-70000", "ports end at 65535" },
  { "70000-80000", "ports end at 65535" },
  { "is:foo", "listening, exposed, registered" },
  { "is:", "listening, exposed, registered" },
  { "-is:foo", "listening, exposed, registered" },
  { "range:bar", "system, user or dynamic" },
  { "range:", "system, user or dynamic" },
  { "kind:", "unofficial, de-facto" },
  { "kind:nice", "unofficial, de-facto" },
  { "kind:d", "unofficial, de-facto" },
  { "pid:x", "pid:1234" },
  { "pid:", "pid:1234" },
  { "pid:0", "pid:1234" },
  { "pid:-5", "pid:1234" },
  { "pid:99999999999999999999", "pid:1234" },
  { "process:", "process:nginx" },
  { "user:\" \"", "process:nginx" },
  { "port:", "from 0 to 65535" },
  { "port:70000", "ports end at 65535" },
  { "port:http", "from 0 to 65535" },
  { "port:80/xyz", "tcp, udp, sctp or dccp" },
  { "foo:bar", "is, port, process, user, unit, container, pid, range or kind" },
  { "http://localhost", "is, port, process, user, unit, container, pid, range or kind" },
  { "localhost:8080", "between quotation marks" },
  { "\xcc\x81", "nothing in it to look for" }, /* an accent on nothing */
  { "abc\xff", "UTF-8" },
  { "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "too many words" },
};

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PtlQuery) query = ptl_query_parse (bad[i].query, &error);
      g_autofree char *escaped = g_strescape (bad[i].query, NULL);

      g_test_message ("%s: %s", escaped, error != NULL ? error->message : "no error");
      g_assert_error (error, PTL_QUERY_ERROR, PTL_QUERY_ERROR_SYNTAX);
      g_assert_null (query);
      g_assert_nonnull (strstr (error->message, bad[i].says));
      /* One sentence, and one line. */
      g_assert_cmpint (error->message[strlen (error->message) - 1], ==, '.');
      g_assert_null (strchr (error->message, '\n'));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

/* What was typed stands in the sentence, but can't break it. */
static void
test_quoted_back (void)
{
  g_autofree char *longish = g_strnfill (100000, '7');
  g_autoptr (GError) error = NULL;

  g_assert_null (ptl_query_parse (longish, &error));
  g_assert_cmpuint (strlen (error->message), <, 200);
  g_clear_error (&error);

  g_assert_null (ptl_query_parse ("\xe2\x80\xae" "foo:bar", &error)); /* right to left from here on */
  g_assert_null (strstr (error->message, "\xe2\x80\xae"));
}

static void
test_needs_host (void)
{
  static const struct
  {
    const char *query;
    gboolean    needs;
  } cases[] = {
    { "", FALSE }, { "http tcp 80 is:registered is:starred range:user kind:os", FALSE },
    { "is:listening", TRUE }, { "-is:exposed", TRUE }, { "http process:x", TRUE }, { "user:x", TRUE },
    { "unit:x", TRUE }, { "container:x", TRUE }, { "pid:1", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PtlQuery) query = ptl_query_parse (cases[i].query, NULL);

      g_assert_cmpint (ptl_query_needs_host (query), ==, cases[i].needs);
    }
}

static void
test_port_good (void)
{
  static const struct
  {
    const char *text;
    guint16     port;
    int         transport;
  } cases[] = {
    { "60683", 60683, -1 }, { "60683/udp", 60683, PTL_TRANSPORT_UDP }, { " 80 ", 80, -1 }, { "0", 0, -1 },
    { "65535/TCP", 65535, PTL_TRANSPORT_TCP }, { "\t22/sctp\n", 22, PTL_TRANSPORT_SCTP }, { "0080", 80, -1 },
    { "1/dccp", 1, PTL_TRANSPORT_DCCP },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      guint16 port = 1;
      gboolean has_transport = -1;
      PtlTransport transport = 99;

      g_assert_true (ptl_port_parse (cases[i].text, &port, &has_transport, &transport, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (port, ==, cases[i].port);
      g_assert_cmpint (has_transport, ==, cases[i].transport >= 0);
      g_assert_cmpint (transport, ==, cases[i].transport >= 0 ? cases[i].transport : 99);
    }

  {
    guint16 port;

    g_assert_true (ptl_port_parse ("80/tcp", &port, NULL, NULL, NULL));
  }
}

static void
test_port_bad (void)
{
  static const struct
  {
    const char *text;
    const char *says;
  } cases[] = {
    { "", "from 0 to 65535" }, { "  ", "from 0 to 65535" }, { "70000", "end at 65535" }, { "65536", "end at 65535" },
    { "99999999999999999999", "end at 65535" }, { "-1", "begin at 0" }, { "abc", "from 0 to 65535" },
    { "80/xyz", "tcp, udp, sctp or dccp" }, { "80/", "tcp, udp, sctp or dccp" }, { "/tcp", "from 0 to 65535" },
    { "tcp/80", "53/udp" }, { "80 /tcp", "53/udp" }, { "8 0", "53/udp" }, { "80/tcp/udp", "tcp, udp, sctp or dccp" },
    { "+80", "53/udp" }, { "0x50", "53/udp" }, { "80.5", "53/udp" }, { "８０", "53/udp" }, { "\xff", "53/udp" },
    { "80\x1b[31m", "53/udp" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *escaped = g_strescape (cases[i].text, NULL);
      guint16 port = 4711;

      g_test_message ("%s", escaped);
      g_assert_false (ptl_port_parse (cases[i].text, &port, NULL, NULL, &error));
      g_assert_error (error, PTL_QUERY_ERROR, PTL_QUERY_ERROR_SYNTAX);
      g_assert_cmpuint (port, ==, 4711);
      g_assert_nonnull (strstr (error->message, cases[i].says));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_null (strchr (error->message, '\x1b'));
    }
}

static void
test_fold (void)
{
  static const char *const cases[][2] = {
    { "", "" }, { "Redis", "redis" }, { "ÀÉÎÕÜ", "aeiou" }, { "İstanbul", "istanbul" }, { "ΣΊΣΥΦΟΣ", "σισυφοσ" },
    { "ﬀ", "ff" }, { "Straße", "strasse" }, { "32768–60999", "32768-60999" }, { "Apple’s", "apple's" }, { "℡", "tel" },
    { "“x”", "\"x\"" }, { "한국어", "한국어" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folded = ptl_fold (cases[i][0]);
      g_autofree char *again = ptl_fold (folded);

      if (i == G_N_ELEMENTS (cases) - 1)
        {
          /* Hangul comes apart into its letters; what matters is that both sides do. */
          g_assert_cmpstr (again, ==, folded);
          continue;
        }
      g_assert_cmpstr (folded, ==, cases[i][1]);
      g_assert_cmpstr (again, ==, folded);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/catalog/query/good", test_good);
  g_test_add_func ("/catalog/query/bad", test_bad);
  g_test_add_func ("/catalog/query/quoted-back", test_quoted_back);
  g_test_add_func ("/catalog/query/needs-host", test_needs_host);
  g_test_add_func ("/catalog/port/good", test_port_good);
  g_test_add_func ("/catalog/port/bad", test_port_bad);
  g_test_add_func ("/catalog/fold", test_fold);

  return g_test_run ();
}
