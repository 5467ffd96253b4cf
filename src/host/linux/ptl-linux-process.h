#pragma once

#include "host/linux/ptl-linux-users.h"
#include "host/ptl-listener.h"

G_BEGIN_DECLS

/* How a process's ticks become a time. */
typedef struct
{
  gint64 booted_at; /* microseconds since 1970; 0 where unknown */
  gint64 ticks_per_second;
} PtlLinuxClock;

void        ptl_linux_clock_init   (PtlLinuxClock       *clock,
                                    int                  proc,
                                    gboolean             is_own);
PtlProcess *ptl_linux_process_read (int                  directory,
                                    gint64               pid,
                                    const PtlLinuxClock *clock,
                                    PtlLinuxUsers       *users,
                                    GByteArray          *buffer);

G_END_DECLS
