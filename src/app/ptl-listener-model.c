#include "config.h"

#include "app/ptl-listener-model.h"

#include "app/ptl-listener-sieve.h"
#include "app/ptl-listener-item-private.h"
#include "app/ptl-listener-merge.h"
#include "app/ptl-listener-rows.h"

/* How long a row that is gone waits further where the pointer is on it. Microseconds. */
#define HELD_TIME G_USEC_PER_SEC

typedef struct
{
  PtlListenerItem *item; /* (owned) */
  gint64           until;
} Marked;

/*
 * PtlListenerModel: the rows of the table of listeners: merged from reading to reading, filtered, sorted, below headings.
 * Three arrays, each made of the one before: all items, by port (ptl-listener-merge.c); the rows that the filter lets through
 * (ptl-listener-sieve.c), in the table's order (ptl-listener-rows.c); and what is listed, with headings, which may lag behind
 * where a row must not move under the pointer (ptl-listener-shown.c). Belongs to the main thread.
 */
struct _PtlListenerModel
{
  GObject            parent_instance;

  PtlListenerOrder   order;
  PtlListenerSieve   sieve;
  PtlSnapshot       *snapshot; /* (owned) (nullable): what the items show */
  GPtrArray         *items;    /* (owned) (element-type PtlListenerItem): all, by port */
  GPtrArray         *rows;     /* (owned) (element-type PtlListenerItem): those wanted, sorted; owns nothing */
  PtlListenerShown   shown;    /* what is listed of @rows */
  GQueue             marked;   /* (element-type Marked): by the end of their marks */
};

static GType
ptl_listener_model_get_item_type (GListModel *model)
{
  return PTL_TYPE_LISTENER_ITEM;
}

static guint
ptl_listener_model_get_n_items (GListModel *model)
{
  return PTL_LISTENER_MODEL (model)->shown.rows->len;
}

static gpointer
ptl_listener_model_get_item (GListModel *model,
                             guint       position)
{
  PtlListenerModel *self = PTL_LISTENER_MODEL (model);

  return position < self->shown.rows->len ? g_object_ref (g_ptr_array_index (self->shown.rows, position)) : NULL;
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
marked_free (Marked *marked)
{
  g_object_unref (marked->item);
  g_free (marked);
}

static void
ptl_listener_model_finalize (GObject *object)
{
  PtlListenerModel *self = PTL_LISTENER_MODEL (object);

  g_queue_clear_full (&self->marked, (GDestroyNotify) marked_free);
  ptl_listener_shown_clear (&self->shown);
  ptl_listener_sieve_clear (&self->sieve);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->items);
  g_clear_pointer (&self->snapshot, ptl_snapshot_unref);

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
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->rows = g_ptr_array_new ();
  ptl_listener_shown_init (&self->shown, G_LIST_MODEL (self));
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
 * ptl_listener_model_get_order:
 *
 * Returns: (transfer none): how the rows are sorted and grouped
 */
const PtlListenerOrder *
ptl_listener_model_get_order (PtlListenerModel *self)
{
  g_return_val_if_fail (PTL_IS_LISTENER_MODEL (self), NULL);

  return &self->order;
}

/**
 * ptl_listener_model_set_order:
 * @order: how to sort and to group; copied
 *
 * Sorts anew.
 */
void
ptl_listener_model_set_order (PtlListenerModel       *self,
                              const PtlListenerOrder *order)
{
  g_return_if_fail (PTL_IS_LISTENER_MODEL (self));

  if (self->order.column == order->column && self->order.descending == order->descending &&
      self->order.grouping == order->grouping)
    return;

  if (self->order.column != order->column || self->order.grouping != order->grouping)
    {
      for (guint i = 0; i < self->items->len; i++)
        ptl_listener_order_forget (g_ptr_array_index (self->items, i));
    }

  self->order = *order;
  ptl_listener_rows_fill (self->rows, self->items, &self->order);
  ptl_listener_shown_update (&self->shown, self->rows, &self->order, NULL, TRUE);
}

/**
 * ptl_listener_model_set_filter:
 * @results: (nullable): the ports that a search found; %NULL for all
 * @query: (nullable): the search; of its terms, those about listeners are held against each listener of these ports
 *
 * Lists what another search is for.
 */
void
ptl_listener_model_set_filter (PtlListenerModel *self,
                               PtlResults       *results,
                               PtlQuery         *query)
{
  g_return_if_fail (PTL_IS_LISTENER_MODEL (self));

  ptl_listener_sieve_set_query (&self->sieve, query);
  ptl_listener_sieve_set_results (&self->sieve, results);

  for (guint i = 0; i < self->items->len; i++)
    {
      PtlListenerItem *item = g_ptr_array_index (self->items, i);

      item->fits = ptl_listener_sieve_fits (&self->sieve, item);
      item->wanted = item->mark == PTL_MARK_GONE ? item->fits && !self->sieve.filtered
                                                 : ptl_listener_sieve_wants (&self->sieve, item);
    }

  ptl_listener_rows_fill (self->rows, self->items, &self->order);
  ptl_listener_shown_update (&self->shown, self->rows, &self->order, NULL, TRUE);
}

static void
push_marked (PtlListenerModel *self,
             PtlListenerItem  *item,
             PtlMark           mark,
             gint64            until)
{
  Marked *marked = g_new (Marked, 1);

  marked->item = g_object_ref (item);
  marked->until = until;
  g_queue_push_tail (&self->marked, marked);
  ptl_listener_item_set_mark (item, mark, until);
}

static void
mark_all (PtlListenerModel *self,
          GPtrArray        *items,
          PtlMark           mark,
          gint64            until)
{
  for (guint i = 0; i < items->len; i++)
    push_marked (self, g_ptr_array_index (items, i), mark, until);
}

/* Takes those that are over out of the rows and of all items. */
static void
remove_over (PtlListenerModel *self)
{
  guint n = 0;

  ptl_listener_rows_remove_over (self->rows);
  for (guint i = 0; i < self->items->len; i++)
    {
      PtlListenerItem *item = g_ptr_array_index (self->items, i);

      if (item->over)
        ptl_listener_shown_let_go (&self->shown, item);
      else
        self->items->pdata[n++] = item;
    }
  /* The references went with the pointers. */
  g_ptr_array_set_free_func (self->items, NULL);
  g_ptr_array_set_size (self->items, n);
  g_ptr_array_set_free_func (self->items, g_object_unref);
}

/* Notes in @coming what has to be put into the rows; what has to be taken out is flagged. Returns whether rows differ. */
static gboolean
sift (PtlListenerModel *self,
      GPtrArray        *coming)
{
  gboolean differs = FALSE;

  for (guint i = 0; i < self->items->len; i++)
    {
      PtlListenerItem *item = g_ptr_array_index (self->items, i);

      item->wanted = ptl_listener_sieve_wants (&self->sieve, item);
      if (item->wanted && (!item->listed || item->moved))
        {
          g_ptr_array_add (coming, item);
        }
      else if (!item->wanted && item->listed)
        {
          item->listed = FALSE;
          differs = TRUE;
        }
    }

  return differs || coming->len > 0;
}

/**
 * ptl_listener_model_update:
 * @snapshot: a new reading
 * @results: (nullable): what the search finds now; %NULL for all
 * @now: monotonic time in microseconds
 * @hold: (nullable): the row under the pointer
 *
 * Shows a new reading, with the same search. What stays keeps its object, what is new and what is gone is marked for
 * %PTL_LISTENER_MARK_TIME, but for the very first reading. Nothing is told where no row comes or leaves.
 */
void
ptl_listener_model_update (PtlListenerModel      *self,
                           PtlSnapshot           *snapshot,
                           PtlResults            *results,
                           gint64                 now,
                           const PtlListenerHold *hold)
{
  g_auto (PtlListenerChanges) changes = { NULL };
  g_autoptr (GPtrArray) coming = NULL;
  gint64 until = now + PTL_LISTENER_MARK_TIME;

  g_return_if_fail (PTL_IS_LISTENER_MODEL (self));
  g_return_if_fail (snapshot != NULL);

  ptl_listener_changes_init (&changes);
  ptl_listener_merge (self->items, self->snapshot, snapshot, &changes);
  if (self->snapshot != NULL)
    {
      mark_all (self, changes.added, PTL_MARK_NEW, until);
      mark_all (self, changes.gone, PTL_MARK_GONE, until);
      mark_all (self, changes.returned, PTL_MARK_NEW, until);
    }
  ptl_snapshot_ref (snapshot);
  g_clear_pointer (&self->snapshot, ptl_snapshot_unref);
  self->snapshot = snapshot;

  ptl_listener_sieve_set_results (&self->sieve, results);
  for (guint i = 0; i < changes.added->len; i++)
    {
      PtlListenerItem *item = g_ptr_array_index (changes.added, i);

      item->fits = ptl_listener_sieve_fits (&self->sieve, item);
    }
  for (guint i = 0; i < changes.changed->len; i++)
    {
      PtlListenerItem *item = g_ptr_array_index (changes.changed, i);

      item->fits = ptl_listener_sieve_fits (&self->sieve, item);
      item->moved = TRUE;
    }

  coming = g_ptr_array_new ();
  if (sift (self, coming))
    ptl_listener_rows_update (self->rows, coming, &self->order);
  else if (self->order.grouping == PTL_GROUPING_NONE && !self->shown.held)
    return; /* headings count what is gone */

  ptl_listener_shown_update (&self->shown, self->rows, &self->order, hold, changes.changed->len > 0);
}

/**
 * ptl_listener_model_expire:
 * @now: monotonic time in microseconds
 * @hold: (nullable): the row under the pointer
 *
 * Takes away the marks whose time is over, and the rows of what is gone.
 *
 * Returns: whether there are marks left, or rows that wait for the pointer to go
 */
gboolean
ptl_listener_model_expire (PtlListenerModel      *self,
                           gint64                 now,
                           const PtlListenerHold *hold)
{
  PtlListenerItem *held = hold != NULL ? hold->item : NULL;
  gboolean differs = FALSE;

  g_return_val_if_fail (PTL_IS_LISTENER_MODEL (self), FALSE);

  for (Marked *first = g_queue_peek_head (&self->marked);
       first != NULL && first->until <= now;
       first = g_queue_peek_head (&self->marked))
    {
      PtlListenerItem *item = first->item;

      g_queue_pop_head (&self->marked);
      if (item->marked_until != first->until)
        ; /* it was marked again since, and waits for that */
      else if (item->mark == PTL_MARK_NEW)
        ptl_listener_item_set_mark (item, PTL_MARK_NONE, 0);
      else if (item == held)
        push_marked (self, item, PTL_MARK_GONE, now + HELD_TIME);
      else
        item->over = differs = TRUE;
      marked_free (first);
    }

  if (differs)
    {
      remove_over (self);
      ptl_listener_shown_update (&self->shown, self->rows, &self->order, hold, FALSE);
    }

  return !g_queue_is_empty (&self->marked);
}

/**
 * ptl_listener_model_settle:
 *
 * Lists what had to wait, now that no row has to stay where it is.
 */
void
ptl_listener_model_settle (PtlListenerModel *self)
{
  g_return_if_fail (PTL_IS_LISTENER_MODEL (self));

  if (self->shown.held)
    ptl_listener_shown_update (&self->shown, self->rows, &self->order, NULL, TRUE);
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

  return !g_queue_is_empty (&self->marked);
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
  guint n = 0;

  g_return_val_if_fail (PTL_IS_LISTENER_MODEL (self), 0);

  for (guint i = 0; i < self->rows->len; i++)
    n += ((PtlListenerItem *) g_ptr_array_index (self->rows, i))->mark != PTL_MARK_GONE;

  return n;
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
  gboolean found = FALSE;

  g_return_val_if_fail (PTL_IS_LISTENER_MODEL (self), FALSE);

  for (guint i = 0; i < self->shown.rows->len; i++)
    {
      PtlListenerItem *item = g_ptr_array_index (self->shown.rows, i);

      if (item->listener == NULL || item->listener->port != port || (found && item->mark == PTL_MARK_GONE))
        continue;
      if (out_position != NULL)
        *out_position = i;
      found = TRUE;
      if (item->mark != PTL_MARK_GONE)
        break;
    }

  return found;
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

  return g_ptr_array_find (self->shown.rows, item, out_position);
}
