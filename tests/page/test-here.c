#include "config.h"

#include <string.h>

#include "fixture.h"
#include "host/ptl-host.h"
#include "page/ptl-listener-group.h"

/* What the page says of made-up computers: who listens, how that is known, and what could not be read. */

static char *
here (PtlSnapshot *snapshot,
      guint16      port)
{
  g_autoptr (PtlPage) page = fixture_page (NULL, snapshot, port);

  return fixture_words (page, PTL_SECTION_HERE_NOW);
}

static void
own (PtlListener *listener,
     gint64       pid,
     const char  *name,
     const char  *command)
{
  g_autoptr (PtlProcess) process = fixture_process (pid, name, command);

  ptl_listener_add_owner (listener, process, PTL_EVIDENCE_DESCRIPTOR, TRUE);
}

static void
test_not_read (void)
{
  PtlCatalog *catalog = ptl_catalog_get_default (NULL);
  g_autoptr (PtlPage) page = ptl_page_new (catalog, NULL, NULL, NULL, NULL, 8080);
  g_autofree char *words = fixture_words (page, PTL_SECTION_HERE_NOW);
  g_autofree char *usable = fixture_words (page, PTL_SECTION_USABLE);

  g_assert_cmpstr (words, ==, "The listeners have not been read yet. | ");
  assert_says (usable, "is not known");
  assert_does_not_say (usable, "You can listen");
}

static void
test_failed (void)
{
  PtlCatalog *catalog = ptl_catalog_get_default (NULL);
  g_autoptr (GError) error = g_error_new_literal (PTL_HOST_ERROR, PTL_HOST_ERROR_FAILED, "refused\033[2J");
  g_autoptr (PtlSnapshot) old = fixture_snapshot (fixture_listener (PTL_TRANSPORT_TCP, "0.0.0.0", 8080), NULL);
  g_autoptr (PtlPage) without = ptl_page_new (catalog, NULL, NULL, error, NULL, 8080);
  g_autoptr (PtlPage) with = ptl_page_new (catalog, NULL, old, error, NULL, 8080);
  g_autoptr (PtlPage) elsewhere = ptl_page_new (catalog, NULL, old, error, NULL, 8081);
  g_autofree char *words = fixture_words (without, PTL_SECTION_HERE_NOW);
  g_autofree char *usable = fixture_words (without, PTL_SECTION_USABLE);
  g_autofree char *old_words = fixture_words (with, PTL_SECTION_HERE_NOW);
  g_autofree char *elsewhere_words = fixture_words (elsewhere, PTL_SECTION_HERE_NOW);
  g_autofree char *elsewhere_usable = fixture_words (elsewhere, PTL_SECTION_USABLE);

  assert_says (words, "The listeners could not be read: refused\\x1b[2J");
  assert_says (words, "it is not known whether something listens on 8080");
  assert_does_not_say (words, "Nothing listens");
  assert_does_not_say (usable, "You can listen");
  assert_says (old_words, "what the last good reading found");
  assert_says (old_words, "0.0.0.0:8080");
  assert_says (elsewhere_words, "Nothing listened on 8081 then.");
  assert_does_not_say (elsewhere_words, "right now");
  assert_does_not_say (elsewhere_usable, "You can listen");
}

static void
test_incomplete (void)
{
  g_autoptr (PtlSnapshot) snapshot = ptl_snapshot_new ("procfs");
  g_autofree char *words = NULL;
  g_autofree char *busy = NULL;
  g_autoptr (PtlPage) page = NULL;
  g_autofree char *usable = NULL;

  ptl_snapshot_take_listener (snapshot, fixture_listener (PTL_TRANSPORT_TCP, "127.0.0.1", 9999));
  ptl_snapshot_set_incomplete (snapshot, "/proc/net/tcp6 was refused");
  ptl_snapshot_seal (snapshot, 1);

  words = here (snapshot, 8080);
  busy = here (snapshot, 9999);
  page = fixture_page (NULL, snapshot, 8080);
  usable = fixture_words (page, PTL_SECTION_USABLE);

  assert_says (words, "only in part: /proc/net/tcp6 was refused");
  assert_says (words, "something may listen there all the same");
  assert_does_not_say (words, "Nothing listens on");
  assert_says (busy, "More may listen on 9999");
  assert_does_not_say (usable, "You can listen");
}

static void
test_known_owner (void)
{
  PtlListener *listener = fixture_listener (PTL_TRANSPORT_TCP, "127.0.0.1", 8080);
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autofree char *words = NULL;

  own (listener, 4321, "node", "node server.js --name two\\ words");
  snapshot = fixture_snapshot (listener, NULL);
  words = here (snapshot, 8080);

  assert_says (words, "node [TCP] [IPv4] [this computer only]");
  assert_says (words, "Only programs on this computer can reach it.");
  assert_says (words, "Known for certain: the process holds the socket.");
  assert_says (words, "Address: 127.0.0.1:8080;");
  assert_says (words, "Process: node (PID 4321);");
  assert_says (words, "Running since: 21 September 2026, 14:13:20;");
  assert_says (words, "User: alice;");
}

/* A program whose file is gone runs on; the page says so, and calls it no harm. */
static void
test_deleted_program (void)
{
  for (guint deleted = 0; deleted < 2; deleted++)
    {
      PtlListener *listener = fixture_listener (PTL_TRANSPORT_TCP, "127.0.0.1", 8080);
      g_autoptr (PtlProcess) process = fixture_process (100, "node", "node");
      g_autoptr (PtlSnapshot) snapshot = NULL;
      g_autofree char *words = NULL;

      process->executable_deleted = deleted;
      ptl_listener_add_owner (listener, process, PTL_EVIDENCE_DESCRIPTOR, TRUE);
      snapshot = fixture_snapshot (listener, NULL);
      words = here (snapshot, 8080);
      if (deleted)
        assert_says (words, "was deleted or replaced after the process began");
      else
        assert_does_not_say (words, "deleted");
    }
}

static char *
started_by (guint n)
{
  PtlListener *listener = fixture_listener (PTL_TRANSPORT_TCP, "127.0.0.1", 8080);
  g_autoptr (PtlProcess) process = fixture_process (100, "node", "node");
  g_autoptr (PtlSnapshot) snapshot = NULL;

  process->ancestors = g_ptr_array_new_with_free_func ((GDestroyNotify) ptl_ancestor_free);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (process->ancestors, ptl_ancestor_new (99 - i, g_strdup ("sh")));
  ptl_listener_add_owner (listener, process, PTL_EVIDENCE_DESCRIPTOR, TRUE);
  snapshot = fixture_snapshot (listener, NULL);

  return here (snapshot, 8080);
}

/* Of those who started a program, the nearest; how many more there are is said. */
static void
test_started_by (void)
{
  g_autofree char *three = started_by (3);
  g_autofree char *four = started_by (4);
  g_autofree char *nine = started_by (9);

  assert_says (three, "Started by: sh (PID 99), sh (PID 98), sh (PID 97);");
  assert_says (four, "Started by: sh (PID 99), sh (PID 98), sh (PID 97), and 1 more above;");
  assert_says (nine, "Started by: sh (PID 99), sh (PID 98), sh (PID 97), and 6 more above;");
}

/* Two listeners that one reading found: where that reading came from is shown once. */
static void
test_sources_once (void)
{
  g_autoptr (PtlSnapshot) snapshot = fixture_snapshot (fixture_listener (PTL_TRANSPORT_TCP, "127.0.0.1", 8080),
                                                       fixture_listener (PTL_TRANSPORT_UDP, "127.0.0.1", 8080), NULL);
  g_autoptr (PtlPage) page = fixture_page (NULL, snapshot, 8080);
  const PtlSection *section = fixture_section (page, PTL_SECTION_HERE_NOW);

  g_assert_cmpuint (section->facts->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpuint (((const PtlFact *) g_ptr_array_index (section->facts, i))->sources->len, ==, 1);
  g_assert_false (ptl_section_shows_sources (section, 0));
  g_assert_true (ptl_section_shows_sources (section, 1));
}

static void
test_exposures (void)
{
  PtlListener *all = fixture_listener (PTL_TRANSPORT_TCP, "0.0.0.0", 1);
  PtlListener *one = fixture_listener (PTL_TRANSPORT_TCP, "192.0.2.7", 2);
  PtlListener *dual = fixture_listener (PTL_TRANSPORT_TCP, "::", 3);
  PtlListener *six = fixture_listener (PTL_TRANSPORT_TCP, "::1", 4);
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autofree char *words_all = NULL;
  g_autofree char *words_one = NULL;
  g_autofree char *words_dual = NULL;
  g_autofree char *words_six = NULL;

  dual->family = PTL_FAMILY_DUAL;
  snapshot = fixture_snapshot (all, one, dual, six, NULL);
  words_all = here (snapshot, 1);
  words_one = here (snapshot, 2);
  words_dual = here (snapshot, 3);
  words_six = here (snapshot, 4);

  assert_says (words_all, "over IPv4 through every network interface");
  assert_says (words_one, "at this computer’s address 192.0.2.7");
  assert_says (words_dual, "over IPv4 and IPv6 through every network interface");
  assert_says (words_dual, "[::]:3");
  assert_says (words_six, "Only programs on this computer");
}

/* Nobody's own address is no address of this computer's. */
static void
test_group_addresses (void)
{
  static const struct
  {
    const char *address;
    gboolean    group;
  } cases[] = {
    { "224.0.0.251", TRUE }, { "239.255.255.250", TRUE }, { "255.255.255.255", TRUE }, { "ff02::fb", TRUE },
    { "::ffff:224.0.0.251", TRUE }, { "192.0.2.7", FALSE }, { "2001:db8::ff", FALSE }, { "::ffff:192.0.2.7", FALSE },
    { "223.255.255.1", FALSE }, { "240.0.0.1", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PtlSnapshot) snapshot = fixture_snapshot (fixture_listener (PTL_TRANSPORT_UDP, cases[i].address, 5353), NULL);
      g_autofree char *words = here (snapshot, 5353);

      if (cases[i].group)
        assert_says (words, "It receives what is sent to");
      else
        assert_says (words, "It can be reached at this computer’s address");
    }
}

static void
test_hidden_owner (void)
{
  PtlListener *plain = fixture_listener (PTL_TRANSPORT_TCP, "0.0.0.0", 22);
  PtlListener *unit = fixture_listener (PTL_TRANSPORT_TCP, "0.0.0.0", 23);
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autoptr (PtlPage) page = NULL;
  g_autofree char *words = NULL;
  g_autofree char *unit_words = NULL;
  g_autofree char *usable = NULL;

  plain->uid = 0;
  plain->user = g_strdup ("root");
  unit->unit = g_strdup ("ssh.service");
  snapshot = fixture_snapshot (plain, unit, NULL);

  words = here (snapshot, 22);
  unit_words = here (snapshot, 23);
  page = fixture_page (NULL, snapshot, 22);
  usable = fixture_words (page, PTL_SECTION_USABLE);

  assert_says (words, "A program hidden from you [TCP]");
  assert_says (words, "Which process holds it is hidden from you");
  assert_says (words, "The socket belongs to the user root.");
  assert_does_not_say (words, "Nothing listens");
  assert_says (usable, "0.0.0.0:22 is in use by a process of root that is hidden from you.");
  assert_says (unit_words, "ssh.service [TCP]");
  assert_says (unit_words, "Likely: the socket belongs to this unit’s control group.");
}

/* Where a sandbox hides all owners, it is said why, with the command that helps; a page without listeners has no need of it. */
static void
test_hidden_by_sandbox (void)
{
  g_autoptr (PtlSnapshot) snapshot = ptl_snapshot_new ("test");
  g_autofree char *words = NULL;
  g_autofree char *nothing = NULL;

  ptl_snapshot_take_listener (snapshot, fixture_listener (PTL_TRANSPORT_TCP, "0.0.0.0", 22));
  ptl_snapshot_set_hidden (snapshot, "A sandbox hides them.", "open sesame");
  ptl_snapshot_seal (snapshot, 1);
  words = here (snapshot, 22);
  nothing = here (snapshot, 23);

  assert_says (words, "A program hidden from you [TCP]");
  assert_says (words, "Which process holds it is hidden from Portolan.");
  assert_says (words, "Why owners are hidden");
  assert_says (words, "A sandbox hides them.");
  assert_says (words, "open sesame");
  assert_does_not_say (words, "another user’s");
  assert_does_not_say (nothing, "sandbox");
}

static void
test_evidence (void)
{
  static const struct
  {
    PtlEvidence  evidence;
    gboolean     certain;
    const char  *words;
  } cases[] = {
    { PTL_EVIDENCE_DESCRIPTOR, TRUE, "Known for certain: the process holds the socket." },
    { PTL_EVIDENCE_CONTROL_GROUP, FALSE, "Likely: the socket belongs to the control group of this process." },
    { PTL_EVIDENCE_TABLE, TRUE, "Known for certain: the system’s own table of sockets names the process." },
    { PTL_EVIDENCE_PROXY, FALSE, "Likely: the command line of a proxy names what it serves." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PtlListener *listener = fixture_listener (PTL_TRANSPORT_UDP, "0.0.0.0", 5353);
      g_autoptr (PtlProcess) process = fixture_process (7, "avahi-daemon", "avahi-daemon");
      g_autoptr (PtlSnapshot) snapshot = NULL;
      g_autofree char *words = NULL;

      ptl_listener_add_owner (listener, process, cases[i].evidence, cases[i].certain);
      snapshot = fixture_snapshot (listener, NULL);
      words = here (snapshot, 5353);
      assert_says (words, cases[i].words);
    }
}

/* Workers that share an address are one listener with all its owners. */
static void
test_reuseport_of_one_owner (void)
{
  PtlListener *a = fixture_listener (PTL_TRANSPORT_TCP, "0.0.0.0", 80);
  PtlListener *b = fixture_listener (PTL_TRANSPORT_TCP, "0.0.0.0", 80);
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autoptr (GPtrArray) groups = NULL;
  g_autofree char *words = NULL;

  own (a, 11, "worker", "worker --serve");
  own (b, 12, "worker", "worker --serve");
  snapshot = fixture_snapshot (a, b, NULL);
  groups = ptl_listener_group_list (snapshot, 80, ~0u);
  words = here (snapshot, 80);

  g_assert_cmpuint (groups->len, ==, 1);
  assert_says (words, "It shares the address among 2 sockets");
  assert_says (words, "worker (PID 11)");
  assert_says (words, "worker (PID 12)");
}

/* Two programs on one number are never merged, nor are two of which nothing is known. */
static void
test_two_owners (void)
{
  PtlListener *a = fixture_listener (PTL_TRANSPORT_UDP, "0.0.0.0", 5353);
  PtlListener *b = fixture_listener (PTL_TRANSPORT_UDP, "0.0.0.0", 5353);
  PtlListener *c = fixture_listener (PTL_TRANSPORT_UDP, "0.0.0.0", 5353);
  PtlListener *d = fixture_listener (PTL_TRANSPORT_UDP, "0.0.0.0", 5353);
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autoptr (GPtrArray) groups = NULL;

  own (a, 11, "python3", "python3 a.py");
  own (b, 12, "python3", "python3 b.py");
  snapshot = fixture_snapshot (a, b, c, d, NULL);
  groups = ptl_listener_group_list (snapshot, 5353, ~0u);

  g_assert_cmpuint (groups->len, ==, 4);
}

static void
test_other_namespace (void)
{
  PtlListener *listener = fixture_listener (PTL_TRANSPORT_TCP, "0.0.0.0", 8080);
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autoptr (PtlPage) page = NULL;
  g_autofree char *words = NULL;
  g_autofree char *usable = NULL;

  g_free (listener->network_namespace);
  listener->network_namespace = g_strdup ("4026532000");
  snapshot = fixture_snapshot (listener, NULL);
  page = fixture_page (NULL, snapshot, 8080);
  words = fixture_words (page, PTL_SECTION_HERE_NOW);
  usable = fixture_words (page, PTL_SECTION_USABLE);

  assert_says (words, "Nothing listens on 8080 on this computer right now.");
  assert_says (words, "[other network namespace]");
  assert_says (usable, "You can listen on 8080 (TCP and UDP) right now");
}

static void
test_hostile_names (void)
{
  PtlListener *listener = fixture_listener (PTL_TRANSPORT_TCP, "0.0.0.0", 8080);
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autoptr (PtlPage) page = NULL;
  g_autofree char *words = NULL;
  g_autofree char *text = NULL;

  own (listener, 66, "\033]0;pwned\007<b>evil\xe2\x80\xae", "rm -rf\033[2J\nsecond");
  listener->unit = g_strdup ("a\nb.service");
  listener->container_id = g_strdup ("\xe2\x80\xaf\033c");
  snapshot = fixture_snapshot (listener, NULL);
  page = fixture_page (NULL, snapshot, 8080);
  words = fixture_words (page, PTL_SECTION_HERE_NOW);
  text = ptl_page_to_text (page, 80, FALSE);

  assert_says (words, "\\x1b]0;pwned\\x07<b>evil\\u202e (PID 66)");
  assert_says (words, "-rf\\x1b[2J\\nsecond");
  assert_does_not_say (words, "\033");
  assert_does_not_say (text, "\033");
  assert_does_not_say (text, "\xe2\x80\xae");
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static char *
text_of (PtlSnapshot *snapshot)
{
  g_autoptr (PtlPage) page = fixture_page (NULL, snapshot, 8080);

  return ptl_page_to_text (page, 80, FALSE);
}

/* Of a long command line the terminal is told the start, how much is left out and where it is; page and JSON keep it. */
static void
test_long_command (void)
{
  static const struct
  {
    gsize       length; /* of the second word; the first takes two characters with its space */
    gboolean    cut;
    const char *says;   /* (nullable): where nothing is left out */
  } cases[] = {
    { 400, FALSE, NULL },
    { 477, FALSE, NULL },
    { 478, FALSE, "QQQ … (80 more characters, see --json)" },
    { 4094, FALSE, "QQQ … (3696 more characters, see --json)" },
    { 4094, TRUE, "QQQ … (many more characters; --json has the first 3696 of them)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PtlListener *listener = fixture_listener (PTL_TRANSPORT_TCP, "0.0.0.0", 8080);
      g_autofree char *word = g_strnfill (cases[i].length, 'Q');
      g_autofree char *command = g_strconcat ("a ", word, NULL);
      g_autoptr (PtlProcess) process = fixture_process (1, "a", command);
      g_autoptr (PtlSnapshot) snapshot = NULL;
      g_autoptr (PtlPage) page = NULL;
      g_autofree char *text = NULL;
      g_autofree char *json = NULL;
      g_autofree char *words = NULL;
      g_auto (GStrv) lines = NULL;
      g_auto (GStrv) pieces = NULL;

      process->command_cut = cases[i].cut;
      ptl_listener_add_owner (listener, process, PTL_EVIDENCE_DESCRIPTOR, TRUE);
      snapshot = fixture_snapshot (listener, NULL);
      page = fixture_page (NULL, snapshot, 8080);
      text = text_of (snapshot);
      lines = g_strsplit (text, "\n", -1);
      for (guint j = 0; lines[j] != NULL; j++)
        g_strstrip (lines[j]);
      words = g_strjoinv (" ", lines);
      json = ptl_page_to_json (page);

      if (cases[i].says != NULL)
        assert_says (words, cases[i].says);
      else
        assert_does_not_say (words, "--json");
      assert_says (json, word);

      /* What is shown of it, however many lines that takes. */
      pieces = g_strsplit (text, "Q", -1);
      g_assert_cmpuint (g_strv_length (pieces), >, cases[i].says == NULL ? cases[i].length : 398);
      g_assert_cmpuint (g_strv_length (pieces), <, (cases[i].says == NULL ? cases[i].length : 398) + 20);
    }
}

/* It is cut between words where there are any, and never inside a character. */
static void
test_long_command_of_words (void)
{
  PtlListener *listener = fixture_listener (PTL_TRANSPORT_TCP, "0.0.0.0", 8080);
  g_autoptr (GString) command = g_string_new ("a");
  g_autoptr (PtlProcess) process = NULL;
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append (command, " éééééé");
  process = fixture_process (1, "a", command->str);
  ptl_listener_add_owner (listener, process, PTL_EVIDENCE_DESCRIPTOR, TRUE);
  snapshot = fixture_snapshot (listener, NULL);
  text = text_of (snapshot);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  assert_says (text, "(301 more");
}

static void
test_kernel (void)
{
  PtlListener *listener = fixture_listener (PTL_TRANSPORT_UDP, "0.0.0.0", 51820);
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autofree char *words = NULL;

  listener->kernel = TRUE;
  snapshot = fixture_snapshot (listener, NULL);
  words = here (snapshot, 51820);

  assert_says (words, "The kernel itself listens: there is no process.");
  assert_does_not_say (words, "hidden");
}

static void
test_kernel_is_likely (void)
{
  PtlListener *listener = fixture_listener (PTL_TRANSPORT_UDP, "0.0.0.0", 51820);
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autofree char *words = NULL;
  g_autofree char *owner = NULL;

  listener->kernel = TRUE;
  listener->kernel_is_likely = TRUE;
  listener->kernel_name = g_strdup ("wg0 (wireguard)");
  snapshot = fixture_snapshot (listener, NULL);
  words = here (snapshot, 51820);
  owner = ptl_listener_describe_owner (listener);

  assert_says (words, "wg0 (wireguard) [UDP]");
  assert_says (words, "Likely: the kernel itself listens. No process that you may look at holds the socket");
  assert_does_not_say (words, "there is no process");
  g_assert_cmpstr (owner, ==, "likely the kernel: wg0 (wireguard)");
}

static void
test_unheld (void)
{
  PtlListener *listener = fixture_listener (PTL_TRANSPORT_UDP, "0.0.0.0", 51820);
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autofree char *words = NULL;
  g_autofree char *owner = NULL;

  listener->unheld = TRUE;
  listener->user = g_strdup ("root");
  listener->unit = g_strdup ("wg-quick@wg0.service");
  snapshot = fixture_snapshot (listener, NULL);
  words = here (snapshot, 51820);

  assert_says (words, "No process was found that holds it; it may be the kernel’s own. The socket was made in this unit’s control group.");
  assert_does_not_say (words, "hidden");

  g_clear_pointer (&listener->unit, g_free);
  g_free (words);
  words = here (snapshot, 51820);
  owner = ptl_listener_describe_owner (listener);
  assert_says (words, "No process was found [UDP]");
  assert_does_not_say (words, "hidden");
  assert_does_not_say (words, "control group");
  g_assert_cmpstr (owner, ==, "something that no process was found to hold");
}

/* A refresh that finds the same does not touch the screen, whenever it was made. */
static void
test_equal_after_refresh (void)
{
  PtlListener *a = fixture_listener (PTL_TRANSPORT_TCP, "0.0.0.0", 8080);
  g_autoptr (PtlSnapshot) first = NULL;
  g_autoptr (PtlSnapshot) second = ptl_snapshot_new ("sock_diag");
  g_autoptr (PtlPage) x = NULL;
  g_autoptr (PtlPage) y = NULL;

  own (a, 5, "server", "server");
  ptl_snapshot_take_listener (second, ptl_listener_copy (a));
  ptl_snapshot_seal (second, G_GINT64_CONSTANT (1790000999000000));
  first = fixture_snapshot (a, NULL);
  x = fixture_page (NULL, first, 8080);
  y = fixture_page (NULL, second, 8080);

  g_assert_true (ptl_page_equal (x, y));
}

/* One detail more or less, or one that differs, is a page that reads differently. */
static void
test_not_equal (void)
{
  PtlListener *a = fixture_listener (PTL_TRANSPORT_TCP, "192.0.2.1", 8080);
  PtlListener *b = ptl_listener_copy (a), *c = ptl_listener_copy (a);
  g_autoptr (PtlSnapshot) plain = NULL;
  g_autoptr (PtlSnapshot) with_waiting = NULL;
  g_autoptr (PtlSnapshot) with_more_waiting = NULL;
  g_autoptr (PtlPage) x = NULL;
  g_autoptr (PtlPage) y = NULL;
  g_autoptr (PtlPage) z = NULL;

  own (a, 5, "server", "server");
  own (b, 5, "server", "server");
  own (c, 5, "server", "server");
  a->backlog = b->backlog = c->backlog = 128;
  b->queue = 3;
  c->queue = 4;
  plain = fixture_snapshot (a, NULL);
  with_waiting = fixture_snapshot (b, NULL);
  with_more_waiting = fixture_snapshot (c, NULL);
  x = fixture_page (NULL, plain, 8080);
  y = fixture_page (NULL, with_waiting, 8080);
  z = fixture_page (NULL, with_more_waiting, 8080);

  g_assert_false (ptl_page_equal (x, y));
  g_assert_false (ptl_page_equal (y, x));
  g_assert_false (ptl_page_equal (y, z));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/page/here/not-read", test_not_read);
  g_test_add_func ("/page/here/failed", test_failed);
  g_test_add_func ("/page/here/incomplete", test_incomplete);
  g_test_add_func ("/page/here/known-owner", test_known_owner);
  g_test_add_func ("/page/here/deleted-program", test_deleted_program);
  g_test_add_func ("/page/here/started-by", test_started_by);
  g_test_add_func ("/page/here/sources-once", test_sources_once);
  g_test_add_func ("/page/here/exposures", test_exposures);
  g_test_add_func ("/page/here/group-addresses", test_group_addresses);
  g_test_add_func ("/page/here/hidden-owner", test_hidden_owner);
  g_test_add_func ("/page/here/hidden-by-sandbox", test_hidden_by_sandbox);
  g_test_add_func ("/page/here/evidence", test_evidence);
  g_test_add_func ("/page/here/reuseport-of-one-owner", test_reuseport_of_one_owner);
  g_test_add_func ("/page/here/two-owners", test_two_owners);
  g_test_add_func ("/page/here/other-namespace", test_other_namespace);
  g_test_add_func ("/page/here/hostile-names", test_hostile_names);
  g_test_add_func ("/page/here/long-command", test_long_command);
  g_test_add_func ("/page/here/long-command-of-words", test_long_command_of_words);
  g_test_add_func ("/page/here/kernel", test_kernel);
  g_test_add_func ("/page/here/kernel-is-likely", test_kernel_is_likely);
  g_test_add_func ("/page/here/unheld", test_unheld);
  g_test_add_func ("/page/here/equal-after-refresh", test_equal_after_refresh);
  g_test_add_func ("/page/here/not-equal", test_not_equal);

  return g_test_run ();
}
