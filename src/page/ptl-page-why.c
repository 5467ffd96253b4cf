#include "config.h"

#include "page/ptl-page-private.h"

#include <glib/gi18n-lib.h>

/* Why it matters: what the port's range is for, told so that a reader knows the next port too. */

#define RFC6056_TITLE "RFC 6056: Recommendations for Transport-Protocol Port Randomization"
#define RFC6056_URL   "https://www.rfc-editor.org/rfc/rfc6056"
#define RFC9293_TITLE "RFC 9293: Transmission Control Protocol"
#define RFC9293_URL   "https://www.rfc-editor.org/rfc/rfc9293"

static void
why_dynamic (const PtlPage *page,
             PtlSection    *section)
{
  PtlFact *fact;

  fact = ptl_section_say (section, _("Every connection has a port at both ends. The server’s is known beforehand, so that it can be found; the client’s only has to be free, so that the answers find their way back. For such ports nobody needs to ask, and the dynamic range is set aside for them: numbers that are borrowed, used and given back, and that mean nothing in themselves."));
  ptl_fact_add_source (fact, RFC9293_TITLE, RFC9293_URL);
  ptl_fact_cite_rfc6335 (fact);

  fact = ptl_section_say_format (section, _("That is what lets one computer hold thousands of connections to the same server at once, run one program several times, and start a test server without agreeing with anybody. Port %u may be one thing now, something else in an hour, and nothing in between."),
                                 page->port);
  ptl_fact_cite_rfc6335 (fact);

  fact = ptl_section_say (section, _("The numbers are best picked at random: whoever wants to slip a forged packet into a conversation then has to guess the port too."));
  ptl_fact_add_source (fact, RFC6056_TITLE, RFC6056_URL);
}

static void
why_user (const PtlPage *page,
          PtlSection    *section)
{
  PtlFact *fact;

  fact = ptl_section_say (section, _("A registration is an entry in a list, so that two makers do not pick the same number by accident. It gives nobody the port on your computer: no system enforces it, no program has to ask, and many in wide use never did."));
  ptl_fact_cite_rfc6335 (fact);

  fact = ptl_section_say_format (section, _("So there are three answers to what port %u is, and they may all differ: what is registered, what people commonly run there, and what runs on this computer. Only the last one is a fact about your computer."),
                                 page->port);
  ptl_fact_cite_rfc6335 (fact);

  if (page->facts != NULL && ptl_host_facts_in_ephemeral (page->facts, page->port))
    {
      fact = ptl_section_say_format (section, _("There is a catch in this part of the range: this computer hands out %u for outgoing connections as well. A server that is to have it may now and then find it taken when it starts, unless an administrator reserves it."),
                                     page->port);
      ptl_fact_cite_host (fact, page->facts->ephemeral_source);
    }
}

static void
why_system (const PtlPage *page,
            PtlSection    *section)
{
  PtlFact *fact;

  fact = ptl_section_say (section, _("The low numbers are the Internet’s fixed addresses: a browser finds a web site, and one mail server finds another, because both ends know the number without asking. They are few, so a new protocol gets one only where that is really needed."));
  ptl_fact_cite_rfc6335 (fact);

  fact = ptl_section_say (section, _("By a tradition of Unix, a program needed the administrator’s privilege to listen below 1024, so that another computer could trust what answers there. It was never a rule of the network, and it does not hold everywhere: on Linux an administrator sets where the privileged ports end, macOS since 10.14 asks for the privilege only where a program listens on one address alone, and Windows has no such rule. That a port is low is no proof that a trusted program listens on it."));
  ptl_fact_add_source (fact, "Linux kernel documentation: IP Sysctl, ip_unprivileged_port_start",
                       "https://docs.kernel.org/networking/ip-sysctl.html");
  ptl_fact_add_source (fact, "Apple XNU source: bsd/netinet/in_pcb.c, in_pcbbind()",
                       "https://github.com/apple-oss-distributions/xnu/blob/main/bsd/netinet/in_pcb.c");
}

static void
why_zero (PtlSection *section)
{
  PtlFact *fact;

  fact = ptl_section_say (section, _("Port 0 is how a program says “any”: it asks the system for port 0 and is given a free one from the ephemeral range. So 0 never appears on the wire in a sound TCP connection, and a packet that has it is a mistake or a probe."));
  ptl_fact_add_source (fact, "POSIX.1-2017 and ip(7): binding to port 0",
                       "https://man7.org/linux/man-pages/man7/ip.7.html");
}

static void
add_elsewhere (const PtlPage *page,
               PtlSection    *section)
{
  PtlFact *fact = ptl_section_add (section, PTL_FACT_ENTRY);

  fact->title = g_strdup (_("What systems hand out by default"));
  fact->text = g_strdup (_("The dynamic range is IANA’s; what a system hands out by itself is the system’s own choice, and an administrator may change it."));

  for (guint i = 0; i < ptl_catalog_get_n_systems (page->catalog); i++)
    {
      PtlSystem system;
      g_autofree char *value = NULL;

      ptl_catalog_get_system (page->catalog, i, &system);
      value = g_strdup_printf (page->port >= system.first && page->port <= system.last
                                 ? _("%u–%u, with %u in it")
                                 : _("%u–%u, without %u"),
                               system.first, system.last, page->port);
      ptl_fact_add_detail (fact, ptl_words_system (system.name), value);
      ptl_fact_add_source (fact, system.source.title, system.source.url);
    }
}

/**
 * ptl_page_write_why:
 * @page: the page
 * @section: the section to fill
 *
 * Writes what the port's range is for, and what systems hand out by default, which is not the same everywhere.
 */
void
ptl_page_write_why (const PtlPage *page,
                    PtlSection    *section)
{
  if (page->port == 0)
    {
      why_zero (section);
      add_elsewhere (page, section);
      return;
    }

  switch (ptl_range_of_port (page->port))
    {
    case PTL_RANGE_SYSTEM:
      why_system (page, section);
      break;

    case PTL_RANGE_USER:
      why_user (page, section);
      break;

    case PTL_RANGE_DYNAMIC:
    default:
      why_dynamic (page, section);
      break;
    }

  add_elsewhere (page, section);
}
