#pragma once

#include "host/windows/ptl-windows-system.h"

G_BEGIN_DECLS

/* The names of users, by their security identifiers. One thread at a time. */
typedef struct _PtlWindowsUsers PtlWindowsUsers;

PtlWindowsUsers *ptl_windows_users_new  (void);
void             ptl_windows_users_free (PtlWindowsUsers *self);
char            *ptl_windows_users_dup  (PtlWindowsUsers *self,
                                         HANDLE           process);

G_END_DECLS
