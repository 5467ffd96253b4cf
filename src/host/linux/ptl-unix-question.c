#include "config.h"

#include "host/linux/ptl-unix-question.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* Waits until the descriptor is ready, but not past the deadline. */
static gboolean
wait_for (int    fd,
          short  events,
          gint64 deadline)
{
  for (;;)
    {
      struct pollfd polled = { .fd = fd, .events = events };
      gint64 left = deadline - g_get_monotonic_time ();
      int n;

      if (left <= 0)
        return FALSE;
      n = poll (&polled, 1, (int) (left / 1000) + 1);
      if (n > 0)
        return TRUE;
      if (n < 0 && errno != EINTR)
        return FALSE;
    }
}

static gboolean
send_question (int         fd,
               const char *bytes,
               gsize       left,
               gint64      deadline)
{
  while (left > 0)
    {
      gssize n = send (fd, bytes, left, MSG_NOSIGNAL);

      if (n > 0)
        {
          bytes += n;
          left -= n;
        }
      else if (n == 0 || (errno != EAGAIN && errno != EINTR) || !wait_for (fd, POLLOUT, deadline))
        return FALSE;
    }

  return TRUE;
}

static gboolean
receive_answer (int           fd,
                PtlUnixWhole  is_whole,
                gsize         limit,
                gint64        deadline,
                GByteArray   *answer)
{
  guint8 buffer[16384];

  while (answer->len <= limit && g_get_monotonic_time () < deadline)
    {
      gssize n = recv (fd, buffer, sizeof buffer, 0);

      if (n == 0)
        return is_whole == NULL;
      if (n > 0)
        {
          g_byte_array_append (answer, buffer, n);
          if (is_whole != NULL && is_whole (answer->data, answer->len))
            return TRUE;
        }
      else if ((errno != EAGAIN && errno != EINTR) || !wait_for (fd, POLLIN, deadline))
        return FALSE;
    }

  return FALSE;
}

/**
 * ptl_unix_question_ask:
 * @path: a socket's
 * @question: (array length=length): what to send
 * @length: how many bytes
 * @is_whole: (nullable): tells when the answer is whole; %NULL where it ends with the connection
 * @limit: how many bytes an answer may have
 * @patience: how long it may take, in milliseconds
 * @answer: what comes is appended
 *
 * Asks a program on this computer something over its socket. Blocks for @patience at most; any thread.
 *
 * Returns: whether there was a whole answer
 */
gboolean
ptl_unix_question_ask (const char   *path,
                       const void   *question,
                       gsize         length,
                       PtlUnixWhole  is_whole,
                       gsize         limit,
                       guint         patience,
                       GByteArray   *answer)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  gint64 deadline = g_get_monotonic_time () + patience * 1000;
  gboolean answered;
  int fd;

  if (strlen (path) >= sizeof address.sun_path)
    return FALSE;

  fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0)
    return FALSE;

  strcpy (address.sun_path, path);
  answered = connect (fd, (struct sockaddr *) &address, sizeof address) == 0 &&
             send_question (fd, question, length, deadline) &&
             receive_answer (fd, is_whole, limit, deadline, answer);
  close (fd);

  return answered;
}
