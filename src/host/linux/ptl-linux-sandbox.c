#include "config.h"

#include "host/linux/ptl-linux-sandbox.h"

#include "host/ptl-host.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* What Flatpak tells an application of its sandbox: flatpak-metadata(5). */
#define INFO_FILE ".flatpak-info"

/* The name that runs programs outside, for flatpak-spawn(1). */
#define HOST_NAME "org.freedesktop.Flatpak"

/* How long the program outside may take: milliseconds. It takes some 20; a reading of the listeners waits for it. */
#define PATIENCE 2000

/* How long to wait at once, between two looks whether somebody has lost patience: milliseconds. */
#define NAP 100

/**
 * ptl_linux_sandbox_find:
 * @root: the folder that is this system's root
 *
 * Looks whether this is a sandbox. Blocks on a small file. Any thread.
 *
 * Returns: (transfer full) (nullable): the sandbox; %NULL where there is none
 */
PtlLinuxSandbox *
ptl_linux_sandbox_find (const char *root)
{
  g_autofree char *path = g_build_filename (root, INFO_FILE, NULL);
  g_autoptr (GKeyFile) info = NULL;
  g_autofree char *name = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *policy = NULL;
  PtlLinuxSandbox *self;

  /* That it is not there is the rule; GLib would look for a translation of that, to say so. */
  if (access (path, F_OK) < 0)
    return NULL;

  info = g_key_file_new ();
  if (!g_key_file_load_from_file (info, path, G_KEY_FILE_NONE, NULL))
    return NULL;

  name = g_key_file_get_string (info, "Application", "name", NULL);
  folder = g_key_file_get_string (info, "Instance", "app-path", NULL);
  policy = g_key_file_get_string (info, "Session Bus Policy", HOST_NAME, NULL);

  self = g_new0 (PtlLinuxSandbox, 1);
  self->program = g_build_filename (folder != NULL ? folder : "/app", PTL_OWNERS_FOLDER, "portolan-owners", NULL);
  self->remedy = g_strdup_printf ("flatpak override --user --talk-name=" HOST_NAME " %s", name != NULL ? name : PTL_APP_ID);
  self->allowed = folder != NULL && (g_strcmp0 (policy, "talk") == 0 || g_strcmp0 (policy, "own") == 0);

  return self;
}

/**
 * ptl_linux_sandbox_free:
 * @self: (transfer full): a sandbox
 *
 * Frees it.
 */
void
ptl_linux_sandbox_free (PtlLinuxSandbox *self)
{
  g_free (self->program);
  g_free (self->remedy);
  g_free (self);
}

/* Reads to the end, but neither past the deadline nor more than an answer can be. */
static gboolean
read_all (int         fd,
          gint64      deadline,
          const gint *cancelled,
          GByteArray *answer)
{
  guint8 buffer[16384];

  while (answer->len <= PTL_OWNERS_MAX_BYTES && g_get_monotonic_time () < deadline && !ptl_host_is_cancelled (cancelled))
    {
      struct pollfd polled = { .fd = fd, .events = POLLIN };
      gssize n;

      n = poll (&polled, 1, NAP);
      if (n > 0)
        n = read (fd, buffer, sizeof buffer);
      else if (n == 0 || errno == EINTR)
        continue;

      if (n == 0)
        return TRUE;
      if (n < 0 && errno != EINTR && errno != EAGAIN)
        return FALSE;
      if (n > 0)
        g_byte_array_append (answer, buffer, n);
    }

  return FALSE;
}

/**
 * ptl_linux_sandbox_ask:
 * @self: a sandbox
 * @cancelled: (nullable) (atomic): to give up
 *
 * Runs portolan-owners outside, as the same user, who sees there no more than anywhere. Blocks, for two seconds at most; call it
 * in a worker.
 *
 * Returns: (transfer full) (nullable): what it told; %NULL where it may not be run, could not, or made no sense
 */
PtlOwnersAnswer *
ptl_linux_sandbox_ask (PtlLinuxSandbox *self,
                       const gint      *cancelled)
{
  /* With --watch-bus the program outside ends when we do. */
  const char *const command[] = {
    "flatpak-spawn", "--host", "--watch-bus", self->program, PTL_OWNERS_VERSION, PTL_OWNERS_EVERYTHING, NULL
  };
  g_autoptr (GByteArray) answer = NULL;
  gint64 deadline = g_get_monotonic_time () + PATIENCE * 1000;
  gboolean whole;
  int status = 0;
  int output;
  GPid pid;

  if (!self->allowed ||
      !g_spawn_async_with_pipes (NULL, (char **) command, NULL,
                                 G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                                 &pid, NULL, &output, NULL, NULL))
    return NULL;

  answer = g_byte_array_new ();
  whole = read_all (output, deadline, cancelled, answer);
  close (output);
  if (!whole)
    kill (pid, SIGKILL);
  while (waitpid (pid, &status, 0) < 0 && errno == EINTR)
    ;
  g_spawn_close_pid (pid);

  if (!whole || !WIFEXITED (status) || WEXITSTATUS (status) != 0)
    return NULL;

  return ptl_owners_answer_parse ((const char *) answer->data, answer->len, NULL);
}
