#include "config.h"

#include "app/ptl-port-item.h"
#include "app/ptl-port-model.h"
#include "catalog/ptl-query.h"

static PtlSnapshot *
make_snapshot (const guint16 *ports,
               guint          n_ports)
{
  PtlSnapshot *snapshot = ptl_snapshot_new ("test");

  for (guint i = 0; i < n_ports; i++)
    {
      PtlListener *listener = ptl_listener_new ();
      g_autoptr (PtlProcess) process = ptl_process_new (100 + i);

      listener->port = ports[i];
      listener->family = PTL_FAMILY_IPV4;
      g_free (listener->address);
      listener->address = g_strdup ("127.0.0.1");
      listener->exposure = PTL_EXPOSURE_LOOPBACK;
      process->name = g_strdup_printf ("daemon%u", i);
      ptl_listener_add_owner (listener, process, PTL_EVIDENCE_DESCRIPTOR, TRUE);
      ptl_snapshot_take_listener (snapshot, listener);
    }
  ptl_snapshot_seal (snapshot, 1);

  return snapshot;
}

static PtlResults *
search (const char  *text,
        PtlSnapshot *snapshot)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PtlCatalog) catalog = ptl_catalog_ref (ptl_catalog_get_default (&error));
  g_autoptr (PtlQuery) query = NULL;

  g_assert_no_error (error);
  query = ptl_query_parse (text, &error);
  g_assert_no_error (error);

  return ptl_search (catalog, snapshot, NULL, query);
}

typedef struct
{
  guint n_emitted;
  guint position;
  guint removed;
  guint added;
  guint n_both; /* the most that one change took away and brought at once */
  guint n_items;
} Change;

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Change     *change)
{
  change->n_emitted++;
  change->position = position;
  change->removed = removed;
  change->added = added;
  if (removed > 0)
    change->n_both = MAX (change->n_both, added);

  /* What was announced so far has to be what the model has. */
  change->n_items += added;
  change->n_items -= removed;
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, change->n_items);
}

static void
assert_lists (PtlPortModel *model,
              PtlResults   *results)
{
  guint n = ptl_results_get_n (results);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PtlPortItem) item = g_list_model_get_item (G_LIST_MODEL (model), i);

      g_assert_cmpuint (ptl_port_item_get_port (item), ==, ptl_results_get_ports (results)[i]);
    }
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (model), n));
}

static void
test_results (void)
{
  const char *queries[] = { "", "6", "60683", "", "http", "80", "zzzzqqqqxxxx", "" };
  g_autoptr (PtlPortModel) model = ptl_port_model_new ();
  Change change = { 0 };

  g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), &change);

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (PtlResults) results = search (queries[i], NULL);

      ptl_port_model_set_results (model, results);
      assert_lists (model, results);
    }

  g_assert_cmpuint (change.n_items, ==, 65536);
  /* A view asks for as many items as this, and no more. */
  g_assert_cmpuint (change.n_both, <=, 256);
  g_assert_cmpuint (change.n_both, >, 0);
}

static void
test_short_list (void)
{
  g_autoptr (PtlPortModel) model = ptl_port_model_new ();
  g_autoptr (PtlResults) all = search ("", NULL);
  g_autoptr (PtlResults) one = search ("is:blocked 60683", NULL);
  Change change = { 0 };

  g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), &change);
  ptl_port_model_set_short (model, TRUE);
  ptl_port_model_set_results (model, all);
  g_assert_cmpuint (change.n_items, <, 100);
  g_assert_cmpuint (change.n_items, >, 40);
  g_assert_false (ptl_port_model_find (model, 60683, NULL));

  ptl_port_model_set_short (model, FALSE);
  assert_lists (model, all);
  g_assert_true (ptl_port_model_find (model, 60683, NULL));

  ptl_port_model_set_short (model, TRUE);
  ptl_port_model_set_results (model, one);
  assert_lists (model, one);
}

static void
test_find (void)
{
  g_autoptr (PtlPortModel) model = ptl_port_model_new ();
  g_autoptr (PtlResults) all = search ("", NULL);
  guint position = 7;

  g_assert_false (ptl_port_model_find (model, 60683, &position));
  g_assert_cmpuint (position, ==, 7);
  ptl_port_model_set_results (model, all);
  g_assert_true (ptl_port_model_find (model, 60683, &position));
  g_assert_cmpuint (position, ==, 60683);
}

static void
test_same_object (void)
{
  g_autoptr (PtlPortModel) model = ptl_port_model_new ();
  g_autoptr (PtlResults) all = search ("", NULL);
  g_autoptr (PtlPortItem) first = NULL;
  g_autoptr (PtlPortItem) again = NULL;
  gpointer weak;

  ptl_port_model_set_results (model, all);
  first = g_list_model_get_item (G_LIST_MODEL (model), 443);
  again = g_list_model_get_item (G_LIST_MODEL (model), 443);
  g_assert_true (first == again);
  g_assert_cmpuint (ptl_port_item_get_port (first), ==, 443);

  /* Nothing is kept that nobody holds. */
  weak = first;
  g_object_add_weak_pointer (G_OBJECT (first), &weak);
  g_clear_object (&first);
  g_clear_object (&again);
  g_assert_null (weak);

  /* An item may outlive its model. */
  first = g_list_model_get_item (G_LIST_MODEL (model), 1);
  g_clear_object (&model);
  g_assert_cmpuint (ptl_port_item_get_port (first), ==, 1);
}

static void
test_update_is_small (void)
{
  const guint16 before_ports[] = { 20001, 20002, 20004, 20005 };
  const guint16 after_ports[] = { 20001, 20002, 20003, 20004, 20005 };
  g_autoptr (PtlSnapshot) before = make_snapshot (before_ports, G_N_ELEMENTS (before_ports));
  g_autoptr (PtlSnapshot) after = make_snapshot (after_ports, G_N_ELEMENTS (after_ports));
  g_autoptr (PtlResults) old_results = search ("is:listening", before);
  g_autoptr (PtlResults) new_results = search ("is:listening", after);
  g_autoptr (PtlPortModel) model = ptl_port_model_new ();
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (PtlPortItem) found = NULL;
  Change change = { .n_items = 4 };

  ptl_port_model_set_results (model, old_results);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 4);
  /* As a view holds those that it shows. */
  for (guint i = 0; i < 4; i++)
    g_ptr_array_add (kept, g_list_model_get_item (G_LIST_MODEL (model), i));

  g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), &change);
  ptl_port_model_update_results (model, new_results);
  g_assert_cmpuint (change.n_emitted, ==, 1);
  g_assert_cmpuint (change.position, ==, 2);
  g_assert_cmpuint (change.removed, ==, 0);
  g_assert_cmpuint (change.added, ==, 1);

  found = g_list_model_get_item (G_LIST_MODEL (model), 4);
  g_assert_true (found == g_ptr_array_index (kept, 3));

  /* The same again changes nothing, whoever holds what. */
  ptl_port_model_update_results (model, new_results);
  g_ptr_array_set_size (kept, 0);
  ptl_port_model_update_results (model, new_results);
  g_assert_cmpuint (change.n_emitted, ==, 1);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_snapshot_reaches_items (void)
{
  const guint16 ports[] = { 8080 };
  g_autoptr (PtlSnapshot) snapshot = make_snapshot (ports, 1);
  g_autoptr (PtlPortModel) model = ptl_port_model_new ();
  g_autoptr (PtlResults) all = search ("", NULL);
  g_autoptr (PtlPortItem) touched = NULL;
  g_autoptr (PtlPortItem) other = NULL;
  guint n_touched = 0, n_other = 0;

  ptl_port_model_set_results (model, all);
  touched = g_list_model_get_item (G_LIST_MODEL (model), 8080);
  other = g_list_model_get_item (G_LIST_MODEL (model), 8081);
  g_signal_connect_swapped (touched, "notify::here-now", G_CALLBACK (count_cb), &n_touched);
  g_signal_connect_swapped (other, "notify::here-now", G_CALLBACK (count_cb), &n_other);

  ptl_port_model_set_snapshot (model, snapshot);
  g_assert_true (ptl_port_item_get_listening (touched));
  g_assert_false (ptl_port_item_get_exposed (touched));
  g_assert_cmpstr (ptl_port_item_get_here_now (touched), ==, "daemon0");
  g_assert_cmpuint (n_touched, ==, 1);
  g_assert_cmpuint (n_other, ==, 0);

  /* Nothing new, nothing told. */
  ptl_port_model_set_snapshot (model, snapshot);
  g_assert_cmpuint (n_touched, ==, 1);

  ptl_port_model_set_snapshot (model, NULL);
  g_assert_false (ptl_port_item_get_listening (touched));
  g_assert_cmpuint (n_touched, ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app/port-model/results", test_results);
  g_test_add_func ("/app/port-model/find", test_find);
  g_test_add_func ("/app/port-model/short-list", test_short_list);
  g_test_add_func ("/app/port-model/same-object", test_same_object);
  g_test_add_func ("/app/port-model/update-is-small", test_update_is_small);
  g_test_add_func ("/app/port-model/snapshot-reaches-items", test_snapshot_reaches_items);

  return g_test_run ();
}
