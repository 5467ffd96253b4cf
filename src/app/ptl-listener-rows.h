#pragma once

#include "app/ptl-listener-order.h"
#include "app/ptl-listener-sieve.h"
#include "host/ptl-snapshot.h"

G_BEGIN_DECLS

/*
 * The rows of the table of listeners as one reading, one order and one search make them. Immutable once made: a worker makes
 * those that follow (ptl-listener-advance.c) while the window shows these.
 */
typedef struct
{
  /*< private >*/
  gatomicrefcount   ref_count;
  GHashTable       *positions;   /* (owned): id → place in @listed + 1 */

  /*< public >*/
  PtlListenerOrder  order;
  PtlListenerSieve *sieve;       /* (owned) */
  PtlSnapshot      *snapshot;    /* (owned) (nullable): NULL before the first reading */
  GPtrArray        *entries;     /* (owned) (element-type PtlListenerEntry): all, by port */
  guint8           *wanted;      /* (owned): of each of @entries, whether the search lets it through */
  GArray           *sorted;      /* (owned) (element-type guint): the wanted of @entries, in the table's order */
  GPtrArray        *headings;    /* (owned) (element-type PtlListenerEntry) */
  GPtrArray        *listed;      /* (owned) (element-type PtlListenerEntry): @sorted below @headings; borrowed from both */
  guint             n_listeners; /* wanted and not gone */
  guint64           next_id;     /* that no entry has yet */
  gint64            next_end;    /* of a mark, in monotonic microseconds; G_MAXINT64 where there is none */
} PtlListenerRows;

PtlListenerRows  *ptl_listener_rows_new        (void);
PtlListenerRows  *ptl_listener_rows_ref        (PtlListenerRows  *self);
void              ptl_listener_rows_unref      (PtlListenerRows  *self);
void              ptl_listener_rows_index      (PtlListenerRows  *self);
gboolean          ptl_listener_rows_find       (PtlListenerRows  *self,
                                                guint64           id,
                                                guint            *out_position);
PtlListenerEntry *ptl_listener_rows_find_entry (PtlListenerRows  *self,
                                                guint64           id);
guint             ptl_listener_rows_find_port  (PtlListenerRows  *self,
                                                guint16           port);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlListenerRows, ptl_listener_rows_unref)

G_END_DECLS
