#include "config.h"

#include "app/ptl-join.h"

#include <gtk/gtk.h>

/*
 * Lines that are put together of several parts, of which some are English, a product's name or an address in every
 * language. Pango lays a line out by its first letter, so where the interface is read from right to left, such a line
 * would come out backwards if it began with one of those. The right-to-left mark, U+200F (Unicode Standard Annex 9,
 * section 2.6), is a letter without a shape that prevents it. Where the interface is read from left to right, nothing
 * is added.
 */
#define RIGHT_TO_LEFT_MARK "\u200f"

static gboolean
is_right_to_left (void)
{
  return gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;
}

/**
 * ptl_join_get_start:
 *
 * Says what a line of several parts begins with, so that its parts follow each other as the interface is read. Main
 * thread only.
 *
 * Returns: (transfer none): text without a shape, or nothing
 */
const char *
ptl_join_get_start (void)
{
  return is_right_to_left () ? RIGHT_TO_LEFT_MARK : "";
}

/**
 * ptl_join_next:
 * @line: a line, or markup
 *
 * Appends what stands before the next part: what the line begins with, or a dot between two parts. Main thread only.
 */
void
ptl_join_next (GString *line)
{
  if (line->len == 0)
    g_string_append (line, ptl_join_get_start ());
  else
    g_string_append (line, is_right_to_left () ? " ·" RIGHT_TO_LEFT_MARK " " : " · ");
}
