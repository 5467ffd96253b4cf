#include "config.h"

#include "page/ptl-listener-json.h"

/**
 * ptl_json_add_string:
 * @builder: a builder inside an object
 * @member: the member's name
 * @value: (nullable): the text; %NULL becomes null
 *
 * Adds a text. What is not valid UTF-8 in it is replaced by U+FFFD, so that the document is always valid.
 */
void
ptl_json_add_string (JsonBuilder *builder,
                     const char  *member,
                     const char  *value)
{
  json_builder_set_member_name (builder, member);

  if (value == NULL)
    {
      json_builder_add_null_value (builder);
    }
  else if (g_utf8_validate (value, -1, NULL))
    {
      json_builder_add_string_value (builder, value);
    }
  else
    {
      g_autofree char *valid = g_utf8_make_valid (value, -1);

      json_builder_add_string_value (builder, valid);
    }
}

/**
 * ptl_json_add_int:
 * @builder: a builder inside an object
 * @member: the member's name
 * @value: the number; a negative one means unknown and becomes null
 *
 * Adds a number.
 */
void
ptl_json_add_int (JsonBuilder *builder,
                  const char  *member,
                  gint64       value)
{
  json_builder_set_member_name (builder, member);
  if (value >= 0)
    json_builder_add_int_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

/**
 * ptl_json_add_positive:
 * @builder: a builder inside an object
 * @member: the member's name
 * @value: the number; 0 means unknown and becomes null, as does a negative one
 *
 * Adds a number that can't be 0, such as an inode.
 */
void
ptl_json_add_positive (JsonBuilder *builder,
                       const char  *member,
                       gint64       value)
{
  ptl_json_add_int (builder, member, value > 0 ? value : -1);
}

/**
 * ptl_json_add_boolean:
 * @builder: a builder inside an object
 * @member: the member's name
 * @value: the value
 *
 * Adds true or false.
 */
void
ptl_json_add_boolean (JsonBuilder *builder,
                      const char  *member,
                      gboolean     value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_boolean_value (builder, value);
}

/**
 * ptl_json_add_time:
 * @builder: a builder inside an object
 * @member: the member's name
 * @microseconds: since 1970 UTC; 0 where unknown
 *
 * Adds a moment as RFC 3339 in UTC, to the second.
 */
void
ptl_json_add_time (JsonBuilder *builder,
                   const char  *member,
                   gint64       microseconds)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autofree char *text = NULL;

  if (microseconds > 0)
    utc = g_date_time_new_from_unix_utc (microseconds / G_USEC_PER_SEC);
  if (utc != NULL)
    text = g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ");

  ptl_json_add_string (builder, member, text);
}

static void
add_owner (JsonBuilder    *builder,
           const PtlOwner *owner)
{
  const PtlProcess *process = owner->process;

  json_builder_begin_object (builder);
  ptl_json_add_int (builder, "pid", process->pid);
  ptl_json_add_string (builder, "name", process->name);
  ptl_json_add_string (builder, "executable", process->executable);

  json_builder_set_member_name (builder, "command");
  if (process->command == NULL)
    {
      json_builder_add_null_value (builder);
    }
  else
    {
      json_builder_begin_array (builder);
      for (guint i = 0; process->command[i] != NULL; i++)
        {
          g_autofree char *valid = g_utf8_make_valid (process->command[i], -1);

          json_builder_add_string_value (builder, valid);
        }
      json_builder_end_array (builder);
    }

  ptl_json_add_time (builder, "started_at", process->started_at);
  ptl_json_add_string (builder, "evidence", ptl_evidence_to_string (owner->evidence));
  ptl_json_add_boolean (builder, "certain", owner->certain);
  ptl_json_add_boolean (builder, "command_cut", process->command_cut);
  ptl_json_add_positive (builder, "parent_pid", process->parent_pid);
  ptl_json_add_string (builder, "parent_name", process->parent_name);
  ptl_json_add_int (builder, "uid", process->uid);
  ptl_json_add_string (builder, "user", process->user);
  ptl_json_add_string (builder, "working_directory", process->working_directory);
  json_builder_end_object (builder);
}

/**
 * ptl_json_add_listener:
 * @builder: a builder where a value is expected
 * @listener: a listener
 *
 * Adds a listener as "listeners --json" has it. Names that came from the computer are given as they are: JSON escapes
 * control characters, and whoever shows the text must treat it as hostile.
 */
void
ptl_json_add_listener (JsonBuilder       *builder,
                       const PtlListener *listener)
{
  json_builder_begin_object (builder);
  ptl_json_add_string (builder, "transport", ptl_transport_to_string (listener->transport));
  ptl_json_add_string (builder, "family", ptl_family_to_string (listener->family));
  ptl_json_add_string (builder, "address", listener->address);
  ptl_json_add_int (builder, "port", listener->port);
  ptl_json_add_string (builder, "interface", listener->interface);
  ptl_json_add_string (builder, "exposure", ptl_exposure_to_string (listener->exposure));
  ptl_json_add_int (builder, "uid", listener->uid);
  ptl_json_add_string (builder, "user", listener->user);
  ptl_json_add_int (builder, "queue", listener->queue);
  ptl_json_add_int (builder, "backlog", listener->backlog);
  ptl_json_add_positive (builder, "inode", (gint64) listener->inode);
  ptl_json_add_string (builder, "namespace", listener->network_namespace);

  json_builder_set_member_name (builder, "owners");
  json_builder_begin_array (builder);
  for (guint i = 0; i < listener->owners->len; i++)
    add_owner (builder, g_ptr_array_index (listener->owners, i));
  json_builder_end_array (builder);

  json_builder_set_member_name (builder, "unit");
  if (listener->unit != NULL)
    {
      json_builder_begin_object (builder);
      ptl_json_add_string (builder, "name", listener->unit);
      ptl_json_add_string (builder, "manager", listener->unit_is_user ? "user" : "system");
      json_builder_end_object (builder);
    }
  else
    {
      json_builder_add_null_value (builder);
    }

  json_builder_set_member_name (builder, "container");
  if (listener->container_id != NULL || listener->container_name != NULL)
    {
      json_builder_begin_object (builder);
      ptl_json_add_string (builder, "runtime", listener->container_runtime);
      ptl_json_add_string (builder, "id", listener->container_id);
      ptl_json_add_string (builder, "name", listener->container_name);
      json_builder_end_object (builder);
    }
  else
    {
      json_builder_add_null_value (builder);
    }

  ptl_json_add_boolean (builder, "kernel", listener->kernel);
  ptl_json_add_string (builder, "kernel_name", listener->kernel_name);
  ptl_json_add_string (builder, "socket_unit", listener->socket_unit);
  ptl_json_add_string (builder, "forwards_to", listener->forwards_to);
  ptl_json_add_boolean (builder, "multipath", listener->multipath);
  json_builder_end_object (builder);
}

/**
 * ptl_json_add_reading:
 * @builder: a builder inside an object
 * @snapshot: a reading of the listeners
 *
 * Adds what is to be known of the reading itself.
 */
void
ptl_json_add_reading (JsonBuilder *builder,
                      PtlSnapshot *snapshot)
{
  ptl_json_add_time (builder, "taken_at", ptl_snapshot_get_taken_at (snapshot));
  ptl_json_add_boolean (builder, "complete", ptl_snapshot_is_complete (snapshot));
  ptl_json_add_string (builder, "method", ptl_snapshot_get_method (snapshot));
  ptl_json_add_int (builder, "unknown_owners", ptl_snapshot_get_unknown_owners (snapshot));
  ptl_json_add_string (builder, "reason", ptl_snapshot_get_reason (snapshot));
}

/**
 * ptl_json_finish:
 * @builder: a builder whose document is complete
 * @out_length: (out) (optional): bytes of the text
 *
 * Writes the document on one line.
 *
 * Returns: (transfer full): the text, without a newline
 */
char *
ptl_json_finish (JsonBuilder *builder,
                 gsize       *out_length)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autoptr (JsonGenerator) generator = json_generator_new ();

  json_generator_set_root (generator, root);

  return json_generator_to_data (generator, out_length);
}

/**
 * ptl_check_to_json:
 * @check: a check
 *
 * Writes a check as "check --json" has it. "usable" is null where the listeners are not known and nothing else
 * stands against the port.
 *
 * Returns: (transfer full): the document, without a newline
 */
char *
ptl_check_to_json (const PtlCheck *check)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  ptl_json_add_int (builder, "schema", 1);
  ptl_json_add_int (builder, "port", check->port);
  ptl_json_add_string (builder, "transport", ptl_transport_to_string (check->transport));

  json_builder_set_member_name (builder, "usable");
  if (check->known)
    json_builder_add_boolean_value (builder, check->usable);
  else
    json_builder_add_null_value (builder);

  json_builder_set_member_name (builder, "reasons");
  json_builder_begin_array (builder);
  for (guint i = 0; i < check->reasons->len; i++)
    {
      const PtlReason *reason = g_ptr_array_index (check->reasons, i);

      json_builder_begin_object (builder);
      ptl_json_add_string (builder, "code", ptl_reason_code_to_string (reason->code));
      ptl_json_add_boolean (builder, "blocks", reason->blocks);
      ptl_json_add_string (builder, "text", reason->text);
      ptl_json_add_string (builder, "source", reason->source);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  return ptl_json_finish (builder, NULL);
}
