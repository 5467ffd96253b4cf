#include "config.h"

#include "page/ptl-page-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "page/ptl-listener-group.h"

/* What it likely is if you find something there: reasoned from the range, from this computer's configuration, from
 * the notes, the conventions and the neighbours. Nothing is claimed that the catalog or the computer does not say. */

/* So far above another program's port a further copy of it is still plausible. */
#define NEIGHBOUR_REACH 3

/* More names than these make a sentence that nobody reads. */
#define MAX_NAMES 4

static gboolean
is_candidate (const PtlPage *page,
              const PtlNote *note)
{
  return note->kind != PTL_NOTE_MALWARE_HISTORY && (note->transports & page->transports) != 0;
}

/* Products as a sentence names them, each with the systems that it runs on, and the notes behind them. */
typedef struct
{
  GPtrArray *names;    /* (element-type utf8) (owned) */
  GPtrArray *products; /* (element-type utf8) */
  guint      total;
} Products;

static void
products_init (Products *self)
{
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->products = g_ptr_array_new ();
  self->total = 0;
}

static void
products_clear (Products *self)
{
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->products);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Products, products_clear)

static char *
name_with_platforms (const PtlNote *note)
{
  g_autofree char *platforms = ptl_words_platforms (note->platforms);

  /* "Windows http.sys" needs no "(Windows)". */
  if (platforms != NULL && strstr (note->product, platforms) != NULL)
    return g_strdup (note->product);

  /* Translators: a product and the systems that it runs on: "Xsan (macOS)". */
  return platforms != NULL ? g_strdup_printf (_("%s (%s)"), note->product, platforms)
                           : g_strdup (note->product);
}

static void
products_add (Products      *self,
              const PtlNote *note)
{
  if (g_ptr_array_find_with_equal_func (self->products, note->product, g_str_equal, NULL))
    return;

  self->total++;
  if (self->names->len >= MAX_NAMES)
    return;

  g_ptr_array_add (self->products, (char *) note->product);
  g_ptr_array_add (self->names, name_with_platforms (note));
}

/* "A, B and C", or "A, B, C, D and 9 others". */
static char *
products_to_words (const Products *self)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  g_autofree char *more = NULL;

  for (guint i = 0; i < self->names->len; i++)
    g_ptr_array_add (items, g_ptr_array_index (self->names, i));

  if (self->total > self->names->len)
    {
      guint rest = self->total - self->names->len;

      /* Translators: the end of a list of products. */
      more = g_strdup_printf (ngettext ("%u other", "%u others", rest), rest);
      g_ptr_array_add (items, more);
    }

  return ptl_words_list (items);
}

static gboolean
runs_here (const PtlPage *page,
           const PtlNote *note)
{
  g_auto (GStrv) platforms = NULL;

  if (note->platforms == NULL || page->facts == NULL)
    return TRUE;

  platforms = g_strsplit (note->platforms, ";", -1);

  return g_strv_contains ((const char * const *) platforms, page->facts->os);
}

/* How a product stands to the number. */
typedef enum
{
  STANDING_REGISTERED = 1 << 0, /* it uses it for what is registered */
  STANDING_FOREMOST   = 1 << 1, /* it is what most people mean by it, whatever is registered */
  STANDING_OTHER      = 1 << 2
} Standing;

static Standing
standing_of (const PtlPage *page,
             const PtlNote *note)
{
  if (ptl_page_get_relation (page, note) == PTL_RELATION_SAME)
    return STANDING_REGISTERED;

  return note->foremost ? STANDING_FOREMOST : STANDING_OTHER;
}

/* What may run on this system comes first. @standings is a mask. */
static void
collect_products (const PtlPage *page,
                  guint          standings,
                  Products      *products)
{
  guint n = ptl_catalog_get_n_notes (page->catalog, page->port);

  for (guint pass = 0; pass < 2; pass++)
    {
      for (guint i = 0; i < n; i++)
        {
          PtlNote note;

          ptl_catalog_get_note (page->catalog, page->port, i, &note);
          if (is_candidate (page, &note) &&
              note.confidence > PTL_CONFIDENCE_LOW &&
              (standing_of (page, &note) & standings) != 0 &&
              runs_here (page, &note) == (pass == 0))
            products_add (products, &note);
        }
    }
}

static void
cite_products (const PtlPage  *page,
               PtlFact        *fact,
               const Products *products)
{
  guint n = ptl_catalog_get_n_notes (page->catalog, page->port);

  for (guint i = 0; i < n; i++)
    {
      PtlNote note;

      ptl_catalog_get_note (page->catalog, page->port, i, &note);
      if (is_candidate (page, &note) &&
          g_ptr_array_find_with_equal_func (products->products, note.product, g_str_equal, NULL))
        ptl_fact_cite_note (fact, page->catalog, &note);
    }
}

static char *
registered_names (const PtlPage *page)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  guint n = ptl_catalog_get_n_registrations (page->catalog, page->port);
  guint seen = 0;

  for (guint i = 0; i < n; i++)
    {
      PtlRegistration row;

      ptl_catalog_get_registration (page->catalog, page->port, i, &row);

      /* The primary name of each transport; further ones are hardly ever what runs. */
      if (row.status != PTL_STATUS_ASSIGNED || row.name == NULL ||
          !ptl_page_covers (page, row.transport) || (seen & PTL_TRANSPORT_BIT (row.transport)) != 0)
        continue;

      seen |= PTL_TRANSPORT_BIT (row.transport);
      if (!g_ptr_array_find_with_equal_func (names, row.name, g_str_equal, NULL))
        g_ptr_array_add (names, (char *) row.name);
    }

  return names->len > 0 ? ptl_words_list (names) : NULL;
}

static gboolean
say_now (const PtlPage *page,
         PtlSection    *section)
{
  g_autoptr (GPtrArray) groups = NULL;

  if (page->snapshot == NULL || page->snapshot_error != NULL)
    return FALSE;

  groups = ptl_listener_group_list (page->snapshot, page->port, page->transports);
  for (guint i = 0; i < groups->len; i++)
    {
      const PtlListenerGroup *group = g_ptr_array_index (groups, i);
      g_autofree char *owner = NULL;
      PtlFact *fact;

      if (!ptl_listener_is_here (group->listener) ||
          (group->owners->len == 0 && !group->listener->kernel))
        continue;

      owner = ptl_listener_describe_owner (group->listener);
      fact = ptl_section_say_format (section, _("Right now it is %s, as told above. What follows is what the number alone suggests, here or on another computer."),
                                     owner);
      ptl_fact_cite_reading (fact, page->snapshot);
      return TRUE;
    }

  return FALSE;
}

static void
append_products (const PtlPage  *page,
                 PtlFact        *fact,
                 const char     *format,
                 const Products *products)
{
  g_autofree char *list = NULL;
  g_autoptr (GString) sentence = NULL;

  if (products->total == 0)
    return;

  list = products_to_words (products);
  sentence = g_string_new (format);
  g_string_replace (sentence, "%s", list, 1);
  ptl_fact_append_text (fact, sentence->str);
  cite_products (page, fact, products);
}

/* What nobody uses for what is registered there, if anything is: first what most people mean by the number. */
static void
say_foremost (const PtlPage *page,
              PtlFact       *fact,
              const char    *registered)
{
  g_auto (Products) foremost = { NULL, };
  g_auto (Products) other = { NULL, };

  products_init (&foremost);
  products_init (&other);
  collect_products (page, STANDING_FOREMOST, &foremost);
  collect_products (page, STANDING_OTHER, &other);

  append_products (page, fact, _("Most likely what most people mean by this number: %s."), &foremost);
  if (foremost.total == 0 && registered != NULL)
    {
      g_autofree char *text = g_strdup_printf (_("Perhaps what is registered there, %s."), registered);

      ptl_fact_append_text (fact, text);
    }
  append_products (page, fact,
                   foremost.total == 0 && registered == NULL
                     ? _("Perhaps a program that is known to use the number: %s.")
                     : _("Or something else that is known to use the number: %s."),
                   &other);
  if (foremost.total > 0 && registered != NULL)
    {
      g_autofree char *text = g_strdup_printf (_("Registered there is %s."), registered);

      ptl_fact_append_text (fact, text);
    }
  if (registered != NULL)
    ptl_fact_append_text (fact, _("The registry tells who asked for the number, not what runs on it."));
}

/*
 * What registration and notes say together. A note tells that a program uses the number, not how often, so nothing is
 * said to be likelier than what is registered but what whoever wrote the notes knows for what most people mean; and that a
 * program does use the number for what is registered makes the registration more than paper.
 */
static gboolean
say_known (const PtlPage *page,
           PtlSection    *section)
{
  g_auto (Products) same = { NULL, };
  g_auto (Products) other = { NULL, };
  g_autofree char *registered = registered_names (page);
  PtlFact *fact;

  products_init (&same);
  products_init (&other);
  collect_products (page, STANDING_REGISTERED, &same);
  collect_products (page, STANDING_FOREMOST | STANDING_OTHER, &other);

  if (registered == NULL && same.total == 0 && other.total == 0)
    return FALSE;

  fact = ptl_section_add (section, PTL_FACT_SENTENCE);
  if (registered != NULL)
    ptl_fact_cite_iana (fact, page->catalog);

  if (registered != NULL && same.total > 0)
    {
      fact->text = g_strdup_printf (_("Most likely what is registered there: %s."), registered);
      append_products (page, fact, _("Known to use the number for that: %s."), &same);
      append_products (page, fact, _("Or something else that is known to use it: %s."), &other);
    }
  else if (same.total > 0 || other.total > 0)
    {
      append_products (page, fact, _("Most likely %s."), &same);
      say_foremost (page, fact, registered);
    }
  else
    {
      fact->text = g_strdup_printf (_("Perhaps %s, as registered. That is no proof: many registered services are hardly ever met, and any program may listen on a number that is free."),
                                    registered);
    }

  return TRUE;
}

static gboolean
has_convention_of (const PtlPage *page,
                   const char    *product)
{
  guint n = ptl_catalog_get_n_conventions (page->catalog, page->port);

  for (guint i = 0; i < n; i++)
    {
      PtlNote note;

      ptl_catalog_get_convention (page->catalog, page->port, i, &note);
      if (is_candidate (page, &note) && g_str_equal (note.product, product))
        return TRUE;
    }

  return FALSE;
}

static void
say_weak (const PtlPage *page,
          PtlSection    *section)
{
  g_auto (Products) products = { NULL, };
  guint n = ptl_catalog_get_n_notes (page->catalog, page->port);
  PtlFact *fact;

  products_init (&products);
  for (guint i = 0; i < n; i++)
    {
      PtlNote note;

      ptl_catalog_get_note (page->catalog, page->port, i, &note);

      /* What takes its ports from a range has been named with the ranges. */
      if (is_candidate (page, &note) && note.confidence == PTL_CONFIDENCE_LOW &&
          !has_convention_of (page, note.product))
        products_add (&products, &note);
    }

  if (products.total == 0)
    return;

  fact = ptl_section_add (section, PTL_FACT_SENTENCE);
  append_products (page, fact, _("Less likely, as it rests on little: %s."), &products);
}

/* The other systems whose default range has the port in it. */
static char *
other_systems (const PtlPage *page,
               PtlFact       *fact)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < ptl_catalog_get_n_systems (page->catalog); i++)
    {
      PtlSystem system;

      ptl_catalog_get_system (page->catalog, i, &system);
      if (page->port < system.first || page->port > system.last ||
          (page->facts != NULL && g_strcmp0 (page->facts->os, system.os) == 0))
        continue;

      if (names->len < MAX_NAMES)
        {
          g_ptr_array_add (names, (char *) ptl_words_system (system.name));
          ptl_fact_add_source (fact, system.source.title, system.source.url);
        }
    }

  return names->len > 0 ? ptl_words_list (names) : NULL;
}

static void
say_ephemeral (const PtlPage *page,
               PtlSection    *section)
{
  PtlFact *fact = ptl_section_add (section, PTL_FACT_SENTENCE);
  g_autofree char *elsewhere = NULL;

  if (page->facts != NULL && ptl_host_facts_in_ephemeral (page->facts, page->port))
    {
      fact->text = g_strdup (_("A program that asked for no port in particular and was given this one by the system: it lies in the range that this computer hands out by itself. Started again, such a program has another port."));
      ptl_fact_cite_host (fact, page->facts->ephemeral_source);

      if (ptl_page_covers (page, PTL_TRANSPORT_UDP))
        ptl_section_say (section, _("On UDP, perhaps no server at all: a client that waits for an answer looks the same as a server that waits for a question."));
      return;
    }

  if (page->facts != NULL && page->facts->ephemeral->len > 0)
    {
      fact->text = g_strdup (_("On this computer, a port that somebody chose, in a configuration file, on a command line or in a program: it lies outside the range that the system hands out by itself."));
      ptl_fact_cite_host (fact, page->facts->ephemeral_source);
    }
  else
    {
      fact->text = g_strdup (_("A port that somebody chose, in a configuration file, on a command line or in a program, unless the system handed it out by itself."));
    }

  elsewhere = other_systems (page, fact);
  if (elsewhere != NULL)
    {
      /* Translators: %s is a list of operating systems. */
      g_autofree char *text = g_strdup_printf (_("Elsewhere it may be one that the system handed out: %s."), elsewhere);

      ptl_fact_append_text (fact, text);
    }
}

static void
say_conventions (const PtlPage *page,
                 PtlSection    *section)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *list = NULL;
  guint n = ptl_catalog_get_n_conventions (page->catalog, page->port);
  PtlFact *fact;

  for (guint i = 0; i < n; i++)
    {
      PtlNote note;

      ptl_catalog_get_convention (page->catalog, page->port, i, &note);
      if (is_candidate (page, &note))
        g_ptr_array_add (names, name_with_platforms (&note));
    }

  if (names->len == 0)
    return;

  list = ptl_words_list (names);
  fact = ptl_section_say_format (section, _("Something that takes its ports from a whole range, if the computer runs such a thing: %s."), list);

  for (guint i = 0; i < n; i++)
    {
      PtlNote note;

      ptl_catalog_get_convention (page->catalog, page->port, i, &note);
      if (is_candidate (page, &note) && note.n_sources > 0)
        {
          PtlCatalogSource source;

          /* The first is enough here; all of them stand where the convention itself is told. */
          ptl_catalog_get_source (page->catalog, note.first_source, &source);
          ptl_fact_add_source (fact, source.title, source.url);
        }
    }
}

static void
say_neighbour (const PtlPage *page,
               PtlSection    *section)
{
  for (guint distance = 1; distance <= NEIGHBOUR_REACH && distance <= page->port; distance++)
    {
      guint16 below = page->port - distance;
      guint n = ptl_catalog_get_n_notes (page->catalog, below);

      for (guint i = 0; i < n; i++)
        {
          PtlNote note;
          PtlFact *fact;

          ptl_catalog_get_note (page->catalog, below, i, &note);
          if (!is_candidate (page, &note) || note.confidence == PTL_CONFIDENCE_LOW ||
              note.first != below || note.last != below ||
              (note.kind != PTL_NOTE_DEV_DEFAULT && note.kind != PTL_NOTE_DE_FACTO))
            continue;

          fact = ptl_section_say_format (section, _("Perhaps a second %s: that uses %u, and a further copy is often put on one of the next numbers."),
                                         note.product, below);
          ptl_fact_cite_note (fact, page->catalog, &note);
          return;
        }
    }
}

/**
 * ptl_page_write_likely:
 * @page: the page
 * @section: the section to fill
 *
 * Writes what it likely is if something is found on the port, from the most to the least likely.
 */
void
ptl_page_write_likely (const PtlPage *page,
                       PtlSection    *section)
{
  gboolean known;

  section->remark = g_strdup (_("Reasoned, not looked up"));

  if (page->port == 0)
    {
      PtlFact *fact = ptl_section_say (section, _("Nothing can be found on port 0. A tool that shows it means “any port” or “no port”, as for a socket that has not been given one yet."));

      ptl_fact_cite_iana (fact, page->catalog);
      return;
    }

  say_now (page, section);
  known = say_known (page, section);
  say_ephemeral (page, section);
  if (!known)
    say_neighbour (page, section);
  say_conventions (page, section);
  say_weak (page, section);

  if (!known)
    ptl_section_say (section, _("Often something quite ordinary: a developer’s server, a second copy of a known program, a container’s published port, the end of a tunnel."));
  ptl_section_say (section, _("The number never proves what listens there; only the computer itself can tell."));
}
