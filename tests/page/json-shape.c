#include "config.h"

#include "json-shape.h"

#include <string.h>

/*
 * A member is written as "name:types", where the types are s(tring), i(nteger), b(oolean), a(rray), o(bject) and n(ull);
 * a string may be followed by the words that are allowed, "status:s=tcp|udp".
 */
static void
assert_member (JsonObject *object,
               const char *description)
{
  g_auto (GStrv) parts = g_strsplit (description, ":", 2);
  g_auto (GStrv) types = g_strsplit (parts[1], "=", 2);
  JsonNode *node = json_object_get_member (object, parts[0]);
  char type = '?';

  if (node == NULL)
    g_error ("no member “%s”", parts[0]);

  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_NULL:
      type = 'n';
      break;

    case JSON_NODE_ARRAY:
      type = 'a';
      break;

    case JSON_NODE_OBJECT:
      type = 'o';
      break;

    case JSON_NODE_VALUE:
    default:
      type = json_node_get_value_type (node) == G_TYPE_STRING ? 's'
             : json_node_get_value_type (node) == G_TYPE_INT64 ? 'i'
             : json_node_get_value_type (node) == G_TYPE_BOOLEAN ? 'b' : '?';
      break;
    }

  if (strchr (types[0], type) == NULL)
    g_error ("“%s” is of type %c, not of %s", parts[0], type, types[0]);

  if (type == 's' && types[1] != NULL)
    {
      g_auto (GStrv) words = g_strsplit (types[1], "|", -1);

      if (!g_strv_contains ((const char * const *) words, json_node_get_string (node)))
        g_error ("“%s” is “%s”, none of %s", parts[0], json_node_get_string (node), types[1]);
    }
}

static void
assert_members (JsonObject         *object,
                const char * const *descriptions)
{
  for (guint i = 0; descriptions[i] != NULL; i++)
    assert_member (object, descriptions[i]);
}

static void
assert_each (JsonObject         *object,
             const char         *member,
             const char * const *descriptions)
{
  JsonArray *array = json_object_get_array_member (object, member);

  for (guint i = 0; i < json_array_get_length (array); i++)
    assert_members (json_array_get_object_element (array, i), descriptions);
}

static void
assert_strings (JsonArray *array)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    g_assert_cmpuint (json_node_get_value_type (json_array_get_element (array, i)), ==, G_TYPE_STRING);
}

static const char * const source_members[] = { "title:s", "url:sn", NULL };

void
assert_listener_shape (JsonObject *listener)
{
  static const char * const members[] = {
    "transport:s=tcp|udp|sctp|dccp|udplite", "family:s=ipv4|ipv6|dual", "address:s", "port:i",
    "interface:sn", "exposure:s=loopback|network|all", "network:sn", "uid:in", "user:sn", "queue:in", "backlog:in",
    "inode:in", "namespace:s", "owners:a", "unit:on", "container:on",
    "holder:sn=process|kernel|none", "kernel:b", "kernel_certain:bn", "kernel_name:sn", NULL
  };
  static const char * const owner_members[] = {
    "pid:i", "name:sn", "executable:sn", "command:an", "started_at:sn",
    "evidence:s=descriptor|control-group|table|proxy", "certain:b",
    "executable_deleted:b", NULL
  };
  static const char * const unit_members[] = { "name:s", "manager:s=system|user", "certain:b", NULL };
  static const char * const container_members[] = { "runtime:sn", "id:sn", "name:sn", NULL };

  g_assert_nonnull (listener);
  assert_members (listener, members);
  assert_each (listener, "owners", owner_members);
  if (!json_object_get_null_member (listener, "unit"))
    assert_members (json_object_get_object_member (listener, "unit"), unit_members);
  if (!json_object_get_null_member (listener, "container"))
    assert_members (json_object_get_object_member (listener, "container"), container_members);
}

void
assert_explain_shape (JsonObject *root,
                      guint       port)
{
  static const char * const members[] = {
    "schema:i", "port:i", "range:o", "registrations:a", "status:o", "notes:a", "conventions:a",
    "browser_blocked:b", "host:on", "ephemeral_elsewhere:a", "listeners:an", "related:a", "checks:a",
    "catalog:o", NULL
  };
  static const char * const range[] = { "name:s=system|user|dynamic", "first:i", "last:i", NULL };
  static const char * const registration[] = {
    "transport:s=tcp|udp|sctp|dccp", "name:sn", "description:sn",
    "status:s=assigned|reserved|formerly", "aliases:a", "registered:sn", "references:a",
    "unauthorized_use:sn", "note:sn", NULL
  };
  static const char * const status[] = {
    "tcp:s=assigned|reserved|unassigned|dynamic", "udp:s=assigned|reserved|unassigned|dynamic",
    "sctp:s=assigned|reserved|unassigned|dynamic", "dccp:s=assigned|reserved|unassigned|dynamic", NULL
  };
  static const char * const note[] = {
    "first:i", "last:i", "transports:a", "product:s",
    "kind:s=unofficial|de-facto|dev-default|conflict|malware-history|os-behaviour", "text:s",
    "platforms:a", "confidence:s=high|medium|low", "relation:s=none|same|conflicts", "sources:a", NULL
  };
  static const char * const convention[] = { "name:s", "first:i", "last:i", "text:s", "source:o", NULL };
  static const char * const host[] = {
    "os:s", "ephemeral:an", "in_ephemeral:bn", "privileged:bn", "reserved:bn", "excluded:bn", NULL
  };
  static const char * const ephemeral[] = {
    "transport:s=tcp|udp|sctp|dccp|udplite", "family:s=ipv4|ipv6|dual", "first:i", "last:i", NULL
  };
  static const char * const elsewhere[] = { "os:s", "first:i", "last:i", "contains:b", "source:o", NULL };
  static const char * const related[] = { "port:i", "why:s", NULL };
  static const char * const check[] = { "os:s=linux|macos|windows", "tool:s", "command:s", NULL };
  static const char * const catalog[] = { "registry_as_of:s", "notes:i", NULL };
  JsonArray *array;

  assert_members (root, members);
  g_assert_cmpint (json_object_get_int_member (root, "schema"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (root, "port"), ==, port);
  assert_members (json_object_get_object_member (root, "range"), range);
  assert_each (root, "registrations", registration);
  assert_members (json_object_get_object_member (root, "status"), status);
  assert_each (root, "notes", note);
  assert_each (root, "conventions", convention);
  assert_each (root, "ephemeral_elsewhere", elsewhere);
  assert_each (root, "related", related);
  assert_each (root, "checks", check);
  assert_members (json_object_get_object_member (root, "catalog"), catalog);

  array = json_object_get_array_member (root, "notes");
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = json_array_get_object_element (array, i);

      g_assert_cmpint (json_object_get_int_member (object, "first"), <=, port);
      g_assert_cmpint (json_object_get_int_member (object, "last"), >=, port);
      g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "transports")), >, 0);
      g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "sources")), >, 0);
      assert_strings (json_object_get_array_member (object, "platforms"));
      assert_each (object, "sources", source_members);
    }

  array = json_object_get_array_member (root, "conventions");
  for (guint i = 0; i < json_array_get_length (array); i++)
    assert_members (json_object_get_object_member (json_array_get_object_element (array, i), "source"), source_members);

  array = json_object_get_array_member (root, "ephemeral_elsewhere");
  g_assert_cmpuint (json_array_get_length (array), >=, 10);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = json_array_get_object_element (array, i);
      gboolean contains = json_object_get_int_member (object, "first") <= port &&
                          json_object_get_int_member (object, "last") >= port;

      g_assert_cmpint (json_object_get_boolean_member (object, "contains"), ==, contains);
      assert_members (json_object_get_object_member (object, "source"), source_members);
    }

  array = json_object_get_array_member (root, "related");
  g_assert_cmpuint (json_array_get_length (array), <=, 12);
  for (guint i = 0; i < json_array_get_length (array); i++)
    g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (array, i), "port"), !=, port);

  if (!json_object_get_null_member (root, "host"))
    {
      JsonObject *object = json_object_get_object_member (root, "host");

      assert_members (object, host);
      if (!json_object_get_null_member (object, "ephemeral"))
        assert_each (object, "ephemeral", ephemeral);
    }

  if (!json_object_get_null_member (root, "listeners"))
    {
      array = json_object_get_array_member (root, "listeners");
      for (guint i = 0; i < json_array_get_length (array); i++)
        assert_listener_shape (json_array_get_object_element (array, i));
    }
}
