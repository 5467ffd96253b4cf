#include "config.h"

#include "host/linux/ptl-socket-unit.h"

#include "host/linux/ptl-linux-file.h"
#include "host/linux/ptl-linux-socket.h"

#include <string.h>

/* A unit that lists more is no unit that a person wrote. */
#define MAX_LISTENS 256

/**
 * ptl_socket_unit_new:
 *
 * Makes a unit of which nothing was read yet. Any thread.
 *
 * Returns: (transfer full): the unit
 */
PtlSocketUnit *
ptl_socket_unit_new (void)
{
  PtlSocketUnit *self = g_new0 (PtlSocketUnit, 1);

  self->listens = g_array_new (FALSE, TRUE, sizeof (PtlSocketListen));

  return self;
}

/**
 * ptl_socket_unit_free:
 * @self: (transfer full): a unit
 *
 * Frees it. Any thread.
 */
void
ptl_socket_unit_free (PtlSocketUnit *self)
{
  g_array_unref (self->listens);
  g_free (self->service);
  g_free (self);
}

/* "22", "127.0.0.1:22" or "[::1]:22", after which there may be "%INTERFACE"; a path or a socket of another kind is none of ours. */
static gboolean
parse_listen (const char      *value,
              PtlSocketListen *listen)
{
  const char *port = value;
  char *end;
  gint64 number;

  memset (listen, 0, sizeof *listen);
  listen->any = TRUE;
  if (!g_ascii_isdigit (value[0]) || value[strspn (value, "0123456789")] == '.')
    {
      const char *colon = strrchr (value, ':');
      g_autofree char *text = NULL;
      PtlInetAddress address;

      if (colon == NULL)
        return FALSE;
      if (value[0] == '[' && colon > value + 2 && colon[-1] == ']')
        text = g_strndup (value + 1, colon - value - 2);
      else
        text = g_strndup (value, colon - value);

      if (!ptl_inet_address_parse (&address, text))
        return FALSE;

      listen->any = FALSE;
      listen->address = address;
      port = colon + 1;
    }

  if (!g_ascii_isdigit (*port))
    return FALSE;

  number = g_ascii_strtoll (port, &end, 10);
  if (number < 1 || number > G_MAXUINT16 || (*end != '\0' && *end != '%'))
    return FALSE;
  listen->port = number;

  return TRUE;
}

static gboolean
parse_boolean (const char *value)
{
  static const char *const words[] = { "1", "yes", "y", "true", "t", "on" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (g_ascii_strcasecmp (value, words[i]) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
take_assignment (PtlSocketUnit *self,
                 const char    *key,
                 const char    *value)
{
  gboolean stream = strcmp (key, "ListenStream") == 0;

  if (stream || strcmp (key, "ListenDatagram") == 0)
    {
      PtlSocketListen listen;

      /* Nothing takes back what was said before, of every kind of socket. */
      if (*value == '\0')
        g_array_set_size (self->listens, 0);
      else if (self->listens->len < MAX_LISTENS && parse_listen (value, &listen))
        {
          listen.stream = stream;
          g_array_append_val (self->listens, listen);
        }
    }
  else if (strcmp (key, "Service") == 0)
    {
      g_free (self->service);
      self->service = *value != '\0' && strchr (value, '/') == NULL && strlen (value) < 256 ? g_strdup (value) : NULL;
    }
  else if (strcmp (key, "Accept") == 0)
    {
      self->accept = parse_boolean (value);
    }
  else if (strcmp (key, "SocketProtocol") == 0)
    {
      self->protocol = strcmp (value, "sctp") == 0 ? PTL_PROTO_SCTP : strcmp (value, "udplite") == 0 ? PTL_PROTO_UDPLITE : 0;
    }
}

/**
 * ptl_socket_unit_parse:
 * @self: a unit
 * @text: (array length=length): the bytes of its file, or of one of its drop-ins, after those that come before
 * @length: how many
 *
 * Reads what the section [Socket] says, by the rules of systemd.syntax(7). Any thread.
 */
void
ptl_socket_unit_parse (PtlSocketUnit *self,
                       const char    *text,
                       gsize          length)
{
  g_autofree char *valid = ptl_linux_dup_text (text, length);
  g_auto (GStrv) lines = g_strsplit (valid, "\n", -1);
  g_autoptr (GString) joined = g_string_new (NULL);
  gboolean in_section = FALSE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *line = g_strstrip (lines[i]);
      gsize line_length = strlen (line);
      char *equals;

      if (line[0] == '#' || line[0] == ';')
        continue;

      /* A backslash joins the next line, and stands for a blank. */
      if (line_length > 0 && line[line_length - 1] == '\\')
        {
          line[line_length - 1] = ' ';
          g_string_append (joined, line);
          continue;
        }
      g_string_append (joined, line);

      if (joined->str[0] == '[')
        in_section = g_str_has_prefix (joined->str, "[Socket]");
      else if (in_section && (equals = strchr (joined->str, '=')) != NULL)
        {
          *equals = '\0';
          take_assignment (self, g_strstrip (joined->str), g_strstrip (equals + 1));
        }
      g_string_truncate (joined, 0);
    }
}

/**
 * ptl_socket_unit_matches:
 * @self: a unit
 * @transport: of a listener
 * @address: of the listener, as text
 * @port: of the listener
 *
 * Tells whether the unit's manager would make such a listener. Any thread.
 *
 * Returns: whether it would
 */
gboolean
ptl_socket_unit_matches (const PtlSocketUnit *self,
                         PtlTransport         transport,
                         const char          *address,
                         guint16              port)
{
  PtlInetAddress parsed;

  if (!ptl_inet_address_parse (&parsed, address))
    return FALSE;

  for (guint i = 0; i < self->listens->len; i++)
    {
      const PtlSocketListen *listen = &g_array_index (self->listens, PtlSocketListen, i);
      PtlTransport own = self->protocol == PTL_PROTO_SCTP      ? PTL_TRANSPORT_SCTP
                         : self->protocol == PTL_PROTO_UDPLITE ? PTL_TRANSPORT_UDPLITE
                         : listen->stream                      ? PTL_TRANSPORT_TCP
                                                               : PTL_TRANSPORT_UDP;

      if (own != transport || listen->port != port)
        continue;

      if (listen->any ? ptl_inet_address_is_any (&parsed) : ptl_inet_address_equal (&parsed, &listen->address))
        return TRUE;
    }

  return FALSE;
}

/**
 * ptl_socket_unit_dup_service:
 * @self: a unit
 * @name: its name, "ssh.socket"
 *
 * Names the service that it starts. Any thread.
 *
 * Returns: (transfer full): "ssh.service", or "ssh@.service" where each connection gets one
 */
char *
ptl_socket_unit_dup_service (const PtlSocketUnit *self,
                             const char          *name)
{
  gsize length = strlen (name);

  if (self->service != NULL)
    return g_strdup (self->service);

  if (g_str_has_suffix (name, ".socket"))
    length -= strlen (".socket");

  return g_strdup_printf ("%.*s%s.service", (int) length, name, self->accept ? "@" : "");
}
