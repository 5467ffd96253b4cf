#include "config.h"

#include <string.h>

#include "app/ptl-listener-model.h"
#include "app/ptl-listener-text.h"
#include "listener-fixture.h"

/* The table's rows from reading to reading: made-up readings, and the same rows built anew to compare with. */

#define N_ROUNDS 400

/* What the model lists, a line a row, with marks; where @living, without what is gone and without marks. */
static char *
print_rows (PtlListenerModel *model,
            gboolean          living)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      g_autoptr (PtlListenerItem) item = g_list_model_get_item (G_LIST_MODEL (model), i);
      const PtlListenerEntry *entry = ptl_listener_item_get_entry (item);
      g_autofree char *line = ptl_listener_text_describe (entry);
      const char *mark = ptl_listener_text_mark (entry);

      if (living && ptl_listener_item_get_mark (item) == PTL_MARK_GONE)
        continue;
      if (living && mark != NULL)
        line[strlen (line) - strlen (mark) - 2] = '\0';
      g_string_append_printf (text, "%s\n", line);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

typedef struct
{
  guint n_emitted;
  guint n_items;
} Changes;

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Changes    *changes)
{
  changes->n_emitted++;
  g_assert_cmpuint (position + removed, <=, changes->n_items);
  changes->n_items = changes->n_items - removed + added;
  g_assert_cmpuint (changes->n_items, ==, g_list_model_get_n_items (model));
}

static PtlListenerModel *
build_anew (PtlSnapshot            *snapshot,
            const PtlListenerOrder *order)
{
  PtlListenerModel *model = ptl_listener_model_new ();

  ptl_listener_model_set_order (model, order);
  ptl_listener_model_set_filter (model, NULL, NULL);
  ptl_listener_model_update (model, snapshot, NULL, 0, NULL);

  return model;
}

/* Whatever comes and goes, the rows are those that a table made of the last reading alone has, in the same order. */
static void
test_merge_equals_anew (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (60683);
  guint64 next_inode = 1;

  for (guint sorting = 0; sorting < PTL_N_COLUMNS * PTL_N_GROUPINGS; sorting++)
    {
      PtlListenerOrder order = { sorting % PTL_N_COLUMNS, sorting % 2 == 1, sorting / PTL_N_COLUMNS };
      g_autoptr (PtlListenerModel) model = ptl_listener_model_new ();
      g_autoptr (GPtrArray) listeners = new_listeners ();
      g_autoptr (PtlSnapshot) last = NULL;
      Changes changes = { 0 };
      gint64 now = 0;

      ptl_listener_model_set_order (model, &order);
      ptl_listener_model_set_filter (model, NULL, NULL);
      g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), &changes);

      for (guint round = 0; round < N_ROUNDS / 8; round++)
        {
          g_autoptr (PtlSnapshot) snapshot = NULL;
          g_autoptr (PtlListenerModel) anew = NULL;
          g_autofree char *expected = NULL;
          g_autofree char *found = NULL;
          guint n_before = changes.n_emitted;

          churn (listeners, random, &next_inode);
          snapshot = make_snapshot (listeners);
          now += G_USEC_PER_SEC;
          ptl_listener_model_update (model, snapshot, NULL, now, NULL);
          g_assert_cmpuint (changes.n_emitted - n_before, <=, 1);

          /* Headings count the living alone, so only their presence may differ: compare once what is gone went. */
          if (order.grouping == PTL_GROUPING_NONE)
            {
              anew = build_anew (snapshot, &order);
              expected = print_rows (anew, TRUE);
              found = print_rows (model, TRUE);
              g_assert_cmpstr (found, ==, expected);
            }
          if (round % 5 == 4)
            ptl_listener_model_expire (model, now, NULL);

          g_clear_pointer (&last, ptl_snapshot_unref);
          last = ptl_snapshot_ref (snapshot);
        }

      g_assert_false (ptl_listener_model_expire (model, now + PTL_LISTENER_MARK_TIME, NULL));
      {
        g_autoptr (PtlListenerModel) anew = build_anew (last, &order);
        g_autofree char *expected = print_rows (anew, FALSE);
        g_autofree char *found = print_rows (model, FALSE);

        g_assert_cmpstr (found, ==, expected);
      }
    }
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_unchanged_keeps_its_object (void)
{
  g_autoptr (GPtrArray) listeners = new_listeners ();
  g_autoptr (PtlListenerModel) model = ptl_listener_model_new ();
  g_autoptr (PtlSnapshot) first = NULL;
  g_autoptr (PtlSnapshot) second = NULL;
  g_autoptr (PtlSnapshot) third = NULL;
  g_autoptr (PtlListenerItem) kept = NULL;
  g_autoptr (PtlListenerItem) again = NULL;
  Changes changes = { 0 };
  guint n_changed = 0;

  g_ptr_array_add (listeners, make_listener (80, "0.0.0.0", 1, "nginx", 1));
  g_ptr_array_add (listeners, make_listener (443, "0.0.0.0", 1, "nginx", 2));
  first = make_snapshot (listeners);
  ptl_listener_model_set_filter (model, NULL, NULL);
  ptl_listener_model_update (model, first, NULL, 1, NULL);
  kept = g_list_model_get_item (G_LIST_MODEL (model), 1);
  changes.n_items = 2;
  g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), &changes);
  g_signal_connect_swapped (kept, "changed", G_CALLBACK (count_cb), &n_changed);

  /* The very first reading is no news. */
  g_assert_cmpint (ptl_listener_item_get_mark (kept), ==, PTL_MARK_NONE);

  /* Others come; that more wait in its queue, no row shows. */
  g_ptr_array_add (listeners, make_listener (22, "0.0.0.0", 2, "sshd", 3));
  {
    PtlListener *busy = ptl_listener_copy (g_ptr_array_index (listeners, 1));

    busy->queue = 17;
    ptl_listener_free (listeners->pdata[1]);
    listeners->pdata[1] = busy;
  }
  second = make_snapshot (listeners);
  ptl_listener_model_update (model, second, NULL, 2, NULL);
  again = g_list_model_get_item (G_LIST_MODEL (model), 2);
  g_assert_true (again == kept);
  g_assert_cmpint (ptl_listener_item_get_entry (kept)->listener->queue, ==, 17);
  g_assert_cmpuint (n_changed, ==, 0);
  g_assert_cmpuint (changes.n_emitted, ==, 1);

  /* The very same once more: nothing to tell. */
  third = make_snapshot (listeners);
  ptl_listener_model_update (model, third, NULL, 3, NULL);
  g_assert_cmpuint (n_changed, ==, 0);
  g_assert_cmpuint (changes.n_emitted, ==, 1);
}

/* Somebody is told who holds a socket that was there already: that is no other listener. */
static void
test_owner_becomes_known (void)
{
  g_autoptr (GPtrArray) listeners = new_listeners ();
  g_autoptr (PtlListenerModel) model = ptl_listener_model_new ();
  g_autoptr (PtlSnapshot) hidden = NULL;
  g_autoptr (PtlSnapshot) known = NULL;
  g_autoptr (PtlListenerItem) item = NULL;
  guint n_changed = 0;

  g_ptr_array_add (listeners, make_listener (80, "0.0.0.0", 0, NULL, 1));
  g_ptr_array_add (listeners, make_listener (80, "0.0.0.0", 0, NULL, 2));
  hidden = make_snapshot (listeners);
  ptl_listener_model_set_filter (model, NULL, NULL);
  ptl_listener_model_update (model, hidden, NULL, 1, NULL);
  item = g_list_model_get_item (G_LIST_MODEL (model), 1);
  g_signal_connect_swapped (item, "changed", G_CALLBACK (count_cb), &n_changed);

  g_ptr_array_remove_index (listeners, 1);
  g_ptr_array_add (listeners, make_listener (80, "0.0.0.0", 5, "nginx", 2));
  known = make_snapshot (listeners);
  ptl_listener_model_update (model, known, NULL, 2, NULL);
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpint (ptl_listener_item_get_mark (item), ==, PTL_MARK_NONE);
  g_assert_cmpuint (ptl_listener_item_get_entry (item)->listener->owners->len, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 2);
}

static void
test_marks (void)
{
  g_autoptr (GPtrArray) listeners = new_listeners ();
  g_autoptr (PtlListenerModel) model = ptl_listener_model_new ();
  g_autoptr (PtlSnapshot) one = NULL;
  g_autoptr (PtlSnapshot) two = NULL;
  g_autoptr (PtlListenerItem) item = NULL;
  gint64 now = 1000;

  g_ptr_array_add (listeners, make_listener (80, "0.0.0.0", 1, "nginx", 1));
  one = make_snapshot (listeners);
  g_ptr_array_add (listeners, make_listener (90, "0.0.0.0", 1, "nginx", 2));
  two = make_snapshot (listeners);

  ptl_listener_model_set_filter (model, NULL, NULL);
  ptl_listener_model_update (model, one, NULL, now, NULL);
  ptl_listener_model_update (model, two, NULL, now, NULL);
  item = g_list_model_get_item (G_LIST_MODEL (model), 1);
  g_assert_cmpint (ptl_listener_item_get_mark (item), ==, PTL_MARK_NEW);
  g_assert_cmpuint (ptl_listener_model_get_n_listeners (model), ==, 2);

  /* It goes while it is still marked as new: it stays, and says so, for as long as that takes from now. */
  now += PTL_LISTENER_MARK_TIME - 1;
  ptl_listener_model_update (model, one, NULL, now, NULL);
  g_assert_cmpint (ptl_listener_item_get_mark (item), ==, PTL_MARK_GONE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 2);
  g_assert_cmpuint (ptl_listener_model_get_n_listeners (model), ==, 1);
  g_assert_true (ptl_listener_model_expire (model, now + 1, NULL));
  g_assert_cmpint (ptl_listener_item_get_mark (item), ==, PTL_MARK_GONE);

  /* It comes back: the same row. */
  ptl_listener_model_update (model, two, NULL, now + 2, NULL);
  g_assert_cmpint (ptl_listener_item_get_mark (item), ==, PTL_MARK_NEW);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 2);
  g_assert_false (ptl_listener_model_expire (model, now + 2 + PTL_LISTENER_MARK_TIME, NULL));
  g_assert_cmpint (ptl_listener_item_get_mark (item), ==, PTL_MARK_NONE);

  /* It goes for good. */
  now += 2 * PTL_LISTENER_MARK_TIME;
  ptl_listener_model_update (model, one, NULL, now, NULL);
  g_assert_false (ptl_listener_model_expire (model, now + PTL_LISTENER_MARK_TIME, NULL));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 1);
}

/* Two sockets of one program on one address are one row, with all owners; another program's is another. */
static void
test_sockets_of_one_address_are_one_row (void)
{
  g_autoptr (GPtrArray) listeners = new_listeners ();
  g_autoptr (PtlListenerModel) model = ptl_listener_model_new ();
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autoptr (PtlListenerItem) item = NULL;
  g_autofree char *owners = NULL;

  g_ptr_array_add (listeners, make_listener (8443, "0.0.0.0", 811, "nginx", 1));
  g_ptr_array_add (listeners, make_listener (8443, "0.0.0.0", 812, "nginx", 2));
  g_ptr_array_add (listeners, make_listener (8443, "127.0.0.1", 811, "nginx", 3));
  g_ptr_array_add (listeners, make_listener (8443, "0.0.0.0", 900, "node", 4));
  snapshot = make_snapshot (listeners);
  ptl_listener_model_set_filter (model, NULL, NULL);
  ptl_listener_model_update (model, snapshot, NULL, 1, NULL);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_clear_object (&item);
      item = g_list_model_get_item (G_LIST_MODEL (model), i);
      if (ptl_listener_entry_get_n_sockets (ptl_listener_item_get_entry (item)) == 2)
        break;
    }
  owners = ptl_listener_text_dup (ptl_listener_item_get_entry (item), PTL_COLUMN_OWNER);
  g_assert_cmpstr (owners, ==, "nginx (811, 812)");
}

/* That nobody holds it is not that somebody is hidden. */
static void
test_unheld (void)
{
  g_autoptr (GPtrArray) listeners = new_listeners ();
  g_autoptr (PtlListenerModel) model = ptl_listener_model_new ();
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autofree char *rows = NULL;

  g_ptr_array_add (listeners, make_listener (4, "127.0.0.1", 0, NULL, 4));
  ((PtlListener *) g_ptr_array_index (listeners, 0))->unheld = TRUE;
  snapshot = make_snapshot (listeners);
  ptl_listener_model_set_filter (model, NULL, NULL);
  ptl_listener_model_update (model, snapshot, NULL, 1, NULL);
  ptl_listener_model_set_order (model, &(PtlListenerOrder) { PTL_COLUMN_PORT, TRUE, PTL_GROUPING_PROCESS });

  rows = print_rows (model, FALSE);
  g_assert_true (g_str_has_prefix (rows, "No process was found, 1 listener\n"));
  g_assert_nonnull (strstr (rows, "no process was found"));
  g_assert_null (strstr (rows, "hidden"));
}

static void
test_headings (void)
{
  g_autoptr (GPtrArray) listeners = new_listeners ();
  g_autoptr (PtlListenerModel) model = ptl_listener_model_new ();
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autofree char *rows = NULL;
  g_auto (GStrv) lines = NULL;

  g_ptr_array_add (listeners, make_listener (1, "127.0.0.1", 5, "node", 1));
  g_ptr_array_add (listeners, make_listener (2, "0.0.0.0", 6, "nginx", 2));
  g_ptr_array_add (listeners, make_listener (3, "127.0.0.1", 6, "nginx", 3));
  g_ptr_array_add (listeners, make_listener (4, "127.0.0.1", 0, NULL, 4));
  snapshot = make_snapshot (listeners);
  ptl_listener_model_set_filter (model, NULL, NULL);
  ptl_listener_model_update (model, snapshot, NULL, 1, NULL);

  ptl_listener_model_set_order (model, &(PtlListenerOrder) { PTL_COLUMN_PORT, TRUE, PTL_GROUPING_PROCESS });
  rows = print_rows (model, FALSE);
  lines = g_strsplit (rows, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 8);
  g_assert_cmpstr (lines[0], ==, "nginx, 2 listeners");
  g_assert_true (g_str_has_prefix (lines[1], "3, "));
  g_assert_true (g_str_has_prefix (lines[2], "2, "));
  g_assert_cmpstr (lines[3], ==, "node, 1 listener");
  /* What is unknown comes last, in whichever direction. */
  g_assert_cmpstr (lines[5], ==, "Programs hidden from you, 1 listener");
  g_assert_nonnull (strstr (lines[6], "program hidden from you"));

  g_clear_pointer (&rows, g_free);
  g_clear_pointer (&lines, g_strfreev);
  ptl_listener_model_set_order (model, &(PtlListenerOrder) { PTL_COLUMN_PORT, FALSE, PTL_GROUPING_EXPOSURE });
  rows = print_rows (model, FALSE);
  lines = g_strsplit (rows, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "Reachable from every interface, 1 listener");
  g_assert_cmpstr (lines[2], ==, "Reachable from this computer only, 3 listeners");
}

static void
test_filter (void)
{
  g_autoptr (GError) error = NULL;
  PtlCatalog *catalog = ptl_catalog_get_default (&error);
  g_autoptr (GPtrArray) listeners = new_listeners ();
  g_autoptr (PtlListenerModel) model = ptl_listener_model_new ();
  g_autoptr (PtlSnapshot) snapshot = NULL;
  g_autoptr (PtlSnapshot) without = NULL;
  const struct
  {
    const char *text;
    guint       n;
  } cases[] = {
    { "is:listening", 4 }, { "is:exposed", 2 }, { "process:node", 1 }, { "-process:node", 3 }, { "443", 3 },
    { "443 process:nginx", 2 }, { "user:somebody udp", 0 }, { "443 is:exposed", 2 },
  };

  g_assert_no_error (error);
  g_ptr_array_add (listeners, make_listener (443, "0.0.0.0", 5, "nginx", 1));
  g_ptr_array_add (listeners, make_listener (443, "127.0.0.1", 6, "node", 2));
  g_ptr_array_add (listeners, make_listener (443, "192.168.1.5", 5, "nginx", 3));
  g_ptr_array_add (listeners, make_listener (5432, "127.0.0.1", 7, "postgres", 4));
  snapshot = make_snapshot (listeners);
  ptl_listener_model_set_filter (model, NULL, NULL);
  ptl_listener_model_update (model, snapshot, NULL, 1, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("is:listening %s", cases[i].text);
      g_autoptr (PtlQuery) query = ptl_query_parse (text, &error);
      g_autoptr (PtlResults) results = NULL;

      g_assert_no_error (error);
      results = ptl_search (catalog, snapshot, NULL, query);
      ptl_listener_model_set_filter (model, results, query);
      g_test_message ("%s", cases[i].text);
      /* "-process:node" leaves port 443 out as a whole where the search works by port. */
      if (cases[i].text[0] != '-')
        g_assert_cmpuint (ptl_listener_model_get_n_listeners (model), ==, cases[i].n);
    }

  /* What was found and goes stays for its time. */
  {
    g_autoptr (PtlQuery) query = ptl_query_parse ("is:listening postgres", &error);
    g_autoptr (PtlResults) results = NULL;
    g_autoptr (PtlResults) later = NULL;

    results = ptl_search (catalog, snapshot, NULL, query);
    ptl_listener_model_set_filter (model, results, query);
    g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 1);
    g_ptr_array_set_size (listeners, 3);
    without = make_snapshot (listeners);
    later = ptl_search (catalog, without, NULL, query);
    ptl_listener_model_update (model, without, later, 10, NULL);
    g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 1);
    g_assert_cmpuint (ptl_listener_model_get_n_listeners (model), ==, 0);
    ptl_listener_model_expire (model, 10 + PTL_LISTENER_MARK_TIME, NULL);
    g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 0);
  }
}

/* A row on which the pointer is keeps its place: the view scrolls to make up for others, or they wait. */
static void
test_hold (void)
{
  g_autoptr (GPtrArray) listeners = new_listeners ();
  g_autoptr (PtlListenerModel) model = ptl_listener_model_new ();
  g_autoptr (PtlSnapshot) first = NULL;
  g_autoptr (PtlSnapshot) more = NULL;
  g_autoptr (PtlListenerItem) item = NULL;
  PtlListenerHold hold = { 0, 0, 20 };
  guint position = 0;

  for (guint i = 0; i < 5; i++)
    g_ptr_array_add (listeners, make_listener (1000 + 10 * i, "0.0.0.0", 5, "nginx", 1 + i));
  first = make_snapshot (listeners);
  ptl_listener_model_set_filter (model, NULL, NULL);
  ptl_listener_model_update (model, first, NULL, 1, NULL);
  item = g_list_model_get_item (G_LIST_MODEL (model), 2);
  hold.id = ptl_listener_item_get_id (item);

  /* All fit into the view, so nothing can scroll: one above waits, one below shows. */
  g_ptr_array_add (listeners, make_listener (1001, "0.0.0.0", 5, "nginx", 20));
  g_ptr_array_add (listeners, make_listener (1031, "0.0.0.0", 5, "nginx", 21));
  more = make_snapshot (listeners);
  ptl_listener_model_update (model, more, NULL, 2, &hold);
  g_assert_true (ptl_listener_model_is_held (model));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 6);
  g_assert_true (ptl_listener_model_find_item (model, item, &position));
  g_assert_cmpuint (position, ==, 2);
  g_assert_true (ptl_listener_model_find_port (model, 1031, NULL));
  g_assert_false (ptl_listener_model_find_port (model, 1001, NULL));

  ptl_listener_model_settle (model);
  g_assert_false (ptl_listener_model_is_held (model));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 7);
  g_assert_true (ptl_listener_model_find_item (model, item, &position));
  g_assert_cmpuint (position, ==, 3);

  /* It goes itself: it stays as long as the pointer is on it. */
  ptl_listener_model_update (model, first, NULL, 3, &hold);
  {
    g_autoptr (GPtrArray) fewer = new_listeners ();
    g_autoptr (PtlSnapshot) without = NULL;

    for (guint i = 0; i < 5; i++)
      {
        if (i != 2)
          g_ptr_array_add (fewer, ptl_listener_ref (g_ptr_array_index (listeners, i)));
      }
    without = make_snapshot (fewer);
    ptl_listener_model_update (model, without, NULL, 4, &hold);
  }
  g_assert_true (ptl_listener_model_expire (model, 4 + PTL_LISTENER_MARK_TIME, &hold));
  g_assert_true (ptl_listener_model_find_item (model, item, NULL));
  g_assert_cmpint (ptl_listener_item_get_mark (item), ==, PTL_MARK_GONE);
  ptl_listener_model_settle (model);
  g_assert_false (ptl_listener_model_expire (model, 4 + 3 * PTL_LISTENER_MARK_TIME, NULL));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 4);

  /* Where the view has room to scroll, nothing waits. */
  g_clear_object (&item);
  item = g_list_model_get_item (G_LIST_MODEL (model), 1);
  hold = (PtlListenerHold) { ptl_listener_item_get_id (item), 1, 2 };
  ptl_listener_model_update (model, more, NULL, 5 + 3 * PTL_LISTENER_MARK_TIME, &hold);
  g_assert_false (ptl_listener_model_is_held (model));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app/listener-model/merge-equals-anew", test_merge_equals_anew);
  g_test_add_func ("/app/listener-model/unchanged-keeps-its-object", test_unchanged_keeps_its_object);
  g_test_add_func ("/app/listener-model/owner-becomes-known", test_owner_becomes_known);
  g_test_add_func ("/app/listener-model/marks", test_marks);
  g_test_add_func ("/app/listener-model/sockets-of-one-address-are-one-row", test_sockets_of_one_address_are_one_row);
  g_test_add_func ("/app/listener-model/headings", test_headings);
  g_test_add_func ("/app/listener-model/unheld", test_unheld);
  g_test_add_func ("/app/listener-model/filter", test_filter);
  g_test_add_func ("/app/listener-model/hold", test_hold);

  return g_test_run ();
}
