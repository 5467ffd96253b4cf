#pragma once

#include "app/ptl-listener-entry.h"
#include "host/ptl-snapshot.h"

G_BEGIN_DECLS

/* An entry that there was not before. */
#define PTL_NO_ORIGIN G_MAXUINT

/* What a new reading makes of the entries that there were. */
typedef struct
{
  GPtrArray *entries; /* (owned) (element-type PtlListenerEntry): all, by port */
  GArray    *origins; /* (owned) (element-type guint): the index that each had before, or PTL_NO_ORIGIN */
  guint64    next_id; /* that no entry has yet */
} PtlListenerMerge;

void ptl_listener_merge_init  (PtlListenerMerge *self,
                               GPtrArray        *entries,
                               PtlSnapshot      *before,
                               PtlSnapshot      *after,
                               guint64           next_id,
                               gint64            marked_until);
void ptl_listener_merge_clear (PtlListenerMerge *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PtlListenerMerge, ptl_listener_merge_clear)

G_END_DECLS
