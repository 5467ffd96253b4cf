#include "config.h"

#include "cli/ptl-cli-listeners.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>

#include "cli/ptl-cli.h"
#include "page/ptl-listener-json.h"
#include "platform/ptl-platform.h"

/* As often as the window looks: a program that starts to listen shows within two seconds. */
#define INTERVAL_MS 1000

static volatile sig_atomic_t interrupted;

static void
on_interrupt (int number)
{
  interrupted = 1;
}

static int
print_change (const char        *change,
              const PtlListener *listener,
              gint64             at)
{
  g_autoptr (PtlJson) writer = ptl_json_new ();
  g_autofree char *line = NULL;

  ptl_json_begin_object (writer);
  ptl_json_add_int (writer, "schema", 1);
  ptl_json_add_time (writer, "at", at);
  ptl_json_add_string (writer, "change", change);
  ptl_json_put_member (writer, "listener");
  ptl_json_add_listener (writer, listener);
  ptl_json_end_object (writer);
  line = ptl_json_finish (writer);

  return ptl_cli_print_json (line);
}

/* How many connections wait changes all the time, and is no change of the listener. */
static gboolean
same_but_for_queue (const PtlListener *a,
                    const PtlListener *b)
{
  g_autoptr (PtlListener) copy = NULL;

  if (ptl_listener_equal (a, b))
    return TRUE;
  if (a->queue == b->queue)
    return FALSE;

  copy = ptl_listener_copy (a);
  copy->queue = b->queue;

  return ptl_listener_equal (copy, b);
}

/* Both snapshots are sorted, so one walk along the two finds every difference. */
static int
print_changes (PtlSnapshot       *old_snapshot,
               PtlSnapshot       *new_snapshot,
               PtlListenerFilter *filter)
{
  guint n_old = ptl_snapshot_get_n (old_snapshot), n_new = ptl_snapshot_get_n (new_snapshot);
  gint64 at = ptl_snapshot_get_taken_at (new_snapshot);
  guint i = 0, j = 0;
  int status = PTL_EXIT_OK;

  while ((i < n_old || j < n_new) && status == PTL_EXIT_OK && !ptl_cli_reader_is_gone ())
    {
      const PtlListener *before = i < n_old ? ptl_snapshot_get (old_snapshot, i) : NULL;
      const PtlListener *after = j < n_new ? ptl_snapshot_get (new_snapshot, j) : NULL;
      int order = before == NULL ? 1 : after == NULL ? -1 : ptl_listener_compare (before, after);

      if (order < 0)
        {
          if (ptl_listener_filter_matches (filter, before))
            status = print_change ("removed", before, at);
          i++;
        }
      else if (order > 0)
        {
          if (ptl_listener_filter_matches (filter, after))
            status = print_change ("added", after, at);
          j++;
        }
      else
        {
          if (!same_but_for_queue (before, after) &&
              (ptl_listener_filter_matches (filter, before) ||
               ptl_listener_filter_matches (filter, after)))
            status = print_change ("changed", after, at);
          i++;
          j++;
        }
    }

  return status;
}

/**
 * ptl_cli_watch:
 * @host: the host
 * @filter: which listeners
 *
 * Prints one line of JSON for each change of the listeners, until it is interrupted or nobody reads any more. A reading
 * that fails is said once on stderr, and tried again.
 *
 * Returns: the exit status
 */
int
ptl_cli_watch (PtlHost           *host,
               PtlListenerFilter *filter)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PtlSnapshot) snapshot = NULL;
  gboolean failing = FALSE, partial = FALSE;
  int status = PTL_EXIT_OK;

  signal (SIGINT, on_interrupt);
  signal (SIGTERM, on_interrupt);

  snapshot = ptl_host_read (host, NULL, &error);
  if (snapshot == NULL)
    {
      ptl_cli_fail (_("The listeners could not be read: %s"), error->message);
      return PTL_EXIT_HOST;
    }

  while (status == PTL_EXIT_OK && ptl_platform_wait (INTERVAL_MS) && !interrupted)
    {
      g_autoptr (GError) reading_error = NULL;
      g_autoptr (PtlSnapshot) next = ptl_host_read (host, NULL, &reading_error);

      if (next == NULL)
        {
          if (!failing)
            ptl_cli_fail (_("The listeners could not be read: %s"), reading_error->message);
          failing = TRUE;
          continue;
        }

      failing = FALSE;

      /* What one incomplete reading lacks is likely still there, so it is passed over. Where that goes on, it is all
       * that can be had. */
      if (!ptl_snapshot_is_complete (next) && ptl_snapshot_is_complete (snapshot) && !partial)
        {
          partial = TRUE;
          continue;
        }
      partial = FALSE;

      status = print_changes (snapshot, next, filter);
      if (ptl_cli_reader_is_gone ())
        break;
      g_clear_pointer (&snapshot, ptl_snapshot_unref);
      snapshot = g_steal_pointer (&next);
    }

  return status;
}
