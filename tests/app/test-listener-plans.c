#include "config.h"

#include <string.h>

#include "app/ptl-listener-planner.h"
#include "app/ptl-listener-sieve.h"
#include "app/ptl-listener-splices.h"
#include "app/ptl-listener-text.h"
#include "listener-fixture.h"

/*
 * The rows of the table by plans that a worker makes, while somebody sorts, groups and searches: whatever the order of these, the
 * rows are those of a table made of the last reading alone, the list's own announcements lead there, and an item that somebody
 * holds stays the row's.
 */

#define N_STEPS 1500

static const char * const queries[] = {
  "", "process:nginx", "is:exposed", "8005", "80 process:node", "-process:postgres", "tcp", "nginx", "user:somebody 8003",
};

typedef struct
{
  GRand              *random;
  PtlCatalog         *catalog;
  PtlListenerModel   *model;
  PtlListenerPlanner *planner;
  GPtrArray          *listeners;
  guint64             next_inode;
  PtlSnapshot        *snapshot;  /* (owned) */
  PtlQuery           *query;     /* (owned) */
  PtlListenerOrder    order;
  GArray             *mirror;    /* (element-type guint64): the list as its announcements tell it */
  GPtrArray          *held;      /* (element-type PtlListenerItem): as a view holds those on screen */
  PtlListenerHold     hold;      /* the row under the pointer, or none */
  guint               n_taken;
  guint               n_spliced;
} Fixture;

static guint64
id_at (GListModel *model,
       guint       position)
{
  g_autoptr (PtlListenerItem) item = g_list_model_get_item (model, position);

  g_assert_nonnull (item);

  return ptl_listener_item_get_id (item);
}

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Fixture    *fixture)
{
  g_assert_cmpuint (position + removed, <=, fixture->mirror->len);
  g_array_remove_range (fixture->mirror, position, removed);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, fixture->mirror->len + added);
  for (guint i = 0; i < added; i++)
    {
      guint64 id = id_at (model, position + i);

      g_array_insert_val (fixture->mirror, position + i, id);
    }
  fixture->n_spliced++;

  /* Also in the middle of a change, the list is what was told of it. */
  if (g_rand_int_range (fixture->random, 0, 10) == 0)
    {
      for (guint i = 0; i < fixture->mirror->len; i++)
        g_assert_cmpuint (id_at (model, i), ==, g_array_index (fixture->mirror, guint64, i));
    }
}

static void
take_cb (PtlListenerPlan *plan,
         gpointer         data)
{
  Fixture *fixture = data;

  fixture->n_taken++;
  ptl_listener_model_take (fixture->model, plan, fixture->hold.id != 0 ? &fixture->hold : NULL);
}

static PtlResults *
find_results (Fixture *fixture)
{
  if (!ptl_listener_sieve_needs_results (fixture->query))
    return NULL;

  return ptl_search (fixture->catalog, fixture->snapshot, NULL, fixture->query);
}

static void
spin_until_planned (Fixture *fixture)
{
  while (ptl_listener_planner_is_busy (fixture->planner))
    g_main_context_iteration (NULL, TRUE);
}

/* --- what happens -------------------------------------------------------------------------------------------------- */

static void
begin_reading (Fixture *fixture)
{
  g_autoptr (PtlResults) results = NULL;

  ptl_snapshot_unref (fixture->snapshot);
  fixture->snapshot = make_snapshot (fixture->listeners);
  results = find_results (fixture);
  ptl_listener_planner_update (fixture->planner, fixture->snapshot, results);
}

static void
take_reading (Fixture *fixture)
{
  begin_reading (fixture);
  spin_until_planned (fixture);
}

static void
read_again (Fixture *fixture)
{
  churn (fixture->listeners, fixture->random, &fixture->next_inode);
  begin_reading (fixture);
}

static void
sort (Fixture *fixture)
{
  fixture->order = (PtlListenerOrder) {
    g_rand_int_range (fixture->random, 0, PTL_N_COLUMNS),
    g_rand_boolean (fixture->random),
    g_rand_int_range (fixture->random, 0, PTL_N_GROUPINGS),
  };
  ptl_listener_model_set_order (fixture->model, &fixture->order);
}

static void
search (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PtlResults) results = NULL;
  g_autofree char *text = g_strdup_printf ("is:listening %s",
                                           queries[g_rand_int_range (fixture->random, 0, G_N_ELEMENTS (queries))]);

  g_clear_pointer (&fixture->query, ptl_query_unref);
  fixture->query = ptl_query_parse (text, &error);
  g_assert_no_error (error);
  results = find_results (fixture);

  /* As the table does it: the search, and the newest reading with it. */
  ptl_listener_planner_forget_results (fixture->planner);
  ptl_listener_model_set_filter (fixture->model, results, fixture->query);
  ptl_listener_planner_forget (fixture->planner);
  if (ptl_listener_model_get_rows (fixture->model)->snapshot != fixture->snapshot)
    ptl_listener_model_update (fixture->model, fixture->snapshot, results, g_get_monotonic_time (), NULL);
}

/* Later than any mark lasts; a plan like those that the planner has made. */
static void
expire (Fixture *fixture)
{
  PtlListenerRequest request = { .expire = TRUE, .now = g_get_monotonic_time () + 2 * PTL_LISTENER_MARK_TIME,
                                 .held = fixture->hold.id };
  g_autoptr (PtlListenerPlan) plan = ptl_listener_plan_new (ptl_listener_model_get_rows (fixture->model), &request);

  take_cb (plan, fixture);
}

static void
point (Fixture *fixture)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (fixture->model));

  fixture->hold = (PtlListenerHold) { 0 };
  if (n > 0 && g_rand_boolean (fixture->random))
    fixture->hold = (PtlListenerHold) {
      id_at (G_LIST_MODEL (fixture->model), g_rand_int_range (fixture->random, 0, n)),
      g_rand_int_range (fixture->random, 0, 3),
      g_rand_int_range (fixture->random, 3, 20),
    };
  else
    ptl_listener_model_settle (fixture->model);
}

/* Holds other rows, some that follow one another and some that do not. */
static void
scroll (Fixture *fixture)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (fixture->model));
  guint from = n > 0 ? g_rand_int_range (fixture->random, 0, n) : 0;
  guint n_held = g_rand_int_range (fixture->random, 0, 20);

  g_ptr_array_set_size (fixture->held, 0);
  for (guint i = from; i < n && i < from + n_held; i++)
    g_ptr_array_add (fixture->held, g_list_model_get_item (G_LIST_MODEL (fixture->model), i));
  if (n > 0)
    g_ptr_array_add (fixture->held, g_list_model_get_item (G_LIST_MODEL (fixture->model),
                                                           g_rand_int_range (fixture->random, 0, n)));
}

/* --- what has to hold ---------------------------------------------------------------------------------------------- */

static void
check_announcements (Fixture *fixture)
{
  GListModel *list = G_LIST_MODEL (fixture->model);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_int64_hash, g_int64_equal);

  g_assert_cmpuint (g_list_model_get_n_items (list), ==, fixture->mirror->len);
  for (guint i = 0; i < fixture->mirror->len; i++)
    {
      g_assert_cmpuint (id_at (list, i), ==, g_array_index (fixture->mirror, guint64, i));
      /* No row is listed twice. */
      g_assert_true (g_hash_table_add (ids, &g_array_index (fixture->mirror, guint64, i)));
    }
}

/* Where each row is said to be, there it is. */
static void
check_places (Fixture *fixture)
{
  PtlListenerRows *rows = ptl_listener_model_get_rows (fixture->model);
  g_autoptr (GHashTable) items = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < rows->listed->len; i++)
    {
      g_autoptr (PtlListenerItem) item = ptl_listener_item_new (g_ptr_array_index (rows->listed, i), items);
      guint position;

      if (ptl_listener_model_find_item (fixture->model, item, &position))
        {
          g_assert_cmpuint (position, <, fixture->mirror->len);
          g_assert_cmpuint (g_array_index (fixture->mirror, guint64, position), ==, ptl_listener_item_get_id (item));
        }
      else
        {
          g_assert_true (ptl_listener_model_is_held (fixture->model));
        }
    }
}

static void
check_held_items (Fixture *fixture)
{
  PtlListenerRows *rows = ptl_listener_model_get_rows (fixture->model);

  for (guint i = 0; i < fixture->held->len; i++)
    {
      PtlListenerItem *item = g_ptr_array_index (fixture->held, i);
      PtlListenerEntry *entry = ptl_listener_rows_find_entry (rows, ptl_listener_item_get_id (item));
      guint position;

      if (entry != NULL)
        g_assert_true (ptl_listener_item_get_entry (item) == entry);
      if (ptl_listener_model_find_item (fixture->model, item, &position))
        {
          g_autoptr (PtlListenerItem) same = g_list_model_get_item (G_LIST_MODEL (fixture->model), position);

          g_assert_true (same == item);
        }
    }
}

/* A line a row, without what is gone and without marks. */
static char *
print_living (PtlListenerModel *model)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      g_autoptr (PtlListenerItem) item = g_list_model_get_item (G_LIST_MODEL (model), i);
      const PtlListenerEntry *entry = ptl_listener_item_get_entry (item);
      g_autofree char *line = ptl_listener_text_describe (entry);
      const char *mark = ptl_listener_text_mark (entry);

      if (entry->mark == PTL_MARK_GONE || (entry->title != NULL && entry->n_rows == 0))
        continue;
      if (mark != NULL)
        line[strlen (line) - strlen (mark) - 2] = '\0';
      g_string_append_printf (text, "%s\n", line);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
check_rows (Fixture *fixture)
{
  g_autoptr (PtlListenerModel) anew = ptl_listener_model_new ();
  g_autoptr (PtlResults) results = find_results (fixture);
  g_autofree char *expected = NULL;
  g_autofree char *found = NULL;

  ptl_listener_model_set_order (anew, &fixture->order);
  ptl_listener_model_set_filter (anew, results, fixture->query);
  ptl_listener_model_update (anew, fixture->snapshot, results, 0, NULL);
  expected = print_living (anew);
  found = print_living (fixture->model);
  g_assert_cmpstr (found, ==, expected);
  g_assert_cmpuint (ptl_listener_model_get_n_listeners (fixture->model), ==, ptl_listener_model_get_n_listeners (anew));
}

/* --- the tests ----------------------------------------------------------------------------------------------------- */

static void
setup (Fixture      *fixture,
       gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->catalog = ptl_catalog_get_default (&error);
  g_assert_no_error (error);
  fixture->random = g_rand_new_with_seed (60683);
  fixture->model = ptl_listener_model_new ();
  fixture->planner = ptl_listener_planner_new (fixture->model, take_cb, fixture);
  fixture->listeners = new_listeners ();
  fixture->next_inode = 1;
  fixture->snapshot = make_snapshot (fixture->listeners);
  fixture->query = ptl_query_parse ("is:listening", &error);
  g_assert_no_error (error);
  fixture->mirror = g_array_new (FALSE, FALSE, sizeof (guint64));
  fixture->held = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (fixture->model, "items-changed", G_CALLBACK (items_changed_cb), fixture);
}

static void
teardown (Fixture      *fixture,
          gconstpointer data)
{
  ptl_listener_planner_free (fixture->planner);
  g_ptr_array_unref (fixture->held);
  g_array_unref (fixture->mirror);
  g_object_unref (fixture->model);
  ptl_query_unref (fixture->query);
  ptl_snapshot_unref (fixture->snapshot);
  g_ptr_array_unref (fixture->listeners);
  g_rand_free (fixture->random);
}

static void
test_random (Fixture      *fixture,
             gconstpointer data)
{
  guint n_held = 0;

  for (guint i = 0; i < 25; i++)
    churn (fixture->listeners, fixture->random, &fixture->next_inode);

  for (guint step = 0; step < N_STEPS; step++)
    {
      guint n = g_rand_int_range (fixture->random, 1, 4);

      /* Several of these before a plan can be ready: what was begun is stale, or waits. */
      for (guint i = 0; i < n; i++)
        {
          switch (g_rand_int_range (fixture->random, 0, 10))
            {
            case 0:
              sort (fixture);
              break;
            case 1:
              search (fixture);
              break;
            case 2:
              expire (fixture);
              break;
            case 3:
              point (fixture);
              break;
            case 4:
              scroll (fixture);
              break;
            default:
              read_again (fixture);
              break;
            }
        }
      spin_until_planned (fixture);

      g_assert_true (step == 0 || ptl_listener_model_get_rows (fixture->model)->snapshot != NULL);
      check_announcements (fixture);
      check_held_items (fixture);
      check_places (fixture);
      n_held += ptl_listener_model_is_held (fixture->model);
      if (!ptl_listener_model_is_held (fixture->model) &&
          ptl_listener_model_get_rows (fixture->model)->snapshot == fixture->snapshot)
        check_rows (fixture);
    }

  g_test_message ("a row was held in %u of %u steps", n_held, N_STEPS);
  g_assert_cmpuint (n_held, >, N_STEPS / 50);

  /* Nothing waits for ever. */
  read_again (fixture);
  spin_until_planned (fixture);
  ptl_listener_model_settle (fixture->model);
  g_assert_true (ptl_listener_model_get_rows (fixture->model)->snapshot == fixture->snapshot);
  check_announcements (fixture);
  check_rows (fixture);
}

static gboolean
never_cb (gpointer data)
{
  g_assert_not_reached ();
}

/* The newest reading is what is shown in the end, however many came while a plan was made, and of those between none. */
static void
test_newest_wins (Fixture      *fixture,
                  gconstpointer data)
{
  for (guint i = 0; i < 10; i++)
    read_again (fixture);
  g_assert_true (ptl_listener_planner_is_busy (fixture->planner));
  spin_until_planned (fixture);
  g_assert_true (ptl_listener_model_get_rows (fixture->model)->snapshot == fixture->snapshot);
  g_assert_cmpuint (fixture->n_taken, ==, 2);
  check_rows (fixture);
}

/* Somebody sorts while a plan is made: it is made again, and not taken as it was. */
static void
test_stale_is_made_again (Fixture      *fixture,
                          gconstpointer data)
{
  read_again (fixture);
  spin_until_planned (fixture);
  read_again (fixture);
  fixture->order = (PtlListenerOrder) { PTL_COLUMN_OWNER, TRUE, PTL_GROUPING_PROCESS };
  ptl_listener_model_set_order (fixture->model, &fixture->order);
  g_assert_true (ptl_listener_model_get_rows (fixture->model)->snapshot != fixture->snapshot);
  spin_until_planned (fixture);
  g_assert_cmpuint (fixture->n_taken, ==, 2);
  g_assert_true (ptl_listener_model_get_rows (fixture->model)->snapshot == fixture->snapshot);
  g_assert_cmpint (ptl_listener_model_get_order (fixture->model)->column, ==, PTL_COLUMN_OWNER);
  check_rows (fixture);
}

/* The row under the pointer itself has to go elsewhere: nothing moves while the pointer is there, and all is told later. */
static void
test_held_row_moves (Fixture      *fixture,
                     gconstpointer data)
{
  const char * const names[] = { "a", "b", "c", "d" };
  guint64 held;

  fixture->order = (PtlListenerOrder) { PTL_COLUMN_OWNER, FALSE, PTL_GROUPING_NONE };
  ptl_listener_model_set_order (fixture->model, &fixture->order);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_ptr_array_add (fixture->listeners, make_listener (100 + i, "0.0.0.0", 1, names[i], 1000 + i));
  take_reading (fixture);
  held = id_at (G_LIST_MODEL (fixture->model), 1);
  fixture->hold = (PtlListenerHold) { held, 0, 20 };

  ptl_listener_free (fixture->listeners->pdata[1]);
  fixture->listeners->pdata[1] = make_listener (101, "0.0.0.0", 1, "cc", 1001);
  take_reading (fixture);
  g_assert_true (ptl_listener_model_is_held (fixture->model));
  g_assert_cmpuint (id_at (G_LIST_MODEL (fixture->model), 1), ==, held);
  check_announcements (fixture);

  fixture->hold.id = 0;
  take_reading (fixture);
  g_assert_false (ptl_listener_model_is_held (fixture->model));
  g_assert_cmpuint (id_at (G_LIST_MODEL (fixture->model), 2), ==, held);
  check_announcements (fixture);
  check_rows (fixture);
}

/* A window that is closed meanwhile is told nothing. */
static void
test_free_while_busy (Fixture      *fixture,
                      gconstpointer data)
{
  PtlListenerPlanner *planner = ptl_listener_planner_new (fixture->model, (PtlListenerPlannerFunc) (void *) never_cb, NULL);

  ptl_listener_planner_update (planner, fixture->snapshot, NULL);
  ptl_listener_planner_free (planner);
  read_again (fixture);
  spin_until_planned (fixture);
  for (guint i = 0; i < 50; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

/* Ten thousand rows of which two hundred are on screen: few announcements, and exact ones only there. */
static void
test_few_announcements (Fixture      *fixture,
                        gconstpointer data)
{
  guint n_before;

  for (guint i = 0; i < 10000; i++)
    g_ptr_array_add (fixture->listeners, make_listener (1000 + 5 * i, "0.0.0.0", 100 + i % 50, "nginx", fixture->next_inode++));
  read_again (fixture);
  spin_until_planned (fixture);
  for (guint i = 5000; i < 5200; i++)
    g_ptr_array_add (fixture->held, g_list_model_get_item (G_LIST_MODEL (fixture->model), i));
  g_ptr_array_add (fixture->held, g_list_model_get_item (G_LIST_MODEL (fixture->model), 7));

  for (guint round = 0; round < 20; round++)
    {
      for (guint i = 0; i < 200; i++)
        {
          g_ptr_array_remove_index_fast (fixture->listeners, g_rand_int_range (fixture->random, 0, fixture->listeners->len));
          g_ptr_array_add (fixture->listeners, make_listener (g_rand_int_range (fixture->random, 1000, 51000), "0.0.0.0", 99,
                                                              "node", fixture->next_inode++));
        }
      n_before = fixture->n_spliced;
      read_again (fixture);
      spin_until_planned (fixture);
      g_assert_cmpuint (fixture->n_spliced - n_before, <=, 5);
      check_announcements (fixture);
      check_held_items (fixture);
      expire (fixture);
      check_announcements (fixture);
      check_rows (fixture);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define add(name, test) g_test_add ("/app/listener-plans/" name, Fixture, NULL, setup, test, teardown)
  add ("random", test_random);
  add ("newest-wins", test_newest_wins);
  add ("stale-is-made-again", test_stale_is_made_again);
  add ("held-row-moves", test_held_row_moves);
  add ("free-while-busy", test_free_while_busy);
  add ("few-announcements", test_few_announcements);
#undef add

  return g_test_run ();
}
