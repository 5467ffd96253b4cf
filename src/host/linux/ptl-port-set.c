#include "config.h"

#include "host/linux/ptl-port-set.h"

/* The texts of /proc/sys/net/ipv4/ip_local_reserved_ports and ip_local_port_range: ip-sysctl.rst of the kernel. */

static gboolean
take_port (const char **text,
           guint       *out_port)
{
  guint port = 0;
  guint n;

  for (n = 0; g_ascii_isdigit (**text); n++, (*text)++)
    {
      port = port * 10 + (guint) (**text - '0');
      if (port > G_MAXUINT16)
        return FALSE;
    }

  *out_port = port;

  return n > 0;
}

static int
compare_intervals (gconstpointer a,
                   gconstpointer b)
{
  const PtlInterval *interval_a = a;
  const PtlInterval *interval_b = b;

  return (int) interval_a->first - (int) interval_b->first;
}

/**
 * ptl_port_set_parse:
 * @text: "8080,9100-9110", or nothing
 *
 * Reads a set of ports, as the kernel prints a bitmap. Any thread.
 *
 * Returns: (transfer full) (nullable) (element-type PtlInterval): sorted intervals, empty for the empty set; %NULL where
 *   @text is no such set
 */
GArray *
ptl_port_set_parse (const char *text)
{
  g_autoptr (GArray) intervals = g_array_new (FALSE, FALSE, sizeof (PtlInterval));

  while (g_ascii_isspace (*text))
    text++;

  while (*text != '\0')
    {
      PtlInterval interval;
      guint first;
      guint last;

      if (!take_port (&text, &first))
        return NULL;
      last = first;
      if (*text == '-')
        {
          text++;
          if (!take_port (&text, &last) || last < first)
            return NULL;
        }

      interval.first = first;
      interval.last = last;
      g_array_append_val (intervals, interval);

      if (*text == ',')
        {
          text++;
          if (!g_ascii_isdigit (*text))
            return NULL;
          continue;
        }
      while (g_ascii_isspace (*text))
        text++;
      if (*text != '\0')
        return NULL;
    }

  g_array_sort (intervals, compare_intervals);

  return g_steal_pointer (&intervals);
}

/**
 * ptl_port_range_parse:
 * @text: "32768\t60999"
 * @out_range: (out): the range; untouched on failure
 *
 * Reads a range of two ports. Any thread.
 *
 * Returns: whether @text is one
 */
gboolean
ptl_port_range_parse (const char  *text,
                      PtlInterval *out_range)
{
  guint first;
  guint last;

  while (g_ascii_isspace (*text))
    text++;
  if (!take_port (&text, &first) || !g_ascii_isspace (*text))
    return FALSE;
  while (g_ascii_isspace (*text))
    text++;
  if (!take_port (&text, &last) || last < first)
    return FALSE;
  while (g_ascii_isspace (*text))
    text++;
  if (*text != '\0')
    return FALSE;

  out_range->first = first;
  out_range->last = last;

  return TRUE;
}
