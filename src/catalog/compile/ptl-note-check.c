#include "config.h"

#include "catalog/compile/ptl-note-check.h"

#include <string.h>

#include "catalog/compile/ptl-note-reader.h"
#include "catalog/compile/ptl-registry-reader.h"
#include "catalog/compile/ptl-relation.h"
#include "catalog/ptl-fold.h"

/* What a machine can find wrong with notes that are well-formed: they contradict the registry, or each other. */

/* Texts on the same product that share this part of their words say the same. */
#define SAME_TEXT 0.75

static gboolean
is_assigned (GPtrArray *rows,
             guint16    first,
             guint16    last,
             gboolean   or_formerly)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const PtlRegistryRow *row = g_ptr_array_index (rows, i);

      if (row->first <= last && row->last >= first &&
          (row->status == PTL_STATUS_ASSIGNED || row->status == PTL_STATUS_ALIAS || row->status == PTL_STATUS_RESERVED ||
           (or_formerly && row->status == PTL_STATUS_FORMERLY)))
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_any (const char        *sentence,
         const char *const *phrases)
{
  for (guint i = 0; phrases[i] != NULL; i++)
    {
      if (strstr (sentence, phrases[i]) != NULL)
        return TRUE;
    }

  return FALSE;
}

/*
 * Whether a sentence speaks of the note's own ports: it names no other number. Years and the numbers of RFCs are left aside.
 * A sentence that names other ports may well say that one of those is registered, which a machine can't tell.
 */
static gboolean
is_about_own_port (const char          *sentence,
                   const PtlNoteRecord *note)
{
  for (const char *at = sentence; *at != '\0';)
    {
      gsize length = strspn (at, "0123456789");
      guint64 value;

      if (length == 0)
        {
          at++;
          continue;
        }

      value = g_ascii_strtoull (at, NULL, 10);
      if (value >= 10 &&
          !(at >= sentence + 4 && strncmp (at - 4, "rfc ", 4) == 0) &&
          !(length == 4 && value >= 1970 && value <= 2030) &&
          (value < note->first || value > note->last))
        return FALSE;
      at += length;
    }

  return TRUE;
}

/* What a sentence says of a registration: that there is one, that there is none, or nothing. */
typedef enum
{
  CLAIM_NOTHING,
  CLAIM_REGISTERED,
  CLAIM_UNREGISTERED,
} Claim;

static Claim
claim_of_sentence (const char *sentence)
{
  static const char *const none[] = {
    "unassigned", "unregistered", "not registered", "never registered", "isn't registered", "is not assigned", "no registration",
    "registered to nobody", "registered for nothing", "not assigned by iana", "iana has not assigned", "iana assigned nothing",
    "iana has assigned nothing", "nothing is registered", "nothing registered", "nobody registered", "no one registered",
    NULL
  };
  static const char *const some[] = {
    "is registered for", "is registered to", "is registered as", "is registered with iana", "iana registered",
    "iana has registered", "iana registers", "registered it for", "iana assigned", "iana has assigned", "iana assigns",
    "assigned by iana", "registered by iana", "registered with iana", "the registered port", "its registered port",
    "registered there", "registered on the same number", "by registration", "registered owner", "registered port of",
    "the official port", "its official port", "officially registered", "officially assigned", NULL
  };

  if (has_any (sentence, none))
    return CLAIM_UNREGISTERED;

  return has_any (sentence, some) ? CLAIM_REGISTERED : CLAIM_NOTHING;
}

/* Whether a word of a name is a word of a service's name or description. */
static gboolean
is_word_of_rows (const char          *word,
                 const PtlNoteRecord *note,
                 GPtrArray           *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const PtlRegistryRow *row = g_ptr_array_index (rows, i);
      g_autofree char *text = NULL;
      g_autofree char *folded = NULL;

      if (row->first > note->last || row->last < note->first)
        continue;
      text = g_strconcat (row->name != NULL ? row->name : "", " ", row->description != NULL ? row->description : "", NULL);
      folded = ptl_fold (text);
      if (strstr (folded, word) != NULL)
        return TRUE;
    }

  return FALSE;
}

/*
 * "IANA registered it for NAME": a word of the name has to be what the registry says there. Nothing is checked where the
 * sentence only says that it is something else.
 */
static gboolean
names_the_owner (const char          *sentence,
                 const PtlNoteRecord *note,
                 GPtrArray           *rows)
{
  const char *name = strstr (sentence, "registered ");
  g_autofree char *owner = NULL;
  g_auto (GStrv) words = NULL;
  guint n = 0;

  name = name != NULL ? strstr (name, " for ") : NULL;
  if (name == NULL || strstr (name, "something") != NULL || strstr (name, "another") != NULL ||
      strstr (name, "other ") != NULL)
    return TRUE;

  name += strlen (" for ");
  owner = g_strndup (name, strcspn (name, ",;("));
  words = g_strsplit_set (owner, " .'\"/", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (strlen (words[i]) < 3 || g_str_equal (words[i], "the") || g_str_equal (words[i], "and"))
        continue;
      n++;
      if (is_word_of_rows (words[i], note, rows))
        return TRUE;
    }

  return n == 0;
}

static void
check_wording (const PtlNoteRecord *note,
               GPtrArray           *rows,
               PtlCompileReport    *report)
{
  g_autofree char *text = ptl_fold (note->text);
  g_auto (GStrv) sentences = g_strsplit (text, ". ", -1);

  for (guint i = 0; sentences[i] != NULL; i++)
    {
      Claim claim = claim_of_sentence (sentences[i]);

      if (claim == CLAIM_NOTHING || !is_about_own_port (sentences[i], note))
        continue;

      if (claim == CLAIM_REGISTERED && !is_assigned (rows, note->first, note->last, TRUE))
        ptl_compile_report_add (report, note->path, note->line, note->id,
                                "the text says that the port is registered, but the registry has nothing there.");
      else if (claim == CLAIM_REGISTERED && !names_the_owner (sentences[i], note, rows))
        ptl_compile_report_add (report, note->path, note->line, note->id,
                                "the text says for what the port is registered, but the registry calls that by no such name.");
      if (claim == CLAIM_UNREGISTERED && is_assigned (rows, note->first, note->last, FALSE) &&
          ptl_relation_compute (note, rows) != PTL_RELATION_NONE)
        ptl_compile_report_add (report, note->path, note->line, note->id,
                                "the text says that the port is not registered, but the registry has it.");
    }
}

static void
check_kind (const PtlNoteRecord *note,
            GPtrArray           *rows,
            PtlCompileReport    *report)
{
  PtlRelation relation = ptl_relation_compute (note, rows);
  PtlNoteRecord without_service = *note;

  /* What merely speaks a registered service, such as a page over http-alt, may well be unofficial there. */
  without_service.services = NULL;

  if (note->kind == PTL_NOTE_CONFLICT && relation == PTL_RELATION_NONE)
    ptl_compile_report_add (report, note->path, note->line, note->id,
                            "a conflict needs something registered there, but nothing is; the kind is unofficial.");
  else if (note->kind == PTL_NOTE_CONFLICT && relation == PTL_RELATION_SAME)
    ptl_compile_report_add (report, note->path, note->line, note->id,
                            "this is what the port is registered for, so it is no conflict; the kind is de-facto.");
  else if (note->kind == PTL_NOTE_UNOFFICIAL &&
           ptl_relation_compute (&without_service, rows) == PTL_RELATION_SAME)
    ptl_compile_report_add (report, note->path, note->line, note->id,
                            "this is what the port is registered for, so it is not unofficial; the kind is de-facto.");
}

/* The letters and digits of a name, folded. */
static char *
letters_of (const char *text)
{
  g_autofree char *folded = ptl_fold (text);
  GString *letters = g_string_new (NULL);

  for (const char *at = folded; *at != '\0'; at++)
    {
      if (g_ascii_isalnum (*at) || (guchar) *at >= 0x80)
        g_string_append_c (letters, *at);
    }

  return g_string_free (letters, FALSE);
}

/* The set of words of a text. */
static GHashTable *
words_of (const char *text)
{
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *folded = ptl_fold (text);
  g_auto (GStrv) parts = g_strsplit_set (folded, " ,.;:()", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (parts[i][0] != '\0')
        g_hash_table_add (words, g_strdup (parts[i]));
    }

  return words;
}

static double
common_words (const char *a,
              const char *b)
{
  g_autoptr (GHashTable) left = words_of (a);
  g_autoptr (GHashTable) right = words_of (b);
  GHashTableIter iter;
  gpointer word;
  guint common = 0, all;

  g_hash_table_iter_init (&iter, left);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    common += g_hash_table_contains (right, word);
  all = g_hash_table_size (left) + g_hash_table_size (right) - common;

  return all > 0 ? (double) common / all : 0;
}

/* Whether two products have a word in common that is not too short to mean something. */
static gboolean
share_a_word (const char *a,
              const char *b)
{
  g_autoptr (GHashTable) left = words_of (a);
  g_autoptr (GHashTable) right = words_of (b);
  GHashTableIter iter;
  gpointer word;

  g_hash_table_iter_init (&iter, left);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    {
      if (strlen (word) >= 4 && g_hash_table_contains (right, word))
        return TRUE;
    }

  return FALSE;
}

static gboolean
say_the_same (const PtlNoteRecord *a,
              const PtlNoteRecord *b)
{
  g_autofree char *left = NULL;
  g_autofree char *right = NULL;

  if (a->first > b->last || a->last < b->first || (a->transports & b->transports) == 0 ||
      (a->kind == PTL_NOTE_RANGE_CONVENTION) != (b->kind == PTL_NOTE_RANGE_CONVENTION))
    return FALSE;

  left = letters_of (a->product);
  right = letters_of (b->product);

  return g_str_equal (left, right) ||
         (share_a_word (a->product, b->product) && common_words (a->text, b->text) >= SAME_TEXT);
}

/**
 * ptl_notes_check:
 * @notes: (element-type PtlNoteRecord): the notes
 * @rows: (element-type PtlRegistryRow): the registry
 * @report: where errors go
 *
 * Finds notes whose words or kinds contradict the registry, and pairs of notes that say the same of the same port.
 */
void
ptl_notes_check (GPtrArray        *notes,
                 GPtrArray        *rows,
                 PtlCompileReport *report)
{
  for (guint i = 0; i < notes->len; i++)
    {
      const PtlNoteRecord *note = g_ptr_array_index (notes, i);

      check_wording (note, rows, report);
      check_kind (note, rows, report);

      for (guint j = 0; j < i; j++)
        {
          const PtlNoteRecord *other = g_ptr_array_index (notes, j);

          if (say_the_same (note, other))
            ptl_compile_report_add (report, note->path, note->line, note->id,
                                    "[%s] at line %u of %s.ini says the same of the same port; one of the two is enough.",
                                    other->id, other->line, other->field);
        }
    }
}

static void
count (GHashTable *counts,
       const char *key)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, key));

  g_hash_table_insert (counts, g_strdup (key), GUINT_TO_POINTER (n + 1));
}

static void
print_counts (GString    *text,
              const char *title,
              GHashTable *counts)
{
  g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (counts), (GCompareFunc) strcmp);

  g_string_append_printf (text, "%s\n", title);
  for (GList *key = keys; key != NULL; key = key->next)
    g_string_append_printf (text, "  %-28s %5u\n", (const char *) key->data,
                            GPOINTER_TO_UINT (g_hash_table_lookup (counts, key->data)));
}

/**
 * ptl_notes_counts:
 * @notes: (element-type PtlNoteRecord): the notes
 * @rows: (element-type PtlRegistryRow): the registry
 *
 * Counts the notes by field, kind, confidence and relation to the registry.
 *
 * Returns: (transfer full): several lines
 */
char *
ptl_notes_counts (GPtrArray *notes,
                  GPtrArray *rows)
{
  static const char *const titles[] = { "by field", "by kind", "by confidence", "by relation to the registry" };
  GHashTable *counts[G_N_ELEMENTS (titles)];
  GString *text = g_string_new (NULL);
  guint n_sources = 0, n_evidence = 0, n_checked = 0;

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    counts[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < notes->len; i++)
    {
      const PtlNoteRecord *note = g_ptr_array_index (notes, i);

      count (counts[0], note->field);
      count (counts[1], ptl_note_kind_to_string (note->kind));
      count (counts[2], ptl_confidence_to_string (note->confidence));
      count (counts[3], ptl_relation_to_string (ptl_relation_compute (note, rows)));
      n_sources += note->sources->len;
      n_evidence += note->n_evidence;
      n_checked += note->is_checked;
    }

  g_string_append_printf (text, "%u notes, %u held against their sources, %u sources, %u pieces of evidence\n",
                          notes->len, n_checked, n_sources, n_evidence);
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      print_counts (text, titles[i], counts[i]);
      g_hash_table_unref (counts[i]);
    }

  return g_string_free (text, FALSE);
}
