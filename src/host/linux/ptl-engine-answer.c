#include "config.h"

#include "host/linux/ptl-engine-answer.h"

#include "host/linux/ptl-json-glib.h"

#include <string.h>

/* JSON that goes deeper is no list of containers, and its parser calls itself for each level. */
#define MAX_DEPTH 32

#define MAX_CONTAINERS 10000
#define MAX_ITEMS      1000
#define MAX_NAME_BYTES 255

/**
 * ptl_container_free:
 * @self: (transfer full): a container
 *
 * Frees it. Any thread.
 */
void
ptl_container_free (PtlContainer *self)
{
  g_free (self->id);
  g_free (self->name);
  g_ptr_array_unref (self->addresses);
  g_array_unref (self->ports);
  g_free (self);
}

static gboolean
is_shallow (const char *text,
            gsize       length)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (in_string)
        {
          if (text[i] == '\\')
            i++;
          else if (text[i] == '"')
            in_string = FALSE;
        }
      else if (text[i] == '"')
        in_string = TRUE;
      else if (text[i] == '[' || text[i] == '{')
        {
          if (++depth > MAX_DEPTH)
            return FALSE;
        }
      else if ((text[i] == ']' || text[i] == '}') && depth > 0)
        depth--;
    }

  return TRUE;
}

/* Takes the pieces of a chunked body together (RFC 9112, 7.1); NULL where they make no sense. */
static GString *
join_chunks (const char *bytes,
             gsize       length)
{
  g_autoptr (GString) body = g_string_new (NULL);

  for (;;)
    {
      const char *line_end = g_strstr_len (bytes, length, "\r\n");
      gsize size = 0;
      gsize i;

      if (line_end == NULL)
        return NULL;
      for (i = 0; i < 8 && bytes + i < line_end && g_ascii_isxdigit (bytes[i]); i++)
        size = size << 4 | (gsize) g_ascii_xdigit_value (bytes[i]);
      if (i == 0)
        return NULL;

      length -= line_end + 2 - bytes;
      bytes = line_end + 2;
      if (size == 0)
        return g_steal_pointer (&body);
      if (length < size + 2)
        return NULL;

      g_string_append_len (body, bytes, size);
      bytes += size + 2;
      length -= size + 2;
    }
}

/* (transfer none): a member that is a string, of an object that may be none; NULL otherwise */
static const char *
get_string (const PtlJsonGlib *json,
            JsonNode          *node,
            const char        *name)
{
  JsonNode *member;

  if (node == NULL || json->node_get_node_type (node) != JSON_NODE_OBJECT)
    return NULL;

  member = json->object_get_member (json->node_get_object (node), name);
  if (member == NULL || json->node_get_node_type (member) != JSON_NODE_VALUE ||
      json->node_get_value_type (member) != G_TYPE_STRING)
    return NULL;

  return json->node_get_string (member);
}

/* 0 where it is none, or no port */
static guint16
get_port (const PtlJsonGlib *json,
          JsonNode          *node,
          const char        *name)
{
  JsonNode *member = json->object_get_member (json->node_get_object (node), name);
  gint64 port;

  if (member == NULL || json->node_get_node_type (member) != JSON_NODE_VALUE ||
      json->node_get_value_type (member) != G_TYPE_INT64)
    return 0;

  port = json->node_get_int (member);

  return port > 0 && port <= G_MAXUINT16 ? port : 0;
}

/* (nullable): a member that is of a type */
static JsonNode *
get_member (const PtlJsonGlib *json,
            JsonNode          *node,
            const char        *name,
            JsonNodeType       type)
{
  JsonNode *member;

  if (node == NULL || json->node_get_node_type (node) != JSON_NODE_OBJECT)
    return NULL;

  member = json->object_get_member (json->node_get_object (node), name);

  return member != NULL && json->node_get_node_type (member) == type ? member : NULL;
}

static gboolean
is_id (const char *text)
{
  return text != NULL && strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

static void
take_address (PtlContainer *container,
              const char   *address)
{
  if (address != NULL && *address != '\0' && strlen (address) < 64 && container->addresses->len < MAX_ITEMS)
    g_ptr_array_add (container->addresses, g_strdup (address));
}

static void
take_ports (const PtlJsonGlib *json,
            PtlContainer      *container,
            JsonNode          *node)
{
  JsonArray *array = node != NULL ? json->node_get_array (node) : NULL;
  guint n = array != NULL ? MIN (json->array_get_length (array), MAX_ITEMS) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = json->array_get_element (array, i);
      const char *type = get_string (json, element, "Type");
      PtlEnginePort port;

      if (type == NULL || !ptl_transport_from_string (type, strlen (type), &port.transport))
        continue;

      port.outer = get_port (json, element, "PublicPort");
      port.inner = get_port (json, element, "PrivatePort");
      if (port.outer != 0)
        g_array_append_val (container->ports, port);
    }
}

/* (nullable) */
static PtlContainer *
parse_container (const PtlJsonGlib *json,
                 JsonNode          *node)
{
  const char *id = get_string (json, node, "Id");
  JsonNode *names = get_member (json, node, "Names", JSON_NODE_ARRAY);
  JsonNode *networks = get_member (json, get_member (json, node, "NetworkSettings", JSON_NODE_OBJECT), "Networks", JSON_NODE_OBJECT);
  PtlContainer *container;

  if (!is_id (id))
    return NULL;

  container = g_new0 (PtlContainer, 1);
  container->id = g_strdup (id);
  container->addresses = g_ptr_array_new_with_free_func (g_free);
  container->ports = g_array_new (FALSE, TRUE, sizeof (PtlEnginePort));

  /* The first that is the container's own: further ones, such as "/web/db", are names that others call it by. */
  for (guint i = 0; names != NULL && container->name == NULL && i < json->array_get_length (json->node_get_array (names)); i++)
    {
      JsonNode *element = json->array_get_element (json->node_get_array (names), i);
      const char *name;

      if (json->node_get_node_type (element) != JSON_NODE_VALUE || json->node_get_value_type (element) != G_TYPE_STRING)
        continue;
      name = json->node_get_string (element);
      if (*name == '/')
        name++;
      if (*name != '\0' && strchr (name, '/') == NULL && strlen (name) <= MAX_NAME_BYTES)
        container->name = g_utf8_make_valid (name, -1);
    }

  if (networks != NULL)
    {
      JsonObjectIter iter;
      JsonNode *network;

      json->object_iter_init (&iter, json->node_get_object (networks));
      while (json->object_iter_next (&iter, NULL, &network))
        {
          take_address (container, get_string (json, network, "IPAddress"));
          take_address (container, get_string (json, network, "GlobalIPv6Address"));
        }
    }
  take_ports (json, container, get_member (json, node, "Ports", JSON_NODE_ARRAY));

  return container;
}

static GPtrArray *
parse_array (const PtlJsonGlib *json,
             JsonArray         *array)
{
  GPtrArray *containers = g_ptr_array_new_with_free_func ((GDestroyNotify) ptl_container_free);

  for (guint i = 0; i < MIN (json->array_get_length (array), MAX_CONTAINERS); i++)
    {
      PtlContainer *container = parse_container (json, json->array_get_element (array, i));

      if (container != NULL)
        g_ptr_array_add (containers, container);
    }

  return containers;
}

static GPtrArray *
parse_list (const char *text,
            gsize       length)
{
  const PtlJsonGlib *json = ptl_json_glib_get ();
  GPtrArray *containers = NULL;
  JsonParser *parser;
  JsonNode *root;

  if (json == NULL || !is_shallow (text, length) || !g_utf8_validate (text, length, NULL))
    return NULL;

  parser = json->parser_new ();
  if (json->parser_load_from_data (parser, text, length, NULL) &&
      (root = json->parser_get_root (parser)) != NULL &&
      json->node_get_node_type (root) == JSON_NODE_ARRAY)
    containers = parse_array (json, json->node_get_array (root));
  json->object_unref (parser);

  return containers;
}

/**
 * ptl_engine_answer_parse:
 * @bytes: (array length=length): all that an engine answered over HTTP to GET /containers/json
 * @length: how many
 *
 * Reads which containers run (Docker Engine API, "List containers", which Podman speaks too). Any thread.
 *
 * Returns: (transfer full) (nullable) (element-type PtlContainer): the containers; %NULL where it is no such answer
 */
GPtrArray *
ptl_engine_answer_parse (const char *bytes,
                         gsize       length)
{
  const char *body = g_strstr_len (bytes, length, "\r\n\r\n");
  g_autofree char *head = NULL;

  if (body == NULL || length < 12 || (memcmp (bytes, "HTTP/1.0 200", 12) != 0 && memcmp (bytes, "HTTP/1.1 200", 12) != 0))
    return NULL;

  head = g_ascii_strdown (bytes, body - bytes);
  body += 4;
  length -= body - bytes;

  if (strstr (head, "\r\ntransfer-encoding: chunked") != NULL)
    {
      g_autoptr (GString) joined = join_chunks (body, length);

      return joined != NULL ? parse_list (joined->str, joined->len) : NULL;
    }

  return parse_list (body, length);
}
