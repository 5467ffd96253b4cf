#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Names of users, asked once each: the answer may come from a directory server. */
typedef struct _PtlLinuxUsers PtlLinuxUsers;

PtlLinuxUsers *ptl_linux_users_new  (void);
void           ptl_linux_users_free (PtlLinuxUsers *self);
const char    *ptl_linux_users_get  (PtlLinuxUsers *self,
                                     guint32        uid);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlLinuxUsers, ptl_linux_users_free)

G_END_DECLS
