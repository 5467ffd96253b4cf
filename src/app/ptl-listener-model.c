#include "config.h"

#include "app/ptl-listener-model.h"

#include "app/ptl-listener-splices.h"
#include "app/ptl-living-items.h"

/*
 * PtlListenerModel: the rows of the table of listeners as a list. What the rows are is worked out apart, in a worker where a
 * reading asks for it (ptl-listener-plan.c); the model swaps them, tells of it in few steps (ptl-splices.c), and lags
 * behind where a row must not move under the pointer (ptl-listener-shown.c). An item exists only while somebody holds it, so ten
 * thousand listeners cost no objects. Belongs to the main thread.
 */
struct _PtlListenerModel
{
  GObject           parent_instance;

  PtlListenerRows  *rows;       /* (owned): the newest */
  PtlListenerShown  shown;      /* what is listed of them */
  gboolean          moved;      /* rows have changed places since what is listed */

  /* While a change is told, upwards: down to here, the list is what it was; then follows what is listed now, from there on. */
  PtlListenerShown *past;       /* (nullable) */
  guint             n_past;
  guint             told_from;

  /* id → PtlListenerItem, not owned: a GListModel has to hand out the same object for as long as anybody holds it. */
  GHashTable       *items;      /* (owned) */
};

static GType
ptl_listener_model_get_item_type (GListModel *model)
{
  return PTL_TYPE_LISTENER_ITEM;
}

static guint
ptl_listener_model_get_n_items (GListModel *model)
{
  PtlListenerModel *self = PTL_LISTENER_MODEL (model);

  if (self->past != NULL)
    return self->n_past + ptl_listener_shown_get_n (&self->shown) - self->told_from;

  return ptl_listener_shown_get_n (&self->shown);
}

static gpointer
ptl_listener_model_get_item (GListModel *model,
                             guint       position)
{
  PtlListenerModel *self = PTL_LISTENER_MODEL (model);
  PtlListenerEntry *entry, *newest;
  PtlListenerItem *item;

  if (position >= ptl_listener_model_get_n_items (model))
    return NULL;

  if (self->past == NULL)
    entry = ptl_listener_shown_get (&self->shown, position);
  else if (position < self->n_past)
    entry = ptl_listener_shown_get (self->past, position);
  else
    entry = ptl_listener_shown_get (&self->shown, position - self->n_past + self->told_from);

  item = g_hash_table_lookup (self->items, &entry->id);
  if (item != NULL)
    return g_object_ref (item);

  newest = ptl_listener_rows_find_entry (self->rows, entry->id);

  return ptl_listener_item_new (newest != NULL ? newest : entry, self->items);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = ptl_listener_model_get_item_type;
  iface->get_n_items = ptl_listener_model_get_n_items;
  iface->get_item = ptl_listener_model_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PtlListenerModel, ptl_listener_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
ptl_listener_model_finalize (GObject *object)
{
  PtlListenerModel *self = PTL_LISTENER_MODEL (object);

  ptl_listener_shown_clear (&self->shown);
  ptl_listener_rows_unref (self->rows);
  g_hash_table_unref (self->items);

  G_OBJECT_CLASS (ptl_listener_model_parent_class)->finalize (object);
}

static void
ptl_listener_model_class_init (PtlListenerModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ptl_listener_model_finalize;
}

static void
ptl_listener_model_init (PtlListenerModel *self)
{
  self->rows = ptl_listener_rows_new ();
  self->items = g_hash_table_new (g_int64_hash, g_int64_equal);
  ptl_listener_shown_init (&self->shown, self->rows);
}

/**
 * ptl_listener_model_new:
 *
 * Returns: (transfer full): a model without any listener, sorted by port
 */
PtlListenerModel *
ptl_listener_model_new (void)
{
  return g_object_new (PTL_TYPE_LISTENER_MODEL, NULL);
}

/**
 * ptl_listener_model_get_rows:
 *
 * Returns: (transfer none): the newest rows, from which a plan has to start
 */
PtlListenerRows *
ptl_listener_model_get_rows (PtlListenerModel *self)
{
  g_return_val_if_fail (PTL_IS_LISTENER_MODEL (self), NULL);

  return self->rows;
}

/* --- taking a plan ------------------------------------------------------------------------------------------------- */

static void
tell (PtlListenerModel *self,
      PtlListenerShown *past,
      GArray           *splices)
{
  self->past = past;
  self->n_past = ptl_listener_shown_get_n (past);
  self->told_from = ptl_listener_shown_get_n (&self->shown);

  for (guint i = 0; i < splices->len; i++)
    {
      const PtlSplice *splice = &g_array_index (splices, PtlSplice, i);

      self->told_from -= self->n_past - splice->position - splice->removed + splice->added;
      self->n_past = splice->position;
      g_list_model_items_changed (G_LIST_MODEL (self), splice->position, splice->removed, splice->added);
    }

  self->past = NULL;
}

static void
update_items (PtlListenerModel *self,
              GPtrArray        *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      PtlListenerItem *item = g_ptr_array_index (items, i);
      PtlListenerEntry *entry = ptl_listener_rows_find_entry (self->rows, ptl_listener_item_get_id (item));

      if (entry != NULL)
        ptl_listener_item_update (item, entry);
    }
}

static GArray *
get_ids (GPtrArray *items)
{
  GArray *ids = g_array_sized_new (FALSE, FALSE, sizeof (guint64), items->len);

  for (guint i = 0; i < items->len; i++)
    {
      guint64 id = ptl_listener_item_get_id (g_ptr_array_index (items, i));

      g_array_append_val (ids, id);
    }

  return ids;
}

/* Lists the rows; what is already known of what stays is in @runs, and else worked out here. */
static void
show (PtlListenerModel      *self,
      GPtrArray             *items,
      GArray                *runs,
      const PtlListenerHold *hold)
{
  g_auto (PtlListenerShown) past = { NULL };
  g_autoptr (GArray) made = NULL;
  g_autoptr (GArray) splices = NULL;
  g_autoptr (GArray) ids = NULL;
  PtlListenerShown next;
  gboolean moved;

  if (!ptl_listener_shown_hold (&next, &self->shown, self->rows, hold, self->moved))
    {
      self->shown.held = TRUE;
      return;
    }

  past = self->shown;
  self->shown = next;
  if (!self->shown.held)
    self->moved = FALSE;
  if (runs == NULL)
    runs = made = ptl_listener_runs_new (past.rows, self->rows, &moved);

  ids = get_ids (items);
  splices = ptl_listener_splices_new (&past, &self->shown, runs, ids);
  tell (self, &past, splices);
}

/**
 * ptl_listener_model_take:
 * @plan: a plan that starts from the newest rows
 * @hold: (nullable): the row under the pointer
 *
 * Lists what a plan has worked out. Items that somebody holds say what is new of them; nothing is told where no row comes or
 * leaves. Takes a time that grows with the number of these items, and hardly with that of the rows.
 */
void
ptl_listener_model_take (PtlListenerModel      *self,
                         PtlListenerPlan       *plan,
                         const PtlListenerHold *hold)
{
  g_autoptr (PtlListenerRows) before = NULL;
  g_autoptr (GPtrArray) items = NULL;

  g_return_if_fail (PTL_IS_LISTENER_MODEL (self));
  g_return_if_fail (plan->before == self->rows);
  g_return_if_fail (self->past == NULL);

  before = g_steal_pointer (&self->rows);
  self->rows = ptl_listener_rows_ref (plan->after);
  self->moved = self->moved || plan->moved;
  items = ptl_living_items_list (self->items);
  update_items (self, items);
  show (self, items, self->shown.rows == before ? plan->runs : NULL, hold);
}

/* Lists another order or another search. */
static void
change (PtlListenerModel         *self,
        const PtlListenerRequest *request)
{
  g_autoptr (PtlListenerRows) before = g_steal_pointer (&self->rows);
  g_autoptr (GPtrArray) items = NULL;
  g_auto (PtlListenerShown) past = self->shown;
  g_autoptr (GArray) splices = NULL;

  self->rows = ptl_listener_rows_advance (before, request);
  ptl_listener_shown_init (&self->shown, self->rows);
  self->moved = FALSE;
  items = ptl_living_items_list (self->items);
  update_items (self, items);
  splices = ptl_listener_splices_new_for_all (&past, &self->shown);
  tell (self, &past, splices);
}

/* --- what the table asks for --------------------------------------------------------------------------------------- */

/**
 * ptl_listener_model_get_order:
 *
 * Returns: (transfer none): how the rows are sorted and grouped
 */
const PtlListenerOrder *
ptl_listener_model_get_order (PtlListenerModel *self)
{
  g_return_val_if_fail (PTL_IS_LISTENER_MODEL (self), NULL);

  return &self->rows->order;
}

/**
 * ptl_listener_model_set_order:
 * @order: how to sort and to group; copied
 *
 * Sorts anew, at once.
 */
void
ptl_listener_model_set_order (PtlListenerModel       *self,
                              const PtlListenerOrder *order)
{
  PtlListenerRequest request = { .order = order };

  g_return_if_fail (PTL_IS_LISTENER_MODEL (self));

  if (!ptl_listener_order_equal (&self->rows->order, order))
    change (self, &request);
}

/**
 * ptl_listener_model_set_filter:
 * @results: (nullable): the ports that a search found; %NULL for all
 * @query: (nullable): the search; of its terms, those about listeners are held against each listener of these ports
 *
 * Lists what another search is for, at once.
 */
void
ptl_listener_model_set_filter (PtlListenerModel *self,
                               PtlResults       *results,
                               PtlQuery         *query)
{
  g_autoptr (PtlListenerSieve) sieve = ptl_listener_sieve_new (query, results);
  PtlListenerRequest request = { .sieve = sieve, .another_search = TRUE };

  g_return_if_fail (PTL_IS_LISTENER_MODEL (self));

  change (self, &request);
}

static void
advance (PtlListenerModel         *self,
         const PtlListenerRequest *request,
         const PtlListenerHold    *hold)
{
  g_autoptr (PtlListenerPlan) plan = ptl_listener_plan_new (self->rows, request);

  ptl_listener_model_take (self, plan, hold);
}

/**
 * ptl_listener_model_update:
 * @snapshot: a new reading
 * @results: (nullable): what the search finds now; %NULL for all
 * @now: monotonic time in microseconds
 * @hold: (nullable): the row under the pointer
 *
 * Shows a new reading, with the same search, at once. What stays keeps its object, what is new and what is gone is marked for
 * %PTL_LISTENER_MARK_TIME, but for the very first reading.
 */
void
ptl_listener_model_update (PtlListenerModel      *self,
                           PtlSnapshot           *snapshot,
                           PtlResults            *results,
                           gint64                 now,
                           const PtlListenerHold *hold)
{
  g_autoptr (PtlListenerSieve) sieve = NULL;
  PtlListenerRequest request = { .snapshot = snapshot, .now = now };

  g_return_if_fail (PTL_IS_LISTENER_MODEL (self));
  g_return_if_fail (snapshot != NULL);

  request.sieve = sieve = ptl_listener_sieve_new (self->rows->sieve->query, results);
  advance (self, &request, hold);
}

/**
 * ptl_listener_model_expire:
 * @now: monotonic time in microseconds
 * @hold: (nullable): the row under the pointer
 *
 * Takes away the marks whose time is over, and the rows of what is gone, at once.
 *
 * Returns: whether there are marks left, or rows that wait for the pointer to go
 */
gboolean
ptl_listener_model_expire (PtlListenerModel      *self,
                           gint64                 now,
                           const PtlListenerHold *hold)
{
  PtlListenerRequest request = { .expire = TRUE, .now = now, .held = hold != NULL ? hold->id : 0 };

  g_return_val_if_fail (PTL_IS_LISTENER_MODEL (self), FALSE);

  if (self->rows->next_end <= now)
    advance (self, &request, hold);

  return self->rows->next_end != G_MAXINT64;
}

/**
 * ptl_listener_model_settle:
 *
 * Lists what had to wait, now that no row has to stay where it is.
 */
void
ptl_listener_model_settle (PtlListenerModel *self)
{
  g_autoptr (GPtrArray) items = NULL;

  g_return_if_fail (PTL_IS_LISTENER_MODEL (self));

  if (!self->shown.held)
    return;

  items = ptl_living_items_list (self->items);
  show (self, items, NULL, NULL);
}

/**
 * ptl_listener_model_has_marks:
 *
 * Returns: whether ptl_listener_model_expire() has to be called some time
 */
gboolean
ptl_listener_model_has_marks (PtlListenerModel *self)
{
  g_return_val_if_fail (PTL_IS_LISTENER_MODEL (self), FALSE);

  return self->rows->next_end != G_MAXINT64;
}

/**
 * ptl_listener_model_is_held:
 *
 * Returns: whether rows wait to come or to go until ptl_listener_model_settle() is called
 */
gboolean
ptl_listener_model_is_held (PtlListenerModel *self)
{
  g_return_val_if_fail (PTL_IS_LISTENER_MODEL (self), FALSE);

  return self->shown.held;
}

/**
 * ptl_listener_model_get_n_listeners:
 *
 * Returns: how many listeners the filter lets through, without those that are gone
 */
guint
ptl_listener_model_get_n_listeners (PtlListenerModel *self)
{
  g_return_val_if_fail (PTL_IS_LISTENER_MODEL (self), 0);

  return self->rows->n_listeners;
}

/* One that still listens is nearer than any that is gone, and else the upper one. */
static gboolean
is_nearer (const PtlListenerEntry *entry,
           guint                   position,
           const PtlListenerEntry *than,
           guint                   its_position)
{
  gboolean gone = entry->mark == PTL_MARK_GONE;
  gboolean its_gone = than != NULL && than->mark == PTL_MARK_GONE;

  return than == NULL || (gone != its_gone ? its_gone : position < its_position);
}

/**
 * ptl_listener_model_find_port:
 * @port: a port
 * @out_position: (out) (optional): where its first listener stands; untouched where none is listed
 *
 * Returns: whether a listener on @port is listed, be it one that is gone
 */
gboolean
ptl_listener_model_find_port (PtlListenerModel *self,
                              guint16           port,
                              guint            *out_position)
{
  const PtlListenerEntry *found = NULL;
  guint found_at = 0, position;

  g_return_val_if_fail (PTL_IS_LISTENER_MODEL (self), FALSE);

  for (guint i = ptl_listener_rows_find_port (self->shown.rows, port); i < self->shown.rows->entries->len; i++)
    {
      const PtlListenerEntry *entry = g_ptr_array_index (self->shown.rows->entries, i);

      if (entry->listener->port != port)
        break;
      if (ptl_listener_shown_find (&self->shown, entry->id, &position) && is_nearer (entry, position, found, found_at))
        {
          found = entry;
          found_at = position;
        }
    }

  /* What was kept from before may not be among the newest. */
  for (guint i = 0; i < self->shown.top->len; i++)
    {
      const PtlListenerEntry *entry = g_ptr_array_index (self->shown.top, i);

      if (entry->listener != NULL && entry->listener->port == port && is_nearer (entry, i, found, found_at))
        {
          found = entry;
          found_at = i;
        }
    }

  if (found != NULL && out_position != NULL)
    *out_position = found_at;

  return found != NULL;
}

/**
 * ptl_listener_model_find_item:
 * @item: an item
 * @out_position: (out) (optional): where it stands; untouched where it is not listed
 *
 * Returns: whether @item is listed
 */
gboolean
ptl_listener_model_find_item (PtlListenerModel *self,
                              PtlListenerItem  *item,
                              guint            *out_position)
{
  g_return_val_if_fail (PTL_IS_LISTENER_MODEL (self), FALSE);

  return ptl_listener_shown_find (&self->shown, ptl_listener_item_get_id (item), out_position);
}
