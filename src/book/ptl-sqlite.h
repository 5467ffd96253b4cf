#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/*
 * What is used of SQLite. Where the build names the library's file (PTL_SQLITE_LIBRARY), it is loaded when there is a book to
 * open and not before: most users of portolan-cli have none, and the library takes a third of the time to load that a small
 * program takes in all. Elsewhere it is linked.
 */
#ifdef PTL_SQLITE_LIBRARY

typedef struct
{
  __typeof__ (sqlite3_bind_int)     *bind_int;
  __typeof__ (sqlite3_bind_int64)   *bind_int64;
  __typeof__ (sqlite3_bind_text)    *bind_text;
  __typeof__ (sqlite3_busy_timeout) *busy_timeout;
  __typeof__ (sqlite3_close)        *close;
  __typeof__ (sqlite3_column_int64) *column_int64;
  __typeof__ (sqlite3_column_text)  *column_text;
  __typeof__ (sqlite3_errcode)      *errcode;
  __typeof__ (sqlite3_errmsg)       *errmsg;
  __typeof__ (sqlite3_exec)         *exec;
  __typeof__ (sqlite3_finalize)     *finalize;
  __typeof__ (sqlite3_open_v2)      *open_v2;
  __typeof__ (sqlite3_prepare_v2)   *prepare_v2;
  __typeof__ (sqlite3_step)         *step;
} PtlSqlite;

extern PtlSqlite ptl_sqlite;

#define sqlite3_bind_int     ptl_sqlite.bind_int
#define sqlite3_bind_int64   ptl_sqlite.bind_int64
#define sqlite3_bind_text    ptl_sqlite.bind_text
#define sqlite3_busy_timeout ptl_sqlite.busy_timeout
#define sqlite3_close        ptl_sqlite.close
#define sqlite3_column_int64 ptl_sqlite.column_int64
#define sqlite3_column_text  ptl_sqlite.column_text
#define sqlite3_errcode      ptl_sqlite.errcode
#define sqlite3_errmsg       ptl_sqlite.errmsg
#define sqlite3_exec         ptl_sqlite.exec
#define sqlite3_finalize     ptl_sqlite.finalize
#define sqlite3_open_v2      ptl_sqlite.open_v2
#define sqlite3_prepare_v2   ptl_sqlite.prepare_v2
#define sqlite3_step         ptl_sqlite.step

#endif

gboolean ptl_sqlite_load (const char **out_reason);

G_END_DECLS
