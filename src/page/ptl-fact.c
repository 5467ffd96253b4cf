#include "config.h"

#include "page/ptl-page-private.h"

#include <string.h>

/* PtlFact, PtlSection and what they are made of: plain structs, built once by a page's writers and immutable then. */

static void
tag_free (PtlTag *tag)
{
  g_free (tag->text);
  g_free (tag);
}

static void
detail_free (PtlDetail *detail)
{
  g_free (detail->label);
  g_free (detail->value);
  g_free (detail);
}

static void
source_free (PtlSource *source)
{
  g_free (source->title);
  g_free (source->url);
  g_free (source);
}

/* Most facts have no tags, or no details: what is empty is one list for all, until something is added. */
static GPtrArray *
nothing (void)
{
  static gsize made;
  static GPtrArray *list;

  if (g_once_init_enter (&made))
    {
      list = g_ptr_array_new ();
      g_once_init_leave (&made, 1);
    }

  return g_ptr_array_ref (list);
}

static void
add (GPtrArray      **list,
     gpointer         item,
     GDestroyNotify   item_free)
{
  if ((*list)->len == 0)
    {
      g_ptr_array_unref (*list);
      *list = g_ptr_array_new_with_free_func (item_free);
    }
  g_ptr_array_add (*list, item);
}

static void
fact_free (PtlFact *fact)
{
  g_free (fact->title);
  g_free (fact->text);
  g_ptr_array_unref (fact->tags);
  g_ptr_array_unref (fact->details);
  g_ptr_array_unref (fact->sources);
  g_free (fact->command);
  g_free (fact->os);
  g_free (fact->tool);
  g_free (fact->address);
  g_free (fact->uri);
  g_free (fact);
}

/**
 * ptl_section_new:
 * @kind: what the section tells
 * @title: its title, translated
 *
 * Makes an empty section.
 *
 * Returns: (transfer full): the section; free it with ptl_section_free()
 */
PtlSection *
ptl_section_new (PtlSectionKind  kind,
                 const char     *title)
{
  PtlSection *self = g_new0 (PtlSection, 1);

  self->kind = kind;
  self->title = g_strdup (title);
  self->facts = g_ptr_array_new_with_free_func ((GDestroyNotify) fact_free);

  return self;
}

/**
 * ptl_section_free:
 * @self: (transfer full): a section
 *
 * Frees a section and its facts.
 */
void
ptl_section_free (PtlSection *self)
{
  g_free (self->title);
  g_free (self->remark);
  g_ptr_array_unref (self->facts);
  g_free (self);
}

/**
 * ptl_section_add:
 * @self: a section
 * @kind: what kind of fact
 *
 * Adds an empty fact at the section's end.
 *
 * Returns: (transfer none): the fact, to be filled in
 */
PtlFact *
ptl_section_add (PtlSection  *self,
                 PtlFactKind  kind)
{
  PtlFact *fact = g_new0 (PtlFact, 1);

  fact->kind = kind;
  fact->tags = nothing ();
  fact->details = nothing ();
  fact->sources = nothing ();
  g_ptr_array_add (self->facts, fact);

  return fact;
}

/**
 * ptl_section_say:
 * @self: a section
 * @text: whole sentences, translated
 *
 * Adds a fact that is only text.
 *
 * Returns: (transfer none): the fact, to which sources can be added
 */
PtlFact *
ptl_section_say (PtlSection *self,
                 const char *text)
{
  PtlFact *fact = ptl_section_add (self, PTL_FACT_SENTENCE);

  fact->text = g_strdup (text);

  return fact;
}

/**
 * ptl_section_say_format:
 * @self: a section
 * @format: whole sentences, translated, as for printf()
 * @...: what to fill in
 *
 * Adds a fact that is only text.
 *
 * Returns: (transfer none): the fact, to which sources can be added
 */
PtlFact *
ptl_section_say_format (PtlSection *self,
                        const char *format,
                        ...)
{
  PtlFact *fact = ptl_section_add (self, PTL_FACT_SENTENCE);
  va_list arguments;

  va_start (arguments, format);
  fact->text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  return fact;
}

/**
 * ptl_fact_append_text:
 * @self: a fact
 * @sentence: one more whole sentence
 *
 * Adds a sentence behind what the fact says already. Behind a full stop of Chinese or Japanese, which has its space in
 * itself, no space follows.
 */
void
ptl_fact_append_text (PtlFact    *self,
                      const char *sentence)
{
  char *text;

  if (self->text == NULL || *self->text == '\0')
    {
      text = g_strdup (sentence);
    }
  else
    {
      const char *last = g_utf8_find_prev_char (self->text, self->text + strlen (self->text));
      gboolean is_wide = last != NULL && g_unichar_iswide (g_utf8_get_char (last));

      text = g_strconcat (self->text, is_wide ? "" : " ", sentence, NULL);
    }

  g_free (self->text);
  self->text = text;
}

/**
 * ptl_fact_append_english:
 * @self: a fact that says nothing yet
 * @text: data that is English in every language, such as a note's text
 *
 * Begins the fact with @text, and marks it as English; translated sentences may follow.
 */
void
ptl_fact_append_english (PtlFact    *self,
                         const char *text)
{
  g_return_if_fail (self->text == NULL);

  ptl_fact_append_text (self, text);
  self->english = strlen (self->text);
}

/**
 * ptl_fact_add_tag:
 * @self: a fact
 * @tone: how the tag is meant
 * @text: one or two words, translated
 *
 * Adds a tag.
 */
void
ptl_fact_add_tag (PtlFact    *self,
                  PtlTone     tone,
                  const char *text)
{
  PtlTag *tag = g_new0 (PtlTag, 1);

  tag->text = g_strdup (text);
  tag->tone = tone;
  add (&self->tags, tag, (GDestroyNotify) tag_free);
}

/* Returns: (transfer none) (nullable): the detail; NULL where there is nothing to tell */
static PtlDetail *
add_detail (PtlFact    *self,
            const char *label,
            const char *value,
            gboolean    literal,
            gboolean    english)
{
  PtlDetail *detail;

  if (value == NULL || *value == '\0')
    return NULL;

  detail = g_new0 (PtlDetail, 1);
  detail->label = g_strdup (label);
  detail->value = g_strdup (value);
  detail->literal = literal;
  detail->english = english;
  add (&self->details, detail, (GDestroyNotify) detail_free);

  return detail;
}

/**
 * ptl_fact_add_detail:
 * @self: a fact
 * @label: what the value is, translated
 * @value: (nullable): the value; where it is %NULL or empty, nothing is added
 *
 * Adds a detail in words.
 */
void
ptl_fact_add_detail (PtlFact    *self,
                     const char *label,
                     const char *value)
{
  add_detail (self, label, value, FALSE, FALSE);
}

/**
 * ptl_fact_add_english:
 * @self: a fact
 * @label: what the value is, translated
 * @value: (nullable): the value; where it is %NULL or empty, nothing is added
 *
 * Adds a detail whose value is data that is English in every language, such as IANA's words.
 */
void
ptl_fact_add_english (PtlFact    *self,
                      const char *label,
                      const char *value)
{
  add_detail (self, label, value, FALSE, TRUE);
}

/* Of a longer command line few want to read the rest. Some seven lines of a terminal. */
#define FIRST_CHARACTERS 400

/* To leave out less than this is not worth the words that say so. */
#define LEAST_LEFT_OUT 80

/* Where a long value may be cut: at the last space among the last words, or in the middle of a very long word. */
static gsize
first_bytes (const char *value)
{
  glong length = g_utf8_strlen (value, -1);
  const char *end;

  if (length < FIRST_CHARACTERS + LEAST_LEFT_OUT)
    return 0;

  end = g_utf8_offset_to_pointer (value, FIRST_CHARACTERS);
  for (const char *p = end; p > value && end - p < LEAST_LEFT_OUT; p--)
    {
      if (*p == ' ')
        return p - value;
    }

  return end - value;
}

/**
 * ptl_fact_add_literal:
 * @self: a fact
 * @label: what the value is, translated
 * @value: (nullable): the value, sanitised; where it is %NULL or empty, nothing is added
 *
 * Adds a detail that comes from the computer as it is, such as a path. It is kept whole; of a long one the start is enough at
 * first.
 */
void
ptl_fact_add_literal (PtlFact    *self,
                      const char *label,
                      const char *value)
{
  PtlDetail *detail = add_detail (self, label, value, TRUE, FALSE);

  if (detail != NULL)
    detail->first = first_bytes (value);
}

/**
 * ptl_fact_add_command_line:
 * @self: a fact
 * @label: what the value is, translated
 * @value: (nullable): the value, sanitised; where it is %NULL or empty, nothing is added
 * @cut: whether @value is the beginning of a longer one
 *
 * Adds a detail as ptl_fact_add_literal() does, of which the system may have had more.
 */
void
ptl_fact_add_command_line (PtlFact    *self,
                           const char *label,
                           const char *value,
                           gboolean    cut)
{
  g_autofree char *words = cut && value != NULL ? g_strconcat (value, " …", NULL) : g_strdup (value);
  PtlDetail *detail = add_detail (self, label, words, TRUE, FALSE);

  if (detail == NULL)
    return;

  detail->cut = cut;
  detail->first = first_bytes (value);
}

/**
 * ptl_fact_add_source:
 * @self: a fact
 * @title: the source's title
 * @url: (nullable): its address
 *
 * Says where the fact comes from. The same source twice is one.
 */
void
ptl_fact_add_source (PtlFact    *self,
                     const char *title,
                     const char *url)
{
  PtlSource *source;

  for (guint i = 0; i < self->sources->len; i++)
    {
      const PtlSource *other = g_ptr_array_index (self->sources, i);

      if (g_str_equal (other->title, title) && g_strcmp0 (other->url, url) == 0)
        return;
    }

  source = g_new0 (PtlSource, 1);
  source->title = g_strdup (title);
  source->url = g_strdup (url);
  add (&self->sources, source, (GDestroyNotify) source_free);
}

static gboolean
same_sources (const PtlFact *a,
              const PtlFact *b)
{
  if (a->sources->len != b->sources->len)
    return FALSE;

  for (guint i = 0; i < a->sources->len; i++)
    {
      const PtlSource *x = g_ptr_array_index (a->sources, i);
      const PtlSource *y = g_ptr_array_index (b->sources, i);

      if (!g_str_equal (x->title, y->title) || g_strcmp0 (x->url, y->url) != 0)
        return FALSE;
    }

  return TRUE;
}

/**
 * ptl_fact_equal:
 * @a: a fact
 * @b: another
 *
 * Compares what two facts say. The listeners behind them are not compared: what is shown of them is in the details.
 * Pure; any thread.
 *
 * Returns: whether the two read the same
 */
gboolean
ptl_fact_equal (const PtlFact *a,
                const PtlFact *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a == b)
    return TRUE;

  if (a->kind != b->kind || a->port != b->port || a->minor != b->minor ||
      a->folded != b->folded ||
      a->english != b->english ||
      a->tags->len != b->tags->len || a->details->len != b->details->len ||
      g_strcmp0 (a->title, b->title) != 0 || g_strcmp0 (a->text, b->text) != 0 ||
      g_strcmp0 (a->command, b->command) != 0 || g_strcmp0 (a->os, b->os) != 0 ||
      g_strcmp0 (a->tool, b->tool) != 0 ||
      g_strcmp0 (a->address, b->address) != 0 || g_strcmp0 (a->uri, b->uri) != 0)
    return FALSE;

  for (guint i = 0; i < a->tags->len; i++)
    {
      const PtlTag *x = g_ptr_array_index (a->tags, i);
      const PtlTag *y = g_ptr_array_index (b->tags, i);

      if (x->tone != y->tone || !g_str_equal (x->text, y->text))
        return FALSE;
    }

  for (guint i = 0; i < a->details->len; i++)
    {
      const PtlDetail *x = g_ptr_array_index (a->details, i);
      const PtlDetail *y = g_ptr_array_index (b->details, i);

      if (x->literal != y->literal || !g_str_equal (x->label, y->label) ||
          !g_str_equal (x->value, y->value))
        return FALSE;
    }

  return same_sources (a, b);
}

/**
 * ptl_section_shows_sources:
 * @self: a section
 * @index: one of its facts
 *
 * Says whether a reader is to be shown the sources with this fact. Where facts of one kind that follow on each other rest on the
 * same sources, these are shown once, with the last of them; what is folded away is shown apart. Pure; any thread.
 *
 * Returns: whether the fact has sources, and they are not shown further down
 */
gboolean
ptl_section_shows_sources (const PtlSection *self,
                           guint             index)
{
  const PtlFact *fact, *next;

  g_return_val_if_fail (self != NULL && index < self->facts->len, FALSE);

  fact = g_ptr_array_index (self->facts, index);
  if (index + 1 == self->facts->len)
    return fact->sources->len > 0;

  next = g_ptr_array_index (self->facts, index + 1);

  return fact->sources->len > 0 &&
         (next->kind != fact->kind || next->folded != fact->folded || !same_sources (fact, next));
}

/**
 * ptl_section_equal:
 * @a: a section
 * @b: another
 *
 * Compares what two sections say. Pure; any thread.
 *
 * Returns: whether the two read the same
 */
gboolean
ptl_section_equal (const PtlSection *a,
                   const PtlSection *b)
{
  if (a->kind != b->kind || a->facts->len != b->facts->len ||
      g_strcmp0 (a->title, b->title) != 0 || g_strcmp0 (a->remark, b->remark) != 0)
    return FALSE;

  for (guint i = 0; i < a->facts->len; i++)
    {
      if (!ptl_fact_equal (g_ptr_array_index (a->facts, i), g_ptr_array_index (b->facts, i)))
        return FALSE;
    }

  return TRUE;
}
