#include "config.h"

#include "page/ptl-page-private.h"

#include <glib/gi18n-lib.h>

#include "host/ptl-host.h"
#include "page/ptl-check.h"

/* Can I use this port? The answer of PtlCheck, for TCP and UDP, as sentences. */

static gboolean
same_reasons (const PtlCheck *a,
              const PtlCheck *b)
{
  if (a->usable != b->usable || a->known != b->known || a->reasons->len != b->reasons->len)
    return FALSE;

  for (guint i = 0; i < a->reasons->len; i++)
    {
      const PtlReason *x = g_ptr_array_index (a->reasons, i);
      const PtlReason *y = g_ptr_array_index (b->reasons, i);

      if (x->code != y->code || x->blocks != y->blocks || !g_str_equal (x->text, y->text))
        return FALSE;
    }

  return TRUE;
}

/* That, and not the listeners, is why it is not known whether the port can be had. */
static gboolean
is_support_unknown (const PtlCheck *check)
{
  for (guint i = 0; i < check->reasons->len; i++)
    {
      const PtlReason *reason = g_ptr_array_index (check->reasons, i);

      if (reason->code == PTL_REASON_UNSUPPORTED)
        return TRUE;
    }

  return FALSE;
}

static void
say_check (const PtlPage  *page,
           PtlSection     *section,
           const PtlCheck *check,
           guint           mask)
{
  g_autofree char *transports = ptl_words_transports (mask);
  PtlFact *fact;

  if (!check->usable)
    /* Translators: a port, then transports: "80 (TCP and UDP)". */
    fact = ptl_section_say_format (section, _("You cannot listen on %u (%s) right now."),
                                   page->port, transports);
  else if (!check->known && is_support_unknown (check))
    fact = ptl_section_say_format (section, _("Whether you can listen on %u/%s is not known."),
                                   page->port, ptl_transport_to_string (check->transport));
  else if (!check->known)
    fact = ptl_section_say_format (section, _("Whether you can listen on %u (%s) right now is not known, as the listeners of this computer are not known."),
                                   page->port, transports);
  else
    fact = ptl_section_say_format (section, _("You can listen on %u (%s) right now: nothing here stands against it."),
                                   page->port, transports);

  if (page->snapshot != NULL)
    ptl_fact_cite_reading (fact, page->snapshot);

  for (guint i = 0; i < check->reasons->len; i++)
    {
      const PtlReason *reason = g_ptr_array_index (check->reasons, i);

      /* To whom the port is closed already, what might get in the way besides is of no interest. */
      if (!check->usable && !reason->blocks)
        continue;

      ptl_fact_append_text (fact, reason->text);
      if (reason->source != NULL)
        ptl_fact_cite_host (fact, reason->source);

      if (reason->code == PTL_REASON_BROWSER_BLOCKED)
        {
          PtlCatalogSource source;

          ptl_catalog_get_blocked_source (page->catalog, &source);
          ptl_fact_add_source (fact, source.title, source.url);
        }
      else if (reason->code == PTL_REASON_RESERVED && page->port == 0)
        {
          ptl_fact_cite_iana (fact, page->catalog);
        }
    }
}

/**
 * ptl_page_write_usable:
 * @page: the page
 * @section: the section to fill
 *
 * Writes whether this user can listen on the port. TCP and UDP share a fact only where the answers are the same.
 */
void
ptl_page_write_usable (const PtlPage *page,
                       PtlSection    *section)
{
  g_autoptr (PtlCheck) first = NULL;
  g_autoptr (GError) error = NULL;
  guint asked = page->transports;

  if (asked == PTL_ALL_TRANSPORTS)
    asked = PTL_TRANSPORT_BIT (PTL_TRANSPORT_TCP) | PTL_TRANSPORT_BIT (PTL_TRANSPORT_UDP);

  if (page->snapshot_error != NULL)
    error = g_error_new_literal (PTL_HOST_ERROR, PTL_HOST_ERROR_FAILED, page->snapshot_error);

  for (guint i = 0, mask = 0; i < PTL_N_TRANSPORTS; i++)
    {
      g_autoptr (PtlCheck) check = NULL;
      guint rest = asked & ~((PTL_TRANSPORT_BIT (i) << 1) - 1);

      if ((asked & PTL_TRANSPORT_BIT (i)) == 0)
        continue;

      check = ptl_check_new (page->catalog, page->facts, page->snapshot, error, page->port, i);
      if (page->trial.port != 0)
        ptl_check_apply (check, page->trial.results[i]);
      if (first != NULL && !same_reasons (first, check))
        {
          say_check (page, section, first, mask);
          g_clear_pointer (&first, ptl_check_free);
          mask = 0;
        }

      mask |= PTL_TRANSPORT_BIT (i);
      if (first == NULL)
        first = g_steal_pointer (&check);
      if (rest == 0)
        say_check (page, section, first, mask);
    }
}
