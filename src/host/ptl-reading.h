#pragma once

#include <gio/gio.h>

#include "host/ptl-host.h"

G_BEGIN_DECLS

/*
 * One reading in a worker, for PtlMonitor alone: what the worker is given, and what it gives back. It sees nothing of the
 * monitor, and the host outlives the monitor where a worker still reads.
 */

/* A host that is used by one worker at a time. */
typedef struct _PtlReader PtlReader;

typedef struct
{
  PtlSnapshot  *snapshot; /* (owned) (nullable) */
  PtlHostFacts *facts;    /* (owned) */
  GError       *error;    /* (owned) (nullable) */
  gint64        duration; /* microseconds */
  gboolean      snapshot_differs;
  gboolean      facts_differ;
} PtlReading;

PtlReader *ptl_reader_new   (PtlHost      *host);
void       ptl_reader_unref (PtlReader    *self);
void       ptl_reader_start (PtlReader    *self,
                             GTask        *task,
                             PtlSnapshot  *known_snapshot,
                             PtlHostFacts *known_facts,
                             PtlSnapshot  *past_snapshot,
                             GPtrArray    *owners);
void       ptl_reading_free (PtlReading   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlReader, ptl_reader_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlReading, ptl_reading_free)

G_END_DECLS
