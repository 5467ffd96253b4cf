#pragma once

#include "host/windows/ptl-windows-system.h"

#include <http.h>

G_BEGIN_DECLS

/* The URLs that are reserved with http.sys, by port. One thread at a time. */
typedef struct _PtlWindowsHttp PtlWindowsHttp;

/* HttpQueryServiceConfiguration() */
typedef ULONG (WINAPI *PtlWindowsHttpQuery) (HANDLE                 service,
                                             HTTP_SERVICE_CONFIG_ID what,
                                             PVOID                  input,
                                             ULONG                  input_size,
                                             PVOID                  output,
                                             ULONG                  output_size,
                                             PULONG                 out_size,
                                             LPOVERLAPPED           overlapped);

PtlWindowsHttp *ptl_windows_http_new  (void);
void            ptl_windows_http_free (PtlWindowsHttp      *self);
char          **ptl_windows_http_dup  (PtlWindowsHttp      *self,
                                       guint16              port);
GHashTable     *ptl_windows_http_list (PtlWindowsHttpQuery  query);

G_END_DECLS
