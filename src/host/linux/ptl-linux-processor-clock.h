#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The time that a process has had of the processors: a clock that stands still while the process sleeps. */

#define PTL_LINUX_PROCESSOR_CLOCK_UNKNOWN (-1)

gint64   ptl_linux_processor_clock_read  (gint64 pid);
gboolean ptl_linux_processor_clock_knows (int    proc);

G_END_DECLS
