#include "config.h"

#include "page/ptl-page-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "page/ptl-sanitize.h"

/* Who holds a listener, as the page tells it: the process, what it was started with, by whom and since when. */

/* The words of a command line, quoted where a shell would need it, so that its parts can be told apart. */
static char *
command_line (const PtlProcess *process)
{
  g_autoptr (GString) out = NULL;

  if (process->command == NULL || process->command[0] == NULL)
    return NULL;

  out = g_string_new (NULL);
  for (guint i = 0; process->command[i] != NULL; i++)
    {
      const char *word = process->command[i];
      g_autofree char *clean = ptl_sanitize (word);

      if (i > 0)
        g_string_append_c (out, ' ');

      if (*word == '\0' || strpbrk (word, " '\"$`&|;<>()*?[]#~") != NULL)
        {
          g_autofree char *quoted = g_shell_quote (clean);

          g_string_append (out, quoted);
        }
      else
        {
          g_string_append (out, clean);
        }
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* More of those who started a program say nothing new: above them are the session and the system. JSON has them all. */
#define MAX_PARENTS_SHOWN 3

static char *
process_words (gint64      pid,
               const char *name)
{
  g_autofree char *clean = ptl_sanitize (name);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, pid);

  return clean != NULL && *clean != '\0' ? g_strdup_printf (_("%s (PID %s)"), clean, number)
                                         : g_strdup_printf (_("PID %s"), number);
}

/* Who started the process, and who started that one; of a long line the nearest. NULL where that is not known. */
static char *
parents_words (const PtlProcess *process)
{
  g_autoptr (GString) words = NULL;
  guint rest;

  if (process->ancestors == NULL)
    return process->parent_pid > 0 ? process_words (process->parent_pid, process->parent_name) : NULL;

  words = g_string_new (NULL);
  for (guint i = 0; i < process->ancestors->len && i < MAX_PARENTS_SHOWN; i++)
    {
      const PtlAncestor *ancestor = g_ptr_array_index (process->ancestors, i);
      g_autofree char *one = process_words (ancestor->pid, ancestor->name);

      g_string_append_printf (words, "%s%s", i == 0 ? "" : ", ", one);
    }

  if (process->ancestors->len <= MAX_PARENTS_SHOWN)
    return g_string_free (g_steal_pointer (&words), FALSE);

  rest = process->ancestors->len - MAX_PARENTS_SHOWN;

  /* Translators: who started a program, the nearest first: "bash (PID 12), sshd (PID 7), sshd (PID 3)", and how many more
   * there are, of which each started the one before it. */
  return g_strdup_printf (ngettext ("%s, and %u more above", "%s, and %u more above", rest), words->str, rest);
}

/**
 * ptl_page_add_owner:
 * @fact: a listener's fact
 * @owner: who holds it
 * @alone: whether nobody else does
 *
 * Adds as details what the process is; of one among many, what is its own alone.
 */
void
ptl_page_add_owner (PtlFact        *fact,
                    const PtlOwner *owner,
                    gboolean        alone)
{
  const PtlProcess *process = owner->process;
  g_autofree char *user = ptl_sanitize (process->user);
  g_autofree char *executable = ptl_sanitize (process->executable);
  g_autofree char *directory = ptl_sanitize (process->working_directory);
  g_autofree char *command = command_line (process);
  g_autofree char *since = ptl_words_time (process->started_at);
  g_autofree char *label = process_words (process->pid, process->name);
  g_autofree char *parents = parents_words (process);

  ptl_fact_add_detail (fact, _("Process"), label);
  ptl_fact_add_command_line (fact, _("Command line"), command, process->command_cut);
  ptl_fact_add_detail (fact, _("User"), user);
  ptl_fact_add_detail (fact, _("Running since"), since);

  /* Of many processes of one owner, these are the same for all. */
  if (alone)
    {
      ptl_fact_add_literal (fact, _("Program"), executable);
      ptl_fact_add_literal (fact, _("Working directory"), directory);
      ptl_fact_add_detail (fact, _("Started by"), parents);
    }
}
