#pragma once

#include <glib.h>

/*
 * Answers of Apple's kernel, made by hand, as there was no Mac to record them on. The structs are written down from XNU's sources
 * field by field, and the compiler lays them out; so they are a check of the offsets that the parsers count with.
 */

/* What a test says of a socket; the rest is filled with noise. */
typedef struct
{
  guint16 local_port;
  guint16 foreign_port;
  guint32 family;
  guint8  vflag;
  gint32  flags;
  guint8  local[16];
  gint32  state;
  guint64 handle;
  guint32 uid;
  gint32  last_pid;
  gint16  queue;
  gint16  backlog;
  guint32 unread;
} DarwinSocket;

/* The two shapes that struct xsocket_n has had. */
typedef enum
{
  DARWIN_OLD,
  DARWIN_NEW,
} DarwinShape;

GByteArray *darwin_pcblist_new    (DarwinShape         shape,
                                   int                 protocol,
                                   const DarwinSocket *sockets,
                                   guint               n_sockets);
GByteArray *darwin_fdinfo_new     (int                 protocol,
                                   const DarwinSocket *socket);
GByteArray *darwin_procargs_new   (int                 n_arguments,
                                   const char         *path,
                                   const char *const  *strings);
