#include "config.h"

#include "page/ptl-results-private.h"

#include <string.h>

static PtlWhy
why_of_match (guint8 match)
{
  if (match == PTL_MATCH_NONE)
    return PTL_WHY_NONE;
  if (PTL_MATCH_RANK (match) <= PTL_RANK_NUMBER_PREFIX)
    return PTL_WHY_NUMBER;

  switch (PTL_MATCH_FIELD (match))
    {
    case PTL_TEXT_NAME:
      return PTL_WHY_NAME;
    case PTL_TEXT_HOME:
    case PTL_TEXT_HOME_NAME:
    case PTL_TEXT_PRODUCT:
    case PTL_TEXT_OTHER_NAME:
      return PTL_WHY_PRODUCT;
    case PTL_TEXT_DESCRIPTION:
      return PTL_WHY_DESCRIPTION;
    case PTL_TEXT_NOTE:
      return PTL_WHY_NOTE;
    case PTL_FIELD_LISTENER:
    default:
      return PTL_WHY_LISTENER;
    }
}

/* Whether the eight bytes from here on are one and the same; long stretches of ports mostly are alike. */
static inline gboolean
eight_alike (const guint8 *bytes)
{
  guint64 eight;

  memcpy (&eight, bytes, sizeof eight);

  return eight == bytes[0] * G_GUINT64_CONSTANT (0x0101010101010101);
}

/**
 * ptl_results_collect:
 * @matches: (array fixed-size=65536): each port's best match, as PTL_MATCH() has it; PTL_NO_SCORE: the port is out
 * @sums: (array fixed-size=65536) (nullable): each port's ranks added up, where they order the ports, and say which is out
 * @has_words: whether anything was looked for, so that there is a reason to name
 *
 * Counts the ports of each score, and so puts each where it belongs: by score, then by number. Any thread.
 *
 * Returns: (transfer full): the results
 */
PtlResults *
ptl_results_collect (const guint8 *matches,
                     const guint8 *sums,
                     gboolean      has_words)
{
  const guint8 *scores = sums != NULL ? sums : matches;
  const guint shift = sums != NULL ? 0 : 3; /* as PTL_MATCH_RANK() does */
  guint counts[256] = { 0, };
  guint starts[256] = { 0, };
  guint8 whys[256];
  guint n = 0;
  PtlResults *results;

  for (guint port = 0; port < PTL_N_PORTS; port += 8)
    {
      if (eight_alike (scores + port))
        {
          counts[scores[port]] += 8;
          continue;
        }
      for (guint i = 0; i < 8; i++)
        counts[scores[port + i]]++;
    }

  for (guint score = 0, rank = 0; score < PTL_NO_SCORE; score++)
    {
      if (score >> shift != rank)
        {
          rank = score >> shift;
          starts[rank] = n;
        }
      n += counts[score];
    }
  for (guint match = 0; match < G_N_ELEMENTS (whys); match++)
    whys[match] = has_words ? why_of_match (match) : PTL_WHY_NONE;

  results = ptl_results_new (n);

  for (guint port = 0; n > 0 && port < PTL_N_PORTS; port += 8)
    {
      gboolean alike = eight_alike (scores + port);

      if (alike && scores[port] == PTL_NO_SCORE)
        continue;

      if (alike)
        {
          guint at = starts[scores[port] >> shift];

          starts[scores[port] >> shift] += 8;
          for (guint i = 0; i < 8; i++)
            results->ports[at + i] = port + i;
          if (sums == NULL)
            memset (results->whys + at, whys[scores[port]], 8);
          else
            for (guint i = 0; i < 8; i++)
              results->whys[at + i] = whys[matches[port + i]];
          continue;
        }

      for (guint i = 0; i < 8; i++)
        {
          if (scores[port + i] != PTL_NO_SCORE)
            {
              guint at = starts[scores[port + i] >> shift]++;

              results->ports[at] = port + i;
              results->whys[at] = whys[matches[port + i]];
            }
        }
    }

  return results;
}
