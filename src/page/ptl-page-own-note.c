#include "config.h"

#include "page/ptl-page-private.h"

#include <glib/gi18n-lib.h>

#include "page/ptl-sanitize.h"

/**
 * ptl_page_write_own_note:
 * @page: the page
 * @section: the section to fill
 *
 * Writes what the user noted about the port, a paragraph for each line; nothing where they noted nothing.
 */
void
ptl_page_write_own_note (const PtlPage *page,
                         PtlSection    *section)
{
  const PtlOwnMark *mark = ptl_marks_find (page->marks, page->port);
  g_auto (GStrv) lines = NULL;
  g_autofree char *date = NULL;
  g_autofree char *source = NULL;
  PtlFact *fact = NULL;

  if (mark == NULL || mark->note == NULL)
    return;

  lines = g_strsplit_set (mark->note, "\r\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line = ptl_sanitize (g_strstrip (lines[i]));

      if (line[0] != '\0')
        fact = ptl_section_say (section, line);
    }

  if (fact == NULL)
    return;

  date = ptl_words_time (mark->noted_at * G_USEC_PER_SEC);
  /* Translators: where a note comes from: the user wrote it at this time. */
  source = date != NULL ? g_strdup_printf (_("Written by you on %s"), date) : g_strdup (_("Written by you"));
  ptl_fact_add_source (fact, source, NULL);
}
