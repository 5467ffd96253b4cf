#pragma once

#include <gio/gio.h>

#include "host/ptl-host.h"

G_BEGIN_DECLS

#define PTL_TYPE_MONITOR (ptl_monitor_get_type ())

G_DECLARE_FINAL_TYPE (PtlMonitor, ptl_monitor, PTL, MONITOR, GObject)

/*
 * PtlMonitor: keeps a snapshot of the listeners fresh. It belongs to the main thread; the reading is done in a worker
 * (GTask, no source object), one at a time, and only while the monitor runs.
 *
 * Properties, all notified on a real change only: "snapshot" (boxed-like pointer; use the getter), "error" (the message
 * of the last reading's failure, or NULL: the last good snapshot is kept), "facts" (likewise), "reading", "running",
 * "interval".
 * Signal "snapshot-changed" (PtlSnapshot *old (nullable), PtlSnapshot *new): emitted after each good reading, also when nothing differs.
 */

PtlMonitor   *ptl_monitor_new           (PtlHost     *host);
PtlSnapshot  *ptl_monitor_get_snapshot  (PtlMonitor  *self);
PtlHostFacts *ptl_monitor_get_facts     (PtlMonitor  *self);
const GError *ptl_monitor_get_error     (PtlMonitor  *self);
gboolean      ptl_monitor_get_reading   (PtlMonitor  *self);
gboolean      ptl_monitor_get_running   (PtlMonitor  *self);
void          ptl_monitor_set_running   (PtlMonitor  *self,
                                         gboolean     running);
guint         ptl_monitor_get_interval  (PtlMonitor  *self);
void          ptl_monitor_set_interval  (PtlMonitor  *self,
                                         guint        milliseconds);
void          ptl_monitor_refresh       (PtlMonitor  *self);
void          ptl_monitor_take_owners   (PtlMonitor  *self,
                                         GPtrArray   *owners);

G_END_DECLS
