#include "config.h"

#include "app/ptl-listener-table-private.h"

#include <glib/gi18n-lib.h>

#include "app/ptl-button-name.h"
#include "app/ptl-focus.h"
#include "app/ptl-listener-header.h"
#include "app/ptl-listener-row.h"
#include "app/ptl-listener-text.h"
#include "app/ptl-wrap-box.h"

/*
 * PtlListenerTable: who listens on this computer, as a table that sorts and groups. A refresh moves neither what is selected
 * nor what has the focus, and nothing at all that the pointer is on: see ptl-listener-table-refresh.c. What is selected stands
 * in ptl-listener-table-selection.c.
 */

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

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PtlListenerTable, ptl_listener_table, GTK_TYPE_WIDGET)

/**
 * ptl_listener_table_tell_selected:
 *
 * Emits #PtlListenerTable::selected.
 */
void
ptl_listener_table_tell_selected (PtlListenerTable *self)
{
  g_signal_emit (self, signals[SIGNAL_SELECTED], 0, (guint) self->selected);
}

/**
 * ptl_listener_table_tell_settled:
 *
 * Emits #PtlListenerTable::settled.
 */
void
ptl_listener_table_tell_settled (PtlListenerTable *self)
{
  g_signal_emit (self, signals[SIGNAL_SETTLED], 0);
}

/* --- rows ---------------------------------------------------------------------------------------------------------- */

static void
setup_cb (PtlListenerTable *self,
          GtkListItem      *list_item)
{
  gtk_list_item_set_child (list_item, ptl_listener_row_new (&self->columns, self->icons));
}

/*
 * There is nothing to unbind: for each change above the rows on screen GTK unbinds all of these, two hundred, and binds each to
 * the item that it had, as its position is another. A row that keeps its item has nothing to do then; with 10,000 listeners
 * that was a third of a refresh. A row that leaves the screen goes with its widget.
 */
static void
bind_cb (PtlListenerTable *self,
         GtkListItem      *list_item)
{
  PtlListenerRow *row = PTL_LISTENER_ROW (gtk_list_item_get_child (list_item));
  PtlListenerItem *item = gtk_list_item_get_item (list_item);

  ptl_listener_row_set_words (row, (const char * const *) self->words);
  if (ptl_listener_row_get_item (row) == item)
    return;

  gtk_list_item_set_selectable (list_item, !ptl_listener_item_is_heading (item));
  gtk_list_item_set_activatable (list_item, !ptl_listener_item_is_heading (item));
  ptl_listener_row_set_item (row, item);
}

static void
activate_cb (PtlListenerTable *self,
             guint             position)
{
  ptl_listener_table_chosen (self);
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

/* --- sorting and grouping ------------------------------------------------------------------------------------------ */

/* What takes the focus is a button inside, which GTK 4.8 leaves without a name. */
static void
name_choice (GtkDropDown *choice,
             const char  *what)
{
  GtkStringObject *chosen = gtk_drop_down_get_selected_item (choice);
  g_autofree char *name = NULL;

  if (chosen == NULL)
    return;

  name = g_strdup_printf ("%s, %s", what, gtk_string_object_get_string (chosen));
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  ptl_button_set_name (gtk_widget_get_first_child (GTK_WIDGET (choice)), name);
}

static void
name_choices (PtlListenerTable *self)
{
  name_choice (self->sort_choice, _("Sort by"));
  name_choice (self->group_choice, _("Group the listeners"));
}

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
  ptl_listener_table_restore_selection (self);
  if (self->chosen != NULL && ptl_listener_model_find_item (self->model, self->chosen, &position))
    ptl_listener_table_scroll_to (self, position);
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0)
    ptl_listener_table_scroll_to (self, 0);

  ptl_listener_header_set_order (PTL_LISTENER_HEADER (self->header), order);
  gtk_drop_down_set_selected (self->sort_choice, order->column);
  gtk_drop_down_set_selected (self->group_choice, order->grouping);
  name_choices (self);

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
        gtk_widget_measure (children[i], orientation, orientation == GTK_ORIENTATION_VERTICAL ? for_size : -1,
                            &child_minimum, &child_natural, NULL, NULL);
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
      gtk_widget_measure (above[i], GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
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
ptl_listener_table_focus (GtkWidget        *widget,
                          GtkDirectionType  direction)
{
  PtlListenerTable *self = PTL_LISTENER_TABLE (widget);
  GtkWidget *children[] = { self->options, self->header, self->scrolled };

  if (!ptl_focus_move (widget, direction, children, G_N_ELEMENTS (children), self->scrolled))
    return FALSE;
  if (gtk_widget_is_focus (self->scrolled) || gtk_widget_is_focus (GTK_WIDGET (self->view)))
    ptl_listener_table_focus_rows (self);

  return TRUE;
}

static gboolean
ptl_listener_table_grab_focus (GtkWidget *widget)
{
  return ptl_listener_table_focus_rows (PTL_LISTENER_TABLE (widget));
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
  g_clear_pointer (&self->planner, ptl_listener_planner_free);
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
  g_clear_pointer (&self->icons, ptl_owner_icons_free);
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
  widget_class->focus = ptl_listener_table_focus;
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
   * Rows came or went by themselves: by a new reading, because their time was over, or because they had waited for the pointer
   * to go.
   */
  signals[SIGNAL_SETTLED] =
    g_signal_new ("settled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (PTL_TYPE_LISTENER_HEADER);
  g_type_ensure (PTL_TYPE_WRAP_BOX);

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
  gtk_widget_class_bind_template_callback_full (widget_class, "pointer_left_cb", G_CALLBACK (ptl_listener_table_unpoint));
  gtk_widget_class_bind_template_callback_full (widget_class, "pointer_moved_cb", G_CALLBACK (ptl_listener_table_point));
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, sort_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, sort_clicked_cb);

  gtk_widget_class_set_css_name (widget_class, "listenertable");
}

static void
ptl_listener_table_init (PtlListenerTable *self)
{
  self->selected = -1;
  self->model = ptl_listener_model_new ();
  self->planner = ptl_listener_planner_new (self->model, ptl_listener_table_take_plan, self);
  self->icons = ptl_owner_icons_new (GTK_WIDGET (self));

  gtk_widget_init_template (GTK_WIDGET (self));
  ptl_listener_columns_measure (&self->columns, GTK_WIDGET (self));
  ptl_listener_header_set_columns (PTL_LISTENER_HEADER (self->header), &self->columns);
  for (PtlColumn column = 0; column < PTL_N_COLUMNS; column++)
    gtk_string_list_append (self->sort_names, ptl_column_get_title (column));
  name_choices (self);

  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->model)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item",
                           G_CALLBACK (ptl_listener_table_chosen), self, G_CONNECT_SWAPPED);
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
 * Lists the listeners that another search is for, at once. Nothing is selected until somebody does.
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

  ptl_listener_planner_forget_results (self->planner);
  self->frozen++;
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  ptl_listener_model_set_filter (self->model, results, query);
  self->frozen--;
}
