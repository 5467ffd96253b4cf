#include "config.h"

#include "catalog/ptl-catalog.h"

/* The words that the data files, the query language and JSON use. They are names, not prose, so they are never translated. */

static const char *const ranges[] = { "system", "user", "dynamic" };

static const char *const statuses[] = {
  "unassigned", "assigned", "alias", "reserved", "formerly", "dynamic",
};

static const char *const kinds[] = {
  "unofficial", "de-facto", "dev-default", "conflict", "malware-history", "range-convention", "os-behaviour",
};

static const char *const confidences[] = { "low", "medium", "high" };

static const char *const relations[] = { "none", "same", "conflicts" };

/**
 * ptl_range_of_port:
 * @port: a port
 *
 * Gets the range that a port lies in, by RFC 6335, section 6. Any thread.
 */
PtlRange
ptl_range_of_port (guint16 port)
{
  if (port < 1024)
    return PTL_RANGE_SYSTEM;

  return port < 49152 ? PTL_RANGE_USER : PTL_RANGE_DYNAMIC;
}

/**
 * ptl_range_to_string:
 * @range: a range
 *
 * Gets the word for a range. Any thread.
 *
 * Returns: (transfer none): "system", "user" or "dynamic"
 */
const char *
ptl_range_to_string (PtlRange range)
{
  g_return_val_if_fail ((guint) range < G_N_ELEMENTS (ranges), "");

  return ranges[range];
}

/**
 * ptl_range_get_first:
 * @range: a range
 *
 * Gets the first port of a range. Any thread.
 */
guint16
ptl_range_get_first (PtlRange range)
{
  switch (range)
    {
    case PTL_RANGE_SYSTEM:
      return 0;
    case PTL_RANGE_USER:
      return 1024;
    case PTL_RANGE_DYNAMIC:
    default:
      return 49152;
    }
}

/**
 * ptl_range_get_last:
 * @range: a range
 *
 * Gets the last port of a range. Any thread.
 */
guint16
ptl_range_get_last (PtlRange range)
{
  switch (range)
    {
    case PTL_RANGE_SYSTEM:
      return 1023;
    case PTL_RANGE_USER:
      return 49151;
    case PTL_RANGE_DYNAMIC:
    default:
      return 65535;
    }
}

/**
 * ptl_status_to_string:
 * @status: a status
 *
 * Gets the word for a status. Any thread.
 *
 * Returns: (transfer none): a static string such as "assigned"
 */
const char *
ptl_status_to_string (PtlStatus status)
{
  g_return_val_if_fail ((guint) status < G_N_ELEMENTS (statuses), "");

  return statuses[status];
}

/**
 * ptl_note_kind_to_string:
 * @kind: a kind of note
 *
 * Gets the word for a kind of note. Any thread.
 *
 * Returns: (transfer none): a static string such as "de-facto"
 */
const char *
ptl_note_kind_to_string (PtlNoteKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (kinds), "");

  return kinds[kind];
}

/**
 * ptl_confidence_to_string:
 * @confidence: a confidence
 *
 * Gets the word for a confidence. Any thread.
 *
 * Returns: (transfer none): "low", "medium" or "high"
 */
const char *
ptl_confidence_to_string (PtlConfidence confidence)
{
  g_return_val_if_fail ((guint) confidence < G_N_ELEMENTS (confidences), "");

  return confidences[confidence];
}

/**
 * ptl_relation_to_string:
 * @relation: a relation
 *
 * Gets the word for how a note relates to the registry. Any thread.
 *
 * Returns: (transfer none): "none", "same" or "conflicts"
 */
const char *
ptl_relation_to_string (PtlRelation relation)
{
  g_return_val_if_fail ((guint) relation < G_N_ELEMENTS (relations), "");

  return relations[relation];
}
