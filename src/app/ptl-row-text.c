#include "config.h"

#include "app/ptl-row-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/ptl-join.h"
#include "app/ptl-row-metrics.h"
#include "page/ptl-sanitize.h"

#define MAX_PRODUCTS 3

/* A product that spreads over more ports than this says little of any one of them. */
#define WIDE_RANGE 16

static const char *
name_of_status (PtlStatus status,
                guint16   port)
{
  if (ptl_range_of_port (port) == PTL_RANGE_DYNAMIC)
    return _("Dynamic port");
  if (status == PTL_STATUS_RESERVED)
    return _("Reserved");
  if (status == PTL_STATUS_ASSIGNED)
    return _("No service name");

  return _("Unassigned");
}

static char *
list_transports (guint mask)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint t = 0; t < PTL_N_REGISTRY_TRANSPORTS; t++)
    {
      if ((mask & PTL_TRANSPORT_BIT (t)) == 0)
        continue;
      if (list->len > 0)
        g_string_append_c (list, ' ');
      g_string_append (list, ptl_transport_to_string (t));
    }

  return g_string_free (g_steal_pointer (&list), FALSE);
}

/*
 * Whether the registry's description says what people meet there: always for the system ports, and where a note is about
 * the very thing that is registered.
 */
static gboolean
description_holds (PtlCatalog       *catalog,
                   guint16           port,
                   const PtlSummary *summary)
{
  guint n_notes = ptl_catalog_get_n_notes (catalog, port);

  if (summary->description == NULL)
    return FALSE;
  if (ptl_range_of_port (port) == PTL_RANGE_SYSTEM)
    return TRUE;

  for (guint i = 0; i < n_notes; i++)
    {
      PtlNote note;

      ptl_catalog_get_note (catalog, port, i, &note);
      if (note.relation == PTL_RELATION_SAME)
        return TRUE;
    }

  return n_notes == 0;
}

/*
 * What people meet there: the registry's own words where they hold, else up to three products, and none that merely has the
 * port in some wide range. That malware once used a port is for the page to tell, with what it means.
 */
static char *
describe_use (PtlCatalog       *catalog,
              guint16           port,
              const PtlSummary *summary)
{
  g_autoptr (GString) products = g_string_new (NULL);
  guint n_notes = ptl_catalog_get_n_notes (catalog, port);
  guint n_listed = 0;

  if (description_holds (catalog, port, summary))
    return g_strdup (summary->description);

  for (guint i = 0; i < n_notes && n_listed < MAX_PRODUCTS; i++)
    {
      PtlNote note;

      ptl_catalog_get_note (catalog, port, i, &note);
      if (note.kind == PTL_NOTE_MALWARE_HISTORY || note.last - note.first >= WIDE_RANGE)
        continue;

      if (n_listed++ > 0)
        g_string_append (products, ", ");
      g_string_append (products, note.product);
    }

  if (n_listed > 0)
    return g_string_free (g_steal_pointer (&products), FALSE);

  return g_strdup (summary->description);
}

#define PENCIL "✎ "

/* The first line of what the person wrote, behind a pencil, as it is no fact of the catalog. */
static char *
quote_note (const PtlOwnMark *mark)
{
  g_autofree char *line = g_strndup (mark->note, strcspn (mark->note, "\r\n"));
  g_autofree char *safe = ptl_sanitize (line);

  return g_strconcat (ptl_join_get_start (), PENCIL, safe, NULL);
}

/**
 * ptl_row_text_init:
 * @self: a text with nothing in it
 * @catalog: what is known of ports
 * @item: the row's item
 *
 * Works out what a row says. Cheap enough to be done whenever a row is drawn. Clear with ptl_row_text_clear().
 */
void
ptl_row_text_init (PtlRowText  *self,
                   PtlCatalog  *catalog,
                   PtlPortItem *item)
{
  guint16 port = ptl_port_item_get_port (item);
  const PtlOwnMark *mark = ptl_port_item_get_mark (item);
  PtlSummary summary;

  ptl_catalog_get_summary (catalog, port, &summary);

  g_snprintf (self->number, sizeof self->number, "%u", port);
  self->has_name = summary.name != NULL;
  self->name = summary.name != NULL ? summary.name : name_of_status (summary.status, port);
  if (mark != NULL && mark->note != NULL)
    {
      self->detail = quote_note (mark);
      self->own_note = strstr (self->detail, PENCIL) + strlen (PENCIL);
    }
  else
    {
      self->detail = describe_use (catalog, port, &summary);
    }
  self->starred = mark != NULL && mark->starred_at != 0;
  self->here_now = ptl_port_item_get_listening (item);

  if (self->here_now)
    {
      const char *who = ptl_port_item_get_here_now (item);

      /* The mark says whether only this computer can reach it, in a shape, not in a colour. */
      self->end = g_strdup_printf ("%s%s %s", ptl_join_get_start (), ptl_port_item_get_exposed (item) ? "●" : "○",
                                   who != NULL ? who : _("listening"));
    }
  else
    {
      self->end = list_transports (summary.transports);
    }
}

/**
 * ptl_row_text_clear:
 *
 * Frees what the text owns.
 */
void
ptl_row_text_clear (PtlRowText *self)
{
  g_clear_pointer (&self->detail, g_free);
  g_clear_pointer (&self->end, g_free);
}

/**
 * ptl_row_text_mark:
 * @text: what is going to be drawn
 * @words: (nullable): folded words, as the query has them
 * @small: whether it is the small line
 *
 * Makes the attributes with which @text is drawn: the places where a word stands, in any case of ASCII letters, are
 * heavier and underlined.
 *
 * Returns: (transfer full): the attributes
 */
PangoAttrList *
ptl_row_text_mark (const char         *text,
                   const char * const *words,
                   gboolean            small)
{
  PangoAttrList *attributes = pango_attr_list_new ();
  g_autofree char *lower = NULL;

  if (small)
    pango_attr_list_insert (attributes, pango_attr_scale_new (PTL_ROW_SMALL));

  if (words == NULL || words[0] == NULL)
    return attributes;

  /* Byte offsets have to be those of the text itself, so only ASCII is folded. */
  lower = g_ascii_strdown (text, -1);
  for (gsize i = 0; words[i] != NULL; i++)
    {
      gsize length = strlen (words[i]);

      for (const char *at = strstr (lower, words[i]); at != NULL && length > 0; at = strstr (at + length, words[i]))
        {
          PangoAttribute *marks[] = {
            pango_attr_weight_new (PANGO_WEIGHT_BOLD),
            pango_attr_underline_new (PANGO_UNDERLINE_SINGLE),
          };

          for (gsize k = 0; k < G_N_ELEMENTS (marks); k++)
            {
              marks[k]->start_index = at - lower;
              marks[k]->end_index = at - lower + length;
              pango_attr_list_insert (attributes, marks[k]);
            }
        }
    }

  return attributes;
}
