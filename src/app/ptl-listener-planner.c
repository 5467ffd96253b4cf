#include "config.h"

#include "app/ptl-listener-planner.h"

#include "app/ptl-let-go.h"

/* What is asked for. */
typedef struct
{
  PtlSnapshot      *snapshot; /* (owned) (nullable) */
  PtlListenerSieve *sieve;    /* (owned) (nullable) */
  gboolean          expire;
  guint64           held;
} Wish;

/*
 * PtlListenerPlanner: has the plans of a model made in a worker, one at a time. What is asked for meanwhile waits, the newest in
 * place of what waited; a plan that starts from rows which are not the model's any more, because somebody has sorted or searched,
 * is made again. Belongs to the main thread.
 */
struct _PtlListenerPlanner
{
  guint                  ref_count; /* the owner's, and one while a plan is made */
  PtlListenerModel      *model;     /* (owned) (nullable): NULL when the owner has gone */
  PtlListenerPlannerFunc take;
  gpointer               user_data;
  gboolean               busy;
  Wish                   wish;      /* what waits */
  Wish                   flight;    /* what the worker was given, in case that it is to be made again */
};

static void
wish_clear (Wish *self)
{
  g_clear_pointer (&self->snapshot, ptl_snapshot_unref);
  g_clear_pointer (&self->sieve, ptl_listener_sieve_unref);
  self->expire = FALSE;
  self->held = 0;
}

static gboolean
wish_is_empty (const Wish *self)
{
  return self->snapshot == NULL && self->sieve == NULL && !self->expire;
}

/* What waits is newer than what was in flight. */
static void
wish_take_back (Wish *self,
                Wish *flight)
{
  if (self->snapshot == NULL)
    {
      self->snapshot = g_steal_pointer (&flight->snapshot);
      if (self->sieve == NULL)
        self->sieve = g_steal_pointer (&flight->sieve);
    }
  if (!self->expire)
    {
      self->expire = flight->expire;
      self->held = flight->held;
    }
  wish_clear (flight);
}

static void
planner_unref (PtlListenerPlanner *self)
{
  if (--self->ref_count > 0)
    return;

  wish_clear (&self->wish);
  wish_clear (&self->flight);
  g_free (self);
}

static void start (PtlListenerPlanner *self);

static void
planned_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  PtlListenerPlanner *self = data;
  PtlListenerPlan *plan = ptl_listener_plan_finish (result);

  self->busy = FALSE;
  if (self->model != NULL && plan->before == ptl_listener_model_get_rows (self->model))
    {
      wish_clear (&self->flight);
      self->take (plan, self->user_data);
    }
  else
    {
      wish_take_back (&self->wish, &self->flight);
    }
  /* With it go the rows that were, and with these perhaps the reading. */
  ptl_let_go (plan, (GDestroyNotify) ptl_listener_plan_free);

  start (self);
  planner_unref (self);
}

static void
start (PtlListenerPlanner *self)
{
  PtlListenerRequest request;

  if (self->model == NULL || self->busy || wish_is_empty (&self->wish))
    return;

  wish_clear (&self->flight);
  self->flight = self->wish;
  self->wish = (Wish) { NULL };

  request = (PtlListenerRequest) {
    .snapshot = self->flight.snapshot,
    .sieve = self->flight.sieve,
    .expire = self->flight.expire,
    .held = self->flight.held,
    .now = g_get_monotonic_time (),
  };
  self->busy = TRUE;
  self->ref_count++;
  ptl_listener_plan_new_async (ptl_listener_model_get_rows (self->model), &request, planned_cb, self);
}

/**
 * ptl_listener_planner_new:
 * @model: whose plans to make
 * @take: called with each plan that starts from the model's rows, for ptl_listener_model_take()
 * @user_data: for @take
 *
 * Returns: (transfer full): a planner
 */
PtlListenerPlanner *
ptl_listener_planner_new (PtlListenerModel       *model,
                          PtlListenerPlannerFunc  take,
                          gpointer                user_data)
{
  PtlListenerPlanner *self = g_new0 (PtlListenerPlanner, 1);

  self->ref_count = 1;
  self->model = g_object_ref (model);
  self->take = take;
  self->user_data = user_data;

  return self;
}

/**
 * ptl_listener_planner_free:
 * @self: (transfer full): a planner
 *
 * Frees it; a plan that is being made is not taken any more.
 */
void
ptl_listener_planner_free (PtlListenerPlanner *self)
{
  g_clear_object (&self->model);
  planner_unref (self);
}

/**
 * ptl_listener_planner_update:
 * @snapshot: a new reading
 * @results: (nullable): what the search that the model shows finds in it; %NULL for all
 *
 * Has a new reading planned.
 */
void
ptl_listener_planner_update (PtlListenerPlanner *self,
                             PtlSnapshot        *snapshot,
                             PtlResults         *results)
{
  g_return_if_fail (snapshot != NULL);

  g_clear_pointer (&self->wish.snapshot, ptl_snapshot_unref);
  g_clear_pointer (&self->wish.sieve, ptl_listener_sieve_unref);
  self->wish.snapshot = ptl_snapshot_ref (snapshot);
  self->wish.sieve = ptl_listener_sieve_new (ptl_listener_model_get_rows (self->model)->sieve->query, results);
  start (self);
}

/**
 * ptl_listener_planner_expire:
 * @held: the entry under the pointer, which does not go yet, or 0
 *
 * Has planned that marks end whose time is over.
 */
void
ptl_listener_planner_expire (PtlListenerPlanner *self,
                             guint64             held)
{
  self->wish.expire = TRUE;
  self->wish.held = held;
  start (self);
}

/**
 * ptl_listener_planner_forget:
 *
 * Forgets the reading that it was given: the model shows a newer one.
 */
void
ptl_listener_planner_forget (PtlListenerPlanner *self)
{
  g_clear_pointer (&self->wish.snapshot, ptl_snapshot_unref);
  g_clear_pointer (&self->flight.snapshot, ptl_snapshot_unref);
  ptl_listener_planner_forget_results (self);
}

/**
 * ptl_listener_planner_forget_results:
 *
 * Forgets the results that it was given: the model shows another search.
 */
void
ptl_listener_planner_forget_results (PtlListenerPlanner *self)
{
  g_clear_pointer (&self->wish.sieve, ptl_listener_sieve_unref);
  g_clear_pointer (&self->flight.sieve, ptl_listener_sieve_unref);
}

/**
 * ptl_listener_planner_is_busy:
 *
 * Returns: whether a plan is being made
 */
gboolean
ptl_listener_planner_is_busy (PtlListenerPlanner *self)
{
  return self->busy;
}
