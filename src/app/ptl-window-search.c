#include "config.h"

#include "app/ptl-window-private.h"

#include <glib/gi18n-lib.h>

#include "app/ptl-listener-sieve.h"
#include "app/ptl-search-task.h"
#include "app/ptl-settings.h"
#include "catalog/ptl-query.h"
#include "page/ptl-search.h"

/*
 * The window's search: the entry, the places, and what the list shows of them. The chips stand in ptl-window-chips.c, the
 * words for when there is nothing to show in ptl-window-status.c.
 */

/* Rows that Page Up and Page Down go in the search entry. */
#define PAGE_ROWS 10

/* The words that rows mark. */
static GStrv
marked_words (PtlQuery *query)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < ptl_query_get_n_terms (query); i++)
    {
      const PtlTerm *term = ptl_query_get_term (query, i);

      if (term->kind == PTL_TERM_WORD && !term->exclude)
        g_strv_builder_add (builder, term->text);
    }

  return g_strv_builder_end (builder);
}

/* A word may be the name of a process that listens, so its results follow the listeners as well. */
static gboolean
follows_host (PtlQuery *query)
{
  if (ptl_query_needs_host (query))
    return TRUE;

  for (guint i = 0; i < ptl_query_get_n_terms (query); i++)
    {
      const PtlTerm *term = ptl_query_get_term (query, i);

      if (term->kind == PTL_TERM_WORD || term->kind == PTL_TERM_TRANSPORT)
        return TRUE;
    }

  return FALSE;
}

static char *
make_query_text (PtlWindow *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->search));

  if (self->place == PTL_PLACE_LISTENING)
    return g_strconcat ("is:listening ", typed, NULL);
  if (self->place == PTL_PLACE_MINE)
    return g_strconcat ("is:mine ", typed, NULL);

  return g_strdup (typed);
}

/**
 * ptl_window_get_selected:
 *
 * Returns: the port that was chosen last, or -1
 */
int
ptl_window_get_selected (PtlWindow *self)
{
  if (self->place == PTL_PLACE_LISTENING)
    return ptl_listener_table_get_selected (self->table);

  return ptl_port_list_get_selected (self->list);
}

/**
 * ptl_window_select:
 * @port: a port
 *
 * Chooses @port, in the list or the table where that has it.
 *
 * Returns: whether it has
 */
gboolean
ptl_window_select (PtlWindow *self,
                   guint16    port)
{
  if (self->place == PTL_PLACE_LISTENING)
    return ptl_listener_table_select (self->table, port);

  return ptl_port_list_select (self->list, port);
}

static void
move_selection (PtlWindow *self,
                int        steps)
{
  if (self->place == PTL_PLACE_LISTENING)
    ptl_listener_table_move (self->table, steps);
  else
    ptl_port_list_move (self->list, steps);
}

static void
show_table (PtlWindow *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (ptl_listener_table_get_model (self->table))) == 0)
    ptl_window_show_nothing_found (self);
  else
    gtk_stack_set_visible_child_name (self->list_stack, "table");
}

/* The table's rows, of which those that are gone show too, but do not count. */
static void
take_table (PtlWindow *self)
{
  self->n_found = ptl_listener_model_get_n_listeners (ptl_listener_table_get_model (self->table));
  show_table (self);
}

static void
table_settled_cb (PtlWindow *self)
{
  if (self->place != PTL_PLACE_LISTENING)
    return;

  take_table (self);
  ptl_window_update_status (self);
}

/* Another search, and a first reading that somebody waits for, at once; what else a reading changes later, by a plan. */
static void
show_listeners (PtlWindow          *self,
                PtlResults         *results,
                PtlQuery           *query,
                const char * const *words,
                gboolean            same_search)
{
  PtlSnapshot *snapshot = ptl_monitor_get_snapshot (self->monitor);

  if (same_search && !self->awaits_reading)
    {
      if (snapshot != NULL)
        ptl_listener_table_update (self->table, snapshot, results);
      return;
    }

  if (!same_search)
    ptl_listener_table_show_results (self->table, results, query, words);
  if (snapshot != NULL)
    ptl_listener_table_update_now (self->table, snapshot, results);
  take_table (self);
}

static void
show_ports (PtlWindow          *self,
            PtlResults         *results,
            const char * const *words,
            gboolean            same_search)
{
  self->n_found = ptl_results_get_n (results);
  ptl_port_list_show_results (self->list, results, words, same_search);

  if (self->n_found == 0)
    ptl_window_show_nothing_found (self);
  else
    gtk_stack_set_visible_child_name (self->list_stack, "list");
}

static gboolean
needs_results (PtlWindow *self,
               PtlQuery  *query)
{
  return self->place != PTL_PLACE_LISTENING || ptl_listener_sieve_needs_results (query);
}

/* @results: (nullable): what was found, or NULL where that is all that the table shows */
static void
show_results (PtlWindow  *self,
              PtlQuery   *query,
              PtlResults *results,
              gboolean    same_search)
{
  g_auto (GStrv) words = marked_words (query);

  if (self->place == PTL_PLACE_LISTENING)
    show_listeners (self, results, query, (const char * const *) words, same_search);
  else
    show_ports (self, results, (const char * const *) words, same_search);
}

static void
select_best (PtlWindow  *self,
             PtlResults *results)
{
  if (self->place == PTL_PLACE_LISTENING)
    ptl_listener_table_select_best (self->table, results);
  else
    ptl_port_list_select_first (self->list);
}

/* A refresh selects nothing, but for the first reading: before that, nobody could have found who listens. */
static void
show_results_again (PtlWindow  *self,
                    PtlQuery   *query,
                    PtlResults *results)
{
  show_results (self, query, results, TRUE);

  if (self->awaits_reading && self->n_found > 0 && ptl_window_get_selected (self) < 0)
    select_best (self, results);
  self->awaits_reading = self->awaits_reading && ptl_monitor_get_snapshot (self->monitor) == NULL;
}

/**
 * ptl_window_search_now:
 *
 * Lists what the entry and the place ask for, and selects the best result; without a word typed, the port that was chosen
 * stays chosen.
 */
void
ptl_window_search_now (PtlWindow *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->search));
  int selected = ptl_window_get_selected (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (PtlQuery) query = NULL;
  g_autoptr (PtlResults) results = NULL;

  ptl_window_adjust_chips (self);
  g_free (self->searched);
  self->searched = make_query_text (self);
  self->search_number++;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.copy-search", self->searched[0] != '\0');

  query = ptl_query_parse (self->searched, &error);
  self->follows_host = query != NULL && follows_host (query);
  if (query == NULL)
    {
      /* The list stays as it was, out of sight. */
      self->n_found = 0;
      ptl_window_show_empty (self, "dialog-question-symbolic", _("That search makes no sense yet"), error->message);
      ptl_window_update_status (self);
      return;
    }

  if (needs_results (self, query))
    results = ptl_search (self->catalog, ptl_monitor_get_snapshot (self->monitor),
                          ptl_book_get_marks (self->book), query);
  show_results (self, query, results, FALSE);

  if (typed[0] != '\0')
    select_best (self, results);
  else if (selected >= 0)
    ptl_window_select (self, selected);
  self->awaits_reading = typed[0] != '\0' && self->n_found == 0 && ptl_monitor_get_snapshot (self->monitor) == NULL;

  ptl_window_update_status (self);
}

/* A search in a worker. */
typedef struct
{
  PtlWindow *window; /* (owned) */
  PtlQuery  *query;  /* (owned) */
  guint      number;
} Again;

static void
searched_again_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      data)
{
  g_autofree Again *again = data;
  g_autoptr (PtlWindow) self = again->window;
  g_autoptr (PtlQuery) query = again->query;
  g_autoptr (PtlResults) results = ptl_search_finish (result, NULL);

  /* Meanwhile there is something else to search for, or to search in, or the window is closed. */
  if (again->number != self->search_number || self->monitor == NULL)
    return;

  show_results_again (self, query, results);
  ptl_window_update_status (self);
}

/**
 * ptl_window_search_again:
 *
 * Does the last search over again, because what it searches has changed: in a worker, where the ports have to be searched.
 * What stays in the list stays in its place.
 */
void
ptl_window_search_again (PtlWindow *self)
{
  g_autoptr (PtlQuery) query = ptl_query_parse (self->searched, NULL);
  Again *again;

  if (query == NULL)
    return;

  self->search_number++;
  if (!needs_results (self, query))
    {
      show_results_again (self, query, NULL);
      return;
    }

  again = g_new (Again, 1);
  again->window = g_object_ref (self);
  again->query = ptl_query_ref (query);
  again->number = self->search_number;
  ptl_search_async (self->catalog, ptl_monitor_get_snapshot (self->monitor), ptl_book_get_marks (self->book), query,
                    searched_again_cb, again);
}

/* A table that nobody has asked for yet need not be there for the first frame. */
static void
ensure_table (PtlWindow *self)
{
  GSettings *settings = ptl_settings_get_default ();

  if (self->table != NULL)
    return;

  self->table = g_object_new (PTL_TYPE_LISTENER_TABLE, NULL);
  g_signal_connect_object (self->table, "settled", G_CALLBACK (table_settled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table, "selected", G_CALLBACK (ptl_window_take_selection), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table, "activated", G_CALLBACK (ptl_window_read_page), self, G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->list_stack, GTK_WIDGET (self->table), "table");

  if (settings != NULL)
    {
      g_settings_bind (settings, "listeners-sort", self->table, "sort-column", G_SETTINGS_BIND_DEFAULT);
      g_settings_bind (settings, "listeners-descending", self->table, "descending", G_SETTINGS_BIND_DEFAULT);
      g_settings_bind (settings, "listeners-grouping", self->table, "grouping", G_SETTINGS_BIND_DEFAULT);
    }
}

/**
 * ptl_window_set_place:
 * @place: what to list
 *
 * Goes to one of the places. The words that were typed stay.
 */
void
ptl_window_set_place (PtlWindow *self,
                      PtlPlace   place)
{
  int selected;

  g_return_if_fail (PTL_IS_WINDOW (self));

  if (self->place == place)
    return;

  selected = ptl_window_get_selected (self);
  if (place == PTL_PLACE_LISTENING)
    ensure_table (self);
  self->place = place;
  /* What is being read stays chosen in the other place. */
  if (selected >= 0)
    ptl_window_select (self, selected);
  ptl_panes_set_show_end (self->panes, FALSE);
  ptl_panes_set_start_wide (self->panes, place == PTL_PLACE_LISTENING);
  ptl_window_search_now (self);
  g_object_notify (G_OBJECT (self), "place");
}

static void
search_started_cb (PtlWindow *self)
{
  gtk_text_grab_focus_without_selecting (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (self->search))));
  ptl_panes_set_show_end (self->panes, FALSE);
}

/* Typing while the page covers the list, as it does in a narrow window, brings the list back. */
static void
search_changed_cb (PtlWindow *self)
{
  if (gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->search)))))
    ptl_panes_set_show_end (self->panes, FALSE);
  ptl_window_search_now (self);
}

static void
search_activate_cb (PtlWindow *self)
{
  if (ptl_window_get_selected (self) >= 0)
    ;
  else if (self->place == PTL_PLACE_LISTENING)
    ptl_listener_table_select_best (self->table, NULL);
  else
    ptl_port_list_select_first (self->list);
  ptl_window_read_page (self);
}

/**
 * ptl_window_read_page:
 *
 * What Enter does: goes to the page, to scroll it by the keyboard or have it read out.
 */
void
ptl_window_read_page (PtlWindow *self)
{
  ptl_panes_set_show_end (self->panes, TRUE);
  /* Who types and presses Enter at once is faster than the page. */
  self->focus_page = !gtk_widget_grab_focus (GTK_WIDGET (self->page_view)) && self->page_tick != 0;
}

/**
 * ptl_window_step_back:
 *
 * What Escape does: goes from the page back to the search, there empties it, and then lets go of the port that is shown.
 */
void
ptl_window_step_back (PtlWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  self->focus_page = FALSE;
  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->page_view)))
    gtk_text_grab_focus_without_selecting (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (self->search))));
  else if (ptl_panes_get_narrow (self->panes) && ptl_panes_get_show_end (self->panes))
    ;
  else if (gtk_editable_get_text (GTK_EDITABLE (self->search))[0] != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  else
    ptl_window_show_start (self);

  ptl_panes_set_show_end (self->panes, FALSE);
}

static gboolean
search_key_cb (PtlWindow       *self,
               guint            keyval,
               guint            keycode,
               GdkModifierType  state)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move_selection (self, 1);
      return GDK_EVENT_STOP;

    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move_selection (self, -1);
      return GDK_EVENT_STOP;

    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      move_selection (self, PAGE_ROWS);
      return GDK_EVENT_STOP;

    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      move_selection (self, -PAGE_ROWS);
      return GDK_EVENT_STOP;

    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/**
 * ptl_window_class_install_search:
 *
 * Binds the callbacks that ptl-window.ui names for the search.
 */
void
ptl_window_class_install_search (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_started_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "search_stop_cb", G_CALLBACK (ptl_window_step_back));
}
