#include "config.h"

#include <string.h>

#include "catalog/ptl-catalog-private.h"
#include "catalog/ptl-query.h"
#include "catalog/ptl-text-index.h"
#include "fixture.h"

/* A damaged catalog is refused, or, where the damage makes no difference to its shape, read without harm. */

static gsize total;

static void
read_string (const char *string)
{
  if (string != NULL)
    total += strlen (string);
}

/* Touches everything that the catalog hands out. */
static void
read_all (PtlCatalog *catalog)
{
  g_autofree guint8 *matches = g_malloc (PTL_N_PORTS);

  read_string (ptl_catalog_get_registry_date (catalog));
  for (guint port = 0; port < PTL_N_PORTS; port += (port > 6000 ? 501 : 1))
    {
      PtlSummary summary;

      ptl_catalog_get_summary (catalog, port, &summary);
      read_string (summary.name);
      read_string (summary.description);
      read_string (summary.product);
      for (guint i = 0; i < ptl_catalog_get_n_registrations (catalog, port); i++)
        {
          PtlRegistration row;

          ptl_catalog_get_registration (catalog, port, i, &row);
          read_string (row.name);
          read_string (row.description);
          read_string (row.note);
          read_string (ptl_status_to_string (row.status));
          read_string (ptl_transport_to_string (row.transport));
        }
      for (guint i = 0; i < ptl_catalog_get_n_notes (catalog, port) + ptl_catalog_get_n_conventions (catalog, port); i++)
        {
          PtlNote note;
          PtlCatalogSource source;

          if (i < ptl_catalog_get_n_notes (catalog, port))
            ptl_catalog_get_note (catalog, port, i, &note);
          else
            ptl_catalog_get_convention (catalog, port, i - ptl_catalog_get_n_notes (catalog, port), &note);
          read_string (note.id);
          read_string (note.text);
          read_string (note.names);
          read_string (ptl_note_kind_to_string (note.kind));
          read_string (ptl_confidence_to_string (note.confidence));
          read_string (ptl_relation_to_string (note.relation));
          ptl_catalog_get_source (catalog, note.first_source, &source);
          read_string (source.title);
          read_string (source.url);
        }
    }
  for (guint i = 0; i < ptl_catalog_get_n_systems (catalog); i++)
    {
      PtlSystem system;

      ptl_catalog_get_system (catalog, i, &system);
      read_string (system.name);
    }

  memset (matches, PTL_MATCH_NONE, PTL_N_PORTS);
  ptl_text_index_match (catalog, "e", matches);
  ptl_text_index_match (catalog, "http", matches);
  ptl_text_index_match (catalog, "wide web", matches);
  ptl_text_index_match_typo (catalog, "htpp", matches);
}

static gboolean
try_bytes (gconstpointer data,
           gsize         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (PtlCatalog) catalog = ptl_catalog_new_from_bytes (bytes, &error);

  if (catalog == NULL)
    {
      g_assert_error (error, PTL_CATALOG_ERROR, PTL_CATALOG_ERROR_DAMAGED);
      return FALSE;
    }

  g_assert_no_error (error);
  read_all (catalog);

  return TRUE;
}

static void
test_sizes (void)
{
  g_autoptr (GBytes) bytes = fixture_standard ();
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  g_assert_true (try_bytes (data, size));
  g_assert_false (try_bytes (data, 0));
  for (gsize n = 1; n < size; n += n < 300 ? 1 : 997)
    g_assert_false (try_bytes (data, n));
  for (gsize n = size - 200; n < size; n++)
    g_assert_false (try_bytes (data, n));
}

static void
test_header (void)
{
  g_autoptr (GBytes) bytes = fixture_standard ();
  gsize size;
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  PtlFormatHeader *header = (PtlFormatHeader *) (gpointer) data;

  size = g_bytes_get_size (bytes);
  g_assert_cmpuint (header->magic, ==, PTL_FORMAT_MAGIC);
  header->magic ^= 1;
  g_assert_false (try_bytes (data, size));
  header->magic ^= 1;
  header->version++;
  g_assert_false (try_bytes (data, size));
  header->version--;
  header->as_of = G_MAXUINT32;
  g_assert_false (try_bytes (data, size));
  header->as_of = 0;
  header->n_name_tokens = G_MAXUINT32;
  g_assert_false (try_bytes (data, size));
}

/* One element of each array points out of bounds. */
static void
test_offsets (void)
{
  g_autoptr (GBytes) bytes = fixture_standard ();
  g_autoptr (PtlCatalog) catalog = ptl_catalog_new_from_bytes (bytes, NULL);
  gsize size = g_bytes_get_size (bytes);
  const guint8 *start = g_bytes_get_data (bytes, NULL);
  const struct
  {
    gconstpointer field;
    gsize         size;
  } fields[] = {
    { &catalog->registrations[1].name, 4 }, { &catalog->registrations[1].description, 4 },
    { &catalog->registrations[1].remark, 2 }, { &catalog->registrations[1].transport, 1 },
    { &catalog->registrations[1].status, 1 }, { &catalog->remarks[1].note, 4 }, { &catalog->notes[0].id, 4 },
    { &catalog->notes[0].text, 4 }, { &catalog->notes[0].first_source, 4 }, { &catalog->notes[0].n_sources, 2 },
    { &catalog->notes[0].kind, 1 }, { &catalog->notes[0].confidence, 1 }, { &catalog->notes[0].relation, 1 },
    { &catalog->notes[0].next, 2 },
    { &catalog->sources[0].title, 4 }, { &catalog->sources[0].url, 4 }, { &catalog->systems[0].name, 4 },
    { &catalog->systems[0].source_url, 4 }, { &catalog->entries[1].first_registration, 4 },
    { &catalog->entries[1].n_registrations, 2 }, { &catalog->entries[1].first_note, 4 },
    { &catalog->entries[1].n_conventions, 2 }, { &catalog->entries[1].status[3], 1 },
    { &catalog->entries[1].summary_status, 1 }, { &catalog->ports[65535], 2 }, { &catalog->ids[0], 2 },
    { &catalog->token_starts[3], 4 }, { &catalog->posting_starts[3], 4 }, { &catalog->places[0], 1 },
    { &catalog->records[1].place, 4 }, { &catalog->records[1].first, 2 }, { &catalog->intervals[0].first, 2 },
    { &catalog->words[0], 2 }, { &catalog->strings[0], 1 }, { &catalog->strings[catalog->n_strings - 1], 1 },
    { &catalog->tokens[0], 1 }, { &catalog->tokens[catalog->token_starts[1] - 1], 1 },
  };

  g_assert_true (try_bytes (start, size));
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree guint8 *data = g_memdup2 (start, size);
      gsize offset = (const guint8 *) fields[i].field - start;

      g_assert_cmpuint (offset + fields[i].size, <=, size);
      memset (data + offset, 0xff, fields[i].size);
      g_test_message ("field %u", i);
      g_assert_false (try_bytes (data, size));
    }
}

static void
test_random (void)
{
  g_autoptr (GBytes) bytes = fixture_standard ();
  gsize size = g_bytes_get_size (bytes);
  guint refused = 0, read = 0;

  for (guint i = 0; i < 600; i++)
    {
      g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
      guint n = g_test_rand_int_range (1, 8);

      for (guint j = 0; j < n; j++)
        {
          /* Most of the bytes are the table of ports; half of the hits go elsewhere, the framing at the end included. */
          gsize at = g_test_rand_int_range (0, size);

          if (g_test_rand_bit ())
            at = size - 1 - g_test_rand_int_range (0, MIN (size, 7000));
          data[at] = g_test_rand_bit () ? g_test_rand_int_range (0, 256) : data[at] ^ (1 << g_test_rand_int_range (0, 8));
        }
      if (try_bytes (data, size))
        read++;
      else
        refused++;
    }

  g_test_message ("%u refused, %u read", refused, read);
  g_assert_cmpuint (refused, >, 100);
}

/* The catalog of the program: where it lies, it can be read in place. */
static void
test_in_place (void)
{
  PtlCatalog *catalog = ptl_catalog_get_default (NULL);
  const guint8 *start = g_bytes_get_data (catalog->bytes, NULL);
  gsize size = g_bytes_get_size (catalog->bytes);

  g_assert_cmpuint (GPOINTER_TO_SIZE (start) % 8, ==, 0);
  g_assert_true ((const guint8 *) catalog->header == start);
  g_assert_true ((const guint8 *) catalog->words > start && (const guint8 *) catalog->words < start + size);
  /* Some 400 bytes a note, and 1.5 MiB for what is there without any. A jump means that something is stored twice. */
  g_assert_cmpuint (size, <, 1536 * 1024 + 400 * ptl_catalog_get_total_notes (catalog));
  g_assert_true (ptl_catalog_get_default (NULL) == catalog);

  /* It passes the check that it is spared at start. */
  g_assert_true (try_bytes (start, size));
}

static void
test_unaligned (void)
{
  g_autoptr (GBytes) bytes = fixture_standard ();
  gsize size = g_bytes_get_size (bytes);
  g_autofree guint8 *data = g_malloc (size + 1);
  g_autoptr (GBytes) shifted = NULL;
  g_autoptr (PtlCatalog) catalog = NULL;

  memcpy (data + 1, g_bytes_get_data (bytes, NULL), size);
  shifted = g_bytes_new_static (data + 1, size);
  catalog = ptl_catalog_new_from_bytes (shifted, NULL);
  g_assert_nonnull (catalog);
  read_all (catalog);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/damaged/sizes", test_sizes);
  g_test_add_func ("/damaged/header", test_header);
  g_test_add_func ("/damaged/offsets", test_offsets);
  g_test_add_func ("/damaged/random", test_random);
  g_test_add_func ("/damaged/in-place", test_in_place);
  g_test_add_func ("/damaged/unaligned", test_unaligned);

  return g_test_run ();
}
