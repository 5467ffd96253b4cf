#include "config.h"

#include "page/ptl-listener-json.h"

static void
add_texts (PtlJson    *json,
           const char *member,
           char      **texts)
{
  ptl_json_put_member (json, member);
  if (texts == NULL)
    {
      ptl_json_put_null (json);
      return;
    }

  ptl_json_begin_array (json);
  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_autofree char *valid = g_utf8_make_valid (texts[i], -1);

      ptl_json_put_string (json, valid);
    }
  ptl_json_end_array (json);
}

/* From the parent up to the first process; null where they are not known. */
static void
add_ancestors (PtlJson          *json,
               const PtlProcess *process)
{
  ptl_json_put_member (json, "ancestors");
  if (process->ancestors == NULL)
    {
      ptl_json_put_null (json);
      return;
    }

  ptl_json_begin_array (json);
  for (guint i = 0; i < process->ancestors->len; i++)
    {
      const PtlAncestor *ancestor = g_ptr_array_index (process->ancestors, i);

      ptl_json_begin_object (json);
      ptl_json_add_int (json, "pid", ancestor->pid);
      ptl_json_add_string (json, "name", ancestor->name);
      ptl_json_end_object (json);
    }
  ptl_json_end_array (json);
}

static void
add_owner (PtlJson        *json,
           const PtlOwner *owner)
{
  const PtlProcess *process = owner->process;

  ptl_json_begin_object (json);
  ptl_json_add_int (json, "pid", process->pid);
  ptl_json_add_string (json, "name", process->name);
  ptl_json_add_string (json, "executable", process->executable);

  add_texts (json, "command", process->command);

  ptl_json_add_time (json, "started_at", process->started_at);
  ptl_json_add_string (json, "evidence", ptl_evidence_to_string (owner->evidence));
  ptl_json_add_boolean (json, "certain", owner->certain);
  ptl_json_add_boolean (json, "command_cut", process->command_cut);
  ptl_json_add_boolean (json, "executable_deleted", process->executable_deleted);
  ptl_json_add_positive (json, "parent_pid", process->parent_pid);
  ptl_json_add_string (json, "parent_name", process->parent_name);
  add_ancestors (json, process);
  ptl_json_add_int (json, "uid", process->uid);
  ptl_json_add_string (json, "user", process->user);
  ptl_json_add_string (json, "working_directory", process->working_directory);
  ptl_json_end_object (json);
}

/**
 * ptl_json_add_listener:
 * @json: a writer where a value is expected
 * @listener: a listener
 *
 * Adds a listener as "listeners --json" has it. Names that came from the computer are given as they are: JSON escapes
 * control characters, and whoever shows the text must treat it as hostile.
 */
void
ptl_json_add_listener (PtlJson           *json,
                       const PtlListener *listener)
{
  ptl_json_begin_object (json);
  ptl_json_add_string (json, "transport", ptl_transport_to_string (listener->transport));
  ptl_json_add_string (json, "family", ptl_family_to_string (listener->family));
  ptl_json_add_string (json, "address", listener->address);
  ptl_json_add_int (json, "port", listener->port);
  ptl_json_add_string (json, "interface", listener->interface);
  ptl_json_add_string (json, "exposure", ptl_exposure_to_string (listener->exposure));
  ptl_json_add_string (json, "network", listener->network);
  ptl_json_add_int (json, "uid", listener->uid);
  ptl_json_add_string (json, "user", listener->user);
  ptl_json_add_int (json, "queue", listener->queue);
  ptl_json_add_int (json, "backlog", listener->backlog);
  ptl_json_add_positive (json, "inode", (gint64) listener->inode);
  ptl_json_add_string (json, "namespace", listener->network_namespace);

  ptl_json_put_member (json, "owners");
  ptl_json_begin_array (json);
  for (guint i = 0; i < listener->owners->len; i++)
    add_owner (json, g_ptr_array_index (listener->owners, i));
  ptl_json_end_array (json);

  ptl_json_put_member (json, "unit");
  if (listener->unit != NULL)
    {
      ptl_json_begin_object (json);
      ptl_json_add_string (json, "name", listener->unit);
      ptl_json_add_string (json, "manager", listener->unit_is_user ? "user" : "system");
      ptl_json_add_boolean (json, "certain", !listener->unit_is_likely);
      ptl_json_end_object (json);
    }
  else
    {
      ptl_json_put_null (json);
    }

  ptl_json_put_member (json, "container");
  if (listener->container_id != NULL || listener->container_name != NULL)
    {
      ptl_json_begin_object (json);
      ptl_json_add_string (json, "runtime", listener->container_runtime);
      ptl_json_add_string (json, "id", listener->container_id);
      ptl_json_add_string (json, "name", listener->container_name);
      ptl_json_end_object (json);
    }
  else
    {
      ptl_json_put_null (json);
    }

  ptl_json_add_string (json, "holder", ptl_listener_get_holder (listener));
  ptl_json_add_boolean (json, "kernel", listener->kernel);
  ptl_json_put_member (json, "kernel_certain");
  if (listener->kernel)
    ptl_json_put_boolean (json, !listener->kernel_is_likely);
  else
    ptl_json_put_null (json);
  ptl_json_add_string (json, "kernel_name", listener->kernel_name);
  add_texts (json, "urls", listener->urls);
  ptl_json_add_string (json, "socket_unit", listener->socket_unit);
  ptl_json_add_string (json, "forwards_to", listener->forwards_to);
  ptl_json_add_boolean (json, "multipath", listener->multipath);
  ptl_json_end_object (json);
}

/**
 * ptl_json_add_reading:
 * @json: a writer inside an object
 * @snapshot: a reading of the listeners
 *
 * Adds what is to be known of the reading itself.
 */
void
ptl_json_add_reading (PtlJson     *json,
                      PtlSnapshot *snapshot)
{
  ptl_json_add_time (json, "taken_at", ptl_snapshot_get_taken_at (snapshot));
  ptl_json_add_boolean (json, "complete", ptl_snapshot_is_complete (snapshot));
  ptl_json_add_string (json, "method", ptl_snapshot_get_method (snapshot));
  ptl_json_add_int (json, "unknown_owners", ptl_snapshot_get_unknown_owners (snapshot));
  ptl_json_add_string (json, "reason", ptl_snapshot_get_reason (snapshot));
  ptl_json_add_string (json, "hidden_reason", ptl_snapshot_get_hidden_reason (snapshot));
  ptl_json_add_string (json, "hidden_remedy", ptl_snapshot_get_hidden_remedy (snapshot));
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
  g_autoptr (PtlJson) json = ptl_json_new ();

  ptl_json_begin_object (json);
  ptl_json_add_int (json, "schema", 1);
  ptl_json_add_int (json, "port", check->port);
  ptl_json_add_string (json, "transport", ptl_transport_to_string (check->transport));

  ptl_json_put_member (json, "usable");
  if (check->known)
    ptl_json_put_boolean (json, check->usable);
  else
    ptl_json_put_null (json);

  ptl_json_put_member (json, "reasons");
  ptl_json_begin_array (json);
  for (guint i = 0; i < check->reasons->len; i++)
    {
      const PtlReason *reason = g_ptr_array_index (check->reasons, i);

      ptl_json_begin_object (json);
      ptl_json_add_string (json, "code", ptl_reason_code_to_string (reason->code));
      ptl_json_add_boolean (json, "blocks", reason->blocks);
      ptl_json_add_string (json, "text", reason->text);
      ptl_json_add_string (json, "source", reason->source);
      ptl_json_end_object (json);
    }
  ptl_json_end_array (json);
  ptl_json_end_object (json);

  return ptl_json_finish (json);
}
