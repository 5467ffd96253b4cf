#pragma once

#include "host/darwin/ptl-darwin-processes.h"
#include "host/darwin/ptl-darwin-socket.h"

G_BEGIN_DECLS

/*
 * Who holds the sockets: what the processes of one moment, and their descriptors, tell. One reading uses it, and
 * throws it away.
 */
typedef struct _PtlDarwinOwners PtlDarwinOwners;

PtlDarwinOwners *ptl_darwin_owners_new        (GHashTable            *tasks);
void             ptl_darwin_owners_free       (PtlDarwinOwners       *self);
void             ptl_darwin_owners_walk       (PtlDarwinOwners       *self,
                                               GArray                *sockets,
                                               const gint            *cancelled);
GPtrArray       *ptl_darwin_owners_get        (PtlDarwinOwners       *self,
                                               const PtlDarwinSocket *socket);
PtlDarwinTask   *ptl_darwin_owners_guess      (PtlDarwinOwners       *self,
                                               const PtlDarwinSocket *socket);
gboolean         ptl_darwin_owners_has_hidden (PtlDarwinOwners       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlDarwinOwners, ptl_darwin_owners_free)

G_END_DECLS
