#include "config.h"

#include <string.h>

#include "fixture.h"
#include "page/ptl-page-private.h"

/* What the page says of ports that other lists get wrong, on a Linux with nothing listening. */

static char *
section_of (guint16        port,
            PtlSectionKind kind)
{
  g_autoptr (PtlPage) page = fixture_page (NULL, NULL, port);

  return fixture_words (page, kind);
}

static void
test_sections (void)
{
  static const PtlSectionKind order[] = {
    PTL_SECTION_HERE_NOW, PTL_SECTION_REGISTERED, PTL_SECTION_COMMON, PTL_SECTION_LIKELY,
    PTL_SECTION_RANGE, PTL_SECTION_USABLE, PTL_SECTION_CHECKS, PTL_SECTION_WHY,
    PTL_SECTION_RELATED,
  };
  g_autoptr (PtlPage) page = fixture_page (NULL, NULL, 60683);
  GPtrArray *sections = ptl_page_get_sections (page);

  g_assert_cmpstr (ptl_page_get_title (page), ==, "Port 60683");
  g_assert_cmpuint (sections->len, ==, G_N_ELEMENTS (order));
  for (guint i = 0; i < sections->len; i++)
    {
      const PtlSection *section = g_ptr_array_index (sections, i);

      g_assert_cmpint (section->kind, ==, order[i]);
      g_assert_nonnull (section->title);
      g_assert_cmpuint (section->facts->len, >, 0);
    }
}

/* Sources are shown with the last of the facts that follow on each other and rest on the same. */
static void
test_shown_sources (void)
{
  static const struct { PtlFactKind kind; const char *source; gboolean folded; gboolean shown; } facts[] = {
    { PTL_FACT_SENTENCE, NULL, FALSE, FALSE },
    { PTL_FACT_SENTENCE, "a", FALSE, FALSE },
    { PTL_FACT_SENTENCE, "a", FALSE, TRUE },
    { PTL_FACT_SENTENCE, "b", FALSE, TRUE },
    { PTL_FACT_ENTRY, "b", FALSE, TRUE },  /* a card has its own */
    { PTL_FACT_ENTRY, "b", TRUE, FALSE },  /* and so has what is folded away */
    { PTL_FACT_ENTRY, "b", TRUE, TRUE },
    { PTL_FACT_ENTRY, NULL, TRUE, FALSE },
    { PTL_FACT_ENTRY, "b", TRUE, TRUE },
  };
  PtlSection *section = ptl_section_new (PTL_SECTION_COMMON, "Title");

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      PtlFact *fact = ptl_section_add (section, facts[i].kind);

      fact->folded = facts[i].folded;
      if (facts[i].source != NULL)
        ptl_fact_add_source (fact, facts[i].source, NULL);
    }

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    g_assert_cmpint (ptl_section_shows_sources (section, i), ==, facts[i].shown);

  ptl_section_free (section);
}

/* Of many conventions, a window shows the first; the text has all of them in full. */
static void
test_folded (void)
{
  g_autoptr (PtlPage) page = fixture_page (NULL, NULL, 60683);
  const PtlSection *section = fixture_section (page, PTL_SECTION_COMMON);
  g_autofree char *text = ptl_page_to_text (page, 0, FALSE);
  guint n_folded = 0;

  for (guint i = 0; i < section->facts->len; i++)
    {
      const PtlFact *fact = g_ptr_array_index (section->facts, i);

      g_assert_false (fact->minor);
      if (!fact->folded)
        {
          g_assert_cmpuint (n_folded, ==, 0);
          continue;
        }
      n_folded++;
      assert_says (text, fact->title);
      assert_says (text, fact->text);
    }
  g_assert_cmpuint (n_folded, >, 1);
}

static void
test_60683 (void)
{
  g_autofree char *here = section_of (60683, PTL_SECTION_HERE_NOW);
  g_autofree char *range = section_of (60683, PTL_SECTION_RANGE);
  g_autofree char *why = section_of (60683, PTL_SECTION_WHY);
  g_autofree char *registered = section_of (60683, PTL_SECTION_REGISTERED);
  g_autofree char *common = section_of (60683, PTL_SECTION_COMMON);
  g_autofree char *likely = section_of (60683, PTL_SECTION_LIKELY);
  g_autofree char *related = section_of (60683, PTL_SECTION_RELATED);

  assert_says (here, "Nothing listens on 60683 on this computer right now.");
  assert_says (range, "one of the 16384 dynamic ports, 49152–65535");
  assert_says (range, "This computer’s ephemeral range is 32768–60999, and 60683 lies inside it");
  assert_says (why, "Linux since 4.2: 32768–60999, with 60683 in it");
  assert_says (why, "Windows Vista and later: 49152–65535, with 60683 in it");
  assert_says (why, "OpenBSD: 1024–49151, without 60683");
  assert_says (registered, "Nobody has registered 60683, and nobody can");
  assert_says (common, "Xsan");
  assert_says (common, "low confidence");
  assert_says (likely, "given this one by the system");
  assert_says (related, "63146");
}

/* The note on Xsan is about two ports; a dynamic port at large is nobody's. */
static void
test_dynamic_is_not_xsan (void)
{
  g_autoptr (PtlPage) page = fixture_page (NULL, NULL, 54321);
  g_autofree char *common = fixture_words (page, PTL_SECTION_COMMON);
  g_autofree char *registered = fixture_words (page, PTL_SECTION_REGISTERED);

  assert_does_not_say (ptl_page_get_subtitle (page), "Xsan");
  assert_does_not_say (registered, "Xsan");
  assert_says (common, "nothing ties any of them to this number alone");
  assert_says (common, "Xsan, 49152–65535");
}

static void
test_80 (void)
{
  g_autoptr (PtlPage) page = fixture_page (NULL, NULL, 80);
  g_autofree char *registered = fixture_words (page, PTL_SECTION_REGISTERED);
  g_autofree char *related = fixture_words (page, PTL_SECTION_RELATED);

  g_assert_cmpstr (ptl_page_get_subtitle (page), ==, "System port · registered as http");
  g_assert_true (g_str_has_prefix (registered, "http [TCP] [UDP] "));
  assert_says (registered, "Also called: www; ");
  assert_says (registered, "www-http");
  assert_says (related, "443 https http with encryption from the start");
}

/* The headline has the name that people know, and not twice. What is met far more often than what is registered goes first. */
static void
test_headlines (void)
{
  g_autoptr (PtlPage) files = fixture_page (NULL, NULL, 7000);
  g_autoptr (PtlPage) desktop = fixture_page (NULL, NULL, 3389);
  g_autoptr (PtlPage) database = fixture_page (NULL, NULL, 5432);

  g_assert_cmpstr (ptl_page_get_subtitle (desktop), ==, "User port · registered as ms-wbt-server · known for Remote Desktop");
  g_assert_cmpstr (ptl_page_get_subtitle (database), ==, "User port · registered as postgresql");
  g_assert_true (g_str_has_prefix (ptl_page_get_subtitle (files),
                                   "User port · registered as afs3-fileserver · also used by macOS AirPlay Receiver and "));
}

static void
test_514 (void)
{
  g_autoptr (PtlPage) page = fixture_page (NULL, NULL, 514);
  g_autofree char *registered = fixture_words (page, PTL_SECTION_REGISTERED);

  assert_says (ptl_page_get_subtitle (page), "registered as shell on TCP and syslog on UDP");
  assert_says (registered, "shell [TCP] cmd");
  assert_says (registered, "syslog [UDP] ");
  assert_does_not_say (registered, "[TCP] [UDP]");
}

static void
test_853 (void)
{
  g_autofree char *registered = section_of (853, PTL_SECTION_REGISTERED);

  assert_says (registered, "domain-s [TCP] DNS query-response protocol run over TLS");
  assert_says (registered, "domain-s [UDP] DNS query-response protocol run over DTLS or QUIC");
  assert_does_not_say (registered, "[TCP] [UDP]");
}

static void
test_5000 (void)
{
  g_autoptr (PtlPage) page = fixture_page (NULL, NULL, 5000);
  g_autofree char *registered = fixture_words (page, PTL_SECTION_REGISTERED);

  assert_says (ptl_page_get_subtitle (page), "registered as commplex-main");
  assert_says (registered, "commplex-main [TCP] [UDP]");
  assert_does_not_say (registered, "assigned to nobody");
  assert_does_not_say (registered, "AirPlay");
}

static void
test_registered_in_years_past_2015 (void)
{
  static const struct
  {
    guint16     port;
    const char *name;
  } cases[] = { { 11434, "ollama" }, { 27017, "mongodb" }, { 32400, "plex" }, { 31337, "eldim" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *registered = section_of (cases[i].port, PTL_SECTION_REGISTERED);

      assert_says (registered, cases[i].name);
    }
}

/* A UDP twin that IANA keeps back is not the service's. */
static void
test_reserved_twin (void)
{
  g_autofree char *registered = section_of (11434, PTL_SECTION_REGISTERED);

  assert_says (registered, "ollama [TCP] Ollama");
  assert_says (registered, "Reserved [UDP] IANA keeps the number back here");
}

static void
test_unregistered (void)
{
  static const guint16 ports[] = { 51820, 64738, 50051 };

  for (guint i = 0; i < G_N_ELEMENTS (ports); i++)
    {
      g_autoptr (PtlPage) page = fixture_page (NULL, NULL, ports[i]);
      g_autofree char *registered = fixture_words (page, PTL_SECTION_REGISTERED);

      assert_says (registered, "Nobody has registered");
      assert_does_not_say (ptl_page_get_subtitle (page), "registered as");
    }
}

static void
test_81_and_15 (void)
{
  g_autoptr (PtlPage) page = fixture_page (NULL, NULL, 81);
  g_autofree char *registered = fixture_words (page, PTL_SECTION_REGISTERED);
  g_autofree char *remark = section_of (15, PTL_SECTION_REGISTERED);

  assert_says (ptl_page_get_subtitle (page), "unassigned");
  assert_does_not_say (registered, "hosts2-ns");
  assert_says (registered, "IANA has assigned 81 to nobody");
  assert_says (remark, "Unassigned, with a remark");
  assert_says (remark, "was netstat");
}

/* "Any private …" is neither unassigned nor reserved. */
static void
test_24 (void)
{
  g_autoptr (PtlPage) page = fixture_page (NULL, NULL, 24);
  g_autofree char *registered = fixture_words (page, PTL_SECTION_REGISTERED);

  assert_says (ptl_page_get_subtitle (page), "assigned to “any private mail system”, without a name");
  assert_says (registered, "any private mail system [TCP] [UDP] [assigned without a name]");
  assert_does_not_say (registered, "Reserved");
  assert_does_not_say (registered, "assigned to nobody");
}

static void
test_edges (void)
{
  g_autofree char *zero = section_of (0, PTL_SECTION_REGISTERED);
  g_autofree char *zero_usable = section_of (0, PTL_SECTION_USABLE);
  g_autofree char *zero_checks = section_of (0, PTL_SECTION_CHECKS);
  g_autofree char *first_user = section_of (1024, PTL_SECTION_REGISTERED);
  g_autofree char *last_user = section_of (49151, PTL_SECTION_REGISTERED);
  g_autofree char *last_user_range = section_of (49151, PTL_SECTION_RANGE);
  g_autofree char *first_dynamic = section_of (49152, PTL_SECTION_RANGE);
  g_autofree char *last = section_of (65535, PTL_SECTION_RANGE);

  assert_says (zero, "Port 0 is set aside for good");
  assert_says (zero_usable, "You cannot listen on 0");
  assert_says (zero_checks, "There is nothing to check");
  assert_says (first_user, "Reserved [TCP] [UDP]");
  assert_says (last_user, "Reserved");
  assert_says (last_user_range, "user ports, 1024–49151");
  assert_says (last_user_range, "and 49151 lies inside it");
  assert_says (first_dynamic, "dynamic ports, 49152–65535");
  assert_says (last, "and 65535 lies outside it");
}

static void
test_ranges_and_conventions (void)
{
  g_autofree char *x11 = section_of (6005, PTL_SECTION_REGISTERED);
  g_autofree char *x11_common = section_of (6005, PTL_SECTION_COMMON);
  g_autofree char *node_port = section_of (30080, PTL_SECTION_COMMON);

  assert_says (x11, "x11 [TCP] [UDP]");
  assert_says (x11, "Ports: 6000–6063");
  assert_says (x11_common, "X Window System, 6000–6063");
  assert_says (node_port, "Kubernetes NodePort, 30000–32767");
  assert_says (node_port, "[custom for a range]");
}

static void
test_dates (void)
{
  g_autofree char *full = section_of (8472, PTL_SECTION_REGISTERED);
  g_autofree char *month = section_of (9100, PTL_SECTION_REGISTERED);
  g_autoptr (PtlPage) page = fixture_page (NULL, NULL, 80);

  assert_says (full, "Registered: 7 January 2008;");
  assert_says (month, "Registered: April 2002;");
  g_assert_cmpstr (fixture_section (page, PTL_SECTION_REGISTERED)->remark, ==, "IANA, as of September 2026");
}

/* This computer's real range, whatever the books say. */
static void
test_own_ephemeral_range (void)
{
  g_autoptr (PtlHostFacts) narrow = fixture_facts ("linux", 40000, 40999, 0, FALSE);
  g_autoptr (PtlHostFacts) unknown = fixture_facts ("linux", 0, 0, -1, FALSE);
  g_autoptr (PtlHostFacts) windows = fixture_facts ("windows", 49152, 65535, 0, FALSE);
  g_autoptr (PtlPage) a = fixture_page (narrow, NULL, 50000);
  g_autoptr (PtlPage) b = fixture_page (unknown, NULL, 50000);
  g_autoptr (PtlPage) c = fixture_page (windows, NULL, 50000);
  g_autofree char *outside = fixture_words (a, PTL_SECTION_RANGE);
  g_autofree char *not_known = fixture_words (b, PTL_SECTION_RANGE);
  g_autofree char *inside = fixture_words (c, PTL_SECTION_RANGE);
  g_autofree char *likely = fixture_words (a, PTL_SECTION_LIKELY);

  assert_says (outside, "This computer’s ephemeral range is 40000–40999, and 50000 lies outside it");
  assert_says (not_known, "is not known");
  assert_does_not_say (not_known, "This computer’s ephemeral range is");
  assert_says (inside, "This computer’s ephemeral range is 49152–65535, and 50000 lies inside it");
  assert_says (likely, "lies outside the range that the system hands out by itself");
}

static void
test_differing_ephemeral_ranges (void)
{
  g_autoptr (PtlHostFacts) facts = fixture_facts ("windows", 49152, 65535, 0, FALSE);
  g_autoptr (PtlPage) page = NULL;
  g_autofree char *words = NULL;

  g_array_index (facts->ephemeral, PtlEphemeral, 3).ports.first = 10000;
  page = fixture_page (facts, NULL, 20000);
  words = fixture_words (page, PTL_SECTION_RANGE);

  assert_says (words, "for TCP over IPv4, TCP over IPv6 and UDP over IPv4 is 49152–65535, and 20000 lies outside it");
  assert_says (words, "for UDP over IPv6 is 10000–65535, and 20000 lies inside it");
}

/* "Below 1024 always needs root" is wrong: it is what this computer says. */
static void
test_privileged (void)
{
  g_autoptr (PtlHostFacts) everybody = fixture_facts ("linux", 32768, 60999, 0, FALSE);
  g_autoptr (PtlHostFacts) eighty = fixture_facts ("linux", 32768, 60999, 80, FALSE);
  g_autoptr (PtlHostFacts) root = fixture_facts ("linux", 32768, 60999, 1024, TRUE);
  g_autoptr (PtlPage) a = fixture_page (everybody, NULL, 81);
  g_autoptr (PtlPage) b = fixture_page (eighty, NULL, 81);
  g_autoptr (PtlPage) c = fixture_page (root, NULL, 81);
  g_autoptr (PtlPage) d = fixture_page (NULL, NULL, 81);
  g_autofree char *range_a = fixture_words (a, PTL_SECTION_RANGE);
  g_autofree char *range_b = fixture_words (b, PTL_SECTION_RANGE);
  g_autofree char *usable_a = fixture_words (a, PTL_SECTION_USABLE);
  g_autofree char *usable_c = fixture_words (c, PTL_SECTION_USABLE);
  g_autofree char *usable_d = fixture_words (d, PTL_SECTION_USABLE);

  assert_says (range_a, "no port needs a privilege");
  assert_says (range_b, "only ports below 80 need a privilege");
  assert_says (usable_a, "You can listen on 81 (TCP and UDP) right now");
  assert_says (usable_c, "need a privilege on this computer, and you have it");
  assert_says (usable_d, "You cannot listen on 81");
  assert_says (usable_d, "and you do not have it");
}

static void
test_one_address (void)
{
  g_autoptr (PtlHostFacts) macos = fixture_facts ("macos", 49152, 65535, 0, FALSE);
  g_autoptr (PtlPage) low = NULL;
  g_autofree char *range = NULL;
  g_autofree char *usable = NULL;
  g_autofree char *why = NULL;

  macos->one_address_start = 1024;
  low = fixture_page (macos, NULL, 81);
  range = fixture_words (low, PTL_SECTION_RANGE);
  usable = fixture_words (low, PTL_SECTION_USABLE);

  assert_says (range, "anybody may listen on 81 on all addresses at once");
  assert_says (range, "below 1024 on one address alone");
  assert_says (usable, "You can listen on 81 (TCP and UDP) right now");
  assert_says (usable, "you do not have it");
  why = fixture_words (low, PTL_SECTION_WHY);
  assert_says (why, "macOS since 10.14 asks for the privilege only where a program listens on one address alone");
}

/* As macOS keeps 55555 on TCP. */
static void
test_kept_by_the_system (void)
{
  g_autoptr (PtlHostFacts) macos = fixture_facts ("macos", 49152, 65535, 0, FALSE);
  PtlInterval kept = { 55555, 55555, PTL_TRANSPORT_BIT (PTL_TRANSPORT_TCP) };
  g_autoptr (PtlPage) page = NULL;
  g_autofree char *range = NULL;
  g_autofree char *usable = NULL;
  g_autofree char *json = NULL;

  macos->excluded = g_array_new (FALSE, FALSE, sizeof (PtlInterval));
  g_array_append_val (macos->excluded, kept);
  macos->excluded_source = g_strdup ("net.restricted_port.bitmap");
  page = fixture_page (macos, NULL, 55555);
  range = fixture_words (page, PTL_SECTION_RANGE);
  usable = fixture_words (page, PTL_SECTION_USABLE);
  json = ptl_page_to_json (page);

  assert_says (range, "keeps 55555 for programs of its own");
  assert_says (usable, "You cannot listen on 55555 (TCP) right now. This computer’s system keeps it for programs of its own");
  assert_says (usable, "You can listen on 55555 (UDP) right now");
  assert_says (json, "\"excluded\":true");
}

static void
test_commands (void)
{
  g_autofree char *linux_first = section_of (80, PTL_SECTION_CHECKS);
  g_autoptr (PtlHostFacts) facts = fixture_facts ("windows", 49152, 65535, 0, FALSE);
  g_autoptr (PtlPage) page = fixture_page (facts, NULL, 80);
  g_autofree char *windows_first = fixture_words (page, PTL_SECTION_CHECKS);

  g_assert_true (g_str_has_prefix (linux_first, "Linux "));
  g_assert_true (g_str_has_prefix (windows_first, "Windows "));
  assert_says (linux_first, "linux: ss -tulnp 'sport = :80' ");
  assert_says (linux_first, "linux: sudo lsof -nP -iTCP:80 -sTCP:LISTEN ");
  assert_says (linux_first, "macos: netstat -anv -p tcp | grep '[.]80 .*LISTEN' ");
  assert_says (linux_first, "windows: netstat -ano | findstr /C:\":80 \" ");
  assert_says (linux_first, "windows: Get-NetTCPConnection -State Listen -LocalPort 80 ");
  assert_says (linux_first, "windows: Get-NetUDPEndpoint -LocalPort 80 ");
}

static void
test_one_transport (void)
{
  PtlCatalog *catalog = ptl_catalog_get_default (NULL);
  g_autoptr (PtlPage) page = ptl_page_new_for (catalog, NULL, NULL, NULL, NULL, NULL, 514,
                                               PTL_TRANSPORT_BIT (PTL_TRANSPORT_UDP));
  g_autofree char *registered = fixture_words (page, PTL_SECTION_REGISTERED);
  g_autofree char *checks = fixture_words (page, PTL_SECTION_CHECKS);
  g_autofree char *common = fixture_words (page, PTL_SECTION_COMMON);

  g_assert_cmpstr (ptl_page_get_title (page), ==, "Port 514 on UDP");
  assert_says (registered, "syslog");
  assert_does_not_say (registered, "shell");
  assert_says (checks, "ss -ulnp 'sport = :514'");
  assert_does_not_say (checks, "iTCP");
  assert_does_not_say (common, "[TCP]");
}

/* No source, no fact: what the registry, the notes and this computer say names where it comes from. */
static void
test_sources (void)
{
  static const guint16 ports[] = { 0, 24, 80, 514, 1024, 5000, 6005, 8123, 11434, 51820, 60683 };
  static const PtlSectionKind kinds[] = { PTL_SECTION_RANGE, PTL_SECTION_REGISTERED, PTL_SECTION_WHY };

  for (guint i = 0; i < G_N_ELEMENTS (ports); i++)
    {
      g_autoptr (PtlPage) page = fixture_page (NULL, NULL, ports[i]);

      for (guint j = 0; j < G_N_ELEMENTS (kinds); j++)
        {
          const PtlSection *section = fixture_section (page, kinds[j]);

          for (guint k = 0; k < section->facts->len; k++)
            {
              const PtlFact *fact = g_ptr_array_index (section->facts, k);

              if (fact->sources->len == 0)
                g_error ("port %u: no source for: %s", ports[i], fact->text);
            }
        }

      for (guint k = 0; k < fixture_section (page, PTL_SECTION_COMMON)->facts->len; k++)
        {
          const PtlFact *fact = g_ptr_array_index (fixture_section (page, PTL_SECTION_COMMON)->facts, k);

          if (fact->kind == PTL_FACT_ENTRY)
            g_assert_cmpuint (fact->sources->len, >, 0);
        }
    }
}

/* A note's text and IANA's words are English in every language, and marked so; the sentences behind them are not. */
static void
test_english_is_marked (void)
{
  static const char text[] = "A harmful program that never was used this port in a test.";
  g_autoptr (PtlCatalog) catalog = fixture_catalog ();
  g_autoptr (PtlPage) page = ptl_page_new (catalog, NULL, NULL, NULL, NULL, 12399);
  g_autoptr (PtlPage) known = fixture_page (NULL, NULL, 22);
  const PtlFact *note = g_ptr_array_index (fixture_section (page, PTL_SECTION_COMMON)->facts, 0);
  const PtlFact *entry = g_ptr_array_index (fixture_section (known, PTL_SECTION_REGISTERED)->facts, 0);
  const PtlFact *sentence = g_ptr_array_index (fixture_section (page, PTL_SECTION_RANGE)->facts, 0);

  g_assert_true (g_str_has_prefix (note->text, text));
  g_assert_cmpuint (note->english, ==, strlen (text));
  g_assert_cmpuint (note->english, <, strlen (note->text));
  g_assert_cmpuint (entry->english, ==, strlen (entry->text));
  g_assert_cmpuint (sentence->english, ==, 0);
}

/* A note that is made for this test, so that it says something whatever data/notes/ holds. */
static void
test_malware_is_calm (void)
{
  g_autoptr (PtlCatalog) catalog = fixture_catalog ();
  g_autoptr (PtlPage) page = ptl_page_new (catalog, NULL, NULL, NULL, NULL, 12399);
  g_autofree char *common = fixture_words (page, PTL_SECTION_COMMON);
  g_autofree char *likely = fixture_words (page, PTL_SECTION_LIKELY);
  g_autofree char *related = fixture_words (page, PTL_SECTION_RELATED);

  assert_says (common, "Made-up Trojan");
  assert_says (common, "[malware history]");
  assert_says (common, "is no sign of an infection");
  assert_does_not_say (ptl_page_get_subtitle (page), "Trojan");
  assert_does_not_say (likely, "Trojan");
  assert_does_not_say (related, "Trojan");
}

/* A note on two ports of which only the other is registered stands in nobody's way on this one. */
static void
test_relation_of_this_port (void)
{
  g_autoptr (PtlCatalog) catalog = fixture_catalog ();
  g_autoptr (PtlPage) unassigned = ptl_page_new (catalog, NULL, NULL, NULL, NULL, 81);
  g_autoptr (PtlPage) assigned = ptl_page_new (catalog, NULL, NULL, NULL, NULL, 82);
  g_autofree char *here = fixture_words (unassigned, PTL_SECTION_COMMON);
  g_autofree char *there = fixture_words (assigned, PTL_SECTION_COMMON);

  assert_says (here, "Made-up pair, 81–82");
  assert_does_not_say (here, "as registered");
  assert_does_not_say (here, "not what is registered");
  assert_says (there, "not what is registered");
}

static void
test_equal (void)
{
  g_autoptr (PtlPage) a = fixture_page (NULL, NULL, 80);
  g_autoptr (PtlPage) b = fixture_page (NULL, NULL, 80);
  g_autoptr (PtlPage) other_port = fixture_page (NULL, NULL, 81);
  g_autoptr (PtlSnapshot) busy = fixture_snapshot (fixture_listener (PTL_TRANSPORT_TCP, "0.0.0.0", 80), NULL);
  g_autoptr (PtlPage) changed = fixture_page (NULL, busy, 80);

  g_assert_true (ptl_page_equal (a, b));
  g_assert_false (ptl_page_equal (a, other_port));
  g_assert_false (ptl_page_equal (a, changed));
}

/* A space parts two sentences, but where the first ends in a full stop that has its space in itself. */
static void
test_sentences (void)
{
  PtlSection *section = ptl_section_new (PTL_SECTION_HERE_NOW, "Here now");
  PtlFact *fact = ptl_section_add (section, PTL_FACT_SENTENCE);

  ptl_fact_append_text (fact, "One.");
  ptl_fact_append_text (fact, "二つ。");
  ptl_fact_append_text (fact, "Three.");
  ptl_fact_append_text (fact, "Four.");
  g_assert_cmpstr (fact->text, ==, "One. 二つ。Three. Four.");

  ptl_section_free (section);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/page/sections", test_sections);
  g_test_add_func ("/page/shown-sources", test_shown_sources);
  g_test_add_func ("/page/folded", test_folded);
  g_test_add_func ("/page/sentences", test_sentences);
  g_test_add_func ("/page/60683", test_60683);
  g_test_add_func ("/page/dynamic-is-not-xsan", test_dynamic_is_not_xsan);
  g_test_add_func ("/page/80", test_80);
  g_test_add_func ("/page/headlines", test_headlines);
  g_test_add_func ("/page/514", test_514);
  g_test_add_func ("/page/853", test_853);
  g_test_add_func ("/page/5000", test_5000);
  g_test_add_func ("/page/registered-past-2015", test_registered_in_years_past_2015);
  g_test_add_func ("/page/reserved-twin", test_reserved_twin);
  g_test_add_func ("/page/unregistered", test_unregistered);
  g_test_add_func ("/page/81-and-15", test_81_and_15);
  g_test_add_func ("/page/24", test_24);
  g_test_add_func ("/page/edges", test_edges);
  g_test_add_func ("/page/ranges-and-conventions", test_ranges_and_conventions);
  g_test_add_func ("/page/dates", test_dates);
  g_test_add_func ("/page/own-ephemeral-range", test_own_ephemeral_range);
  g_test_add_func ("/page/differing-ephemeral-ranges", test_differing_ephemeral_ranges);
  g_test_add_func ("/page/privileged", test_privileged);
  g_test_add_func ("/page/privileged/one-address", test_one_address);
  g_test_add_func ("/page/kept-by-the-system", test_kept_by_the_system);
  g_test_add_func ("/page/commands", test_commands);
  g_test_add_func ("/page/one-transport", test_one_transport);
  g_test_add_func ("/page/sources", test_sources);
  g_test_add_func ("/page/english-is-marked", test_english_is_marked);
  g_test_add_func ("/page/malware-is-calm", test_malware_is_calm);
  g_test_add_func ("/page/relation-of-this-port", test_relation_of_this_port);
  g_test_add_func ("/page/equal", test_equal);

  return g_test_run ();
}
