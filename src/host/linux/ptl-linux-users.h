#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Names of users, asked once each: the answer may come from a directory server. In a user namespace, the users outside of it all
 * have one number, which is nobody's (user_namespaces(7)).
 */
typedef struct _PtlLinuxUsers PtlLinuxUsers;

PtlLinuxUsers *ptl_linux_users_new      (gboolean       is_own);
void           ptl_linux_users_free     (PtlLinuxUsers *self);
const char    *ptl_linux_users_get      (PtlLinuxUsers *self,
                                         guint32        uid);
gboolean       ptl_linux_users_is_known (PtlLinuxUsers *self,
                                         guint32        uid);

gboolean       ptl_linux_uid_map_contains (const char  *text,
                                           guint32      uid);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtlLinuxUsers, ptl_linux_users_free)

G_END_DECLS
