#include "config.h"

#include "host/ptl-reading.h"

struct _PtlReader
{
  gatomicrefcount ref_count;
  PtlHost        *host; /* (owned) */
};

/* What the worker is given. */
typedef struct
{
  PtlReader    *reader;         /* (owned) */
  PtlSnapshot  *known_snapshot; /* (owned) (nullable) */
  PtlSnapshot  *past_snapshot;  /* (owned) (nullable) */
  PtlHostFacts *known_facts;    /* (owned) (nullable) */
  GPtrArray    *owners;         /* (owned) (nullable) (element-type PtlHolder) */
  gint          cancelled;      /* (atomic) */
} Question;

/**
 * ptl_reader_new:
 * @host: (transfer full): what to read; nobody else may use it from now on
 *
 * Makes a reader. Any thread.
 *
 * Returns: (transfer full): the reader
 */
PtlReader *
ptl_reader_new (PtlHost *host)
{
  PtlReader *self = g_new0 (PtlReader, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->host = host;

  return self;
}

/**
 * ptl_reader_unref:
 * @self: (transfer full): a reader
 *
 * Gives a reference back; the last one frees the host. Any thread.
 */
void
ptl_reader_unref (PtlReader *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  ptl_host_free (self->host);
  g_free (self);
}

static void
question_free (gpointer data)
{
  Question *question = data;

  ptl_reader_unref (question->reader);
  g_clear_pointer (&question->known_snapshot, ptl_snapshot_unref);
  g_clear_pointer (&question->past_snapshot, ptl_snapshot_unref);
  g_clear_pointer (&question->known_facts, ptl_host_facts_unref);
  g_clear_pointer (&question->owners, g_ptr_array_unref);
  g_free (question);
}

/**
 * ptl_reading_free:
 * @self: (transfer full): a reading
 *
 * Frees it. Any thread.
 */
void
ptl_reading_free (PtlReading *self)
{
  g_clear_pointer (&self->snapshot, ptl_snapshot_unref);
  g_clear_pointer (&self->facts, ptl_host_facts_unref);
  g_clear_error (&self->error);
  g_free (self);
}

static void
on_cancelled (GCancellable *cancellable,
              gint         *cancelled)
{
  g_atomic_int_set (cancelled, 1);
}

static void
read_in_worker (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Question *question = task_data;
  g_autoptr (PtlReading) reading = g_new0 (PtlReading, 1);
  gint64 start = g_get_monotonic_time ();
  gulong handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), &question->cancelled, NULL);

  /* Here, as it takes a millisecond and more where there are thousands of listeners, and the question goes in the main thread. */
  g_clear_pointer (&question->past_snapshot, ptl_snapshot_unref);
  if (question->owners != NULL)
    ptl_host_take_owners (question->reader->host, question->owners);
  reading->facts = ptl_host_read_facts (question->reader->host);
  reading->snapshot = ptl_host_read (question->reader->host, &question->cancelled, &reading->error);
  g_cancellable_disconnect (cancellable, handler);

  /* Compared here, so that the main thread need not. */
  reading->facts_differ = question->known_facts == NULL || !ptl_host_facts_equal (question->known_facts, reading->facts);
  reading->snapshot_differs = reading->snapshot != NULL &&
                              (question->known_snapshot == NULL ||
                               !ptl_snapshot_equal (question->known_snapshot, reading->snapshot));
  reading->duration = g_get_monotonic_time () - start;

  g_task_return_pointer (task, g_steal_pointer (&reading), (GDestroyNotify) ptl_reading_free);
}

/**
 * ptl_reader_start:
 * @self: a reader whose last task has ended
 * @task: what returns a #PtlReading
 * @known_snapshot: (nullable): the last snapshot, to compare with
 * @known_facts: (nullable): likewise
 * @past_snapshot: (transfer full) (nullable): one that nobody needs any more, to be freed in the worker
 * @owners: (transfer full) (nullable) (element-type PtlHolder): what ptl_host_take_owners() is to be given before
 *
 * Starts a reading in a worker. Main thread.
 */
void
ptl_reader_start (PtlReader    *self,
                  GTask        *task,
                  PtlSnapshot  *known_snapshot,
                  PtlHostFacts *known_facts,
                  PtlSnapshot  *past_snapshot,
                  GPtrArray    *owners)
{
  Question *question = g_new0 (Question, 1);

  g_atomic_ref_count_inc (&self->ref_count);
  question->reader = self;
  question->known_snapshot = known_snapshot != NULL ? ptl_snapshot_ref (known_snapshot) : NULL;
  question->past_snapshot = past_snapshot;
  question->known_facts = known_facts != NULL ? ptl_host_facts_ref (known_facts) : NULL;
  question->owners = owners;

  g_task_set_task_data (task, question, question_free);
  g_task_run_in_thread (task, read_in_worker);
}
