#include "config.h"

#include "book/ptl-sqlite.h"

#ifdef PTL_SQLITE_LIBRARY

#include <dlfcn.h>

/* Filled in once, before anybody may use it. */
PtlSqlite ptl_sqlite;

static char *
load (void)
{
  static const struct
  {
    const char *name;
    void       *place;
  } functions[] = {
    { "sqlite3_bind_int", &ptl_sqlite.bind_int },
    { "sqlite3_bind_int64", &ptl_sqlite.bind_int64 },
    { "sqlite3_bind_text", &ptl_sqlite.bind_text },
    { "sqlite3_busy_timeout", &ptl_sqlite.busy_timeout },
    { "sqlite3_close", &ptl_sqlite.close },
    { "sqlite3_column_int64", &ptl_sqlite.column_int64 },
    { "sqlite3_column_text", &ptl_sqlite.column_text },
    { "sqlite3_errcode", &ptl_sqlite.errcode },
    { "sqlite3_errmsg", &ptl_sqlite.errmsg },
    { "sqlite3_exec", &ptl_sqlite.exec },
    { "sqlite3_finalize", &ptl_sqlite.finalize },
    { "sqlite3_open_v2", &ptl_sqlite.open_v2 },
    { "sqlite3_prepare_v2", &ptl_sqlite.prepare_v2 },
    { "sqlite3_step", &ptl_sqlite.step },
  };
  void *library = dlopen (PTL_SQLITE_LIBRARY, RTLD_NOW | RTLD_LOCAL);

  for (guint i = 0; library != NULL && i < G_N_ELEMENTS (functions); i++)
    {
      void *function = dlsym (library, functions[i].name);

      if (function == NULL)
        return g_strdup (dlerror ());
      *(void **) functions[i].place = function;
    }

  return library != NULL ? NULL : g_strdup (dlerror ());
}

#endif

/**
 * ptl_sqlite_load:
 * @out_reason: (out) (transfer none): why not
 *
 * Loads SQLite, unless that was done before; its functions may be called only then. Blocks. Any thread.
 *
 * Returns: whether it is there
 */
gboolean
ptl_sqlite_load (const char **out_reason)
{
#ifdef PTL_SQLITE_LIBRARY
  static gsize loaded;
  static char *reason;

  if (g_once_init_enter (&loaded))
    {
      reason = load ();
      g_once_init_leave (&loaded, 1);
    }

  *out_reason = reason;

  return reason == NULL;
#else
  *out_reason = NULL;

  return TRUE;
#endif
}
