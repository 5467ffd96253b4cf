#include "config.h"

#include "catalog/ptl-catalog-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "catalog/ptl-embedded.h"
#include "catalog/ptl-text-index.h"

G_DEFINE_QUARK (ptl-catalog-error-quark, ptl_catalog_error)

/* Where the last child ends, and what stands behind it begins: the ends of the children before it, each in four bytes. */
static gsize
end_of_children (gsize length)
{
  gsize n = (PTL_FORMAT_N_CHILDREN - 1) * sizeof (guint32);

  return length > G_MAXUINT16 && length <= G_MAXUINT32 ? length - n : 0;
}

static gsize
end_of_child (const guint8 *data,
              gsize         length,
              guint         child)
{
  guint32 end;

  if (child == PTL_FORMAT_N_CHILDREN - 1)
    return end_of_children (length);
  memcpy (&end, data + length - (child + 1) * sizeof end, sizeof end);

  return GUINT32_FROM_LE (end);
}

/*
 * Finds an array of structs as GVariant lays them out (tuple_serialise() and the like in GLib's gvariant-serialiser.c). GVariant
 * itself would first make a description of each type, which takes the time of all else that is read for a page.
 */
static gboolean
open_array (PtlCatalog    *self,
            guint          child,
            gsize          alignment,
            gsize          element_size,
            gconstpointer *out_data,
            guint         *out_n)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (self->bytes, &length);
  gsize start = child > 0 ? (end_of_child (data, length, child - 1) + alignment - 1) & ~(alignment - 1) : 0;
  gsize end = end_of_child (data, length, child);

  if (start > end || end > end_of_children (length) || (end - start) % element_size != 0)
    return FALSE;

  *out_data = data + start;
  *out_n = (end - start) / element_size;

  return TRUE;
}

/* What must hold before anything is read. The cost does not grow with the catalog. */
static gboolean
open_catalog (PtlCatalog *self)
{
  guint n_headers, n_ports, n_token_starts, n_posting_starts, n_places;

#define OPEN(child, array, n) \
  open_array (self, PTL_FORMAT_CHILD_##child, __alignof__ (*self->array), sizeof *self->array, (gconstpointer *) &self->array, n)

  if (end_of_children (g_bytes_get_size (self->bytes)) == 0 ||
      !OPEN (HEADER, header, &n_headers) || n_headers != 1 ||
      self->header->magic != PTL_FORMAT_MAGIC ||
      self->header->version != PTL_FORMAT_VERSION ||
      !OPEN (STRINGS, strings, &self->n_strings) ||
      !OPEN (REGISTRATIONS, registrations, &self->n_registrations) ||
      !OPEN (REMARKS, remarks, &self->n_remarks) ||
      !OPEN (NOTES, notes, &self->n_notes) ||
      !OPEN (SOURCES, sources, &self->n_sources) ||
      !OPEN (SYSTEMS, systems, &self->n_systems) ||
      !OPEN (ENTRIES, entries, &self->n_entries) ||
      !OPEN (PORTS, ports, &n_ports) ||
      !OPEN (IDS, ids, &self->n_ids) ||
      !OPEN (TOKENS, tokens, &self->n_token_bytes) ||
      !OPEN (TOKEN_STARTS, token_starts, &n_token_starts) ||
      !OPEN (POSTING_STARTS, posting_starts, &n_posting_starts) ||
      !OPEN (TARGETS, targets, &self->n_postings) ||
      !OPEN (PLACES, places, &n_places) ||
      !OPEN (INTERVALS, intervals, &self->n_intervals) ||
      !OPEN (RECORDS, records, &self->n_records) ||
      !OPEN (WORDS, words, &self->n_words))
    return FALSE;

#undef OPEN

  /* Each of these lists has one more at its end, which says where the last one's part ends. */
  if (n_token_starts == 0 || n_posting_starts != n_token_starts || n_places != self->n_postings || self->n_records == 0)
    return FALSE;
  self->n_tokens = n_token_starts - 1;
  self->n_records--;
  if (self->header->n_name_tokens > self->n_tokens || self->n_token_bytes == 0 ||
      self->tokens[0] != '\n' || self->tokens[self->n_token_bytes - 1] != '\n')
    return FALSE;

  /* With a NUL at both ends of the pool, every offset inside it is a string that ends there. */
  return n_ports == PTL_FORMAT_N_PORTS &&
         self->n_entries > 0 &&
         self->n_remarks > 0 &&
         self->n_strings > 0 &&
         self->strings[0] == '\0' &&
         self->strings[self->n_strings - 1] == '\0';
}

static gboolean
ids_are_good (PtlCatalog *self,
              guint32     first,
              guint       n,
              guint       limit)
{
  if (first > self->n_ids || n > self->n_ids - first)
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      if (self->ids[first + i] >= limit)
        return FALSE;
    }

  return TRUE;
}

static gboolean
strings_are_good (PtlCatalog    *self,
                  const guint32 *offsets,
                  guint          n)
{
  for (guint i = 0; i < n; i++)
    {
      if (offsets[i] >= self->n_strings)
        return FALSE;
    }

  return TRUE;
}

static gboolean
range_is_good (guint16 first,
               guint16 last)
{
  return first <= last;
}

/* Starts that begin at a place, grow, and end at another. */
static gboolean
starts_are_good (const guint32 *starts,
                 guint          n,
                 guint32        first,
                 guint32        last,
                 guint32        least)
{
  if (starts[0] != first || starts[n] != last)
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      if (starts[i + 1] < starts[i] || starts[i + 1] - starts[i] < least)
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_text_index (PtlCatalog *self)
{
  if (!starts_are_good (self->token_starts, self->n_tokens, 1, self->n_token_bytes, 2) ||
      !starts_are_good (self->posting_starts, self->n_tokens, 0, self->n_postings, 0) ||
      PTL_FORMAT_RECORD_WORD (self->records[0].place) != 0 ||
      PTL_FORMAT_RECORD_WORD (self->records[self->n_records].place) != self->n_words)
    return FALSE;

  for (guint i = 0; i < self->n_tokens; i++)
    {
      guint32 start = self->token_starts[i];
      guint32 end = self->token_starts[i + 1] - 1;

      if (self->tokens[end] != '\n' || memchr (self->tokens + start, '\n', end - start) != NULL)
        return FALSE;
    }

  for (guint i = 0; i < self->n_postings; i++)
    {
      if (self->places[i] >= PTL_FORMAT_N_PLACES ||
          ((self->places[i] & PTL_FORMAT_PLACE_RANGE) != 0 && self->targets[i] >= self->n_intervals))
        return FALSE;
    }

  for (guint i = 0; i < self->n_intervals; i++)
    {
      if (!range_is_good (self->intervals[i].first, self->intervals[i].last))
        return FALSE;
    }

  for (guint i = 0; i < self->n_records; i++)
    {
      const PtlFormatRecord *record = &self->records[i];

      if (!range_is_good (record->first, record->last) || PTL_FORMAT_RECORD_FIELD (record->place) > PTL_TEXT_NOTE ||
          PTL_FORMAT_RECORD_WORD (record->place) > PTL_FORMAT_RECORD_WORD (record[1].place))
        return FALSE;
    }

  for (guint i = 0; i < self->n_words; i++)
    {
      if (self->words[i] >= self->n_tokens)
        return FALSE;
    }

  return TRUE;
}

/* Everything that points somewhere points to something. */
static gboolean
check_catalog (PtlCatalog *self)
{
  const guint32 header_strings[] = {
    self->header->as_of, self->header->history_as_of, self->header->blocked_title,
    self->header->blocked_url, self->header->blocked_as_of,
  };

  if (!strings_are_good (self, header_strings, G_N_ELEMENTS (header_strings)))
    return FALSE;

  for (guint i = 0; i < self->n_registrations; i++)
    {
      const PtlFormatRegistration *row = &self->registrations[i];

      if (!strings_are_good (self, &row->name, 2) || row->remark >= self->n_remarks || !range_is_good (row->first, row->last) ||
          row->transport >= PTL_N_REGISTRY_TRANSPORTS || row->status > PTL_STATUS_DYNAMIC)
        return FALSE;
    }

  for (guint i = 0; i < self->n_remarks; i++)
    {
      if (!strings_are_good (self, &self->remarks[i].registered, 4))
        return FALSE;
    }

  for (guint i = 0; i < self->n_notes; i++)
    {
      const PtlFormatNote *note = &self->notes[i];

      if (!strings_are_good (self, &note->id, 8) || !range_is_good (note->first, note->last) ||
          note->first_source > self->n_sources || note->n_sources > self->n_sources - note->first_source ||
          note->kind > PTL_NOTE_OS_BEHAVIOUR || note->confidence > PTL_CONFIDENCE_HIGH ||
          note->relation > PTL_RELATION_CONFLICTS || note->next >= self->n_notes)
        return FALSE;
    }

  for (guint i = 0; i < self->n_sources; i++)
    {
      if (!strings_are_good (self, &self->sources[i].title, 2))
        return FALSE;
    }

  for (guint i = 0; i < self->n_systems; i++)
    {
      if (!strings_are_good (self, &self->systems[i].name, 4) ||
          !range_is_good (self->systems[i].first, self->systems[i].last))
        return FALSE;
    }

  for (guint i = 0; i < self->n_entries; i++)
    {
      const PtlFormatEntry *entry = &self->entries[i];

      if (!ids_are_good (self, entry->first_registration, entry->n_registrations, self->n_registrations) ||
          !ids_are_good (self, entry->first_note, entry->n_notes + entry->n_conventions, self->n_notes) ||
          entry->summary_status > PTL_STATUS_DYNAMIC)
        return FALSE;

      for (guint t = 0; t < PTL_N_REGISTRY_TRANSPORTS; t++)
        {
          if (entry->status[t] > PTL_STATUS_DYNAMIC)
            return FALSE;
        }
    }

  for (guint i = 0; i < PTL_FORMAT_N_PORTS; i++)
    {
      if (self->ports[i] >= self->n_entries)
        return FALSE;
    }

  return check_text_index (self);
}

static PtlCatalog *
catalog_new (GBytes   *bytes,
             gboolean  trusted,
             GError  **error)
{
  g_autoptr (PtlCatalog) self = g_new0 (PtlCatalog, 1);

  g_atomic_ref_count_init (&self->ref_count);
  if (GPOINTER_TO_SIZE (g_bytes_get_data (bytes, NULL)) % sizeof (guint64) == 0)
    self->bytes = g_bytes_ref (bytes);
  else
    self->bytes = g_bytes_new (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  if (!open_catalog (self) || (!trusted && !check_catalog (self)))
    {
      g_set_error_literal (error, PTL_CATALOG_ERROR, PTL_CATALOG_ERROR_DAMAGED,
                           _("The catalog of ports is damaged; installing Portolan again helps."));
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * ptl_catalog_new_from_bytes:
 * @bytes: a compiled catalog; where its data begins at a multiple of 8, it is read in place
 * @error: return location for a PTL_CATALOG_ERROR
 *
 * Opens a compiled catalog and checks all of it, once; afterwards nothing in it can lead astray. Any thread.
 *
 * Returns: (transfer full): the catalog, or NULL with PTL_CATALOG_ERROR_DAMAGED
 */
PtlCatalog *
ptl_catalog_new_from_bytes (GBytes  *bytes,
                            GError **error)
{
  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return catalog_new (bytes, FALSE, error);
}

/**
 * ptl_catalog_get_default:
 * @error: return location for a PTL_CATALOG_ERROR
 *
 * Gets the catalog that is built into the program. It is opened on the first call, without a look at every part: it
 * comes from the program's own file, and the pages of it that nobody needs are then never read. Any thread.
 *
 * Returns: (transfer none): the catalog, which is never freed, or NULL with PTL_CATALOG_ERROR_DAMAGED
 */
PtlCatalog *
ptl_catalog_get_default (GError **error)
{
  static gsize opened;
  static PtlCatalog *catalog;
  static GError *failure;

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (g_once_init_enter (&opened))
    {
      gsize length;
      const void *data = ptl_embedded_get (&length);
      g_autoptr (GBytes) bytes = g_bytes_new_static (data, length);

      catalog = catalog_new (bytes, TRUE, &failure);
      g_once_init_leave (&opened, 1);
    }

  if (catalog == NULL && error != NULL)
    *error = g_error_copy (failure);

  return catalog;
}

/**
 * ptl_catalog_ref:
 * @self: a catalog
 *
 * Takes a reference. Any thread.
 *
 * Returns: (transfer full): @self
 */
PtlCatalog *
ptl_catalog_ref (PtlCatalog *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * ptl_catalog_unref:
 * @self: (transfer full): a catalog
 *
 * Gives a reference back; the last one frees the catalog, and with it every string that it lent. Any thread.
 */
void
ptl_catalog_unref (PtlCatalog *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}
