#include "config.h"

#include "catalog/compile/ptl-index-builder.h"

#include <string.h>

#include "catalog/compile/ptl-note-reader.h"
#include "catalog/compile/ptl-registry-reader.h"
#include "catalog/compile/ptl-relation.h"
#include "catalog/ptl-catalog-format.h"
#include "catalog/ptl-fold.h"
#include "catalog/ptl-text-index.h"

/* What TARGETS and PLACES have for one posting. */
typedef struct
{
  guint16 target;
  guint8  place;
} Posting;

typedef struct
{
  char     *text;
  gboolean  in_name;  /* it stands in a name of a service or product */
  GArray   *postings; /* (element-type Posting) */
  guint16   number;
} Token;

typedef struct
{
  char         *text; /* folded */
  guint16       first;
  guint16       last;
  PtlTextField  field;
  GPtrArray    *words; /* (element-type Token): borrowed */
} Record;

typedef struct
{
  GHashTable *tokens;    /* (owned): utf8 → Token */
  GPtrArray  *sorted;    /* (owned) (element-type Token): borrowed */
  GPtrArray  *records;   /* (owned) (element-type Record) */
  GArray     *intervals; /* (owned) (element-type PtlFormatInterval) */
  GHashTable *seen;      /* (owned): what identifies a record, so that TCP and UDP give one */
} IndexBuilder;

static void
token_free (Token *token)
{
  g_free (token->text);
  g_array_unref (token->postings);
  g_free (token);
}

static void
record_free (Record *record)
{
  g_free (record->text);
  g_ptr_array_unref (record->words);
  g_free (record);
}

static void
index_builder_init (IndexBuilder *self)
{
  self->tokens = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) token_free);
  self->sorted = g_ptr_array_new ();
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) record_free);
  self->intervals = g_array_new (FALSE, FALSE, sizeof (PtlFormatInterval));
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
index_builder_clear (IndexBuilder *self)
{
  g_ptr_array_unref (self->records);
  g_ptr_array_unref (self->sorted);
  g_array_unref (self->intervals);
  g_hash_table_unref (self->seen);
  g_hash_table_unref (self->tokens);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IndexBuilder, index_builder_clear)

static Token *
get_token (IndexBuilder *self,
           const char   *text)
{
  Token *token = g_hash_table_lookup (self->tokens, text);

  if (token == NULL)
    {
      token = g_new0 (Token, 1);
      token->text = g_strdup (text);
      token->postings = g_array_new (FALSE, FALSE, sizeof (Posting));
      g_hash_table_insert (self->tokens, token->text, token);
    }

  return token;
}

static void
add_text (IndexBuilder *self,
          PtlTextField  field,
          guint16       first,
          guint16       last,
          const char   *text)
{
  g_autofree char *folded = NULL;
  g_auto (GStrv) words = NULL;
  Record *record;

  if (text == NULL)
    return;

  folded = ptl_fold (text);
  if (!g_hash_table_add (self->seen, g_strdup_printf ("%u %u %d %s", first, last, field, folded)))
    return;

  record = g_new0 (Record, 1);
  record->first = first;
  record->last = last;
  record->field = field;
  record->words = g_ptr_array_new ();

  /* The same blanks that part the words of a query. */
  for (char *at = folded; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
        memset (at, ' ', g_utf8_next_char (at) - at);
    }

  words = g_strsplit (folded, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (words[i][0] != '\0')
        {
          Token *token = get_token (self, words[i]);

          token->in_name |= field <= PTL_TEXT_OTHER_NAME;
          g_ptr_array_add (record->words, token);
        }
    }

  record->text = g_steal_pointer (&folded);
  if (record->words->len > 0)
    g_ptr_array_add (self->records, record);
  else
    record_free (record);
}

static void
add_names (IndexBuilder        *self,
           PtlTextField         field,
           const PtlNoteRecord *note,
           const char          *list)
{
  g_auto (GStrv) names = list != NULL ? g_strsplit (list, ";", -1) : NULL;

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    add_text (self, field, note->first, note->last, names[i]);
}

static void
add_texts (IndexBuilder *self,
           GPtrArray    *rows,
           GPtrArray    *notes)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const PtlRegistryRow *row = g_ptr_array_index (rows, i);

      add_text (self, PTL_TEXT_NAME, row->first, row->last, row->name);
      add_text (self, PTL_TEXT_DESCRIPTION, row->first, row->last, row->description);
      add_text (self, PTL_TEXT_DESCRIPTION, row->first, row->last, row->unauthorized_use);
      add_text (self, PTL_TEXT_DESCRIPTION, row->first, row->last, row->note);
    }

  for (guint i = 0; i < notes->len; i++)
    {
      const PtlNoteRecord *note = g_ptr_array_index (notes, i);
      /* Whether the port belongs to what the note tells of, or something else only uses it. */
      gboolean home = note->kind != PTL_NOTE_MALWARE_HISTORY && note->kind != PTL_NOTE_CONFLICT &&
                      ptl_relation_compute (note, rows) == PTL_RELATION_SAME;

      add_text (self, home ? PTL_TEXT_HOME : PTL_TEXT_PRODUCT, note->first, note->last, note->product);
      add_names (self, home ? PTL_TEXT_HOME_NAME : PTL_TEXT_OTHER_NAME, note, note->names);
      add_names (self, PTL_TEXT_HOME, note, note->home);
      add_text (self, PTL_TEXT_NOTE, note->first, note->last, note->text);
    }
}

static int
compare_records (gconstpointer a,
                 gconstpointer b)
{
  const Record *left = *(const Record *const *) a;
  const Record *right = *(const Record *const *) b;

  if (left->first != right->first)
    return left->first < right->first ? -1 : 1;
  if (left->last != right->last)
    return left->last < right->last ? -1 : 1;
  if (left->field != right->field)
    return left->field < right->field ? -1 : 1;

  return strcmp (left->text, right->text);
}

/* Tokens of names come first, where the search for a typo looks. */
static int
compare_tokens (gconstpointer a,
                gconstpointer b)
{
  const Token *left = *(const Token *const *) a;
  const Token *right = *(const Token *const *) b;

  if (left->in_name != right->in_name)
    return left->in_name ? -1 : 1;

  return strcmp (left->text, right->text);
}

/* Records come sorted, so an interval that is there already is the last one. */
static guint32
get_interval (IndexBuilder *self,
              const Record *record)
{
  PtlFormatInterval interval = { record->first, record->last };
  guint n = self->intervals->len;

  if (n > 0 && memcmp (&g_array_index (self->intervals, PtlFormatInterval, n - 1), &interval, sizeof interval) == 0)
    return n - 1;

  g_array_append_val (self->intervals, interval);

  return n;
}

/*
 * Whether a posting never ranks better than another one that is there, which is of a better field. Texts that are no names
 * never do; a name does where the token begins it, or is it, and does not in the other one. The product of a note is a better
 * match than another name of a note on what is registered, but only as a whole.
 */
static gboolean
says_no_more (guint8 place,
              guint8 other)
{
  const guint8 placed = PTL_FORMAT_PLACE_FIRST | PTL_FORMAT_PLACE_ONLY;
  PtlTextField field = place >> PTL_FORMAT_PLACE_FIELD;
  PtlTextField other_field = other >> PTL_FORMAT_PLACE_FIELD;

  if (field >= PTL_TEXT_DESCRIPTION)
    return TRUE;

  return (place & placed & ~other) == 0 && !(field == PTL_TEXT_PRODUCT && other_field == PTL_TEXT_HOME_NAME);
}

/*
 * Says for a token where it stands. For one port, or one interval, only the best of all its texts is kept: a note that names
 * its product again in its text is found by the product.
 */
static void
post_token (Token   *token,
            Posting  posting)
{
  const guint8 placed = PTL_FORMAT_PLACE_FIRST | PTL_FORMAT_PLACE_ONLY;

  for (guint i = token->postings->len; i > 0; i--)
    {
      Posting *other = &g_array_index (token->postings, Posting, i - 1);

      /* Records come sorted by their ports, and for one port by their fields, the best first. */
      if (other->target != posting.target || ((other->place ^ posting.place) & PTL_FORMAT_PLACE_RANGE) != 0)
        break;
      if (((other->place ^ posting.place) & ~placed) == 0)
        {
          other->place |= posting.place;
          return;
        }
      if (says_no_more (posting.place, other->place))
        return;
    }

  g_array_append_val (token->postings, posting);
}

static void
post (IndexBuilder *self,
      const Record *record)
{
  gboolean range = record->first != record->last;
  Posting posting = { .target = range ? get_interval (self, record) : record->first };

  for (guint i = 0; i < record->words->len; i++)
    {
      posting.place = record->field << PTL_FORMAT_PLACE_FIELD | (range ? PTL_FORMAT_PLACE_RANGE : 0);
      if (i == 0)
        posting.place |= PTL_FORMAT_PLACE_FIRST;
      if (record->words->len == 1)
        posting.place |= PTL_FORMAT_PLACE_ONLY;

      post_token (g_ptr_array_index (record->words, i), posting);
    }
}

static GVariant *
to_variant (GArray     *array,
            const char *type)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE (type), array->data, array->len, g_array_get_element_size (array));
}

static void
write_tokens (IndexBuilder  *self,
              PtlBuiltIndex *out_index)
{
  g_autoptr (GString) text = g_string_new ("\n");
  g_autoptr (GArray) starts = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) posting_starts = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) targets = g_array_new (FALSE, FALSE, sizeof (guint16));
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint8));
  guint32 start;

  for (guint i = 0; i < self->sorted->len; i++)
    {
      const Token *token = g_ptr_array_index (self->sorted, i);

      start = text->len;
      g_array_append_val (starts, start);
      g_string_append (text, token->text);
      g_string_append_c (text, '\n');

      start = targets->len;
      g_array_append_val (posting_starts, start);
      for (guint j = 0; j < token->postings->len; j++)
        {
          const Posting *posting = &g_array_index (token->postings, Posting, j);

          g_array_append_val (targets, posting->target);
          g_array_append_val (places, posting->place);
        }
    }
  start = text->len;
  g_array_append_val (starts, start);
  start = targets->len;
  g_array_append_val (posting_starts, start);

  out_index->tokens = g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, text->str, text->len, 1);
  out_index->token_starts = to_variant (starts, "u");
  out_index->posting_starts = to_variant (posting_starts, "u");
  out_index->targets = to_variant (targets, "q");
  out_index->places = to_variant (places, "y");
}

static void
write_records (IndexBuilder  *self,
               PtlBuiltIndex *out_index)
{
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (PtlFormatRecord));
  g_autoptr (GArray) words = g_array_new (FALSE, FALSE, sizeof (guint16));
  PtlFormatRecord end = { 0, };

  for (guint i = 0; i < self->records->len; i++)
    {
      const Record *record = g_ptr_array_index (self->records, i);
      PtlFormatRecord compiled = {
        .place = PTL_FORMAT_RECORD_PLACE (words->len, record->field),
        .first = record->first,
        .last = record->last,
      };

      /* There is no phrase in a single word. */
      if (record->words->len == 1)
        continue;

      for (guint j = 0; j < record->words->len; j++)
        {
          const Token *token = g_ptr_array_index (record->words, j);

          g_array_append_val (words, token->number);
        }
      g_array_append_val (records, compiled);
    }
  end.place = PTL_FORMAT_RECORD_PLACE (words->len, 0);
  g_array_append_val (records, end);

  out_index->intervals = to_variant (self->intervals, PTL_FORMAT_TYPE_INTERVAL);
  out_index->records = to_variant (records, PTL_FORMAT_TYPE_RECORD);
  out_index->words = to_variant (words, "q");
}

/**
 * ptl_index_build:
 * @rows: (element-type PtlRegistryRow): the registry
 * @notes: (element-type PtlNoteRecord): the notes
 * @out_index: (out): the index; untouched on failure
 * @error: return location for a G_FILE_ERROR_NOSPC
 *
 * Makes the text index. The same data always gives the same bytes.
 *
 * Returns: whether the format has room for it
 */
gboolean
ptl_index_build (GPtrArray      *rows,
                 GPtrArray      *notes,
                 PtlBuiltIndex  *out_index,
                 GError        **error)
{
  g_auto (IndexBuilder) builder;
  GHashTableIter iter;
  gpointer value;

  index_builder_init (&builder);
  add_texts (&builder, rows, notes);
  g_ptr_array_sort (builder.records, compare_records);

  g_hash_table_iter_init (&iter, builder.tokens);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (builder.sorted, value);
  g_ptr_array_sort (builder.sorted, compare_tokens);

  if (builder.sorted->len > G_MAXUINT16)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC,
                   "The texts have %u different words; the format has room for 65,535.", builder.sorted->len);
      return FALSE;
    }

  out_index->n_tokens = builder.sorted->len;
  out_index->n_name_tokens = 0;
  for (guint i = 0; i < builder.sorted->len; i++)
    {
      Token *token = g_ptr_array_index (builder.sorted, i);

      token->number = i;
      out_index->n_name_tokens += token->in_name;
    }

  for (guint i = 0; i < builder.records->len; i++)
    post (&builder, g_ptr_array_index (builder.records, i));

  write_tokens (&builder, out_index);
  write_records (&builder, out_index);

  return TRUE;
}
