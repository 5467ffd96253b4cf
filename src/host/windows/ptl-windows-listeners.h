#pragma once

#include "host/ptl-listener.h"
#include "host/windows/ptl-windows-http.h"
#include "host/windows/ptl-windows-processes.h"
#include "host/windows/ptl-windows-services.h"

G_BEGIN_DECLS

/* What the parts of a reading know. */
typedef struct
{
  const PtlWindowsTables *tables;
  PtlWindowsProcesses    *processes;
  PtlWindowsServices     *services;
  PtlWindowsHttp         *http;
} PtlWindowsContext;

PtlListener *ptl_windows_listener_new (const PtlWindowsSocket  *socket,
                                       const PtlWindowsContext *context);

G_END_DECLS
