#include "config.h"

#include "page/ptl-page-private.h"

#include <glib/gi18n-lib.h>

#include "page/ptl-text.h"

/* The page for a terminal. Sources are numbered and listed at the end, as a book does. */

#define INDENT        2
#define DETAIL_INDENT 4

/* Labels wider than this don't push the values of all the others to the right. */
#define MAX_LABEL 26

typedef struct
{
  PtlTextWriter  writer;
  GPtrArray     *sources; /* (element-type PtlSource): borrowed; the index is the number less one */
} Rendering;

static guint
number_of_source (Rendering       *rendering,
                  const PtlSource *source)
{
  for (guint i = 0; i < rendering->sources->len; i++)
    {
      const PtlSource *other = g_ptr_array_index (rendering->sources, i);

      if (g_str_equal (other->title, source->title) && g_strcmp0 (other->url, source->url) == 0)
        return i + 1;
    }

  g_ptr_array_add (rendering->sources, (gpointer) source);

  return rendering->sources->len;
}

/* A page has a hundred of these, and printf takes long for each. */
static void
append_number (GString *out,
               guint    number)
{
  if (number >= 10)
    append_number (out, number / 10);
  g_string_append_c (out, '0' + number % 10);
}

/* " [1, 4]", or nothing. The space is one that does not break. */
static char *
marks (Rendering     *rendering,
       const PtlFact *fact)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < fact->sources->len; i++)
    {
      const PtlSource *source = g_ptr_array_index (fact->sources, i);

      g_string_append (out, i == 0 ? "\302\240[" : ",");
      append_number (out, number_of_source (rendering, source));
    }
  if (out->len > 0)
    g_string_append_c (out, ']');

  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
put_newline (Rendering *rendering)
{
  g_string_append_c (rendering->writer.out, '\n');
}

static void
put_spaces (Rendering *rendering,
            guint      n)
{
  for (guint i = 0; i < n; i++)
    g_string_append_c (rendering->writer.out, ' ');
}

/* What of a value is shown, and how much more there is. */
static char *
detail_words (const PtlDetail *detail)
{
  g_autofree char *start = NULL;
  guint rest;

  if (detail->first == 0)
    return g_strdup (detail->value);

  start = g_strndup (detail->value, detail->first);
  rest = (guint) g_utf8_strlen (detail->value + detail->first, -1);

  /* Translators: the start of a command line that is too long to be kept whole; “--json” is an option of this command. */
  if (detail->cut)
    return g_strdup_printf (_("%s … (many more characters; --json has the first %u of them)"), start, rest - 2);

  /* Translators: the start of a long command line, then how much of it is left out here; “--json” is an option. */
  return g_strdup_printf (ngettext ("%s … (%u more character, see --json)", "%s … (%u more characters, see --json)", rest),
                          start, rest);
}

static void
put_details (Rendering     *rendering,
             const PtlFact *fact)
{
  const PtlTextWriter *writer = &rendering->writer;
  guint widest = 0;

  for (guint i = 0; i < fact->details->len; i++)
    {
      const PtlDetail *detail = g_ptr_array_index (fact->details, i);
      guint width = ptl_text_width (detail->label);

      if (width <= MAX_LABEL)
        widest = MAX (widest, width);
    }

  for (guint i = 0; i < fact->details->len; i++)
    {
      const PtlDetail *detail = g_ptr_array_index (fact->details, i);
      guint start = DETAIL_INDENT + widest + 2;
      guint width = ptl_text_width (detail->label);
      g_autofree char *words = detail_words (detail);

      /* On a narrow terminal the values go below their labels. */
      if (writer->width > 0 && start > writer->width / 2)
        {
          ptl_text_wrap (writer, PTL_STYLE_DIM, detail->label, DETAIL_INDENT, DETAIL_INDENT, 0);
          ptl_text_wrap (writer, PTL_STYLE_PLAIN, words, DETAIL_INDENT + 2, DETAIL_INDENT + 2, 0);
          continue;
        }

      put_spaces (rendering, DETAIL_INDENT);
      ptl_text_put_padded (writer, PTL_STYLE_DIM, detail->label, widest + 2);
      ptl_text_wrap (writer, PTL_STYLE_PLAIN, words, start, start,
                     MAX (start, DETAIL_INDENT + width + 2));
    }
}

static void
put_sentence (Rendering     *rendering,
              const PtlFact *fact)
{
  g_autofree char *mark = marks (rendering, fact);
  g_autofree char *text = g_strconcat (fact->text, mark, NULL);

  ptl_text_wrap (&rendering->writer, PTL_STYLE_PLAIN, text, INDENT, INDENT, 0);
}

static void
put_entry (Rendering     *rendering,
           const PtlFact *fact)
{
  const PtlTextWriter *writer = &rendering->writer;
  g_autofree char *mark = marks (rendering, fact);
  g_autoptr (GString) tags = g_string_new (NULL);
  guint column = INDENT;

  for (guint i = 0; i < fact->tags->len; i++)
    {
      const PtlTag *tag = g_ptr_array_index (fact->tags, i);

      if (i > 0)
        g_string_append (tags, " · ");
      g_string_append (tags, tag->text);
    }

  put_spaces (rendering, INDENT);
  if (fact->title != NULL)
    {
      ptl_text_put (writer, PTL_STYLE_BOLD, fact->title);
      column += ptl_text_width (fact->title);
    }

  if (tags->len > 0)
    {
      ptl_text_put (writer, PTL_STYLE_PLAIN, "  ");
      ptl_text_wrap (writer, PTL_STYLE_DIM, tags->str, column + 2, DETAIL_INDENT, column + 2);
    }
  else
    {
      put_newline (rendering);
    }

  if (fact->text != NULL && *fact->text != '\0')
    {
      g_autofree char *text = g_strconcat (fact->text, mark, NULL);

      ptl_text_wrap (writer, PTL_STYLE_PLAIN, text, DETAIL_INDENT, DETAIL_INDENT, 0);
      put_details (rendering, fact);
    }
  else
    {
      put_details (rendering, fact);
      if (*mark != '\0')
        ptl_text_wrap (writer, PTL_STYLE_DIM, mark, DETAIL_INDENT, DETAIL_INDENT, 0);
    }
}

/* Entries of which there are too many to tell each: their names in one paragraph, with their sources. Returns the last. */
static guint
put_minor (Rendering        *rendering,
           const PtlSection *section,
           guint             first)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *text = NULL;
  guint last = first;

  for (guint i = first; i < section->facts->len; i++)
    {
      const PtlFact *fact = g_ptr_array_index (section->facts, i);
      g_autofree char *mark = NULL;

      if (!fact->minor)
        break;

      mark = marks (rendering, fact);
      g_string_append_printf (names, "%s%s%s", i == first ? "" : ", ", fact->title, mark);
      last = i;
    }

  /* Translators: a list of the names of products that use a port, after the foremost of them were described. */
  text = g_strdup_printf (_("Also known to use it: %s."), names->str);
  ptl_text_wrap (&rendering->writer, PTL_STYLE_PLAIN, text, INDENT, INDENT, 0);

  return last;
}

static void
put_command (Rendering     *rendering,
             const PtlFact *fact,
             const PtlFact *previous)
{
  const PtlTextWriter *writer = &rendering->writer;

  if (previous == NULL || g_strcmp0 (previous->os, fact->os) != 0)
    {
      if (previous != NULL)
        put_newline (rendering);
      put_spaces (rendering, INDENT);
      ptl_text_put (writer, PTL_STYLE_BOLD, fact->title);
      put_newline (rendering);
    }

  /* A command is to be copied, so it is never broken. */
  put_spaces (rendering, DETAIL_INDENT);
  ptl_text_put (writer, PTL_STYLE_PLAIN, fact->command);
  put_newline (rendering);
  if (fact->text != NULL)
    ptl_text_wrap (writer, PTL_STYLE_DIM, fact->text, DETAIL_INDENT + 4, DETAIL_INDENT + 4, 0);
}

static void
put_port (Rendering     *rendering,
          const PtlFact *fact,
          guint          name_width)
{
  const PtlTextWriter *writer = &rendering->writer;
  g_autofree char *number = g_strdup_printf ("%5u", fact->port);
  guint start = INDENT + 5 + 2 + name_width + 2;
  guint column = MAX (start, INDENT + 9 + (fact->title != NULL ? ptl_text_width (fact->title) : 0));

  put_spaces (rendering, INDENT);
  ptl_text_put (writer, PTL_STYLE_BOLD, number);
  ptl_text_put (writer, PTL_STYLE_PLAIN, "  ");
  if (fact->title == NULL || (writer->width > 0 && start > writer->width / 2))
    {
      if (fact->title != NULL)
        ptl_text_wrap (writer, PTL_STYLE_PLAIN, fact->title, INDENT + 7, INDENT + 7, INDENT + 7);
      ptl_text_wrap (writer, PTL_STYLE_DIM, fact->text, INDENT + 7, INDENT + 7,
                     fact->title != NULL ? 0 : INDENT + 7);
      return;
    }

  ptl_text_put_padded (writer, PTL_STYLE_PLAIN, fact->title, name_width + 2);
  ptl_text_wrap (writer, PTL_STYLE_DIM, fact->text, start, start, column);
}

static guint
widest_name (const PtlSection *section)
{
  guint widest = 0;

  for (guint i = 0; i < section->facts->len; i++)
    {
      const PtlFact *fact = g_ptr_array_index (section->facts, i);

      if (fact->kind == PTL_FACT_PORT && fact->title != NULL)
        widest = MAX (widest, MIN (MAX_LABEL, ptl_text_width (fact->title)));
    }

  return widest;
}

static void
put_section (Rendering        *rendering,
             const PtlSection *section)
{
  const PtlTextWriter *writer = &rendering->writer;
  const PtlFact *previous = NULL;
  guint name_width = widest_name (section);

  if (section->facts->len == 0)
    return;

  put_newline (rendering);
  ptl_text_put (writer, PTL_STYLE_BOLD, section->title);
  if (section->remark != NULL)
    {
      g_autofree char *remark = g_strdup_printf ("(%s)", section->remark);
      guint column = ptl_text_width (section->title) + 2;

      if (writer->width > 0 && column + ptl_text_width (remark) > writer->width)
        {
          put_newline (rendering);
          column = 0;
        }
      else
        {
          put_spaces (rendering, 2);
        }
      ptl_text_wrap (writer, PTL_STYLE_DIM, remark, 0, 0, column);
    }
  else
    {
      put_newline (rendering);
    }

  for (guint i = 0; i < section->facts->len; i++)
    {
      const PtlFact *fact = g_ptr_array_index (section->facts, i);
      gboolean is_entry = fact->kind == PTL_FACT_ENTRY || fact->kind == PTL_FACT_LISTENER;

      /* Sentences follow on each other; an entry stands by itself. */
      if (previous != NULL && (is_entry || previous->kind == PTL_FACT_ENTRY ||
                               previous->kind == PTL_FACT_LISTENER))
        put_newline (rendering);

      switch (fact->kind)
        {
        case PTL_FACT_COMMAND:
          put_command (rendering, fact,
                       previous != NULL && previous->kind == PTL_FACT_COMMAND ? previous : NULL);
          break;

        case PTL_FACT_PORT:
          put_port (rendering, fact, name_width);
          break;

        case PTL_FACT_ENTRY:
        case PTL_FACT_LISTENER:
          if (fact->minor)
            i = put_minor (rendering, section, i);
          else
            put_entry (rendering, fact);
          break;

        case PTL_FACT_SENTENCE:
        default:
          put_sentence (rendering, fact);
          break;
        }

      previous = fact;
    }
}

static void
put_sources (Rendering *rendering)
{
  const PtlTextWriter *writer = &rendering->writer;

  if (rendering->sources->len == 0)
    return;

  put_newline (rendering);
  ptl_text_put (writer, PTL_STYLE_BOLD, _("Sources"));
  put_newline (rendering);

  for (guint i = 0; i < rendering->sources->len; i++)
    {
      const PtlSource *source = g_ptr_array_index (rendering->sources, i);
      g_autofree char *text = source->url != NULL ? g_strconcat (source->title, " <", source->url, ">", NULL)
                                                  : g_strdup (source->title);
      guint number = i + 1;

      put_spaces (rendering, INDENT + (number < 100) + (number < 10));
      append_number (writer->out, number);
      put_spaces (rendering, 2);
      ptl_text_wrap (writer, PTL_STYLE_DIM, text, INDENT + 5, INDENT + 5, INDENT + 5);
    }
}

/**
 * ptl_page_to_text:
 * @self: a page
 * @width: columns to wrap to; 0 for no wrapping
 * @styled: whether to use bold and dim, which a terminal understands
 *
 * Writes the page for a terminal, in UTF-8. It reads well without styles too. Only commands are never broken. Pure;
 * any thread.
 *
 * Returns: (transfer full): the text, which ends with a newline
 */
char *
ptl_page_to_text (PtlPage  *self,
                  guint     width,
                  gboolean  styled)
{
  g_autoptr (GString) out = NULL;
  g_autoptr (GPtrArray) sources = NULL;
  Rendering rendering;

  g_return_val_if_fail (self != NULL, NULL);

  out = g_string_sized_new (16384);
  sources = g_ptr_array_new ();
  rendering = (Rendering) { { out, width, styled, TRUE }, sources };

  ptl_text_put (&rendering.writer, PTL_STYLE_BOLD, self->title);
  put_newline (&rendering);
  ptl_text_wrap (&rendering.writer, PTL_STYLE_PLAIN, self->subtitle, 0, 0, 0);

  for (guint i = 0; i < self->sections->len; i++)
    put_section (&rendering, g_ptr_array_index (self->sections, i));

  put_sources (&rendering);

  return g_string_free (g_steal_pointer (&out), FALSE);
}
