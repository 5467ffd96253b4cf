#include "config.h"

#include "catalog/ptl-query-private.h"

#include <glib/gi18n-lib.h>


/* More than anybody types; a search's cost grows with the words. */
#define MAX_TERMS 32

struct _PtlQuery
{
  gatomicrefcount  ref_count;
  char            *text;  /* (owned) */
  GArray          *terms; /* (owned) (element-type PtlTerm) */
};

G_DEFINE_QUARK (ptl-query-error-quark, ptl_query_error)

static void
word_clear (PtlQueryWord *word)
{
  g_clear_pointer (&word->prefix, g_free);
  g_clear_pointer (&word->value, g_free);
  g_clear_pointer (&word->typed, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PtlQueryWord, word_clear)

/* The straight quotation mark, and those that a phone or a word processor makes of it. */
static gboolean
is_quote (gunichar c)
{
  return c == '"' || c == 0x201c || c == 0x201d || c == 0x201e;
}

static const char *
skip_blanks (const char *at)
{
  while (*at != '\0' && ptl_query_is_blank (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);

  return at;
}

/* Reads up to the closing quotation mark; *at is behind the opening one before, behind the closing one after. */
static gboolean
read_quoted (const char **at,
             char       **out_value,
             GError     **error)
{
  const char *start = *at;

  while (**at != '\0' && !is_quote (g_utf8_get_char (*at)))
    *at = g_utf8_next_char (*at);

  if (**at == '\0')
    return ptl_query_fail (error, _("A quotation mark is open; write one more after the phrase, as in \"remote desktop\"."));

  *out_value = g_strndup (start, *at - start);
  *at = g_utf8_next_char (*at);

  return TRUE;
}

/* Takes the next word off the query; *at is at its first character. */
static gboolean
read_word (const char   **at,
           PtlQueryWord  *word,
           GError       **error)
{
  const char *start = *at;
  const char *colon = NULL;
  const char *word_start;

  if (**at == '-')
    {
      word->exclude = TRUE;
      (*at)++;
      if (**at == '\0' || ptl_query_is_blank (g_utf8_get_char (*at)))
        return ptl_query_fail (error, _("A lone “-” leaves nothing out; write the word right behind it, as in -http."));
    }

  word_start = *at;
  while (**at != '\0')
    {
      gunichar c = g_utf8_get_char (*at);

      if (ptl_query_is_blank (c) || is_quote (c))
        break;
      if (c == ':' && colon == NULL)
        colon = *at;
      *at = g_utf8_next_char (*at);
    }

  if (is_quote (g_utf8_get_char (*at)) && (*at == word_start || colon == *at - 1))
    {
      *at = g_utf8_next_char (*at);
      word->quoted = TRUE;
      if (!read_quoted (at, &word->value, error))
        return FALSE;
      if (colon != NULL)
        word->prefix = g_strndup (word_start, colon - word_start);
    }
  else if (colon != NULL && colon > word_start)
    {
      word->prefix = g_strndup (word_start, colon - word_start);
      word->value = g_strndup (colon + 1, *at - colon - 1);
    }
  else
    {
      word->value = g_strndup (word_start, *at - word_start);
    }
  word->typed = ptl_query_quotable (start, *at - start);

  return TRUE;
}

static void
term_clear (gpointer data)
{
  PtlTerm *term = data;

  g_free (term->text);
}

/**
 * ptl_query_parse:
 * @text: what somebody typed; may be empty, then every port is meant
 * @error: return location for a PTL_QUERY_ERROR
 *
 * Reads a query. Control characters count as blanks. Any thread.
 *
 * Returns: (transfer full): the query, or NULL with an error that says in one sentence what is wrong and what would work
 */
PtlQuery *
ptl_query_parse (const char  *text,
                 GError     **error)
{
  g_autoptr (PtlQuery) self = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!g_utf8_validate (text, -1, NULL))
    {
      ptl_query_fail (error, _("The query is not valid UTF-8 text; type it anew."));
      return NULL;
    }

  self = g_new0 (PtlQuery, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->text = g_strdup (text);
  self->terms = g_array_new (FALSE, FALSE, sizeof (PtlTerm));
  g_array_set_clear_func (self->terms, term_clear);

  for (const char *at = skip_blanks (text); *at != '\0'; at = skip_blanks (at))
    {
      g_auto (PtlQueryWord) word = { FALSE, };
      const char *start = at;
      guint n = self->terms->len;

      if (!read_word (&at, &word, error) || !ptl_query_word_add (&word, self->terms, error))
        return NULL;

      for (; n < self->terms->len; n++)
        {
          PtlTerm *term = &g_array_index (self->terms, PtlTerm, n);

          term->start = start - text;
          term->length = at - start;
        }

      if (self->terms->len > MAX_TERMS)
        {
          ptl_query_fail (error, _("The query has too many words; %d are enough."), MAX_TERMS);
          return NULL;
        }
    }

  return g_steal_pointer (&self);
}

/**
 * ptl_query_ref:
 * @self: a query
 *
 * Takes a reference. Any thread.
 *
 * Returns: (transfer full): @self
 */
PtlQuery *
ptl_query_ref (PtlQuery *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * ptl_query_unref:
 * @self: (transfer full): a query
 *
 * Gives a reference back. Any thread.
 */
void
ptl_query_unref (PtlQuery *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_array_unref (self->terms);
  g_free (self->text);
  g_free (self);
}

/**
 * ptl_query_get_text:
 * @self: a query
 *
 * Gets the text that was parsed. Any thread.
 *
 * Returns: (transfer none): the text
 */
const char *
ptl_query_get_text (PtlQuery *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}

/**
 * ptl_query_get_n_terms:
 * @self: a query
 *
 * Gets how many terms there are; 0 means every port. Any thread.
 */
guint
ptl_query_get_n_terms (PtlQuery *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->terms->len;
}

/**
 * ptl_query_get_term:
 * @self: a query
 * @index: less than ptl_query_get_n_terms()
 *
 * Gets a term. Any thread.
 *
 * Returns: (transfer none): the term
 */
const PtlTerm *
ptl_query_get_term (PtlQuery *self,
                    guint     index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->terms->len, NULL);

  return &g_array_index (self->terms, PtlTerm, index);
}

/**
 * ptl_query_needs_host:
 * @self: a query
 *
 * Tells whether a term asks for what only a snapshot of this computer can answer. Any thread.
 */
gboolean
ptl_query_needs_host (PtlQuery *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->terms->len; i++)
    {
      const PtlTerm *term = &g_array_index (self->terms, PtlTerm, i);

      switch (term->kind)
        {
        case PTL_TERM_PROCESS:
        case PTL_TERM_USER:
        case PTL_TERM_UNIT:
        case PTL_TERM_CONTAINER:
        case PTL_TERM_PID:
          return TRUE;
        case PTL_TERM_IS:
          if (term->is == PTL_IS_LISTENING || term->is == PTL_IS_EXPOSED)
            return TRUE;
          break;
        case PTL_TERM_WORD:
        case PTL_TERM_NUMBER:
        case PTL_TERM_INTERVAL:
        case PTL_TERM_TRANSPORT:
        case PTL_TERM_RANGE:
        case PTL_TERM_KIND:
        default:
          break;
        }
    }

  return FALSE;
}

/**
 * ptl_term_is_filter:
 * @term: a term of a query
 *
 * Says whether the term narrows down what others find, as process:node, 8000-8100 and -udp do, rather than being what is looked
 * for, as a word, a number and port:80 are. Any thread.
 *
 * Returns: whether it does
 */
gboolean
ptl_term_is_filter (const PtlTerm *term)
{
  if (term->exclude)
    return TRUE;
  if (term->kind == PTL_TERM_INTERVAL)
    return term->first != term->last;

  return term->kind != PTL_TERM_WORD && term->kind != PTL_TERM_NUMBER;
}
