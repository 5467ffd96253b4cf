#include "config.h"

#include "platform/ptl-platform.h"

#include <string.h>
#include <windows.h>

/*
 * The one instance of the application in a session, without a bus. A named mutex says that there is one, and a window that is
 * never seen takes what a second start hands over, by WM_COPYDATA: the action, a line feed, and the words.
 */

#define NAME           L"app.portolan.Portolan"
#define MUTEX_NAME     L"Local\\" NAME
/* Marks what is ours among what else may be sent to a window. */
#define MESSAGE_KIND   0x50544c01
/* A command line has 32,767 characters at most (CreateProcessW), three bytes each. */
#define MAX_MESSAGE    (1u << 17)
/* How long the first may take from its start to its window. */
#define TRIES          100
#define TRY_MS         100
#define SEND_MS        5000

static PtlPlatformReceiver the_receiver;
static gpointer            the_user_data;

static HWND
find_window (void)
{
  for (guint i = 0; i < TRIES; i++)
    {
      HWND window = FindWindowExW (HWND_MESSAGE, NULL, NAME, NULL);

      if (window != NULL)
        return window;
      Sleep (TRY_MS);
    }

  return NULL;
}

gboolean
ptl_platform_hand_over (const char *action,
                        const char *words)
{
  g_autofree char *message = g_strconcat (action, "\n", words, NULL);
  COPYDATASTRUCT data = { MESSAGE_KIND, (DWORD) strlen (message), message };
  DWORD_PTR taken = FALSE;
  DWORD process;
  HWND window;

  /* Never closed: it is there as long as this program is. */
  if (CreateMutexW (NULL, FALSE, MUTEX_NAME) == NULL || GetLastError () != ERROR_ALREADY_EXISTS)
    return FALSE;

  window = find_window ();
  if (window == NULL)
    return FALSE;

  /* Only who was started just now may say who comes to the front. */
  GetWindowThreadProcessId (window, &process);
  AllowSetForegroundWindow (process);

  return SendMessageTimeoutW (window, WM_COPYDATA, 0, (LPARAM) &data, SMTO_ABORTIFHUNG | SMTO_NORMAL, SEND_MS, &taken) != 0 &&
         taken;
}

static gboolean
on_idle (gpointer data)
{
  char *action = data;
  char *words = strchr (action, '\n');

  *words++ = '\0';
  the_receiver (action, words, the_user_data);

  return G_SOURCE_REMOVE;
}

static LRESULT CALLBACK
on_message (HWND   window,
            UINT   message,
            WPARAM wparam,
            LPARAM lparam)
{
  const COPYDATASTRUCT *data = (const COPYDATASTRUCT *) lparam;
  g_autofree char *text = NULL;

  if (message != WM_COPYDATA)
    return DefWindowProcW (window, message, wparam, lparam);

  /* Any program of this user can send it. */
  if (data->dwData != MESSAGE_KIND || data->cbData > MAX_MESSAGE ||
      !g_utf8_validate_len (data->lpData, data->cbData, NULL))
    return FALSE;

  text = g_strndup (data->lpData, data->cbData);
  if (strchr (text, '\n') == NULL)
    return FALSE;

  /* The sender waits for this function alone. */
  g_idle_add_full (G_PRIORITY_DEFAULT, on_idle, g_steal_pointer (&text), g_free);

  return TRUE;
}

void
ptl_platform_receive (PtlPlatformReceiver  receiver,
                      gpointer             user_data)
{
  WNDCLASSEXW class = {
    .cbSize = sizeof class,
    .lpfnWndProc = on_message,
    .hInstance = GetModuleHandleW (NULL),
    .lpszClassName = NAME,
  };

  the_receiver = receiver;
  the_user_data = user_data;

  /* GDK fetches the messages of all windows of the main thread. */
  if (RegisterClassExW (&class) != 0)
    CreateWindowExW (0, NAME, NAME, 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, class.hInstance, NULL);
}
