#include "config.h"

#include "page/ptl-page-private.h"

#include "page/ptl-listener-json.h"

/* The page as "explain --json" prints it. What the contract names comes first in each object, further fields after it. */

static void
add_transports (JsonBuilder *builder,
                guint        mask)
{
  json_builder_set_member_name (builder, "transports");
  json_builder_begin_array (builder);
  for (guint i = 0; i < PTL_N_TRANSPORTS; i++)
    {
      if (mask & PTL_TRANSPORT_BIT (i))
        json_builder_add_string_value (builder, ptl_transport_to_string (i));
    }
  json_builder_end_array (builder);
}

/* A list that data/ keeps in one string becomes an array; an empty one where there is nothing. */
static void
add_split (JsonBuilder *builder,
           const char  *member,
           const char  *joined)
{
  g_auto (GStrv) parts = joined != NULL ? g_strsplit (joined, ";", -1) : NULL;

  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; parts != NULL && parts[i] != NULL; i++)
    {
      if (*g_strstrip (parts[i]) != '\0')
        json_builder_add_string_value (builder, parts[i]);
    }
  json_builder_end_array (builder);
}

static void
add_source (JsonBuilder            *builder,
            const PtlCatalogSource *source)
{
  json_builder_begin_object (builder);
  ptl_json_add_string (builder, "title", source->title);
  ptl_json_add_string (builder, "url", source->url);
  json_builder_end_object (builder);
}

static void
add_aliases (JsonBuilder   *builder,
             const PtlPage *page,
             PtlTransport   transport,
             gboolean       primary)
{
  guint n = primary ? ptl_catalog_get_n_registrations (page->catalog, page->port) : 0;

  json_builder_set_member_name (builder, "aliases");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    {
      PtlRegistration row;

      ptl_catalog_get_registration (page->catalog, page->port, i, &row);
      if (row.status == PTL_STATUS_ALIAS && row.transport == transport && row.name != NULL)
        json_builder_add_string_value (builder, row.name);
    }
  json_builder_end_array (builder);
}

static void
add_registrations (JsonBuilder   *builder,
                   const PtlPage *page,
                   gboolean       remarks)
{
  guint n = ptl_catalog_get_n_registrations (page->catalog, page->port);
  guint named = 0;

  /* A transport that IANA leaves unassigned has no registration; where the registry has a remark on it all the same,
   * that goes into a list of its own. */
  json_builder_set_member_name (builder, remarks ? "registry_remarks" : "registrations");
  json_builder_begin_array (builder);

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

      json_builder_begin_object (builder);
      ptl_json_add_string (builder, "transport", ptl_transport_to_string (row.transport));
      ptl_json_add_string (builder, "name", row.name);
      ptl_json_add_string (builder, "description", row.description);
      ptl_json_add_string (builder, "status", ptl_status_to_string (row.status));
      add_aliases (builder, page, row.transport, primary);
      ptl_json_add_string (builder, "registered", row.registered);
      add_split (builder, "references", row.references);
      ptl_json_add_string (builder, "unauthorized_use", row.unauthorized_use);
      ptl_json_add_string (builder, "note", row.note);
      ptl_json_add_int (builder, "first", row.first);
      ptl_json_add_int (builder, "last", row.last);
      json_builder_end_object (builder);
    }

  json_builder_end_array (builder);
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
add_status (JsonBuilder   *builder,
            const PtlPage *page)
{
  json_builder_set_member_name (builder, "status");
  json_builder_begin_object (builder);
  for (guint i = 0; i < PTL_N_REGISTRY_TRANSPORTS; i++)
    ptl_json_add_string (builder, ptl_transport_to_string (i),
                         status_word (ptl_catalog_get_status (page->catalog, page->port, i)));
  json_builder_end_object (builder);
}

static void
add_sources (JsonBuilder   *builder,
             const PtlPage *page,
             const PtlNote *note)
{
  json_builder_set_member_name (builder, "sources");
  json_builder_begin_array (builder);
  for (guint i = 0; i < note->n_sources; i++)
    {
      PtlCatalogSource source;

      ptl_catalog_get_source (page->catalog, note->first_source + i, &source);
      add_source (builder, &source);
    }
  json_builder_end_array (builder);
}

static void
add_notes (JsonBuilder   *builder,
           const PtlPage *page)
{
  guint n = ptl_catalog_get_n_notes (page->catalog, page->port);

  json_builder_set_member_name (builder, "notes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    {
      PtlNote note;

      ptl_catalog_get_note (page->catalog, page->port, i, &note);
      if ((note.transports & page->transports) == 0)
        continue;

      json_builder_begin_object (builder);
      ptl_json_add_int (builder, "first", note.first);
      ptl_json_add_int (builder, "last", note.last);
      add_transports (builder, note.transports);
      ptl_json_add_string (builder, "product", note.product);
      ptl_json_add_string (builder, "kind", ptl_note_kind_to_string (note.kind));
      ptl_json_add_string (builder, "text", note.text);
      add_split (builder, "platforms", note.platforms);
      ptl_json_add_string (builder, "confidence", ptl_confidence_to_string (note.confidence));
      ptl_json_add_string (builder, "relation", ptl_relation_to_string (ptl_page_get_relation (page, &note)));
      add_sources (builder, page, &note);
      ptl_json_add_string (builder, "id", note.id);
      add_split (builder, "names", note.names);
      ptl_json_add_string (builder, "since", note.since);
      ptl_json_add_string (builder, "until", note.until);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_conventions (JsonBuilder   *builder,
                 const PtlPage *page)
{
  guint n = ptl_catalog_get_n_conventions (page->catalog, page->port);

  json_builder_set_member_name (builder, "conventions");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    {
      PtlNote note;
      PtlCatalogSource source = { NULL, NULL };

      ptl_catalog_get_convention (page->catalog, page->port, i, &note);
      if ((note.transports & page->transports) == 0)
        continue;

      json_builder_begin_object (builder);
      ptl_json_add_string (builder, "name", note.product);
      ptl_json_add_int (builder, "first", note.first);
      ptl_json_add_int (builder, "last", note.last);
      ptl_json_add_string (builder, "text", note.text);
      if (note.n_sources > 0)
        ptl_catalog_get_source (page->catalog, note.first_source, &source);
      json_builder_set_member_name (builder, "source");
      add_source (builder, &source);
      add_transports (builder, note.transports);
      add_split (builder, "platforms", note.platforms);
      ptl_json_add_string (builder, "confidence", ptl_confidence_to_string (note.confidence));
      ptl_json_add_string (builder, "id", note.id);
      add_sources (builder, page, &note);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_unknown_or_boolean (JsonBuilder *builder,
                        const char  *member,
                        gboolean     known,
                        gboolean     value)
{
  json_builder_set_member_name (builder, member);
  if (known)
    json_builder_add_boolean_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_host (JsonBuilder   *builder,
          const PtlPage *page)
{
  const PtlHostFacts *facts = page->facts;
  gboolean known;

  json_builder_set_member_name (builder, "host");
  if (facts == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }

  known = facts->ephemeral->len > 0;
  json_builder_begin_object (builder);
  ptl_json_add_string (builder, "os", facts->os);

  json_builder_set_member_name (builder, "ephemeral");
  if (known)
    {
      json_builder_begin_array (builder);
      for (guint i = 0; i < facts->ephemeral->len; i++)
        {
          const PtlEphemeral *range = &g_array_index (facts->ephemeral, PtlEphemeral, i);

          json_builder_begin_object (builder);
          ptl_json_add_string (builder, "transport", ptl_transport_to_string (range->transport));
          ptl_json_add_string (builder, "family", ptl_family_to_string (range->family));
          ptl_json_add_int (builder, "first", range->ports.first);
          ptl_json_add_int (builder, "last", range->ports.last);
          json_builder_end_object (builder);
        }
      json_builder_end_array (builder);
    }
  else
    {
      json_builder_add_null_value (builder);
    }

  add_unknown_or_boolean (builder, "in_ephemeral", known,
                          known && ptl_host_facts_in_ephemeral (facts, page->port));
  add_unknown_or_boolean (builder, "privileged", facts->unprivileged_start >= 0,
                          page->port < facts->unprivileged_start);
  add_unknown_or_boolean (builder, "reserved", facts->reserved != NULL,
                          facts->reserved != NULL &&
                          ptl_host_facts_in_intervals (facts->reserved, page->port));
  add_unknown_or_boolean (builder, "excluded", facts->excluded != NULL,
                          facts->excluded != NULL &&
                          ptl_host_facts_in_intervals (facts->excluded, page->port));
  ptl_json_add_int (builder, "unprivileged_start", facts->unprivileged_start);
  ptl_json_add_boolean (builder, "may_bind_privileged", facts->may_bind_privileged);
  json_builder_end_object (builder);
}

static void
add_elsewhere (JsonBuilder   *builder,
               const PtlPage *page)
{
  json_builder_set_member_name (builder, "ephemeral_elsewhere");
  json_builder_begin_array (builder);
  for (guint i = 0; i < ptl_catalog_get_n_systems (page->catalog); i++)
    {
      PtlSystem system;

      ptl_catalog_get_system (page->catalog, i, &system);
      json_builder_begin_object (builder);
      ptl_json_add_string (builder, "os", system.name);
      ptl_json_add_int (builder, "first", system.first);
      ptl_json_add_int (builder, "last", system.last);
      ptl_json_add_boolean (builder, "contains",
                            page->port >= system.first && page->port <= system.last);
      json_builder_set_member_name (builder, "source");
      add_source (builder, &system.source);
      ptl_json_add_string (builder, "platform", system.os);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_listeners (JsonBuilder   *builder,
               const PtlPage *page)
{
  guint first = 0, n;

  /* Not known is not the same as none. */
  json_builder_set_member_name (builder, "listeners");
  if (page->snapshot == NULL)
    {
      json_builder_add_null_value (builder);
    }
  else
    {
      json_builder_begin_array (builder);
      n = ptl_snapshot_find_port (page->snapshot, page->port, &first);
      for (guint i = first; i < first + n; i++)
        {
          const PtlListener *listener = ptl_snapshot_get (page->snapshot, i);

          if (ptl_page_covers (page, listener->transport))
            ptl_json_add_listener (builder, listener);
        }
      json_builder_end_array (builder);
    }
}

static void
add_reading (JsonBuilder   *builder,
             const PtlPage *page)
{
  json_builder_set_member_name (builder, "reading");
  if (page->snapshot != NULL)
    {
      json_builder_begin_object (builder);
      ptl_json_add_reading (builder, page->snapshot);
      ptl_json_add_string (builder, "error", page->snapshot_error);
      json_builder_end_object (builder);
    }
  else if (page->snapshot_error != NULL)
    {
      json_builder_begin_object (builder);
      ptl_json_add_string (builder, "error", page->snapshot_error);
      json_builder_end_object (builder);
    }
  else
    {
      json_builder_add_null_value (builder);
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
add_own (JsonBuilder   *builder,
         const PtlPage *page)
{
  const PtlOwnMark *mark = ptl_marks_find (page->marks, page->port);

  json_builder_set_member_name (builder, "own");
  if (page->marks == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }

  json_builder_begin_object (builder);
  ptl_json_add_boolean (builder, "starred", mark != NULL && mark->starred_at != 0);
  ptl_json_add_string (builder, "note", mark != NULL ? mark->note : NULL);
  json_builder_end_object (builder);
}

static void
add_related (JsonBuilder   *builder,
             const PtlPage *page)
{
  const PtlSection *section = find_section (page, PTL_SECTION_RELATED);

  json_builder_set_member_name (builder, "related");
  json_builder_begin_array (builder);
  for (guint i = 0; i < section->facts->len; i++)
    {
      const PtlFact *fact = g_ptr_array_index (section->facts, i);

      if (fact->kind != PTL_FACT_PORT)
        continue;

      json_builder_begin_object (builder);
      ptl_json_add_int (builder, "port", fact->port);
      ptl_json_add_string (builder, "why", fact->text);
      ptl_json_add_string (builder, "name", fact->title);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_checks (JsonBuilder   *builder,
            const PtlPage *page)
{
  const PtlSection *section = find_section (page, PTL_SECTION_CHECKS);

  json_builder_set_member_name (builder, "checks");
  json_builder_begin_array (builder);
  for (guint i = 0; i < section->facts->len; i++)
    {
      const PtlFact *fact = g_ptr_array_index (section->facts, i);

      if (fact->kind != PTL_FACT_COMMAND)
        continue;

      json_builder_begin_object (builder);
      ptl_json_add_string (builder, "os", fact->os);
      ptl_json_add_string (builder, "tool", fact->tool);
      ptl_json_add_string (builder, "command", fact->command);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
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
  g_autoptr (JsonBuilder) builder = NULL;
  PtlRange range;

  g_return_val_if_fail (self != NULL, NULL);

  builder = json_builder_new ();
  range = ptl_range_of_port (self->port);

  json_builder_begin_object (builder);
  ptl_json_add_int (builder, "schema", 1);
  ptl_json_add_int (builder, "port", self->port);

  json_builder_set_member_name (builder, "range");
  json_builder_begin_object (builder);
  ptl_json_add_string (builder, "name", ptl_range_to_string (range));
  ptl_json_add_int (builder, "first", ptl_range_get_first (range));
  ptl_json_add_int (builder, "last", ptl_range_get_last (range));
  json_builder_end_object (builder);

  add_registrations (builder, self, FALSE);
  add_status (builder, self);
  add_notes (builder, self);
  add_conventions (builder, self);
  ptl_json_add_boolean (builder, "browser_blocked",
                        ptl_catalog_is_browser_blocked (self->catalog, self->port));
  add_host (builder, self);
  add_elsewhere (builder, self);
  add_listeners (builder, self);
  add_related (builder, self);
  add_checks (builder, self);

  json_builder_set_member_name (builder, "catalog");
  json_builder_begin_object (builder);
  ptl_json_add_string (builder, "registry_as_of", ptl_catalog_get_registry_date (self->catalog));
  ptl_json_add_int (builder, "notes", ptl_catalog_get_total_notes (self->catalog));
  json_builder_end_object (builder);

  add_transports (builder, self->transports);
  add_reading (builder, self);
  add_registrations (builder, self, TRUE);
  add_own (builder, self);
  json_builder_end_object (builder);

  return ptl_json_finish (builder, NULL);
}
