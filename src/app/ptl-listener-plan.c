#include "config.h"

#include "app/ptl-listener-plan.h"

#include "app/ptl-listener-splices.h"

/* What the worker is given. */
typedef struct
{
  PtlListenerRows   *before;  /* (owned) */
  PtlListenerOrder   order;
  PtlListenerRequest request; /* owns its sieve and its snapshot; its order is the one above */
} Question;

static void
question_clear (Question *question)
{
  g_clear_pointer (&question->before, ptl_listener_rows_unref);
  g_clear_pointer (&question->request.sieve, ptl_listener_sieve_unref);
  g_clear_pointer (&question->request.snapshot, ptl_snapshot_unref);
}

static void
question_free (Question *question)
{
  question_clear (question);
  g_free (question);
}

/**
 * ptl_listener_plan_new:
 * @before: the rows as they are
 * @request: what is to be another
 *
 * Works out what follows. Any thread.
 *
 * Returns: (transfer full): the plan
 */
PtlListenerPlan *
ptl_listener_plan_new (PtlListenerRows          *before,
                       const PtlListenerRequest *request)
{
  PtlListenerPlan *self = g_new0 (PtlListenerPlan, 1);

  self->before = ptl_listener_rows_ref (before);
  self->after = ptl_listener_rows_advance (before, request);
  self->runs = ptl_listener_runs_new (before, self->after, &self->moved);

  return self;
}

/**
 * ptl_listener_plan_free:
 * @self: (transfer full): a plan
 *
 * Frees it. Any thread.
 */
void
ptl_listener_plan_free (PtlListenerPlan *self)
{
  ptl_listener_rows_unref (self->before);
  ptl_listener_rows_unref (self->after);
  g_array_unref (self->runs);
  g_free (self);
}

static void
plan_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Question *question = data;
  PtlListenerPlan *plan = ptl_listener_plan_new (question->before, &question->request);

  /* The question goes in the main thread, which must not be the last to hold the rows that were. */
  question_clear (question);
  g_task_return_pointer (task, plan, (GDestroyNotify) ptl_listener_plan_free);
}

/**
 * ptl_listener_plan_new_async:
 * @before: the rows as they are
 * @request: what is to be another; copied
 * @callback: to be called when it is done
 * @user_data: for @callback
 *
 * Does ptl_listener_plan_new() in a worker.
 */
void
ptl_listener_plan_new_async (PtlListenerRows          *before,
                             const PtlListenerRequest *request,
                             GAsyncReadyCallback       callback,
                             gpointer                  user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->before = ptl_listener_rows_ref (before);
  question->request = *request;
  if (request->sieve != NULL)
    ptl_listener_sieve_ref (request->sieve);
  if (request->snapshot != NULL)
    ptl_snapshot_ref (request->snapshot);
  if (request->order != NULL)
    {
      question->order = *request->order;
      question->request.order = &question->order;
    }

  g_task_set_source_tag (task, ptl_listener_plan_new_async);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  g_task_run_in_thread (task, plan_in_thread);
}

/**
 * ptl_listener_plan_finish:
 * @result: what the callback was given
 *
 * Returns: (transfer full): the plan
 */
PtlListenerPlan *
ptl_listener_plan_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, ptl_listener_plan_new_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
