#include "config.h"

#include "page/ptl-page-private.h"

#include "page/ptl-listener-json.h"

/* The page as "explain --json" prints it. What the contract names comes first in each object, further fields after it. */

static void
add_transports (PtlJson     *json,
                guint        mask)
{
  ptl_json_put_member (json, "transports");
  ptl_json_begin_array (json);
  for (guint i = 0; i < PTL_N_TRANSPORTS; i++)
    {
      if (mask & PTL_TRANSPORT_BIT (i))
        ptl_json_put_string (json, ptl_transport_to_string (i));
    }
  ptl_json_end_array (json);
}

/* A list that data/ keeps in one string becomes an array; an empty one where there is nothing. */
static void
add_split (PtlJson     *json,
           const char  *member,
           const char  *joined)
{
  g_auto (GStrv) parts = joined != NULL ? g_strsplit (joined, ";", -1) : NULL;

  ptl_json_put_member (json, member);
  ptl_json_begin_array (json);
  for (guint i = 0; parts != NULL && parts[i] != NULL; i++)
    {
      if (*g_strstrip (parts[i]) != '\0')
        ptl_json_put_string (json, parts[i]);
    }
  ptl_json_end_array (json);
}

static void
add_source (PtlJson                *json,
            const PtlCatalogSource *source)
{
  ptl_json_begin_object (json);
  ptl_json_add_string (json, "title", source->title);
  ptl_json_add_string (json, "url", source->url);
  ptl_json_end_object (json);
}

static void
add_aliases (PtlJson       *json,
             const PtlPage *page,
             PtlTransport   transport,
             gboolean       primary)
{
  guint n = primary ? ptl_catalog_get_n_registrations (page->catalog, page->port) : 0;

  ptl_json_put_member (json, "aliases");
  ptl_json_begin_array (json);
  for (guint i = 0; i < n; i++)
    {
      PtlRegistration row;

      ptl_catalog_get_registration (page->catalog, page->port, i, &row);
      if (row.status == PTL_STATUS_ALIAS && row.transport == transport && row.name != NULL)
        ptl_json_put_string (json, row.name);
    }
  ptl_json_end_array (json);
}

static void
add_registrations (PtlJson       *json,
                   const PtlPage *page,
                   gboolean       remarks)
{
  guint n = ptl_catalog_get_n_registrations (page->catalog, page->port);
  guint named = 0;

  /* A transport that IANA leaves unassigned has no registration; where the registry has a remark on it all the same,
   * that goes into a list of its own. */
  ptl_json_put_member (json, remarks ? "registry_remarks" : "registrations");
  ptl_json_begin_array (json);

  for (guint i = 0; i < n; i++)
    {
      PtlRegistration row;
      gboolean primary = FALSE;

      ptl_catalog_get_registration (page->catalog, page->port, i, &row);
      if (row.status == PTL_STATUS_ALIAS || !ptl_page_covers (page, row.transport) ||
          (row.status == PTL_STATUS_UNASSIGNED) != remarks)
        continue;

      if (row.status == PTL_STATUS_ASSIGNED)
        {
          primary = (named & PTL_TRANSPORT_BIT (row.transport)) == 0;
          named |= PTL_TRANSPORT_BIT (row.transport);
        }

      ptl_json_begin_object (json);
      ptl_json_add_string (json, "transport", ptl_transport_to_string (row.transport));
      ptl_json_add_string (json, "name", row.name);
      ptl_json_add_string (json, "description", row.description);
      ptl_json_add_string (json, "status", ptl_status_to_string (row.status));
      add_aliases (json, page, row.transport, primary);
      ptl_json_add_string (json, "registered", row.registered);
      add_split (json, "references", row.references);
      ptl_json_add_string (json, "unauthorized_use", row.unauthorized_use);
      ptl_json_add_string (json, "note", row.note);
      ptl_json_add_int (json, "first", row.first);
      ptl_json_add_int (json, "last", row.last);
      ptl_json_end_object (json);
    }

  ptl_json_end_array (json);
}

/* The contract knows four words; what was registered once is unassigned now. */
static const char *
status_word (PtlStatus status)
{
  switch (status)
    {
    case PTL_STATUS_ASSIGNED:
    case PTL_STATUS_ALIAS:
      return "assigned";

    case PTL_STATUS_RESERVED:
      return "reserved";

    case PTL_STATUS_DYNAMIC:
      return "dynamic";

    case PTL_STATUS_UNASSIGNED:
    case PTL_STATUS_FORMERLY:
    default:
      return "unassigned";
    }
}

static void
add_status (PtlJson       *json,
            const PtlPage *page)
{
  ptl_json_put_member (json, "status");
  ptl_json_begin_object (json);
  for (guint i = 0; i < PTL_N_REGISTRY_TRANSPORTS; i++)
    ptl_json_add_string (json, ptl_transport_to_string (i),
                         status_word (ptl_catalog_get_status (page->catalog, page->port, i)));
  ptl_json_end_object (json);
}

static void
add_sources (PtlJson       *json,
             const PtlPage *page,
             const PtlNote *note)
{
  ptl_json_put_member (json, "sources");
  ptl_json_begin_array (json);
  for (guint i = 0; i < note->n_sources; i++)
    {
      PtlCatalogSource source;

      ptl_catalog_get_source (page->catalog, note->first_source + i, &source);
      add_source (json, &source);
    }
  ptl_json_end_array (json);
}

static void
add_notes (PtlJson       *json,
           const PtlPage *page)
{
  guint n = ptl_catalog_get_n_notes (page->catalog, page->port);

  ptl_json_put_member (json, "notes");
  ptl_json_begin_array (json);
  for (guint i = 0; i < n; i++)
    {
      PtlNote note;

      ptl_catalog_get_note (page->catalog, page->port, i, &note);
      if ((note.transports & page->transports) == 0)
        continue;

      ptl_json_begin_object (json);
      ptl_json_add_int (json, "first", note.first);
      ptl_json_add_int (json, "last", note.last);
      add_transports (json, note.transports);
      ptl_json_add_string (json, "product", note.product);
      ptl_json_add_string (json, "kind", ptl_note_kind_to_string (note.kind));
      ptl_json_add_string (json, "text", note.text);
      ptl_json_add_string (json, "caution", ptl_page_get_caution (&note));
      add_split (json, "platforms", note.platforms);
      ptl_json_add_string (json, "confidence", ptl_confidence_to_string (note.confidence));
      ptl_json_add_string (json, "relation", ptl_relation_to_string (ptl_page_get_relation (page, &note)));
      add_sources (json, page, &note);
      ptl_json_add_string (json, "id", note.id);
      add_split (json, "names", note.names);
      ptl_json_add_string (json, "since", note.since);
      ptl_json_add_string (json, "until", note.until);
      ptl_json_end_object (json);
    }
  ptl_json_end_array (json);
}

static void
add_conventions (PtlJson       *json,
                 const PtlPage *page)
{
  guint n = ptl_catalog_get_n_conventions (page->catalog, page->port);

  ptl_json_put_member (json, "conventions");
  ptl_json_begin_array (json);
  for (guint i = 0; i < n; i++)
    {
      PtlNote note;
      PtlCatalogSource source = { NULL, NULL };

      ptl_catalog_get_convention (page->catalog, page->port, i, &note);
      if ((note.transports & page->transports) == 0)
        continue;

      ptl_json_begin_object (json);
      ptl_json_add_string (json, "name", note.product);
      ptl_json_add_int (json, "first", note.first);
      ptl_json_add_int (json, "last", note.last);
      ptl_json_add_string (json, "text", note.text);
      if (note.n_sources > 0)
        ptl_catalog_get_source (page->catalog, note.first_source, &source);
      ptl_json_put_member (json, "source");
      add_source (json, &source);
      add_transports (json, note.transports);
      add_split (json, "platforms", note.platforms);
      ptl_json_add_string (json, "confidence", ptl_confidence_to_string (note.confidence));
      ptl_json_add_string (json, "id", note.id);
      add_sources (json, page, &note);
      ptl_json_end_object (json);
    }
  ptl_json_end_array (json);
}

static void
add_unknown_or_boolean (PtlJson     *json,
                        const char  *member,
                        gboolean     known,
                        gboolean     value)
{
  ptl_json_put_member (json, member);
  if (known)
    ptl_json_put_boolean (json, value);
  else
    ptl_json_put_null (json);
}

static void
add_host (PtlJson       *json,
          const PtlPage *page)
{
  const PtlHostFacts *facts = page->facts;
  gboolean known;
  gboolean refused;

  ptl_json_put_member (json, "host");
  if (facts == NULL)
    {
      ptl_json_put_null (json);
      return;
    }

  known = facts->ephemeral->len > 0;
  ptl_json_begin_object (json);
  ptl_json_add_string (json, "os", facts->os);

  ptl_json_put_member (json, "ephemeral");
  if (known)
    {
      ptl_json_begin_array (json);
      for (guint i = 0; i < facts->ephemeral->len; i++)
        {
          const PtlEphemeral *range = &g_array_index (facts->ephemeral, PtlEphemeral, i);

          ptl_json_begin_object (json);
          ptl_json_add_string (json, "transport", ptl_transport_to_string (range->transport));
          ptl_json_add_string (json, "family", ptl_family_to_string (range->family));
          ptl_json_add_int (json, "first", range->ports.first);
          ptl_json_add_int (json, "last", range->ports.last);
          ptl_json_end_object (json);
        }
      ptl_json_end_array (json);
    }
  else
    {
      ptl_json_put_null (json);
    }

  add_unknown_or_boolean (json, "in_ephemeral", known,
                          known && ptl_host_facts_in_ephemeral (facts, page->port));
  add_unknown_or_boolean (json, "privileged", facts->unprivileged_start >= 0,
                          page->port < facts->unprivileged_start);
  add_unknown_or_boolean (json, "reserved", facts->reserved != NULL,
                          facts->reserved != NULL &&
                          ptl_host_facts_in_intervals (facts->reserved, page->port, page->transports));
  refused = ptl_host_facts_in_intervals (facts->excluded, page->port, page->transports) ||
            ptl_trial_is_refused (&page->trial, page->transports);
  add_unknown_or_boolean (json, "excluded",
                          facts->excluded != NULL || refused || ptl_trial_is_given (&page->trial, page->transports), refused);
  ptl_json_add_int (json, "unprivileged_start", facts->unprivileged_start);
  ptl_json_add_int (json, "one_address_start", facts->one_address_start);
  ptl_json_add_boolean (json, "may_bind_privileged", facts->may_bind_privileged);
  ptl_json_end_object (json);
}

static void
add_elsewhere (PtlJson       *json,
               const PtlPage *page)
{
  ptl_json_put_member (json, "ephemeral_elsewhere");
  ptl_json_begin_array (json);
  for (guint i = 0; i < ptl_catalog_get_n_systems (page->catalog); i++)
    {
      PtlSystem system;

      ptl_catalog_get_system (page->catalog, i, &system);
      ptl_json_begin_object (json);
      ptl_json_add_string (json, "os", system.name);
      ptl_json_add_int (json, "first", system.first);
      ptl_json_add_int (json, "last", system.last);
      ptl_json_add_boolean (json, "contains",
                            page->port >= system.first && page->port <= system.last);
      ptl_json_put_member (json, "source");
      add_source (json, &system.source);
      ptl_json_add_string (json, "platform", system.os);
      ptl_json_end_object (json);
    }
  ptl_json_end_array (json);
}

static void
add_listeners (PtlJson       *json,
               const PtlPage *page)
{
  guint first = 0, n;

  /* Not known is not the same as none. */
  ptl_json_put_member (json, "listeners");
  if (page->snapshot == NULL)
    {
      ptl_json_put_null (json);
    }
  else
    {
      ptl_json_begin_array (json);
      n = ptl_snapshot_find_port (page->snapshot, page->port, &first);
      for (guint i = first; i < first + n; i++)
        {
          const PtlListener *listener = ptl_snapshot_get (page->snapshot, i);

          if (ptl_page_covers (page, listener->transport))
            ptl_json_add_listener (json, listener);
        }
      ptl_json_end_array (json);
    }
}

static void
add_reading (PtlJson       *json,
             const PtlPage *page)
{
  ptl_json_put_member (json, "reading");
  if (page->snapshot != NULL)
    {
      ptl_json_begin_object (json);
      ptl_json_add_reading (json, page->snapshot);
      ptl_json_add_string (json, "error", page->snapshot_error);
      ptl_json_end_object (json);
    }
  else if (page->snapshot_error != NULL)
    {
      ptl_json_begin_object (json);
      ptl_json_add_string (json, "error", page->snapshot_error);
      ptl_json_end_object (json);
    }
  else
    {
      ptl_json_put_null (json);
    }
}

static const PtlSection *
find_section (const PtlPage  *page,
              PtlSectionKind  kind)
{
  for (guint i = 0; i < page->sections->len; i++)
    {
      const PtlSection *section = g_ptr_array_index (page->sections, i);

      if (section->kind == kind)
        return section;
    }

  g_return_val_if_reached (NULL);
}

/* What the user keeps about the port; null where the book was not read. */
static void
add_own (PtlJson       *json,
         const PtlPage *page)
{
  const PtlOwnMark *mark = ptl_marks_find (page->marks, page->port);

  ptl_json_put_member (json, "own");
  if (page->marks == NULL)
    {
      ptl_json_put_null (json);
      return;
    }

  ptl_json_begin_object (json);
  ptl_json_add_boolean (json, "starred", mark != NULL && mark->starred_at != 0);
  ptl_json_add_string (json, "note", mark != NULL ? mark->note : NULL);
  ptl_json_end_object (json);
}

static void
add_related (PtlJson       *json,
             const PtlPage *page)
{
  const PtlSection *section = find_section (page, PTL_SECTION_RELATED);

  ptl_json_put_member (json, "related");
  ptl_json_begin_array (json);
  for (guint i = 0; i < section->facts->len; i++)
    {
      const PtlFact *fact = g_ptr_array_index (section->facts, i);

      if (fact->kind != PTL_FACT_PORT)
        continue;

      ptl_json_begin_object (json);
      ptl_json_add_int (json, "port", fact->port);
      ptl_json_add_string (json, "why", fact->text);
      ptl_json_add_string (json, "name", fact->title);
      ptl_json_end_object (json);
    }
  ptl_json_end_array (json);
}

static void
add_checks (PtlJson       *json,
            const PtlPage *page)
{
  const PtlSection *section = find_section (page, PTL_SECTION_CHECKS);

  ptl_json_put_member (json, "checks");
  ptl_json_begin_array (json);
  for (guint i = 0; i < section->facts->len; i++)
    {
      const PtlFact *fact = g_ptr_array_index (section->facts, i);

      if (fact->kind != PTL_FACT_COMMAND)
        continue;

      ptl_json_begin_object (json);
      ptl_json_add_string (json, "os", fact->os);
      ptl_json_add_string (json, "tool", fact->tool);
      ptl_json_add_string (json, "command", fact->command);
      ptl_json_end_object (json);
    }
  ptl_json_end_array (json);
}

/**
 * ptl_page_to_json:
 * @self: a page
 *
 * Writes the page as "explain --json" has it: one document on one line, always valid UTF-8. On a page about some
 * transports, "registrations", "notes", "conventions", "listeners" and "checks" are those of these transports;
 * "status" always has all. Pure; any thread.
 *
 * Returns: (transfer full): the document, without a newline
 */
char *
ptl_page_to_json (PtlPage *self)
{
  g_autoptr (PtlJson) json = NULL;
  PtlRange range;

  g_return_val_if_fail (self != NULL, NULL);

  json = ptl_json_new ();
  range = ptl_range_of_port (self->port);

  ptl_json_begin_object (json);
  ptl_json_add_int (json, "schema", 1);
  ptl_json_add_int (json, "port", self->port);

  ptl_json_put_member (json, "range");
  ptl_json_begin_object (json);
  ptl_json_add_string (json, "name", ptl_range_to_string (range));
  ptl_json_add_int (json, "first", ptl_range_get_first (range));
  ptl_json_add_int (json, "last", ptl_range_get_last (range));
  ptl_json_end_object (json);

  add_registrations (json, self, FALSE);
  add_status (json, self);
  add_notes (json, self);
  add_conventions (json, self);
  ptl_json_add_boolean (json, "browser_blocked",
                        ptl_catalog_is_browser_blocked (self->catalog, self->port));
  add_host (json, self);
  add_elsewhere (json, self);
  add_listeners (json, self);
  add_related (json, self);
  add_checks (json, self);

  ptl_json_put_member (json, "catalog");
  ptl_json_begin_object (json);
  ptl_json_add_string (json, "registry_as_of", ptl_catalog_get_registry_date (self->catalog));
  ptl_json_add_int (json, "notes", ptl_catalog_get_total_notes (self->catalog));
  ptl_json_end_object (json);

  add_transports (json, self->transports);
  add_reading (json, self);
  add_registrations (json, self, TRUE);
  add_own (json, self);
  ptl_json_end_object (json);

  return ptl_json_finish (json);
}
