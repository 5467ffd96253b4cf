#include "config.h"

#include "page/ptl-page-private.h"

#include <glib/gi18n-lib.h>

#include "catalog/ptl-query.h"

/* The line below the headline. It keeps registered and commonly used apart, as the sections do. */

/* The primary name on a transport; for what IANA assigned to a purpose without a name, the purpose. */
static const char *
find_name (const PtlPage *page,
           PtlTransport   transport,
           gboolean      *out_is_purpose)
{
  guint n = ptl_catalog_get_n_registrations (page->catalog, page->port);

  if (!ptl_page_covers (page, transport))
    return NULL;

  for (guint i = 0; i < n; i++)
    {
      PtlRegistration row;

      ptl_catalog_get_registration (page->catalog, page->port, i, &row);
      if (row.transport == transport && row.status == PTL_STATUS_ASSIGNED)
        {
          *out_is_purpose |= row.name == NULL;
          return row.name != NULL ? row.name : row.description;
        }
    }

  return NULL;
}

static char *
registered_words (const PtlPage *page)
{
  gboolean is_purpose = FALSE;
  const char *tcp = find_name (page, PTL_TRANSPORT_TCP, &is_purpose);
  const char *udp = find_name (page, PTL_TRANSPORT_UDP, &is_purpose);
  gboolean reserved = FALSE, formerly = FALSE;

  if (tcp != NULL && udp != NULL && !g_str_equal (tcp, udp))
    return g_strdup_printf (_("registered as %s on TCP and %s on UDP"), tcp, udp);

  if (tcp != NULL || udp != NULL)
    return g_strdup_printf (is_purpose ? _("assigned to “%s”, without a name")
                                       : _("registered as %s"),
                            tcp != NULL ? tcp : udp);

  for (guint i = PTL_TRANSPORT_SCTP; i < PTL_N_REGISTRY_TRANSPORTS; i++)
    {
      const char *name = find_name (page, i, &is_purpose);

      if (name != NULL)
        /* Translators: a service's name, then a transport. */
        return g_strdup_printf (_("registered as %s on %s"), name, ptl_transport_to_display (i));
    }

  if (ptl_range_of_port (page->port) == PTL_RANGE_DYNAMIC)
    return g_strdup (_("assigned to nobody"));

  for (guint i = 0; i < PTL_N_REGISTRY_TRANSPORTS; i++)
    {
      PtlStatus status;

      if (!ptl_page_covers (page, i))
        continue;

      status = ptl_catalog_get_status (page->catalog, page->port, i);
      reserved |= status == PTL_STATUS_RESERVED;
      formerly |= status == PTL_STATUS_FORMERLY;
    }

  if (reserved)
    return g_strdup (_("reserved by IANA"));

  return g_strdup (formerly ? _("formerly registered") : _("unassigned"));
}

static char *
common_words (const PtlPage *page,
              gboolean       has_name)
{
  guint n = ptl_catalog_get_n_notes (page->catalog, page->port);
  const char *first = NULL;
  guint products = 0;
  gboolean first_is_range = FALSE;

  for (guint i = 0; i < n; i++)
    {
      PtlNote note;

      ptl_catalog_get_note (page->catalog, page->port, i, &note);

      /* What rests on one list, and what a harmful program once did, is no name for a port. What uses the port for
       * just what is registered adds nothing here. */
      if (note.confidence == PTL_CONFIDENCE_LOW || note.kind == PTL_NOTE_MALWARE_HISTORY ||
          ptl_page_get_relation (page, &note) == PTL_RELATION_SAME ||
          note.last - note.first >= PTL_FEW_PORTS || (note.transports & page->transports) == 0 ||
          g_strcmp0 (first, note.product) == 0)
        continue;

      products++;

      /* A note on this very port says more of it than one on a hundred. */
      if (first == NULL || (first_is_range && note.first == note.last))
        {
          first = note.product;
          first_is_range = note.first != note.last;
        }
    }

  if (first == NULL)
    return NULL;

  if (products == 1)
    return g_strdup_printf (has_name ? _("also used by %s") : _("used by %s"), first);

  return g_strdup_printf (has_name
                            ? ngettext ("also used by %s and %u other", "also used by %s and %u others", products - 1)
                            : ngettext ("used by %s and %u other", "used by %s and %u others", products - 1),
                          first, products - 1);
}

/* More products than these, and none of them is what the port is known for. */
#define MAX_KNOWN 3

static gboolean
is_name_of (const PtlPage *page,
            const PtlNote *note)
{
  g_autofree char *product = ptl_fold (note->product);
  guint n = ptl_catalog_get_n_registrations (page->catalog, page->port);

  for (guint i = 0; i < n; i++)
    {
      PtlRegistration row;

      ptl_catalog_get_registration (page->catalog, page->port, i, &row);
      if (row.name != NULL && g_str_equal (product, row.name))
        return TRUE;
    }

  return FALSE;
}

/*
 * What runs there in practice as what is registered: few know ms-wbt-server, and many Remote Desktop. Sets @out_in_use where
 * there is any, so that nothing else needs to stand in the headline.
 */
static char *
known_words (const PtlPage *page,
             gboolean      *out_in_use)
{
  guint n = ptl_catalog_get_n_notes (page->catalog, page->port);
  const char *found = NULL;
  gboolean is_name = FALSE;
  guint products = 0;

  for (guint i = 0; i < n; i++)
    {
      PtlNote note;

      ptl_catalog_get_note (page->catalog, page->port, i, &note);
      if (note.kind != PTL_NOTE_DE_FACTO || note.confidence == PTL_CONFIDENCE_LOW ||
          ptl_page_get_relation (page, &note) != PTL_RELATION_SAME ||
          note.first != note.last || (note.transports & page->transports) == 0 ||
          g_strcmp0 (found, note.product) == 0)
        continue;

      products++;
      is_name |= is_name_of (page, &note);
      if (found == NULL)
        found = note.product;
    }

  *out_in_use = products > 0;

  /* The name says it already, or there is too much to say. */
  if (products == 0 || products > MAX_KNOWN || is_name)
    return NULL;

  return g_strdup_printf (_("known for %s"), found);
}

/* Whether what people meet first of all is not what is registered: on 7000 it is AirPlay, and seldom AFS. */
static gboolean
is_met_as_other (const PtlPage *page)
{
  guint n = ptl_catalog_get_n_notes (page->catalog, page->port);

  for (guint i = 0; i < n; i++)
    {
      PtlNote note;

      ptl_catalog_get_note (page->catalog, page->port, i, &note);
      if (note.first == note.last && (note.transports & page->transports) != 0)
        return note.confidence != PTL_CONFIDENCE_LOW &&
               (note.kind == PTL_NOTE_CONFLICT || note.kind == PTL_NOTE_OS_BEHAVIOUR) &&
               ptl_page_get_relation (page, &note) == PTL_RELATION_CONFLICTS;
    }

  return FALSE;
}

/**
 * ptl_page_make_subtitle:
 * @page: the page, without its sections
 *
 * Writes the line below the headline: the range, then what is registered, then what is common.
 *
 * Returns: (transfer full): "User port · registered as commplex-main · also used by Flask and 2 others"
 */
char *
ptl_page_make_subtitle (const PtlPage *page)
{
  PtlRange range = ptl_range_of_port (page->port);
  g_autofree char *registered = registered_words (page);
  g_autofree char *common = NULL;
  g_autofree char *line = NULL;
  const PtlOwnMark *mark;
  gboolean is_purpose = FALSE, has_name = FALSE, in_use = FALSE;

  for (guint i = 0; i < PTL_N_REGISTRY_TRANSPORTS && !has_name; i++)
    has_name = find_name (page, i, &is_purpose) != NULL && !is_purpose;

  if (has_name && (range == PTL_RANGE_SYSTEM || !is_met_as_other (page)))
    common = known_words (page, &in_use);

  /* A system port is met under the name that it is registered by, as is one that is used for that; what else uses it is told
   * further down. */
  if (!in_use && (range != PTL_RANGE_SYSTEM || !has_name))
    common = common_words (page, has_name);

  mark = ptl_marks_find (page->marks, page->port);
  line = g_strjoin (" · ", ptl_words_range_title (range), registered, common, NULL);

  /* Translators: said of a port that the user gave a star, behind what the port is: "User port · registered as http-alt · starred". */
  return mark != NULL && mark->starred_at != 0 ? g_strjoin (" · ", line, _("starred"), NULL) : g_steal_pointer (&line);
}

/**
 * ptl_page_dup_subtitle:
 * @catalog: what the world says of ports
 * @port: a port
 *
 * Writes the line below a page's headline, without the page, which takes far longer to make. Any thread.
 *
 * Returns: (transfer full): what ptl_page_get_subtitle() would say of a page that nothing else is known for
 */
char *
ptl_page_dup_subtitle (PtlCatalog *catalog,
                       guint16     port)
{
  const PtlPage page = { .catalog = catalog, .port = port, .transports = PTL_ALL_TRANSPORTS };

  return ptl_page_make_subtitle (&page);
}
