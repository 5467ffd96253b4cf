#include "config.h"

#include "page/ptl-page-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * Nearby and related: other ports worth a look, computed from the catalog. The best reasons come first: another port
 * of the same product, the secure twin of a service, the same convention, then the neighbours.
 *
 * Nothing is indexed for this. A pass over all notes, or over all ports, takes a fraction of a millisecond, and only a port that
 * has notes or a name needs one; see tests/page.
 */

/* The command line's contract. */
#define MAX_RELATED 12

/* So many of one kind of reason that the others still have room. */
#define MAX_SAME_PRODUCT 5
#define MAX_TWINS        4

/* A convention of more ports than this says little of any two of them. */
#define NARROW_RANGE 1024

static const char *
short_name (const PtlPage *page,
            guint16        port)
{
  PtlSummary summary;

  ptl_catalog_get_summary (page->catalog, port, &summary);

  return summary.name != NULL ? summary.name : summary.product;
}

static void
add_related (const PtlPage *page,
             PtlSection    *section,
             guint16        port,
             const char    *name,
             const char    *why)
{
  PtlFact *fact;

  if (port == page->port || section->facts->len >= MAX_RELATED)
    return;

  for (guint i = 0; i < section->facts->len; i++)
    {
      const PtlFact *other = g_ptr_array_index (section->facts, i);

      if (other->port == port)
        return;
    }

  fact = ptl_section_add (section, PTL_FACT_PORT);
  fact->port = port;
  fact->title = g_strdup (name != NULL ? name : short_name (page, port));
  fact->text = g_strdup (why);
}

static void
add_same_product (const PtlPage *page,
                  PtlSection    *section)
{
  PtlProductPort ports[MAX_SAME_PRODUCT];
  guint n = ptl_catalog_list_product_ports (page->catalog, page->port, ports, G_N_ELEMENTS (ports));

  for (guint i = 0; i < n; i++)
    {
      /* Translators: %s is a product. */
      g_autofree char *why = g_strdup_printf (_("Another port of %s"), ports[i].product);

      add_related (page, section, ports[i].port, ports[i].product, why);
    }
}

static gboolean
mentions_security (const char *description)
{
  static const char * const words[] = { "tls", "ssl", "secure", "dtls", "encrypted", NULL };
  g_autofree char *folded = description != NULL ? g_ascii_strdown (description, -1) : NULL;

  for (guint i = 0; folded != NULL && words[i] != NULL; i++)
    {
      if (strstr (folded, words[i]) != NULL)
        return TRUE;
    }

  return FALSE;
}

/* Whether one name is the other's with a mark of security: imap and imaps, domain and domain-s, mqtt and secure-mqtt. */
static gboolean
is_secure_form (const char *plain,
                const char *secure)
{
  gsize length = strlen (plain);

  if (g_str_has_prefix (secure, "secure-") && g_str_equal (secure + strlen ("secure-"), plain))
    return TRUE;

  if (length < 2 || strncmp (plain, secure, length) != 0)
    return FALSE;

  return g_str_equal (secure + length, "s") || g_str_equal (secure + length, "-s") ||
         g_str_equal (secure + length, "-tls") || g_str_equal (secure + length, "-ssl") ||
         g_str_equal (secure + length, "-sec") || g_str_equal (secure + length, "ssl");
}

static gboolean
is_alternate_form (const char *name,
                   const char *alternate)
{
  gsize length = strlen (name);

  return strncmp (name, alternate, length) == 0 &&
         (g_str_equal (alternate + length, "-alt") || g_str_equal (alternate + length, "-alternate"));
}

static void
add_twins (const PtlPage *page,
           PtlSection    *section)
{
  PtlSummary own;
  guint added = 0;

  ptl_catalog_get_summary (page->catalog, page->port, &own);
  if (own.name == NULL)
    return;

  for (guint port = 1; port < PTL_N_PORTS && added < MAX_TWINS; port++)
    {
      PtlSummary other;
      PtlRegistration row;
      g_autofree char *why = NULL;

      /* Cheaper than the summary, and most ports have nothing. */
      if (port == page->port || ptl_catalog_get_n_registrations (page->catalog, port) == 0)
        continue;

      /* A range counts once, by its first port. */
      ptl_catalog_get_registration (page->catalog, port, 0, &row);
      if (row.first != port)
        continue;

      ptl_catalog_get_summary (page->catalog, port, &other);
      if (other.name == NULL || *other.name != *own.name)
        {
          if (other.name == NULL ||
              (!g_str_has_prefix (other.name, "secure-") && !g_str_has_prefix (own.name, "secure-")))
            continue;
        }

      if (g_str_equal (own.name, other.name))
        why = g_strdup_printf (_("Registered by the same name, %s"), other.name);
      else if (is_secure_form (own.name, other.name) && mentions_security (other.description))
        why = g_strdup_printf (_("%s with encryption from the start"), own.name);
      else if (is_secure_form (other.name, own.name) && mentions_security (own.description))
        why = g_strdup_printf (_("%s without encryption from the start"), other.name);
      else if (is_alternate_form (own.name, other.name))
        why = g_strdup_printf (_("Registered as an alternative for %s"), own.name);
      else if (is_alternate_form (other.name, own.name))
        why = g_strdup_printf (_("The first port of %s"), other.name);
      else
        continue;

      add_related (page, section, port, NULL, why);
      added++;
    }
}

static void
add_conventions (const PtlPage *page,
                 PtlSection    *section)
{
  guint n = ptl_catalog_get_n_conventions (page->catalog, page->port);

  for (guint i = 0; i < n; i++)
    {
      PtlNote note;
      g_autofree char *ports = NULL;
      g_autofree char *why = NULL;

      ptl_catalog_get_convention (page->catalog, page->port, i, &note);
      if (note.last - note.first >= NARROW_RANGE)
        continue;

      ports = ptl_words_ports (note.first, note.last);
      /* Translators: a product, then its range of ports. */
      why = g_strdup_printf (_("The first port of the range of %s, %s"), note.product, ports);
      add_related (page, section, note.first, note.product, why);
    }
}

/* The product of a note that is well enough known, and of this port alone. */
static const char *
find_product (const PtlPage *page,
              guint16        port)
{
  guint n = ptl_catalog_get_n_notes (page->catalog, port);

  for (guint i = 0; i < n; i++)
    {
      PtlNote note;

      ptl_catalog_get_note (page->catalog, port, i, &note);
      if (note.first == note.last && note.kind != PTL_NOTE_MALWARE_HISTORY &&
          note.confidence > PTL_CONFIDENCE_LOW)
        return note.product;
    }

  return NULL;
}

static const char *
find_name (const PtlPage *page,
           guint16        port)
{
  PtlSummary summary;

  if (ptl_catalog_get_n_registrations (page->catalog, port) == 0)
    return NULL;

  ptl_catalog_get_summary (page->catalog, port, &summary);

  return summary.name;
}

/* What a port is called there; NULL where it is not of the kind that is looked for. */
typedef const char *(*Finder) (const PtlPage *page,
                               guint16        port);

static void
add_nearest (const PtlPage *page,
             PtlSection    *section,
             Finder         find,
             const char    *below,
             const char    *above)
{
  PtlRange range = ptl_range_of_port (page->port);
  guint first = ptl_range_get_first (range), last = ptl_range_get_last (range);

  for (guint port = page->port; port > first && port > 1; port--)
    {
      const char *name = find (page, port - 1);

      if (name != NULL)
        {
          add_related (page, section, port - 1, name, below);
          break;
        }
    }

  for (guint port = page->port + 1; port <= last; port++)
    {
      const char *name = find (page, port);

      if (name != NULL)
        {
          add_related (page, section, port, name, above);
          break;
        }
    }
}

/**
 * ptl_page_write_related:
 * @page: the page
 * @section: the section to fill
 *
 * Writes at most twelve other ports, each with why it is there.
 */
void
ptl_page_write_related (const PtlPage *page,
                        PtlSection    *section)
{
  add_twins (page, section);
  add_same_product (page, section);
  add_conventions (page, section);
  add_nearest (page, section, find_product,
               _("The next lower port whose common use is known"),
               _("The next higher port whose common use is known"));
  if (ptl_range_of_port (page->port) != PTL_RANGE_DYNAMIC)
    add_nearest (page, section, find_name,
                 _("The next lower port with a registered name"),
                 _("The next higher port with a registered name"));
}
