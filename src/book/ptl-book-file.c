#include "config.h"

#include "book/ptl-book-file.h"

#include <errno.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "book/ptl-sqlite.h"

struct _PtlBookFile
{
  sqlite3 *database; /* (owned) */
  char    *path;     /* (owned) */
};

G_DEFINE_QUARK (ptl-book-error-quark, ptl_book_error)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

/* "Ptln": tells a book from any other database (https://www.sqlite.org/fileformat2.html, application ID). */
#define APPLICATION_ID 0x50746c6e

/* The version of the tables below; it is raised with each change, and an older book is brought up to date when it is opened. */
#define TABLES_VERSION 1

/* How long another Portolan that writes at the same moment is waited for. */
#define BUSY_MS 2000

/* A port that has neither a star nor a note has no row. */
static const char create_tables[] =
  "BEGIN IMMEDIATE;"
  "CREATE TABLE IF NOT EXISTS mark ("
  "  port INTEGER PRIMARY KEY CHECK (port BETWEEN 0 AND 65535),"
  "  starred_at INTEGER NOT NULL DEFAULT 0,"
  "  note TEXT,"
  "  noted_at INTEGER NOT NULL DEFAULT 0);"
  "PRAGMA application_id = " G_STRINGIFY (APPLICATION_ID) ";"
  "PRAGMA user_version = " G_STRINGIFY (TABLES_VERSION) ";"
  "COMMIT;";

static gboolean
fail (PtlBookFile  *self,
      GError      **error)
{
  int code = sqlite3_errcode (self->database);

  if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT)
    g_set_error (error, PTL_BOOK_ERROR, PTL_BOOK_ERROR_DAMAGED,
                 _("Your stars and notes in %s can’t be read: the file is damaged, or something else. It was left as it is."),
                 self->path);
  else
    g_set_error (error, PTL_BOOK_ERROR, PTL_BOOK_ERROR_FAILED,
                 _("Your stars and notes in %s can’t be used: %s."), self->path, sqlite3_errmsg (self->database));

  return FALSE;
}

static gboolean
execute (PtlBookFile  *self,
         const char   *sql,
         GError      **error)
{
  return sqlite3_exec (self->database, sql, NULL, NULL, NULL) == SQLITE_OK || fail (self, error);
}

static sqlite3_stmt *
prepare (PtlBookFile  *self,
         const char   *sql,
         GError      **error)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (self->database, sql, -1, &statement, NULL) != SQLITE_OK)
    fail (self, error);

  return statement;
}

static gboolean
read_pragma (PtlBookFile  *self,
             const char   *sql,
             gint64       *out_value,
             GError      **error)
{
  g_autoptr (sqlite3_stmt) statement = prepare (self, sql, error);

  if (statement == NULL)
    return FALSE;
  if (sqlite3_step (statement) != SQLITE_ROW)
    return fail (self, error);

  *out_value = sqlite3_column_int64 (statement, 0);

  return TRUE;
}

/* A new file gets its tables, a book of this version is taken as it is, and anything else is left alone. */
static gboolean
check_tables (PtlBookFile  *self,
              gboolean      writable,
              GError      **error)
{
  gint64 application_id, version, n_tables;

  if (!read_pragma (self, "PRAGMA application_id", &application_id, error) ||
      !read_pragma (self, "PRAGMA user_version", &version, error) ||
      !read_pragma (self, "SELECT count(*) FROM sqlite_schema", &n_tables, error))
    return FALSE;

  if (application_id == APPLICATION_ID && version == TABLES_VERSION)
    return TRUE;

  if (application_id == APPLICATION_ID && version > TABLES_VERSION)
    {
      g_set_error (error, PTL_BOOK_ERROR, PTL_BOOK_ERROR_NEWER,
                   _("Your stars and notes in %s were written by a later version of Portolan, and this one leaves them alone."),
                   self->path);
      return FALSE;
    }

  if (application_id == 0 && n_tables == 0 && writable)
    return execute (self, create_tables, error);

  g_set_error (error, PTL_BOOK_ERROR, PTL_BOOK_ERROR_DAMAGED,
               _("Your stars and notes in %s can’t be read: the file is damaged, or something else. It was left as it is."),
               self->path);

  return FALSE;
}

/**
 * ptl_book_get_default_path:
 *
 * Any thread.
 *
 * Returns: (transfer full) (type filename): where this user's book is, whether it is there yet or not
 */
char *
ptl_book_get_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "portolan", "book.sqlite", NULL);
}

/**
 * ptl_book_file_open:
 * @path: (type filename): the file
 * @writable: whether it will be written, and is to be made where it is not there yet, together with its folder
 *
 * Opens a book. Blocks. Any thread.
 *
 * Returns: (transfer full): the book, or NULL with PTL_BOOK_ERROR; a file that is no book, or one of a later version, is left as
 *   it is
 */
PtlBookFile *
ptl_book_file_open (const char  *path,
                    gboolean     writable,
                    GError     **error)
{
  g_autoptr (PtlBookFile) self = NULL;
  const char *reason;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (PtlBookFile, 1);
  self->path = g_filename_display_name (path);

  if (!ptl_sqlite_load (&reason))
    {
      g_set_error (error, PTL_BOOK_ERROR, PTL_BOOK_ERROR_FAILED,
                   _("Your stars and notes in %s can’t be used: %s."), self->path, reason);
      return NULL;
    }

  if (writable)
    {
      g_autofree char *folder = g_path_get_dirname (path);

      /* As the XDG base directory specification wants it. */
      if (g_mkdir_with_parents (folder, 0700) != 0)
        {
          int saved_errno = errno;

          g_set_error (error, PTL_BOOK_ERROR, PTL_BOOK_ERROR_FAILED,
                       _("Your stars and notes in %s can’t be used: %s."), self->path, g_strerror (saved_errno));
          return NULL;
        }
    }

  if (sqlite3_open_v2 (path, &self->database,
                       writable ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
    {
      fail (self, error);
      return NULL;
    }
  sqlite3_busy_timeout (self->database, BUSY_MS);

  if (!check_tables (self, writable, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * ptl_book_file_close:
 * @self: (transfer full): a book
 *
 * Blocks. Any thread.
 */
void
ptl_book_file_close (PtlBookFile *self)
{
  g_return_if_fail (self != NULL);

  if (self->database != NULL)
    sqlite3_close (self->database);
  g_free (self->path);
  g_free (self);
}

/**
 * ptl_book_file_read_marks:
 * @self: a book
 *
 * Reads all stars and notes. A row that makes no sense is passed over. Blocks.
 *
 * Returns: (transfer full): the marks, or NULL with PTL_BOOK_ERROR
 */
PtlMarks *
ptl_book_file_read_marks (PtlBookFile  *self,
                          GError      **error)
{
  g_autoptr (GPtrArray) marks = g_ptr_array_new_with_free_func ((GDestroyNotify) ptl_own_mark_unref);
  g_autoptr (sqlite3_stmt) statement = NULL;
  int result;

  g_return_val_if_fail (self != NULL, NULL);

  statement = prepare (self, "SELECT port, starred_at, note, noted_at FROM mark", error);
  if (statement == NULL)
    return NULL;

  while ((result = sqlite3_step (statement)) == SQLITE_ROW)
    {
      gint64 port = sqlite3_column_int64 (statement, 0);
      g_autoptr (PtlOwnMark) mark = NULL;

      if (port < 0 || port > G_MAXUINT16)
        continue;

      mark = ptl_own_mark_new (port, sqlite3_column_int64 (statement, 1),
                           (const char *) sqlite3_column_text (statement, 2), sqlite3_column_int64 (statement, 3));
      if (!ptl_own_mark_is_empty (mark))
        g_ptr_array_add (marks, g_steal_pointer (&mark));
    }

  if (result != SQLITE_DONE)
    {
      fail (self, error);
      return NULL;
    }

  return ptl_marks_new (g_steal_pointer (&marks));
}

/**
 * ptl_book_file_write_mark:
 * @self: a book that was opened to be written
 * @mark: what is kept about its port from now on; an empty one means nothing
 *
 * Writes one mark, on the disk when this returns. Blocks.
 *
 * Returns: whether it was written; otherwise @error is set
 */
gboolean
ptl_book_file_write_mark (PtlBookFile       *self,
                          const PtlOwnMark  *mark,
                          GError           **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  gboolean empty;

  g_return_val_if_fail (self != NULL && mark != NULL, FALSE);

  empty = ptl_own_mark_is_empty (mark);
  statement = prepare (self,
                       empty ? "DELETE FROM mark WHERE port = ?1"
                             : "INSERT INTO mark (port, starred_at, note, noted_at) VALUES (?1, ?2, ?3, ?4)"
                               " ON CONFLICT (port) DO UPDATE SET"
                               " starred_at = excluded.starred_at, note = excluded.note, noted_at = excluded.noted_at",
                       error);
  if (statement == NULL)
    return FALSE;

  sqlite3_bind_int (statement, 1, mark->port);
  if (!empty)
    {
      sqlite3_bind_int64 (statement, 2, mark->starred_at);
      sqlite3_bind_text (statement, 3, mark->note, -1, SQLITE_STATIC);
      sqlite3_bind_int64 (statement, 4, mark->noted_at);
    }

  return sqlite3_step (statement) == SQLITE_DONE || fail (self, error);
}

/**
 * ptl_book_read_marks:
 * @path: (nullable) (type filename): the file, or NULL for the user's own book
 *
 * Reads all stars and notes once, for a program that ends soon. A book that is not there yet has none. Blocks. Any thread.
 *
 * Returns: (transfer full): the marks, or NULL with PTL_BOOK_ERROR
 */
PtlMarks *
ptl_book_read_marks (const char  *path,
                     GError     **error)
{
  g_autofree char *default_path = path == NULL ? ptl_book_get_default_path () : NULL;
  g_autoptr (PtlBookFile) file = NULL;

  if (path == NULL)
    path = default_path;

  if (g_access (path, F_OK) != 0 && errno == ENOENT)
    return ptl_marks_new (g_ptr_array_new_with_free_func ((GDestroyNotify) ptl_own_mark_unref));

  file = ptl_book_file_open (path, FALSE, error);

  return file != NULL ? ptl_book_file_read_marks (file, error) : NULL;
}
