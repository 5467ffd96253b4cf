#include "config.h"

#include "app/ptl-port-list.h"

#include "app/ptl-focus.h"
#include "app/ptl-port-item.h"
#include "app/ptl-port-row.h"

/*
 * PtlPortList: the scrolled list of ports. It owns the model and the selection, and tells with "selected" which port the
 * person chose; a refresh never changes that.
 */
struct _PtlPortList
{
  GtkWidget           parent_instance;

  GtkWidget          *scrolled;
  GtkListView        *view;

  PtlCatalog         *catalog; /* (owned) (nullable) */
  PtlPortModel       *model;   /* (owned) */
  GtkSingleSelection *selection; /* (owned) */
  PtlRowMetrics       metrics;
  GStrv               words;   /* (owned) (nullable): marked in the rows */
  int                 selected; /* the port that was last told, or -1 */
  guint               frozen;  /* while set, a change of selection is ours and not told */
};

enum
{
  SIGNAL_SELECTED,
  SIGNAL_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PtlPortList, ptl_port_list, GTK_TYPE_WIDGET)

static void
setup_cb (PtlPortList *self,
          GtkListItem *list_item)
{
  gtk_list_item_set_child (list_item, ptl_port_row_new (self->catalog, &self->metrics));
}

/*
 * There is nothing to unbind: for each change above the rows on screen GTK unbinds all of these, two hundred, and binds each to
 * the item that it had, as its position is another. A row that keeps its item has nothing to do then.
 */
static void
bind_cb (PtlPortList *self,
         GtkListItem *list_item)
{
  PtlPortRow *row = PTL_PORT_ROW (gtk_list_item_get_child (list_item));
  PtlPortItem *item = gtk_list_item_get_item (list_item);

  ptl_port_row_set_words (row, (const char * const *) self->words);
  if (ptl_port_row_get_item (row) != item)
    ptl_port_row_set_item (row, item);
}

static void
selection_changed_cb (PtlPortList *self)
{
  PtlPortItem *item = gtk_single_selection_get_selected_item (self->selection);
  int port = item != NULL ? ptl_port_item_get_port (item) : -1;

  /* A row that went away takes its selection with it, but not what the person reads. */
  if (self->frozen > 0 || port < 0 || port == self->selected)
    return;

  self->selected = port;
  g_signal_emit (self, signals[SIGNAL_SELECTED], 0, (guint) port);
}

static void
activate_cb (PtlPortList *self,
             guint        position)
{
  selection_changed_cb (self);
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

static void
scroll_to (PtlPortList *self,
           guint        position)
{
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}

static void
ptl_port_list_css_changed (GtkWidget         *widget,
                           GtkCssStyleChange *change)
{
  PtlPortList *self = PTL_PORT_LIST (widget);
  int before = self->metrics.height;

  GTK_WIDGET_CLASS (ptl_port_list_parent_class)->css_changed (widget, change);

  ptl_row_metrics_measure (&self->metrics, widget);
  if (self->metrics.height != before)
    gtk_widget_queue_resize (GTK_WIDGET (self->view));
}

static gboolean
ptl_port_list_focus (GtkWidget        *widget,
                     GtkDirectionType  direction)
{
  PtlPortList *self = PTL_PORT_LIST (widget);

  return ptl_focus_move (widget, direction, &self->scrolled, 1, self->scrolled);
}

static gboolean
ptl_port_list_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PTL_PORT_LIST (widget)->view));
}

static void
ptl_port_list_dispose (GObject *object)
{
  PtlPortList *self = PTL_PORT_LIST (object);

  self->frozen++;
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_pointer (&self->catalog, ptl_catalog_unref);

  G_OBJECT_CLASS (ptl_port_list_parent_class)->dispose (object);
}

static void
ptl_port_list_finalize (GObject *object)
{
  PtlPortList *self = PTL_PORT_LIST (object);

  g_clear_pointer (&self->words, g_strfreev);

  G_OBJECT_CLASS (ptl_port_list_parent_class)->finalize (object);
}

static void
ptl_port_list_class_init (PtlPortListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ptl_port_list_dispose;
  object_class->finalize = ptl_port_list_finalize;

  widget_class->css_changed = ptl_port_list_css_changed;
  widget_class->focus = ptl_port_list_focus;
  widget_class->grab_focus = ptl_port_list_grab_focus;

  /**
   * PtlPortList::selected:
   * @port: the port
   *
   * The person, or a new search, chose another port.
   */
  signals[SIGNAL_SELECTED] =
    g_signal_new ("selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  /**
   * PtlPortList::activated:
   *
   * The person wants to read the selected port's page.
   */
  signals[SIGNAL_ACTIVATED] =
    g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/app/portolan/Portolan/ui/ptl-port-list.ui");
  gtk_widget_class_bind_template_child (widget_class, PtlPortList, scrolled);
  gtk_widget_class_bind_template_child (widget_class, PtlPortList, view);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "portlist");
}

static void
ptl_port_list_init (PtlPortList *self)
{
  self->selected = -1;
  self->model = ptl_port_model_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  ptl_row_metrics_measure (&self->metrics, GTK_WIDGET (self));

  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->model)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item",
                           G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * ptl_port_list_set_catalog:
 * @catalog: what is known of ports
 *
 * Gives the list what its rows tell. To be called once, before anything else.
 */
void
ptl_port_list_set_catalog (PtlPortList *self,
                           PtlCatalog  *catalog)
{
  g_return_if_fail (PTL_IS_PORT_LIST (self));
  g_return_if_fail (self->catalog == NULL);

  self->catalog = ptl_catalog_ref (catalog);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
}

/* GTK_INVALID_LIST_POSITION where the port that was chosen is not in the list. */
static void
restore_selection (PtlPortList *self)
{
  guint position = GTK_INVALID_LIST_POSITION;

  if (self->selected >= 0)
    ptl_port_model_find (self->model, self->selected, &position);

  self->frozen++;
  gtk_single_selection_set_selected (self->selection, position);
  self->frozen--;
}

/**
 * ptl_port_list_show_results:
 * @results: what a search found
 * @words: (nullable): what to mark in the rows; copied
 * @same_search: whether it is the last search over again, because the listeners changed
 *
 * Lists @results. Of the same search, only what differs is touched, and what was selected stays so; of another, nothing is
 * selected until somebody does.
 */
void
ptl_port_list_show_results (PtlPortList        *self,
                            PtlResults         *results,
                            const char * const *words,
                            gboolean            same_search)
{
  g_return_if_fail (PTL_IS_PORT_LIST (self));

  if (same_search)
    {
      ptl_port_model_update_results (self->model, results);
      restore_selection (self);
      return;
    }

  /* The rows borrow the words. GTK 4.12 and later does not bind a row again whose item stays in the list. */
  {
    g_auto (GStrv) before = g_steal_pointer (&self->words);

    self->words = g_strdupv ((GStrv) words);
    self->frozen++;
    /* GtkSingleSelection looks for its item among all that are new, which would make an object of every port. */
    gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
    ptl_port_model_set_results (self->model, results);
    for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view));
         child != NULL;
         child = gtk_widget_get_next_sibling (child))
      {
        GtkWidget *row = gtk_widget_get_first_child (child);

        if (PTL_IS_PORT_ROW (row))
          ptl_port_row_set_words (PTL_PORT_ROW (row), (const char * const *) self->words);
      }
    self->frozen--;
  }
}

/**
 * ptl_port_list_set_short:
 * @short_list: whether to list only as many ports as a screen shows
 *
 * Cuts the list short until the window is painted; see ptl_port_model_set_short().
 */
void
ptl_port_list_set_short (PtlPortList *self,
                         gboolean     short_list)
{
  g_return_if_fail (PTL_IS_PORT_LIST (self));

  ptl_port_model_set_short (self->model, short_list);
}

/**
 * ptl_port_list_set_snapshot:
 * @snapshot: (nullable): the newest listeners
 *
 * Has the rows say who listens now.
 */
void
ptl_port_list_set_snapshot (PtlPortList *self,
                            PtlSnapshot *snapshot)
{
  g_return_if_fail (PTL_IS_PORT_LIST (self));

  ptl_port_model_set_snapshot (self->model, snapshot);
}

/**
 * ptl_port_list_set_marks:
 * @marks: (nullable): what the person keeps
 *
 * Has the rows show stars and notes.
 */
void
ptl_port_list_set_marks (PtlPortList *self,
                         PtlMarks    *marks)
{
  g_return_if_fail (PTL_IS_PORT_LIST (self));

  ptl_port_model_set_marks (self->model, marks);
}

static void
select_position (PtlPortList *self,
                 guint        position)
{
  gtk_single_selection_set_selected (self->selection, position);
  scroll_to (self, position);
}

/**
 * ptl_port_list_select:
 * @port: a port
 *
 * Selects @port and brings it into view.
 *
 * Returns: whether the list has @port
 */
gboolean
ptl_port_list_select (PtlPortList *self,
                      guint16      port)
{
  guint position;

  g_return_val_if_fail (PTL_IS_PORT_LIST (self), FALSE);

  if (!ptl_port_model_find (self->model, port, &position))
    {
      self->selected = port;
      restore_selection (self);
      return FALSE;
    }

  select_position (self, position);

  return TRUE;
}

/**
 * ptl_port_list_unselect:
 *
 * Lets go of the port that was chosen.
 */
void
ptl_port_list_unselect (PtlPortList *self)
{
  g_return_if_fail (PTL_IS_PORT_LIST (self));

  self->selected = -1;
  restore_selection (self);
}

/**
 * ptl_port_list_select_first:
 *
 * Selects the best result.
 */
void
ptl_port_list_select_first (PtlPortList *self)
{
  g_return_if_fail (PTL_IS_PORT_LIST (self));

  if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0)
    select_position (self, 0);
}

/**
 * ptl_port_list_move:
 * @steps: rows to go down, or up where negative
 *
 * Moves the selection, as the arrow keys do from the search entry. Stops at both ends.
 */
void
ptl_port_list_move (PtlPortList *self,
                    int          steps)
{
  guint n, position;

  g_return_if_fail (PTL_IS_PORT_LIST (self));

  n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  if (n == 0)
    return;

  position = gtk_single_selection_get_selected (self->selection);
  if (position == GTK_INVALID_LIST_POSITION)
    position = 0;
  else
    position = CLAMP ((gint64) position + steps, 0, (gint64) n - 1);

  select_position (self, position);
}

/**
 * ptl_port_list_get_selected:
 *
 * Returns: the port that was chosen last, or -1
 */
int
ptl_port_list_get_selected (PtlPortList *self)
{
  g_return_val_if_fail (PTL_IS_PORT_LIST (self), -1);

  return self->selected;
}
