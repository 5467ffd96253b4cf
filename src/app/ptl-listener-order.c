#include "config.h"

#include "app/ptl-listener-order.h"

#include <string.h>

#include "app/ptl-listener-item-private.h"
#include "app/ptl-listener-text.h"

#define COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

/* Settings and actions know the columns by these. */
static const char * const column_names[PTL_N_COLUMNS] = {
  "port", "transport", "address", "owner", "unit", "user", "since",
};

static const char * const grouping_names[PTL_N_GROUPINGS] = { "none", "process", "exposure" };

/* Sorts behind every other text, in whichever direction. */
#define UNKNOWN ""

static char *
make_key (char *text)
{
  g_autofree char *owned = text;

  if (text == NULL || *text == '\0')
    return g_strdup (UNKNOWN);

  return g_utf8_collate_key (text, -1);
}

static const char *
get_column_key (PtlListenerItem *item,
                PtlColumn        column)
{
  if (item->column_key == NULL)
    item->column_key = make_key (ptl_listener_text_dup (item, column));

  return item->column_key;
}

static const char *
get_group_key (PtlListenerItem *item)
{
  if (item->group_key == NULL)
    item->group_key = make_key (ptl_listener_text_dup_program (item));

  return item->group_key;
}

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
                PtlListenerItem        *a,
                PtlListenerItem        *b)
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
    case PTL_COLUMN_UNIT:
    case PTL_COLUMN_USER:
      {
        const char *key_a = get_column_key (a, self->column);
        const char *key_b = get_column_key (b, self->column);

        return compare_known (*key_a != '\0', *key_b != '\0', strcmp (key_a, key_b), self->descending);
      }

    case PTL_N_COLUMNS:
    default:
      g_return_val_if_reached (0);
    }

  return self->descending ? -order : order;
}

/* The most exposed come first: they are what somebody who groups by exposure looks for. */
static int
compare_groups (const PtlListenerOrder *self,
                PtlListenerItem        *a,
                PtlListenerItem        *b)
{
  switch (self->grouping)
    {
    case PTL_GROUPING_EXPOSURE:
      return -COMPARE (a->listener->exposure, b->listener->exposure);

    case PTL_GROUPING_PROCESS:
      {
        const char *key_a = get_group_key (a);
        const char *key_b = get_group_key (b);

        return compare_known (*key_a != '\0', *key_b != '\0', strcmp (key_a, key_b), FALSE);
      }

    case PTL_GROUPING_NONE:
    case PTL_N_GROUPINGS:
    default:
      return 0;
    }
}

/**
 * ptl_listener_order_compare:
 * @a: a listener's item
 * @b: another's
 *
 * Compares by group, then by column, then as snapshots are sorted, so that the order is total. What is unknown comes last.
 * Asks for keys that are made once for each item. Main thread.
 *
 * Returns: less than, equal to or more than 0
 */
int
ptl_listener_order_compare (const PtlListenerOrder *self,
                            PtlListenerItem        *a,
                            PtlListenerItem        *b)
{
  int order;

  if (a == b)
    return 0;
  if ((order = compare_groups (self, a, b)) != 0 ||
      (order = compare_column (self, a, b)) != 0 ||
      (order = ptl_listener_compare (a->listener, b->listener)) != 0)
    return order;

  /* One that is gone, and one in its place of which nothing else is known. */
  return COMPARE (a->mark, b->mark) != 0 ? COMPARE (a->mark, b->mark) : COMPARE (a, b);
}

/**
 * ptl_listener_order_same_group:
 * @a: a listener's item
 * @b: another's
 *
 * Returns: whether both stand below the same heading
 */
gboolean
ptl_listener_order_same_group (const PtlListenerOrder *self,
                               PtlListenerItem        *a,
                               PtlListenerItem        *b)
{
  return compare_groups (self, a, b) == 0;
}

/**
 * ptl_listener_order_get_group_id:
 * @item: a listener's item
 *
 * Returns: (transfer none): what tells its group from the others; valid as long as the item does not change
 */
const char *
ptl_listener_order_get_group_id (const PtlListenerOrder *self,
                                 PtlListenerItem        *item)
{
  switch (self->grouping)
    {
    case PTL_GROUPING_EXPOSURE:
      return ptl_exposure_to_string (item->listener->exposure);

    case PTL_GROUPING_PROCESS:
      return get_group_key (item);

    case PTL_GROUPING_NONE:
    case PTL_N_GROUPINGS:
    default:
      return "";
    }
}

/**
 * ptl_listener_order_forget:
 * @item: an item
 *
 * Drops the keys that were made for another order.
 */
void
ptl_listener_order_forget (PtlListenerItem *item)
{
  g_clear_pointer (&item->column_key, g_free);
  g_clear_pointer (&item->group_key, g_free);
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
