#include "config.h"

#include "book/ptl-book.h"

#include <gio/gio.h>

#include "book/ptl-book-file.h"

/* What the thread has to itself. */
typedef struct
{
  char        *path; /* (owned) (type filename) */
  PtlBookFile *file; /* (owned) (nullable): open from the first writing on */
} Scribe;

struct _PtlBook
{
  GObject      parent_instance;

  GThreadPool *thread;    /* (owned) (nullable): one thread, so that changes are written in their order; NULL once closed */
  Scribe      *scribe;    /* (owned): the thread's */
  gboolean     loading;   /* or loaded */
  PtlMarks    *marks;     /* (owned) (nullable): NULL until they are read */
  GArray      *unwritten; /* (owned) (element-type guint16): whose last writing failed; tried again with the next change */
  GError      *error;     /* (owned) (nullable): why they could not be read, or the last change not be written */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PtlBook, ptl_book, G_TYPE_OBJECT)

static void
scribe_free (Scribe *self)
{
  g_clear_pointer (&self->file, ptl_book_file_close);
  g_free (self->path);
  g_free (self);
}

/* In the thread: reads all, or writes the mark that the task brings. */
static void
work (gpointer data,
      gpointer user_data)
{
  g_autoptr (GTask) task = data;
  Scribe *scribe = user_data;
  const PtlOwnMark *mark = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (mark == NULL)
    {
      PtlMarks *marks = ptl_book_read_marks (scribe->path, &error);

      if (marks != NULL)
        g_task_return_pointer (task, marks, (GDestroyNotify) ptl_marks_unref);
      else
        g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (scribe->file == NULL)
    scribe->file = ptl_book_file_open (scribe->path, TRUE, &error);

  if (scribe->file != NULL && ptl_book_file_write_mark (scribe->file, mark, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
start_task (PtlBook             *self,
            PtlOwnMark          *mark,
            GAsyncReadyCallback  callback)
{
  GTask *task = g_task_new (self, NULL, callback, NULL);

  g_task_set_source_tag (task, start_task);
  if (mark != NULL)
    g_task_set_task_data (task, mark, (GDestroyNotify) ptl_own_mark_unref);
  g_thread_pool_push (self->thread, task, NULL);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  PtlBook *self = PTL_BOOK (object);

  g_clear_error (&self->error);
  self->marks = g_task_propagate_pointer (G_TASK (result), &self->error);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  PtlBook *self = PTL_BOOK (object);
  const PtlOwnMark *mark = g_task_get_task_data (G_TASK (result));
  gboolean failed_before = self->error != NULL;

  g_clear_error (&self->error);
  if (!g_task_propagate_boolean (G_TASK (result), &self->error))
    g_array_append_val (self->unwritten, mark->port);
  if (self->error != NULL || failed_before)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
ptl_book_finalize (GObject *object)
{
  PtlBook *self = PTL_BOOK (object);

  ptl_book_close (self);
  scribe_free (self->scribe);
  g_clear_pointer (&self->marks, ptl_marks_unref);
  g_array_unref (self->unwritten);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (ptl_book_parent_class)->finalize (object);
}

static void
ptl_book_class_init (PtlBookClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ptl_book_finalize;

  /**
   * PtlBook::changed:
   *
   * The marks are others, or the error is.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
ptl_book_init (PtlBook *self)
{
  self->scribe = g_new0 (Scribe, 1);
  self->unwritten = g_array_new (FALSE, FALSE, sizeof (guint16));
  /* Not exclusive, so the thread is made when there is something to do, and this can't fail. */
  self->thread = g_thread_pool_new (work, self->scribe, 1, FALSE, NULL);
}

/**
 * ptl_book_new:
 * @path: (nullable) (type filename): the file, or NULL for the user's own book
 *
 * Makes a book of which nothing is read yet. Touches no file.
 *
 * Returns: (transfer full): the book
 */
PtlBook *
ptl_book_new (const char *path)
{
  PtlBook *self = g_object_new (PTL_TYPE_BOOK, NULL);

  self->scribe->path = path != NULL ? g_strdup (path) : ptl_book_get_default_path ();

  return self;
}

/**
 * ptl_book_load:
 * @self: a book
 *
 * Starts to read the book, once; "changed" tells when that is done, or failed. Does not block.
 */
void
ptl_book_load (PtlBook *self)
{
  g_return_if_fail (PTL_IS_BOOK (self));

  if (self->loading)
    return;

  self->loading = TRUE;
  start_task (self, NULL, loaded_cb);
}

/**
 * ptl_book_close:
 * @self: a book
 *
 * Waits until all changes are on the disk, and takes no more. Blocks as long as that takes; for when the program ends.
 */
void
ptl_book_close (PtlBook *self)
{
  g_return_if_fail (PTL_IS_BOOK (self));

  if (self->thread != NULL)
    g_thread_pool_free (g_steal_pointer (&self->thread), FALSE, TRUE);
}

/**
 * ptl_book_get_marks:
 * @self: a book
 *
 * Returns: (transfer none) (nullable): the stars and notes; NULL while they have not been read, or can't be
 */
PtlMarks *
ptl_book_get_marks (PtlBook *self)
{
  g_return_val_if_fail (PTL_IS_BOOK (self), NULL);

  return self->marks;
}

/**
 * ptl_book_get_error:
 * @self: a book
 *
 * Returns: (transfer none) (nullable): why the book can't be read, or why the last change is not on the disk
 */
const GError *
ptl_book_get_error (PtlBook *self)
{
  g_return_val_if_fail (PTL_IS_BOOK (self), NULL);

  return self->error;
}

static void
write_port (PtlBook *self,
            guint16  port)
{
  const PtlOwnMark *mark = ptl_marks_find (self->marks, port);

  start_task (self, mark != NULL ? ptl_own_mark_ref (mark) : ptl_own_mark_new (port, 0, NULL, 0), written_cb);
}

/* Shows the change at once, and has it written, with what could not be written before. Takes @marks. */
static void
take_change (PtlBook  *self,
             PtlMarks *marks,
             guint16   port)
{
  ptl_marks_unref (self->marks);
  self->marks = marks;

  for (guint i = 0; i < self->unwritten->len; i++)
    write_port (self, g_array_index (self->unwritten, guint16, i));
  g_array_set_size (self->unwritten, 0);
  write_port (self, port);

  g_signal_emit (self, signals[CHANGED], 0);
}

static gint64
get_seconds (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/**
 * ptl_book_set_star:
 * @self: a book that was read
 * @port: a port
 * @starred: whether it is to have a star
 *
 * Gives a port a star, or takes it away: at once for who asks, and soon on the disk. Does not block.
 */
void
ptl_book_set_star (PtlBook  *self,
                   guint16   port,
                   gboolean  starred)
{
  const PtlOwnMark *before;

  g_return_if_fail (PTL_IS_BOOK (self));
  g_return_if_fail (self->marks != NULL && self->thread != NULL);

  before = ptl_marks_find (self->marks, port);
  if ((before != NULL && before->starred_at != 0) == !!starred)
    return;

  take_change (self, ptl_marks_with_star (self->marks, port, starred ? get_seconds () : 0), port);
}

/**
 * ptl_book_set_note:
 * @self: a book that was read
 * @port: a port
 * @note: (nullable): what the user wrote; NULL or blank takes the note away
 *
 * Keeps a note on a port: at once for who asks, and soon on the disk. Does not block.
 */
void
ptl_book_set_note (PtlBook    *self,
                   guint16     port,
                   const char *note)
{
  g_autoptr (PtlMarks) marks = NULL;
  const PtlOwnMark *before, *after;

  g_return_if_fail (PTL_IS_BOOK (self));
  g_return_if_fail (self->marks != NULL && self->thread != NULL);

  marks = ptl_marks_with_note (self->marks, port, note, get_seconds ());
  before = ptl_marks_find (self->marks, port);
  after = ptl_marks_find (marks, port);
  if (g_strcmp0 (before != NULL ? before->note : NULL, after != NULL ? after->note : NULL) == 0)
    return;

  take_change (self, g_steal_pointer (&marks), port);
}
