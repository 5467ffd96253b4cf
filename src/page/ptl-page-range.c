#include "config.h"

#include "page/ptl-page-private.h"

#include <glib/gi18n-lib.h>

#include "page/ptl-sanitize.h"

/* The range: what RFC 6335 says of it, and what it means on this very computer, which is something else. */

static void
say_range (const PtlPage *page,
           PtlSection    *section)
{
  PtlFact *fact;

  /* The figures are RFC 6335's, sections 6 and 8. */
  switch (ptl_range_of_port (page->port))
    {
    case PTL_RANGE_SYSTEM:
      fact = ptl_section_say_format (section,
                                     _("%u is one of the 1024 system ports, 0–1023, often called well-known ports. They are for protocols that the Internet agrees on: IANA gives one away only after a review by the IETF, or with the approval of its steering group."),
                                     page->port);
      break;

    case PTL_RANGE_USER:
      fact = ptl_section_say_format (section,
                                     _("%u is one of the 48128 user ports, 1024–49151, often called registered ports. Anybody may ask IANA for one for a service of their own, and gets it after a review by an expert. Most of them are unassigned to this day."),
                                     page->port);
      break;

    case PTL_RANGE_DYNAMIC:
    default:
      fact = ptl_section_say_format (section,
                                     _("%u is one of the 16384 dynamic ports, 49152–65535, also called private ports. IANA never gives one of them to anybody: they are left for programs to take for a while and to give back."),
                                     page->port);
      break;
    }

  ptl_fact_cite_rfc6335 (fact);
}

/* The transports and families that share one range, for a sentence: "TCP over IPv4 and UDP over IPv4". */
static char *
ephemeral_scope (const GArray *ranges,
                 guint         index)
{
  const PtlInterval *ports = &g_array_index (ranges, PtlEphemeral, index).ports;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < ranges->len; i++)
    {
      const PtlEphemeral *range = &g_array_index (ranges, PtlEphemeral, i);

      if (range->ports.first != ports->first || range->ports.last != ports->last)
        continue;

      switch (range->family)
        {
        case PTL_FAMILY_IPV4:
          g_ptr_array_add (names, g_strdup_printf (_("%s over IPv4"), ptl_transport_to_display (range->transport)));
          break;

        case PTL_FAMILY_IPV6:
          g_ptr_array_add (names, g_strdup_printf (_("%s over IPv6"), ptl_transport_to_display (range->transport)));
          break;

        case PTL_FAMILY_DUAL:
        default:
          g_ptr_array_add (names, g_strdup (ptl_transport_to_display (range->transport)));
          break;
        }
    }

  return ptl_words_list (names);
}

static gboolean
is_first_of_its_ports (const GArray *ranges,
                       guint         index)
{
  const PtlInterval *ports = &g_array_index (ranges, PtlEphemeral, index).ports;

  for (guint i = 0; i < index; i++)
    {
      const PtlInterval *other = &g_array_index (ranges, PtlEphemeral, i).ports;

      if (other->first == ports->first && other->last == ports->last)
        return FALSE;
    }

  return TRUE;
}

/* What this computer's system hands out unless somebody changed it: the present default stands before former ones. */
static void
say_default (const PtlPage *page,
             PtlSection    *section)
{
  for (guint i = 0; page->facts != NULL && i < ptl_catalog_get_n_systems (page->catalog); i++)
    {
      PtlSystem system;
      PtlFact *fact;

      ptl_catalog_get_system (page->catalog, i, &system);
      if (!g_str_equal (system.os, page->facts->os))
        continue;

      /* Translators: a range of ports, then the name of an operating system. */
      fact = ptl_section_say_format (section, _("Unless somebody changed it, it is %u–%u: that is the default of %s."),
                                     system.first, system.last, ptl_words_system (system.name));
      ptl_fact_add_source (fact, system.source.title, system.source.url);
      return;
    }
}

static void
say_ephemeral (const PtlPage *page,
               PtlSection    *section)
{
  const GArray *ranges = page->facts != NULL ? page->facts->ephemeral : NULL;
  guint distinct = 0;

  if (ranges == NULL || ranges->len == 0)
    {
      ptl_section_say (section, _("Which range this computer hands out by itself, to programs that ask for no port in particular, is not known."));
      say_default (page, section);
      return;
    }

  for (guint i = 0; i < ranges->len; i++)
    distinct += is_first_of_its_ports (ranges, i);

  for (guint i = 0; i < ranges->len; i++)
    {
      const PtlInterval *ports = &g_array_index (ranges, PtlEphemeral, i).ports;
      gboolean inside = page->port >= ports->first && page->port <= ports->last;
      PtlFact *fact;

      if (!is_first_of_its_ports (ranges, i))
        continue;

      if (distinct > 1)
        {
          g_autofree char *scope = ephemeral_scope (ranges, i);

          fact = ptl_section_say_format (section,
                                         inside ? _("This computer’s ephemeral range for %s is %u–%u, and %u lies inside it.")
                                                : _("This computer’s ephemeral range for %s is %u–%u, and %u lies outside it."),
                                         scope, ports->first, ports->last, page->port);
        }
      else if (inside)
        {
          fact = ptl_section_say_format (section,
                                         _("This computer’s ephemeral range is %u–%u, and %u lies inside it: the system may hand it out at any time to a program that asks for no port in particular, above all for the near end of a connection."),
                                         ports->first, ports->last, page->port);
        }
      else
        {
          fact = ptl_section_say_format (section,
                                         _("This computer’s ephemeral range is %u–%u, and %u lies outside it: the system hands it to nobody by itself, so a program that has it asked for it by number."),
                                         ports->first, ports->last, page->port);
        }

      ptl_fact_cite_host (fact, page->facts->ephemeral_source);
    }
}

static void
say_privileged (const PtlPage *page,
                PtlSection    *section)
{
  const PtlHostFacts *facts = page->facts;
  PtlFact *fact = NULL;

  if (page->port == 0)
    return;

  if (facts == NULL || facts->unprivileged_start < 0)
    {
      if (ptl_range_of_port (page->port) == PTL_RANGE_SYSTEM)
        ptl_section_say (section, _("Whether this computer asks for a privilege to listen below 1024 is not known. That is a rule of single systems, not of the range."));
      return;
    }

  if (facts->unprivileged_start > 0 && page->port < facts->unprivileged_start)
    {
      fact = ptl_section_say_format (section,
                                     facts->may_bind_privileged
                                       ? _("On this computer a program needs a privilege to listen below %d. You have it.")
                                       : _("On this computer a program needs a privilege to listen below %d. You do not have it."),
                                     facts->unprivileged_start);
    }
  else if (page->port < facts->one_address_start)
    {
      fact = ptl_section_say_format (section, _("On this computer anybody may listen on %u on all addresses at once. To listen below %d on one address alone, such as 127.0.0.1, needs a privilege."),
                                     page->port, facts->one_address_start);
    }
  else if (ptl_range_of_port (page->port) == PTL_RANGE_SYSTEM)
    {
      if (facts->unprivileged_start == 0)
        fact = ptl_section_say_format (section, _("On this computer anybody may listen on %u; no port needs a privilege."), page->port);
      else
        fact = ptl_section_say_format (section, _("On this computer anybody may listen on %u: only ports below %d need a privilege."),
                                       page->port, facts->unprivileged_start);
    }

  if (fact != NULL)
    ptl_fact_cite_host (fact, facts->privileged_source);
}

static void
say_excluded_command (const PtlPage *page,
                      PtlFact       *fact)
{
  g_autofree char *text = NULL;

  if (page->facts->excluded_command == NULL || !ptl_page_covers (page, PTL_TRANSPORT_TCP))
    return;

  /* Translators: a command: "netsh interface ipv4 show excludedportrange protocol=tcp". */
  text = g_strdup_printf (_("The command “%s” lists such ranges."), page->facts->excluded_command);
  ptl_fact_append_text (fact, text);
}

static void
say_set_aside (const PtlPage *page,
               PtlSection    *section)
{
  const PtlHostFacts *facts = page->facts;
  PtlFact *fact;

  if (facts == NULL)
    return;

  if (facts->reserved != NULL && ptl_host_facts_in_intervals (facts->reserved, page->port, page->transports))
    {
      fact = ptl_section_say_format (section, _("%u is on this computer’s list of reserved ports: the system never hands it out by itself, and a program that asks for it by number still gets it."),
                                     page->port);
      ptl_fact_cite_host (fact, facts->reserved_source);
    }

  if (facts->excluded != NULL && ptl_host_facts_in_intervals (facts->excluded, page->port, page->transports))
    {
      fact = ptl_section_say_format (section, _("This computer’s system keeps %u for programs of its own, and refuses it to all others, whoever runs them."),
                                     page->port);
      ptl_fact_cite_host (fact, facts->excluded_source);
    }
  else if (ptl_trial_is_refused (&page->trial, page->transports))
    {
      fact = ptl_section_say_format (section, _("%u most likely lies in a range that this computer excludes: the system refuses it to programs, though nothing was seen to have it."),
                                     page->port);
      say_excluded_command (page, fact);
    }
  else if (ptl_trial_is_given (&page->trial, page->transports))
    {
      ptl_section_say_format (section, _("%u lies in no range that this computer excludes: it was tried for a moment, and the system gave it."),
                              page->port);
    }
  /* What somebody listens on is no riddle. */
  else if (ptl_trial_is_of_use (facts, page->port) &&
           (page->snapshot == NULL || !ptl_snapshot_has_port (page->snapshot, page->port)))
    {
      fact = ptl_section_say_format (section, _("Whether %u lies in a range that this computer excludes is not known: the system tells programs of ranges that an administrator set aside, and not of those that its own services keep for themselves. Only trying to listen tells."),
                                     page->port);
      say_excluded_command (page, fact);
    }
}

/**
 * ptl_page_write_range:
 * @page: the page
 * @section: the section to fill
 *
 * Writes which of the registry's ranges the port belongs to, and what this computer makes of it. What other systems hand out is
 * told at the end of the page, by ptl-page-why.c.
 */
void
ptl_page_write_range (const PtlPage *page,
                      PtlSection    *section)
{
  say_range (page, section);
  say_ephemeral (page, section);
  say_privileged (page, section);
  say_set_aside (page, section);
}
