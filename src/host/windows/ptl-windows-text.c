#include "config.h"

#include "host/windows/ptl-windows-text.h"

#include <string.h>

/* Stands for what is no character: half of a surrogate pair. */
#define REPLACEMENT 0xfffd

/* A name or path has at most 32,767 units (the Maximum Path Length Limitation); command lines as many. */
#define MAX_UNITS 65536

/**
 * ptl_windows_text_to_utf8:
 * @bytes: (array length=length): UTF-16 in little-endian order, at any address; a NUL ends it
 * @length: its bytes; an odd last one is not looked at
 *
 * Makes UTF-8 of wide text. Windows checks no names: half a surrogate pair becomes U+FFFD, and everything else survives.
 * Any thread.
 *
 * Returns: (transfer full): valid UTF-8
 */
char *
ptl_windows_text_to_utf8 (const guint8 *bytes,
                          gsize         length)
{
  gsize n = MIN (length / 2, MAX_UNITS);
  g_autofree gunichar2 *units = g_new (gunichar2, n + 1);
  gsize used = 0;
  char *text;

  for (gsize i = 0; i < n; i++)
    {
      units[i] = (gunichar2) (bytes[2 * i] | bytes[2 * i + 1] << 8);
      if (units[i] == 0)
        break;
      used++;
    }

  for (gsize i = 0; i < used; i++)
    {
      gboolean high = units[i] >= 0xd800 && units[i] < 0xdc00;
      gboolean low = units[i] >= 0xdc00 && units[i] < 0xe000;

      if (high && i + 1 < used && units[i + 1] >= 0xdc00 && units[i + 1] < 0xe000)
        i++;
      else if (high || low)
        units[i] = REPLACEMENT;
    }

  text = g_utf16_to_utf8 (units, (glong) used, NULL, NULL, NULL);

  return text != NULL ? text : g_strdup ("");
}

/**
 * ptl_windows_text_dup:
 * @wide: (nullable): UTF-16 that ends in NUL, as a WCHAR * is on Windows
 *
 * Makes UTF-8 of a wide string, as ptl_windows_text_to_utf8() does. Any thread.
 *
 * Returns: (transfer full) (nullable): valid UTF-8; %NULL for %NULL and for no text at all
 */
char *
ptl_windows_text_dup (gconstpointer wide)
{
  const gunichar2 *units = wide;
  gsize n = 0;

  if (units == NULL || units[0] == 0)
    return NULL;

  while (n < MAX_UNITS && units[n] != 0)
    n++;

  return ptl_windows_text_to_utf8 ((const guint8 *) units, n * sizeof *units);
}

/**
 * ptl_windows_text_find:
 * @bytes: (array length=length): an answer of Windows, which points into itself
 * @length: its bytes
 * @place: the address that the answer was written to
 * @pointer: the address that it gives for a text in it
 * @n: how many bytes the text is said to have; %G_MAXSIZE where a NUL is to end it
 * @out_n: (out): how many bytes may be read there
 *
 * Finds a text in an answer whose pointers nobody has checked. Pure; any thread.
 *
 * Returns: (transfer none) (nullable): the text's first byte; %NULL where it does not lie in the answer, or not whole
 */
const guint8 *
ptl_windows_text_find (const guint8 *bytes,
                       gsize         length,
                       guint64       place,
                       guint64       pointer,
                       gsize         n,
                       gsize        *out_n)
{
  gsize rest;

  if (pointer == 0 || pointer < place || pointer - place > length)
    return NULL;

  rest = length - (gsize) (pointer - place);
  if (n != G_MAXSIZE && n > rest)
    return NULL;

  *out_n = MIN (n, rest);

  return bytes + (gsize) (pointer - place);
}

/**
 * ptl_windows_url_get_port:
 * @url: a prefix as http.sys keeps them: "http://+:5985/wsman/", "https://[::1]:8443:[::1]/" …
 * @out_port: (out): its port
 *
 * Finds the port in the prefix of URLs that somebody may serve or serves by http.sys ("UrlPrefix Strings" of the HTTP Server
 * API): the host is a name, an address, "+" or "*", and the port is never left out. Any thread.
 *
 * Returns: whether there is one
 */
gboolean
ptl_windows_url_get_port (const char *url,
                          guint16    *out_port)
{
  const char *host;
  const char *digits;
  const char *stop;
  guint port = 0;

  if (g_ascii_strncasecmp (url, "http://", 7) == 0)
    host = url + 7;
  else if (g_ascii_strncasecmp (url, "https://", 8) == 0)
    host = url + 8;
  else
    return FALSE;

  if (*host == '[')
    {
      stop = strchr (host, ']');
      if (stop == NULL)
        return FALSE;
      stop++;
    }
  else
    {
      stop = host + strcspn (host, ":/");
    }

  if (*stop != ':' || stop == host)
    return FALSE;

  for (digits = stop + 1; g_ascii_isdigit (*digits); digits++)
    {
      port = port * 10 + (guint) (*digits - '0');
      if (port > G_MAXUINT16)
        return FALSE;
    }

  /* The address that a host's name stands for may follow the port. */
  if (digits == stop + 1 || port == 0 || (*digits != '/' && *digits != ':' && *digits != '\0'))
    return FALSE;

  *out_port = port;

  return TRUE;
}

/**
 * ptl_windows_reserved_parse:
 * @name: the name of a registry value: "cc570100"
 * @out_ports: (out): the ports it stands for: 52311 alone
 *
 * Reads the name of a value below Control\Nsi in which Windows keeps a block of ports that an administrator has set aside:
 * the bytes of INET_PORT_RANGE (mstcpip.h) in hexadecimal, the first port in network order and the number of ports in
 * little-endian order. Microsoft describes the structure but not the place, so whoever reads it asks
 * LookupPersistentTcpPortReservation() whether there is such a block. Any thread.
 *
 * Returns: whether it is such a name
 */
gboolean
ptl_windows_reserved_parse (const char  *name,
                            PtlInterval *out_ports)
{
  guint bytes[4] = { 0 };
  guint first;
  guint n;

  for (guint i = 0; i < 8; i++)
    {
      int digit = g_ascii_xdigit_value (name[i]);

      if (digit < 0)
        return FALSE;
      bytes[i / 2] = bytes[i / 2] << 4 | (guint) digit;
    }

  first = bytes[0] << 8 | bytes[1];
  n = bytes[3] << 8 | bytes[2];
  if (name[8] != '\0' || first == 0 || n == 0 || first + n - 1 > G_MAXUINT16)
    return FALSE;

  out_ports->first = first;
  out_ports->last = first + n - 1;

  return TRUE;
}
