#include "config.h"

#include "page/ptl-listener-match.h"

#include <string.h>

static inline char
to_lower (char c)
{
  return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

static inline gboolean
is_alnum (char c)
{
  c = to_lower (c);

  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/*
 * Names nearly always are short and ASCII, and there may be thousands of them at each keystroke, so they are compared where
 * they are. One with other letters in it is folded first, as the catalog's texts are.
 */
static PtlRank
rank_name (const char *name,
           const char *word,
           gsize       word_length)
{
  PtlRank rank = PTL_N_RANKS;

  if (name == NULL)
    return PTL_N_RANKS;

  for (gsize i = 0; name[i] != '\0'; i++)
    {
      gsize n = 0;

      if ((guchar) name[i] >= 0x80)
        {
          g_autofree char *folded = ptl_fold (name);

          return ptl_text_rank (folded, strlen (folded), word, word_length);
        }

      while (n < word_length && to_lower (name[i + n]) == word[n])
        n++;
      if (n < word_length)
        continue;

      if (i == 0)
        return name[n] == '\0' ? PTL_RANK_EXACT : PTL_RANK_PREFIX;
      if (!is_alnum (name[i - 1]) || !is_alnum (name[i]))
        return PTL_RANK_WORD;
      rank = PTL_RANK_INSIDE;
    }

  return rank;
}

static const char *
base_name (const char *path)
{
  /* A path that begins at "/" may have backslashes in its names. */
  const char *slash = path != NULL ? strrchr (path, path[0] == '/' ? '/' : '\\') : NULL;

  return slash != NULL ? slash + 1 : path;
}

static PtlRank
rank_process (const PtlListener *listener,
              const char        *word,
              gsize              length)
{
  PtlRank best = PTL_N_RANKS;

  for (guint i = 0; i < listener->owners->len; i++)
    {
      const PtlOwner *owner = g_ptr_array_index (listener->owners, i);
      const PtlProcess *process = owner->process;

      best = MIN (best, rank_name (process->name, word, length));
      best = MIN (best, rank_name (base_name (process->executable), word, length));
    }

  return best;
}

static PtlRank
rank_container (const PtlListener *listener,
                const char        *word,
                gsize              length)
{
  PtlRank by_name = rank_name (listener->container_name, word, length);
  PtlRank by_runtime = rank_name (listener->container_runtime, word, length);
  PtlRank by_id = rank_name (listener->container_id, word, length);

  /* An identifier is typed from its beginning; inside one, a few letters prove nothing. */
  if (by_id > PTL_RANK_PREFIX)
    by_id = PTL_N_RANKS;

  return MIN (MIN (by_name, by_runtime), by_id);
}

static gboolean
is_user (const char *user,
         gint64      uid,
         const char *word,
         gsize       length)
{
  char number[24];

  g_snprintf (number, sizeof number, "%" G_GINT64_FORMAT, uid);

  return (uid >= 0 && g_str_equal (number, word)) || rank_name (user, word, length) <= PTL_RANK_PREFIX;
}

static gboolean
matches_user (const PtlListener *listener,
              const char        *word)
{
  gsize length = strlen (word);

  if (is_user (listener->user, listener->uid, word, length))
    return TRUE;

  for (guint i = 0; i < listener->owners->len; i++)
    {
      const PtlOwner *owner = g_ptr_array_index (listener->owners, i);

      if (is_user (owner->process->user, owner->process->uid, word, length))
        return TRUE;
    }

  return FALSE;
}

static gboolean
matches_pid (const PtlListener *listener,
             gint64             pid)
{
  for (guint i = 0; i < listener->owners->len; i++)
    {
      const PtlOwner *owner = g_ptr_array_index (listener->owners, i);

      if (owner->process->pid == pid)
        return TRUE;
    }

  return FALSE;
}

/**
 * ptl_term_is_about_listeners:
 * @term: a term
 *
 * Tells whether only a snapshot can say what a term means. Any thread.
 */
gboolean
ptl_term_is_about_listeners (const PtlTerm *term)
{
  switch (term->kind)
    {
    case PTL_TERM_PROCESS:
    case PTL_TERM_USER:
    case PTL_TERM_UNIT:
    case PTL_TERM_CONTAINER:
    case PTL_TERM_PID:
      return TRUE;
    case PTL_TERM_IS:
      return term->is == PTL_IS_LISTENING || term->is == PTL_IS_EXPOSED;
    case PTL_TERM_WORD:
    case PTL_TERM_NUMBER:
    case PTL_TERM_INTERVAL:
    case PTL_TERM_TRANSPORT:
    case PTL_TERM_RANGE:
    case PTL_TERM_KIND:
    default:
      return FALSE;
    }
}

/**
 * ptl_listener_matches_term:
 * @listener: a listener
 * @term: a term about listeners, or a transport
 *
 * Tells whether a term means a listener, its "exclude" left aside. A process, a unit and a container are meant by any part of
 * their names, a container also by the beginning of its identifier, a user by the beginning of the name or by the number.
 * Any thread.
 */
gboolean
ptl_listener_matches_term (const PtlListener *listener,
                           const PtlTerm     *term)
{
  switch (term->kind)
    {
    case PTL_TERM_TRANSPORT:
      return listener->transport == term->transport;
    case PTL_TERM_IS:
      return term->is == PTL_IS_LISTENING || listener->exposure != PTL_EXPOSURE_LOOPBACK;
    case PTL_TERM_PROCESS:
      return rank_process (listener, term->text, strlen (term->text)) < PTL_N_RANKS;
    case PTL_TERM_USER:
      return matches_user (listener, term->text);
    case PTL_TERM_UNIT:
      return rank_name (listener->unit, term->text, strlen (term->text)) < PTL_N_RANKS;
    case PTL_TERM_CONTAINER:
      return rank_container (listener, term->text, strlen (term->text)) < PTL_N_RANKS;
    case PTL_TERM_PID:
      return matches_pid (listener, term->pid);
    case PTL_TERM_WORD:
    case PTL_TERM_NUMBER:
    case PTL_TERM_INTERVAL:
    case PTL_TERM_RANGE:
    case PTL_TERM_KIND:
    default:
      g_return_val_if_reached (FALSE);
    }
}

/**
 * ptl_listener_rank_word:
 * @listener: a listener
 * @word: a folded word or phrase
 * @length: bytes of @word
 *
 * Ranks how well a plain word names a listener: its process, unit or container. The user is not asked: "root" would find
 * nearly all. Any thread.
 *
 * Returns: the rank; %PTL_N_RANKS where it does not
 */
PtlRank
ptl_listener_rank_word (const PtlListener *listener,
                        const char        *word,
                        gsize              length)
{
  PtlRank process = rank_process (listener, word, length);
  PtlRank unit = rank_name (listener->unit, word, length);
  PtlRank container = rank_container (listener, word, length);

  return MIN (MIN (process, unit), container);
}
