#pragma once

#include <gio/gio.h>

#include "host/ptl-listener.h"

G_BEGIN_DECLS

/*
 * The answer of portolan-owners, which runs with more rights than we have: who holds the sockets that wait. ASCII, each line
 * ended by a newline; between fields a tab; a byte that is no printable character, a backslash or a blank is written \xHH:
 *
 *   portolan-owners 1
 *   INODE PID START NAME EXECUTABLE COMMAND     one line for each process that holds a socket; START in the system's ticks
 *   end LINES                                   how many there were: without it the answer was cut short
 */
#define PTL_OWNERS_VERSION        "1"
#define PTL_OWNERS_MAX_BYTES      (8 * 1024 * 1024)
#define PTL_OWNERS_MAX_LINE_BYTES 32768
#define PTL_OWNERS_MAX_LINES      50000

/* A process that holds a socket. */
typedef struct
{
  guint64     inode;
  PtlProcess *process; /* (owned): name, executable and command, as far as told */
} PtlHolder;

void       ptl_holder_free         (PtlHolder   *self);
GPtrArray *ptl_owners_answer_parse (const char  *bytes,
                                    gsize        length,
                                    GError     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlHolder, ptl_holder_free)

G_END_DECLS
