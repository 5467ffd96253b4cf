#include "config.h"

#include "catalog/compile/ptl-catalog-builder.h"

#include <string.h>

#include "catalog/compile/ptl-index-builder.h"
#include "catalog/compile/ptl-note-reader.h"
#include "catalog/compile/ptl-registry-reader.h"
#include "catalog/compile/ptl-relation.h"
#include "catalog/compile/ptl-string-pool.h"
#include "catalog/ptl-catalog-format.h"

/* What is being built. */
typedef struct
{
  PtlStringPool *pool;
  GArray        *registrations;     /* (element-type PtlFormatRegistration): in the order a port shows them */
  GArray        *remarks;           /* (element-type PtlFormatRemark) */
  GArray        *notes;             /* (element-type PtlFormatNote): in the order a port shows them, conventions last */
  GArray        *sources;           /* (element-type PtlFormatSource) */
  GArray        *systems;           /* (element-type PtlFormatSystem) */
  GArray        *entries;           /* (element-type PtlFormatEntry) */
  GArray        *ports;             /* (element-type guint16) */
  GArray        *ids;               /* (element-type guint16) */
  GHashTable    *known_remarks;     /* (owned): GBytes → number of the remark, plus one */
  GHashTable    *lists;             /* (owned): GBytes → where in ids the list is, plus one */
  GHashTable    *known_entries;     /* (owned): GBytes → number of the entry, plus one */
  GArray       **port_registrations; /* (element-type guint16), for each port; NULL where there are none */
  GArray       **port_notes;
} Builder;

/* A registration before it is placed: primary is the row in whose wake it comes. */
typedef struct
{
  const PtlRegistryRow *row;
  const PtlRegistryRow *primary;
  PtlTransport          transport;
} Placed;

static void
append_id (GArray **lists,
           guint    first,
           guint    last,
           guint    id)
{
  guint16 value = id;

  for (guint port = first; port <= last; port++)
    {
      if (lists[port] == NULL)
        lists[port] = g_array_new (FALSE, FALSE, sizeof (guint16));
      g_array_append_val (lists[port], value);
    }
}

/* Which assigned name an alias stands for: one of the same description, else the first one there. */
static const PtlRegistryRow *
find_primary (GPtrArray            *rows,
              const PtlRegistryRow *alias)
{
  const PtlRegistryRow *first = NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      const PtlRegistryRow *row = g_ptr_array_index (rows, i);

      if (row->status != PTL_STATUS_ASSIGNED || (row->transports & alias->transports) == 0 ||
          row->first > alias->first || row->last < alias->last)
        continue;
      if (g_strcmp0 (row->description, alias->description) == 0)
        return row;
      if (first == NULL)
        first = row;
    }

  return first != NULL ? first : alias;
}

static int
rank_of_status (PtlStatus status)
{
  switch (status)
    {
    case PTL_STATUS_ASSIGNED:
    case PTL_STATUS_ALIAS:
      return 0;
    case PTL_STATUS_RESERVED:
      return 1;
    case PTL_STATUS_FORMERLY:
      return 2;
    case PTL_STATUS_UNASSIGNED:
    case PTL_STATUS_DYNAMIC:
    default:
      return 3;
    }
}

/* The order in which the registrations of one port are shown; a total order, so that every build gives the same bytes. */
static int
compare_placed (gconstpointer a,
                gconstpointer b)
{
  const Placed *left = a;
  const Placed *right = b;
  int left_rank = rank_of_status (left->row->status);
  int right_rank = rank_of_status (right->row->status);
  guint left_width = left->primary->last - left->primary->first;
  guint right_width = right->primary->last - right->primary->first;

  if (left->transport != right->transport)
    return left->transport < right->transport ? -1 : 1;
  if (left_rank != right_rank)
    return left_rank - right_rank;
  if (left_width != right_width)
    return left_width < right_width ? -1 : 1;
  if (left->primary != right->primary)
    return left->primary->line < right->primary->line ? -1 : 1;
  if ((left->row == left->primary) != (right->row == right->primary))
    return left->row == left->primary ? -1 : 1;

  return left->row->line < right->row->line ? -1 : left->row->line > right->row->line;
}

/* The number of an element of bytes, which is put into the array unless it is there already. */
static guint
intern_element (GArray        *array,
                GHashTable    *known,
                gconstpointer  element)
{
  g_autoptr (GBytes) key = g_bytes_new (element, g_array_get_element_size (array));
  gpointer number = g_hash_table_lookup (known, key);

  if (number == NULL)
    {
      g_array_append_vals (array, element, 1);
      number = GUINT_TO_POINTER (array->len);
      g_hash_table_insert (known, g_steal_pointer (&key), number);
    }

  return GPOINTER_TO_UINT (number) - 1;
}

static void
build_registrations (Builder   *builder,
                     GPtrArray *rows)
{
  g_autoptr (GArray) placed = g_array_new (FALSE, FALSE, sizeof (Placed));
  const PtlFormatRemark none = { 0, };

  for (guint i = 0; i < rows->len; i++)
    {
      const PtlRegistryRow *row = g_ptr_array_index (rows, i);
      const PtlRegistryRow *primary = row->status == PTL_STATUS_ALIAS ? find_primary (rows, row) : row;

      for (PtlTransport t = 0; t < PTL_N_REGISTRY_TRANSPORTS; t++)
        {
          if ((row->transports & PTL_TRANSPORT_BIT (t)) != 0)
            {
              Placed item = { row, primary, t };

              g_array_append_val (placed, item);
            }
        }
    }

  intern_element (builder->remarks, builder->known_remarks, &none);

  /* Ids follow the order of showing, so each port's list comes out sorted by itself. */
  g_array_sort (placed, compare_placed);

  for (guint i = 0; i < placed->len; i++)
    {
      const Placed *item = &g_array_index (placed, Placed, i);
      PtlFormatRegistration registration = {
        .first = item->row->first,
        .last = item->row->last,
        .transport = item->transport,
        .status = item->row->status,
        .name = ptl_string_pool_add (builder->pool, item->row->name),
        .description = ptl_string_pool_add (builder->pool, item->row->description),
      };
      PtlFormatRemark remark = {
        .registered = ptl_string_pool_add (builder->pool, item->row->registered),
        .references = ptl_string_pool_add (builder->pool, item->row->references),
        .unauthorized_use = ptl_string_pool_add (builder->pool, item->row->unauthorized_use),
        .note = ptl_string_pool_add (builder->pool, item->row->note),
      };

      registration.remark = intern_element (builder->remarks, builder->known_remarks, &remark);

      append_id (builder->port_registrations, registration.first, registration.last, builder->registrations->len);
      g_array_append_val (builder->registrations, registration);
    }
}

/* A range of more ports than this says little of one port in it. */
#define WIDE 16

static int
rank_of (const PtlNoteRecord *note)
{
  switch (note->kind)
    {
    case PTL_NOTE_MALWARE_HISTORY:
      return 2;
    case PTL_NOTE_RANGE_CONVENTION:
      return 3;
    case PTL_NOTE_CONFLICT:
      /* What most people mean by a port comes first even where something else is registered: 9090 is Prometheus'. */
      return note->foremost != PTL_FOREMOST_NO && note->last - note->first <= WIDE ? 0 : 1;
    case PTL_NOTE_UNOFFICIAL:
    case PTL_NOTE_DE_FACTO:
    case PTL_NOTE_DEV_DEFAULT:
    case PTL_NOTE_OS_BEHAVIOUR:
    default:
      return 0;
    }
}

/* The most useful note first; conventions at the end, the narrowest first. */
static int
compare_notes (gconstpointer a,
               gconstpointer b)
{
  const PtlNoteRecord *left = *(const PtlNoteRecord *const *) a;
  const PtlNoteRecord *right = *(const PtlNoteRecord *const *) b;
  int left_rank = rank_of (left);
  int right_rank = rank_of (right);
  guint left_width = left->last - left->first;
  guint right_width = right->last - right->first;

  if (left_rank != right_rank)
    return left_rank - right_rank;
  if (left->kind == PTL_NOTE_RANGE_CONVENTION && left_width != right_width)
    return left_width < right_width ? -1 : 1;
  if ((left_width > WIDE) != (right_width > WIDE))
    return left_width < right_width ? -1 : 1;
  if (left->foremost != right->foremost)
    return left->foremost > right->foremost ? -1 : 1;
  if (left->confidence != right->confidence)
    return left->confidence > right->confidence ? -1 : 1;
  if (left_width != right_width)
    return left_width < right_width ? -1 : 1;

  return strcmp (left->id, right->id);
}

/* Leads from each note to the next on the same product. Conventions, behind the notes, are on none. */
static void
link_products (Builder *builder,
               guint    n_notes)
{
  g_autoptr (GHashTable) firsts = g_hash_table_new (NULL, NULL);

  /* From the end, so that the one met last is the next; then the last of each, which has met none, is led to the first. */
  for (guint i = builder->notes->len; i-- > 0;)
    {
      PtlFormatNote *note = &g_array_index (builder->notes, PtlFormatNote, i);
      gpointer product = GUINT_TO_POINTER (note->product);
      gpointer next;

      note->next = i;
      if (i < n_notes && g_hash_table_lookup_extended (firsts, product, NULL, &next))
        note->next = GPOINTER_TO_UINT (next);
      if (i < n_notes)
        g_hash_table_insert (firsts, product, GUINT_TO_POINTER (i));
    }

  for (guint i = 0; i < n_notes; i++)
    {
      PtlFormatNote *note = &g_array_index (builder->notes, PtlFormatNote, i);

      if (note->next == i)
        note->next = GPOINTER_TO_UINT (g_hash_table_lookup (firsts, GUINT_TO_POINTER (note->product)));
    }
}

static guint
build_notes (Builder   *builder,
             GPtrArray *records,
             GPtrArray *rows)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  guint n_notes = 0;

  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (sorted, g_ptr_array_index (records, i));
  g_ptr_array_sort (sorted, compare_notes);

  for (guint i = 0; i < sorted->len; i++)
    {
      const PtlNoteRecord *record = g_ptr_array_index (sorted, i);
      PtlFormatNote note = {
        .id = ptl_string_pool_add (builder->pool, record->id),
        .field = ptl_string_pool_add (builder->pool, record->field),
        .product = ptl_string_pool_add (builder->pool, record->product),
        .names = ptl_string_pool_add (builder->pool, record->names),
        .platforms = ptl_string_pool_add (builder->pool, record->platforms),
        .since = ptl_string_pool_add (builder->pool, record->since),
        .until = ptl_string_pool_add (builder->pool, record->until),
        .text = ptl_string_pool_add (builder->pool, record->text),
        .first_source = builder->sources->len,
        .n_sources = record->sources->len,
        .first = record->first,
        .last = record->last,
        .transports = record->transports,
        .kind = record->kind,
        .confidence = record->confidence,
        .relation = ptl_relation_compute (record, rows),
        .foremost = record->foremost != PTL_FOREMOST_NO,
      };

      for (guint j = 0; j < record->sources->len; j++)
        {
          const PtlNoteSource *from = g_ptr_array_index (record->sources, j);
          PtlFormatSource source = {
            .title = ptl_string_pool_add (builder->pool, from->title),
            .url = ptl_string_pool_add (builder->pool, from->url),
          };

          g_array_append_val (builder->sources, source);
        }

      if (record->kind != PTL_NOTE_RANGE_CONVENTION)
        n_notes++;
      append_id (builder->port_notes, note.first, note.last, builder->notes->len);
      g_array_append_val (builder->notes, note);
    }
  link_products (builder, n_notes);

  return n_notes;
}

/* Puts a list of ids into the common ones, unless the same list is there already. */
static guint32
intern_list (Builder *builder,
             GArray  *list)
{
  g_autoptr (GBytes) key = NULL;
  gpointer known;
  guint32 at = builder->ids->len;

  if (list == NULL || list->len == 0)
    return 0;

  key = g_bytes_new (list->data, list->len * sizeof (guint16));
  known = g_hash_table_lookup (builder->lists, key);
  if (known != NULL)
    return GPOINTER_TO_UINT (known) - 1;

  g_array_append_vals (builder->ids, list->data, list->len);
  g_hash_table_insert (builder->lists, g_steal_pointer (&key), GUINT_TO_POINTER (at + 1));

  return at;
}

static void
describe_registrations (Builder        *builder,
                        PtlFormatEntry *entry,
                        guint16         port)
{
  GArray *list = builder->port_registrations[port];

  for (guint t = 0; t < PTL_N_REGISTRY_TRANSPORTS; t++)
    entry->status[t] = port >= 49152 ? PTL_STATUS_DYNAMIC : PTL_STATUS_UNASSIGNED;
  entry->summary_status = entry->status[0];

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const PtlFormatRegistration *row =
        &g_array_index (builder->registrations, PtlFormatRegistration, g_array_index (list, guint16, i));
      guint8 *status = &entry->status[row->transport];

      entry->known_transports |= PTL_TRANSPORT_BIT (row->transport);

      if (row->status == PTL_STATUS_ASSIGNED)
        {
          *status = PTL_STATUS_ASSIGNED;
          entry->assigned_transports |= PTL_TRANSPORT_BIT (row->transport);
        }
      else if (row->status == PTL_STATUS_RESERVED && *status == PTL_STATUS_UNASSIGNED)
        {
          *status = PTL_STATUS_RESERVED;
        }
    }

  for (guint t = 0; t < PTL_N_REGISTRY_TRANSPORTS; t++)
    {
      if (entry->status[t] == PTL_STATUS_ASSIGNED ||
          (entry->status[t] == PTL_STATUS_RESERVED && entry->summary_status == PTL_STATUS_UNASSIGNED))
        entry->summary_status = entry->status[t];
    }
}

static void
describe_notes (Builder        *builder,
                PtlFormatEntry *entry,
                guint16         port)
{
  GArray *list = builder->port_notes[port];

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const PtlFormatNote *note = &g_array_index (builder->notes, PtlFormatNote, g_array_index (list, guint16, i));

      entry->kinds |= 1u << note->kind;

      if (note->kind == PTL_NOTE_RANGE_CONVENTION)
        {
          entry->n_conventions++;
          continue;
        }

      entry->n_notes++;
      entry->known_transports |= note->transports;
    }
}

static void
build_ports (Builder  *builder,
             PtlWorld *world)
{
  for (guint port = 0; port < PTL_FORMAT_N_PORTS; port++)
    {
      PtlFormatEntry entry;
      guint16 number;

      /* Compared byte by byte below, so the padding has to be zero too. */
      memset (&entry, 0, sizeof entry);

      describe_registrations (builder, &entry, port);
      describe_notes (builder, &entry, port);
      entry.first_registration = intern_list (builder, builder->port_registrations[port]);
      entry.n_registrations = builder->port_registrations[port] != NULL ? builder->port_registrations[port]->len : 0;
      entry.first_note = intern_list (builder, builder->port_notes[port]);
      if (world->blocked[port])
        entry.flags |= PTL_FORMAT_BLOCKED;

      number = intern_element (builder->entries, builder->known_entries, &entry);
      g_array_append_val (builder->ports, number);
    }
}

static GVariant *
to_variant (GArray     *array,
            const char *type)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE (type), array->data, array->len, g_array_get_element_size (array));
}

static void
builder_init (Builder *builder)
{
  *builder = (Builder) {
    .pool = ptl_string_pool_new (),
    .registrations = g_array_new (FALSE, FALSE, sizeof (PtlFormatRegistration)),
    .remarks = g_array_new (FALSE, FALSE, sizeof (PtlFormatRemark)),
    .notes = g_array_new (FALSE, FALSE, sizeof (PtlFormatNote)),
    .sources = g_array_new (FALSE, FALSE, sizeof (PtlFormatSource)),
    .systems = g_array_new (FALSE, FALSE, sizeof (PtlFormatSystem)),
    .entries = g_array_new (FALSE, FALSE, sizeof (PtlFormatEntry)),
    .ports = g_array_new (FALSE, FALSE, sizeof (guint16)),
    .ids = g_array_new (FALSE, FALSE, sizeof (guint16)),
    .known_remarks = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL),
    .lists = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL),
    .known_entries = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL),
    .port_registrations = g_new0 (GArray *, PTL_FORMAT_N_PORTS),
    .port_notes = g_new0 (GArray *, PTL_FORMAT_N_PORTS),
  };
}

static void
builder_clear (Builder *builder)
{
  for (guint port = 0; port < PTL_FORMAT_N_PORTS; port++)
    {
      g_clear_pointer (&builder->port_registrations[port], g_array_unref);
      g_clear_pointer (&builder->port_notes[port], g_array_unref);
    }
  g_free (builder->port_registrations);
  g_free (builder->port_notes);
  g_hash_table_unref (builder->known_entries);
  g_hash_table_unref (builder->lists);
  g_hash_table_unref (builder->known_remarks);
  g_array_unref (builder->ids);
  g_array_unref (builder->ports);
  g_array_unref (builder->entries);
  g_array_unref (builder->systems);
  g_array_unref (builder->sources);
  g_array_unref (builder->notes);
  g_array_unref (builder->remarks);
  g_array_unref (builder->registrations);
  ptl_string_pool_free (builder->pool);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Builder, builder_clear)

/**
 * ptl_catalog_build:
 * @rows: (element-type PtlRegistryRow): the registry
 * @notes: (element-type PtlNoteRecord): the notes
 * @world: the small files
 * @error: return location for a G_FILE_ERROR_NOSPC, where there is more data than the format has room for
 *
 * Makes the catalog of what was read. The same data always gives the same bytes.
 *
 * Returns: (transfer full): a variant of type PTL_FORMAT_TYPE, in this computer's byte order, or NULL
 */
GVariant *
ptl_catalog_build (GPtrArray *rows,
                   GPtrArray *notes,
                   PtlWorld  *world,
                   GError   **error)
{
  g_auto (Builder) builder;
  PtlBuiltIndex text_index;
  PtlFormatHeader header;

  builder_init (&builder);
  build_registrations (&builder, rows);
  header = (PtlFormatHeader) {
    .magic = PTL_FORMAT_MAGIC,
    .version = PTL_FORMAT_VERSION,
    .as_of = ptl_string_pool_add (builder.pool, world->as_of),
    .history_as_of = ptl_string_pool_add (builder.pool, world->history_as_of),
    .n_notes = build_notes (&builder, notes, rows),
    .blocked_title = ptl_string_pool_add (builder.pool, world->blocked_title),
    .blocked_url = ptl_string_pool_add (builder.pool, world->blocked_url),
    .blocked_as_of = ptl_string_pool_add (builder.pool, world->blocked_as_of),
  };

  for (guint i = 0; i < world->systems->len; i++)
    {
      const PtlSystemRecord *record = g_ptr_array_index (world->systems, i);
      PtlFormatSystem system = {
        .name = ptl_string_pool_add (builder.pool, record->name),
        .os = ptl_string_pool_add (builder.pool, record->os),
        .source_title = ptl_string_pool_add (builder.pool, record->source_title),
        .source_url = ptl_string_pool_add (builder.pool, record->source_url),
        .first = record->first,
        .last = record->last,
      };

      g_array_append_val (builder.systems, system);
    }

  build_ports (&builder, world);

  if (builder.registrations->len > G_MAXUINT16 || builder.remarks->len > G_MAXUINT16 || builder.notes->len > G_MAXUINT16 ||
      builder.entries->len > G_MAXUINT16)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC,
                   "There are %u registrations, %u notes and %u different ports; the format has room for 65,535 of each.",
                   builder.registrations->len, builder.notes->len, builder.entries->len);
      return NULL;
    }

  if (!ptl_index_build (rows, notes, &text_index, error))
    return NULL;
  header.n_name_tokens = text_index.n_name_tokens;

  {
    GVariant *children[PTL_FORMAT_N_CHILDREN] = {
      [PTL_FORMAT_CHILD_HEADER] =
        g_variant_new_fixed_array (G_VARIANT_TYPE (PTL_FORMAT_TYPE_HEADER), &header, 1, sizeof header),
      [PTL_FORMAT_CHILD_STRINGS] = ptl_string_pool_to_bytes (builder.pool),
      [PTL_FORMAT_CHILD_REGISTRATIONS] = to_variant (builder.registrations, PTL_FORMAT_TYPE_REGISTRATION),
      [PTL_FORMAT_CHILD_REMARKS] = to_variant (builder.remarks, PTL_FORMAT_TYPE_REMARK),
      [PTL_FORMAT_CHILD_NOTES] = to_variant (builder.notes, PTL_FORMAT_TYPE_NOTE),
      [PTL_FORMAT_CHILD_SOURCES] = to_variant (builder.sources, PTL_FORMAT_TYPE_SOURCE),
      [PTL_FORMAT_CHILD_SYSTEMS] = to_variant (builder.systems, PTL_FORMAT_TYPE_SYSTEM),
      [PTL_FORMAT_CHILD_ENTRIES] = to_variant (builder.entries, PTL_FORMAT_TYPE_ENTRY),
      [PTL_FORMAT_CHILD_PORTS] = to_variant (builder.ports, "q"),
      [PTL_FORMAT_CHILD_IDS] = to_variant (builder.ids, "q"),
      [PTL_FORMAT_CHILD_TOKENS] = text_index.tokens,
      [PTL_FORMAT_CHILD_TOKEN_STARTS] = text_index.token_starts,
      [PTL_FORMAT_CHILD_POSTING_STARTS] = text_index.posting_starts,
      [PTL_FORMAT_CHILD_TARGETS] = text_index.targets,
      [PTL_FORMAT_CHILD_PLACES] = text_index.places,
      [PTL_FORMAT_CHILD_INTERVALS] = text_index.intervals,
      [PTL_FORMAT_CHILD_RECORDS] = text_index.records,
      [PTL_FORMAT_CHILD_WORDS] = text_index.words,
    };

    return g_variant_ref_sink (g_variant_new_tuple (children, G_N_ELEMENTS (children)));
  }
}
