#include "config.h"

#include "page/ptl-page-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Registered: what IANA's registry says, and only that. */

/* Rows of several transports that say the same word for word. */
typedef struct
{
  PtlRegistration  row;
  guint            transports;
  GPtrArray       *aliases; /* (element-type utf8) */
} Entry;

static void
entry_free (Entry *entry)
{
  g_ptr_array_unref (entry->aliases);
  g_free (entry);
}

static gboolean
same_text (const PtlRegistration *a,
           const PtlRegistration *b)
{
  return a->first == b->first && a->last == b->last && a->status == b->status &&
         g_strcmp0 (a->name, b->name) == 0 &&
         g_strcmp0 (a->description, b->description) == 0 &&
         g_strcmp0 (a->registered, b->registered) == 0 &&
         g_strcmp0 (a->references, b->references) == 0 &&
         g_strcmp0 (a->unauthorized_use, b->unauthorized_use) == 0 &&
         g_strcmp0 (a->note, b->note) == 0;
}

static gboolean
same_aliases (const Entry *a,
              const Entry *b)
{
  if (a->aliases->len != b->aliases->len)
    return FALSE;

  for (guint i = 0; i < a->aliases->len; i++)
    {
      if (!g_str_equal (g_ptr_array_index (a->aliases, i), g_ptr_array_index (b->aliases, i)))
        return FALSE;
    }

  return TRUE;
}

/* An alias belongs to the first name of its transport, which is what the registry's remarks say of all of them. */
static void
collect_aliases (const PtlPage *page,
                 Entry         *entry,
                 guint          n)
{
  for (guint i = 0; i < n; i++)
    {
      PtlRegistration row;

      ptl_catalog_get_registration (page->catalog, page->port, i, &row);
      if (row.status == PTL_STATUS_ALIAS && row.transport == entry->row.transport && row.name != NULL)
        g_ptr_array_add (entry->aliases, (char *) row.name);
    }
}

static GPtrArray *
collect_entries (const PtlPage *page)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  guint n = ptl_catalog_get_n_registrations (page->catalog, page->port);
  guint named = 0;

  for (guint i = 0; i < n; i++)
    {
      Entry *entry = g_new0 (Entry, 1);
      gboolean merged = FALSE;

      entry->aliases = g_ptr_array_new ();
      ptl_catalog_get_registration (page->catalog, page->port, i, &entry->row);

      if (!ptl_page_covers (page, entry->row.transport) || entry->row.status == PTL_STATUS_ALIAS)
        {
          entry_free (entry);
          continue;
        }

      if (entry->row.status == PTL_STATUS_ASSIGNED &&
          (named & PTL_TRANSPORT_BIT (entry->row.transport)) == 0)
        {
          named |= PTL_TRANSPORT_BIT (entry->row.transport);
          collect_aliases (page, entry, n);
        }

      for (guint j = 0; j < entries->len && !merged; j++)
        {
          Entry *other = g_ptr_array_index (entries, j);

          if (same_text (&other->row, &entry->row) && same_aliases (other, entry))
            {
              other->transports |= PTL_TRANSPORT_BIT (entry->row.transport);
              merged = TRUE;
            }
        }

      if (merged)
        {
          entry_free (entry);
        }
      else
        {
          entry->transports = PTL_TRANSPORT_BIT (entry->row.transport);
          g_ptr_array_add (entries, entry);
        }
    }

  return entries;
}

/* Descriptions that say no more than the status does. */
static gboolean
is_bare (const char *description)
{
  return description == NULL ||
         g_ascii_strcasecmp (description, "Reserved") == 0 ||
         g_ascii_strcasecmp (description, "IANA Reserved") == 0 ||
         g_ascii_strcasecmp (description, "Unassigned") == 0;
}

static void
add_text (const PtlPage *page,
          PtlFact       *fact,
          const Entry   *entry,
          gboolean       named_elsewhere)
{
  const PtlRegistration *row = &entry->row;

  switch (row->status)
    {
    case PTL_STATUS_RESERVED:
      fact->title = g_strdup (_("Reserved"));
      if (page->port == 0)
        ptl_fact_append_text (fact, _("Port 0 is set aside for good: it stands for “no port” and “any port”, and nothing can be reached there."));
      else if (named_elsewhere)
        ptl_fact_append_text (fact, _("IANA keeps the number back here and gives it to no service. That it is assigned on another transport does not make it that service’s here."));
      else
        ptl_fact_append_text (fact, _("IANA keeps the number back and gives it to no service. That is not the same as unassigned: it is not given out to whoever asks."));
      if (!is_bare (row->description))
        ptl_fact_add_english (fact, _("IANA’s words"), row->description);
      break;

    case PTL_STATUS_FORMERLY:
      fact->title = g_strdup (row->name != NULL ? row->name : row->description);
      ptl_fact_add_tag (fact, PTL_TONE_CAUTION, _("formerly registered"));
      ptl_fact_append_text (fact, _("This was registered once and is not any more. Programs and old lists may still use the name."));
      if (row->name != NULL)
        ptl_fact_add_english (fact, _("Description"), row->description);
      break;

    case PTL_STATUS_UNASSIGNED:
      fact->title = g_strdup (_("Unassigned, with a remark"));
      ptl_fact_add_tag (fact, PTL_TONE_NEUTRAL, _("unassigned"));
      ptl_fact_append_text (fact, _("IANA has given the number to no service, and has kept a remark on it."));
      if (!is_bare (row->description))
        ptl_fact_add_english (fact, _("IANA’s words"), row->description);
      break;

    default:
      if (row->name != NULL)
        {
          fact->title = g_strdup (row->name);
          if (row->description != NULL)
            ptl_fact_append_english (fact, row->description);
          else
            ptl_fact_append_text (fact, _("The registry gives the name alone, without a description."));
        }
      else
        {
          fact->title = g_strdup (row->description != NULL ? row->description : _("Assigned"));
          ptl_fact_add_tag (fact, PTL_TONE_NEUTRAL, _("assigned without a name"));
          ptl_fact_append_text (fact, _("IANA has assigned the number to a purpose and not to a service: anybody may use it so among themselves, and no program in particular belongs there."));
        }
      break;
    }
}

static void
add_entry (const PtlPage *page,
           PtlSection    *section,
           const Entry   *entry,
           gboolean       named_elsewhere)
{
  PtlFact *fact = ptl_section_add (section, PTL_FACT_ENTRY);
  const PtlRegistration *row = &entry->row;
  g_autofree char *aliases = NULL;
  g_autofree char *date = ptl_words_date (row->registered);

  for (guint i = 0; i < PTL_N_TRANSPORTS; i++)
    {
      if (entry->transports & PTL_TRANSPORT_BIT (i))
        ptl_fact_add_tag (fact, PTL_TONE_NEUTRAL, ptl_transport_to_display (i));
    }

  add_text (page, fact, entry, named_elsewhere);

  if (row->first != row->last)
    {
      g_autofree char *ports = ptl_words_ports (row->first, row->last);

      ptl_fact_add_detail (fact, _("Ports"), ports);
    }

  aliases = ptl_words_list (entry->aliases);
  ptl_fact_add_detail (fact, _("Also called"), aliases);
  ptl_fact_add_detail (fact, _("Registered"), date);
  ptl_fact_add_detail (fact, _("Reference"), row->references);
  ptl_fact_add_english (fact, _("Known unauthorized use"), row->unauthorized_use);
  ptl_fact_add_english (fact, _("IANA’s remark"), row->note);
  ptl_fact_cite_iana (fact, page->catalog);
}

/* What the registry leaves open, in sentences; on TCP and UDP, and on what was asked for. */
static void
say_open (const PtlPage *page,
          PtlSection    *section,
          guint          covered)
{
  guint asked = page->transports;
  guint unassigned = 0;
  g_autofree char *transports = NULL;
  PtlFact *fact;

  if (ptl_range_of_port (page->port) == PTL_RANGE_DYNAMIC)
    {
      if (covered != 0)
        return;

      fact = ptl_section_say_format (section, _("Nobody has registered %u, and nobody can: IANA does not assign dynamic ports. Any name that a list gives it is informal."),
                                     page->port);
      ptl_fact_cite_rfc6335 (fact);
      ptl_fact_cite_iana (fact, page->catalog);
      return;
    }

  if (asked == PTL_ALL_TRANSPORTS)
    asked = PTL_TRANSPORT_BIT (PTL_TRANSPORT_TCP) | PTL_TRANSPORT_BIT (PTL_TRANSPORT_UDP);

  for (guint i = 0; i < PTL_N_REGISTRY_TRANSPORTS; i++)
    {
      PtlStatus status;

      if ((asked & PTL_TRANSPORT_BIT (i)) == 0)
        continue;

      status = ptl_catalog_get_status (page->catalog, page->port, i);
      if (status == PTL_STATUS_UNASSIGNED || status == PTL_STATUS_FORMERLY)
        unassigned |= PTL_TRANSPORT_BIT (i);
    }

  if (unassigned == 0)
    {
      if (asked == PTL_TRANSPORT_BIT (PTL_TRANSPORT_UDPLITE))
        {
          fact = ptl_section_say (section, _("IANA’s registry has no entries of its own for UDP-Lite, which uses the port numbers of UDP."));
          ptl_fact_cite_iana (fact, page->catalog);
        }
      return;
    }

  transports = ptl_words_transports (unassigned);
  if (covered != 0)
    /* Translators: %s is a transport or several: "UDP", "TCP and UDP". */
    fact = ptl_section_say_format (section, _("On %s, %u is assigned to nobody."), transports, page->port);
  else
    fact = ptl_section_say_format (section, _("On %s, IANA has assigned %u to nobody. A program may use it all the same, and IANA may still give it to a service that asks."),
                                   transports, page->port);
  ptl_fact_cite_iana (fact, page->catalog);
}

/**
 * ptl_page_write_registered:
 * @page: the page
 * @section: the section to fill
 *
 * Writes the port's registrations, one entry for each name. Transports share an entry only where the registry says
 * the same of both, word for word.
 */
void
ptl_page_write_registered (const PtlPage *page,
                           PtlSection    *section)
{
  g_autoptr (GPtrArray) entries = collect_entries (page);
  g_autofree char *date = NULL;
  guint covered = 0, named = 0;
  const char *as_of = ptl_catalog_get_registry_date (page->catalog);

  /* The month is as exact as a heading needs to be; each fact's source has the day. */
  if (as_of != NULL && strlen (as_of) >= 7)
    {
      g_autofree char *month = g_strndup (as_of, 7);

      date = ptl_words_date (month);
      /* Translators: %s is a month, such as September 2026. */
      section->remark = g_strdup_printf (_("IANA, as of %s"), date);
    }

  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (entries, i);

      covered |= entry->transports;
      if (entry->row.status == PTL_STATUS_ASSIGNED)
        named |= entry->transports;
    }

  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (entries, i);

      add_entry (page, section, entry, (named & ~entry->transports) != 0);
    }

  say_open (page, section, covered);
}
