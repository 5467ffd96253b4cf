#include "config.h"

#include "page/ptl-web.h"

#include <string.h>

/*
 * Where a person would point a browser, or another program, to reach a listener. Nothing is tried: what the catalog says of
 * the port decides whether a browser is worth offering.
 */

static const char *const web_words[] = { "http", "www", "web", "browser", "page", "dashboard", "html" };
static const char *const tls_words[] = { "https", "tls", "ssl", "encrypted" };

static gboolean
mentions (const char        *text,
          const char *const *words,
          guint              n_words)
{
  g_autofree char *lower = NULL;

  if (text == NULL)
    return FALSE;

  lower = g_ascii_strdown (text, -1);
  for (guint i = 0; i < n_words; i++)
    {
      if (strstr (lower, words[i]) != NULL)
        return TRUE;
    }

  return FALSE;
}

#define mentions_web(text) mentions (text, web_words, G_N_ELEMENTS (web_words))
#define mentions_tls(text) mentions (text, tls_words, G_N_ELEMENTS (tls_words))

/* Whether the port is known for what a browser shows, and whether over TLS. A port that nothing is known of may well be. */
static gboolean
is_for_browsers (PtlCatalog *catalog,
                 guint16     port,
                 gboolean   *out_tls)
{
  guint n_registrations = ptl_catalog_get_n_registrations (catalog, port);
  guint n_notes = ptl_catalog_get_n_notes (catalog, port);
  gboolean known = FALSE;

  for (guint i = 0; i < n_registrations; i++)
    {
      PtlRegistration row;

      ptl_catalog_get_registration (catalog, port, i, &row);
      if (row.transport != PTL_TRANSPORT_TCP || row.status != PTL_STATUS_ASSIGNED)
        continue;

      known = TRUE;
      if (mentions_web (row.name) || mentions_web (row.description))
        {
          *out_tls = mentions_tls (row.name) || mentions_tls (row.description);
          return TRUE;
        }
    }

  for (guint i = 0; i < n_notes; i++)
    {
      PtlNote note;

      ptl_catalog_get_note (catalog, port, i, &note);
      if ((note.transports & PTL_TRANSPORT_BIT (PTL_TRANSPORT_TCP)) == 0 ||
          note.kind == PTL_NOTE_MALWARE_HISTORY || note.confidence == PTL_CONFIDENCE_LOW)
        continue;

      known = TRUE;
      if (note.kind == PTL_NOTE_DEV_DEFAULT || mentions_web (note.product) || mentions_web (note.text))
        {
          *out_tls = mentions_tls (note.product) || mentions_tls (note.id);
          return TRUE;
        }
    }

  return !known && ptl_range_of_port (port) != PTL_RANGE_SYSTEM;
}

/* The address as it stands before a port: one that means every interface is reached through this computer's own name. */
static char *
host_part (const PtlListener *listener)
{
  if (listener->exposure == PTL_EXPOSURE_ALL)
    return g_strdup ("localhost");
  if (strchr (listener->address, ':') != NULL)
    return g_strdup_printf ("[%s]", listener->address);

  return g_strdup (listener->address);
}

/**
 * ptl_web_socket_address:
 * @listener: a listener
 *
 * Writes where another program on this computer reaches @listener. Pure; any thread.
 *
 * Returns: (transfer full): "127.0.0.1:8080", "[::1]:8080", "localhost:8080"
 */
char *
ptl_web_socket_address (const PtlListener *listener)
{
  g_autofree char *host = NULL;

  g_return_val_if_fail (listener != NULL, NULL);

  host = host_part (listener);

  return g_strdup_printf ("%s:%u", host, listener->port);
}

/**
 * ptl_web_address:
 * @catalog: what is known of ports
 * @listener: a listener
 *
 * Writes the address to open in a browser, where that makes sense: for TCP, on a port that is known for pages or for
 * nothing at all, and that browsers do not refuse. Pure; any thread.
 *
 * Returns: (transfer full) (nullable): "http://localhost:8080/", or %NULL where a browser is of no use
 */
char *
ptl_web_address (PtlCatalog        *catalog,
                 const PtlListener *listener)
{
  g_autofree char *host = NULL;
  gboolean tls = FALSE;

  g_return_val_if_fail (catalog != NULL, NULL);
  g_return_val_if_fail (listener != NULL, NULL);

  if (listener->transport != PTL_TRANSPORT_TCP ||
      ptl_catalog_is_browser_blocked (catalog, listener->port) ||
      !is_for_browsers (catalog, listener->port, &tls))
    return NULL;

  host = host_part (listener);

  return g_strdup_printf ("%s://%s:%u/", tls ? "https" : "http", host, listener->port);
}
