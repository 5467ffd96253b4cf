#pragma once

#include "host/darwin/ptl-darwin-owners.h"
#include "host/posix/ptl-posix-users.h"

G_BEGIN_DECLS

/* Makes listeners of sockets, and remembers processes: those that are as they were in the last reading are the same. */
typedef struct _PtlDarwinListeners PtlDarwinListeners;

PtlDarwinListeners *ptl_darwin_listeners_new  (void);
void                ptl_darwin_listeners_free (PtlDarwinListeners    *self);
void                ptl_darwin_listeners_begin (PtlDarwinListeners   *self,
                                               GHashTable            *tasks,
                                               PtlDarwinOwners       *owners);
PtlListener        *ptl_darwin_listeners_make (PtlDarwinListeners    *self,
                                               const PtlDarwinSocket *socket);
void                ptl_darwin_listeners_end  (PtlDarwinListeners    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlDarwinListeners, ptl_darwin_listeners_free)

G_END_DECLS
