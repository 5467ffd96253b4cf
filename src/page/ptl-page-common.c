#include "config.h"

#include "page/ptl-page-private.h"

#include <glib/gi18n-lib.h>

/* Commonly used: the notes on the port, then the conventions that cover it, which are worded as what they are: ranges. */

/* Where a port has more notes than MANY, those after the first FOREMOST are marked as minor. */
#define MANY     9
#define FOREMOST 6

/* The same for conventions, of which each says much the same of a port: that it is one of very many. */
#define MANY_CONVENTIONS     4
#define FOREMOST_CONVENTIONS 3

static const char *
kind_words (PtlNoteKind kind)
{
  switch (kind)
    {
    case PTL_NOTE_DE_FACTO:
      return _("the usual port");

    case PTL_NOTE_DEV_DEFAULT:
      return _("developers’ default");

    case PTL_NOTE_CONFLICT:
      return _("other than registered");

    case PTL_NOTE_MALWARE_HISTORY:
      return _("malware history");

    case PTL_NOTE_RANGE_CONVENTION:
      return _("custom for a range");

    case PTL_NOTE_OS_BEHAVIOUR:
      return _("done by the system");

    case PTL_NOTE_UNOFFICIAL:
    default:
      return _("unofficial");
    }
}

static const char *
confidence_words (PtlConfidence confidence)
{
  switch (confidence)
    {
    case PTL_CONFIDENCE_HIGH:
      return _("high confidence");

    case PTL_CONFIDENCE_MEDIUM:
      return _("medium confidence");

    case PTL_CONFIDENCE_LOW:
    default:
      return _("low confidence");
    }
}

/**
 * ptl_page_get_caution:
 * @note: a note
 *
 * What has to be said with a note so that nobody is frightened wrongly. It is said here once for all notes of a kind, so
 * that none of them forgets it. Any thread.
 *
 * Returns: (transfer none) (nullable): a whole sentence in the user's language, or %NULL
 */
const char *
ptl_page_get_caution (const PtlNote *note)
{
  if (note->kind != PTL_NOTE_MALWARE_HISTORY)
    return NULL;

  return _("That a harmful program once used the port is no sign of an infection: what listens here is far more likely something ordinary, and only the program itself tells.");
}

/* Whether IANA assigned the port, on the note's transports, to a purpose and not to a named service. */
static gboolean
is_for_a_purpose (const PtlPage *page,
                  const PtlNote *note)
{
  guint n = ptl_catalog_get_n_registrations (page->catalog, page->port);

  for (guint i = 0; i < n; i++)
    {
      PtlRegistration row;

      ptl_catalog_get_registration (page->catalog, page->port, i, &row);
      if (row.status == PTL_STATUS_ASSIGNED && row.name == NULL &&
          (note->transports & PTL_TRANSPORT_BIT (row.transport)) != 0)
        return TRUE;
    }

  return FALSE;
}

static char *
period_words (const PtlNote *note)
{
  if (note->since != NULL && note->until != NULL)
    return g_strdup_printf (_("%s to %s"), note->since, note->until);

  if (note->since != NULL)
    return g_strdup_printf (_("since %s"), note->since);

  if (note->until != NULL)
    return g_strdup_printf (_("until %s"), note->until);

  return NULL;
}

/* Where nothing is registered, or only custom tells of a range, the section on the registry says all there is to say. */
static void
add_relation_tag (PtlFact       *fact,
                  const PtlPage *page,
                  const PtlNote *note)
{
  PtlRelation relation;

  if (note->kind == PTL_NOTE_RANGE_CONVENTION || is_for_a_purpose (page, note))
    return;

  relation = ptl_page_get_relation (page, note);
  if (relation == PTL_RELATION_SAME)
    ptl_fact_add_tag (fact, PTL_TONE_GOOD, _("as registered"));
  else if (relation == PTL_RELATION_CONFLICTS && note->kind != PTL_NOTE_CONFLICT)
    ptl_fact_add_tag (fact, PTL_TONE_NEUTRAL, _("not what is registered"));
}

static PtlFact *
add_entry (const PtlPage *page,
           PtlSection    *section,
           const PtlNote *note)
{
  PtlFact *fact = ptl_section_add (section, PTL_FACT_ENTRY);
  gboolean is_range = note->first != note->last;
  g_autofree char *platforms = ptl_words_platforms (note->platforms);
  g_autofree char *period = period_words (note);
  const char *caution;

  if (is_range)
    {
      g_autofree char *ports = ptl_words_ports (note->first, note->last);

      /* Translators: a product, then its range of ports: "Kubernetes NodePort, 30000–32767". */
      fact->title = g_strdup_printf (_("%s, %s"), note->product, ports);
    }
  else
    {
      fact->title = g_strdup (note->product);
    }

  for (guint i = 0; i < PTL_N_TRANSPORTS; i++)
    {
      if (note->transports & PTL_TRANSPORT_BIT (i))
        ptl_fact_add_tag (fact, PTL_TONE_NEUTRAL, ptl_transport_to_display (i));
    }

  add_relation_tag (fact, page, note);
  ptl_fact_add_tag (fact, PTL_TONE_NEUTRAL, kind_words (note->kind));
  if (platforms != NULL)
    ptl_fact_add_tag (fact, PTL_TONE_NEUTRAL, platforms);
  if (period != NULL)
    ptl_fact_add_tag (fact, PTL_TONE_NEUTRAL, period);
  ptl_fact_add_tag (fact,
                    note->confidence == PTL_CONFIDENCE_LOW ? PTL_TONE_CAUTION : PTL_TONE_NEUTRAL,
                    confidence_words (note->confidence));

  ptl_fact_append_english (fact, note->text);

  /* Of conventions this is said once, for all of them. */
  if (note->last - note->first >= PTL_FEW_PORTS && note->kind != PTL_NOTE_RANGE_CONVENTION)
    {
      guint n = (guint) note->last - note->first + 1;
      g_autofree char *text =
        g_strdup_printf (ngettext ("%u is one of its %u port; nothing ties it to this number alone.",
                                   "%u is one of its %u ports; nothing ties it to this number alone.", n),
                         page->port, n);

      ptl_fact_append_text (fact, text);
    }

  caution = ptl_page_get_caution (note);
  if (caution != NULL)
    ptl_fact_append_text (fact, caution);

  ptl_fact_cite_note (fact, page->catalog, note);

  return fact;
}

static gboolean
concerns (const PtlPage *page,
          const PtlNote *note)
{
  return (note->transports & page->transports) != 0;
}

/**
 * ptl_page_write_common:
 * @page: the page
 * @section: the section to fill
 *
 * Writes the notes that cover the port, then the conventions, and says so where nothing is known of the port itself.
 */
void
ptl_page_write_common (const PtlPage *page,
                       PtlSection    *section)
{
  guint n_notes = ptl_catalog_get_n_notes (page->catalog, page->port);
  guint n_conventions = ptl_catalog_get_n_conventions (page->catalog, page->port);
  guint shown = 0, conventions = 0, told = 0;

  section->remark = g_strdup (_("Collected by Portolan; not official"));

  for (guint i = 0; i < n_notes; i++)
    {
      PtlNote note;

      ptl_catalog_get_note (page->catalog, page->port, i, &note);
      if (concerns (page, &note))
        {
          PtlFact *fact = add_entry (page, section, &note);

          fact->minor = fact->folded = n_notes > MANY && shown >= FOREMOST;
          shown++;
        }
    }

  for (guint i = 0; i < n_conventions; i++)
    {
      PtlNote convention;

      ptl_catalog_get_convention (page->catalog, page->port, i, &convention);
      conventions += concerns (page, &convention);
    }

  if (shown == 0 && conventions == 0)
    {
      ptl_section_say_format (section, _("Portolan knows of no common use of %u."), page->port);
      return;
    }

  if (conventions > 0)
    ptl_section_say_format (section,
                            shown == 0
                              ? ngettext ("No use of %u by itself is known. It lies in a range that is used by custom, and nothing ties that to this number alone:",
                                          "No use of %u by itself is known. It lies in ranges that are used by custom, and nothing ties any of them to this number alone:",
                                          conventions)
                              : ngettext ("Besides, %u lies in a range that is used by custom, and nothing ties that to this number alone:",
                                          "Besides, %u lies in ranges that are used by custom, and nothing ties any of them to this number alone:",
                                          conventions),
                            page->port);

  for (guint i = 0; i < n_conventions; i++)
    {
      PtlNote convention;

      ptl_catalog_get_convention (page->catalog, page->port, i, &convention);
      if (concerns (page, &convention))
        {
          PtlFact *fact = add_entry (page, section, &convention);

          fact->folded = conventions > MANY_CONVENTIONS && told >= FOREMOST_CONVENTIONS;
          told++;
        }
    }
}
