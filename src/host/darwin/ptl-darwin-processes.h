#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All processes of one moment, as everybody may see them. */
typedef struct
{
  gint64  pid;
  gint64  parent_pid;
  gint64  uid;        /* in whose name it acts */
  gint64  started_at; /* microseconds since 1970 UTC */
  char   *name;       /* (owned): sixteen bytes at most */
} PtlDarwinTask;

GHashTable *ptl_darwin_processes_read (void);

G_END_DECLS
