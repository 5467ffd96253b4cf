#include "config.h"

#include "platform/ptl-platform.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <windows.h>

/*
 * Files and the terminal; who hands over to whom is in ptl-windows-instance.c.
 */

static UINT console_code_page;

static void
restore_console (void)
{
  SetConsoleOutputCP (console_code_page);
}

static BOOL WINAPI
on_console_event (DWORD event)
{
  restore_console ();

  return FALSE;
}

void
ptl_platform_init (void)
{
  /* For GApplication's sake GLib would start a session bus of its own, which listens on a port of this computer
   * ("autolaunch:"): news that a program which shows what listens had better not make. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "null:", FALSE);

  /* A line ends as it was written, so that JSON and CSV are the same everywhere. */
  _setmode (_fileno (stdout), _O_BINARY);

  /* The console belongs to the shell too, and so gets back what it had. */
  console_code_page = GetConsoleOutputCP ();
  if (console_code_page != 0 && console_code_page != CP_UTF8 && SetConsoleOutputCP (CP_UTF8))
    {
      atexit (restore_console);
      SetConsoleCtrlHandler (on_console_event, TRUE);
    }
}

/* Beside the program, wherever its folder was unpacked or installed. */
char *
ptl_platform_get_locale_dir (void)
{
  g_autofree char *folder = g_win32_get_package_installation_directory_of_module (NULL);
  g_autofree char *locale_dir = g_build_filename (folder, "share", "locale", NULL);
  /* The C library, and so gettext, takes names in the ANSI code page, which is not UTF-8 before Windows 10 of 2019. */
  char *name = g_win32_locale_filename_from_utf8 (locale_dir);

  return name != NULL ? name : g_steal_pointer (&locale_dir);
}

gboolean
ptl_platform_writes_utf8 (const char **charset)
{
  return TRUE;
}

guint
ptl_platform_get_terminal_width (void)
{
  CONSOLE_SCREEN_BUFFER_INFO info;

  if (!GetConsoleScreenBufferInfo (GetStdHandle (STD_OUTPUT_HANDLE), &info))
    return 0;

  return (guint) (info.srWindow.Right - info.srWindow.Left + 1);
}

/* From Windows 10 of 2016 on; before, the console refuses the mode. */
gboolean
ptl_platform_has_escapes (void)
{
  HANDLE console = GetStdHandle (STD_OUTPUT_HANDLE);
  DWORD mode;

  return GetConsoleMode (console, &mode) &&
         SetConsoleMode (console, mode | ENABLE_PROCESSED_OUTPUT | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
}

/* The C library says EINVAL of a pipe whose other end is closed. */
gboolean
ptl_platform_is_reader_gone (int error)
{
  return error == EPIPE || error == EINVAL;
}

/* Settings, Personalization, Colors, "Choose your default app mode"; there from Windows 10 of 2016 on. */
gboolean
ptl_platform_prefers_dark (void)
{
  DWORD light = TRUE;
  DWORD size = sizeof light;

  return RegGetValueW (HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Themes\\Personalize",
                       L"AppsUseLightTheme", RRF_RT_REG_DWORD, NULL, &light, &size) == ERROR_SUCCESS && !light;
}

/* Signals don't wake what waits, and whether a pipe is read is told by writing alone. */
gboolean
ptl_platform_wait (guint milliseconds)
{
  g_usleep (milliseconds * 1000UL);

  return TRUE;
}
