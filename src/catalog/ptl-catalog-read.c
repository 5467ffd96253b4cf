#include "config.h"

#include "catalog/ptl-catalog-private.h"

/*
 * What the catalog says. Every number that comes from the compiled data is compared with the size of what it points into
 * before it is used, so damaged data can give nonsense but never a wild read.
 */

/* A string that callers need not test for NULL. */
static const char *
must_string (const PtlCatalog *self,
             guint32           offset)
{
  const char *string = ptl_catalog_string (self, offset);

  return string != NULL ? string : "";
}

static gboolean
find_id (const PtlCatalog *self,
         guint32           first,
         guint             index,
         guint             limit,
         guint            *out_id)
{
  guint64 at = (guint64) first + index;

  if (at >= self->n_ids || self->ids[at] >= limit)
    return FALSE;

  *out_id = self->ids[at];

  return TRUE;
}

/**
 * ptl_catalog_get_registry_date:
 * @self: a catalog
 *
 * Gets the day of the registry that the catalog was made of. Any thread.
 *
 * Returns: (transfer none): YYYY-MM-DD
 */
const char *
ptl_catalog_get_registry_date (PtlCatalog *self)
{
  g_return_val_if_fail (self != NULL, "");

  return must_string (self, self->header->as_of);
}

/**
 * ptl_catalog_get_total_notes:
 * @self: a catalog
 *
 * Gets how many notes there are in all, without the conventions. Any thread.
 */
guint
ptl_catalog_get_total_notes (PtlCatalog *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->header->n_notes;
}

/**
 * ptl_catalog_get_status:
 * @self: a catalog
 * @port: a port
 * @transport: a transport; for %PTL_TRANSPORT_UDPLITE the answer is UDP's, whose ports RFC 3828 has it share
 *
 * Gets what the registry says of a port on a transport: assigned where any name is assigned there; else reserved, where a
 * row says so; else unassigned; and dynamic for every port from 49152 on, of which IANA assigns none. Any thread.
 */
PtlStatus
ptl_catalog_get_status (PtlCatalog   *self,
                        guint16       port,
                        PtlTransport  transport)
{
  g_return_val_if_fail (self != NULL, PTL_STATUS_UNASSIGNED);
  g_return_val_if_fail ((guint) transport < PTL_N_TRANSPORTS, PTL_STATUS_UNASSIGNED);

  if (transport == PTL_TRANSPORT_UDPLITE)
    transport = PTL_TRANSPORT_UDP;

  return MIN (ptl_catalog_entry (self, port)->status[transport], PTL_STATUS_DYNAMIC);
}

/**
 * ptl_catalog_get_n_registrations:
 * @self: a catalog
 * @port: a port
 *
 * Gets how many rows of the registry cover a port. Any thread.
 */
guint
ptl_catalog_get_n_registrations (PtlCatalog *self,
                                 guint16     port)
{
  g_return_val_if_fail (self != NULL, 0);

  return ptl_catalog_entry (self, port)->n_registrations;
}

/**
 * ptl_catalog_get_registration:
 * @self: a catalog
 * @port: a port
 * @index: less than ptl_catalog_get_n_registrations()
 * @out_registration: (out caller-allocates): the row; its strings are lent by @self
 *
 * Gets a row that covers a port. They come by transport (TCP, UDP, SCTP, DCCP), and for each the primary name first,
 * every alias right after the name it stands for, then what is reserved, formerly registered or only remarked upon. A row
 * that the registry gives for all transports at once comes once for each. Any thread.
 */
void
ptl_catalog_get_registration (PtlCatalog      *self,
                              guint16          port,
                              guint            index,
                              PtlRegistration *out_registration)
{
  const PtlFormatEntry *entry;
  const PtlFormatRegistration *row;
  const PtlFormatRemark *remark;
  guint id;

  g_return_if_fail (self != NULL);
  g_return_if_fail (out_registration != NULL);

  entry = ptl_catalog_entry (self, port);
  g_return_if_fail (index < entry->n_registrations);

  *out_registration = (PtlRegistration) { .first = port, .last = port };

  if (!find_id (self, entry->first_registration, index, self->n_registrations, &id))
    return;

  row = &self->registrations[id];
  remark = &self->remarks[row->remark < self->n_remarks ? row->remark : 0];
  out_registration->first = row->first;
  out_registration->last = row->last;
  out_registration->transport = MIN (row->transport, PTL_TRANSPORT_DCCP);
  out_registration->status = MIN (row->status, PTL_STATUS_DYNAMIC);
  out_registration->name = ptl_catalog_string (self, row->name);
  out_registration->description = ptl_catalog_string (self, row->description);
  out_registration->registered = ptl_catalog_string (self, remark->registered);
  out_registration->references = ptl_catalog_string (self, remark->references);
  out_registration->unauthorized_use = ptl_catalog_string (self, remark->unauthorized_use);
  out_registration->note = ptl_catalog_string (self, remark->note);
}

static void
read_note (const PtlCatalog *self,
           guint16           port,
           guint32           first,
           guint             index,
           PtlNote          *out_note)
{
  static const PtlFormatNote nothing;
  const PtlFormatNote *note = &nothing;
  guint id;

  if (find_id (self, first, index, self->n_notes, &id))
    note = &self->notes[id];

  *out_note = (PtlNote) {
    .id = must_string (self, note->id),
    .field = must_string (self, note->field),
    .first = note == &nothing ? port : note->first,
    .last = note == &nothing ? port : note->last,
    .transports = note->transports,
    .product = must_string (self, note->product),
    .names = ptl_catalog_string (self, note->names),
    .kind = MIN (note->kind, PTL_NOTE_OS_BEHAVIOUR),
    .platforms = ptl_catalog_string (self, note->platforms),
    .confidence = MIN (note->confidence, PTL_CONFIDENCE_HIGH),
    .relation = MIN (note->relation, PTL_RELATION_CONFLICTS),
    .foremost = note->foremost != 0,
    .since = ptl_catalog_string (self, note->since),
    .until = ptl_catalog_string (self, note->until),
    .text = must_string (self, note->text),
    .n_sources = note->n_sources,
    .first_source = note->first_source,
  };
}

/**
 * ptl_catalog_get_n_notes:
 * @self: a catalog
 * @port: a port
 *
 * Gets how many notes there are on a port, without conventions. Any thread.
 */
guint
ptl_catalog_get_n_notes (PtlCatalog *self,
                         guint16     port)
{
  g_return_val_if_fail (self != NULL, 0);

  return ptl_catalog_entry (self, port)->n_notes;
}

/**
 * ptl_catalog_get_note:
 * @self: a catalog
 * @port: a port
 * @index: less than ptl_catalog_get_n_notes()
 * @out_note: (out caller-allocates): the note; its strings are lent by @self
 *
 * Gets a note on a port, the most useful first: what uses the port comes before what conflicts with a registration, and
 * that before what malware once did; what is on a wide range after the others; the surer before the less sure; a note on
 * this port before one on a few. Any thread.
 */
void
ptl_catalog_get_note (PtlCatalog *self,
                      guint16     port,
                      guint       index,
                      PtlNote    *out_note)
{
  const PtlFormatEntry *entry;

  g_return_if_fail (self != NULL);
  g_return_if_fail (out_note != NULL);

  entry = ptl_catalog_entry (self, port);
  g_return_if_fail (index < entry->n_notes);

  read_note (self, port, entry->first_note, index, out_note);
}

/**
 * ptl_catalog_get_n_conventions:
 * @self: a catalog
 * @port: a port
 *
 * Gets in how many ranges used by custom a port lies. Any thread.
 */
guint
ptl_catalog_get_n_conventions (PtlCatalog *self,
                               guint16     port)
{
  g_return_val_if_fail (self != NULL, 0);

  return ptl_catalog_entry (self, port)->n_conventions;
}

/**
 * ptl_catalog_get_convention:
 * @self: a catalog
 * @port: a port
 * @index: less than ptl_catalog_get_n_conventions()
 * @out_convention: (out caller-allocates): the convention; its strings are lent by @self
 *
 * Gets a convention whose range covers a port, the narrowest range first. Any thread.
 */
void
ptl_catalog_get_convention (PtlCatalog *self,
                            guint16     port,
                            guint       index,
                            PtlNote    *out_convention)
{
  const PtlFormatEntry *entry;

  g_return_if_fail (self != NULL);
  g_return_if_fail (out_convention != NULL);

  entry = ptl_catalog_entry (self, port);
  g_return_if_fail (index < entry->n_conventions);

  read_note (self, port, entry->first_note, entry->n_notes + index, out_convention);
}

/**
 * ptl_catalog_get_source:
 * @self: a catalog
 * @id: a note's first_source, plus a number less than its n_sources
 * @out_source: (out caller-allocates): the source; its strings are lent by @self
 *
 * Gets a source of a note. Any thread.
 */
void
ptl_catalog_get_source (PtlCatalog       *self,
                        guint32           id,
                        PtlCatalogSource *out_source)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (out_source != NULL);

  *out_source = (PtlCatalogSource) { .title = "" };

  if (id >= self->n_sources)
    return;

  out_source->title = must_string (self, self->sources[id].title);
  out_source->url = ptl_catalog_string (self, self->sources[id].url);
}

/**
 * ptl_catalog_get_n_systems:
 * @self: a catalog
 *
 * Gets for how many operating systems, or versions of them, the ephemeral range is known. Any thread.
 */
guint
ptl_catalog_get_n_systems (PtlCatalog *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_systems;
}

/**
 * ptl_catalog_get_system:
 * @self: a catalog
 * @index: less than ptl_catalog_get_n_systems()
 * @out_system: (out caller-allocates): the system; its strings are lent by @self
 *
 * Gets an operating system's ephemeral range by default, in the order of data/systems.ini. Any thread.
 */
void
ptl_catalog_get_system (PtlCatalog *self,
                        guint       index,
                        PtlSystem  *out_system)
{
  const PtlFormatSystem *system;

  g_return_if_fail (self != NULL);
  g_return_if_fail (out_system != NULL);
  g_return_if_fail (index < self->n_systems);

  system = &self->systems[index];
  *out_system = (PtlSystem) {
    .name = must_string (self, system->name),
    .os = must_string (self, system->os),
    .first = system->first,
    .last = system->last,
    .source = {
      .title = must_string (self, system->source_title),
      .url = ptl_catalog_string (self, system->source_url),
    },
  };
}

/**
 * ptl_catalog_is_browser_blocked:
 * @self: a catalog
 * @port: a port
 *
 * Tells whether browsers refuse to connect to a port. Any thread.
 */
gboolean
ptl_catalog_is_browser_blocked (PtlCatalog *self,
                                guint16     port)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return (ptl_catalog_entry (self, port)->flags & PTL_FORMAT_BLOCKED) != 0;
}

/**
 * ptl_catalog_get_blocked_source:
 * @self: a catalog
 * @out_source: (out caller-allocates): the source; its strings are lent by @self
 *
 * Gets where it is written which ports browsers refuse. Any thread.
 */
void
ptl_catalog_get_blocked_source (PtlCatalog       *self,
                                PtlCatalogSource *out_source)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (out_source != NULL);

  out_source->title = must_string (self, self->header->blocked_title);
  out_source->url = ptl_catalog_string (self, self->header->blocked_url);
}

/**
 * ptl_catalog_get_summary:
 * @self: a catalog
 * @port: a port
 * @out_summary: (out caller-allocates): the summary; its strings are lent by @self
 *
 * Gets what a row of a list shows of a port. The strongest status is assigned, then reserved, then unassigned; above
 * 49151 it is always dynamic. Any thread; costs a few look-ups.
 */
void
ptl_catalog_get_summary (PtlCatalog *self,
                         guint16     port,
                         PtlSummary *out_summary)
{
  const PtlFormatEntry *entry;
  guint id;

  g_return_if_fail (self != NULL);
  g_return_if_fail (out_summary != NULL);

  entry = ptl_catalog_entry (self, port);
  *out_summary = (PtlSummary) {
    .n_products = entry->n_notes,
    .transports = entry->assigned_transports,
    .status = MIN (entry->summary_status, PTL_STATUS_DYNAMIC),
  };

  /* The first of them nearly always has it. "any private mail system" is assigned without a name, and shows that instead. */
  for (guint i = 0; i < entry->n_registrations && out_summary->name == NULL && entry->assigned_transports != 0; i++)
    {
      const PtlFormatRegistration *row;

      if (!find_id (self, entry->first_registration, i, self->n_registrations, &id))
        break;

      row = &self->registrations[id];
      if (row->status == PTL_STATUS_ASSIGNED && (row->name != 0 || out_summary->description == NULL))
        {
          out_summary->name = ptl_catalog_string (self, row->name);
          out_summary->description = ptl_catalog_string (self, row->description);
        }
    }

  if (entry->n_notes > 0 && find_id (self, entry->first_note, 0, self->n_notes, &id))
    out_summary->product = ptl_catalog_string (self, self->notes[id].product);
}
