#include "config.h"

#include "host/ptl-monitor.h"

#include "host/ptl-reading.h"

#define DEFAULT_INTERVAL 2000 /* milliseconds: a program that starts to listen shows within two seconds */
#define MIN_INTERVAL     100

/* Between two readings lies at least so many times what one takes, so that reading does not take more than 5 % of a core. */
#define REST_FACTOR 20

/*
 * What one takes is the least that one of so many took: the first has everything to find out, and on a busy computer one may
 * wait long for a processor without costing anything. Until there are as many, the interval alone counts.
 */
#define N_DURATIONS 3

struct _PtlMonitor
{
  GObject       parent_instance;

  PtlReader    *reader;      /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable): of the reading in flight */
  PtlSnapshot  *snapshot;    /* (owned) (nullable) */
  PtlSnapshot  *past;        /* (owned) (nullable): the one before, which the next reading's worker frees */
  PtlHostFacts *facts;       /* (owned) (nullable) */
  GPtrArray    *owners;      /* (owned) (nullable) (element-type PtlHolder): for the host, at the next reading */
  GError       *error;       /* (owned) (nullable) */
  gint64        durations[N_DURATIONS]; /* microseconds; of the last readings, in no order */
  guint         n_readings;
  guint         timer;
  guint         interval;    /* milliseconds */
  gboolean      running;
  gboolean      reading;     /* as last told */
  gboolean      again;       /* somebody asked while a reading was in flight */
};

G_DEFINE_FINAL_TYPE (PtlMonitor, ptl_monitor, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ERROR,
  PROP_FACTS,
  PROP_INTERVAL,
  PROP_READING,
  PROP_RUNNING,
  PROP_SNAPSHOT,
  N_PROPS
};

enum
{
  SNAPSHOT_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void ptl_monitor_read (PtlMonitor *self);

static gboolean
on_timeout (gpointer user_data)
{
  PtlMonitor *self = user_data;

  self->timer = 0;
  ptl_monitor_read (self);

  return G_SOURCE_REMOVE;
}

static void
ptl_monitor_schedule (PtlMonitor *self)
{
  gint64 shortest = self->n_readings < N_DURATIONS ? 0 : self->durations[0];
  guint rest;

  for (guint i = 1; i < N_DURATIONS; i++)
    shortest = MIN (shortest, self->durations[i]);
  rest = MIN (shortest * REST_FACTOR / 1000, G_MAXINT);

  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (MAX (self->interval, rest), on_timeout, self);
}

/* Tells of a change only: a reading that follows another at once is none. */
static void
ptl_monitor_update_reading (PtlMonitor *self)
{
  gboolean reading = self->cancellable != NULL;

  if (reading == self->reading)
    return;

  self->reading = reading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READING]);
}

static void
ptl_monitor_take_error (PtlMonitor *self,
                        GError     *error)
{
  g_autoptr (GError) old = g_steal_pointer (&self->error);

  self->error = error;
  if (g_strcmp0 (old != NULL ? old->message : NULL, error != NULL ? error->message : NULL) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static void
ptl_monitor_take_answer (PtlMonitor *self,
                         PtlReading *answer)
{
  self->durations[self->n_readings++ % N_DURATIONS] = answer->duration;

  if (answer->facts_differ)
    {
      g_clear_pointer (&self->facts, ptl_host_facts_unref);
      self->facts = g_steal_pointer (&answer->facts);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FACTS]);
    }

  ptl_monitor_take_error (self, g_steal_pointer (&answer->error));

  if (answer->snapshot != NULL)
    {
      /* A handler may read anew, or drop the monitor's last but one reference. */
      g_autoptr (PtlSnapshot) old = self->snapshot != NULL ? ptl_snapshot_ref (self->snapshot) : NULL;
      g_autoptr (PtlSnapshot) current = ptl_snapshot_ref (answer->snapshot);

      g_clear_pointer (&self->past, ptl_snapshot_unref);
      self->past = g_steal_pointer (&self->snapshot);
      self->snapshot = g_steal_pointer (&answer->snapshot);
      if (answer->snapshot_differs)
        g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SNAPSHOT]);
      g_signal_emit (self, signals[SNAPSHOT_CHANGED], 0, old, current);
    }
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GWeakRef *weak = user_data;
  g_autoptr (PtlMonitor) self = g_weak_ref_get (weak);
  g_autoptr (PtlReading) answer = NULL;

  g_assert (g_task_get_source_tag (G_TASK (result)) == ptl_monitor_read);

  g_weak_ref_clear (weak);
  g_free (weak);

  /* NULL where it was cancelled: then nobody waits for it any more. */
  answer = g_task_propagate_pointer (G_TASK (result), NULL);
  if (self == NULL)
    return;

  g_clear_object (&self->cancellable);
  if (answer != NULL)
    ptl_monitor_take_answer (self, answer);

  if (self->running && self->cancellable == NULL)
    {
      if (self->again)
        ptl_monitor_read (self);
      /* What this system can't do now it can't do in two seconds. */
      else if (!g_error_matches (self->error, PTL_HOST_ERROR, PTL_HOST_ERROR_UNSUPPORTED))
        ptl_monitor_schedule (self);
    }

  ptl_monitor_update_reading (self);
}

/* Starts a reading, or sees to it that one follows the one in flight. */
static void
ptl_monitor_read (PtlMonitor *self)
{
  g_autoptr (GTask) task = NULL;
  GWeakRef *weak;

  if (self->cancellable != NULL)
    {
      self->again = TRUE;
      return;
    }

  g_clear_handle_id (&self->timer, g_source_remove);
  self->again = FALSE;
  self->cancellable = g_cancellable_new ();

  /* Weak, so that a reading that hangs does not keep a monitor alive that nobody wants any more. */
  weak = g_new0 (GWeakRef, 1);
  g_weak_ref_init (weak, self);

  task = g_task_new (NULL, self->cancellable, on_read, weak);
  g_task_set_source_tag (task, ptl_monitor_read);
  ptl_reader_start (self->reader, task, self->snapshot, self->facts,
                    g_steal_pointer (&self->past), g_steal_pointer (&self->owners));

  ptl_monitor_update_reading (self);
}

static void
ptl_monitor_dispose (GObject *object)
{
  PtlMonitor *self = PTL_MONITOR (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  self->running = FALSE;
  self->again = FALSE;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (ptl_monitor_parent_class)->dispose (object);
}

static void
ptl_monitor_finalize (GObject *object)
{
  PtlMonitor *self = PTL_MONITOR (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->reader, ptl_reader_unref);
  g_clear_pointer (&self->owners, g_ptr_array_unref);
  g_clear_pointer (&self->snapshot, ptl_snapshot_unref);
  g_clear_pointer (&self->past, ptl_snapshot_unref);
  g_clear_pointer (&self->facts, ptl_host_facts_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (ptl_monitor_parent_class)->finalize (object);
}

static void
ptl_monitor_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  PtlMonitor *self = PTL_MONITOR (object);

  switch (prop_id)
    {
    case PROP_ERROR:
      g_value_set_string (value, self->error != NULL ? self->error->message : NULL);
      break;

    case PROP_FACTS:
      g_value_set_pointer (value, self->facts);
      break;

    case PROP_INTERVAL:
      g_value_set_uint (value, self->interval);
      break;

    case PROP_READING:
      g_value_set_boolean (value, self->reading);
      break;

    case PROP_RUNNING:
      g_value_set_boolean (value, self->running);
      break;

    case PROP_SNAPSHOT:
      g_value_set_pointer (value, self->snapshot);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ptl_monitor_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  PtlMonitor *self = PTL_MONITOR (object);

  switch (prop_id)
    {
    case PROP_INTERVAL:
      ptl_monitor_set_interval (self, g_value_get_uint (value));
      break;

    case PROP_RUNNING:
      ptl_monitor_set_running (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ptl_monitor_class_init (PtlMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags writable = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = ptl_monitor_dispose;
  object_class->finalize = ptl_monitor_finalize;
  object_class->get_property = ptl_monitor_get_property;
  object_class->set_property = ptl_monitor_set_property;

  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, readable);
  properties[PROP_FACTS] = g_param_spec_pointer ("facts", NULL, NULL, readable);
  properties[PROP_INTERVAL] = g_param_spec_uint ("interval", NULL, NULL, MIN_INTERVAL, G_MAXUINT, DEFAULT_INTERVAL, writable);
  properties[PROP_READING] = g_param_spec_boolean ("reading", NULL, NULL, FALSE, readable);
  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, writable);
  properties[PROP_SNAPSHOT] = g_param_spec_pointer ("snapshot", NULL, NULL, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * PtlMonitor::snapshot-changed:
   * @self: a monitor
   * @old_snapshot: (type gpointer) (nullable): the #PtlSnapshot before
   * @new_snapshot: (type gpointer): the #PtlSnapshot that was just read
   *
   * Emitted after each good reading, also where nothing differs. Both live until the handlers return.
   */
  signals[SNAPSHOT_CHANGED] = g_signal_new ("snapshot-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_POINTER);
}

static void
ptl_monitor_init (PtlMonitor *self)
{
  self->interval = DEFAULT_INTERVAL;
}

/**
 * ptl_monitor_new:
 * @host: (transfer full): what to read; nobody else may use it from now on
 *
 * Makes a monitor that does not run yet. Main thread.
 *
 * Returns: (transfer full): a monitor
 */
PtlMonitor *
ptl_monitor_new (PtlHost *host)
{
  PtlMonitor *self;

  g_return_val_if_fail (host != NULL, NULL);

  self = g_object_new (PTL_TYPE_MONITOR, NULL);
  self->reader = ptl_reader_new (host);

  return self;
}

/**
 * ptl_monitor_get_snapshot:
 * @self: a monitor
 *
 * Gets the last good snapshot. Main thread.
 *
 * Returns: (transfer none) (nullable): the snapshot; %NULL before the first good reading
 */
PtlSnapshot *
ptl_monitor_get_snapshot (PtlMonitor *self)
{
  g_return_val_if_fail (PTL_IS_MONITOR (self), NULL);

  return self->snapshot;
}

/**
 * ptl_monitor_get_facts:
 * @self: a monitor
 *
 * Gets what the configuration said at the last reading, good or not. Main thread.
 *
 * Returns: (transfer none) (nullable): the facts; %NULL before the first reading
 */
PtlHostFacts *
ptl_monitor_get_facts (PtlMonitor *self)
{
  g_return_val_if_fail (PTL_IS_MONITOR (self), NULL);

  return self->facts;
}

/**
 * ptl_monitor_get_error:
 * @self: a monitor
 *
 * Gets why the last reading failed. Main thread.
 *
 * Returns: (transfer none) (nullable): the error; %NULL where the last reading was good, or there was none
 */
const GError *
ptl_monitor_get_error (PtlMonitor *self)
{
  g_return_val_if_fail (PTL_IS_MONITOR (self), NULL);

  return self->error;
}

/**
 * ptl_monitor_get_reading:
 * @self: a monitor
 *
 * Returns: whether a reading is in flight
 */
gboolean
ptl_monitor_get_reading (PtlMonitor *self)
{
  g_return_val_if_fail (PTL_IS_MONITOR (self), FALSE);

  return self->reading;
}

/**
 * ptl_monitor_get_running:
 * @self: a monitor
 *
 * Returns: whether it reads again and again
 */
gboolean
ptl_monitor_get_running (PtlMonitor *self)
{
  g_return_val_if_fail (PTL_IS_MONITOR (self), FALSE);

  return self->running;
}

/**
 * ptl_monitor_set_running:
 * @self: a monitor
 * @running: whether to read again and again
 *
 * Starts or stops the readings. The first one begins at once; stopping cancels the one in flight, whose result is dropped.
 * Main thread.
 */
void
ptl_monitor_set_running (PtlMonitor *self,
                         gboolean    running)
{
  g_return_if_fail (PTL_IS_MONITOR (self));

  running = !!running;
  if (running == self->running)
    return;

  self->running = running;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);

  /* A handler may have set it back. */
  if (self->running)
    {
      ptl_monitor_read (self);
    }
  else
    {
      g_clear_handle_id (&self->timer, g_source_remove);
      self->again = FALSE;
      if (self->cancellable != NULL)
        g_cancellable_cancel (self->cancellable);
    }
}

/**
 * ptl_monitor_get_interval:
 * @self: a monitor
 *
 * Returns: the shortest rest between two readings, in milliseconds
 */
guint
ptl_monitor_get_interval (PtlMonitor *self)
{
  g_return_val_if_fail (PTL_IS_MONITOR (self), 0);

  return self->interval;
}

/**
 * ptl_monitor_set_interval:
 * @self: a monitor
 * @milliseconds: the shortest rest between two readings, 100 or more
 *
 * Sets how often to read. Where a reading takes long, the rest is longer than this. Main thread.
 */
void
ptl_monitor_set_interval (PtlMonitor *self,
                          guint       milliseconds)
{
  g_return_if_fail (PTL_IS_MONITOR (self));

  milliseconds = MAX (milliseconds, MIN_INTERVAL);
  if (milliseconds == self->interval)
    return;

  self->interval = milliseconds;
  if (self->timer != 0)
    ptl_monitor_schedule (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INTERVAL]);
}

/**
 * ptl_monitor_refresh:
 * @self: a monitor
 *
 * Reads now, or as soon as the reading in flight has ended. Does nothing where the monitor does not run. Main thread.
 */
void
ptl_monitor_refresh (PtlMonitor *self)
{
  g_return_if_fail (PTL_IS_MONITOR (self));

  if (self->running)
    ptl_monitor_read (self);
}

/**
 * ptl_monitor_take_owners:
 * @self: a monitor
 * @owners: (transfer full) (element-type PtlHolder): what ptl_owners_answer_parse() read
 *
 * Gives the host owners that somebody with more rights has just seen, and reads anew. Main thread.
 */
void
ptl_monitor_take_owners (PtlMonitor *self,
                         GPtrArray  *owners)
{
  g_return_if_fail (PTL_IS_MONITOR (self));
  g_return_if_fail (owners != NULL);

  g_clear_pointer (&self->owners, g_ptr_array_unref);
  self->owners = owners;
  ptl_monitor_refresh (self);
}
