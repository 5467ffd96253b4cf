#pragma once

#include <glib.h>

#include "host/ptl-listener.h"

G_BEGIN_DECLS

/*
 * The answer of portolan-owners, which runs with more rights than we have, or outside of the sandbox that we are in: who holds
 * the sockets that wait. ASCII, each line ended by a newline; between fields a tab; in a text, a byte that is no printable
 * character, a backslash or a blank is written \xHH:
 *
 *   portolan-owners 2
 *   process PID START UID PARENT GROUP PATH NAME EXECUTABLE COMMAND
 *                       START in the system's ticks; PARENT is a PID, 0 for none; GROUP is the number of the control group, 0
 *                       for unknown, and PATH its text
 *   holds INODE         a socket that the process above holds
 *   end LINES           how many there were: without it the answer was cut short
 *
 * Asked for everything, it also tells, in these and in further lines, what somebody in a sandbox does not see: processes that
 * hold nothing as far as is known, because their descriptors are hidden; whose each socket is; and what users are called.
 *
 *   socket INODE UID
 *   user UID NAME
 */
#define PTL_OWNERS_VERSION        "2"
#define PTL_OWNERS_EVERYTHING     "everything"
#define PTL_OWNERS_MAX_BYTES      (8 * 1024 * 1024)
#define PTL_OWNERS_MAX_LINE_BYTES 65536
#define PTL_OWNERS_MAX_LINES      50000

/* A process that holds a socket, or whose sockets are hidden. */
typedef struct
{
  guint64     inode;   /* 0 where they are hidden */
  PtlProcess *process; /* (owned): name, executable, command, user and parent, as far as told */
  guint64     group;   /* of its control group; 0 where unknown */
  char       *path;    /* (owned) (nullable): a GRefString: the control group's path from the hierarchy's root */
} PtlHolder;

typedef struct
{
  GPtrArray  *holders; /* (owned) (element-type PtlHolder) */
  GHashTable *sockets; /* (owned) (element-type inode uid): whose each is, as far as told */
  GHashTable *users;   /* (owned) (element-type uid utf8): what each is called, as far as told */
} PtlOwnersAnswer;

void             ptl_holder_free         (PtlHolder       *self);
void             ptl_owners_answer_free  (PtlOwnersAnswer *self);
PtlOwnersAnswer *ptl_owners_answer_parse (const char      *bytes,
                                          gsize            length,
                                          GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlOwnersAnswer, ptl_owners_answer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlHolder, ptl_holder_free)

G_END_DECLS
