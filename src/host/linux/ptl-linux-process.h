#pragma once

#include "host/ptl-listener.h"

G_BEGIN_DECLS

/* How to read a process's files. */
typedef struct
{
  gint64   booted_at; /* microseconds since 1970; 0 where unknown */
  gint64   ticks_per_second;
  gboolean is_own;    /* /proc is this computer's, not a copy of another's */
} PtlLinuxClock;

/* What the kernel shows of a process to everybody, unread. */
typedef struct
{
  GByteArray *stat;    /* (owned) */
  GByteArray *command; /* (owned) */
  GByteArray *cgroup;  /* (owned) */
  guint64     signature; /* of all that is made of these bytes */
} PtlLinuxProcessBytes;

void                  ptl_linux_clock_init         (PtlLinuxClock        *clock,
                                                    int                   proc,
                                                    gboolean              is_own);
gint64                ptl_linux_clock_get_time     (const PtlLinuxClock  *clock,
                                                    guint64               ticks);
PtlLinuxProcessBytes *ptl_linux_process_bytes_read (int                   directory);
void                  ptl_linux_process_bytes_free (PtlLinuxProcessBytes *self);
PtlProcess           *ptl_linux_process_new        (int                   directory,
                                                    gint64                pid,
                                                    const PtlLinuxClock  *clock,
                                                    PtlLinuxProcessBytes *bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlLinuxProcessBytes, ptl_linux_process_bytes_free)

G_END_DECLS
