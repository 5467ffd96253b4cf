#include "config.h"

#include "catalog/compile/ptl-note-reader.h"

#include <string.h>

#include "catalog/compile/ptl-stanza.h"
#include "catalog/compile/ptl-words.h"

/* Else a note on tens of thousands of ports would make each of them look used. */
#define MAX_PORTS 1000

#define TRANSPORTS_SENTENCE "transports are tcp, udp, sctp or dccp, separated by ;"
#define KINDS_SENTENCE \
  "a kind is unofficial, de-facto, dev-default, conflict, malware-history, range-convention or os-behaviour"

static void
note_source_free (PtlNoteSource *source)
{
  g_free (source->title);
  g_free (source->url);
  g_free (source);
}

static void
note_record_free (PtlNoteRecord *note)
{
  g_free (note->id);
  g_free (note->field);
  g_free (note->path);
  g_free (note->product);
  g_free (note->names);
  g_free (note->home);
  g_free (note->services);
  g_free (note->platforms);
  g_free (note->since);
  g_free (note->until);
  g_free (note->text);
  g_clear_pointer (&note->sources, g_ptr_array_unref);
  g_free (note);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlNoteRecord, note_record_free)

/* Whether key is stem, stem-2, stem-3 … */
static gboolean
is_numbered (const char *key,
             const char *stem)
{
  gsize length = strlen (stem);
  guint64 number;

  if (!g_str_has_prefix (key, stem))
    return FALSE;

  return key[length] == '\0' ||
         (key[length] == '-' && g_ascii_string_to_unsigned (key + length + 1, 10, 2, 99, &number, NULL));
}

/* "package NAME VERSION PATH PATTERN" */
static gboolean
is_evidence (const char *value)
{
  g_auto (GStrv) words = g_strsplit (value, " ", 5);

  return g_strv_length (words) == 5 &&
         g_str_equal (words[0], "package") &&
         words[1][0] != '\0' &&
         words[2][0] != '\0' &&
         words[3][0] == '/' &&
         words[4][0] != '\0';
}

static gboolean
is_known_key (const char *key)
{
  static const char *const keys[] = {
    "ports", "transports", "product", "foremost", "names", "home", "service", "kind", "platforms", "confidence", "since", "until", "text",
    "checked",
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      if (g_str_equal (key, keys[i]))
        return TRUE;
    }

  return is_numbered (key, "source") || is_numbered (key, "evidence");
}

/* Reports the first key that is wrong. */
static gboolean
check_keys (const PtlStanza  *stanza,
            const char       *path,
            PtlCompileReport *report)
{
  static const char *const musts[] = { "ports", "transports", "product", "kind", "confidence", "text", "source" };

  for (guint i = 0; i < stanza->keys->len; i++)
    {
      const PtlStanzaKey *key = g_ptr_array_index (stanza->keys, i);

      if (!is_known_key (key->key))
        {
          ptl_compile_report_add (report, path, key->line, stanza->id,
                                  "there is no key “%s”; data/README.md lists the keys of a note.", key->key);
          return FALSE;
        }
    }

  for (guint i = 0; i < G_N_ELEMENTS (musts); i++)
    {
      if (ptl_stanza_get (stanza, musts[i]) == NULL)
        {
          ptl_compile_report_add (report, path, stanza->line, stanza->id,
                                  "“%s” is missing; every note has it.", musts[i]);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
take_sources (PtlNoteRecord    *note,
              const PtlStanza  *stanza,
              const char       *path,
              PtlCompileReport *report)
{
  for (guint i = 0; i < stanza->keys->len; i++)
    {
      const PtlStanzaKey *key = g_ptr_array_index (stanza->keys, i);

      if (is_numbered (key->key, "source"))
        {
          g_autofree char *title = NULL;
          g_autofree char *url = NULL;
          PtlNoteSource *source;

          if (!ptl_words_parse_source (key->value, &title, &url))
            {
              ptl_compile_report_add (report, path, key->line, stanza->id,
                                      "“%s” is no source; write Title <https://address>, or a title alone.",
                                      key->value);
              return FALSE;
            }
          source = g_new0 (PtlNoteSource, 1);
          source->title = g_steal_pointer (&title);
          source->url = g_steal_pointer (&url);
          g_ptr_array_add (note->sources, source);
        }
      else if (is_numbered (key->key, "evidence"))
        {
          if (!is_evidence (key->value))
            {
              ptl_compile_report_add (report, path, key->line, stanza->id,
                                      "“%s” is no evidence; write package NAME VERSION /PATH PATTERN.", key->value);
              return FALSE;
            }
          note->n_evidence++;
        }
    }

  return TRUE;
}

static char *
get_list (const PtlStanza *stanza,
          const char      *key)
{
  const char *value = ptl_stanza_get (stanza, key);

  return value != NULL ? ptl_words_normalise_list (value) : NULL;
}

static gboolean
parse_foremost (const char  *value,
                PtlForemost *out_foremost)
{
  if (value == NULL)
    *out_foremost = PTL_FOREMOST_NO;
  else if (g_str_equal (value, "yes"))
    *out_foremost = PTL_FOREMOST_YES;
  else if (g_str_equal (value, "first"))
    *out_foremost = PTL_FOREMOST_FIRST;
  else
    return FALSE;

  return TRUE;
}

/* The values of the keys that must be there; each error names the line of its key. */
static gboolean
take_words (PtlNoteRecord    *note,
            const PtlStanza  *stanza,
            const char       *path,
            PtlCompileReport *report)
{
  const char *checked = ptl_stanza_get (stanza, "checked");
  const PtlStanzaKey *wrong = NULL;
  const char *right = NULL;

  note->is_checked = checked != NULL;
  if (!ptl_words_parse_ports (ptl_stanza_get (stanza, "ports"), &note->first, &note->last))
    {
      wrong = ptl_stanza_find (stanza, "ports");
      right = "write one port or one range from 0 to 65535, such as 26379 or 8000-8100";
    }
  else if (!ptl_words_parse_transports (ptl_stanza_get (stanza, "transports"), &note->transports))
    {
      wrong = ptl_stanza_find (stanza, "transports");
      right = TRANSPORTS_SENTENCE;
    }
  else if (!ptl_words_parse_kind (ptl_stanza_get (stanza, "kind"), &note->kind))
    {
      wrong = ptl_stanza_find (stanza, "kind");
      right = KINDS_SENTENCE;
    }
  else if (!ptl_words_parse_confidence (ptl_stanza_get (stanza, "confidence"), &note->confidence))
    {
      wrong = ptl_stanza_find (stanza, "confidence");
      right = "a confidence is high, medium or low";
    }
  else if (!parse_foremost (ptl_stanza_get (stanza, "foremost"), &note->foremost))
    {
      wrong = ptl_stanza_find (stanza, "foremost");
      right = "write yes, or first, or leave the key out";
    }
  else if (checked != NULL && !ptl_words_is_date (checked))
    {
      wrong = ptl_stanza_find (stanza, "checked");
      right = "write the day as 2026-11-27, or leave the key out";
    }
  else if (note->kind != PTL_NOTE_RANGE_CONVENTION && note->last - note->first >= MAX_PORTS)
    {
      wrong = ptl_stanza_find (stanza, "ports");
      right = "a note on more than 1,000 ports says nothing of any of them, so it is of kind range-convention";
    }
  else if (strchr (".!?)", note->text[strlen (note->text) - 1]) == NULL)
    {
      wrong = ptl_stanza_find (stanza, "text");
      right = "a text is whole sentences, so it ends in a full stop";
    }

  if (wrong != NULL)
    {
      ptl_compile_report_add (report, path, wrong->line, stanza->id,
                              "“%s” is not right for %s; %s.", wrong->value, wrong->key, right);
      return FALSE;
    }

  return TRUE;
}

static PtlNoteRecord *
read_note (const PtlStanza  *stanza,
           const char       *path,
           PtlCompileReport *report)
{
  g_autoptr (PtlNoteRecord) note = g_new0 (PtlNoteRecord, 1);
  g_autofree char *file = g_path_get_basename (path);

  if (!ptl_words_is_id (stanza->id))
    {
      ptl_compile_report_add (report, path, stanza->line, stanza->id,
                              "the id is not right; it has lower-case letters, digits and - only.");
      return NULL;
    }

  if (!check_keys (stanza, path, report))
    return NULL;

  note->id = g_strdup (stanza->id);
  note->field = g_strndup (file, g_str_has_suffix (file, ".ini") ? strlen (file) - 4 : strlen (file));
  note->path = g_strdup (path);
  note->line = stanza->line;
  note->product = g_strdup (ptl_stanza_get (stanza, "product"));
  note->names = get_list (stanza, "names");
  note->home = get_list (stanza, "home");
  note->services = get_list (stanza, "service");
  note->platforms = get_list (stanza, "platforms");
  note->since = g_strdup (ptl_stanza_get (stanza, "since"));
  note->until = g_strdup (ptl_stanza_get (stanza, "until"));
  note->text = g_strdup (ptl_stanza_get (stanza, "text"));
  note->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) note_source_free);

  if (!take_words (note, stanza, path, report) || !take_sources (note, stanza, path, report))
    return NULL;

  return g_steal_pointer (&note);
}

/**
 * ptl_notes_new:
 *
 * Makes an empty list for ptl_notes_read().
 *
 * Returns: (transfer full) (element-type PtlNoteRecord): the list
 */
GPtrArray *
ptl_notes_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) note_record_free);
}

/**
 * ptl_notes_read:
 * @notes: (element-type PtlNoteRecord): where the notes go; ids are unique in all of it
 * @data: the text of a file of notes; need not end in NUL
 * @length: bytes of @data
 * @path: the file's name, for the report and for the notes' field
 * @report: where errors go
 *
 * Reads the stanzas that are right and reports the others. Pure.
 */
void
ptl_notes_read (GPtrArray        *notes,
                const char       *data,
                gsize             length,
                const char       *path,
                PtlCompileReport *report)
{
  g_autoptr (GPtrArray) stanzas = ptl_stanzas_read (data, length, path, report);

  for (guint i = 0; i < stanzas->len; i++)
    {
      const PtlStanza *stanza = g_ptr_array_index (stanzas, i);
      const PtlNoteRecord *other = NULL;
      PtlNoteRecord *note = read_note (stanza, path, report);

      if (note == NULL)
        continue;

      for (guint j = 0; j < notes->len && other == NULL; j++)
        {
          const PtlNoteRecord *candidate = g_ptr_array_index (notes, j);

          if (g_str_equal (candidate->id, note->id))
            other = candidate;
        }

      if (other != NULL)
        {
          ptl_compile_report_add (report, path, note->line, note->id,
                                  "the id is taken by line %u of %s.ini; give this note its own.",
                                  other->line, other->field);
          note_record_free (note);
          continue;
        }

      g_ptr_array_add (notes, note);
    }
}
