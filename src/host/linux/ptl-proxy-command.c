#include "config.h"

#include "host/linux/ptl-proxy-command.h"

#include "host/linux/ptl-inet-address.h"

#include <string.h>

/* "-NAME VALUE" and "-NAME=VALUE", with one dash or two, give VALUE; @at moves on where that is a word of its own. */
static const char *
take_option (const char *const *command,
             guint             *at,
             const char        *name)
{
  const char *word = command[*at];
  gsize length = strlen (name);

  if (word[0] != '-')
    return NULL;

  word += word[1] == '-' ? 2 : 1;
  if (strncmp (word, name, length) != 0)
    return NULL;
  if (word[length] == '=')
    return word + length + 1;
  if (word[length] == '\0' && command[*at + 1] != NULL)
    return command[++*at];

  return NULL;
}

/* The value of an option's first use; NULL where it is not used. */
static const char *
find_option (const char *const *command,
             const char        *name)
{
  for (guint i = 1; command[i] != NULL; i++)
    {
      const char *value = take_option (command, &i, name);

      if (value != NULL)
        return value;
    }

  return NULL;
}

static gboolean
parse_port (const char *text,
            gsize       length,
            guint16    *out_port)
{
  guint port = 0;

  if (length == 0 || length > 5)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      port = port * 10 + (guint) (text[i] - '0');
    }
  if (port == 0 || port > G_MAXUINT16)
    return FALSE;

  *out_port = port;

  return TRUE;
}

/* "80" or "80-90". */
static gboolean
parse_ports (const char *text,
             gsize       length,
             guint16    *out_first,
             guint16    *out_last)
{
  const char *dash = memchr (text, '-', length);

  if (dash == NULL)
    {
      if (!parse_port (text, length, out_first))
        return FALSE;
      *out_last = *out_first;
      return TRUE;
    }

  return parse_port (text, dash - text, out_first) &&
         parse_port (dash + 1, text + length - dash - 1, out_last) &&
         *out_first <= *out_last;
}

/* A wildcard in the other family, or no address at all, stands for every address. */
static gboolean
is_same_address (const char *told,
                 const char *address)
{
  PtlInetAddress told_address;
  PtlInetAddress own_address;

  if (told == NULL || *told == '\0' || address == NULL)
    return TRUE;

  return ptl_inet_address_parse (&told_address, told) &&
         ptl_inet_address_parse (&own_address, address) &&
         (ptl_inet_address_equal (&told_address, &own_address) ||
          (ptl_inet_address_is_any (&told_address) && ptl_inet_address_is_any (&own_address)));
}

static char *
make_target (const char *address,
             guint16     port)
{
  PtlInetAddress parsed;
  char text[INET6_ADDRSTRLEN];

  if (address == NULL || !ptl_inet_address_parse (&parsed, address) ||
      inet_ntop (parsed.family, parsed.bytes, text, sizeof text) == NULL)
    return g_strdup_printf (":%u", port);

  return g_strdup_printf (parsed.family == AF_INET6 ? "[%s]:%u" : "%s:%u", text, port);
}

/* docker-proxy -proto tcp -host-ip 0.0.0.0 -host-port 8080 -container-ip 172.17.0.2 -container-port 80 */
static gboolean
parse_docker_proxy (const char *const *command,
                    PtlTransport       transport,
                    const char        *address,
                    guint16            port,
                    PtlProxy          *proxy)
{
  const char *proto = find_option (command, "proto");
  const char *host_port = find_option (command, "host-port");
  const char *container_ip = find_option (command, "container-ip");
  const char *container_port = find_option (command, "container-port");
  PtlInetAddress parsed;
  guint16 from;
  guint16 to;

  if (host_port == NULL || container_ip == NULL || container_port == NULL ||
      !parse_port (host_port, strlen (host_port), &from) || from != port ||
      !parse_port (container_port, strlen (container_port), &to) ||
      g_strcmp0 (proto != NULL ? proto : "tcp", ptl_transport_to_string (transport)) != 0 ||
      !is_same_address (find_option (command, "host-ip"), address) ||
      !ptl_inet_address_parse (&parsed, container_ip))
    return FALSE;

  proxy->runtime = "docker";
  proxy->target = make_target (container_ip, to);

  return TRUE;
}

/* rootlesskit -p 127.0.0.1:8080:80/tcp: [ADDRESS:]PORT:INNER-PORT/PROTOCOL, where ADDRESS may be in brackets. */
static gboolean
parse_rootlesskit (const char *const *command,
                   PtlTransport       transport,
                   const char        *address,
                   guint16            port,
                   PtlProxy          *proxy)
{
  for (guint i = 1; command[i] != NULL; i++)
    {
      const char *value = take_option (command, &i, "publish");
      g_autofree char *own = NULL;
      char *slash;
      char *inner;
      char *outer;
      guint16 from;
      guint16 to;

      if (value == NULL)
        value = take_option (command, &i, "p");
      if (value == NULL)
        continue;

      own = g_strdup (value);
      slash = strrchr (own, '/');
      if (slash == NULL || strcmp (slash + 1, ptl_transport_to_string (transport)) != 0)
        continue;
      *slash = '\0';

      inner = strrchr (own, ':');
      if (inner == NULL)
        continue;
      *inner++ = '\0';
      outer = strrchr (own, ':');
      if (outer != NULL)
        *outer++ = '\0';

      if (!parse_port (outer != NULL ? outer : own, strlen (outer != NULL ? outer : own), &from) || from != port ||
          !parse_port (inner, strlen (inner), &to))
        continue;
      if (outer != NULL)
        {
          char *host = own[0] == '[' ? own + 1 : own;

          host[strcspn (host, "]")] = '\0';
          if (!is_same_address (host, address))
            continue;
        }

      proxy->target = make_target (NULL, to);
      return TRUE;
    }

  return FALSE;
}

/* One of pasta's rules: [ADDRESS[%INTERFACE]/]PORTS[:INNER-PORTS], passt(1). */
static gboolean
match_pasta_rule (const char *rule,
                  gsize       length,
                  guint16     port,
                  guint16    *out_to)
{
  const char *colon = memchr (rule, ':', length);
  gsize outer = colon != NULL ? (gsize) (colon - rule) : length;
  guint16 first;
  guint16 last;
  guint16 inner_first;
  guint16 inner_last;

  if (!parse_ports (rule, outer, &first, &last) || port < first || port > last)
    return FALSE;

  inner_first = first;
  if (colon != NULL &&
      (!parse_ports (colon + 1, length - outer - 1, &inner_first, &inner_last) || inner_last - inner_first != last - first))
    return FALSE;

  *out_to = inner_first + (port - first);

  return TRUE;
}

/* pasta -t 8080-8080:80-80 -u none … */
static gboolean
parse_pasta (const char *const *command,
             PtlTransport       transport,
             const char        *address,
             guint16            port,
             PtlProxy          *proxy)
{
  const char *short_name = transport == PTL_TRANSPORT_TCP ? "t" : "u";
  const char *long_name = transport == PTL_TRANSPORT_TCP ? "tcp-ports" : "udp-ports";

  if (transport != PTL_TRANSPORT_TCP && transport != PTL_TRANSPORT_UDP)
    return FALSE;

  for (guint i = 1; command[i] != NULL; i++)
    {
      const char *value = take_option (command, &i, long_name);
      const char *slash;

      if (value == NULL)
        value = take_option (command, &i, short_name);
      if (value == NULL)
        continue;

      slash = strchr (value, '/');
      if (slash != NULL)
        {
          g_autofree char *host = g_strndup (value, slash - value);

          host[strcspn (host, "%")] = '\0';
          if (!is_same_address (host, address))
            continue;
          value = slash + 1;
        }

      while (*value != '\0')
        {
          gsize length = strcspn (value, ",");
          guint16 to;

          if (match_pasta_rule (value, length, port, &to))
            {
              proxy->target = make_target (NULL, to);
              return TRUE;
            }
          value += length + (value[length] == ',' ? 1 : 0);
        }
    }

  return FALSE;
}

static gboolean
is_id (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

/* conmon keeps the ports of podman's containers taken, whose traffic the kernel forwards: conmon -c ID -u ID -n NAME … */
static gboolean
parse_conmon (const char *const *command,
              PtlTransport       transport,
              const char        *address,
              guint16            port,
              PtlProxy          *proxy)
{
  const char *id = find_option (command, "c");
  const char *name = find_option (command, "n");

  if (id == NULL)
    id = find_option (command, "cid");
  if (name == NULL)
    name = find_option (command, "name");
  if (id == NULL || !is_id (id))
    return FALSE;

  proxy->runtime = "podman";
  proxy->id = g_strdup (id);
  proxy->name = name != NULL && *name != '\0' ? g_strdup (name) : NULL;

  return TRUE;
}

/* slirp4netns … --api-socket /run/user/1000/libpod/tmp/ID.net …, where Podman has it forward ports; which, it is told there. */
static gboolean
parse_slirp4netns (const char *const *command,
                   PtlTransport       transport,
                   const char        *address,
                   guint16            port,
                   PtlProxy          *proxy)
{
  const char *socket = find_option (command, "api-socket");
  const char *slash;
  g_autofree char *id = NULL;

  if (socket == NULL)
    socket = find_option (command, "a");
  slash = socket != NULL ? strrchr (socket, '/') : NULL;
  if (slash == NULL || !g_str_has_suffix (slash, ".net"))
    return FALSE;

  id = g_strndup (slash + 1, strlen (slash + 1) - strlen (".net"));
  if (!is_id (id))
    return FALSE;

  proxy->runtime = "podman";
  proxy->id = g_steal_pointer (&id);

  return TRUE;
}

/* These serve containers, but their command lines don't tell which. */
static gboolean
parse_silent (const char *const *command,
              PtlTransport       transport,
              const char        *address,
              guint16            port,
              PtlProxy          *proxy)
{
  return TRUE;
}

static const struct
{
  const char *program;
  gboolean  (*parse) (const char *const *command,
                      PtlTransport       transport,
                      const char        *address,
                      guint16            port,
                      PtlProxy          *proxy);
  gboolean    silent; /* is a proxy also where the command line does not tell of the port */
} programs[] = {
  { "conmon", parse_conmon, FALSE },
  { "docker-proxy", parse_docker_proxy, FALSE },
  { "rootlesskit-docker-proxy", parse_docker_proxy, FALSE },
  { "rootlesskit", parse_rootlesskit, TRUE },
  { "rootlessport", parse_silent, TRUE },
  { "rootlessport-child", parse_silent, TRUE },
  { "containers-rootlessport", parse_silent, TRUE },
  { "containers-rootlessport-child", parse_silent, TRUE },
  { "slirp4netns", parse_slirp4netns, TRUE },
  { "pasta", parse_pasta, TRUE },
  { "pasta.avx2", parse_pasta, TRUE },
};

/**
 * ptl_proxy_command_parse:
 * @command: (array zero-terminated=1): a process's command line
 * @transport: of the listener that the process holds
 * @address: (nullable): of the listener; %NULL where that does not matter
 * @port: of the listener
 * @proxy: (out caller-allocates): filled in where the result is %TRUE, as far as the command line tells
 *
 * Tells what a program serves that forwards to containers: docker-proxy, rootlesskit, pasta, conmon and Podman's slirp4netns say
 * it themselves, its rootlessport does not. The names and their options are those of the programs' own help. Any thread.
 *
 * Returns: whether it is such a program, and holds that listener to serve a container
 */
gboolean
ptl_proxy_command_parse (const char *const *command,
                         PtlTransport       transport,
                         const char        *address,
                         guint16            port,
                         PtlProxy          *proxy)
{
  g_autofree char *program = NULL;

  memset (proxy, 0, sizeof *proxy);
  if (command == NULL || command[0] == NULL || command[0][0] == '\0')
    return FALSE;

  program = g_path_get_basename (command[0]);
  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      if (strcmp (program, programs[i].program) == 0)
        return programs[i].parse (command, transport, address, port, proxy) || programs[i].silent;
    }

  return FALSE;
}

/**
 * ptl_proxy_command_parse_process:
 * @process: a process
 * @transport: of the listener that the process holds
 * @address: (nullable): of the listener; %NULL where that does not matter
 * @port: of the listener
 * @proxy: (out caller-allocates): filled in where the result is %TRUE, as far as the command line tells
 *
 * As ptl_proxy_command_parse(), for a process whose command line may have been cut: conmon's is long, and says first what counts.
 * The last word may be half of one then. Any thread.
 *
 * Returns: whether it is such a program, and holds that listener to serve a container
 */
gboolean
ptl_proxy_command_parse_process (const PtlProcess *process,
                                 PtlTransport      transport,
                                 const char       *address,
                                 guint16           port,
                                 PtlProxy         *proxy)
{
  const char *const *command = (const char *const *) process->command;
  g_autofree const char **whole = NULL;
  guint n;

  if (command != NULL && process->command_cut && (n = g_strv_length (process->command)) > 0)
    {
      whole = g_memdup2 (command, n * sizeof *command);
      whole[n - 1] = NULL;
      command = whole;
    }

  return ptl_proxy_command_parse (command, transport, address, port, proxy);
}

/**
 * ptl_proxy_clear:
 * @proxy: what ptl_proxy_command_parse() filled in
 *
 * Frees what is in @proxy. Any thread.
 */
void
ptl_proxy_clear (PtlProxy *proxy)
{
  g_clear_pointer (&proxy->target, g_free);
  g_clear_pointer (&proxy->id, g_free);
  g_clear_pointer (&proxy->name, g_free);
  proxy->runtime = NULL;
}
