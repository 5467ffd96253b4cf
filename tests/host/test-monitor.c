#include "config.h"

#include "host/ptl-monitor.h"

/*
 * The monitor against a host that does as it is told: this file implements the contract of ptl-host.h itself, and so the
 * linker takes no system's.
 */

struct _PtlHost
{
  GMutex   mutex;
  GCond    cond;
  gboolean hold;         /* (mutex mutex): readings wait */
  gboolean fail;         /* (mutex mutex) */
  gboolean unsupported;  /* (mutex mutex) */
  guint    n_readings;   /* (mutex mutex) */
  guint    n_in_flight;  /* (mutex mutex) */
  guint    n_at_once;    /* (mutex mutex): the most ever */
  guint    n_cancelled;  /* (mutex mutex) */
  guint16  port;         /* (mutex mutex): what listens; 0 for nothing */
  int      start;        /* (mutex mutex): a fact */
  gulong   microseconds; /* (mutex mutex): how long a reading takes */
};

static gint n_freed;
static gint n_taken;

PtlHost *
ptl_host_new (const PtlHostRoots *roots)
{
  PtlHost *self = g_new0 (PtlHost, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->port = 80;
  self->start = 1024;

  return self;
}

void
ptl_host_free (PtlHost *self)
{
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
  g_atomic_int_inc (&n_freed);
}

PtlSnapshot *
ptl_host_read (PtlHost       *self,
               const gint    *cancelled,
               GError       **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  PtlSnapshot *snapshot;

  g_assert_false (g_main_context_is_owner (g_main_context_default ()));

  self->n_readings++;
  self->n_in_flight++;
  self->n_at_once = MAX (self->n_at_once, self->n_in_flight);
  g_cond_broadcast (&self->cond);
  while (self->hold)
    g_cond_wait (&self->cond, &self->mutex);
  g_usleep (self->microseconds);
  self->n_in_flight--;

  if (ptl_host_set_error_if_cancelled (cancelled, error))
    {
      self->n_cancelled++;
      return NULL;
    }
  if (self->unsupported)
    {
      g_set_error_literal (error, PTL_HOST_ERROR, PTL_HOST_ERROR_UNSUPPORTED, "Not here.");
      return NULL;
    }
  if (self->fail)
    {
      g_set_error_literal (error, PTL_HOST_ERROR, PTL_HOST_ERROR_REFUSED, "No.");
      return NULL;
    }

  snapshot = ptl_snapshot_new ("test");
  if (self->port != 0)
    {
      PtlListener *listener = ptl_listener_new ();

      listener->port = self->port;
      listener->address = g_strdup ("0.0.0.0");
      listener->network_namespace = g_strdup ("host");
      ptl_snapshot_take_listener (snapshot, listener);
    }
  ptl_snapshot_seal (snapshot, g_get_real_time ());

  return snapshot;
}

void
ptl_host_take_owners (PtlHost   *self,
                      GPtrArray *owners)
{
  g_atomic_int_set (&n_taken, owners->len);
}

PtlHostFacts *
ptl_host_read_facts (PtlHost *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  PtlHostFacts *facts = ptl_host_facts_new ("test");

  g_assert_false (g_main_context_is_owner (g_main_context_default ()));
  facts->unprivileged_start = self->start;

  return facts;
}

const char *
ptl_host_get_os (void)
{
  return "test";
}

typedef struct
{
  PtlHost    *host; /* (unowned): the monitor's */
  PtlMonitor *monitor;
  guint       n_changed;
  guint       n_differed;
  GString    *notified; /* the properties' first letters, in order */
} Fixture;

static void
on_snapshot_changed (PtlMonitor  *monitor,
                     PtlSnapshot *old_snapshot,
                     PtlSnapshot *new_snapshot,
                     Fixture     *fixture)
{
  g_assert_nonnull (new_snapshot);
  g_assert_true (ptl_monitor_get_snapshot (monitor) == new_snapshot);
  fixture->n_changed++;
  if (old_snapshot == NULL || !ptl_snapshot_equal (old_snapshot, new_snapshot))
    fixture->n_differed++;
}

static void
on_notify (PtlMonitor *monitor,
           GParamSpec *pspec,
           Fixture    *fixture)
{
  g_string_append_printf (fixture->notified, "%s ", pspec->name);
}

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  fixture->host = ptl_host_new (NULL);
  fixture->monitor = ptl_monitor_new (fixture->host);
  fixture->notified = g_string_new (NULL);
  ptl_monitor_set_interval (fixture->monitor, 100);
  g_signal_connect (fixture->monitor, "snapshot-changed", G_CALLBACK (on_snapshot_changed), fixture);
  g_signal_connect (fixture->monitor, "notify", G_CALLBACK (on_notify), fixture);
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  gint freed = g_atomic_int_get (&n_freed);

  g_assert_finalize_object (g_steal_pointer (&fixture->monitor));
  /* A worker that still holds the host lets go of it soon. */
  while (g_atomic_int_get (&n_freed) == freed)
    g_main_context_iteration (NULL, FALSE);
  g_string_free (fixture->notified, TRUE);
}

#define wait_until(condition) G_STMT_START { while (!(condition)) g_main_context_iteration (NULL, TRUE); } G_STMT_END

static gboolean
on_waited (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

static void
wait_milliseconds (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add (milliseconds, on_waited, &over);
  wait_until (over);
}

#define with_host(fixture, statement) \
  G_STMT_START \
  { \
    g_mutex_lock (&(fixture)->host->mutex); \
    statement; \
    g_cond_broadcast (&(fixture)->host->cond); \
    g_mutex_unlock (&(fixture)->host->mutex); \
  } \
  G_STMT_END

static guint
count_readings (Fixture *fixture)
{
  guint n;

  with_host (fixture, n = fixture->host->n_readings);

  return n;
}

static void
test_idle_until_running (Fixture       *fixture,
                         gconstpointer  data)
{
  wait_milliseconds (250);
  g_assert_cmpuint (count_readings (fixture), ==, 0);
  g_assert_null (ptl_monitor_get_snapshot (fixture->monitor));
  g_assert_null (ptl_monitor_get_facts (fixture->monitor));
  g_assert_null (ptl_monitor_get_error (fixture->monitor));

  /* Asking is no running. */
  ptl_monitor_refresh (fixture->monitor);
  g_assert_false (ptl_monitor_get_reading (fixture->monitor));
  wait_milliseconds (150);
  g_assert_cmpuint (count_readings (fixture), ==, 0);
}

static void
test_reads_again (Fixture       *fixture,
                  gconstpointer  data)
{
  gint64 start = g_get_monotonic_time ();

  ptl_monitor_set_running (fixture->monitor, TRUE);
  g_assert_true (ptl_monitor_get_reading (fixture->monitor));
  wait_until (fixture->n_changed == 3);

  /* Two rests of 100 ms lie between three readings. */
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 190 * 1000);
  g_assert_cmpuint (fixture->n_differed, ==, 1);
  g_assert_cmpint (ptl_monitor_get_facts (fixture->monitor)->unprivileged_start, ==, 1024);
  g_assert_cmpuint (ptl_snapshot_get_n (ptl_monitor_get_snapshot (fixture->monitor)), ==, 1);
}

/* Owners that were taken reach the host in the worker, once. */
static void
test_takes_owners (Fixture       *fixture,
                   gconstpointer  data)
{
  GPtrArray *owners = g_ptr_array_new ();

  g_ptr_array_add (owners, NULL);
  ptl_monitor_take_owners (fixture->monitor, owners);
  g_assert_cmpint (g_atomic_int_get (&n_taken), ==, 0);
  ptl_monitor_set_running (fixture->monitor, TRUE);
  while (count_readings (fixture) < 1)
    wait_milliseconds (10);
  g_assert_cmpint (g_atomic_int_get (&n_taken), ==, 1);

  g_atomic_int_set (&n_taken, 0);
  while (count_readings (fixture) < 3)
    {
      ptl_monitor_refresh (fixture->monitor);
      wait_milliseconds (10);
    }
  g_assert_cmpint (g_atomic_int_get (&n_taken), ==, 0);
}

static void
test_notifies_changes_only (Fixture       *fixture,
                            gconstpointer  data)
{
  ptl_monitor_set_running (fixture->monitor, TRUE);
  ptl_monitor_set_running (fixture->monitor, TRUE);
  wait_until (fixture->n_changed == 1 && !ptl_monitor_get_reading (fixture->monitor));
  g_assert_cmpstr (fixture->notified->str, ==, "running reading facts snapshot reading ");

  g_string_truncate (fixture->notified, 0);
  wait_until (fixture->n_changed == 2 && !ptl_monitor_get_reading (fixture->monitor));
  g_assert_cmpstr (fixture->notified->str, ==, "reading reading ");

  g_string_truncate (fixture->notified, 0);
  with_host (fixture, fixture->host->port = 81; fixture->host->start = 80);
  wait_until (fixture->n_changed == 3 && !ptl_monitor_get_reading (fixture->monitor));
  g_assert_cmpstr (fixture->notified->str, ==, "reading facts snapshot reading ");
  g_assert_cmpint (ptl_monitor_get_facts (fixture->monitor)->unprivileged_start, ==, 80);
}

static void
test_failure_keeps_snapshot (Fixture       *fixture,
                             gconstpointer  data)
{
  PtlSnapshot *snapshot;
  g_autofree char *message = NULL;

  ptl_monitor_set_running (fixture->monitor, TRUE);
  wait_until (fixture->n_changed == 1 && !ptl_monitor_get_reading (fixture->monitor));
  snapshot = ptl_monitor_get_snapshot (fixture->monitor);

  with_host (fixture, fixture->host->fail = TRUE);
  g_string_truncate (fixture->notified, 0);
  wait_until (ptl_monitor_get_error (fixture->monitor) != NULL && !ptl_monitor_get_reading (fixture->monitor));
  g_assert_cmpstr (fixture->notified->str, ==, "reading error reading ");
  g_assert_error ((GError *) ptl_monitor_get_error (fixture->monitor), PTL_HOST_ERROR, PTL_HOST_ERROR_REFUSED);
  g_object_get (fixture->monitor, "error", &message, NULL);
  g_assert_cmpstr (message, ==, "No.");
  g_assert_true (ptl_monitor_get_snapshot (fixture->monitor) == snapshot);
  g_assert_cmpuint (fixture->n_changed, ==, 1);

  /* It goes on, and recovers. */
  with_host (fixture, fixture->host->fail = FALSE);
  wait_until (fixture->n_changed == 2);
  g_assert_null (ptl_monitor_get_error (fixture->monitor));
}

static void
test_unsupported_ends (Fixture       *fixture,
                       gconstpointer  data)
{
  with_host (fixture, fixture->host->unsupported = TRUE);
  ptl_monitor_set_running (fixture->monitor, TRUE);
  wait_until (ptl_monitor_get_error (fixture->monitor) != NULL);
  wait_milliseconds (300);
  g_assert_cmpuint (count_readings (fixture), ==, 1);
  g_assert_nonnull (ptl_monitor_get_facts (fixture->monitor));
}

static void
test_one_in_flight (Fixture       *fixture,
                    gconstpointer  data)
{
  with_host (fixture, fixture->host->hold = TRUE);
  ptl_monitor_set_interval (fixture->monitor, 60 * 1000);
  ptl_monitor_set_running (fixture->monitor, TRUE);
  for (guint i = 0; i < 10; i++)
    ptl_monitor_refresh (fixture->monitor);
  wait_milliseconds (200);
  g_assert_cmpuint (count_readings (fixture), ==, 1);

  /* Who asked during a reading gets one that began after he asked; ten who asked get one. */
  with_host (fixture, fixture->host->hold = FALSE);
  wait_until (fixture->n_changed == 2);
  wait_milliseconds (200);
  g_assert_cmpuint (count_readings (fixture), ==, 2);
  with_host (fixture, g_assert_cmpuint (fixture->host->n_at_once, ==, 1));
}

static void
test_stop_cancels (Fixture       *fixture,
                   gconstpointer  data)
{
  with_host (fixture, fixture->host->hold = TRUE);
  ptl_monitor_set_running (fixture->monitor, TRUE);
  with_host (fixture, while (fixture->host->n_in_flight == 0) g_cond_wait (&fixture->host->cond, &fixture->host->mutex));
  ptl_monitor_set_running (fixture->monitor, FALSE);
  with_host (fixture, fixture->host->hold = FALSE);
  wait_until (!ptl_monitor_get_reading (fixture->monitor));
  g_assert_cmpuint (fixture->n_changed, ==, 0);
  g_assert_null (ptl_monitor_get_error (fixture->monitor));
  g_assert_null (ptl_monitor_get_snapshot (fixture->monitor));
  with_host (fixture, g_assert_cmpuint (fixture->host->n_cancelled, ==, 1));
  wait_milliseconds (250);
  g_assert_cmpuint (count_readings (fixture), ==, 1);
}

static void
test_stop_and_start (Fixture       *fixture,
                     gconstpointer  data)
{
  with_host (fixture, fixture->host->hold = TRUE);
  ptl_monitor_set_running (fixture->monitor, TRUE);
  with_host (fixture, while (fixture->host->n_in_flight == 0) g_cond_wait (&fixture->host->cond, &fixture->host->mutex));
  ptl_monitor_set_running (fixture->monitor, FALSE);
  ptl_monitor_set_running (fixture->monitor, TRUE);
  with_host (fixture, fixture->host->hold = FALSE);
  wait_until (fixture->n_changed == 1);
  g_assert_cmpuint (count_readings (fixture), ==, 2);
  with_host (fixture, g_assert_cmpuint (fixture->host->n_at_once, ==, 1));
}

static void
test_rests_after_a_long_reading (Fixture       *fixture,
                                 gconstpointer  data)
{
  with_host (fixture, fixture->host->microseconds = 30 * 1000);
  ptl_monitor_set_running (fixture->monitor, TRUE);
  wait_until (fixture->n_changed == 1);
  /* One or two long readings prove nothing; three of 30 ms ask for 600 ms of rest, not the 100 of the interval. */
  wait_until (fixture->n_changed == 3);
  wait_milliseconds (400);
  g_assert_cmpuint (count_readings (fixture), ==, 3);
  wait_until (fixture->n_changed == 4);
}

static void
test_dispose_while_reading (Fixture       *fixture,
                            gconstpointer  data)
{
  gint freed = g_atomic_int_get (&n_freed);

  with_host (fixture, fixture->host->hold = TRUE);
  ptl_monitor_set_running (fixture->monitor, TRUE);
  with_host (fixture, while (fixture->host->n_in_flight == 0) g_cond_wait (&fixture->host->cond, &fixture->host->mutex));
  g_assert_finalize_object (g_steal_pointer (&fixture->monitor));

  /* The worker still has the host. */
  wait_milliseconds (50);
  g_assert_cmpint (g_atomic_int_get (&n_freed), ==, freed);
  with_host (fixture, fixture->host->hold = FALSE);
  while (g_atomic_int_get (&n_freed) == freed)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (fixture->n_changed, ==, 0);

  fixture->host = ptl_host_new (NULL);
  fixture->monitor = ptl_monitor_new (fixture->host);
}

static void
on_changed_drop (PtlMonitor  *monitor,
                 PtlSnapshot *old_snapshot,
                 PtlSnapshot *new_snapshot,
                 PtlMonitor **slot)
{
  g_clear_object (slot);
  g_assert_cmpuint (ptl_snapshot_get_n (new_snapshot), ==, 1);
}

static void
test_dispose_in_handler (void)
{
  PtlMonitor *monitor = ptl_monitor_new (ptl_host_new (NULL));
  gint freed = g_atomic_int_get (&n_freed);

  g_signal_connect (monitor, "snapshot-changed", G_CALLBACK (on_changed_drop), &monitor);
  ptl_monitor_set_running (monitor, TRUE);
  wait_until (monitor == NULL);
  while (g_atomic_int_get (&n_freed) == freed)
    g_main_context_iteration (NULL, FALSE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/host/monitor/" path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("idle-until-running", test_idle_until_running);
  ADD ("reads-again", test_reads_again);
  ADD ("takes-owners", test_takes_owners);
  ADD ("notifies-changes-only", test_notifies_changes_only);
  ADD ("failure-keeps-snapshot", test_failure_keeps_snapshot);
  ADD ("unsupported-ends", test_unsupported_ends);
  ADD ("one-in-flight", test_one_in_flight);
  ADD ("stop-cancels", test_stop_cancels);
  ADD ("stop-and-start", test_stop_and_start);
  ADD ("rests-after-a-long-reading", test_rests_after_a_long_reading);
  ADD ("dispose-while-reading", test_dispose_while_reading);
  g_test_add_func ("/host/monitor/dispose-in-handler", test_dispose_in_handler);

  return g_test_run ();
}
