#include "config.h"

#include "catalog/compile/ptl-stanza.h"

#include <string.h>

static void
stanza_key_free (PtlStanzaKey *key)
{
  g_free (key->key);
  g_free (key->value);
  g_free (key);
}

static void
stanza_free (PtlStanza *self)
{
  g_free (self->id);
  g_ptr_array_unref (self->keys);
  g_free (self);
}

static PtlStanza *
stanza_new (const char *id,
            gsize       length,
            guint       line)
{
  PtlStanza *self = g_new0 (PtlStanza, 1);

  self->id = g_strndup (id, length);
  self->line = line;
  self->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) stanza_key_free);

  return self;
}

/* What is wrong with a line, NULL where it went into the stanza. */
static const char *
take_key (PtlStanza  *self,
          const char *line,
          guint       number)
{
  const char *equals = strchr (line, '=');
  g_autofree char *name = NULL;
  PtlStanzaKey *key;

  if (equals == NULL || equals == line)
    return "a line is KEY=VALUE, a comment that starts with #, or empty";

  name = g_strchomp (g_strndup (line, equals - line));
  if (strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen (name))
    return "a key has lower-case letters, digits and - only";
  if (ptl_stanza_find (self, name) != NULL)
    return "the key stands there a second time; each key stands once";

  key = g_new0 (PtlStanzaKey, 1);
  key->key = g_steal_pointer (&name);
  key->value = g_strstrip (g_strdup (equals + 1));
  key->line = number;
  g_ptr_array_add (self->keys, key);

  return NULL;
}

/**
 * ptl_stanzas_read:
 * @data: the text of a key file; need not end in NUL
 * @length: bytes of @data
 * @path: the file's name, for the report
 * @report: where errors go
 *
 * Cuts a key file into its stanzas. A stanza with a line that is wrong is reported and left out. Pure.
 *
 * Returns: (transfer full) (element-type PtlStanza): the stanzas, in the order of the file
 */
GPtrArray *
ptl_stanzas_read (const char       *data,
                  gsize             length,
                  const char       *path,
                  PtlCompileReport *report)
{
  GPtrArray *stanzas = g_ptr_array_new_with_free_func ((GDestroyNotify) stanza_free);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *end = data + length;
  PtlStanza *stanza = NULL; /* the one being read; NULL before the first, and after an error in one */
  gboolean skipping = FALSE;
  guint number = 0;

  for (const char *at = data; at < end;)
    {
      const char *newline = memchr (at, '\n', end - at);
      gsize size = (newline != NULL ? newline : end) - at;
      g_autofree char *line = g_strndup (at, size);
      const char *wrong = NULL;

      at += size + 1;
      number++;

      if (strlen (line) != size || !g_utf8_validate (line, size, NULL))
        wrong = "the line is not UTF-8 text";
      else if (line[0] == '[')
        {
          gsize close;

          g_strchomp (line);
          close = strlen (line) - 1;
          stanza = NULL;
          skipping = TRUE;

          if (close < 2 || line[close] != ']' || strcspn (line + 1, "[]") != close - 1)
            {
              ptl_compile_report_add (report, path, number, NULL,
                                      "“%s” begins no stanza; write its id between [ and ].", line);
              continue;
            }

          line[close] = '\0';
          if (!g_hash_table_add (seen, g_strdup (line + 1)))
            {
              ptl_compile_report_add (report, path, number, line + 1,
                                      "the id is there already in this file; give this stanza its own.");
              continue;
            }

          skipping = FALSE;
          stanza = stanza_new (line + 1, close - 1, number);
          g_ptr_array_add (stanzas, stanza);
          continue;
        }
      else if (line[strspn (line, " \t\r")] == '\0' || line[0] == '#')
        continue;
      else if (stanza != NULL)
        wrong = take_key (stanza, line, number);
      else if (!skipping)
        wrong = "a line stands before the first stanza; begin one with [id]";

      if (wrong != NULL)
        {
          ptl_compile_report_add (report, path, number, stanza != NULL ? stanza->id : NULL, "%s.", wrong);
          if (stanza != NULL)
            g_ptr_array_remove (stanzas, stanza);
          stanza = NULL;
          skipping = TRUE;
        }
    }

  return stanzas;
}

/**
 * ptl_stanza_find:
 * @self: a stanza
 * @key: the name of a key
 *
 * Looks a key up.
 *
 * Returns: (transfer none) (nullable): the key
 */
const PtlStanzaKey *
ptl_stanza_find (const PtlStanza *self,
                 const char      *key)
{
  for (guint i = 0; i < self->keys->len; i++)
    {
      const PtlStanzaKey *candidate = g_ptr_array_index (self->keys, i);

      if (g_str_equal (candidate->key, key))
        return candidate;
    }

  return NULL;
}

/**
 * ptl_stanza_get:
 * @self: a stanza
 * @key: the name of a key
 *
 * Gets a value.
 *
 * Returns: (transfer none) (nullable): the value; NULL where the key is missing or empty
 */
const char *
ptl_stanza_get (const PtlStanza *self,
                const char      *key)
{
  const PtlStanzaKey *found = ptl_stanza_find (self, key);

  return found != NULL && found->value[0] != '\0' ? found->value : NULL;
}
