#include "config.h"

#include "app/ptl-listener-order.h"

#include <string.h>

#define COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

/* Settings and actions know the columns by these. */
static const char * const column_names[PTL_N_COLUMNS] = {
  "port", "transport", "address", "owner", "unit", "user", "since",
};

static const char * const grouping_names[PTL_N_GROUPINGS] = { "none", "process", "exposure" };

/* A column in which nothing stands is no reason to be first, not even upside down. */
static int
compare_known (gboolean known_a,
               gboolean known_b,
               int      order,
               gboolean descending)
{
  if (known_a != known_b)
    return known_a ? -1 : 1;

  return descending ? -order : order;
}

static int
compare_keys (const PtlListenerEntry *a,
              const PtlListenerEntry *b,
              PtlKey                  key,
              gboolean                descending)
{
  const char *x = ptl_listener_entry_get_key (a, key);
  const char *y = ptl_listener_entry_get_key (b, key);

  return compare_known (*x != '\0', *y != '\0', strcmp (x, y), descending);
}

static int
compare_addresses (const PtlListener *a,
                   const PtlListener *b)
{
  int order;

  if ((order = COMPARE (a->exposure, b->exposure)) != 0 ||
      (order = COMPARE (a->family, b->family)) != 0)
    return order;

  return memcmp (a->address_bytes, b->address_bytes, sizeof a->address_bytes);
}

static gint64
started_at (const PtlListener *listener)
{
  return listener->owners->len > 0 ? ((const PtlOwner *) g_ptr_array_index (listener->owners, 0))->process->started_at : 0;
}

static int
compare_column (const PtlListenerOrder *self,
                const PtlListenerEntry *a,
                const PtlListenerEntry *b)
{
  const PtlListener *x = a->listener;
  const PtlListener *y = b->listener;
  int order = 0;

  switch (self->column)
    {
    case PTL_COLUMN_PORT:
      order = COMPARE (x->port, y->port);
      break;

    case PTL_COLUMN_TRANSPORT:
      order = COMPARE (x->transport, y->transport);
      break;

    case PTL_COLUMN_ADDRESS:
      order = compare_addresses (x, y);
      break;

    case PTL_COLUMN_SINCE:
      return compare_known (started_at (x) != 0, started_at (y) != 0,
                            COMPARE (started_at (x), started_at (y)), self->descending);

    case PTL_COLUMN_OWNER:
      return compare_keys (a, b, PTL_KEY_OWNER, self->descending);

    case PTL_COLUMN_UNIT:
      return compare_keys (a, b, PTL_KEY_UNIT, self->descending);

    case PTL_COLUMN_USER:
      return compare_keys (a, b, PTL_KEY_USER, self->descending);

    case PTL_N_COLUMNS:
    default:
      g_return_val_if_reached (0);
    }

  return self->descending ? -order : order;
}

/* The most exposed come first: they are what somebody who groups by exposure looks for. */
static int
compare_groups (const PtlListenerOrder *self,
                const PtlListenerEntry *a,
                const PtlListenerEntry *b)
{
  switch (self->grouping)
    {
    case PTL_GROUPING_EXPOSURE:
      return -COMPARE (a->listener->exposure, b->listener->exposure);

    case PTL_GROUPING_PROCESS:
      return compare_keys (a, b, PTL_KEY_PROGRAM, FALSE);

    case PTL_GROUPING_NONE:
    case PTL_N_GROUPINGS:
    default:
      return 0;
    }
}

/**
 * ptl_listener_order_compare:
 * @a: what a listener's row says
 * @b: what another's does
 *
 * Compares by group, then by column, then as snapshots are sorted, so that the order is total. What is unknown comes last.
 * Any thread.
 *
 * Returns: less than, equal to or more than 0
 */
int
ptl_listener_order_compare (const PtlListenerOrder *self,
                            const PtlListenerEntry *a,
                            const PtlListenerEntry *b)
{
  int order;

  if (a == b)
    return 0;
  if ((order = compare_groups (self, a, b)) != 0 ||
      (order = compare_column (self, a, b)) != 0 ||
      (order = ptl_listener_compare (a->listener, b->listener)) != 0)
    return order;

  /* One that is gone stands below the one in its place, of which nothing else is known. */
  return COMPARE (b->id, a->id);
}

/**
 * ptl_listener_order_equal:
 * @other: another order
 *
 * Returns: whether both are the same
 */
gboolean
ptl_listener_order_equal (const PtlListenerOrder *self,
                          const PtlListenerOrder *other)
{
  return self->column == other->column && self->descending == other->descending && self->grouping == other->grouping;
}

/**
 * ptl_listener_order_same_group:
 * @a: what a listener's row says
 * @b: what another's does
 *
 * Returns: whether both stand below the same heading
 */
gboolean
ptl_listener_order_same_group (const PtlListenerOrder *self,
                               const PtlListenerEntry *a,
                               const PtlListenerEntry *b)
{
  return compare_groups (self, a, b) == 0;
}

/**
 * ptl_listener_order_get_group_id:
 * @entry: what a listener's row says
 *
 * Returns: (transfer none): what tells its group from the others; lives as long as @entry
 */
const char *
ptl_listener_order_get_group_id (const PtlListenerOrder *self,
                                 const PtlListenerEntry *entry)
{
  switch (self->grouping)
    {
    case PTL_GROUPING_EXPOSURE:
      return ptl_exposure_to_string (entry->listener->exposure);

    case PTL_GROUPING_PROCESS:
      return ptl_listener_entry_get_key (entry, PTL_KEY_PROGRAM);

    case PTL_GROUPING_NONE:
    case PTL_N_GROUPINGS:
    default:
      return "";
    }
}

/**
 * ptl_column_to_string:
 *
 * Returns: (transfer none): the column's name in settings and actions
 */
const char *
ptl_column_to_string (PtlColumn column)
{
  g_return_val_if_fail ((guint) column < PTL_N_COLUMNS, NULL);

  return column_names[column];
}

/**
 * ptl_column_from_string:
 * @name: (nullable): a name
 * @out_column: (out): the column; untouched where there is none of that name
 *
 * Returns: whether there is one
 */
gboolean
ptl_column_from_string (const char *name,
                        PtlColumn  *out_column)
{
  for (guint i = 0; i < PTL_N_COLUMNS; i++)
    {
      if (g_strcmp0 (name, column_names[i]) == 0)
        {
          *out_column = i;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * ptl_grouping_to_string:
 *
 * Returns: (transfer none): the grouping's name in settings
 */
const char *
ptl_grouping_to_string (PtlGrouping grouping)
{
  g_return_val_if_fail ((guint) grouping < PTL_N_GROUPINGS, NULL);

  return grouping_names[grouping];
}

/**
 * ptl_grouping_from_string:
 * @name: (nullable): a name
 * @out_grouping: (out): the grouping; untouched where there is none of that name
 *
 * Returns: whether there is one
 */
gboolean
ptl_grouping_from_string (const char  *name,
                          PtlGrouping *out_grouping)
{
  for (guint i = 0; i < PTL_N_GROUPINGS; i++)
    {
      if (g_strcmp0 (name, grouping_names[i]) == 0)
        {
          *out_grouping = i;
          return TRUE;
        }
    }

  return FALSE;
}
