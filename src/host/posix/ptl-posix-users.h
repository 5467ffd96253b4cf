#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Names of users, asked once each: the answer may come from a directory server. */
typedef struct _PtlPosixUsers PtlPosixUsers;

PtlPosixUsers *ptl_posix_users_new  (void);
void           ptl_posix_users_free (PtlPosixUsers *self);
const char    *ptl_posix_users_get  (PtlPosixUsers *self,
                                     guint32        uid);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlPosixUsers, ptl_posix_users_free)

G_END_DECLS
