#include "config.h"

#include "app/ptl-listener-rows.h"

#include <string.h>

#include "app/ptl-listener-item-private.h"

/*
 * The rows of the table in their order, kept sorted from reading to reading: what came is sorted among itself and put where it
 * belongs. Knows nothing of GTK.
 */

static int
compare_items (gconstpointer a,
               gconstpointer b,
               gpointer      data)
{
  return ptl_listener_order_compare (data, *(PtlListenerItem **) a, *(PtlListenerItem **) b);
}

/**
 * ptl_listener_rows_fill:
 * @rows: (element-type PtlListenerItem): the rows; owns nothing
 * @items: (element-type PtlListenerItem): all items
 * @order: how to sort
 *
 * Makes the rows anew of those items that are wanted.
 */
void
ptl_listener_rows_fill (GPtrArray        *rows,
                        GPtrArray        *items,
                        PtlListenerOrder *order)
{
  g_ptr_array_set_size (rows, 0);
  for (guint i = 0; i < items->len; i++)
    {
      PtlListenerItem *item = g_ptr_array_index (items, i);

      item->listed = item->wanted;
      item->moved = FALSE;
      if (item->wanted)
        g_ptr_array_add (rows, item);
    }

  g_ptr_array_sort_with_data (rows, compare_items, order);
}

/**
 * ptl_listener_rows_update:
 * @rows: (element-type PtlListenerItem): the rows, sorted; owns nothing
 * @coming: (element-type PtlListenerItem): what is wanted and not among the rows yet, or has moved; is sorted
 * @order: how they are sorted
 *
 * Takes out of the rows what is not wanted or has moved, and puts in where they belong what is wanted or has moved.
 */
void
ptl_listener_rows_update (GPtrArray        *rows,
                          GPtrArray        *coming,
                          PtlListenerOrder *order)
{
  guint n = 0, end;

  for (guint i = 0; i < rows->len; i++)
    {
      PtlListenerItem *item = g_ptr_array_index (rows, i);

      if (item->listed && !item->moved)
        rows->pdata[n++] = item;
    }

  g_ptr_array_sort_with_data (coming, compare_items, order);
  g_ptr_array_set_size (rows, n + coming->len);

  /* From the end, so that each row that makes room is moved once. */
  end = rows->len;
  for (guint k = coming->len; k > 0; k--)
    {
      PtlListenerItem *item = g_ptr_array_index (coming, k - 1);
      guint low = 0;
      guint high = n;

      while (low < high)
        {
          guint middle = low + (high - low) / 2;

          if (ptl_listener_order_compare (order, g_ptr_array_index (rows, middle), item) < 0)
            low = middle + 1;
          else
            high = middle;
        }

      end -= n - low;
      memmove (rows->pdata + end, rows->pdata + low, (n - low) * sizeof (gpointer));
      n = low;
      rows->pdata[--end] = item;
      item->listed = TRUE;
      item->moved = FALSE;
    }
}

/**
 * ptl_listener_rows_remove_over:
 * @rows: (element-type PtlListenerItem): the rows; owns nothing
 *
 * Takes out those that are gone and were marked for long enough.
 */
void
ptl_listener_rows_remove_over (GPtrArray *rows)
{
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      PtlListenerItem *item = g_ptr_array_index (rows, i);

      if (!item->over)
        rows->pdata[n++] = item;
    }
  g_ptr_array_set_size (rows, n);
}
