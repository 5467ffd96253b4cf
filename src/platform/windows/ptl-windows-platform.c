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

/* What the console had before; 0 where nothing of it was changed. */
static UINT console_code_page;
static DWORD console_mode;

/* The C library writes byte by byte to a console, which then takes each part of a letter for one of its own, unless it is told to
 * keep what it is given until it is flushed. */
#define KEEP_BYTES 65536

/* The console belongs to the shell too, and so gets back what it had. */
static void
restore_console (void)
{
  if (console_code_page != 0)
    SetConsoleOutputCP (console_code_page);
  if (console_mode != 0)
    SetConsoleMode (GetStdHandle (STD_OUTPUT_HANDLE), console_mode);
}

static BOOL WINAPI
on_console_event (DWORD event)
{
  restore_console ();

  return FALSE;
}

/* Whatever is changed of it: once. */
static void
keep_console (void)
{
  static gboolean kept;

  if (kept)
    return;
  kept = TRUE;
  atexit (restore_console);
  SetConsoleCtrlHandler (on_console_event, TRUE);
}

void
ptl_platform_init (void)
{
  UINT code_page = GetConsoleOutputCP ();

  /* For GApplication's sake GLib would start a session bus of its own, which listens on a port of this computer
   * ("autolaunch:"): news that a program which shows what listens had better not make. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "null:", FALSE);

  /* A line ends as it was written, so that JSON and CSV are the same everywhere. And of text the C library would make what the
   * ANSI code page says that it is, before a console gets it. */
  _setmode (_fileno (stdout), _O_BINARY);
  _setmode (_fileno (stderr), _O_BINARY);

  if (code_page != 0)
    {
      setvbuf (stdout, NULL, _IOFBF, KEEP_BYTES);
      setvbuf (stderr, NULL, _IOFBF, KEEP_BYTES);
    }
  if (code_page != 0 && code_page != CP_UTF8 && SetConsoleOutputCP (CP_UTF8))
    {
      console_code_page = code_page;
      keep_console ();
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

  if (!GetConsoleMode (console, &mode))
    return FALSE;
  if ((mode & ENABLE_VIRTUAL_TERMINAL_PROCESSING) != 0)
    return TRUE;
  if (!SetConsoleMode (console, mode | ENABLE_PROCESSED_OUTPUT | ENABLE_VIRTUAL_TERMINAL_PROCESSING))
    return FALSE;

  console_mode = mode;
  keep_console ();

  return TRUE;
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
