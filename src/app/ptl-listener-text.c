#include "config.h"

#include "app/ptl-listener-text.h"

#include <glib/gi18n-lib.h>

#include "page/ptl-listener-group.h"
#include "page/ptl-sanitize.h"

/* Docker's own short form of an identifier. */
#define ID_LENGTH 12

/**
 * ptl_column_get_title:
 *
 * Returns: (transfer none): what stands above the column
 */
const char *
ptl_column_get_title (PtlColumn column)
{
  switch (column)
    {
    case PTL_COLUMN_PORT:
      return _("Port");
    case PTL_COLUMN_TRANSPORT:
      return _("Type");
    case PTL_COLUMN_ADDRESS:
      return _("Reachable from");
    case PTL_COLUMN_OWNER:
      return _("Program");
    case PTL_COLUMN_UNIT:
      return _("Service");
    case PTL_COLUMN_USER:
      return _("User");
    case PTL_COLUMN_SINCE:
      return _("Since");
    case PTL_N_COLUMNS:
    default:
      g_return_val_if_reached (NULL);
    }
}

/* The usual loopback addresses need no naming; of 127.0.0.53 it is worth knowing. */
static char *
describe_address (const PtlListener *listener)
{
  g_autofree char *interface = ptl_sanitize (listener->interface);

  switch (listener->exposure)
    {
    case PTL_EXPOSURE_LOOPBACK:
      if (g_strcmp0 (listener->address, "127.0.0.1") == 0)
        return g_strdup (_("this computer only"));
      if (g_strcmp0 (listener->address, "::1") == 0)
        return g_strdup (_("this computer only, IPv6"));
      /* Translators: %s is an address such as 127.0.0.53. */
      return g_strdup_printf (_("this computer, %s"), listener->address);

    case PTL_EXPOSURE_ALL:
      if (listener->family == PTL_FAMILY_IPV4)
        return g_strdup (_("every interface, IPv4"));
      if (listener->family == PTL_FAMILY_IPV6)
        return g_strdup (_("every interface, IPv6"));
      return g_strdup (_("every interface"));

    case PTL_EXPOSURE_NETWORK:
    default:
      if (listener->network != NULL && interface == NULL)
        return g_strdup (listener->network);
      if (listener->network != NULL)
        /* Translators: a network such as 192.168.1.0/24, and a network interface such as eth0. */
        return g_strdup_printf (_("%s at %s"), listener->network, interface);
      if (interface == NULL)
        /* Translators: %s is an address of this computer, such as 192.168.1.5. */
        return g_strdup_printf (_("the network of %s"), listener->address);
      if (g_strcmp0 (listener->address, "0.0.0.0") == 0 || g_strcmp0 (listener->address, "::") == 0)
        /* Translators: %s is a network interface, such as eth0. */
        return g_strdup_printf (_("the network at %s"), interface);
      return g_strdup_printf (_("the network of %s at %s"), listener->address, interface);
    }
}

static char *
dup_address (const PtlListener *listener)
{
  g_autofree char *where = describe_address (listener);

  if (!ptl_listener_is_here (listener))
    /* Translators: %s says from where a listener can be reached; it is in a container's network, not this computer's. */
    return g_strdup_printf (_("other namespace, %s"), where);

  return g_steal_pointer (&where);
}

/* "nginx", or "nginx (811, 812)" where several processes hold it: each of them is an owner. */
static void
append_owner (GString        *text,
              const PtlOwner *owner,
              const char     *last_name,
              gboolean        several)
{
  const PtlProcess *process = owner->process;
  g_autofree char *name = ptl_sanitize (process->name);
  gboolean same = last_name != NULL && g_strcmp0 (last_name, process->name) == 0;

  if (!several)
    {
      if (name != NULL && *name != '\0')
        g_string_append (text, name);
      else
        g_string_append_printf (text, "%s %" G_GINT64_FORMAT, _("process"), process->pid);
      return;
    }

  if (same)
    {
      g_string_truncate (text, text->len - 1);
      g_string_append_printf (text, ", %" G_GINT64_FORMAT ")", process->pid);
      return;
    }

  g_string_append_printf (text, "%s%s (%" G_GINT64_FORMAT ")", text->len > 0 ? ", " : "",
                          name != NULL && *name != '\0' ? name : _("process"), process->pid);
}

static gboolean
has_pid_before (const PtlListenerEntry *entry,
                guint                   socket,
                guint                   owner,
                gint64                  pid)
{
  for (guint i = 0; i <= socket; i++)
    {
      const GPtrArray *owners = ptl_listener_entry_get_socket (entry, i)->owners;
      guint n = i == socket ? owner : owners->len;

      for (guint j = 0; j < n; j++)
        {
          if (((const PtlOwner *) g_ptr_array_index (owners, j))->process->pid == pid)
            return TRUE;
        }
    }

  return FALSE;
}

static char *
dup_owners (const PtlListenerEntry *entry)
{
  const PtlListener *first = entry->listener;
  g_autoptr (GString) text = NULL;
  const char *last_name = NULL;
  guint n_sockets = ptl_listener_entry_get_n_sockets (entry);
  gboolean several = first->owners->len > 1 || n_sockets > 1;
  gboolean certain = TRUE;

  if (first->kernel)
    return ptl_listener_describe_kernel (first);

  /* Sockets of one process need no number: there is but one. */
  if (n_sockets > 1 && first->owners->len == 1)
    {
      gint64 pid = ((const PtlOwner *) g_ptr_array_index (first->owners, 0))->process->pid;

      several = FALSE;
      for (guint i = 1; i < n_sockets && !several; i++)
        {
          const GPtrArray *owners = ptl_listener_entry_get_socket (entry, i)->owners;

          several = owners->len != 1 || ((const PtlOwner *) g_ptr_array_index (owners, 0))->process->pid != pid;
        }
    }

  text = g_string_new (NULL);
  for (guint i = 0; i < n_sockets; i++)
    {
      const GPtrArray *owners = ptl_listener_entry_get_socket (entry, i)->owners;

      for (guint j = 0; j < owners->len; j++)
        {
          const PtlOwner *owner = g_ptr_array_index (owners, j);

          if (has_pid_before (entry, i, j, owner->process->pid))
            continue;
          append_owner (text, owner, text->len > 0 ? last_name : NULL, several);
          last_name = owner->process->name;
          certain = certain && owner->certain;
        }
    }

  if (text->len == 0)
    {
      g_autofree char *label = ptl_sanitize (ptl_listener_get_owner_label (first));

      return label != NULL ? g_steal_pointer (&label) : NULL;
    }

  if (!certain)
    /* Translators: %s is a program's name: it is likely, but not certain, that it is the one. */
    return g_strdup_printf (_("%s, likely"), text->str);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
dup_unit (const PtlListener *listener)
{
  const char *container = listener->container_name != NULL ? listener->container_name : listener->container_id;

  if (container != NULL)
    {
      glong length = listener->container_name != NULL ? g_utf8_strlen (container, -1)
                                                      : MIN (ID_LENGTH, g_utf8_strlen (container, -1));
      g_autofree char *cut = g_utf8_substring (container, 0, length);
      g_autofree char *clean = ptl_sanitize (cut);

      if (listener->container_runtime != NULL)
        return g_strdup_printf ("%s: %s", listener->container_runtime, clean);
      return g_steal_pointer (&clean);
    }

  return ptl_sanitize (listener->unit);
}

static char *
dup_user (const PtlListener *listener)
{
  if (listener->user != NULL)
    return ptl_sanitize (listener->user);
  if (listener->uid >= 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT, listener->uid);

  return NULL;
}

/* The zone is read from files, which a row that is drawn can't wait for; it is looked at anew once a minute, as is the day. */
static GDateTime *
get_now (void)
{
  static GDateTime *now;
  static gint64 looked_at;
  gint64 clock = g_get_monotonic_time ();

  if (now == NULL || clock - looked_at > 60 * G_USEC_PER_SEC)
    {
      g_clear_pointer (&now, g_date_time_unref);
      now = g_date_time_new_now_local ();
      looked_at = clock;
    }

  return now;
}

/* When the process was started: no system says when it began to listen. */
static char *
dup_since (const PtlListener *listener)
{
  const PtlOwner *owner = listener->owners->len > 0 ? g_ptr_array_index (listener->owners, 0) : NULL;
  GDateTime *now = get_now ();
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) since = NULL;

  if (now == NULL || owner == NULL || owner->process->started_at <= 0)
    return NULL;

  utc = g_date_time_new_from_unix_utc (owner->process->started_at / G_USEC_PER_SEC);
  since = utc != NULL ? g_date_time_to_timezone (utc, g_date_time_get_timezone (now)) : NULL;
  if (since == NULL)
    return NULL;

  if (g_date_time_get_year (since) != g_date_time_get_year (now))
    return g_date_time_format (since, "%Y-%m-%d");
  if (g_date_time_get_day_of_year (since) != g_date_time_get_day_of_year (now))
    /* Translators: a day of this year, as g_date_time_format() writes it: 3 Nov. */
    return g_date_time_format (since, _("%-d %b"));

  return g_date_time_format (since, "%H:%M");
}

/**
 * ptl_listener_text_dup:
 * @entry: what a listener's row says
 * @column: one of the columns
 *
 * Writes one cell of the table. Free of control characters. %PTL_COLUMN_SINCE is for the main thread alone, all others for any.
 *
 * Returns: (transfer full) (nullable): the text, or %NULL where nothing is known
 */
char *
ptl_listener_text_dup (const PtlListenerEntry *entry,
                       PtlColumn               column)
{
  const PtlListener *listener = entry->listener;

  g_return_val_if_fail (listener != NULL, NULL);

  switch (column)
    {
    case PTL_COLUMN_PORT:
      return g_strdup_printf ("%u", listener->port);
    case PTL_COLUMN_TRANSPORT:
      return g_strdup (ptl_transport_to_string (listener->transport));
    case PTL_COLUMN_ADDRESS:
      return dup_address (listener);
    case PTL_COLUMN_OWNER:
      return dup_owners (entry);
    case PTL_COLUMN_UNIT:
      return dup_unit (listener);
    case PTL_COLUMN_USER:
      return dup_user (listener);
    case PTL_COLUMN_SINCE:
      return dup_since (listener);
    case PTL_N_COLUMNS:
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * ptl_listener_text_dup_program:
 * @entry: what a listener's row says
 *
 * Names the program, without numbers of processes: what rows are grouped by.
 *
 * Returns: (transfer full) (nullable): the name, or %NULL where it is hidden
 */
char *
ptl_listener_text_dup_program (const PtlListenerEntry *entry)
{
  const PtlListener *listener = entry->listener;

  g_return_val_if_fail (listener != NULL, NULL);

  if (listener->kernel)
    return g_strdup (_("the kernel"));

  for (guint i = 0; i < listener->owners->len; i++)
    {
      const PtlProcess *process = ((const PtlOwner *) g_ptr_array_index (listener->owners, i))->process;

      if (process->name != NULL)
        return ptl_sanitize (process->name);
    }

  return ptl_sanitize (ptl_listener_get_owner_label (listener));
}

/**
 * ptl_listener_text_mark:
 * @entry: what a row says
 *
 * Returns: (transfer none) (nullable): what the row says of itself for a few seconds
 */
const char *
ptl_listener_text_mark (const PtlListenerEntry *entry)
{
  switch (entry->mark)
    {
    case PTL_MARK_NEW:
      return _("new");
    case PTL_MARK_GONE:
      return _("gone");
    case PTL_MARK_NONE:
    default:
      return NULL;
    }
}

/**
 * ptl_listener_text_describe:
 * @entry: what a row says
 *
 * Says what the row shows, as one line for a screen reader.
 *
 * Returns: (transfer full): the line
 */
char *
ptl_listener_text_describe (const PtlListenerEntry *entry)
{
  g_autoptr (GString) line = NULL;
  const char *mark = ptl_listener_text_mark (entry);

  if (entry->title != NULL)
    {
      guint n = entry->n_rows;
      g_autofree char *count = g_strdup_printf (ngettext ("%u listener", "%u listeners", n), n);

      return g_strdup_printf ("%s, %s", entry->title, count);
    }

  line = g_string_new (NULL);
  for (PtlColumn column = 0; column < PTL_N_COLUMNS; column++)
    {
      g_autofree char *text = ptl_listener_text_dup (entry, column);

      if (text == NULL && column == PTL_COLUMN_OWNER)
        text = g_strdup (entry->listener->unheld ? _("no process was found") : _("program hidden from you"));
      if (text == NULL)
        continue;

      if (line->len > 0)
        g_string_append (line, ", ");
      if (column == PTL_COLUMN_USER || column == PTL_COLUMN_SINCE)
        g_string_append_printf (line, "%s ", ptl_column_get_title (column));
      g_string_append (line, text);
    }
  if (mark != NULL)
    g_string_append_printf (line, ", %s", mark);

  return g_string_free (g_steal_pointer (&line), FALSE);
}

/**
 * ptl_listener_text_group:
 * @order: how the table groups
 * @entry: what the row of a listener of a group says
 *
 * Returns: (transfer full): the words of the group's heading
 */
char *
ptl_listener_text_group (const PtlListenerOrder *order,
                         const PtlListenerEntry *entry)
{
  if (order->grouping == PTL_GROUPING_PROCESS)
    {
      char *program = ptl_listener_text_dup_program (entry);

      if (program != NULL)
        return program;
      return g_strdup (entry->listener->unheld ? _("No process was found") : _("Programs hidden from you"));
    }

  switch (entry->listener->exposure)
    {
    case PTL_EXPOSURE_LOOPBACK:
      return g_strdup (_("Reachable from this computer only"));
    case PTL_EXPOSURE_NETWORK:
      return g_strdup (_("Reachable from one network"));
    case PTL_EXPOSURE_ALL:
    default:
      return g_strdup (_("Reachable from every interface"));
    }
}
