#pragma once

/* Windows's own headers, in the one order in which they can be included. */
#include <winsock2.h>
#include <ws2tcpip.h>
#include <windows.h>
#include <iphlpapi.h>

/* COM's headers make a keyword of a word that we have a use for. */
#undef interface

#include <glib.h>

G_BEGIN_DECLS

/* A handle that closes itself; NULL for none. */
typedef HANDLE PtlWindowsHandle;

static inline void
ptl_windows_handle_clear (PtlWindowsHandle *handle)
{
  if (*handle != NULL && *handle != INVALID_HANDLE_VALUE)
    CloseHandle (*handle);
  *handle = NULL;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PtlWindowsHandle, ptl_windows_handle_clear)

gpointer ptl_windows_find_function (const wchar_t *library,
                                    const char    *name);

G_END_DECLS
