#include "config.h"

#include "host/linux/ptl-proc-net.h"

#include <string.h>
#include <sys/socket.h>

/*
 * The tables /proc/net/{tcp,tcp6,udp,udp6,udplite,udplite6}: a heading, then a line for each socket (proc_net_tcp.rst in
 * the kernel's documentation, net/ipv4/tcp_ipv4.c):
 *   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode …
 *   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12345 …
 */

typedef struct
{
  const char *at;
  const char *end;
} Cursor;

static void
skip_blanks (Cursor *cursor)
{
  while (cursor->at < cursor->end && (*cursor->at == ' ' || *cursor->at == '\t'))
    cursor->at++;
}

static gboolean
take_character (Cursor *cursor,
                char    character)
{
  if (cursor->at >= cursor->end || *cursor->at != character)
    return FALSE;

  cursor->at++;

  return TRUE;
}

static gboolean
take_hex (Cursor  *cursor,
          guint    max_digits,
          guint32 *out_value)
{
  guint32 value = 0;
  guint n;

  for (n = 0; n < max_digits && cursor->at < cursor->end && g_ascii_isxdigit (*cursor->at); n++)
    value = value << 4 | (guint32) g_ascii_xdigit_value (*cursor->at++);

  *out_value = value;

  return n > 0;
}

static gboolean
take_decimal (Cursor  *cursor,
              guint64 *out_value)
{
  guint64 value = 0;
  guint n;

  skip_blanks (cursor);
  for (n = 0; n < 19 && cursor->at < cursor->end && g_ascii_isdigit (*cursor->at); n++)
    value = value * 10 + (guint64) (*cursor->at++ - '0');

  *out_value = value;

  return n > 0 && (cursor->at == cursor->end || *cursor->at == ' ' || *cursor->at == '\t');
}

/* Addresses are printed as words of 32 bits in this machine's order, their bytes being in the network's. */
static gboolean
take_address (Cursor  *cursor,
              int      family,
              guint8  *address,
              guint32 *out_port)
{
  guint n_words = family == AF_INET ? 1 : 4;

  for (guint i = 0; i < n_words; i++)
    {
      guint32 word;
      const char *start = cursor->at;

      if (!take_hex (cursor, 8, &word) || cursor->at - start != 8)
        return FALSE;
      memcpy (address + i * 4, &word, sizeof word);
    }

  return take_character (cursor, ':') && take_hex (cursor, 4, out_port);
}

static gboolean
parse_line (Cursor          cursor,
            int             family,
            int             protocol,
            PtlLinuxSocket *socket)
{
  guint8 remote[16];
  guint64 ignored;
  guint64 uid;
  guint64 inode;
  guint32 port;
  guint32 remote_port;
  guint32 state;
  guint32 sent;
  guint32 queue;
  guint32 word;

  memset (socket, 0, sizeof *socket);

  skip_blanks (&cursor);
  while (cursor.at < cursor.end && g_ascii_isdigit (*cursor.at))
    cursor.at++;
  if (!take_character (&cursor, ':'))
    return FALSE;

  skip_blanks (&cursor);
  if (!take_address (&cursor, family, socket->address, &port))
    return FALSE;
  skip_blanks (&cursor);
  if (!take_address (&cursor, family, remote, &remote_port))
    return FALSE;
  skip_blanks (&cursor);
  if (!take_hex (&cursor, 2, &state))
    return FALSE;
  skip_blanks (&cursor);
  if (!take_hex (&cursor, 8, &sent) || !take_character (&cursor, ':') || !take_hex (&cursor, 8, &queue))
    return FALSE;
  skip_blanks (&cursor);
  if (!take_hex (&cursor, 2, &word) || !take_character (&cursor, ':') || !take_hex (&cursor, 8, &word))
    return FALSE;
  skip_blanks (&cursor);
  if (!take_hex (&cursor, 8, &word))
    return FALSE;
  if (!take_decimal (&cursor, &uid) || !take_decimal (&cursor, &ignored) || !take_decimal (&cursor, &inode))
    return FALSE;

  socket->port = port;
  socket->protocol = protocol;
  socket->family = family;
  socket->state = state;
  socket->queue = queue;
  socket->backlog = -1;
  socket->uid = uid;
  socket->inode = inode;
  socket->v6only = family == AF_INET ? 0 : -1;

  return TRUE;
}

/**
 * ptl_proc_net_parse:
 * @text: (array length=length): a table
 * @length: its bytes
 * @family: AF_INET or AF_INET6, which the table is for
 * @protocol: PTL_PROTO_…, which the table is for
 * @state: the state to keep
 * @sockets: (element-type PtlLinuxSocket): where the sockets are added
 *
 * Reads a table of sockets. What such a table can't say (control group, bound interface, V6ONLY, the limit of the queue)
 * stays unknown. Lines that make no sense are passed over. Any thread.
 *
 * Returns: whether every line made sense
 */
gboolean
ptl_proc_net_parse (const char *text,
                    gsize       length,
                    int         family,
                    int         protocol,
                    guint8      state,
                    GArray     *sockets)
{
  const char *end = text + length;
  const char *line = memchr (text, '\n', length); /* the heading */
  gboolean whole = TRUE;

  if (line == NULL)
    return length == 0;

  line++;
  while (line < end)
    {
      const char *line_end = memchr (line, '\n', end - line);
      PtlLinuxSocket socket;

      if (line_end == NULL)
        line_end = end;

      if (!parse_line ((Cursor){ line, line_end }, family, protocol, &socket))
        whole = FALSE;
      else if (socket.state == state)
        g_array_append_val (sockets, socket);

      line = line_end + 1;
    }

  return whole;
}

/**
 * ptl_proc_protocols_is_unused:
 * @text: (array length=length): the bytes of /proc/net/protocols: a heading, then lines that begin with name, size, sockets
 * @length: how many
 * @name: a protocol: "MPTCP"
 *
 * Looks whether the kernel says that no socket of a protocol exists: it lists each protocol that it has (proto_register() in
 * net/core/sock.c). A text of the heading alone says nothing; such is gVisor's. Any thread.
 *
 * Returns: whether it does; %FALSE also where the text does not tell
 */
gboolean
ptl_proc_protocols_is_unused (const char *text,
                              gsize       length,
                              const char *name)
{
  const char *end = text + length;
  gsize name_length = strlen (name);
  guint n_lines = 0;

  while (text < end)
    {
      const char *line_end = memchr (text, '\n', end - text);
      Cursor cursor = { text, line_end != NULL ? line_end : end };
      guint64 size;
      guint64 n_sockets;

      if ((gsize) (cursor.end - cursor.at) > name_length && memcmp (cursor.at, name, name_length) == 0 &&
          cursor.at[name_length] == ' ')
        {
          cursor.at += name_length;

          return take_decimal (&cursor, &size) && take_decimal (&cursor, &n_sockets) && n_sockets == 0;
        }

      n_lines++;
      text = cursor.end + 1;
    }

  return n_lines > 1;
}
