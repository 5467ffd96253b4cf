#include "config.h"

#include "page/ptl-page-private.h"

#include <glib/gi18n-lib.h>

#include "page/ptl-sanitize.h"

/* The page's sections, in the order in which people read them: first the three answers, what is here now, what is
 * registered and what it is commonly used for; then what follows from them, how to check, and why. A new section is a line
 * here and a writer in a file of its own. */
static const struct
{
  PtlSectionKind  kind;
  const char     *title;
  PtlPageWriter   write;
} sections[] = {
  { PTL_SECTION_HERE_NOW, N_("Here now"), ptl_page_write_here },
  { PTL_SECTION_OWN_NOTE, N_("Your note"), ptl_page_write_own_note },
  { PTL_SECTION_REGISTERED, N_("Registered"), ptl_page_write_registered },
  { PTL_SECTION_COMMON, N_("Commonly used"), ptl_page_write_common },
  { PTL_SECTION_LIKELY, N_("If you find something there"), ptl_page_write_likely },
  { PTL_SECTION_RANGE, N_("The range it belongs to"), ptl_page_write_range },
  { PTL_SECTION_USABLE, N_("Can I use this port?"), ptl_page_write_usable },
  { PTL_SECTION_CHECKS, N_("How to check"), ptl_page_write_checks },
  { PTL_SECTION_WHY, N_("Why it matters"), ptl_page_write_why },
  { PTL_SECTION_RELATED, N_("Nearby and related"), ptl_page_write_related },
};

/**
 * ptl_page_new:
 * @catalog: what the world says
 * @facts: (nullable): what this computer's configuration says
 * @snapshot: (nullable): the last good reading of the listeners
 * @snapshot_error: (nullable): why the newest reading failed
 * @marks: (nullable): what the user keeps; NULL where the book was not read
 * @port: the port
 *
 * Makes the page of a port, for all transports. Every port has one. Pure, any thread; takes well below a millisecond.
 *
 * Returns: (transfer full): the page
 */
PtlPage *
ptl_page_new (PtlCatalog   *catalog,
              PtlHostFacts *facts,
              PtlSnapshot  *snapshot,
              const GError *snapshot_error,
              PtlMarks     *marks,
              guint16       port)
{
  return ptl_page_new_for (catalog, facts, snapshot, snapshot_error, marks, NULL, port, PTL_ALL_TRANSPORTS);
}

/**
 * ptl_page_new_for:
 * @catalog: what the world says
 * @facts: (nullable): what this computer's configuration says
 * @snapshot: (nullable): the last good reading of the listeners
 * @snapshot_error: (nullable): why the newest reading failed
 * @marks: (nullable): what the user keeps; NULL where the book was not read
 * @trial: (nullable): what became of trying the port; of another port it is not looked at
 * @port: the port
 * @transports: mask of PTL_TRANSPORT_BIT(); 0 means all
 *
 * Makes the page of a port as far as it concerns some transports: registrations, notes, conventions, listeners and
 * commands are those of @transports.
 *
 * Returns: (transfer full): the page
 */
PtlPage *
ptl_page_new_for (PtlCatalog     *catalog,
                  PtlHostFacts   *facts,
                  PtlSnapshot    *snapshot,
                  const GError   *snapshot_error,
                  PtlMarks       *marks,
                  const PtlTrial *trial,
                  guint16         port,
                  guint           transports)
{
  PtlPage *self;

  g_return_val_if_fail (catalog != NULL, NULL);

  self = g_new0 (PtlPage, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->catalog = ptl_catalog_ref (catalog);
  self->facts = facts != NULL ? ptl_host_facts_ref (facts) : NULL;
  self->snapshot = snapshot != NULL ? ptl_snapshot_ref (snapshot) : NULL;
  self->snapshot_error = snapshot_error != NULL ? ptl_sanitize (snapshot_error->message) : NULL;
  self->marks = marks != NULL ? ptl_marks_ref (marks) : NULL;
  if (trial != NULL && trial->port == port)
    self->trial = *trial;
  self->port = port;
  self->transports = (transports & PTL_ALL_TRANSPORTS) != 0 ? transports & PTL_ALL_TRANSPORTS
                                                            : PTL_ALL_TRANSPORTS;

  if (self->transports == PTL_ALL_TRANSPORTS)
    {
      /* Translators: the headline of a page, such as "Port 60683". */
      self->title = g_strdup_printf (_("Port %u"), port);
    }
  else
    {
      g_autofree char *names = ptl_words_transports (self->transports);

      /* Translators: the headline of a page about one transport, such as "Port 53 on UDP". */
      self->title = g_strdup_printf (_("Port %u on %s"), port, names);
    }

  self->subtitle = ptl_page_make_subtitle (self);
  self->sections = g_ptr_array_new_full (G_N_ELEMENTS (sections),
                                         (GDestroyNotify) ptl_section_free);

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    {
      PtlSection *section = ptl_section_new (sections[i].kind, _(sections[i].title));

      sections[i].write (self, section);
      /* Most ports have no note of the user's, and then there is nothing to say about that. */
      if (section->kind == PTL_SECTION_OWN_NOTE && section->facts->len == 0)
        ptl_section_free (section);
      else
        g_ptr_array_add (self->sections, section);
    }

  return self;
}

/**
 * ptl_page_ref:
 * @self: a page
 *
 * Takes a reference. Any thread.
 *
 * Returns: (transfer full): @self
 */
PtlPage *
ptl_page_ref (PtlPage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * ptl_page_unref:
 * @self: (transfer full): a page
 *
 * Gives a reference back. Any thread.
 */
void
ptl_page_unref (PtlPage *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  /* Facts borrow listeners from the snapshot, so they go first. */
  g_ptr_array_unref (self->sections);
  g_clear_pointer (&self->snapshot, ptl_snapshot_unref);
  g_clear_pointer (&self->facts, ptl_host_facts_unref);
  g_clear_pointer (&self->marks, ptl_marks_unref);
  ptl_catalog_unref (self->catalog);
  g_free (self->snapshot_error);
  g_free (self->title);
  g_free (self->subtitle);
  g_free (self);
}

/**
 * ptl_page_covers:
 * @page: a page
 * @transport: a transport
 *
 * Says whether the page is about a transport too. Any thread.
 *
 * Returns: whether it is
 */
gboolean
ptl_page_covers (const PtlPage *page,
                 PtlTransport   transport)
{
  return (page->transports & PTL_TRANSPORT_BIT (transport)) != 0;
}

/**
 * ptl_page_get_relation:
 * @page: a page
 * @note: a note that covers the page's port
 *
 * Says how a note relates to what IANA registered on this very port. A note's own relation is that of its whole range: where
 * its other ports are registered and this one is not, it stands in nobody's way here.
 *
 * Returns: the relation
 */
PtlRelation
ptl_page_get_relation (const PtlPage *page,
                       const PtlNote *note)
{
  for (guint i = 0; i < PTL_N_REGISTRY_TRANSPORTS; i++)
    {
      if ((note->transports & PTL_TRANSPORT_BIT (i)) != 0 &&
          ptl_catalog_get_status (page->catalog, page->port, i) == PTL_STATUS_ASSIGNED)
        return note->relation;
    }

  return PTL_RELATION_NONE;
}

/**
 * ptl_page_get_port:
 * @self: a page
 *
 * Returns: the port that the page is about
 */
guint16
ptl_page_get_port (PtlPage *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->port;
}

/**
 * ptl_page_get_transports:
 * @self: a page
 *
 * Returns: mask of the transports that the page is about
 */
guint
ptl_page_get_transports (PtlPage *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->transports;
}

/**
 * ptl_page_get_title:
 * @self: a page
 *
 * Returns: (transfer none): the headline, "Port 60683"
 */
const char *
ptl_page_get_title (PtlPage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->title;
}

/**
 * ptl_page_get_subtitle:
 * @self: a page
 *
 * Returns: (transfer none): one short sentence below the headline
 */
const char *
ptl_page_get_subtitle (PtlPage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->subtitle;
}

/**
 * ptl_page_get_sections:
 * @self: a page
 *
 * Returns: (transfer none) (element-type PtlSection): the sections in their order; not to be changed
 */
GPtrArray *
ptl_page_get_sections (PtlPage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->sections;
}

/**
 * ptl_page_get_catalog:
 * @self: a page
 *
 * Returns: (transfer none): the catalog that the page was made of
 */
PtlCatalog *
ptl_page_get_catalog (PtlPage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->catalog;
}

/**
 * ptl_page_get_host_facts:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): the host facts that the page was made of
 */
PtlHostFacts *
ptl_page_get_host_facts (PtlPage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->facts;
}

/**
 * ptl_page_get_snapshot:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): the snapshot that the page was made of
 */
PtlSnapshot *
ptl_page_get_snapshot (PtlPage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->snapshot;
}

/**
 * ptl_page_get_marks:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): the user's marks that the page was made of
 */
PtlMarks *
ptl_page_get_marks (PtlPage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->marks;
}

/**
 * ptl_page_equal:
 * @a: a page
 * @b: another
 *
 * Compares what two pages say, not what they were made of: a new snapshot in which nothing differs for this port
 * gives an equal page.
 *
 * Returns: whether the two read the same
 */
gboolean
ptl_page_equal (PtlPage *a,
                PtlPage *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a == b)
    return TRUE;

  if (a->port != b->port || a->transports != b->transports ||
      a->sections->len != b->sections->len ||
      !g_str_equal (a->title, b->title) || !g_str_equal (a->subtitle, b->subtitle))
    return FALSE;

  for (guint i = 0; i < a->sections->len; i++)
    {
      if (!ptl_section_equal (g_ptr_array_index (a->sections, i),
                              g_ptr_array_index (b->sections, i)))
        return FALSE;
    }

  return TRUE;
}
