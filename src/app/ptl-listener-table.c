#include "config.h"

#include "app/ptl-listener-table.h"

#include <math.h>

#include "app/ptl-listener-columns.h"
#include "app/ptl-listener-header.h"
#include "app/ptl-listener-row.h"
#include "app/ptl-listener-text.h"

/*
 * PtlListenerTable: who listens on this computer, as a table that sorts and groups. A refresh moves neither what is selected
 * nor what has the focus, and nothing at all that the pointer is on.
 */
struct _PtlListenerTable
{
  GtkWidget           parent_instance;

  GtkWidget          *options;
  GtkDropDown        *sort_choice;
  GtkStringList      *sort_names;
  GtkWidget          *descending_button;
  GtkDropDown        *group_choice;
  GtkWidget          *header;
  GtkWidget          *scrolled;
  GtkListView        *view;

  PtlListenerModel   *model;     /* (owned) */
  GtkSingleSelection *selection; /* (owned) */
  PtlListenerColumns  columns;
  GStrv               words;     /* (owned) (nullable): marked in the rows */
  PtlListenerItem    *chosen;    /* (owned) (nullable): the row that was selected last */
  int                 selected;  /* the port that was last told, or -1 */
  guint               frozen;    /* while set, a change of selection is ours and not told */

  gboolean            pointed;   /* the pointer is over the rows, at: */
  double              pointer_x;
  double              pointer_y;
  guint               tick_id;   /* while rows are marked */
  guint               layout_id;
};

enum
{
  PROP_0,
  PROP_SORT_COLUMN,
  PROP_DESCENDING,
  PROP_GROUPING,
  N_PROPS,
};

enum
{
  SIGNAL_SELECTED,
  SIGNAL_ACTIVATED,
  SIGNAL_SETTLED,
  N_SIGNALS,
};

/* How often is looked whether a mark has been seen for long enough. */
#define TICK_MS 500

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PtlListenerTable, ptl_listener_table, GTK_TYPE_WIDGET)

/* --- rows ---------------------------------------------------------------------------------------------------------- */

static void
setup_cb (PtlListenerTable *self,
          GtkListItem      *list_item)
{
  gtk_list_item_set_child (list_item, ptl_listener_row_new (&self->columns));
}

static void
bind_cb (PtlListenerTable *self,
         GtkListItem      *list_item)
{
  PtlListenerRow *row = PTL_LISTENER_ROW (gtk_list_item_get_child (list_item));
  PtlListenerItem *item = gtk_list_item_get_item (list_item);

  gtk_list_item_set_selectable (list_item, !ptl_listener_item_is_heading (item));
  gtk_list_item_set_activatable (list_item, !ptl_listener_item_is_heading (item));
  ptl_listener_row_set_words (row, (const char * const *) self->words);
  ptl_listener_row_set_item (row, item);
}

static void
unbind_cb (PtlListenerTable *self,
           GtkListItem      *list_item)
{
  PtlListenerRow *row = PTL_LISTENER_ROW (gtk_list_item_get_child (list_item));

  ptl_listener_row_set_item (row, NULL);
  ptl_listener_row_set_words (row, NULL);
}

static void
selection_changed_cb (PtlListenerTable *self)
{
  PtlListenerItem *item = gtk_single_selection_get_selected_item (self->selection);

  /* A row that went away takes its selection with it, but not what the person reads. */
  if (self->frozen > 0 || item == NULL || ptl_listener_item_is_heading (item))
    return;

  g_set_object (&self->chosen, item);
  if (ptl_listener_item_get_port (item) == self->selected)
    return;

  self->selected = ptl_listener_item_get_port (item);
  g_signal_emit (self, signals[SIGNAL_SELECTED], 0, (guint) self->selected);
}

static void
activate_cb (PtlListenerTable *self,
             guint             position)
{
  selection_changed_cb (self);
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

static void
scroll_to (PtlListenerTable *self,
           guint             position)
{
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}

static void
restore_selection (PtlListenerTable *self)
{
  guint position = GTK_INVALID_LIST_POSITION;

  /* Where its row has left, another of the port that is read is as good, be it the same program come back. */
  if ((self->chosen == NULL || !ptl_listener_model_find_item (self->model, self->chosen, &position)) && self->selected >= 0)
    ptl_listener_model_find_port (self->model, self->selected, &position);

  self->frozen++;
  if (gtk_single_selection_get_selected (self->selection) != position)
    gtk_single_selection_set_selected (self->selection, position);
  if (position != GTK_INVALID_LIST_POSITION)
    g_set_object (&self->chosen, gtk_single_selection_get_selected_item (self->selection));
  self->frozen--;
}

/* --- a refresh ----------------------------------------------------------------------------------------------------- */

static GtkAdjustment *
get_adjustment (PtlListenerTable *self)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled));
}

static PtlListenerRow *
find_pointed (PtlListenerTable *self)
{
  GtkWidget *picked;

  if (!self->pointed || !gtk_widget_get_mapped (GTK_WIDGET (self->view)))
    return NULL;

  picked = gtk_widget_pick (GTK_WIDGET (self->view), self->pointer_x, self->pointer_y, GTK_PICK_DEFAULT);
  if (picked == NULL)
    return NULL;
  if (!PTL_IS_LISTENER_ROW (picked))
    picked = gtk_widget_get_first_child (picked);

  return PTL_IS_LISTENER_ROW (picked) ? PTL_LISTENER_ROW (picked) : NULL;
}

/*
 * Finds the row under the pointer, and has the list keep its place by that row: GtkListView keeps one row where it is on
 * screen whatever comes and goes, and takes for it the row that it was last asked to scroll to.
 */
static gboolean
hold_pointed (PtlListenerTable *self,
              PtlListenerHold  *hold)
{
  GtkAdjustment *adjustment = get_adjustment (self);
  double value = gtk_adjustment_get_value (adjustment);
  double page = gtk_adjustment_get_page_size (adjustment);
  PtlListenerRow *pointed = find_pointed (self);
  double row;
  guint position;

  if (pointed == NULL)
    return FALSE;

  /* All rows are of one height. */
  row = gtk_widget_get_height (gtk_widget_get_parent (GTK_WIDGET (pointed)));
  hold->item = ptl_listener_row_get_item (pointed);
  if (hold->item == NULL || row <= 0 || !ptl_listener_model_find_item (self->model, hold->item, &position))
    return FALSE;

  hold->above = value / row;
  hold->page = page / row;

  /* A row that is cut at an edge would be scrolled into view. */
  if (position * row < value)
    position++;
  else if ((position + 1) * row > value + page && position > 0)
    position--;
  if (position < g_list_model_get_n_items (G_LIST_MODEL (self->model)))
    scroll_to (self, position);

  return TRUE;
}

static gboolean
has_focus_inside (PtlListenerTable *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == GTK_WIDGET (self->view) || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view)));
}

static gboolean tick_cb (gpointer data);

/* To be called after each change of the rows: gives back what went with a row. */
static void
settle_view (PtlListenerTable *self,
             gboolean          had_focus)
{
  restore_selection (self);
  if (had_focus && !has_focus_inside (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
  if (self->tick_id == 0 && ptl_listener_model_has_marks (self->model))
    self->tick_id = g_timeout_add (TICK_MS, tick_cb, self);
}

static gboolean
tick_cb (gpointer data)
{
  PtlListenerTable *self = data;
  PtlListenerHold hold = { NULL };
  gboolean held = hold_pointed (self, &hold);
  gboolean had_focus = has_focus_inside (self);
  gboolean more;

  self->frozen++;
  more = ptl_listener_model_expire (self->model, g_get_monotonic_time (), held ? &hold : NULL);
  self->frozen--;
  if (!more)
    self->tick_id = 0;
  settle_view (self, had_focus);
  g_signal_emit (self, signals[SIGNAL_SETTLED], 0);

  return more ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
pointer_moved_cb (PtlListenerTable *self,
                  double            x,
                  double            y)
{
  self->pointed = TRUE;
  self->pointer_x = x;
  self->pointer_y = y;
}

static void
pointer_left_cb (PtlListenerTable *self)
{
  gboolean had_focus = has_focus_inside (self);

  self->pointed = FALSE;
  if (!ptl_listener_model_is_held (self->model))
    return;

  self->frozen++;
  ptl_listener_model_settle (self->model);
  self->frozen--;
  settle_view (self, had_focus);
  g_signal_emit (self, signals[SIGNAL_SETTLED], 0);
}

/* --- sorting and grouping ------------------------------------------------------------------------------------------ */

static void
set_order (PtlListenerTable       *self,
           const PtlListenerOrder *order)
{
  PtlListenerOrder before = *ptl_listener_model_get_order (self->model);
  guint position;

  if (before.column == order->column && before.descending == order->descending && before.grouping == order->grouping)
    return;

  self->frozen++;
  ptl_listener_model_set_order (self->model, order);
  self->frozen--;
  restore_selection (self);
  if (self->chosen != NULL && ptl_listener_model_find_item (self->model, self->chosen, &position))
    scroll_to (self, position);
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0)
    scroll_to (self, 0);

  ptl_listener_header_set_order (PTL_LISTENER_HEADER (self->header), order);
  gtk_drop_down_set_selected (self->sort_choice, order->column);
  gtk_drop_down_set_selected (self->group_choice, order->grouping);

  if (before.column != order->column)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SORT_COLUMN]);
  if (before.descending != order->descending)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESCENDING]);
  if (before.grouping != order->grouping)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GROUPING]);
}

/* A second click on a title turns the order round. */
static void
sort_clicked_cb (PtlListenerTable *self,
                 guint             column)
{
  PtlListenerOrder order = *ptl_listener_model_get_order (self->model);

  order.descending = order.column == column && !order.descending;
  order.column = column;
  set_order (self, &order);
}

static void
sort_chosen_cb (PtlListenerTable *self)
{
  PtlListenerOrder order = *ptl_listener_model_get_order (self->model);
  guint column = gtk_drop_down_get_selected (self->sort_choice);

  if (column >= PTL_N_COLUMNS || order.column == column)
    return;
  order.column = column;
  set_order (self, &order);
}

static void
group_chosen_cb (PtlListenerTable *self)
{
  PtlListenerOrder order = *ptl_listener_model_get_order (self->model);
  guint grouping = gtk_drop_down_get_selected (self->group_choice);

  if (grouping >= PTL_N_GROUPINGS)
    return;
  order.grouping = grouping;
  set_order (self, &order);
}

/* --- layout -------------------------------------------------------------------------------------------------------- */

static void
queue_rows (PtlListenerTable *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view));
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);

      if (row != NULL)
        {
          gtk_widget_queue_resize (row);
          gtk_widget_queue_draw (row);
        }
    }
}

/* Widgets come and go with the width, which is not to be done in the middle of an allocation. */
static gboolean
layout_cb (gpointer data)
{
  PtlListenerTable *self = data;
  gboolean two_lines = self->columns.two_lines;

  self->layout_id = 0;
  gtk_widget_set_visible (self->header, !two_lines);
  gtk_widget_set_visible (GTK_WIDGET (self->sort_choice), two_lines);
  gtk_widget_set_visible (self->descending_button, two_lines);
  gtk_widget_queue_allocate (self->header);
  queue_rows (self);

  return G_SOURCE_REMOVE;
}

static void
queue_layout (PtlListenerTable *self)
{
  if (self->layout_id == 0)
    self->layout_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, layout_cb, self, NULL);
}

static void
ptl_listener_table_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  PtlListenerTable *self = PTL_LISTENER_TABLE (widget);
  GtkWidget *children[] = { self->options, self->header, self->scrolled };

  *minimum = *natural = 0;
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      int child_minimum = 0, child_natural = 0;

      if (gtk_widget_should_layout (children[i]))
        gtk_widget_measure (children[i], orientation, -1, &child_minimum, &child_natural, NULL, NULL);
      *minimum = orientation == GTK_ORIENTATION_VERTICAL ? *minimum + child_minimum : MAX (*minimum, child_minimum);
      *natural = orientation == GTK_ORIENTATION_VERTICAL ? *natural + child_natural : MAX (*natural, child_natural);
    }
}

/* One below the other, the rows with what the others leave. No layout manager: the columns have to know the width first. */
static void
ptl_listener_table_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  PtlListenerTable *self = PTL_LISTENER_TABLE (widget);
  GtkWidget *above[] = { self->options, self->header };
  int before = self->columns.width;
  int y = 0;

  ptl_listener_columns_set_width (&self->columns, width - 2 * PTL_LISTENER_ROW_MARGIN);
  if (self->columns.width != before)
    queue_layout (self);

  for (guint i = 0; i < G_N_ELEMENTS (above); i++)
    {
      int natural;

      if (!gtk_widget_should_layout (above[i]))
        continue;
      gtk_widget_measure (above[i], GTK_ORIENTATION_VERTICAL, -1, NULL, &natural, NULL, NULL);
      gtk_widget_size_allocate (above[i], &(GtkAllocation) { 0, y, width, natural }, -1);
      y += natural;
    }
  gtk_widget_size_allocate (self->scrolled, &(GtkAllocation) { 0, y, width, MAX (0, height - y) }, -1);
}

static void
ptl_listener_table_css_changed (GtkWidget         *widget,
                                GtkCssStyleChange *change)
{
  PtlListenerTable *self = PTL_LISTENER_TABLE (widget);

  GTK_WIDGET_CLASS (ptl_listener_table_parent_class)->css_changed (widget, change);

  ptl_listener_columns_measure (&self->columns, widget);
  queue_layout (self);
}

static gboolean
ptl_listener_table_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PTL_LISTENER_TABLE (widget)->view));
}

/* --- the object ---------------------------------------------------------------------------------------------------- */

static void
ptl_listener_table_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  const PtlListenerOrder *order = ptl_listener_model_get_order (PTL_LISTENER_TABLE (object)->model);

  switch (prop_id)
    {
    case PROP_SORT_COLUMN:
      g_value_set_string (value, ptl_column_to_string (order->column));
      break;

    case PROP_DESCENDING:
      g_value_set_boolean (value, order->descending);
      break;

    case PROP_GROUPING:
      g_value_set_string (value, ptl_grouping_to_string (order->grouping));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ptl_listener_table_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  PtlListenerTable *self = PTL_LISTENER_TABLE (object);
  PtlListenerOrder order = *ptl_listener_model_get_order (self->model);

  switch (prop_id)
    {
    case PROP_SORT_COLUMN:
      if (ptl_column_from_string (g_value_get_string (value), &order.column))
        set_order (self, &order);
      break;

    case PROP_DESCENDING:
      order.descending = g_value_get_boolean (value);
      set_order (self, &order);
      break;

    case PROP_GROUPING:
      if (ptl_grouping_from_string (g_value_get_string (value), &order.grouping))
        set_order (self, &order);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ptl_listener_table_dispose (GObject *object)
{
  PtlListenerTable *self = PTL_LISTENER_TABLE (object);

  self->frozen++;
  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_handle_id (&self->layout_id, g_source_remove);
  g_clear_pointer (&self->options, gtk_widget_unparent);
  g_clear_pointer (&self->header, gtk_widget_unparent);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->chosen);

  G_OBJECT_CLASS (ptl_listener_table_parent_class)->dispose (object);
}

static void
ptl_listener_table_finalize (GObject *object)
{
  PtlListenerTable *self = PTL_LISTENER_TABLE (object);

  g_clear_object (&self->model);
  g_clear_pointer (&self->words, g_strfreev);

  G_OBJECT_CLASS (ptl_listener_table_parent_class)->finalize (object);
}

static void
ptl_listener_table_class_init (PtlListenerTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ptl_listener_table_dispose;
  object_class->finalize = ptl_listener_table_finalize;
  object_class->get_property = ptl_listener_table_get_property;
  object_class->set_property = ptl_listener_table_set_property;

  widget_class->css_changed = ptl_listener_table_css_changed;
  widget_class->grab_focus = ptl_listener_table_grab_focus;
  widget_class->measure = ptl_listener_table_measure;
  widget_class->size_allocate = ptl_listener_table_size_allocate;

  /**
   * PtlListenerTable:sort-column:
   *
   * By which column the rows are sorted: "port", "transport", "address", "owner", "unit", "user" or "since".
   */
  properties[PROP_SORT_COLUMN] =
    g_param_spec_string ("sort-column", NULL, NULL, "port",
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * PtlListenerTable:descending:
   *
   * Whether what is greatest comes first.
   */
  properties[PROP_DESCENDING] =
    g_param_spec_boolean ("descending", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * PtlListenerTable:grouping:
   *
   * How the rows are grouped: "none", "process" or "exposure".
   */
  properties[PROP_GROUPING] =
    g_param_spec_string ("grouping", NULL, NULL, "none",
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * PtlListenerTable::selected:
   * @port: the port
   *
   * The person, or a new search, chose a listener on another port.
   */
  signals[SIGNAL_SELECTED] =
    g_signal_new ("selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  /**
   * PtlListenerTable::activated:
   *
   * The person wants to read the selected port's page.
   */
  signals[SIGNAL_ACTIVATED] =
    g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * PtlListenerTable::settled:
   *
   * Rows came or went without a new reading: their time was over, or they had waited for the pointer to go.
   */
  signals[SIGNAL_SETTLED] =
    g_signal_new ("settled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (PTL_TYPE_LISTENER_HEADER);

  gtk_widget_class_set_template_from_resource (widget_class, "/app/portolan/Portolan/ui/ptl-listener-table.ui");
  gtk_widget_class_bind_template_child (widget_class, PtlListenerTable, options);
  gtk_widget_class_bind_template_child (widget_class, PtlListenerTable, sort_choice);
  gtk_widget_class_bind_template_child (widget_class, PtlListenerTable, sort_names);
  gtk_widget_class_bind_template_child (widget_class, PtlListenerTable, descending_button);
  gtk_widget_class_bind_template_child (widget_class, PtlListenerTable, group_choice);
  gtk_widget_class_bind_template_child (widget_class, PtlListenerTable, header);
  gtk_widget_class_bind_template_child (widget_class, PtlListenerTable, scrolled);
  gtk_widget_class_bind_template_child (widget_class, PtlListenerTable, view);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, group_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, pointer_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, pointer_moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, sort_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, sort_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);

  gtk_widget_class_set_css_name (widget_class, "listenertable");
}

static void
ptl_listener_table_init (PtlListenerTable *self)
{
  self->selected = -1;
  self->model = ptl_listener_model_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  ptl_listener_columns_measure (&self->columns, GTK_WIDGET (self));
  ptl_listener_header_set_columns (PTL_LISTENER_HEADER (self->header), &self->columns);
  for (PtlColumn column = 0; column < PTL_N_COLUMNS; column++)
    gtk_string_list_append (self->sort_names, ptl_column_get_title (column));

  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->model)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item",
                           G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
}

/**
 * ptl_listener_table_get_model:
 *
 * Returns: (transfer none): what is listed, in the order in which it is
 */
PtlListenerModel *
ptl_listener_table_get_model (PtlListenerTable *self)
{
  g_return_val_if_fail (PTL_IS_LISTENER_TABLE (self), NULL);

  return self->model;
}

/**
 * ptl_listener_table_show_results:
 * @results: (nullable): the ports that a search found; %NULL for all that have a listener
 * @query: (nullable): the search
 * @words: (nullable): what to mark in the rows; copied
 *
 * Lists the listeners that another search is for. Nothing is selected until somebody does.
 */
void
ptl_listener_table_show_results (PtlListenerTable   *self,
                                 PtlResults         *results,
                                 PtlQuery           *query,
                                 const char * const *words)
{
  /* Rows borrow the words until they are given the new ones. */
  g_auto (GStrv) before = NULL;

  g_return_if_fail (PTL_IS_LISTENER_TABLE (self));

  before = g_steal_pointer (&self->words);
  self->words = g_strdupv ((GStrv) words);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view));
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);

      if (PTL_IS_LISTENER_ROW (row))
        ptl_listener_row_set_words (PTL_LISTENER_ROW (row), (const char * const *) self->words);
    }

  self->frozen++;
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  ptl_listener_model_set_filter (self->model, results, query);
  self->frozen--;
}

/**
 * ptl_listener_table_update:
 * @snapshot: the newest reading
 * @results: (nullable): what the same search finds now; %NULL for all that have a listener
 *
 * Shows a new reading. What is selected stays so, what has the focus keeps it, what the pointer is on stays under it.
 */
void
ptl_listener_table_update (PtlListenerTable *self,
                           PtlSnapshot      *snapshot,
                           PtlResults       *results)
{
  PtlListenerHold hold = { NULL };
  gboolean held, had_focus;

  g_return_if_fail (PTL_IS_LISTENER_TABLE (self));

  held = hold_pointed (self, &hold);
  had_focus = has_focus_inside (self);
  self->frozen++;
  ptl_listener_model_update (self->model, snapshot, results, g_get_monotonic_time (), held ? &hold : NULL);
  self->frozen--;
  settle_view (self, had_focus);
}

/**
 * ptl_listener_table_select:
 * @port: a port
 *
 * Selects a listener on @port, the one that was selected already where it is one, and brings it into view.
 *
 * Returns: whether one is listed
 */
gboolean
ptl_listener_table_select (PtlListenerTable *self,
                           guint16           port)
{
  guint position;

  g_return_val_if_fail (PTL_IS_LISTENER_TABLE (self), FALSE);

  if (self->chosen != NULL && ptl_listener_item_get_port (self->chosen) == port &&
      ptl_listener_model_find_item (self->model, self->chosen, &position))
    ;
  else if (!ptl_listener_model_find_port (self->model, port, &position))
    {
      self->selected = port;
      g_clear_object (&self->chosen);
      restore_selection (self);
      return FALSE;
    }

  gtk_single_selection_set_selected (self->selection, position);
  selection_changed_cb (self);
  scroll_to (self, position);

  return TRUE;
}

/**
 * ptl_listener_table_select_best:
 * @results: (nullable): what a search found, best first; %NULL for nothing in particular
 *
 * Selects a listener on the best port, or the first of the table.
 *
 * Returns: whether there is one
 */
gboolean
ptl_listener_table_select_best (PtlListenerTable *self,
                                PtlResults       *results)
{
  guint n_found;

  g_return_val_if_fail (PTL_IS_LISTENER_TABLE (self), FALSE);

  n_found = results != NULL ? ptl_results_get_n (results) : 0;
  for (guint i = 0; i < n_found; i++)
    {
      if (ptl_listener_model_find_port (self->model, ptl_results_get_ports (results)[i], NULL))
        return ptl_listener_table_select (self, ptl_results_get_ports (results)[i]);
    }

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->model)); i++)
    {
      g_autoptr (PtlListenerItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), i);

      if (!ptl_listener_item_is_heading (item))
        return ptl_listener_table_select (self, ptl_listener_item_get_port (item));
    }

  return FALSE;
}

/**
 * ptl_listener_table_move:
 * @steps: rows to go down, or up where negative
 *
 * Moves the selection, as the arrow keys do from the search entry, past headings. Stops at both ends.
 */
void
ptl_listener_table_move (PtlListenerTable *self,
                         int               steps)
{
  gint64 n, position;
  int step = steps < 0 ? -1 : 1;

  g_return_if_fail (PTL_IS_LISTENER_TABLE (self));

  n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  position = gtk_single_selection_get_selected (self->selection);
  position = position == GTK_INVALID_LIST_POSITION ? 0 : CLAMP (position + steps, 0, n - 1);

  /* At the upper end a heading has nothing above it: turn round. */
  for (guint turns = 0; position >= 0 && position < n;)
    {
      g_autoptr (PtlListenerItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), position);

      if (!ptl_listener_item_is_heading (item))
        {
          gtk_single_selection_set_selected (self->selection, position);
          scroll_to (self, position);
          return;
        }
      if (position == 0 && step < 0 && turns++ == 0)
        step = 1;
      position += step;
    }
}

/**
 * ptl_listener_table_get_selected:
 *
 * Returns: the port that was chosen last, or -1
 */
int
ptl_listener_table_get_selected (PtlListenerTable *self)
{
  g_return_val_if_fail (PTL_IS_LISTENER_TABLE (self), -1);

  return self->selected;
}
