#include "config.h"

#include "page/ptl-page-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Words and sources that several sections use. Everything here is pure. */

#define RFC6335_TITLE "RFC 6335: IANA Procedures for Service Names and Port Numbers"
#define RFC6335_URL   "https://www.rfc-editor.org/rfc/rfc6335"
#define IANA_URL \
  "https://www.iana.org/assignments/service-names-port-numbers/service-names-port-numbers.xhtml"

/**
 * ptl_words_ports:
 * @first: the first port
 * @last: the last port
 *
 * Writes a port, or a range with an en dash. Ports are numbers that people type, so their digits are never grouped.
 *
 * Returns: (transfer full): "80" or "6000–6063"
 */
char *
ptl_words_ports (guint first,
                 guint last)
{
  return first == last ? g_strdup_printf ("%u", first) : g_strdup_printf ("%u–%u", first, last);
}

/**
 * ptl_words_date:
 * @iso: (nullable): "2026-09-17" or "2026-09"
 *
 * Writes a date as the reader's language does.
 *
 * Returns: (transfer full) (nullable): "17 September 2026" or "September 2026"; @iso itself where it is neither
 */
char *
ptl_words_date (const char *iso)
{
  g_autoptr (GDateTime) date = NULL;
  gint64 year, month, day = 1;
  gsize length;

  if (iso == NULL || *iso == '\0')
    return NULL;

  length = strlen (iso);
  if ((length != 7 && length != 10) || iso[4] != '-' || (length == 10 && iso[7] != '-'))
    return g_strdup (iso);

  year = g_ascii_strtoll (iso, NULL, 10);
  month = g_ascii_strtoll (iso + 5, NULL, 10);
  if (length == 10)
    day = g_ascii_strtoll (iso + 8, NULL, 10);

  date = g_date_time_new_utc (year, month, day, 0, 0, 0);
  if (date == NULL)
    return g_strdup (iso);

  if (length == 7)
    /* Translators: a month as g_date_time_format() writes it: September 2026 */
    return g_date_time_format (date, _("%OB %Y"));

  /* Translators: a day as g_date_time_format() writes it: 17 September 2026 */
  return g_date_time_format (date, _("%-e %B %Y"));
}

/**
 * ptl_words_time:
 * @microseconds: since 1970 UTC; 0 where unknown
 *
 * Writes a moment in local time, as the reader's language does. It is never relative ("a minute ago"), so that it
 * reads the same at the next refresh.
 *
 * Returns: (transfer full) (nullable): "23 November 2026, 17:30:05"
 */
char *
ptl_words_time (gint64 microseconds)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;

  if (microseconds <= 0)
    return NULL;

  utc = g_date_time_new_from_unix_utc (microseconds / G_USEC_PER_SEC);
  local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  if (local == NULL)
    return NULL;

  /* Translators: a moment as g_date_time_format() writes it: 23 November 2026, 17:30:05 */
  return g_date_time_format (local, _("%-e %B %Y, %H:%M:%S"));
}

/**
 * ptl_words_list:
 * @items: (element-type utf8): the items
 *
 * Writes a list as a sentence does.
 *
 * Returns: (transfer full): "TCP, UDP and SCTP"; empty for no items
 */
char *
ptl_words_list (GPtrArray *items)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    {
      if (i > 0)
        {
          /* Translators: between the last two items of a list, and between the others; with the spaces. */
          g_string_append (out, i + 1 == items->len ? _(" and ") : _(", "));
        }
      g_string_append (out, g_ptr_array_index (items, i));
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * ptl_words_transports:
 * @mask: mask of PTL_TRANSPORT_BIT()
 *
 * Writes a set of transports.
 *
 * Returns: (transfer full): "TCP and UDP"
 */
char *
ptl_words_transports (guint mask)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < PTL_N_TRANSPORTS; i++)
    {
      if (mask & PTL_TRANSPORT_BIT (i))
        g_ptr_array_add (names, (char *) ptl_transport_to_display (i));
    }

  return ptl_words_list (names);
}

/**
 * ptl_words_platform:
 * @platform: "linux", as data/ writes it
 *
 * Gives an operating system's own spelling.
 *
 * Returns: (transfer none): "Linux"; @platform itself where it is not known
 */
const char *
ptl_words_platform (const char *platform)
{
  static const struct
  {
    const char *id;
    const char *name;
  } names[] = {
    { "aix", "AIX" },
    { "android", "Android" },
    { "chromeos", "ChromeOS" },
    { "freebsd", "FreeBSD" },
    { "hpux", "HP-UX" },
    { "illumos", "illumos" },
    { "ios", "iOS" },
    { "linux", "Linux" },
    { "macos", "macOS" },
    { "netbsd", "NetBSD" },
    { "openbsd", "OpenBSD" },
    { "solaris", "Solaris" },
    { "tvos", "tvOS" },
    { "unix", "Unix" },
    { "windows", "Windows" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_str_equal (names[i].id, platform))
        return names[i].name;
    }

  return platform;
}

/**
 * ptl_words_platforms:
 * @platforms: (nullable): separated by ";"
 *
 * Writes a list of operating systems.
 *
 * Returns: (transfer full) (nullable): "Linux and macOS"; %NULL where @platforms is %NULL or empty
 */
char *
ptl_words_platforms (const char *platforms)
{
  g_auto (GStrv) ids = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  if (platforms == NULL || *platforms == '\0')
    return NULL;

  ids = g_strsplit (platforms, ";", -1);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      if (*g_strstrip (ids[i]) != '\0')
        g_ptr_array_add (names, (char *) ptl_words_platform (ids[i]));
    }

  return names->len > 0 ? ptl_words_list (names) : NULL;
}

/**
 * ptl_words_range_title:
 * @range: one of the registry's three ranges
 *
 * Names a port of a range.
 *
 * Returns: (transfer none): "Dynamic port", translated
 */
const char *
ptl_words_range_title (PtlRange range)
{
  switch (range)
    {
    case PTL_RANGE_SYSTEM:
      return _("System port");

    case PTL_RANGE_USER:
      return _("User port");

    case PTL_RANGE_DYNAMIC:
    default:
      return _("Dynamic port");
    }
}

/**
 * ptl_words_system:
 * @name: the name of an operating system's versions, as data/systems.ini writes it
 *
 * Translates what of such a name is words.
 *
 * Returns: (transfer none): "Windows Vista and later", translated; @name itself where it is a name alone
 */
const char *
ptl_words_system (const char *name)
{
  static const char * const names[] = {
    N_("Linux since 4.2"),
    N_("Linux before 4.2"),
    N_("Windows Vista and later"),
    N_("Windows before Vista"),
    N_("macOS and iOS"),
    N_("FreeBSD, the “high” range"),
    N_("illumos and Solaris"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_str_equal (names[i], name))
        return _(names[i]);
    }

  return name;
}

/**
 * ptl_fact_cite_rfc6335:
 * @self: a fact
 *
 * Cites the RFC that divides the ports into ranges and says how each is given away.
 */
void
ptl_fact_cite_rfc6335 (PtlFact *self)
{
  ptl_fact_add_source (self, RFC6335_TITLE, RFC6335_URL);
}

/**
 * ptl_fact_cite_iana:
 * @self: a fact
 * @catalog: the catalog
 *
 * Cites IANA's registry, with the date that the catalog's copy stands for.
 */
void
ptl_fact_cite_iana (PtlFact    *self,
                    PtlCatalog *catalog)
{
  g_autofree char *date = ptl_words_date (ptl_catalog_get_registry_date (catalog));
  g_autofree char *title = NULL;

  /* Translators: %s is a date, such as 17 September 2026. */
  title = g_strdup_printf (_("IANA Service Name and Transport Protocol Port Number Registry, as of %s"),
                           date);
  ptl_fact_add_source (self, title, IANA_URL);
}

/**
 * ptl_fact_cite_note:
 * @self: a fact
 * @catalog: the catalog
 * @note: a note of the catalog
 *
 * Cites the sources of a note.
 */
void
ptl_fact_cite_note (PtlFact       *self,
                    PtlCatalog    *catalog,
                    const PtlNote *note)
{
  for (guint i = 0; i < note->n_sources; i++)
    {
      PtlCatalogSource source;

      ptl_catalog_get_source (catalog, note->first_source + i, &source);
      ptl_fact_add_source (self, source.title, source.url);
    }
}

/**
 * ptl_fact_cite_host:
 * @self: a fact
 * @what: (nullable): where on this computer, such as "net.ipv4.ip_local_port_range"
 *
 * Cites this computer's configuration.
 */
void
ptl_fact_cite_host (PtlFact    *self,
                    const char *what)
{
  if (what != NULL)
    {
      /* Translators: %s is the name of a setting, such as net.ipv4.ip_local_port_range. */
      g_autofree char *title = g_strdup_printf (_("%s on this computer"), what);

      ptl_fact_add_source (self, title, NULL);
    }
  else
    {
      ptl_fact_add_source (self, _("This computer’s configuration"), NULL);
    }
}

/**
 * ptl_fact_cite_reading:
 * @self: a fact
 * @snapshot: a reading of the listeners
 *
 * Cites how this computer's listeners were read.
 */
void
ptl_fact_cite_reading (PtlFact     *self,
                       PtlSnapshot *snapshot)
{
  static const struct
  {
    const char *method;
    const char *title;
  } methods[] = {
    { "sock_diag", N_("This computer’s kernel, asked for its sockets (sock_diag)") },
    { "procfs", N_("This computer’s socket tables in /proc/net") },
    { "iphlpapi", N_("This computer’s socket tables (IP Helper API)") },
    { "libproc", N_("This computer’s processes and their sockets (libproc)") },
  };
  const char *method = ptl_snapshot_get_method (snapshot);

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      if (g_strcmp0 (methods[i].method, method) == 0)
        {
          ptl_fact_add_source (self, _(methods[i].title), NULL);
          return;
        }
    }

  ptl_fact_add_source (self, _("This computer’s own list of sockets"), NULL);
}
