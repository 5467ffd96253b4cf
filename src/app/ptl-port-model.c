#include "config.h"

#include "app/ptl-port-model.h"

#include <string.h>

#include "app/ptl-living-items.h"
#include "app/ptl-port-item.h"
#include "app/ptl-splices.h"

/*
 * PtlPortModel: the results of a search as a list. The list is the results' array of numbers; an item exists only while
 * somebody holds it, so 65,536 ports cost no objects. Belongs to the main thread.
 */
struct _PtlPortModel
{
  GObject      parent_instance;

  PtlResults  *results;  /* (owned) (nullable) */
  guint        n_items;  /* of the results, as far as they have been announced */
  gboolean     short_list; /* whether no more than FIRST are announced */
  PtlSnapshot *snapshot; /* (owned) (nullable) */
  PtlMarks    *marks;    /* (owned) (nullable) */

  /* While a change is told, upwards: down to here, the list is what it was; then follows what is listed now, from there on. */
  gboolean     telling;
  PtlResults  *past;     /* (nullable) */
  guint        n_past;
  guint        told_from;

  /* port → PtlPortItem, not owned: a GListModel has to hand out the same object for as long as anybody holds it. */
  GHashTable  *items;
};

/* More rows than a tall screen shows. */
#define FIRST 60

static GType
ptl_port_model_get_item_type (GListModel *model)
{
  return PTL_TYPE_PORT_ITEM;
}

static guint
ptl_port_model_get_n_items (GListModel *model)
{
  PtlPortModel *self = PTL_PORT_MODEL (model);

  return self->telling ? self->n_past + self->n_items - self->told_from : self->n_items;
}

static gpointer
ptl_port_model_get_item (GListModel *model,
                         guint       position)
{
  PtlPortModel *self = PTL_PORT_MODEL (model);
  guint16 port;
  PtlPortItem *item;

  if (position >= ptl_port_model_get_n_items (model))
    return NULL;

  if (!self->telling)
    port = ptl_results_get_ports (self->results)[position];
  else if (position < self->n_past)
    port = ptl_results_get_ports (self->past)[position];
  else
    port = ptl_results_get_ports (self->results)[position - self->n_past + self->told_from];
  item = g_hash_table_lookup (self->items, GUINT_TO_POINTER (port));
  if (item != NULL)
    return g_object_ref (item);

  item = ptl_port_item_new (port, self->items);
  ptl_port_item_update (item, self->snapshot);
  ptl_port_item_set_mark (item, ptl_marks_find (self->marks, port));

  return item;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = ptl_port_model_get_item_type;
  iface->get_n_items = ptl_port_model_get_n_items;
  iface->get_item = ptl_port_model_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PtlPortModel, ptl_port_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
ptl_port_model_dispose (GObject *object)
{
  PtlPortModel *self = PTL_PORT_MODEL (object);

  g_clear_pointer (&self->results, ptl_results_unref);
  g_clear_pointer (&self->snapshot, ptl_snapshot_unref);
  g_clear_pointer (&self->marks, ptl_marks_unref);

  G_OBJECT_CLASS (ptl_port_model_parent_class)->dispose (object);
}

static void
ptl_port_model_finalize (GObject *object)
{
  PtlPortModel *self = PTL_PORT_MODEL (object);

  g_hash_table_unref (self->items);

  G_OBJECT_CLASS (ptl_port_model_parent_class)->finalize (object);
}

static void
ptl_port_model_class_init (PtlPortModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ptl_port_model_dispose;
  object_class->finalize = ptl_port_model_finalize;
}

static void
ptl_port_model_init (PtlPortModel *self)
{
  self->items = g_hash_table_new (NULL, NULL);
}

/**
 * ptl_port_model_new:
 *
 * Returns: (transfer full): a model without any port
 */
PtlPortModel *
ptl_port_model_new (void)
{
  return g_object_new (PTL_TYPE_PORT_MODEL, NULL);
}

/**
 * ptl_port_model_get_results:
 *
 * Returns: (transfer none) (nullable): what the model lists
 */
PtlResults *
ptl_port_model_get_results (PtlPortModel *self)
{
  g_return_val_if_fail (PTL_IS_PORT_MODEL (self), NULL);

  return self->results;
}

static void
swap_results (PtlPortModel *self,
              PtlResults   *results)
{
  ptl_results_ref (results);
  g_clear_pointer (&self->results, ptl_results_unref);
  self->results = results;
}

static void
change_items (PtlPortModel *self,
              guint         position,
              guint         removed,
              guint         added)
{
  self->n_items += added;
  self->n_items -= removed;
  if (removed > 0 || added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

/* Lists @results, and tells how that differs from @past. */
static void
tell (PtlPortModel *self,
      PtlResults   *past,
      guint         n_past,
      GArray       *splices)
{
  self->telling = TRUE;
  self->past = past;
  self->n_past = n_past;
  self->told_from = self->n_items;

  for (guint i = 0; i < splices->len; i++)
    {
      const PtlSplice *splice = &g_array_index (splices, PtlSplice, i);

      self->told_from -= self->n_past - splice->position - splice->removed + splice->added;
      self->n_past = splice->position;
      g_list_model_items_changed (G_LIST_MODEL (self), splice->position, splice->removed, splice->added);
    }

  self->past = NULL;
  self->telling = FALSE;
}

/**
 * ptl_port_model_set_results:
 * @results: what a new search found
 *
 * Replaces the whole list.
 */
void
ptl_port_model_set_results (PtlPortModel *self,
                            PtlResults   *results)
{
  g_autoptr (PtlResults) before = NULL;
  g_autoptr (GArray) splices = NULL;
  guint n_before;

  g_return_if_fail (PTL_IS_PORT_MODEL (self));
  g_return_if_fail (results != NULL);

  if (self->results == results)
    return;

  before = self->results != NULL ? ptl_results_ref (self->results) : NULL;
  n_before = self->n_items;
  swap_results (self, results);
  self->n_items = ptl_results_get_n (results);
  if (self->short_list)
    self->n_items = MIN (self->n_items, FIRST);

  splices = ptl_splices_new_for_all (n_before, self->n_items);
  tell (self, before, n_before, splices);
}

/**
 * ptl_port_model_set_short:
 * @short_list: whether to list only as many as a screen shows
 *
 * Cuts the list short, for a window that is not painted yet: GtkListView makes some 200 rows where it can, four fifths of them
 * for nobody to see, and a window that shows sooner is worth more than they are.
 */
void
ptl_port_model_set_short (PtlPortModel *self,
                          gboolean      short_list)
{
  guint n;

  g_return_if_fail (PTL_IS_PORT_MODEL (self));

  if (self->short_list == short_list)
    return;

  self->short_list = short_list;
  n = self->results != NULL ? ptl_results_get_n (self->results) : 0;
  if (short_list)
    n = MIN (n, FIRST);

  if (n > self->n_items)
    change_items (self, self->n_items, 0, n - self->n_items);
  else
    change_items (self, n, self->n_items - n, 0);
}

/* Notes in @places where each port of @results stands, as far as @watched has it. */
static void
locate (PtlResults   *results,
        guint         n,
        const guint8 *watched,
        guint        *places)
{
  const guint16 *ports = ptl_results_get_ports (results);

  for (guint i = 0; i < n; i++)
    {
      if ((watched[ports[i] / 8] & (1u << (ports[i] % 8))) != 0)
        places[ports[i]] = i;
    }
}

/* Returns: (transfer full) (element-type PtlWatchedRow): the rows of @before that somebody holds */
static GArray *
get_watched (PtlPortModel *self,
             PtlResults   *before,
             guint         n_before)
{
  g_autofree guint *old = g_new (guint, PTL_N_PORTS);
  g_autofree guint *new = g_new (guint, PTL_N_PORTS);
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (PtlWatchedRow));
  guint8 watched[PTL_N_PORTS / 8] = { 0 };
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      guint port = GPOINTER_TO_UINT (key);

      watched[port / 8] |= 1u << (port % 8);
      old[port] = new[port] = PTL_NOWHERE;
    }
  locate (before, n_before, watched, old);
  locate (self->results, self->n_items, watched, new);

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      PtlWatchedRow row = { old[GPOINTER_TO_UINT (key)], new[GPOINTER_TO_UINT (key)] };

      if (row.old != PTL_NOWHERE)
        g_array_append_val (rows, row);
    }

  return rows;
}

typedef struct
{
  const guint16 *before;
  const guint16 *after;
} Comparison;

static gboolean
same_ports_cb (guint    old,
               guint    new,
               guint    n,
               gpointer user_data)
{
  const Comparison *self = user_data;

  return memcmp (self->before + old, self->after + new, n * sizeof (guint16)) == 0;
}

/**
 * ptl_port_model_update_results:
 * @results: what the same search finds now
 *
 * Replaces what is different, so that a row which stays keeps its object, selection, focus and place on screen.
 */
void
ptl_port_model_update_results (PtlPortModel *self,
                               PtlResults   *results)
{
  g_autoptr (PtlResults) before = NULL;
  g_autoptr (GArray) watched = NULL;
  g_autoptr (GArray) splices = NULL;
  Comparison comparison;
  guint n_before;

  g_return_if_fail (PTL_IS_PORT_MODEL (self));
  g_return_if_fail (results != NULL);

  if (self->results == NULL || self->short_list)
    {
      ptl_port_model_set_results (self, results);
      return;
    }

  before = ptl_results_ref (self->results);
  n_before = self->n_items;
  swap_results (self, results);
  self->n_items = ptl_results_get_n (results);

  comparison = (Comparison) { ptl_results_get_ports (before), ptl_results_get_ports (results) };
  watched = get_watched (self, before, n_before);
  splices = ptl_splices_new (watched, n_before, self->n_items, same_ports_cb, &comparison);
  tell (self, before, n_before, splices);
}

/**
 * ptl_port_model_set_snapshot:
 * @snapshot: (nullable): the newest listeners
 *
 * Tells the items on screen who listens now. The list itself does not change.
 */
void
ptl_port_model_set_snapshot (PtlPortModel *self,
                             PtlSnapshot  *snapshot)
{
  g_autoptr (GPtrArray) items = NULL;

  g_return_if_fail (PTL_IS_PORT_MODEL (self));

  if (snapshot != NULL)
    ptl_snapshot_ref (snapshot);
  g_clear_pointer (&self->snapshot, ptl_snapshot_unref);
  self->snapshot = snapshot;

  items = ptl_living_items_list (self->items);
  for (guint i = 0; i < items->len; i++)
    ptl_port_item_update (g_ptr_array_index (items, i), snapshot);
}

/**
 * ptl_port_model_set_marks:
 * @marks: (nullable): what the person keeps
 *
 * Tells the items on screen about stars and notes. The list itself does not change.
 */
void
ptl_port_model_set_marks (PtlPortModel *self,
                          PtlMarks     *marks)
{
  g_autoptr (GPtrArray) items = NULL;

  g_return_if_fail (PTL_IS_PORT_MODEL (self));

  if (marks != NULL)
    ptl_marks_ref (marks);
  g_clear_pointer (&self->marks, ptl_marks_unref);
  self->marks = marks;

  items = ptl_living_items_list (self->items);
  for (guint i = 0; i < items->len; i++)
    {
      PtlPortItem *item = g_ptr_array_index (items, i);

      ptl_port_item_set_mark (item, ptl_marks_find (marks, ptl_port_item_get_port (item)));
    }
}

/**
 * ptl_port_model_find:
 * @port: a port
 * @out_position: (out) (optional): where it stands; untouched where it is not in the list
 *
 * Returns: whether the list has @port
 */
gboolean
ptl_port_model_find (PtlPortModel *self,
                     guint16       port,
                     guint        *out_position)
{
  const guint16 *ports;
  guint n;

  g_return_val_if_fail (PTL_IS_PORT_MODEL (self), FALSE);

  if (self->results == NULL)
    return FALSE;

  n = self->n_items;
  ports = ptl_results_get_ports (self->results);
  for (guint i = 0; i < n; i++)
    {
      if (ports[i] == port)
        {
          if (out_position != NULL)
            *out_position = i;
          return TRUE;
        }
    }

  return FALSE;
}
