#include "config.h"

#include "catalog/compile/ptl-relation.h"

#include <string.h>

#include "catalog/compile/ptl-registry-reader.h"
#include "catalog/ptl-fold.h"

/* The letters and digits of a text, folded: "X Window System" and "x-window-system" are one. */
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

/* " words with one blank around each ", so that whole words can be searched. */
static char *
words_of (const char *text)
{
  g_autofree char *folded = ptl_fold (text);
  GString *words = g_string_new (" ");

  for (const char *at = folded; *at != '\0'; at++)
    {
      if (g_ascii_isalnum (*at) || (guchar) *at >= 0x80)
        g_string_append_c (words, *at);
      else if (words->str[words->len - 1] != ' ')
        g_string_append_c (words, ' ');
    }
  if (words->str[words->len - 1] != ' ')
    g_string_append_c (words, ' ');

  return g_string_free (words, FALSE);
}

static void
add_letters (GPtrArray  *terms,
             const char *list)
{
  g_auto (GStrv) words = list != NULL ? g_strsplit (list, ";", -1) : NULL;

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      char *letters = letters_of (words[i]);

      if (letters[0] != '\0')
        g_ptr_array_add (terms, letters);
      else
        g_free (letters);
    }
}

static gboolean
row_is_term (const PtlRegistryRow *row,
             GPtrArray            *terms,
             const char           *product_words)
{
  g_autofree char *name = row->name != NULL ? letters_of (row->name) : NULL;
  g_autofree char *description = NULL;

  for (guint i = 0; name != NULL && i < terms->len; i++)
    {
      if (g_str_equal (name, g_ptr_array_index (terms, i)))
        return TRUE;
    }

  /* The description may name the product among other words: "MySQL Database". Very short names prove nothing there. */
  if (row->description == NULL || strlen (product_words) < 5)
    return FALSE;
  description = words_of (row->description);

  return strstr (description, product_words) != NULL;
}

/**
 * ptl_relation_compute:
 * @note: a note
 * @rows: (element-type PtlRegistryRow): the registry
 *
 * Works out how a note relates to what IANA assigned, on the note's ports and transports: same, where a service name
 * there is the note's product, one of its names or of its services (letters and digits compared alone), or a description
 * there names the product; conflicts, where there are only others; none, where nothing is assigned.
 *
 * Returns: the relation
 */
PtlRelation
ptl_relation_compute (const PtlNoteRecord *note,
                      GPtrArray           *rows)
{
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *product_words = words_of (note->product);
  PtlRelation relation = PTL_RELATION_NONE;

  add_letters (terms, note->product);
  add_letters (terms, note->names);
  add_letters (terms, note->services);

  for (guint i = 0; i < rows->len; i++)
    {
      const PtlRegistryRow *row = g_ptr_array_index (rows, i);

      if (row->first > note->last || row->last < note->first ||
          (row->transports & note->transports) == 0 ||
          (row->status != PTL_STATUS_ASSIGNED && row->status != PTL_STATUS_ALIAS))
        continue;

      if (row_is_term (row, terms, product_words))
        return PTL_RELATION_SAME;
      relation = PTL_RELATION_CONFLICTS;
    }

  return relation;
}
