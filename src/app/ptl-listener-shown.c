#include "config.h"

#include "app/ptl-listener-shown.h"

#include <string.h>

#include "app/ptl-listener-item-private.h"
#include "app/ptl-listener-text.h"

/* How many rows one change takes away or brings before it ends, where it can: each change costs a view as much as
 * looking at a thousand rows does, measured with 10,000. */
#define PART 2048

enum
{
  IN_OLD = 1 << 0,
  IN_NEW = 1 << 1,
};

static GHashTable *
new_headings (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

/**
 * ptl_listener_shown_init:
 * @model: whose items-changed tells of changes; has to outlive what is listed
 *
 * Lists nothing. Clear with ptl_listener_shown_clear().
 */
void
ptl_listener_shown_init (PtlListenerShown *self,
                         GListModel       *model)
{
  self->model = model;
  self->rows = g_ptr_array_new ();
  self->leaving = g_ptr_array_new_with_free_func (g_object_unref);
  self->headings = new_headings ();
}

/**
 * ptl_listener_shown_clear:
 *
 * Frees what it owns.
 */
void
ptl_listener_shown_clear (PtlListenerShown *self)
{
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->leaving, g_ptr_array_unref);
  g_clear_pointer (&self->headings, g_hash_table_unref);
}

static PtlListenerItem *
get_heading (PtlListenerShown       *self,
             const PtlListenerOrder *order,
             PtlListenerItem        *first)
{
  const char *id = ptl_listener_order_get_group_id (order, first);
  PtlListenerItem *heading = g_hash_table_lookup (self->headings, id);

  if (heading == NULL)
    {
      g_autofree char *title = ptl_listener_text_group (order, first);

      heading = ptl_listener_item_new_heading (title);
      g_hash_table_insert (self->headings, g_strdup (id), heading);
    }

  return heading;
}

/* Returns: (transfer full): the rows, with a heading before each group. */
static GPtrArray *
make_list (PtlListenerShown       *self,
           GPtrArray              *rows,
           const PtlListenerOrder *order)
{
  GPtrArray *list = g_ptr_array_sized_new (rows->len);
  PtlListenerItem *heading = NULL;
  guint n_rows = 0;

  if (order->grouping == PTL_GROUPING_NONE)
    {
      g_ptr_array_set_size (list, rows->len);
      if (rows->len > 0)
        memcpy (list->pdata, rows->pdata, rows->len * sizeof (gpointer));
      return list;
    }

  for (guint i = 0; i < rows->len; i++)
    {
      PtlListenerItem *item = g_ptr_array_index (rows, i);

      if (i == 0 || !ptl_listener_order_same_group (order, g_ptr_array_index (rows, i - 1), item))
        {
          if (heading != NULL)
            ptl_listener_item_set_n_rows (heading, n_rows);
          heading = get_heading (self, order, item);
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
hold_list (PtlListenerShown      *self,
           GPtrArray             *list,
           const PtlListenerHold *hold,
           gboolean               moved)
{
  g_autoptr (GPtrArray) partial = NULL;
  guint at, to;

  if (!g_ptr_array_find (self->rows, hold->item, &at))
    return g_ptr_array_ref (list);
  if (!g_ptr_array_find (list, hold->item, &to))
    return NULL;
  if (can_scroll (hold, (double) to - at, list->len))
    return g_ptr_array_ref (list);

  /* Of rows that changed places, one could be listed twice, or not at all. */
  if (moved)
    return NULL;

  partial = g_ptr_array_sized_new (list->len);
  for (guint i = 0; i <= at; i++)
    g_ptr_array_add (partial, g_ptr_array_index (self->rows, i));
  for (guint i = to + 1; i < list->len; i++)
    g_ptr_array_add (partial, g_ptr_array_index (list, i));

  return can_scroll (hold, 0, partial->len) ? g_steal_pointer (&partial) : NULL;
}

/* Replaces a part of what is listed, and tells it. */
static void
splice (PtlListenerShown *self,
        guint             position,
        guint             n_removed,
        gpointer         *added,
        guint             n_added)
{
  guint n_before = self->rows->len;
  guint n_tail = n_before - position - n_removed;

  if (n_added > n_removed)
    g_ptr_array_set_size (self->rows, n_before + n_added - n_removed);
  memmove (self->rows->pdata + position + n_added, self->rows->pdata + position + n_removed, n_tail * sizeof (gpointer));
  if (n_added > 0)
    memcpy (self->rows->pdata + position, added, n_added * sizeof (gpointer));
  if (n_added < n_removed)
    g_ptr_array_set_size (self->rows, n_before + n_added - n_removed);

  g_list_model_items_changed (self->model, position, n_removed, n_added);
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
splice_in_parts (PtlListenerShown *self,
                 guint             position,
                 guint             n_old,
                 gpointer         *new,
                 guint             n_new)
{
  g_autofree gpointer *old = g_memdup2 (self->rows->pdata + position, n_old * sizeof (gpointer));
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

/**
 * ptl_listener_shown_update:
 * @rows: (element-type PtlListenerItem): the rows as they are now, sorted
 * @order: how they are sorted and grouped
 * @hold: (nullable): the row under the pointer
 * @moved: whether rows may have changed places
 *
 * Lists the rows, below headings where they are grouped, and tells it in few items-changed.
 */
void
ptl_listener_shown_update (PtlListenerShown       *self,
                           GPtrArray              *rows,
                           const PtlListenerOrder *order,
                           const PtlListenerHold  *hold,
                           gboolean                moved)
{
  /* The old ones live until everybody has heard of the new ones. */
  g_autoptr (GHashTable) headings = g_hash_table_ref (self->headings);
  g_autoptr (GPtrArray) list = NULL;
  guint n_old, n_new, head = 0, tail = 0;

  if (self->grouping != order->grouping)
    {
      g_hash_table_unref (self->headings);
      self->headings = new_headings ();
      self->grouping = order->grouping;
    }
  list = make_list (self, rows, order);

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

  n_old = self->rows->len;
  n_new = list->len;
  while (head < n_old && head < n_new && self->rows->pdata[head] == list->pdata[head])
    head++;
  while (tail < n_old - head && tail < n_new - head &&
         self->rows->pdata[n_old - 1 - tail] == list->pdata[n_new - 1 - tail])
    tail++;

  if (n_old - head - tail > 0 || n_new - head - tail > 0)
    splice_in_parts (self, head, n_old - head - tail, list->pdata + head, n_new - head - tail);
  if (!self->held)
    g_ptr_array_set_size (self->leaving, 0);
}

/**
 * ptl_listener_shown_let_go:
 * @item: (transfer full): an item that is not among the rows any more
 *
 * Keeps an item for as long as it may still be listed.
 */
void
ptl_listener_shown_let_go (PtlListenerShown *self,
                           PtlListenerItem  *item)
{
  g_ptr_array_add (self->leaving, item);
}
