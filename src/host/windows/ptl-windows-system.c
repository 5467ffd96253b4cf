#include "config.h"

#include "host/windows/ptl-windows-system.h"

/**
 * ptl_windows_find_function:
 * @library: the name of one of Windows's own libraries: L"httpapi.dll"
 * @name: the function's name
 *
 * Finds a function that older versions of Windows lack, or that has no import library. The library is taken from the system's
 * folder alone, and stays loaded. Any thread.
 *
 * Returns: (nullable): the function; %NULL where this Windows has none
 */
gpointer
ptl_windows_find_function (const wchar_t *library,
                           const char    *name)
{
  HMODULE module = GetModuleHandleW (library);

  if (module == NULL)
    module = LoadLibraryExW (library, NULL, LOAD_LIBRARY_SEARCH_SYSTEM32);

  return module != NULL ? (gpointer) GetProcAddress (module, name) : NULL;
}
