#include "config.h"

#include "host/linux/ptl-linux-file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

/**
 * ptl_linux_open_root:
 * @path: a directory
 *
 * Opens a directory to read files below it. Any thread.
 *
 * Returns: a descriptor to close(), or -1 with errno
 */
int
ptl_linux_open_root (const char *path)
{
  int fd;

  do
    fd = open (path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  while (fd < 0 && errno == EINTR);

  return fd;
}

/* The least that a page has. */
#define PAGE 4096

/* The longest line of a file that the kernel writes line by line. */
#define MAX_LINE 512

/**
 * ptl_linux_read_file:
 * @directory: a directory's descriptor
 * @path: a file below it; if the kernel writes it line by line, none is longer than 512 bytes
 * @limit: the most bytes to read
 * @buffer: replaced by the file's bytes, and a NUL after them that its length does not count; empty on failure
 *
 * Reads a file, to where the kernel stops early: it fills a page, at least, as long as there is another line that fits
 * (seq_read_iter() in the kernel's fs/seq_file.c), and writes whole what is no table. To read on, only to hear that there is no
 * more, would take half as long again, and for a table of sockets have the kernel go through all of them once more. Any thread.
 *
 * Returns: whether it could be read; errno tells why not
 */
gboolean
ptl_linux_read_file (int         directory,
                     const char *path,
                     gsize       limit,
                     GByteArray *buffer)
{
  gsize length = 0;
  int fd;

  g_byte_array_set_size (buffer, 0);

  do
    fd = openat (directory, path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  while (fd < 0 && errno == EINTR);
  if (fd < 0)
    return FALSE;

  for (;;)
    {
      gsize room = MIN (MAX (length, PAGE), limit - length);
      gssize n;

      if (room == 0)
        break;

      g_byte_array_set_size (buffer, length + room + 1);
      n = read (fd, buffer->data + length, room);
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          int saved_errno = errno;

          close (fd);
          g_byte_array_set_size (buffer, 0);
          errno = saved_errno;
          return FALSE;
        }
      length += n;
      if (n < PAGE - MAX_LINE)
        break;
    }

  close (fd);
  g_byte_array_set_size (buffer, length + 1);
  buffer->data[length] = '\0';
  g_byte_array_set_size (buffer, length);

  return TRUE;
}

/**
 * ptl_linux_read_link:
 * @directory: a directory's descriptor
 * @path: a symbolic link below it
 * @buffer: replaced by where it points to; empty on failure
 *
 * Reads a link. One that is longer than a path may be counts as a failure. Any thread.
 *
 * Returns: whether it could be read; errno tells why not
 */
gboolean
ptl_linux_read_link (int         directory,
                     const char *path,
                     GByteArray *buffer)
{
  gssize n;

  g_byte_array_set_size (buffer, PATH_MAX);
  n = readlinkat (directory, path, (char *) buffer->data, buffer->len);
  if (n == PATH_MAX)
    errno = ENAMETOOLONG;
  if (n < 0 || n == PATH_MAX)
    {
      g_byte_array_set_size (buffer, 0);
      return FALSE;
    }

  g_byte_array_set_size (buffer, n);

  return TRUE;
}

/**
 * ptl_linux_dup_text:
 * @bytes: (array length=length): what a process calls itself, or a path: any bytes
 * @length: how many
 *
 * Copies text of unknown encoding. Any thread.
 *
 * Returns: (transfer full): valid UTF-8 that holds no NUL
 */
char *
ptl_linux_dup_text (const void *bytes,
                    gsize       length)
{
  const void *nul = length > 0 ? memchr (bytes, '\0', length) : NULL;

  if (nul != NULL)
    length = (const char *) nul - (const char *) bytes;

  return g_utf8_make_valid (length > 0 ? bytes : "", length);
}

/**
 * ptl_linux_put_number:
 * @end: what the number is to stand before
 * @number: no negative number, of a process or a descriptor
 *
 * Writes a number, as snprintf() would at ten times the cost, which is as much as looking at the file that it names. Any thread.
 *
 * Returns: (transfer none): where it begins
 */
char *
ptl_linux_put_number (char   *end,
                      gint64  number)
{
  do
    *--end = '0' + number % 10;
  while ((number /= 10) > 0);

  return end;
}
