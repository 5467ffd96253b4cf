#include "config.h"

#include "page/ptl-listener-filter.h"

#include <string.h>

#include "page/ptl-listener-match.h"
#include "page/ptl-mark-match.h"

struct _PtlListenerFilter
{
  PtlCatalog *catalog; /* (owned) */
  PtlMarks   *marks;   /* (owned) (nullable) */
  PtlQuery   *query;   /* (owned) */
};

/**
 * ptl_listener_filter_new:
 * @catalog: what the world says
 * @marks: (nullable): what the user keeps; without it nothing is starred
 * @query: what is looked for
 *
 * Makes a filter. Any thread.
 *
 * Returns: (transfer full): the filter
 */
PtlListenerFilter *
ptl_listener_filter_new (PtlCatalog *catalog,
                         PtlMarks   *marks,
                         PtlQuery   *query)
{
  PtlListenerFilter *self = g_new0 (PtlListenerFilter, 1);

  self->catalog = ptl_catalog_ref (catalog);
  self->marks = marks != NULL ? ptl_marks_ref (marks) : NULL;
  self->query = ptl_query_ref (query);

  return self;
}

/**
 * ptl_listener_filter_free:
 * @self: (transfer full): a filter
 *
 * Frees a filter.
 */
void
ptl_listener_filter_free (PtlListenerFilter *self)
{
  ptl_catalog_unref (self->catalog);
  g_clear_pointer (&self->marks, ptl_marks_unref);
  ptl_query_unref (self->query);
  g_free (self);
}

static gboolean
has_text (const char *haystack,
          const char *folded)
{
  g_autofree char *text = NULL;

  if (haystack == NULL)
    return FALSE;

  text = ptl_fold (haystack);

  return strstr (text, folded) != NULL;
}

/* A script is known by its command line, as its process is called python or node. */
static gboolean
command_has_text (const PtlListener *listener,
                  const char        *folded)
{
  for (guint i = 0; i < listener->owners->len; i++)
    {
      const PtlProcess *process = ((const PtlOwner *) g_ptr_array_index (listener->owners, i))->process;

      for (guint j = 0; process->command != NULL && process->command[j] != NULL; j++)
        {
          if (has_text (process->command[j], folded))
            return TRUE;
        }
    }

  return FALSE;
}

/* What the catalog calls the port: its names there, on the listener's own transport, and the products. */
static gboolean
port_has_text (const PtlListenerFilter *self,
               const PtlListener       *listener,
               const char              *folded)
{
  guint n = ptl_catalog_get_n_registrations (self->catalog, listener->port);

  for (guint i = 0; i < n; i++)
    {
      PtlRegistration row;

      ptl_catalog_get_registration (self->catalog, listener->port, i, &row);
      if (row.transport == listener->transport && has_text (row.name, folded))
        return TRUE;
    }

  n = ptl_catalog_get_n_notes (self->catalog, listener->port);
  for (guint i = 0; i < n; i++)
    {
      PtlNote note;

      ptl_catalog_get_note (self->catalog, listener->port, i, &note);
      if ((note.transports & PTL_TRANSPORT_BIT (listener->transport)) != 0 &&
          (has_text (note.product, folded) || has_text (note.names, folded)))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_as_asked (const PtlListenerFilter *self,
             const PtlListener       *listener,
             PtlIs                    is)
{
  PtlStatus status;

  switch (is)
    {
    case PTL_IS_REGISTERED:
    case PTL_IS_UNASSIGNED:
      /* UDP-Lite has the numbers of UDP. */
      status = ptl_catalog_get_status (self->catalog, listener->port,
                                       listener->transport == PTL_TRANSPORT_UDPLITE
                                         ? PTL_TRANSPORT_UDP
                                         : listener->transport);
      return (status == PTL_STATUS_ASSIGNED) == (is == PTL_IS_REGISTERED) &&
             (is == PTL_IS_REGISTERED || status == PTL_STATUS_UNASSIGNED ||
              status == PTL_STATUS_FORMERLY);

    case PTL_IS_NOTED:
      return ptl_catalog_get_n_notes (self->catalog, listener->port) > 0;

    case PTL_IS_BLOCKED:
      return ptl_catalog_is_browser_blocked (self->catalog, listener->port);

    case PTL_IS_STARRED:
    case PTL_IS_MINE:
    case PTL_IS_LISTENING:
    case PTL_IS_EXPOSED:
    default:
      return FALSE;
    }
}

static gboolean
has_note_of_kind (const PtlListenerFilter *self,
                  const PtlListener       *listener,
                  PtlNoteKind              kind)
{
  guint n = kind == PTL_NOTE_RANGE_CONVENTION
              ? ptl_catalog_get_n_conventions (self->catalog, listener->port)
              : ptl_catalog_get_n_notes (self->catalog, listener->port);

  if (kind == PTL_NOTE_RANGE_CONVENTION)
    return n > 0;

  for (guint i = 0; i < n; i++)
    {
      PtlNote note;

      ptl_catalog_get_note (self->catalog, listener->port, i, &note);
      if (note.kind == kind && (note.transports & PTL_TRANSPORT_BIT (listener->transport)) != 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
term_matches (const PtlListenerFilter *self,
              const PtlListener       *listener,
              const PtlTerm           *term)
{
  g_autofree char *number = NULL;

  if (ptl_term_is_about_listeners (term))
    return ptl_listener_matches_term (listener, term);
  if (ptl_term_is_about_marks (term))
    return ptl_own_mark_matches_term (ptl_marks_find (self->marks, listener->port), term);

  switch (term->kind)
    {
    case PTL_TERM_WORD:
      return ptl_listener_rank_word (listener, term->text, strlen (term->text)) < PTL_N_RANKS ||
             command_has_text (listener, term->text) || has_text (listener->address, term->text) ||
             has_text (listener->interface, term->text) ||
             port_has_text (self, listener, term->text);

    case PTL_TERM_NUMBER:
      number = g_strdup_printf ("%u", listener->port);
      return term->text != NULL ? g_str_has_prefix (number, term->text)
                                : listener->port == term->first;

    case PTL_TERM_INTERVAL:
      return listener->port >= term->first && listener->port <= term->last;

    case PTL_TERM_TRANSPORT:
      return ptl_listener_matches_term (listener, term);

    case PTL_TERM_IS:
      return is_as_asked (self, listener, term->is);

    case PTL_TERM_RANGE:
      return ptl_range_of_port (listener->port) == (PtlRange) term->value;

    case PTL_TERM_KIND:
      return has_note_of_kind (self, listener, term->value);

    case PTL_TERM_PROCESS:
    case PTL_TERM_USER:
    case PTL_TERM_UNIT:
    case PTL_TERM_CONTAINER:
    case PTL_TERM_PID:
    default:
      g_return_val_if_reached (FALSE);
    }
}

/**
 * ptl_listener_filter_matches:
 * @self: a filter
 * @listener: a listener
 *
 * Says whether a listener is what the query means. Words are looked for in who holds it, in its address, and in
 * what the catalog calls its port. Any thread.
 *
 * Returns: whether it is
 */
gboolean
ptl_listener_filter_matches (const PtlListenerFilter *self,
                             const PtlListener       *listener)
{
  guint n = ptl_query_get_n_terms (self->query);

  for (guint i = 0; i < n; i++)
    {
      const PtlTerm *term = ptl_query_get_term (self->query, i);

      if (term_matches (self, listener, term) == !!term->exclude)
        return FALSE;
    }

  return TRUE;
}
