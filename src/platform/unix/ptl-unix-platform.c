#include "config.h"

#include "platform/ptl-platform.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/*
 * The terminal, on every system but Windows. The one instance of the application is GApplication's affair, over the session bus.
 */

gboolean
ptl_platform_writes_utf8 (const char **charset)
{
  return g_get_charset (charset) || strcmp (*charset, "ANSI_X3.4-1968") == 0 || strcmp (*charset, "US-ASCII") == 0;
}

guint
ptl_platform_get_terminal_width (void)
{
  struct winsize size;

  return isatty (STDOUT_FILENO) && ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

gboolean
ptl_platform_has_escapes (void)
{
  const char *term = g_getenv ("TERM");

  return isatty (STDOUT_FILENO) && term != NULL && *term != '\0' && strcmp (term, "dumb") != 0;
}

gboolean
ptl_platform_wait (guint milliseconds)
{
  GPollFD out = { .fd = STDOUT_FILENO, .events = 0, .revents = 0 };
  int n = g_poll (&out, 1, (int) milliseconds);

  if (n > 0 && (out.revents & (G_IO_ERR | G_IO_NVAL)) != 0)
    return FALSE;

  /* Something else is up with the output, such as a file that can't be polled; only the time counts then. */
  if (n > 0 || (n < 0 && errno != EINTR))
    g_usleep (milliseconds * 1000UL);

  return TRUE;
}

gboolean
ptl_platform_is_reader_gone (int error)
{
  return error == EPIPE;
}

gboolean
ptl_platform_prefers_dark (void)
{
  return FALSE;
}

gboolean
ptl_platform_hand_over (const char *action,
                        const char *words)
{
  return FALSE;
}

void
ptl_platform_receive (PtlPlatformReceiver  receiver,
                      gpointer             user_data)
{
}
