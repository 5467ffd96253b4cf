#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The URLs that are reserved with http.sys, by port. One thread at a time. */
typedef struct _PtlWindowsHttp PtlWindowsHttp;

PtlWindowsHttp *ptl_windows_http_new  (void);
void            ptl_windows_http_free (PtlWindowsHttp *self);
char          **ptl_windows_http_dup  (PtlWindowsHttp *self,
                                       guint16         port);

G_END_DECLS
