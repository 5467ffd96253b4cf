#include "config.h"

#include "app/ptl-search-task.h"

/*
 * A search in a worker. Who types waits for none, as one takes well under a millisecond; but with ten thousand listeners, whose
 * names a word may be in, it takes ten, and each new reading asks for one.
 */

typedef struct
{
  PtlCatalog  *catalog;  /* (owned) */
  PtlSnapshot *snapshot; /* (owned) (nullable) */
  PtlMarks    *marks;    /* (owned) (nullable) */
  PtlQuery    *query;    /* (owned) */
} Search;

static void
search_free (Search *search)
{
  ptl_catalog_unref (search->catalog);
  g_clear_pointer (&search->snapshot, ptl_snapshot_unref);
  g_clear_pointer (&search->marks, ptl_marks_unref);
  ptl_query_unref (search->query);
  g_free (search);
}

static void
search_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      data,
                  GCancellable *cancellable)
{
  Search *search = data;
  PtlResults *results = ptl_search (search->catalog, search->snapshot, search->marks, search->query);

  /* The search goes in the main thread, which must not be the last to hold a reading. */
  g_clear_pointer (&search->snapshot, ptl_snapshot_unref);
  g_task_return_pointer (task, results, (GDestroyNotify) ptl_results_unref);
}

/**
 * ptl_search_async:
 * @catalog: a catalog
 * @snapshot: (nullable): the listeners
 * @marks: (nullable): what the user keeps
 * @query: a query
 * @callback: to be called when it is done
 * @user_data: for @callback
 *
 * Does ptl_search() in a worker.
 */
void
ptl_search_async (PtlCatalog          *catalog,
                  PtlSnapshot         *snapshot,
                  PtlMarks            *marks,
                  PtlQuery            *query,
                  GAsyncReadyCallback  callback,
                  gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Search *search;

  g_return_if_fail (catalog != NULL);
  g_return_if_fail (query != NULL);

  search = g_new (Search, 1);
  search->catalog = ptl_catalog_ref (catalog);
  search->snapshot = snapshot != NULL ? ptl_snapshot_ref (snapshot) : NULL;
  search->marks = marks != NULL ? ptl_marks_ref (marks) : NULL;
  search->query = ptl_query_ref (query);

  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, ptl_search_async);
  g_task_set_task_data (task, search, (GDestroyNotify) search_free);
  g_task_run_in_thread (task, search_in_thread);
}

/**
 * ptl_search_finish:
 * @result: what the callback was given
 * @error: set where there are no results
 *
 * Returns: (transfer full): what was found
 */
PtlResults *
ptl_search_finish (GAsyncResult  *result,
                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, ptl_search_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
