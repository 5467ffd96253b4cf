#pragma once

#include "app/ptl-listener-entry.h"

G_BEGIN_DECLS

typedef enum
{
  PTL_COLUMN_PORT,
  PTL_COLUMN_TRANSPORT,
  PTL_COLUMN_ADDRESS,
  PTL_COLUMN_OWNER,
  PTL_COLUMN_UNIT,
  PTL_COLUMN_USER,
  PTL_COLUMN_SINCE,
  PTL_N_COLUMNS,
} PtlColumn;

typedef enum
{
  PTL_GROUPING_NONE,
  PTL_GROUPING_PROCESS,
  PTL_GROUPING_EXPOSURE,
  PTL_N_GROUPINGS,
} PtlGrouping;

/* The order of the table's rows. */
typedef struct
{
  PtlColumn   column;
  gboolean    descending;
  PtlGrouping grouping;
} PtlListenerOrder;

int         ptl_listener_order_compare      (const PtlListenerOrder *self,
                                             const PtlListenerEntry *a,
                                             const PtlListenerEntry *b);
gboolean    ptl_listener_order_equal        (const PtlListenerOrder *self,
                                             const PtlListenerOrder *other);
gboolean    ptl_listener_order_same_group   (const PtlListenerOrder *self,
                                             const PtlListenerEntry *a,
                                             const PtlListenerEntry *b);
const char *ptl_listener_order_get_group_id (const PtlListenerOrder *self,
                                             const PtlListenerEntry *entry);

const char *ptl_column_to_string            (PtlColumn               column);
gboolean    ptl_column_from_string          (const char             *name,
                                             PtlColumn              *out_column);
const char *ptl_grouping_to_string          (PtlGrouping             grouping);
gboolean    ptl_grouping_from_string        (const char             *name,
                                             PtlGrouping            *out_grouping);

G_END_DECLS
