#include "config.h"

#include "app/ptl-listener-model.h"

#include <string.h>

#include "app/ptl-listener-item-private.h"
#include "app/ptl-listener-merge.h"
#include "app/ptl-listener-text.h"
#include "page/ptl-listener-match.h"

/* How long a row that is gone waits further where the pointer is on it. Microseconds. */
#define HELD_TIME G_USEC_PER_SEC

/* How many rows one change takes away or brings before it ends, where it can: each change costs a view as much as
 * looking at a thousand rows does, measured with 10,000. */
#define PART 2048

enum
{
  IN_OLD = 1 << 0,
  IN_NEW = 1 << 1,
};

typedef struct
{
  PtlListenerItem *item; /* (owned) */
  gint64           until;
} Marked;

/*
 * PtlListenerModel: the rows of the table of listeners: merged from reading to reading, filtered, sorted, below headings.
 * Three arrays, each made of the one before: all items, by port; the rows that the filter lets through, in the table's order;
 * and what is listed, with headings, which may lag behind where a row must not move under the pointer. A refresh is told in
 * few items-changed. Belongs to the main thread.
 */
struct _PtlListenerModel
{
  GObject           parent_instance;

  PtlListenerOrder  order;
  PtlSnapshot      *snapshot; /* (owned) (nullable): what the items show */
  PtlQuery         *query;    /* (owned) (nullable) */
  gboolean          filtered; /* whether only the ports of the next field are wanted */
  guint8            ports[65536 / 8];

  GPtrArray        *items;    /* (owned) (element-type PtlListenerItem): all, by port */
  GPtrArray        *rows;     /* (owned) (element-type PtlListenerItem): those wanted, sorted; owns nothing */
  GPtrArray        *shown;    /* (owned) (element-type PtlListenerItem): what is listed; owns nothing */
  GPtrArray        *leaving;  /* (owned) (element-type PtlListenerItem): owned; they may be in @shown, but not in @items */
  GHashTable       *headings; /* (owned): group → PtlListenerItem, owned */
  GQueue            marked;   /* (element-type Marked): by the end of their marks */
  gboolean          held;     /* @shown lags behind */
};

static GType
ptl_listener_model_get_item_type (GListModel *model)
{
  return PTL_TYPE_LISTENER_ITEM;
}

static guint
ptl_listener_model_get_n_items (GListModel *model)
{
  return PTL_LISTENER_MODEL (model)->shown->len;
}

static gpointer
ptl_listener_model_get_item (GListModel *model,
                             guint       position)
{
  PtlListenerModel *self = PTL_LISTENER_MODEL (model);

  return position < self->shown->len ? g_object_ref (g_ptr_array_index (self->shown, position)) : NULL;
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

static GHashTable *
new_headings (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

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
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->shown);
  g_ptr_array_unref (self->leaving);
  g_ptr_array_unref (self->items);
  g_hash_table_unref (self->headings);
  g_clear_pointer (&self->snapshot, ptl_snapshot_unref);
  g_clear_pointer (&self->query, ptl_query_unref);

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
  self->shown = g_ptr_array_new ();
  self->leaving = g_ptr_array_new_with_free_func (g_object_unref);
  self->headings = new_headings ();
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

/* --- the filter ---------------------------------------------------------------------------------------------------- */

static gboolean
fits_query (PtlListenerModel *self,
            PtlListenerItem  *item)
{
  guint n = self->query != NULL ? ptl_query_get_n_terms (self->query) : 0;

  for (guint i = 0; i < n; i++)
    {
      const PtlTerm *term = ptl_query_get_term (self->query, i);

      if ((ptl_term_is_about_listeners (term) || term->kind == PTL_TERM_TRANSPORT) &&
          ptl_listener_matches_term (item->listener, term) == !!term->exclude)
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_wanted (PtlListenerModel *self,
           PtlListenerItem  *item)
{
  guint16 port = item->listener->port;

  /* Of one that is gone, a search knows nothing any more; it goes when its time is over. */
  if (item->mark == PTL_MARK_GONE)
    return item->wanted;

  return item->fits && (!self->filtered || (self->ports[port / 8] & (1u << (port % 8))) != 0);
}

static void
take_results (PtlListenerModel *self,
              PtlResults       *results)
{
  self->filtered = results != NULL;
  if (results == NULL)
    return;

  memset (self->ports, 0, sizeof self->ports);
  for (guint i = 0; i < ptl_results_get_n (results); i++)
    {
      guint16 port = ptl_results_get_ports (results)[i];

      self->ports[port / 8] |= 1u << (port % 8);
    }
}

/* --- what is listed ------------------------------------------------------------------------------------------------ */

static PtlListenerItem *
get_heading (PtlListenerModel *self,
             PtlListenerItem  *first)
{
  const char *id = ptl_listener_order_get_group_id (&self->order, first);
  PtlListenerItem *heading = g_hash_table_lookup (self->headings, id);

  if (heading == NULL)
    {
      g_autofree char *title = ptl_listener_text_group (&self->order, first);

      heading = ptl_listener_item_new_heading (title);
      g_hash_table_insert (self->headings, g_strdup (id), heading);
    }

  return heading;
}

/* Returns: (transfer full): the rows, with a heading before each group. */
static GPtrArray *
make_list (PtlListenerModel *self)
{
  GPtrArray *list = g_ptr_array_sized_new (self->rows->len);
  PtlListenerItem *heading = NULL;
  guint n_rows = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      PtlListenerItem *item = g_ptr_array_index (self->rows, i);

      if (self->order.grouping != PTL_GROUPING_NONE &&
          (i == 0 || !ptl_listener_order_same_group (&self->order, g_ptr_array_index (self->rows, i - 1), item)))
        {
          if (heading != NULL)
            ptl_listener_item_set_n_rows (heading, n_rows);
          heading = get_heading (self, item);
          n_rows = 0;
          g_ptr_array_add (list, heading);
        }

      n_rows += item->mark != PTL_MARK_GONE;
      g_ptr_array_add (list, item);
    }

  if (heading != NULL)
    ptl_listener_item_set_n_rows (heading, n_rows);

  return list;
}

static gboolean
find_in (GPtrArray       *list,
         PtlListenerItem *item,
         guint           *out_position)
{
  return g_ptr_array_find (list, item, out_position);
}

/* Whether a view can show @shift rows more above the held one and have it where it is. */
static gboolean
can_scroll (const PtlListenerHold *hold,
            double                 shift,
            guint                  n_rows)
{
  double above = hold->above + shift;

  if (above < 0)
    return FALSE;

  return above == 0 || above + hold->page <= n_rows;
}

/*
 * What may be listed of @list while a row stays under the pointer: all of it where the view can scroll to make up for it, else
 * the rows up to the held one as they were, and below it as they are now. NULL where nothing may change.
 */
static GPtrArray *
hold_list (PtlListenerModel      *self,
           GPtrArray             *list,
           const PtlListenerHold *hold,
           gboolean               moved)
{
  g_autoptr (GPtrArray) partial = NULL;
  guint at, to;

  if (!find_in (self->shown, hold->item, &at))
    return g_ptr_array_ref (list);
  if (!find_in (list, hold->item, &to))
    return NULL;
  if (can_scroll (hold, (double) to - at, list->len))
    return g_ptr_array_ref (list);

  /* Of rows that changed places, one could be listed twice, or not at all. */
  if (moved)
    return NULL;

  partial = g_ptr_array_sized_new (list->len);
  for (guint i = 0; i <= at; i++)
    g_ptr_array_add (partial, g_ptr_array_index (self->shown, i));
  for (guint i = to + 1; i < list->len; i++)
    g_ptr_array_add (partial, g_ptr_array_index (list, i));

  return can_scroll (hold, 0, partial->len) ? g_steal_pointer (&partial) : NULL;
}

/* Replaces a part of what is listed, and tells it. */
static void
splice (PtlListenerModel *self,
        guint             position,
        guint             n_removed,
        gpointer         *added,
        guint             n_added)
{
  guint n_before = self->shown->len;
  guint n_tail = n_before - position - n_removed;

  if (n_added > n_removed)
    g_ptr_array_set_size (self->shown, n_before + n_added - n_removed);
  memmove (self->shown->pdata + position + n_added, self->shown->pdata + position + n_removed, n_tail * sizeof (gpointer));
  if (n_added > 0)
    memcpy (self->shown->pdata + position, added, n_added * sizeof (gpointer));
  if (n_added < n_removed)
    g_ptr_array_set_size (self->shown, n_before + n_added - n_removed);

  g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed, n_added);
}

static void
set_stamps (gpointer *items,
            guint     n_items,
            guint     stamp)
{
  for (guint i = 0; i < n_items; i++)
    ((PtlListenerItem *) items[i])->stamp |= stamp;
}

static void
clear_stamps (gpointer *items,
              guint     n_items)
{
  for (guint i = 0; i < n_items; i++)
    ((PtlListenerItem *) items[i])->stamp = 0;
}

/*
 * Lists @n_new items of @new in place of @n_old from @position on, in parts: a view asks for each item that one change brings,
 * in search of those that it took away, so a part ends at the first row that stays after so many. Rows that change places
 * end that, and the rest is one part.
 */
static void
splice_in_parts (PtlListenerModel *self,
                 guint             position,
                 guint             n_old,
                 gpointer         *new,
                 guint             n_new)
{
  g_autofree gpointer *old = g_memdup2 (self->shown->pdata + position, n_old * sizeof (gpointer));
  guint i = 0, j = 0, from_old = 0, from_new = 0;
  gboolean differs = FALSE;

  set_stamps (old, n_old, IN_OLD);
  set_stamps (new, n_new, IN_NEW);

  while (i < n_old && j < n_new)
    {
      PtlListenerItem *x = old[i];
      PtlListenerItem *y = new[j];

      if (x == y)
        {
          if (!differs)
            {
              from_old = i + 1;
              from_new = j + 1;
            }
          else if (i - from_old >= PART || j - from_new >= PART)
            {
              splice (self, position + from_new, i - from_old, new + from_new, j - from_new);
              from_old = i + 1;
              from_new = j + 1;
              differs = FALSE;
            }
          i++;
          j++;
          continue;
        }

      differs = TRUE;
      if (x->stamp == IN_OLD)
        i++;
      else if (y->stamp == IN_NEW)
        j++;
      else
        break;
    }

  clear_stamps (old, n_old);
  clear_stamps (new, n_new);

  if (from_old < n_old || from_new < n_new)
    splice (self, position + from_new, n_old - from_old, new + from_new, n_new - from_new);
}

static void
show_list (PtlListenerModel      *self,
           const PtlListenerHold *hold,
           gboolean               moved)
{
  g_autoptr (GPtrArray) list = make_list (self);
  guint n_old, n_new, head = 0, tail = 0;

  self->held = FALSE;
  if (hold != NULL && hold->item != NULL)
    {
      GPtrArray *allowed = hold_list (self, list, hold, moved);

      self->held = allowed != list;
      if (allowed == NULL)
        return;
      g_ptr_array_unref (list);
      list = allowed;
    }

  n_old = self->shown->len;
  n_new = list->len;
  while (head < n_old && head < n_new && self->shown->pdata[head] == list->pdata[head])
    head++;
  while (tail < n_old - head && tail < n_new - head &&
         self->shown->pdata[n_old - 1 - tail] == list->pdata[n_new - 1 - tail])
    tail++;

  if (n_old - head - tail > 0 || n_new - head - tail > 0)
    splice_in_parts (self, head, n_old - head - tail, list->pdata + head, n_new - head - tail);
  if (!self->held)
    g_ptr_array_set_size (self->leaving, 0);
}

static int
compare_items (gconstpointer a,
               gconstpointer b,
               gpointer      data)
{
  return ptl_listener_order_compare (data, *(PtlListenerItem **) a, *(PtlListenerItem **) b);
}

static void
sort_all (PtlListenerModel *self)
{
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < self->items->len; i++)
    {
      PtlListenerItem *item = g_ptr_array_index (self->items, i);

      item->listed = item->wanted;
      item->moved = FALSE;
      if (item->wanted)
        g_ptr_array_add (self->rows, item);
    }

  g_ptr_array_sort_with_data (self->rows, compare_items, &self->order);
}

/* Takes out of the rows what is not wanted or has moved, and puts in where they belong what is wanted or has moved. */
static void
sort_changed (PtlListenerModel *self,
              GPtrArray        *coming)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_sized_new (self->rows->len + coming->len);
  guint n = 0, from = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      PtlListenerItem *item = g_ptr_array_index (self->rows, i);

      if (item->listed && !item->moved)
        self->rows->pdata[n++] = item;
    }

  g_ptr_array_sort_with_data (coming, compare_items, &self->order);
  for (guint k = 0; k < coming->len; k++)
    {
      PtlListenerItem *item = g_ptr_array_index (coming, k);
      guint low = from;
      guint high = n;

      while (low < high)
        {
          guint middle = low + (high - low) / 2;

          if (ptl_listener_order_compare (&self->order, g_ptr_array_index (self->rows, middle), item) < 0)
            low = middle + 1;
          else
            high = middle;
        }

      for (; from < low; from++)
        g_ptr_array_add (rows, g_ptr_array_index (self->rows, from));
      g_ptr_array_add (rows, item);
      item->listed = TRUE;
      item->moved = FALSE;
    }
  for (; from < n; from++)
    g_ptr_array_add (rows, g_ptr_array_index (self->rows, from));

  g_ptr_array_unref (self->rows);
  self->rows = g_steal_pointer (&rows);
}

/* --- what others ask for ------------------------------------------------------------------------------------------- */

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
  /* The old ones live until everybody has heard of the new ones. */
  g_autoptr (GHashTable) headings = g_hash_table_ref (self->headings);

  g_return_if_fail (PTL_IS_LISTENER_MODEL (self));

  if (self->order.column == order->column && self->order.descending == order->descending &&
      self->order.grouping == order->grouping)
    return;

  if (self->order.column != order->column || self->order.grouping != order->grouping)
    {
      for (guint i = 0; i < self->items->len; i++)
        ptl_listener_order_forget (g_ptr_array_index (self->items, i));
    }
  if (self->order.grouping != order->grouping)
    {
      g_hash_table_unref (self->headings);
      self->headings = new_headings ();
    }

  self->order = *order;
  sort_all (self);
  show_list (self, NULL, TRUE);
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

  if (query != NULL)
    ptl_query_ref (query);
  g_clear_pointer (&self->query, ptl_query_unref);
  self->query = query;
  take_results (self, results);

  for (guint i = 0; i < self->items->len; i++)
    {
      PtlListenerItem *item = g_ptr_array_index (self->items, i);

      item->fits = fits_query (self, item);
      item->wanted = item->mark == PTL_MARK_GONE ? item->fits && !self->filtered : is_wanted (self, item);
    }

  sort_all (self);
  show_list (self, NULL, TRUE);
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

  for (guint i = 0; i < self->rows->len; i++)
    {
      PtlListenerItem *item = g_ptr_array_index (self->rows, i);

      if (!item->over)
        self->rows->pdata[n++] = item;
    }
  g_ptr_array_set_size (self->rows, n);

  n = 0;
  for (guint i = 0; i < self->items->len; i++)
    {
      PtlListenerItem *item = g_ptr_array_index (self->items, i);

      if (item->over)
        g_ptr_array_add (self->leaving, item);
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

      item->wanted = is_wanted (self, item);
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

  take_results (self, results);
  for (guint i = 0; i < changes.added->len; i++)
    {
      PtlListenerItem *item = g_ptr_array_index (changes.added, i);

      item->fits = fits_query (self, item);
    }
  for (guint i = 0; i < changes.changed->len; i++)
    {
      PtlListenerItem *item = g_ptr_array_index (changes.changed, i);

      item->fits = fits_query (self, item);
      item->moved = TRUE;
    }

  coming = g_ptr_array_new ();
  if (sift (self, coming))
    sort_changed (self, coming);
  else if (self->order.grouping == PTL_GROUPING_NONE && !self->held)
    return; /* headings count what is gone */

  show_list (self, hold, changes.changed->len > 0);
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
      show_list (self, hold, FALSE);
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

  if (self->held)
    show_list (self, NULL, TRUE);
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

  return self->held;
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

  for (guint i = 0; i < self->shown->len; i++)
    {
      PtlListenerItem *item = g_ptr_array_index (self->shown, i);

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

  return find_in (self->shown, item, out_position);
}
