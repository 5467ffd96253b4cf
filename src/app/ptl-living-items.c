#include "config.h"

#include "app/ptl-living-items.h"

/**
 * ptl_living_items_list:
 * @items: (element-type key GObject): the items of a model that somebody holds; each leaves the table when it is dropped
 *
 * Holds them all, to tell each what is new: who is told may drop one, which changes the table.
 *
 * Returns: (transfer full) (element-type GObject): the items
 */
GPtrArray *
ptl_living_items_list (GHashTable *items)
{
  GPtrArray *list = g_ptr_array_new_full (g_hash_table_size (items), g_object_unref);
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    g_ptr_array_add (list, g_object_ref (item));

  return list;
}
